#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a folder is to lookbook-service, by what is in it. */
typedef enum
{
  LB_SERVICE_FOLDER_NEW,    /* not there, or empty */
  LB_SERVICE_FOLDER_DATA,   /* a data folder, or one that may not be looked into */
  LB_SERVICE_FOLDER_BROKEN, /* in the place of its database is something that is none */
  LB_SERVICE_FOLDER_ABOVE,  /* where everything of Lookbook is: a data folder is in it */
  LB_SERVICE_FOLDER_OTHER   /* somebody's files, or no folder */
} LbServiceFolder;

/* Blocks, for one folder. */
LbServiceFolder lb_service_folder_look (const char *path);
/* (transfer full): the data folder in one of LB_SERVICE_FOLDER_ABOVE. */
char *lb_service_folder_dup_below (const char *path);
/* (transfer full): of the service's database, in the data folder @path. */
char *lb_service_folder_dup_database (const char *path);
/* (transfer full) (nullable): the socket that the service which has the data folder says it listens
 * on. NULL where it says none, and where it may have been somebody else who said so. */
char *lb_service_folder_dup_socket (const char *data_dir);

G_END_DECLS

#pragma once

#include "hosted-server.h"

G_BEGIN_DECLS

/* A service elsewhere that remembers: the dataset of the replies, of text captions, with as many
 * images as a test wants and as are sent to it. Their ids begin at HOSTED_FIRST; none comes twice.
 */
#define HOSTED_FIRST 1001

typedef struct _HostedStore HostedStore;

/* Answers for @server from now on. */
HostedStore *hosted_store_new (HostedServer *server, guint n_images);
void hosted_store_free (HostedStore *self);
/* (transfer none) (nullable): "Caption N" at first; NULL when it was deleted. */
const char *hosted_store_get (HostedStore *self, gint64 id);
const char *hosted_store_get_name (HostedStore *self);
/* Somebody else changes it, as a person. */
void hosted_store_set (HostedStore *self, gint64 id, const char *caption);
/* Somebody else deletes it, or with 0 the whole dataset. */
void hosted_store_delete (HostedStore *self, gint64 id);
/* All changes so far in their order, as "PUT 1001 the caption", "PUT 1001" for one that the service
 * is to write anew (it writes "Written anew"), or "DELETE 1001". */
GPtrArray *hosted_store_get_changes (HostedStore *self);
guint hosted_store_get_n_lists (HostedStore *self);
const char *hosted_store_get_prefix (HostedStore *self);
/* Somebody else renames the dataset, and gives it another prefix. */
void hosted_store_set_name (HostedStore *self, const char *name);
void hosted_store_set_prefix (HostedStore *self, const char *prefix);

/* What becomes of a change whose answer is lost, which is a 504 to whoever asked. */
typedef enum
{
  HOSTED_LOST_AFTER,  /* it was made */
  HOSTED_LOST_BEFORE, /* it never is */
  HOSTED_LOST_LATE,   /* it is made by hosted_store_arrive() */
  HOSTED_LOST_GARBLED /* it was made; the answer is a 200 that makes no sense */
} HostedLoss;

/* The next change is lost. */
void hosted_store_lose (HostedStore *self, HostedLoss loss);
/* FALSE when there is nothing late. */
gboolean hosted_store_arrive (HostedStore *self);
/* Images that are sent from now on get names of the service's own. */
void hosted_store_rename (HostedStore *self);
/* The next image that is sent is stored, and the answer is a 504. */
void hosted_store_lose_upload (HostedStore *self);
/* What the next changes are answered with, 0 for what is right. */
void hosted_store_refuse (HostedStore *self, guint status);

G_END_DECLS

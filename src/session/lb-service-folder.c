#include "session/lb-service-folder.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "storage/lb-service-files.h"

#define BELOW "service"
#define MAGIC "SQLite format 3" /* with the zero that ends it */

static gboolean
has_database (const char *path)
{
  g_autofree char *database = lb_service_folder_dup_database (path);
  struct stat info;

  return g_lstat (database, &info) == 0;
}

/* FALSE for what is certainly none; what may not be read is for the service to judge. */
static gboolean
may_be_database (const char *path)
{
  g_autofree char *database = lb_service_folder_dup_database (path);
  char start[sizeof MAGIC] = { 0 };
  g_autofd int fd = -1;
  struct stat info;
  gssize length = 0;

  if (g_lstat (database, &info) != 0)
    return TRUE;
  if (!S_ISREG (info.st_mode))
    return FALSE;
  if ((fd = open (database, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) < 0)
    return TRUE;

  length = pread (fd, start, sizeof start, 0);

  return length <= 0 || (length == sizeof start && memcmp (start, MAGIC, sizeof start) == 0);
}

LbServiceFolder
lb_service_folder_look (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autofree char *below = lb_service_folder_dup_below (path);
  const char *name = NULL;
  guint n = 0;

  if (dir == NULL)
    return g_file_test (path, G_FILE_TEST_IS_DIR)   ? LB_SERVICE_FOLDER_DATA
           : g_file_test (path, G_FILE_TEST_EXISTS) ? LB_SERVICE_FOLDER_OTHER
                                                    : LB_SERVICE_FOLDER_NEW;
  if (has_database (path))
    return may_be_database (path) ? LB_SERVICE_FOLDER_DATA : LB_SERVICE_FOLDER_BROKEN;
  if (has_database (below))
    return LB_SERVICE_FOLDER_ABOVE;

  /* A service that has just begun, or was killed then. */
  for (; (name = g_dir_read_name (dir)) != NULL; n++)
    if (!lb_service_files_has (name))
      return LB_SERVICE_FOLDER_OTHER;

  return n > 0 ? LB_SERVICE_FOLDER_DATA : LB_SERVICE_FOLDER_NEW;
}

char *
lb_service_folder_dup_below (const char *path)
{
  return g_build_filename (path, BELOW, NULL);
}

char *
lb_service_folder_dup_database (const char *path)
{
  return g_build_filename (path, LB_SERVICE_FILE_DATABASE, NULL);
}

/* Nobody else has made it, or may change what is in it. */
static gboolean
is_private (const struct stat *info)
{
  return info->st_uid == geteuid () && (info->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/* And nobody else may put another in its place. */
static gboolean
is_private_socket (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat info;

  return g_path_is_absolute (path) && g_lstat (folder, &info) == 0 && S_ISDIR (info.st_mode) &&
         is_private (&info) && g_lstat (path, &info) == 0 && S_ISSOCK (info.st_mode) &&
         is_private (&info);
}

char *
lb_service_folder_dup_socket (const char *data_dir)
{
  g_autofree char *lock = g_build_filename (data_dir, LB_SERVICE_FILE_LOCK, NULL);
  char said[sizeof (((struct sockaddr_un *) NULL)->sun_path) + 1] = { 0 };
  g_autofd int fd = open (lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat info;
  gssize length;

  if (fd < 0 || fstat (fd, &info) != 0 || !S_ISREG (info.st_mode) || !is_private (&info))
    return NULL;

  length = pread (fd, said, sizeof said - 1, 0);
  if (length <= 0 || said[length - 1] != '\n')
    return NULL;
  said[length - 1] = '\0';

  return is_private_socket (said) ? g_strdup (said) : NULL;
}

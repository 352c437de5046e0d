#include "session/lb-service-folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define DATABASE "service.sqlite"
#define BELOW "service"
#define LOCK "lock"

/* What the service keeps in its folder, and the program that works with it. */
static const char *const own_names[] = { LOCK, "blobs", "bulk", "command-line" };

static gboolean
is_own (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (own_names); i++)
    if (g_str_equal (name, own_names[i]))
      return TRUE;

  return g_str_has_prefix (name, DATABASE);
}

static gboolean
has_database (const char *path)
{
  g_autofree char *database = g_build_filename (path, DATABASE, NULL);

  return g_file_test (database, G_FILE_TEST_EXISTS);
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
    return LB_SERVICE_FOLDER_DATA;
  if (has_database (below))
    return LB_SERVICE_FOLDER_ABOVE;

  /* A service that has just begun, or was killed then. */
  for (; (name = g_dir_read_name (dir)) != NULL; n++)
    if (!is_own (name))
      return LB_SERVICE_FOLDER_OTHER;

  return n > 0 ? LB_SERVICE_FOLDER_DATA : LB_SERVICE_FOLDER_NEW;
}

char *
lb_service_folder_dup_below (const char *path)
{
  return g_build_filename (path, BELOW, NULL);
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
  g_autofree char *lock = g_build_filename (data_dir, LOCK, NULL);
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

#include "service/lb-bulk-source.h"

#include <errno.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "base/lb-threads.h"
#include "service/lb-address-filter.h"
#include "service/lb-fault.h"
#include "service/lb-local-file.h"

G_DEFINE_BOXED_TYPE (LbBulkFd, lb_bulk_fd, lb_bulk_fd_ref, lb_bulk_fd_unref)

LbBulkFd *
lb_bulk_fd_new (int fd)
{
  LbBulkFd *self = g_atomic_rc_box_new0 (LbBulkFd);

  self->fd = fd;

  return self;
}

LbBulkFd *
lb_bulk_fd_ref (LbBulkFd *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
fd_clear (gpointer data)
{
  LbBulkFd *self = data;

  g_clear_fd (&self->fd, NULL);
}

void
lb_bulk_fd_unref (LbBulkFd *self)
{
  g_atomic_rc_box_release_full (self, fd_clear);
}

/* Not the file's number: behind a portal it is another one after each start. */
char *
lb_bulk_fd_mark (LbBulkFd *self)
{
  struct stat info;

  if (fstat (self->fd, &info) != 0 || !S_ISREG (info.st_mode))
    return NULL;

  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld", (gint64) info.st_size,
                          (gint64) info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
}

static gboolean
refuse (GError **error, const char *words)
{
  lb_fault_set (error, LB_ERROR_INVALID, "R75", "zip_url", "%s", words);

  return FALSE;
}

gboolean
lb_bulk_source_check (const char *zip_url, gboolean local, gboolean *is_file, GError **error)
{
  const char *scheme = g_uri_peek_scheme (zip_url);
  g_autoptr (GUri) uri = NULL;
  g_autofree char *path = NULL;

  *is_file = g_strcmp0 (scheme, "file") == 0;
  if (*is_file && !local)
    return refuse (error, "“zip_url” can name a file over the service’s own socket only");
  if (*is_file)
    {
      path = lb_local_file_dup_path (zip_url);
      return path != NULL || refuse (error, "“zip_url” names no file of this computer");
    }

  uri = lb_address_filter_parse (zip_url, NULL, NULL);

  return uri != NULL || refuse (error, "“zip_url” must be an address with http, https or file");
}

char *
lb_bulk_source_name (const char *zip_url)
{
  g_autoptr (GUri) uri = g_uri_parse (zip_url, G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autofree char *name =
    uri != NULL ? g_path_get_basename (g_uri_get_path (uri)) : g_strdup ("ZIP");

  return g_utf8_make_valid (name, -1);
}

/* NULL with errno set. */
static LbBulkFd *
open_path (const char *path)
{
  const int fd = lb_local_file_open (path);

  return fd >= 0 ? lb_bulk_fd_new (fd) : NULL;
}

static DexFuture *
look_fiber (gpointer data)
{
  g_autofree char *path = lb_local_file_dup_path (data);
  g_autoptr (LbBulkFd) fd = path != NULL ? open_path (path) : NULL;
  g_autofree char *mark = NULL;
  GError *error = NULL;

  if (fd == NULL)
    refuse (&error, errno == ENOENT ? "The file that “zip_url” names is not there"
                                    : "The file that “zip_url” names can’t be read");
  else if (!(mark = lb_bulk_fd_mark (fd)))
    refuse (&error, "What “zip_url” names is not a file");
  else if (g_ascii_strtoull (mark, NULL, 10) > LB_BULK_ZIP_BYTES)
    lb_fault_set (&error, LB_ERROR_TOO_LARGE, "R76", "zip_url",
                  "The ZIP file is larger than 5 GiB");

  return error != NULL ? dex_future_new_for_error (error)
                       : dex_future_new_take_string (g_steal_pointer (&mark));
}

DexFuture *
lb_bulk_source_look (const char *zip_url)
{
  return lb_threads_run (look_fiber, g_strdup (zip_url), g_free);
}

static DexFuture *
open_fiber (gpointer data)
{
  const char *const *names = data;
  g_autofree char *path = lb_local_file_dup_path (names[0]);
  g_autoptr (LbBulkFd) fd = path != NULL ? open_path (path) : NULL;
  g_autofree char *mark = fd != NULL ? lb_bulk_fd_mark (fd) : NULL;
  GError *error = NULL;

  if (fd == NULL && errno != ENOENT)
    lb_fault_set (&error, LB_ERROR_UNPROCESSABLE, "R75", NULL, "The ZIP file can’t be read: %s",
                  g_strerror (errno));
  else if (fd == NULL)
    lb_fault_set (&error, LB_ERROR_GONE, "R84", NULL, "The ZIP file is no longer there");
  else if (g_strcmp0 (mark, names[1]) != 0)
    lb_fault_set (&error, LB_ERROR_GONE, "R84", NULL,
                  "The ZIP file has changed since the bulk upload began");

  return error != NULL ? dex_future_new_for_error (error)
                       : dex_future_new_take_boxed (LB_TYPE_BULK_FD, g_steal_pointer (&fd));
}

DexFuture *
lb_bulk_source_open (const char *zip_url, const char *mark)
{
  const char *const names[] = { zip_url, mark, NULL };

  return lb_threads_run (open_fiber, g_strdupv ((char **) names), (GDestroyNotify) g_strfreev);
}

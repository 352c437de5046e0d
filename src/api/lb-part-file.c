#include "api/lb-part-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gfiledescriptorbased.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "base/lb-threads.h"

struct _LbPartFile
{
  GFile *file;           /* (owned) */
  GFile *part;           /* (owned) */
  GOutputStream *stream; /* (owned) (nullable) before it is made */
  gboolean finished;
};

/* (transfer full): what a file can do wrong, by what the caller can do next. */
static GError *
file_error (const GError *error)
{
  return g_error_new_literal (
    LB_ERROR,
    g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? LB_ERROR_NO_SPACE : LB_ERROR_STORAGE,
    error->message);
}

static DexFuture *
create_fiber (gpointer data)
{
  LbPartFile *self = data;
  g_autoptr (GError) error = NULL;

  self->stream = G_OUTPUT_STREAM (g_file_create (self->part, G_FILE_CREATE_NONE, NULL, &error));
  if (self->stream == NULL)
    return dex_future_new_for_error (file_error (error));

  return dex_future_new_true ();
}

static gboolean
sync_descriptor (int fd, GError **error)
{
  if (fsync (fd) == 0 || errno == EINVAL)
    return TRUE;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Can’t write: %s",
               g_strerror (errno));
  return FALSE;
}

/* The name is on disk only with its folder. */
static gboolean
sync_folder (GFile *file, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  const char *path = folder != NULL ? g_file_peek_path (folder) : NULL;
  gboolean done = TRUE;
  int fd = path != NULL ? open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

  if (fd < 0)
    return TRUE;

  done = sync_descriptor (fd, error);
  close (fd);
  return done;
}

static DexFuture *
finish_fiber (gpointer data)
{
  LbPartFile *self = data;
  g_autoptr (GError) error = NULL;
  int fd = G_IS_FILE_DESCRIPTOR_BASED (self->stream)
             ? g_file_descriptor_based_get_fd (G_FILE_DESCRIPTOR_BASED (self->stream))
             : -1;

  if ((fd >= 0 && !sync_descriptor (fd, &error)) ||
      !g_output_stream_close (self->stream, NULL, &error) ||
      !g_file_move (self->part, self->file, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error))
    return dex_future_new_for_error (file_error (error));

  self->finished = TRUE;
  if (!sync_folder (self->file, &error))
    return dex_future_new_for_error (file_error (error));

  return dex_future_new_true ();
}

/* Whoever calls waits for it, and so keeps @self. */
static gboolean
run (LbPartFile *self, DexFiberFunc fiber, GError **error)
{
  return dex_await (lb_threads_run (fiber, self, NULL), error);
}

LbPartFile *
lb_part_file_new (GFile *file, GError **error)
{
  g_autoptr (LbPartFile) self = g_new0 (LbPartFile, 1);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *part = NULL;

  self->file = g_object_ref (file);
  if (folder == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_STORAGE, "There is no file to write to");
      return NULL;
    }

  /* A long name would not grow by this. */
  part = g_strdup_printf (".%.40s.%08x.part", name, g_random_int ());
  self->part = g_file_get_child (folder, part);
  if (!run (self, create_fiber, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
lb_part_file_free (LbPartFile *self)
{
  if (self->stream != NULL && !self->finished)
    {
      g_output_stream_close (self->stream, NULL, NULL);
      g_file_delete (self->part, NULL, NULL);
    }
  g_clear_object (&self->stream);
  g_clear_object (&self->part);
  g_clear_object (&self->file);
  g_free (self);
}

GOutputStream *
lb_part_file_get_stream (LbPartFile *self)
{
  return self->stream;
}

gboolean
lb_part_file_finish (LbPartFile *self, GError **error)
{
  return run (self, finish_fiber, error);
}

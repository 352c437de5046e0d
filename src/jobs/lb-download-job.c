#include "jobs/lb-download-job.h"

#include <string.h>

#include "base/lb-error.h"
#include "model/lb-download.h"

struct _LbDownloadJob
{
  GObject parent_instance;

  LbSession *session;   /* (owned) */
  LbDataset *dataset;   /* (owned) */
  GFile *file;          /* (owned): for the images */
  GFile *captions_file; /* (owned) (nullable) until the captions are there */
  GCancellable *cancel; /* (owned) */
  gint64 n_bytes;
  gint64 n_total; /* or -1 */
  gboolean has_images;
};

G_DEFINE_FINAL_TYPE (LbDownloadJob, lb_download_job, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_BYTES = 1,
  PROP_N_TOTAL
} LbDownloadJobProperty;

static GParamSpec *props[PROP_N_TOTAL + 1];

/* One of the files that a download consists of. */
typedef enum
{
  PART_IMAGES,
  PART_CAPTIONS
} Part;

static void
lb_download_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbDownloadJob *self = LB_DOWNLOAD_JOB (object);

  switch ((LbDownloadJobProperty) prop_id)
    {
    case PROP_N_BYTES: g_value_set_int64 (value, self->n_bytes); break;
    case PROP_N_TOTAL: g_value_set_int64 (value, self->n_total); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_download_job_finalize (GObject *object)
{
  LbDownloadJob *self = LB_DOWNLOAD_JOB (object);

  g_clear_object (&self->session);
  g_clear_object (&self->dataset);
  g_clear_object (&self->file);
  g_clear_object (&self->captions_file);
  g_clear_object (&self->cancel);

  G_OBJECT_CLASS (lb_download_job_parent_class)->finalize (object);
}

static void
lb_download_job_class_init (LbDownloadJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_download_job_get_property;
  object_class->finalize = lb_download_job_finalize;

  props[PROP_N_BYTES] = g_param_spec_int64 ("n-bytes", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_N_TOTAL] = g_param_spec_int64 ("n-total", NULL, NULL, -1, G_MAXINT64, -1, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_download_job_init (LbDownloadJob *self)
{
  self->cancel = g_cancellable_new ();
  self->n_total = -1;
}

LbDownloadJob *
lb_download_job_new (LbSession *session, LbDataset *dataset, GFile *file)
{
  LbDownloadJob *self;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (LB_TYPE_DOWNLOAD_JOB, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->file = g_object_ref (file);

  return self;
}

static void
moved_cb (goffset n_bytes, goffset n_total, gpointer data)
{
  LbDownloadJob *self = data;

  g_object_freeze_notify (G_OBJECT (self));
  if (self->n_bytes != n_bytes)
    {
      self->n_bytes = n_bytes;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_BYTES]);
    }
  if (self->n_total != MAX (n_total, -1))
    {
      self->n_total = MAX (n_total, -1);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_TOTAL]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* Of the last name in @url, with its dot; ".zip" when it has none that could be one. */
static char *
dup_extension (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *path = uri != NULL ? g_uri_get_path (uri) : "";
  const char *name = strrchr (path, '/');
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;
  gsize length = dot != NULL ? strlen (dot) : 0;

  if (length < 2 || length > 6)
    return g_strdup (".zip");
  for (gsize i = 1; i < length; i++)
    if (!g_ascii_isalnum (dot[i]))
      return g_strdup (".zip");

  return g_ascii_strdown (dot, -1);
}

/* Beside the images, under their name. */
static GFile *
new_captions_file (LbDownloadJob *self, const char *url)
{
  g_autoptr (GFile) folder = g_file_get_parent (self->file);
  g_autofree char *name = g_file_get_basename (self->file);
  g_autofree char *extension = dup_extension (url);
  g_autofree char *captions = NULL;

  if (g_str_has_suffix (name, ".zip"))
    name[strlen (name) - strlen (".zip")] = '\0';
  captions = g_strconcat (name, "-captions", extension, NULL);

  return g_file_get_child (folder, captions);
}

static const char *
link_of (LbDownload *links, Part part)
{
  return part == PART_IMAGES ? links->images_url : links->captions_url;
}

static gboolean
fetch (LbDownloadJob *self, LbDownload *links, Part part, GError **error)
{
  const char *url = link_of (links, part);
  g_autoptr (GFile) file =
    part == PART_IMAGES ? g_object_ref (self->file) : new_captions_file (self, url);

  moved_cb (0, -1, self);
  if (!dex_await (lb_session_fetch_to_file (self->session, url, file, self->cancel, moved_cb, self),
                  error))
    return FALSE;

  if (part == PART_IMAGES)
    self->has_images = TRUE;
  else
    g_set_object (&self->captions_file, file);
  return TRUE;
}

static gboolean
has_run_out (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_FORBIDDEN) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_GONE);
}

static LbDownload *
ask (LbDownloadJob *self, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (self->cancel, error))
    return NULL;

  return dex_await_boxed (lb_session_download (self->session, self->dataset), error);
}

/* R92: the first link may have gone stale before its archive began; the next one has not. */
static gboolean
fetch_part (LbDownloadJob *self, LbDownload **links, Part part, GError **error)
{
  g_autoptr (GError) first = NULL;
  g_autoptr (LbDownload) fresh = NULL;

  if (fetch (self, *links, part, &first))
    return TRUE;
  if (!has_run_out (first))
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return FALSE;
    }

  if (!(fresh = ask (self, error)))
    return FALSE;
  lb_download_free (*links);
  *links = g_steal_pointer (&fresh);
  /* A caption was changed by hand meanwhile: there are none to fetch any more. */
  return link_of (*links, part) == NULL || fetch (self, *links, part, error);
}

static DexFuture *
reject (GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The download was stopped");
    }

  return dex_future_new_for_error (error);
}

static DexFuture *
download_fiber (gpointer data)
{
  LbDownloadJob *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDownload) links = ask (self, &error);

  if (links == NULL || !fetch_part (self, &links, PART_IMAGES, &error))
    return reject (g_steal_pointer (&error));
  if (links->captions_url != NULL && !fetch_part (self, &links, PART_CAPTIONS, &error))
    return reject (g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
lb_download_job_run (LbDownloadJob *self)
{
  dex_return_error_if_fail (LB_IS_DOWNLOAD_JOB (self));

  return dex_scheduler_spawn (NULL, 0, download_fiber, g_object_ref (self), g_object_unref);
}

void
lb_download_job_cancel (LbDownloadJob *self)
{
  g_return_if_fail (LB_IS_DOWNLOAD_JOB (self));

  g_cancellable_cancel (self->cancel);
}

GFile *
lb_download_job_get_images_file (LbDownloadJob *self)
{
  g_return_val_if_fail (LB_IS_DOWNLOAD_JOB (self), NULL);

  return self->has_images ? self->file : NULL;
}

GFile *
lb_download_job_get_captions_file (LbDownloadJob *self)
{
  g_return_val_if_fail (LB_IS_DOWNLOAD_JOB (self), NULL);

  return self->captions_file;
}

gint64
lb_download_job_get_n_bytes (LbDownloadJob *self)
{
  g_return_val_if_fail (LB_IS_DOWNLOAD_JOB (self), 0);

  return self->n_bytes;
}

gint64
lb_download_job_get_n_total (LbDownloadJob *self)
{
  g_return_val_if_fail (LB_IS_DOWNLOAD_JOB (self), -1);

  return self->n_total;
}

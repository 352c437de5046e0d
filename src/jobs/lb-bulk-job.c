#include "jobs/lb-bulk-job.h"

#include "base/lb-error.h"
#include "jobs/lb-bulk-captions.h"
#include "jobs/lb-bulk-pack.h"
#include "jobs/lb-bulk-packed.h"

struct _LbBulkJob
{
  GObject parent_instance;

  LbSession *session;   /* (owned) */
  LbDataset *dataset;   /* (owned) */
  LbBulkReport *report; /* (owned) */
  LbBulkPack *pack;     /* (owned) (nullable) unless it packs */
  char *address;        /* (owned) (nullable) on this computer */
  char *upload_address; /* (owned) (nullable) */
  GCancellable *cancel; /* (owned) of the sending */
  LbBulkStep step;
  double fraction;
  gboolean only_ready;
  gboolean content_moderation;
  gboolean takes_settings;
};

G_DEFINE_FINAL_TYPE (LbBulkJob, lb_bulk_job, G_TYPE_OBJECT)

typedef enum
{
  PROP_STEP = 1,
  PROP_FRACTION
} LbBulkJobProperty;

static GParamSpec *props[PROP_FRACTION + 1];

static void
lb_bulk_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbBulkJob *self = LB_BULK_JOB (object);

  switch ((LbBulkJobProperty) prop_id)
    {
    case PROP_STEP:     g_value_set_int (value, (int) self->step); break;
    case PROP_FRACTION: g_value_set_double (value, self->fraction); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_bulk_job_finalize (GObject *object)
{
  LbBulkJob *self = LB_BULK_JOB (object);

  g_clear_object (&self->session);
  g_clear_object (&self->dataset);
  g_clear_object (&self->report);
  g_clear_object (&self->pack);
  g_clear_object (&self->cancel);
  g_free (self->address);
  g_free (self->upload_address);

  G_OBJECT_CLASS (lb_bulk_job_parent_class)->finalize (object);
}

static void
lb_bulk_job_class_init (LbBulkJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_bulk_job_get_property;
  object_class->finalize = lb_bulk_job_finalize;

  props[PROP_STEP] =
    g_param_spec_int ("step", NULL, NULL, LB_BULK_STEP_WAITING, LB_BULK_STEP_STARTED, 0, flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_bulk_job_init (LbBulkJob *self)
{
  self->cancel = g_cancellable_new ();
}

LbBulkJob *
lb_bulk_job_new (LbSession *session, LbDataset *dataset, LbBulkReport *report)
{
  LbBulkJob *self = g_object_new (LB_TYPE_BULK_JOB, NULL);

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->report = g_object_ref (report);
  return self;
}

void
lb_bulk_job_set_only_ready (LbBulkJob *self, gboolean only_ready)
{
  g_return_if_fail (LB_IS_BULK_JOB (self));
  self->only_ready = only_ready;
}

void
lb_bulk_job_set_content_moderation (LbBulkJob *self, gboolean moderation)
{
  g_return_if_fail (LB_IS_BULK_JOB (self));
  self->content_moderation = moderation;
}

void
lb_bulk_job_set_takes_settings (LbBulkJob *self, gboolean takes_settings)
{
  g_return_if_fail (LB_IS_BULK_JOB (self));
  self->takes_settings = takes_settings;
}

void
lb_bulk_job_set_addresses (LbBulkJob *self, const char *address, const char *upload_address)
{
  g_return_if_fail (LB_IS_BULK_JOB (self));

  g_set_str (&self->address, address);
  g_set_str (&self->upload_address, upload_address);
}

static void
set_step (LbBulkJob *self, LbBulkStep step)
{
  self->step = step;
  self->fraction = 0;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STEP]);
}

static void
set_fraction (LbBulkJob *self, double fraction)
{
  self->fraction = CLAMP (fraction, 0, 1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
}

static void
packed_cb (LbBulkJob *self)
{
  set_fraction (self, lb_bulk_pack_get_fraction (self->pack));
}

/* Whether what leaves this computer is not to say where it was made. */
static gboolean
strips (LbBulkJob *self)
{
  return self->upload_address != NULL && lb_session_strips_metadata (self->session);
}

/* A file on another computer, mounted here, is for us alone to read. */
static gboolean
is_packing (LbBulkJob *self)
{
  if (self->only_ready || lb_bulk_report_must_pack (self->report) || strips (self))
    return TRUE;
  if (self->address != NULL && self->upload_address == NULL)
    return FALSE;

  return lb_bulk_report_should_pack (self->report) ||
         !g_file_is_native (lb_bulk_report_get_zip (self->report));
}

/* (transfer full) (nullable): the ZIP file that is to be sent. */
static GFile *
make_file (LbBulkJob *self, GError **error)
{
  g_autoptr (GFile) file = NULL;

  if (!is_packing (self))
    return g_object_ref (lb_bulk_report_get_zip (self->report));

  set_step (self, LB_BULK_STEP_PACKING);
  file = lb_bulk_packed_get_file (self->session, self->dataset);
  self->pack = lb_bulk_pack_new (self->report, file);
  lb_bulk_pack_set_strips (self->pack, strips (self));
  g_signal_connect_object (self->pack, "notify::fraction", G_CALLBACK (packed_cb), self,
                           G_CONNECT_SWAPPED);
  if (!dex_await (lb_bulk_pack_run (self->pack), error))
    return NULL;

  return g_steal_pointer (&file);
}

static void
sent_cb (goffset sent_bytes, goffset total_bytes, gpointer data)
{
  if (total_bytes > 0)
    set_fraction (data, (double) sent_bytes / (double) total_bytes);
}

static gboolean
send_file (LbBulkJob *self, GFile *file, GError **error)
{
  if (self->upload_address == NULL)
    return TRUE;

  set_step (self, LB_BULK_STEP_SENDING);
  return dex_await (
    lb_session_put_file (self->session, self->upload_address, file, self->cancel, sent_cb, self),
    error);
}

static void
status_cb (LbBulkUpload *upload, GParamSpec *pspec, GFile *packed)
{
  if (!lb_bulk_upload_get_ended (upload))
    return;

  dex_future_disown (lb_bulk_packed_remove (packed));
  g_signal_handlers_disconnect_by_data (upload, packed);
}

/* The file goes even if nobody looks at the import any more. */
static void
remove_at_end (LbBulkUpload *upload, GFile *packed)
{
  if (lb_bulk_upload_get_ended (upload))
    dex_await (lb_bulk_packed_remove (packed), NULL);
  else
    g_signal_connect_data (upload, "notify::status", G_CALLBACK (status_cb), g_object_ref (packed),
                           (GClosureNotify) (void (*) (void)) g_object_unref, 0);
}

static LbBulkUpload *
start (LbBulkJob *self, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *uri = NULL;

  if (self->address == NULL || self->upload_address != NULL)
    {
      if (!(file = make_file (self, error)) || !send_file (self, file, error))
        return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (self->cancel, error))
    return NULL;

  if (!dex_await (lb_bulk_captions_keep (lb_bulk_captions_get (self->session), self->dataset,
                                         self->report, is_packing (self), self->takes_settings),
                  error))
    return NULL;

  uri = self->address != NULL ? g_strdup (self->address) : g_file_get_uri (file);
  set_step (self, LB_BULK_STEP_STARTING);
  return dex_await_object (
    lb_session_bulk_upload (self->session, self->dataset, uri,
                            lb_bulk_report_get_automatic_captioning (self->report),
                            self->content_moderation),
    error);
}

/* After an answer that was lost the import may have begun all the same, and is found later. */
static void
forget_captions (LbBulkJob *self)
{
  if (lb_session_get_bulk_upload (self->session, self->dataset) == NULL)
    dex_await (lb_bulk_captions_forget (lb_bulk_captions_get (self->session), self->dataset), NULL);
}

static DexFuture *
run_fiber (gpointer data)
{
  LbBulkJob *self = data;
  g_autoptr (GFile) packed = lb_bulk_packed_get_file (self->session, self->dataset);
  GError *error = NULL;
  LbBulkUpload *upload = start (self, &error);

  if (upload == NULL || self->address != NULL)
    dex_await (lb_bulk_packed_remove (packed), NULL);
  if (upload == NULL)
    {
      forget_captions (self);
      set_step (self, LB_BULK_STEP_WAITING);
      return dex_future_new_for_error (error);
    }

  if (!lb_bulk_upload_get_ended (upload))
    dex_await (lb_bulk_packed_keep_total (packed, lb_bulk_job_get_n_entries (self)), NULL);
  if (self->address == NULL)
    remove_at_end (upload, packed);
  lb_bulk_captions_follow (lb_bulk_captions_get (self->session), self->dataset);
  set_step (self, LB_BULK_STEP_STARTED);
  return dex_future_new_take_object (upload);
}

DexFuture *
lb_bulk_job_run (LbBulkJob *self)
{
  dex_return_error_if_fail (LB_IS_BULK_JOB (self));
  dex_return_error_if_fail (self->step == LB_BULK_STEP_WAITING);

  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}

void
lb_bulk_job_cancel (LbBulkJob *self)
{
  g_return_if_fail (LB_IS_BULK_JOB (self));

  g_cancellable_cancel (self->cancel);
  if (self->pack != NULL)
    lb_bulk_pack_cancel (self->pack);
}

LbBulkStep
lb_bulk_job_get_step (LbBulkJob *self)
{
  g_return_val_if_fail (LB_IS_BULK_JOB (self), LB_BULK_STEP_WAITING);
  return self->step;
}

double
lb_bulk_job_get_fraction (LbBulkJob *self)
{
  g_return_val_if_fail (LB_IS_BULK_JOB (self), 0);
  return self->fraction;
}

guint
lb_bulk_job_get_n_entries (LbBulkJob *self)
{
  g_return_val_if_fail (LB_IS_BULK_JOB (self), 0);

  return is_packing (self) ? lb_bulk_report_get_n_ready (self->report)
                           : g_list_model_get_n_items (lb_bulk_report_get_entries (self->report));
}

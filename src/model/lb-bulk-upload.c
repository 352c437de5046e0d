#include "model/lb-bulk-upload.h"

struct _LbBulkUpload
{
  LbRecord parent_instance;

  char *status; /* (owned) (nullable) */
  int progress_percentage;
  int total_processed;
  int done;
  int failed;
  GPtrArray *failures; /* (owned) (element-type LbBulkFailure) */
};

G_DEFINE_FINAL_TYPE (LbBulkUpload, lb_bulk_upload, LB_TYPE_RECORD)

static const LbField fields[] = {
  { "status", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbBulkUpload, status), FALSE, 0 },
  { "progress-percentage", LB_FIELD_INT, G_STRUCT_OFFSET (LbBulkUpload, progress_percentage), FALSE,
    0 },
  { "total-processed", LB_FIELD_INT, G_STRUCT_OFFSET (LbBulkUpload, total_processed), FALSE, 0 },
  { "done", LB_FIELD_INT, G_STRUCT_OFFSET (LbBulkUpload, done), FALSE, 0 },
  { "failed", LB_FIELD_INT, G_STRUCT_OFFSET (LbBulkUpload, failed), FALSE, 0 },
};

static void
failure_free (gpointer data)
{
  LbBulkFailure *failure = data;

  g_free (failure->filename);
  g_free (failure->error_message);
  g_free (failure);
}

static void
lb_bulk_upload_finalize (GObject *object)
{
  g_clear_pointer (&LB_BULK_UPLOAD (object)->failures, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_bulk_upload_parent_class)->finalize (object);
}

static void
lb_bulk_upload_class_init (LbBulkUploadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_bulk_upload_finalize;

  lb_record_class_install_fields (LB_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
lb_bulk_upload_init (LbBulkUpload *self)
{
  self->failures = g_ptr_array_new_with_free_func (failure_free);
}

LbBulkUpload *
lb_bulk_upload_new (void)
{
  return g_object_new (LB_TYPE_BULK_UPLOAD, NULL);
}

LB_DEFINE_FIELD_GETTER (LbBulkUpload, lb_bulk_upload, BULK_UPLOAD, const char *, status, NULL)
LB_DEFINE_FIELD_GETTER (LbBulkUpload, lb_bulk_upload, BULK_UPLOAD, int, progress_percentage, 0)
LB_DEFINE_FIELD_GETTER (LbBulkUpload, lb_bulk_upload, BULK_UPLOAD, int, total_processed, 0)
LB_DEFINE_FIELD_GETTER (LbBulkUpload, lb_bulk_upload, BULK_UPLOAD, int, done, 0)
LB_DEFINE_FIELD_GETTER (LbBulkUpload, lb_bulk_upload, BULK_UPLOAD, int, failed, 0)

gboolean
lb_bulk_upload_get_ended (LbBulkUpload *self)
{
  g_return_val_if_fail (LB_IS_BULK_UPLOAD (self), FALSE);

  return g_strcmp0 (self->status, "completed") == 0 || g_strcmp0 (self->status, "failed") == 0;
}

void
lb_bulk_upload_add_failure (LbBulkUpload *self,
                            const char *filename,
                            int error_code,
                            const char *error_message)
{
  LbBulkFailure *failure = NULL;

  g_return_if_fail (LB_IS_BULK_UPLOAD (self));

  failure = g_new0 (LbBulkFailure, 1);
  failure->filename = g_strdup (filename);
  failure->error_code = error_code;
  failure->error_message = g_strdup (error_message);
  g_ptr_array_add (self->failures, failure);
}

GPtrArray *
lb_bulk_upload_get_failures (LbBulkUpload *self)
{
  g_return_val_if_fail (LB_IS_BULK_UPLOAD (self), NULL);
  return self->failures;
}

void
lb_bulk_upload_update_from (LbBulkUpload *self, LbBulkUpload *other)
{
  g_return_if_fail (LB_IS_BULK_UPLOAD (self));
  g_return_if_fail (LB_IS_BULK_UPLOAD (other));

  if (self == other)
    return;

  /* Before the counts, so that whoever hears of these finds the failures there. */
  g_ptr_array_set_size (self->failures, 0);
  for (guint i = 0; i < other->failures->len; i++)
    {
      LbBulkFailure *failure = g_ptr_array_index (other->failures, i);

      lb_bulk_upload_add_failure (self, failure->filename, failure->error_code,
                                  failure->error_message);
    }
  lb_record_update_from (LB_RECORD (self), LB_RECORD (other));
}

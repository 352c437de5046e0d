#include "model/lb-bulk-upload.h"

#include "model/lb-fields.h"

struct _LbBulkUpload
{
  GObject parent_instance;

  char *status; /* (owned) (nullable) */
  int progress_percentage;
  int total_processed;
  int done;
  int failed;
  GPtrArray *failures; /* (owned) (element-type LbBulkFailure) */
};

G_DEFINE_FINAL_TYPE (LbBulkUpload, lb_bulk_upload, G_TYPE_OBJECT)

static const LbField fields[] = {
  { "status", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbBulkUpload, status), FALSE, 0 },
  { "progress-percentage", LB_FIELD_INT, G_STRUCT_OFFSET (LbBulkUpload, progress_percentage), FALSE,
    0 },
  { "total-processed", LB_FIELD_INT, G_STRUCT_OFFSET (LbBulkUpload, total_processed), FALSE, 0 },
  { "done", LB_FIELD_INT, G_STRUCT_OFFSET (LbBulkUpload, done), FALSE, 0 },
  { "failed", LB_FIELD_INT, G_STRUCT_OFFSET (LbBulkUpload, failed), FALSE, 0 },
};

/* The table's fields come first, in its order. */
typedef enum
{
  PROP_FIRST_FIELD = 1,
  N_PROPS = PROP_FIRST_FIELD + G_N_ELEMENTS (fields)
} LbBulkUploadProperty;

static GParamSpec *props[N_PROPS];

static void
failure_free (gpointer data)
{
  LbBulkFailure *failure = data;

  g_free (failure->filename);
  g_free (failure->error_message);
  g_free (failure);
}

static void
notify_field (LbBulkUpload *self, const LbField *field)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FIRST_FIELD + (field - fields)]);
}

static const LbField *
field_of (guint prop_id)
{
  guint index = prop_id - PROP_FIRST_FIELD;

  return index < G_N_ELEMENTS (fields) ? &fields[index] : NULL;
}

static void
lb_bulk_upload_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  const LbField *field = field_of (prop_id);

  if (field != NULL)
    {
      lb_field_get (field, object, value);
      return;
    }

  G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lb_bulk_upload_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  const LbField *field = field_of (prop_id);

  if (field != NULL)
    {
      if (lb_field_set (field, object, value))
        notify_field (LB_BULK_UPLOAD (object), field);
    }
  else
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_bulk_upload_finalize (GObject *object)
{
  g_clear_pointer (&LB_BULK_UPLOAD (object)->failures, g_ptr_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    lb_field_clear (&fields[i], object);

  G_OBJECT_CLASS (lb_bulk_upload_parent_class)->finalize (object);
}

static void
lb_bulk_upload_class_init (LbBulkUploadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_bulk_upload_get_property;
  object_class->set_property = lb_bulk_upload_set_property;
  object_class->finalize = lb_bulk_upload_finalize;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    props[PROP_FIRST_FIELD + i] = lb_field_new_pspec (&fields[i], G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
lb_bulk_upload_init (LbBulkUpload *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    lb_field_init (&fields[i], G_OBJECT (self));
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

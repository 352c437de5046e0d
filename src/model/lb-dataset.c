#include "model/lb-dataset.h"

#include "model/lb-prompt-hash.h"

struct _LbDataset
{
  LbRecord parent_instance;

  gint64 id; /* set at construction only; 0 until the service gives one */
  gint64 project_id;
  char *name;                   /* (owned) (nullable) */
  char *description;            /* (owned) (nullable) */
  char *training_version;       /* (owned) (nullable) */
  char *caption_prefix;         /* (owned) (nullable) */
  char *visual_schema;          /* (owned) (nullable) */
  char *status;                 /* (owned) (nullable) */
  char *captions_update_status; /* (owned) (nullable) */
  char *upload_type;            /* (owned) (nullable) */
  char *captions_source;        /* (owned) (nullable) */
  int images_count;
  gint64 created_at;
  gint64 updated_at;
  char **model_ids; /* (owned) (nullable) */

  char *schema_hash; /* (owned) (nullable) until asked for */
};

G_DEFINE_FINAL_TYPE (LbDataset, lb_dataset, LB_TYPE_RECORD)

static const LbField fields[] = {
  { "id", LB_FIELD_ID, G_STRUCT_OFFSET (LbDataset, id), FALSE, 0 },
  { "project-id", LB_FIELD_INT64, G_STRUCT_OFFSET (LbDataset, project_id), TRUE, 0 },
  { "name", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbDataset, name), TRUE, 0 },
  { "description", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbDataset, description), TRUE, 0 },
  { "training-version", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbDataset, training_version), TRUE, 0 },
  { "caption-prefix", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbDataset, caption_prefix), TRUE, 0 },
  { "visual-schema", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbDataset, visual_schema), TRUE, 0 },
  { "status", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbDataset, status), TRUE, 0 },
  { "captions-update-status", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbDataset, captions_update_status),
    TRUE, 0 },
  { "upload-type", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbDataset, upload_type), TRUE, 0 },
  { "captions-source", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbDataset, captions_source), TRUE, 0 },
  { "images-count", LB_FIELD_INT, G_STRUCT_OFFSET (LbDataset, images_count), TRUE, -1 },
  { "created-at", LB_FIELD_INT64, G_STRUCT_OFFSET (LbDataset, created_at), TRUE, 0 },
  { "updated-at", LB_FIELD_INT64, G_STRUCT_OFFSET (LbDataset, updated_at), TRUE, 0 },
  { "model-ids", LB_FIELD_TEXTS, G_STRUCT_OFFSET (LbDataset, model_ids), TRUE, 0 },
};

typedef enum
{
  PROP_COMPLETED = G_N_ELEMENTS (fields) + 1,
  PROP_CAPTIONING
} LbDatasetProperty;

static gboolean
is_word (const char *text, const char *word)
{
  return g_strcmp0 (text, word) == 0;
}

static void
lb_dataset_changed (LbRecord *record, const char *name)
{
  if (is_word (name, "visual-schema"))
    g_clear_pointer (&LB_DATASET (record)->schema_hash, g_free);
  else if (is_word (name, "status"))
    g_object_notify (G_OBJECT (record), "completed");
  else if (is_word (name, "captions-update-status"))
    g_object_notify (G_OBJECT (record), "captioning");
}

static void
lb_dataset_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbDataset *self = LB_DATASET (object);

  switch (prop_id)
    {
    case PROP_COMPLETED:  g_value_set_boolean (value, lb_dataset_get_completed (self)); break;
    case PROP_CAPTIONING: g_value_set_boolean (value, lb_dataset_get_captioning (self)); break;
    default:              G_OBJECT_CLASS (lb_dataset_parent_class)->get_property (object, prop_id, value, pspec);
    }
}

static void
lb_dataset_finalize (GObject *object)
{
  g_clear_pointer (&LB_DATASET (object)->schema_hash, g_free);

  G_OBJECT_CLASS (lb_dataset_parent_class)->finalize (object);
}

static void
lb_dataset_class_init (LbDatasetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  LbRecordClass *record_class = LB_RECORD_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_dataset_get_property;
  object_class->finalize = lb_dataset_finalize;
  record_class->changed = lb_dataset_changed;

  lb_record_class_install_fields (record_class, fields, G_N_ELEMENTS (fields));
  g_object_class_install_property (object_class, PROP_COMPLETED,
                                   g_param_spec_boolean ("completed", NULL, NULL, FALSE, flags));
  g_object_class_install_property (object_class, PROP_CAPTIONING,
                                   g_param_spec_boolean ("captioning", NULL, NULL, FALSE, flags));
}

static void
lb_dataset_init (LbDataset *self)
{
  self->images_count = -1;
}

LbDataset *
lb_dataset_new (gint64 id)
{
  return g_object_new (LB_TYPE_DATASET, "id", id, NULL);
}

LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, gint64, id, 0)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, gint64, project_id, 0)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, const char *, name, NULL)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, const char *, description, NULL)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, const char *, caption_prefix, NULL)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, const char *, visual_schema, NULL)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, const char *, status, NULL)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, const char *, captions_update_status, NULL)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, const char *, upload_type, NULL)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, int, images_count, 0)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, gint64, created_at, 0)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, gint64, updated_at, 0)

const char *
lb_dataset_get_schema_hash (LbDataset *self)
{
  g_return_val_if_fail (LB_IS_DATASET (self), NULL);

  if (self->schema_hash == NULL && self->visual_schema != NULL)
    self->schema_hash = lb_prompt_hash (self->visual_schema, LB_PROMPT_SCHEMA);

  return self->schema_hash;
}

const char *
lb_dataset_get_training_version (LbDataset *self)
{
  g_return_val_if_fail (LB_IS_DATASET (self), NULL);
  return self->training_version != NULL ? self->training_version : "fibo";
}

gboolean
lb_dataset_is_fibo (LbDataset *self)
{
  return is_word (lb_dataset_get_training_version (self), "fibo");
}

gboolean
lb_dataset_get_completed (LbDataset *self)
{
  g_return_val_if_fail (LB_IS_DATASET (self), FALSE);
  return is_word (self->status, "completed");
}

gboolean
lb_dataset_get_captioning (LbDataset *self)
{
  g_return_val_if_fail (LB_IS_DATASET (self), FALSE);
  return is_word (self->captions_update_status, "in_progress");
}

gboolean
lb_dataset_is_advanced (LbDataset *self)
{
  g_return_val_if_fail (LB_IS_DATASET (self), FALSE);
  return is_word (self->upload_type, "advanced");
}

void
lb_dataset_set_images_count (LbDataset *self, int count)
{
  g_return_if_fail (LB_IS_DATASET (self));
  g_return_if_fail (count >= -1);

  g_object_set (self, "images-count", count, NULL);
}

void
lb_dataset_update_from (LbDataset *self, LbDataset *other)
{
  g_return_if_fail (LB_IS_DATASET (self));
  g_return_if_fail (LB_IS_DATASET (other));

  lb_record_update_from (LB_RECORD (self), LB_RECORD (other));
}

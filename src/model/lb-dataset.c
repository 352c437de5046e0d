#include "model/lb-dataset.h"

#include "model/lb-fields.h"

struct _LbDataset
{
  GObject parent_instance;

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
};

G_DEFINE_FINAL_TYPE (LbDataset, lb_dataset, G_TYPE_OBJECT)

static const LbField fields[] = {
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

/* The table's fields come first, in its order. */
typedef enum
{
  PROP_FIRST_FIELD = 1,
  PROP_ID = PROP_FIRST_FIELD + G_N_ELEMENTS (fields),
  PROP_COMPLETED,
  PROP_CAPTIONING,
  N_PROPS
} LbDatasetProperty;

static GParamSpec *props[N_PROPS];

static gboolean
is_word (const char *text, const char *word)
{
  return g_strcmp0 (text, word) == 0;
}

static void
notify_field (LbDataset *self, const LbField *field)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FIRST_FIELD + (field - fields)]);

  if (is_word (field->name, "status"))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETED]);
  else if (is_word (field->name, "captions-update-status"))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAPTIONING]);
}

static const LbField *
field_of (guint prop_id)
{
  guint index = prop_id - PROP_FIRST_FIELD;

  return index < G_N_ELEMENTS (fields) ? &fields[index] : NULL;
}

static void
lb_dataset_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbDataset *self = LB_DATASET (object);
  const LbField *field = field_of (prop_id);

  if (field != NULL)
    {
      lb_field_get (field, object, value);
      return;
    }

  switch (prop_id)
    {
    case PROP_ID:         g_value_set_int64 (value, self->id); break;
    case PROP_COMPLETED:  g_value_set_boolean (value, lb_dataset_get_completed (self)); break;
    case PROP_CAPTIONING: g_value_set_boolean (value, lb_dataset_get_captioning (self)); break;
    default:              G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_dataset_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  const LbField *field = field_of (prop_id);

  if (field != NULL)
    {
      if (lb_field_set (field, object, value))
        notify_field (LB_DATASET (object), field);
    }
  else if (prop_id == PROP_ID)
    {
      LB_DATASET (object)->id = g_value_get_int64 (value);
    }
  else
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_dataset_finalize (GObject *object)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    lb_field_clear (&fields[i], object);

  G_OBJECT_CLASS (lb_dataset_parent_class)->finalize (object);
}

static void
lb_dataset_class_init (LbDatasetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_dataset_get_property;
  object_class->set_property = lb_dataset_set_property;
  object_class->finalize = lb_dataset_finalize;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    props[PROP_FIRST_FIELD + i] = lb_field_new_pspec (&fields[i], G_PARAM_READWRITE);
  props[PROP_ID] =
    g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0,
                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_CONSTRUCT_ONLY);
  props[PROP_COMPLETED] = g_param_spec_boolean ("completed", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_CAPTIONING] = g_param_spec_boolean ("captioning", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
lb_dataset_init (LbDataset *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    lb_field_init (&fields[i], G_OBJECT (self));
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
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, const char *, captions_source, NULL)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, int, images_count, 0)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, gint64, created_at, 0)
LB_DEFINE_FIELD_GETTER (LbDataset, lb_dataset, DATASET, gint64, updated_at, 0)

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

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (lb_field_update (&fields[i], G_OBJECT (self), G_OBJECT (other)))
        notify_field (self, &fields[i]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

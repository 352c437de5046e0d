#include "model/lb-project.h"

#include "model/lb-fields.h"

struct _LbProject
{
  GObject parent_instance;

  gint64 id;                 /* set at construction only; 0 until the service gives one */
  char *project_name;        /* (owned) (nullable) */
  char *project_description; /* (owned) (nullable) */
  char *ip_name;             /* (owned) (nullable) */
  char *ip_description;      /* (owned) (nullable) */
  char *ip_medium;           /* (owned) (nullable) */
  char *ip_type;             /* (owned) (nullable) */
  char *training_version;    /* (owned) (nullable) */
  char *status;              /* (owned) (nullable) */
  gint64 created_at;
  gint64 updated_at;
};

G_DEFINE_FINAL_TYPE (LbProject, lb_project, G_TYPE_OBJECT)

static const LbField fields[] = {
  { "project-name", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, project_name), FALSE, 0 },
  { "project-description", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, project_description), TRUE,
    0 },
  { "ip-name", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, ip_name), FALSE, 0 },
  { "ip-description", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, ip_description), FALSE, 0 },
  { "ip-medium", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, ip_medium), TRUE, 0 },
  { "ip-type", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, ip_type), TRUE, 0 },
  { "training-version", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, training_version), TRUE, 0 },
  { "status", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, status), TRUE, 0 },
  { "created-at", LB_FIELD_INT64, G_STRUCT_OFFSET (LbProject, created_at), TRUE, 0 },
  { "updated-at", LB_FIELD_INT64, G_STRUCT_OFFSET (LbProject, updated_at), TRUE, 0 },
};

/* The table's fields come first, in its order. */
typedef enum
{
  PROP_FIRST_FIELD = 1,
  PROP_ID = PROP_FIRST_FIELD + G_N_ELEMENTS (fields),
  N_PROPS
} LbProjectProperty;

static GParamSpec *props[N_PROPS];

static void
notify_field (LbProject *self, const LbField *field)
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
lb_project_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbProject *self = LB_PROJECT (object);
  const LbField *field = field_of (prop_id);

  if (field != NULL)
    {
      lb_field_get (field, object, value);
      return;
    }

  switch (prop_id)
    {
    case PROP_ID: g_value_set_int64 (value, self->id); break;
    default:      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_project_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  const LbField *field = field_of (prop_id);

  if (field != NULL)
    {
      if (lb_field_set (field, object, value))
        notify_field (LB_PROJECT (object), field);
    }
  else if (prop_id == PROP_ID)
    {
      LB_PROJECT (object)->id = g_value_get_int64 (value);
    }
  else
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_project_finalize (GObject *object)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    lb_field_clear (&fields[i], object);

  G_OBJECT_CLASS (lb_project_parent_class)->finalize (object);
}

static void
lb_project_class_init (LbProjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_project_get_property;
  object_class->set_property = lb_project_set_property;
  object_class->finalize = lb_project_finalize;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    props[PROP_FIRST_FIELD + i] = lb_field_new_pspec (&fields[i], G_PARAM_READWRITE);
  props[PROP_ID] =
    g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0,
                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_CONSTRUCT_ONLY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
lb_project_init (LbProject *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    lb_field_init (&fields[i], G_OBJECT (self));
}

LbProject *
lb_project_new (gint64 id)
{
  return g_object_new (LB_TYPE_PROJECT, "id", id, NULL);
}

LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, gint64, id, 0)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, project_name, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, project_description, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, ip_name, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, ip_description, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, ip_medium, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, ip_type, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, training_version, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, status, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, gint64, created_at, 0)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, gint64, updated_at, 0)

void
lb_project_update_from (LbProject *self, LbProject *other)
{
  g_return_if_fail (LB_IS_PROJECT (self));
  g_return_if_fail (LB_IS_PROJECT (other));

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (lb_field_update (&fields[i], G_OBJECT (self), G_OBJECT (other)))
        notify_field (self, &fields[i]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

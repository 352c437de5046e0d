#include "model/lb-record.h"

G_DEFINE_ABSTRACT_TYPE (LbRecord, lb_record, G_TYPE_OBJECT)

/* (nullable): NULL for a property that is none of the table's. */
static const LbField *
field_of (gpointer self, guint prop_id)
{
  LbRecordClass *klass = LB_RECORD_GET_CLASS (self);

  return prop_id <= klass->n_fields ? &klass->fields[prop_id - 1] : NULL;
}

static void
notify_field (LbRecord *self, const LbField *field)
{
  LbRecordClass *klass = LB_RECORD_GET_CLASS (self);

  g_object_notify (G_OBJECT (self), field->name);
  if (klass->changed != NULL)
    klass->changed (self, field->name);
}

static void
lb_record_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  const LbField *field = field_of (object, prop_id);

  if (field != NULL)
    lb_field_get (field, object, value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
lb_record_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  const LbField *field = field_of (object, prop_id);

  if (field == NULL)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  else if (lb_field_set (field, object, value))
    notify_field (LB_RECORD (object), field);
}

static void
lb_record_finalize (GObject *object)
{
  LbRecordClass *klass = LB_RECORD_GET_CLASS (object);

  for (guint i = 0; i < klass->n_fields; i++)
    lb_field_clear (&klass->fields[i], object);

  G_OBJECT_CLASS (lb_record_parent_class)->finalize (object);
}

static void
lb_record_class_init (LbRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_record_get_property;
  object_class->set_property = lb_record_set_property;
  object_class->finalize = lb_record_finalize;
}

static void
lb_record_init (LbRecord *self)
{
}

void
lb_record_class_install_fields (LbRecordClass *klass, const LbField *fields, guint n_fields)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  klass->fields = fields;
  klass->n_fields = n_fields;

  /* Of all methods these two are not inherited. */
  object_class->set_property = lb_record_set_property;
  if (object_class->get_property == NULL)
    object_class->get_property = lb_record_get_property;

  for (guint i = 0; i < n_fields; i++)
    g_object_class_install_property (object_class, i + 1, lb_field_new_pspec (&fields[i]));
}

void
lb_record_update_from (LbRecord *self, LbRecord *other)
{
  LbRecordClass *klass;

  g_return_if_fail (LB_IS_RECORD (self));
  g_return_if_fail (G_OBJECT_TYPE (self) == G_OBJECT_TYPE (other));

  klass = LB_RECORD_GET_CLASS (self);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < klass->n_fields; i++)
    {
      if (lb_field_update (&klass->fields[i], G_OBJECT (self), G_OBJECT (other)))
        notify_field (self, &klass->fields[i]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

#include "session/lb-history-private.h"

struct _LbStepChange
{
  GObject parent_instance;

  gint64 step_id;
  gint64 id;
  LbHistoryThing thing;
  LbHistoryField field;
  char *uuid;          /* (owned) */
  char *dataset_uuid;  /* (owned) (nullable) */
  char *deleted_name;  /* (owned) (nullable) */
  char *before;        /* (owned) (nullable) */
  char *after;         /* (owned) (nullable) */
  char *source_before; /* (owned) (nullable) */
  GObject *object;     /* (owned) (nullable) */
  LbDataset *dataset;  /* (owned) (nullable) */
  gboolean in_trash;
};

G_DEFINE_FINAL_TYPE (LbStepChange, lb_step_change, G_TYPE_OBJECT)

static void
lb_step_change_finalize (GObject *object)
{
  LbStepChange *self = LB_STEP_CHANGE (object);

  g_free (self->uuid);
  g_free (self->dataset_uuid);
  g_free (self->deleted_name);
  g_free (self->before);
  g_free (self->after);
  g_free (self->source_before);
  g_clear_object (&self->object);
  g_clear_object (&self->dataset);

  G_OBJECT_CLASS (lb_step_change_parent_class)->finalize (object);
}

static void
lb_step_change_class_init (LbStepChangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_step_change_finalize;
}

static void
lb_step_change_init (LbStepChange *self)
{
}

LbStepChange *
lb_step_change_new (gint64 step_id,
                    gint64 id,
                    LbHistoryThing thing,
                    LbHistoryField field,
                    const char *uuid,
                    const char *dataset_uuid,
                    const char *name,
                    gboolean in_trash)
{
  LbStepChange *self = g_object_new (LB_TYPE_STEP_CHANGE, NULL);

  self->step_id = step_id;
  self->id = id;
  self->thing = thing;
  self->field = field;
  self->uuid = g_strdup (uuid);
  self->dataset_uuid = g_strdup (dataset_uuid);
  self->deleted_name = g_strdup (name);
  self->in_trash = in_trash;

  return self;
}

gint64
lb_step_change_get_id (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), 0);

  return self->id;
}

gint64
lb_step_change_get_step_id (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), 0);

  return self->step_id;
}

const char *
lb_step_change_get_uuid (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), NULL);

  return self->uuid;
}

const char *
lb_step_change_get_dataset_uuid (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), NULL);

  return self->dataset_uuid;
}

void
lb_step_change_set_object (LbStepChange *self, gpointer object, LbDataset *dataset)
{
  g_return_if_fail (LB_IS_STEP_CHANGE (self));

  g_set_object (&self->object, object);
  g_set_object (&self->dataset, dataset);
}

void
lb_step_change_set_texts (LbStepChange *self, const LbHistoryChange *change)
{
  g_return_if_fail (LB_IS_STEP_CHANGE (self));

  g_set_str (&self->before, change->before);
  g_set_str (&self->after, change->after);
  g_set_str (&self->source_before, change->source_before);
}

LbHistoryThing
lb_step_change_get_thing (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), LB_HISTORY_IMAGE);

  return self->thing;
}

LbHistoryField
lb_step_change_get_field (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), LB_HISTORY_CAPTION);

  return self->field;
}

gpointer
lb_step_change_get_object (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), NULL);

  return self->object;
}

LbDataset *
lb_step_change_get_dataset (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), NULL);

  return self->dataset;
}

const char *
lb_step_change_get_deleted_name (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), NULL);

  return self->deleted_name;
}

gboolean
lb_step_change_get_in_trash (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), FALSE);

  return self->in_trash;
}

const char *
lb_step_change_get_before (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), NULL);

  return self->before;
}

const char *
lb_step_change_get_after (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), NULL);

  return self->after;
}

const char *
lb_step_change_get_source_before (LbStepChange *self)
{
  g_return_val_if_fail (LB_IS_STEP_CHANGE (self), NULL);

  return self->source_before;
}

#include "session/lb-trash-private.h"

#include "base/lb-error.h"
#include "model/lb-image-name.h"
#include "session/lb-trash-days.h"

struct _LbTrashItem
{
  GObject parent_instance;

  LbTrashRow *row; /* (owned) */
  GObject *object; /* (owned) (nullable) */
  GError *error;   /* (owned) (nullable) */
  GPtrArray *lost; /* (owned) (element-type utf8) */
  LbTrashNow now_us;
};

G_DEFINE_FINAL_TYPE (LbTrashItem, lb_trash_item, G_TYPE_OBJECT)

typedef enum
{
  PROP_WAITING = 1,
  PROP_MESSAGE,
  PROP_ERROR_CODE,
  PROP_N_KEPT
} LbTrashItemProperty;

static GParamSpec *props[PROP_N_KEPT + 1];

static void
lb_trash_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbTrashItem *self = LB_TRASH_ITEM (object);

  switch ((LbTrashItemProperty) prop_id)
    {
    case PROP_WAITING: g_value_set_boolean (value, lb_trash_item_get_waiting (self)); break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->error != NULL ? self->error->message : NULL);
      break;
    case PROP_ERROR_CODE:
      g_value_set_int (value, self->error != NULL ? self->error->code : -1);
      break;
    case PROP_N_KEPT: g_value_set_uint (value, lb_trash_item_get_n_kept (self)); break;
    default:          G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_trash_item_finalize (GObject *object)
{
  LbTrashItem *self = LB_TRASH_ITEM (object);

  g_clear_pointer (&self->row, lb_trash_row_free);
  g_clear_object (&self->object);
  g_clear_error (&self->error);
  g_clear_pointer (&self->lost, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_trash_item_parent_class)->finalize (object);
}

static void
lb_trash_item_class_init (LbTrashItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_trash_item_get_property;
  object_class->finalize = lb_trash_item_finalize;

  props[PROP_WAITING] = g_param_spec_boolean ("waiting", NULL, NULL, FALSE, flags);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  props[PROP_ERROR_CODE] = g_param_spec_int ("error-code", NULL, NULL, -1, G_MAXINT, -1, flags);
  props[PROP_N_KEPT] = g_param_spec_uint ("n-kept", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_trash_item_init (LbTrashItem *self)
{
  self->now_us = g_get_real_time;
  self->lost = g_ptr_array_new_with_free_func (g_free);
}

void
lb_trash_item_set_clock (LbTrashItem *self, LbTrashNow now_us)
{
  self->now_us = now_us;
  lb_trash_item_changed (self);
}

/* Takes @row. */
LbTrashItem *
lb_trash_item_new (LbTrashRow *row, gpointer object)
{
  LbTrashItem *self = g_object_new (LB_TYPE_TRASH_ITEM, NULL);

  self->row = row;
  g_set_object (&self->object, object);

  return self;
}

LbTrashRow *
lb_trash_item_get_row (LbTrashItem *self)
{
  return self->row;
}

void
lb_trash_item_set_row (LbTrashItem *self, LbTrashRow *row)
{
  lb_trash_row_free (self->row);
  self->row = row;
}

gpointer
lb_trash_item_get_object (LbTrashItem *self)
{
  return self->object;
}

void
lb_trash_item_changed (LbTrashItem *self)
{
  for (guint i = PROP_WAITING; i < G_N_ELEMENTS (props); i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
}

void
lb_trash_item_set_error (LbTrashItem *self, const GError *error)
{
  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  lb_trash_item_changed (self);
}

gint64
lb_trash_item_get_id (LbTrashItem *self)
{
  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), 0);

  return self->row->id;
}

gboolean
lb_trash_item_is_dataset (LbTrashItem *self)
{
  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), FALSE);

  return self->row->kind == LB_HISTORY_DATASET;
}

const char *
lb_trash_item_get_name (LbTrashItem *self)
{
  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), NULL);

  return self->row->name;
}

const char *
lb_trash_item_get_place (LbTrashItem *self)
{
  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), NULL);

  return self->row->place;
}

guint
lb_trash_item_get_n_images (LbTrashItem *self)
{
  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), 0);

  return self->row->kind == LB_HISTORY_IMAGE ? 1 : self->row->n_images;
}

guint
lb_trash_item_get_n_kept (LbTrashItem *self)
{
  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), 0);

  return self->row->kind == LB_HISTORY_IMAGE ? self->row->sha256 != NULL : self->row->n_kept;
}

guint
lb_trash_item_get_n_lost (LbTrashItem *self)
{
  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), 0);

  return lb_trash_item_get_waiting (self)
           ? 0
           : lb_trash_item_get_n_images (self) - lb_trash_item_get_n_kept (self);
}

GPtrArray *
lb_trash_item_get_lost (LbTrashItem *self)
{
  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), NULL);

  return self->lost;
}

/* It may be asked for more than once. */
void
lb_trash_item_add_lost (LbTrashItem *self, const char *name)
{
  g_autofree char *known = name != NULL ? lb_image_name_unmark (name) : g_strdup ("");

  if (!g_ptr_array_find_with_equal_func (self->lost, known, g_str_equal, NULL))
    g_ptr_array_add (self->lost, g_steal_pointer (&known));
}

gint64
lb_trash_item_get_size_bytes (LbTrashItem *self)
{
  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), 0);

  return self->row->size_bytes;
}

gint64
lb_trash_item_get_deleted_at (LbTrashItem *self)
{
  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), 0);

  return self->row->deleted_at;
}

guint
lb_trash_item_get_days_left (LbTrashItem *self)
{
  const int days = lb_trash_days_get ();
  gint64 left_us = 0;

  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), 0);

  left_us = self->row->deleted_at + days * G_TIME_SPAN_DAY - self->now_us ();

  return (guint) CLAMP ((left_us + G_TIME_SPAN_DAY - 1) / G_TIME_SPAN_DAY, 0, days);
}

gboolean
lb_trash_item_get_waiting (LbTrashItem *self)
{
  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), FALSE);

  return self->row->state < LB_TRASH_GONE;
}

GError *
lb_trash_item_dup_error (LbTrashItem *self)
{
  g_return_val_if_fail (LB_IS_TRASH_ITEM (self), NULL);

  return self->error != NULL ? g_error_copy (self->error) : NULL;
}

#include "session/lb-saved-filter.h"

struct _LbSavedFilter
{
  GObject parent_instance;

  gint64 id;
  char *name; /* (owned) */
  char *text; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbSavedFilter, lb_saved_filter, G_TYPE_OBJECT)

static void
lb_saved_filter_finalize (GObject *object)
{
  LbSavedFilter *self = LB_SAVED_FILTER (object);

  g_free (self->name);
  g_free (self->text);

  G_OBJECT_CLASS (lb_saved_filter_parent_class)->finalize (object);
}

static void
lb_saved_filter_class_init (LbSavedFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_saved_filter_finalize;
}

static void
lb_saved_filter_init (LbSavedFilter *self)
{
}

LbSavedFilter *
lb_saved_filter_new (gint64 id, const char *name, const char *text)
{
  LbSavedFilter *self = g_object_new (LB_TYPE_SAVED_FILTER, NULL);

  self->id = id;
  self->name = g_strdup (name);
  self->text = g_strdup (text);

  return self;
}

gint64
lb_saved_filter_get_id (LbSavedFilter *self)
{
  g_return_val_if_fail (LB_IS_SAVED_FILTER (self), 0);

  return self->id;
}

const char *
lb_saved_filter_get_name (LbSavedFilter *self)
{
  g_return_val_if_fail (LB_IS_SAVED_FILTER (self), NULL);

  return self->name;
}

const char *
lb_saved_filter_get_text (LbSavedFilter *self)
{
  g_return_val_if_fail (LB_IS_SAVED_FILTER (self), NULL);

  return self->text;
}

gboolean
lb_saved_filter_equal (LbSavedFilter *self, LbSavedFilter *other)
{
  return self->id == other->id && g_str_equal (self->name, other->name) &&
         g_str_equal (self->text, other->text);
}

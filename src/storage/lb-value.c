#include "storage/lb-database.h"

static GValue *
value_new (GType type)
{
  GValue *value = g_new0 (GValue, 1);

  return g_value_init (value, type);
}

GValue *
lb_value_new_boolean (gboolean boolean)
{
  GValue *value = value_new (G_TYPE_BOOLEAN);

  g_value_set_boolean (value, boolean);

  return value;
}

GValue *
lb_value_new_int64 (gint64 number)
{
  GValue *value = value_new (G_TYPE_INT64);

  g_value_set_int64 (value, number);

  return value;
}

GValue *
lb_value_new_string (const char *text)
{
  GValue *value = value_new (G_TYPE_STRING);

  g_value_set_string (value, text);

  return value;
}

GValue *
lb_value_new_object (gpointer object)
{
  GValue *value = value_new (object != NULL ? G_OBJECT_TYPE (object) : G_TYPE_OBJECT);

  g_value_take_object (value, object);

  return value;
}

GValue *
lb_value_new_boxed (GType type, gpointer boxed)
{
  GValue *value = value_new (type);

  g_value_take_boxed (value, boxed);

  return value;
}

void
lb_value_free (GValue *value)
{
  if (value == NULL)
    return;

  g_value_unset (value);
  g_free (value);
}

#include "model/lb-fields.h"

static gpointer
member (const LbField *field, GObject *object)
{
  return G_STRUCT_MEMBER_P (object, field->offset);
}

GParamSpec *
lb_field_new_pspec (const LbField *field)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  switch (field->type)
    {
    case LB_FIELD_ID:
      return g_param_spec_int64 (field->name, NULL, NULL, 0, G_MAXINT64, 0,
                                 flags | G_PARAM_CONSTRUCT_ONLY);
    case LB_FIELD_TEXT:  return g_param_spec_string (field->name, NULL, NULL, NULL, flags);
    case LB_FIELD_TEXTS: return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_STRV, flags);
    case LB_FIELD_INT:
      return g_param_spec_int (field->name, NULL, NULL, -1, G_MAXINT, (int) field->unset, flags);
    case LB_FIELD_INT64:
      return g_param_spec_int64 (field->name, NULL, NULL, G_MININT64, G_MAXINT64, field->unset,
                                 flags);
    default: g_assert_not_reached ();
    }
}

void
lb_field_get (const LbField *field, GObject *object, GValue *value)
{
  gpointer at = member (field, object);

  switch (field->type)
    {
    case LB_FIELD_TEXT:  g_value_set_string (value, *(char **) at); break;
    case LB_FIELD_TEXTS: g_value_set_boxed (value, *(char ***) at); break;
    case LB_FIELD_INT:   g_value_set_int (value, *(int *) at); break;
    case LB_FIELD_ID:
    case LB_FIELD_INT64: g_value_set_int64 (value, *(gint64 *) at); break;
    default:             g_assert_not_reached ();
    }
}

static gboolean
set_texts (char ***at, char **texts)
{
  if (*at == texts || (*at != NULL && texts != NULL &&
                       g_strv_equal ((const char *const *) *at, (const char *const *) texts)))
    return FALSE;

  g_strfreev (*at);
  *at = g_strdupv (texts);
  return TRUE;
}

static gboolean
set_int (int *at, int number)
{
  if (*at == number)
    return FALSE;

  *at = number;
  return TRUE;
}

static gboolean
set_int64 (gint64 *at, gint64 number)
{
  if (*at == number)
    return FALSE;

  *at = number;
  return TRUE;
}

gboolean
lb_field_set (const LbField *field, GObject *object, const GValue *value)
{
  gpointer at = member (field, object);

  switch (field->type)
    {
    case LB_FIELD_TEXT:  return g_set_str ((char **) at, g_value_get_string (value));
    case LB_FIELD_TEXTS: return set_texts (at, g_value_get_boxed (value));
    case LB_FIELD_INT:   return set_int (at, g_value_get_int (value));
    case LB_FIELD_ID:
    case LB_FIELD_INT64: return set_int64 (at, g_value_get_int64 (value));
    default:             g_assert_not_reached ();
    }
}

gboolean
lb_field_update (const LbField *field, GObject *object, GObject *other)
{
  gpointer at = member (field, object);
  gpointer from = member (field, other);

  switch (field->type)
    {
    case LB_FIELD_ID: return FALSE;
    case LB_FIELD_TEXT:
      if (field->partial && *(char **) from == NULL)
        return FALSE;
      return g_set_str ((char **) at, *(char **) from);
    case LB_FIELD_TEXTS:
      if (field->partial && *(char ***) from == NULL)
        return FALSE;
      return set_texts (at, *(char ***) from);
    case LB_FIELD_INT:
      if (field->partial && *(int *) from == field->unset)
        return FALSE;
      return set_int (at, *(int *) from);
    case LB_FIELD_INT64:
      if (field->partial && *(gint64 *) from == field->unset)
        return FALSE;
      return set_int64 (at, *(gint64 *) from);
    default: g_assert_not_reached ();
    }
}

void
lb_field_clear (const LbField *field, GObject *object)
{
  gpointer at = member (field, object);

  if (field->type == LB_FIELD_TEXT)
    g_clear_pointer ((char **) at, g_free);
  else if (field->type == LB_FIELD_TEXTS)
    g_clear_pointer ((char ***) at, g_strfreev);
}

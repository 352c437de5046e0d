#include "session/lb-frozen-fields.h"

#include <string.h>

#include "model/lb-prompt-path.h"
#include "session/lb-field-fit.h"

struct _LbFrozenFields
{
  GObject parent_instance;

  LbPrompt *values; /* (owned): an object, each path a key */
};

G_DEFINE_FINAL_TYPE (LbFrozenFields, lb_frozen_fields, G_TYPE_OBJECT)

static void
lb_frozen_fields_finalize (GObject *object)
{
  g_clear_object (&LB_FROZEN_FIELDS (object)->values);

  G_OBJECT_CLASS (lb_frozen_fields_parent_class)->finalize (object);
}

static void
lb_frozen_fields_class_init (LbFrozenFieldsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_frozen_fields_finalize;
}

static void
lb_frozen_fields_init (LbFrozenFields *self)
{
}

/* Takes @values. */
static LbFrozenFields *
make (LbPrompt *values)
{
  LbFrozenFields *self = g_object_new (LB_TYPE_FROZEN_FIELDS, NULL);

  self->values = values;

  return self;
}

LbFrozenFields *
lb_frozen_fields_new (const char *text)
{
  LbPrompt *values = text != NULL && *text != '\0' ? lb_prompt_new (text, NULL) : NULL;

  return make (values != NULL ? values : lb_prompt_new ("{}", NULL));
}

guint
lb_frozen_fields_get_n (LbFrozenFields *self)
{
  g_return_val_if_fail (LB_IS_FROZEN_FIELDS (self), 0);

  return lb_prompt_get_length (self->values, "");
}

const char *
lb_frozen_fields_get_text (LbFrozenFields *self)
{
  g_return_val_if_fail (LB_IS_FROZEN_FIELDS (self), NULL);

  return lb_frozen_fields_get_n (self) > 0 ? lb_prompt_get_text (self->values) : "";
}

char **
lb_frozen_fields_dup_paths (LbFrozenFields *self)
{
  g_return_val_if_fail (LB_IS_FROZEN_FIELDS (self), NULL);

  return lb_prompt_get_keys (self->values, "");
}

static char *
key_of (const char *path)
{
  GString *key = g_string_new (NULL);

  lb_prompt_path_append_key (key, path);
  return g_string_free_and_steal (key);
}

char *
lb_frozen_fields_dup_value (LbFrozenFields *self, const char *path)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (LB_IS_FROZEN_FIELDS (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  key = key_of (path);
  return lb_prompt_get (self->values, key);
}

/* Whether @path is @other or leads into it. */
static gboolean
is_within (const char *path, const char *other)
{
  const gsize length = strlen (other);

  return strncmp (path, other, length) == 0 &&
         (path[length] == '\0' || path[length] == '.' || path[length] == '[');
}

char *
lb_frozen_fields_find (LbFrozenFields *self, const char *path)
{
  g_auto (GStrv) paths = NULL;

  g_return_val_if_fail (LB_IS_FROZEN_FIELDS (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  paths = lb_frozen_fields_dup_paths (self);
  for (guint i = 0; paths[i] != NULL; i++)
    if (is_within (path, paths[i]))
      return g_strdup (paths[i]);

  return NULL;
}

gboolean
lb_frozen_fields_can_have (const char *path)
{
  g_autoptr (GArray) steps = lb_prompt_path_parse (path, NULL);

  for (guint i = 0; steps != NULL && i < steps->len; i++)
    if (g_array_index (steps, LbPromptStep, i).key == NULL)
      return FALSE;

  return steps != NULL && steps->len > 0;
}

LbFrozenFields *
lb_frozen_fields_without (LbFrozenFields *self, const char *path)
{
  g_autofree char *key = NULL;
  LbPrompt *values = NULL;

  g_return_val_if_fail (LB_IS_FROZEN_FIELDS (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  key = key_of (path);
  values = lb_prompt_set (self->values, key, NULL, NULL);
  return make (values != NULL ? values : g_object_ref (self->values));
}

LbFrozenFields *
lb_frozen_fields_with (LbFrozenFields *self, const char *path, const char *json)
{
  g_autoptr (LbPrompt) values = NULL;
  g_autofree char *key = NULL;
  g_auto (GStrv) paths = NULL;

  g_return_val_if_fail (LB_IS_FROZEN_FIELDS (self), NULL);
  g_return_val_if_fail (path != NULL && json != NULL, NULL);

  values = g_object_ref (self->values);
  paths = lb_frozen_fields_dup_paths (self);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *inner = key_of (paths[i]);
      g_autoptr (LbPrompt) less = NULL;

      if (!g_str_equal (paths[i], path) && is_within (paths[i], path) &&
          (less = lb_prompt_set (values, inner, NULL, NULL)) != NULL)
        g_set_object (&values, less);
    }

  key = key_of (path);
  return make (lb_prompt_set (values, key, json, NULL));
}

LbFrozenFields *
lb_frozen_fields_with_all (LbFrozenFields *self, LbFrozenFields *other)
{
  LbFrozenFields *all = NULL;
  g_auto (GStrv) paths = NULL;

  g_return_val_if_fail (LB_IS_FROZEN_FIELDS (self), NULL);
  g_return_val_if_fail (LB_IS_FROZEN_FIELDS (other), NULL);

  all = g_object_ref (self);
  paths = lb_frozen_fields_dup_paths (other);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (LbFrozenFields) before = all;
      g_autofree char *value = lb_frozen_fields_dup_value (other, paths[i]);

      all = lb_frozen_fields_with (before, paths[i], value);
    }

  return all;
}

LbPrompt *
lb_frozen_fields_put (LbFrozenFields *self, LbPrompt *caption, GStrvBuilder *left_out)
{
  g_autoptr (LbPrompt) put = NULL;
  g_auto (GStrv) paths = NULL;

  g_return_val_if_fail (LB_IS_FROZEN_FIELDS (self), NULL);
  g_return_val_if_fail (LB_IS_PROMPT (caption), NULL);

  put = g_object_ref (caption);
  paths = lb_frozen_fields_dup_paths (self);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *value = lb_frozen_fields_dup_value (self, paths[i]);
      g_autoptr (LbPrompt) next = lb_field_fit_put (put, paths[i], value);

      if (next != NULL)
        g_set_object (&put, next);
      else if (left_out != NULL)
        g_strv_builder_add (left_out, paths[i]);
    }

  return g_steal_pointer (&put);
}

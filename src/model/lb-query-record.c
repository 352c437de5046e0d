#include "model/lb-query-record.h"

#include <string.h>

#include "base/lb-json.h"
#include "model/lb-prompt-path.h"
#include "model/lb-query-private.h"

struct _LbQueryRecord
{
  gatomicrefcount ref_count;
  guint n_values;
  guint n_parts;
  gsize name_length;
  gsize length;
  char *text;            /* (owned) */
  LbQueryPart *parts;    /* (owned) (nullable) (array length=n_parts) */
  LbQueryValue values[]; /* as many as @n_values */
};

/* A record while it is made. */
typedef struct
{
  LbQueryPaths *paths; /* (unowned) */
  GString *text;
  GString *path;  /* of the value that is read */
  GArray *values; /* (element-type LbQueryValue) */
  GArray *parts;  /* (element-type LbQueryPart) */
} Making;

static gboolean
is_ascii (const char *text)
{
  while (*text > 0)
    text++;

  return *text == '\0';
}

/* Appends @text with blanks made one, and none around it. */
static void
append_tight (GString *out, const char *text)
{
  const gsize start = out->len;
  gboolean blank = FALSE;

  while (*text != '\0')
    {
      const char *next = g_utf8_next_char (text);

      if (g_unichar_isspace (g_utf8_get_char (text)))
        blank = out->len > start;
      else
        {
          if (blank)
            g_string_append_c (out, ' ');
          blank = FALSE;
          g_string_append_len (out, text, next - text);
        }
      text = next;
    }
}

static void
append_ascii (GString *out, const char *text)
{
  const gsize start = out->len;
  gboolean blank = FALSE;

  for (; *text != '\0'; text++)
    {
      if (g_ascii_isspace (*text) || *text == '\v')
        {
          blank = out->len > start;
          continue;
        }
      if (blank)
        g_string_append_c (out, ' ');
      blank = FALSE;
      g_string_append_c (out, g_ascii_tolower (*text));
    }
}

static void
append_folded (GString *out, const char *text)
{
  g_autofree char *composed = NULL;
  g_autofree char *folded = NULL;

  if (is_ascii (text))
    {
      append_ascii (out, text);
      return;
    }

  composed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  folded = g_utf8_casefold (composed != NULL ? composed : "", -1);
  append_tight (out, folded);
}

char *
lb_query_fold (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  append_folded (out, text);
  return g_string_free_and_steal (out);
}

static void
add_value (Making *self, const char *text)
{
  LbQueryValue value = { .start = (guint) self->text->len };

  append_folded (self->text, text);
  if (self->text->len == value.start)
    return;

  value.end = (guint) self->text->len;
  value.path = lb_query_paths_add (self->paths, self->path->str);
  g_array_append_val (self->values, value);
  g_string_append_c (self->text, '\n');
}

/* What is said from value @first on is that of one object, which is in something. */
static void
add_part (Making *self, guint first, guint first_part)
{
  LbQueryPart part = { .first = first, .end = self->values->len, .first_part = first_part };

  if (self->path->len == 0)
    return;

  part.path = lb_query_paths_add (self->paths, self->path->str);
  g_array_append_val (self->parts, part);
}

static void
add_node (Making *self, const LbJsonNode *node)
{
  const gsize here = self->path->len;
  const guint first = self->values->len;
  const guint first_part = self->parts->len;

  if (node->type == LB_JSON_NULL)
    return;
  if (node->type != LB_JSON_OBJECT && node->type != LB_JSON_ARRAY)
    {
      add_value (self, node->string);
      return;
    }

  for (guint i = 0; i < lb_json_node_length (node); i++)
    {
      const LbJsonNode *child = g_ptr_array_index (node->children, i);

      if (node->type == LB_JSON_OBJECT)
        lb_prompt_path_append_key (self->path, child->key);
      else
        g_string_append (self->path, "[]");
      add_node (self, child);
      g_string_truncate (self->path, here);
    }
  if (node->type == LB_JSON_OBJECT)
    add_part (self, first, first_part);
}

static void
add_caption (Making *self, const char *caption, gboolean is_prompt)
{
  g_autofree char *valid = NULL;
  g_autoptr (LbJsonDocument) document = is_prompt ? lb_json_document_new (caption, -1, NULL) : NULL;

  if (document != NULL)
    {
      add_node (self, lb_json_document_get_root (document));
      return;
    }

  valid = g_utf8_make_valid (caption, -1);
  add_value (self, valid);
}

LbQueryRecord *
lb_query_record_new (LbQueryPaths *paths, const char *name, const char *caption, gboolean is_prompt)
{
  Making making = { .paths = paths };
  LbQueryRecord *self = NULL;
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  gsize name_length = 0;

  making.text = g_string_sized_new (caption != NULL ? strlen (caption) : 0);
  making.path = g_string_new (NULL);
  making.values = g_array_new (FALSE, FALSE, sizeof (LbQueryValue));
  making.parts = g_array_new (FALSE, FALSE, sizeof (LbQueryPart));
  append_folded (making.text, valid);
  name_length = making.text->len;
  g_string_append_c (making.text, '\n');
  if (caption != NULL)
    add_caption (&making, caption, is_prompt);

  self = g_malloc (sizeof *self + making.values->len * sizeof (LbQueryValue));
  g_atomic_ref_count_init (&self->ref_count);
  self->n_values = making.values->len;
  self->n_parts = making.parts->len;
  self->parts = g_memdup2 (making.parts->data, making.parts->len * sizeof (LbQueryPart));
  self->name_length = name_length;
  self->length = making.text->len;
  self->text = g_memdup2 (making.text->str, making.text->len);
  if (self->n_values > 0)
    memcpy (self->values, making.values->data, self->n_values * sizeof (LbQueryValue));
  g_string_free (making.text, TRUE);
  g_string_free (making.path, TRUE);
  g_array_unref (making.values);
  g_array_unref (making.parts);

  return self;
}

LbQueryRecord *
lb_query_record_ref (LbQueryRecord *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lb_query_record_unref (LbQueryRecord *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->text);
  g_free (self->parts);
  g_free (self);
}

const char *
lb_query_record_get_text (const LbQueryRecord *self, gsize *length)
{
  *length = self->length;

  return self->text;
}

gsize
lb_query_record_get_name_length (const LbQueryRecord *self)
{
  return self->name_length;
}

const LbQueryValue *
lb_query_record_get_values (const LbQueryRecord *self, guint *n_values)
{
  *n_values = self->n_values;

  return self->values;
}

const LbQueryPart *
lb_query_record_get_parts (const LbQueryRecord *self, guint *n_parts)
{
  *n_parts = self->n_parts;

  return self->parts;
}

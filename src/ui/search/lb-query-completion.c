#include "config.h"

#include "ui/search/lb-query-completion.h"

#include <string.h>

#include "model/lb-prompt-schema.h"
#include "model/lb-query-place.h"
#include "ui/prompt/lb-suggestions.h"
#include "ui/prompt/lb-used-values.h"

#define MAX_OFFERED 8
#define MAX_VALUE_CHARS 60

struct _LbQueryCompletion
{
  GObject parent_instance;

  GtkEditable *entry;         /* (unowned) (nullable) once stopped */
  LbSuggestions *suggestions; /* (unowned): hangs on the entry's parent */
  LbSession *session;         /* (owned) (nullable) */
  LbDataset *dataset;         /* (owned) (nullable) */
  LbUsedValues *used;         /* (owned) (nullable) until somebody writes */
  LbImageFinder *finder;      /* (owned) (nullable) */
  gboolean with_prompt;
  gboolean inserting;
};

G_DEFINE_FINAL_TYPE (LbQueryCompletion, lb_query_completion, G_TYPE_OBJECT)

static void
add_shape (GPtrArray *fields, const LbPromptShape *shape, const char *before)
{
  for (guint i = 0; i < shape->n_fields; i++)
    {
      const LbPromptField *field = &shape->fields[i];
      char *path = g_strconcat (before, *before != '\0' ? "." : "", field->key,
                                field->kind == LB_PROMPT_FIELD_LIST ? "[]" : "", NULL);

      g_ptr_array_add (fields, path);
      if (field->shape != NULL)
        add_shape (fields, field->shape, path);
    }
}

static void
add_known_paths (GPtrArray *fields, LbQueryPaths *paths)
{
  const guint n = lb_query_paths_get_length (paths);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = lb_query_paths_dup (paths, i);

      if (*path != '\0' && !g_ptr_array_find_with_equal_func (fields, path, g_str_equal, NULL))
        g_ptr_array_add (fields, g_steal_pointer (&path));
    }
}

char **
lb_query_completion_list_fields (LbQueryPaths *paths, gboolean with_prompt)
{
  GPtrArray *fields = g_ptr_array_new ();

  for (LbQueryField field = 0; field < LB_QUERY_N_FIELDS; field++)
    if (lb_query_field_get_name (field) != NULL)
      g_ptr_array_add (fields, g_strdup (lb_query_field_get_name (field)));
  if (with_prompt)
    add_shape (fields, lb_prompt_schema_get_root (LB_PROMPT_CAPTION), "");
  if (paths != NULL)
    add_known_paths (fields, paths);
  g_ptr_array_add (fields, NULL);

  return (char **) g_ptr_array_free (fields, FALSE);
}

/* What is offered, the best first. */
typedef struct
{
  GStringChunk *texts;
  GArray *values; /* (element-type LbSurveyValue): texts are in @texts */
} Offer;

static void
offer (Offer *self, const char *text, guint n_captions)
{
  const LbSurveyValue value = { .text = g_string_chunk_insert (self->texts, text),
                                .n_captions = n_captions };

  if (self->values->len < MAX_OFFERED)
    g_array_append_val (self->values, value);
}

/* Whether a step of @path begins with @typed (lower case). */
static gboolean
has_step (const char *path, const char *typed, gboolean first)
{
  g_autofree char *folded = g_ascii_strdown (path, -1);

  for (const char *at = folded; (at = strstr (at, typed)) != NULL; at++)
    if (at == folded ? first : !first && (at[-1] == '.' || at[-1] == '_'))
      return TRUE;

  return FALSE;
}

/* (transfer full): @path without what says that it goes into lists. */
static char *
strip_lists (const char *path)
{
  GString *bare = g_string_new (path);

  g_string_replace (bare, "[]", "", 0);
  return g_string_free_and_steal (bare);
}

/* What is written of @field in the parentheses of @within (nullable); NULL for one that is not in
 * there. */
static const char *
relative_to (const char *field, const char *within)
{
  g_autofree char *bare = NULL;
  gsize length;

  if (within == NULL)
    return field;

  bare = strip_lists (within);
  for (length = 0; field[length] != '\0'; length++)
    {
      g_autofree char *start = g_strndup (field, length);
      g_autofree char *start_bare = strip_lists (start);

      if (field[length] == '.' && g_ascii_strcasecmp (start_bare, bare) == 0)
        return field + length + 1;
    }

  return NULL;
}

/* A list of objects may be asked for one of which several things are true. */
static void
offer_field (Offer *out, const char *field, char **fields)
{
  const LbQueryField kind = lb_query_field_from_name (field);
  g_autofree char *bare = strip_lists (field);
  g_autofree char *elements = g_strconcat (field, ".", NULL);
  g_autofree char *same = g_strconcat (bare, ":(", NULL);
  g_autofree char *text = g_strconcat (field, lb_query_field_is_number (kind) ? ">" : ":", NULL);

  offer (out, text, 0);
  for (char **other = fields; g_str_has_suffix (field, "[]") && *other != NULL; other++)
    if (g_str_has_prefix (*other, elements))
      {
        offer (out, same, 0);
        return;
      }
}

static void
offer_words (LbQueryCompletion *self, Offer *out, const LbQueryPlace *place)
{
  static const char *const operators[] = { "AND ", "OR ", "NOT " };
  g_autofree char *typed = g_ascii_strdown (place->typed, -1);
  g_auto (GStrv) fields = NULL;

  if (*typed == '\0')
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    if (strncmp (operators[i], place->typed, strlen (place->typed)) == 0)
      offer (out, operators[i], 0);
  fields = lb_query_completion_list_fields (
    self->finder != NULL ? lb_image_finder_get_paths (self->finder) : NULL, self->with_prompt);
  for (int first = TRUE; first >= FALSE; first--)
    for (char **field = fields; *field != NULL; field++)
      {
        const char *name = relative_to (*field, place->within);

        /* The best are offered once. */
        if (name != NULL && has_step (name, typed, first) &&
            (first || !has_step (name, typed, TRUE)))
          offer_field (out, name, fields);
      }
}

static gboolean
begins (const char *value, const char *typed)
{
  g_autofree char *folded = g_utf8_casefold (value, -1);
  g_autofree char *start = g_utf8_casefold (typed, -1);

  return g_str_has_prefix (folded, start) && !g_str_equal (folded, start);
}

static void
offer_fixed (Offer *out, const char *const *values, const char *typed)
{
  for (; *values != NULL; values++)
    if (begins (*values, typed))
      offer (out, *values, 0);
}

/* (transfer full): from the beginning of the caption. */
static char *
dup_full_path (LbQueryCompletion *self, const LbQueryPlace *place)
{
  g_auto (GStrv) fields = NULL;

  if (place->within == NULL)
    return g_strdup (place->path);

  fields = lb_query_completion_list_fields (
    self->finder != NULL ? lb_image_finder_get_paths (self->finder) : NULL, self->with_prompt);
  for (char **field = fields; *field != NULL; field++)
    if (g_strcmp0 (relative_to (*field, place->within), place->path) == 0)
      return g_strdup (*field);

  return g_strdup (place->path);
}

static void
offer_values (LbQueryCompletion *self, Offer *out, const LbQueryPlace *place)
{
  const char *const *fixed = lb_query_field_list_values (place->field);
  const LbSurveyField *used = NULL;
  g_autofree char *path = NULL;

  if (fixed != NULL)
    {
      offer_fixed (out, fixed, place->typed);
      return;
    }
  if (place->field != LB_QUERY_PATH || self->used == NULL)
    return;

  if (place->by_order || g_str_has_suffix (place->path, "_score"))
    offer_fixed (out, lb_prompt_schema_get_scores (), place->typed);
  path = dup_full_path (self, place);
  used = lb_used_values_find (self->used, path);
  for (guint i = 0; used != NULL && !place->by_order && i < used->n_listed; i++)
    if (begins (used->values[i].text, place->typed) &&
        g_utf8_strlen (used->values[i].text, -1) <= MAX_VALUE_CHARS)
      offer (out, used->values[i].text, used->values[i].n_captions);
}

/* (transfer full): where the cursor is. */
static LbQueryPlace *
find_place (LbQueryCompletion *self)
{
  const char *text = gtk_editable_get_text (self->entry);
  const int position = gtk_editable_get_position (self->entry);

  return lb_query_place_new (text, (gsize) (g_utf8_offset_to_pointer (text, position) - text));
}

static void
complete (LbQueryCompletion *self)
{
  Offer out = { 0 };
  g_autoptr (LbQueryPlace) place = NULL;

  if (self->entry == NULL)
    return;

  place = find_place (self);
  out.texts = g_string_chunk_new (256);
  out.values = g_array_new (FALSE, FALSE, sizeof (LbSurveyValue));
  if (place->kind == LB_QUERY_PLACE_VALUE)
    offer_values (self, &out, place);
  else
    offer_words (self, &out, place);
  lb_suggestions_set_max_width (self->suggestions, gtk_widget_get_width (GTK_WIDGET (self->entry)));
  lb_suggestions_offer (self->suggestions, (const LbSurveyValue *) (void *) out.values->data,
                        out.values->len);
  g_array_unref (out.values);
  g_string_chunk_free (out.texts);
}

/* (transfer full): a value as it is written. */
static char *
spell (const char *value)
{
  g_autoptr (LbQueryNode) node = NULL;
  g_autofree char *term = NULL;

  if (lb_query_node_is_word (LB_QUERY_PATH, value))
    return g_strdup (value);

  node = lb_query_node_new (LB_QUERY_ANYTHING, NULL, LB_QUERY_WORDS, value);
  return lb_query_node_format (node);
}

static void
value_cb (LbQueryCompletion *self, const char *value)
{
  const char *text = gtk_editable_get_text (self->entry);
  g_autoptr (LbQueryPlace) place = find_place (self);
  g_autofree char *spelled = place->kind == LB_QUERY_PLACE_VALUE ? spell (value) : g_strdup (value);
  int start = (int) g_utf8_pointer_to_offset (text, text + place->start);
  const int end = (int) g_utf8_pointer_to_offset (text, text + place->end);

  self->inserting = TRUE;
  gtk_editable_delete_text (self->entry, start, end);
  gtk_editable_insert_text (self->entry, spelled, -1, &start);
  gtk_editable_set_position (self->entry, start);
  self->inserting = FALSE;
  /* Behind a field its values come next. */
  if (place->kind == LB_QUERY_PLACE_WORD)
    complete (self);
}

static void
changed_cb (LbQueryCompletion *self)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (self->entry));

  if (self->inserting)
    return;
  if (self->used == NULL && self->with_prompt)
    self->used = lb_used_values_new (self->session, self->dataset);
  if (self->used != NULL)
    lb_used_values_prepare (self->used);
  if (gtk_widget_is_focus (text))
    complete (self);
}

void
lb_query_completion_hide (LbQueryCompletion *self)
{
  g_return_if_fail (LB_IS_QUERY_COMPLETION (self));

  if (self->entry != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->suggestions));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                LbQueryCompletion *self)
{
  return self->entry != NULL && lb_suggestions_take_key (self->suggestions, keyval);
}

static void
lb_query_completion_dispose (GObject *object)
{
  LbQueryCompletion *self = LB_QUERY_COMPLETION (object);

  lb_query_completion_stop (self);
  g_clear_object (&self->used);
  g_clear_object (&self->session);
  g_clear_object (&self->dataset);
  g_clear_object (&self->finder);

  G_OBJECT_CLASS (lb_query_completion_parent_class)->dispose (object);
}

static void
lb_query_completion_class_init (LbQueryCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_query_completion_dispose;
}

static void
lb_query_completion_init (LbQueryCompletion *self)
{
}

LbQueryCompletion *
lb_query_completion_new (GtkEditable *entry)
{
  LbQueryCompletion *self = g_object_new (LB_TYPE_QUERY_COMPLETION, NULL);
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (entry));
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = entry;
  self->suggestions = lb_suggestions_new ();
  gtk_widget_set_parent (GTK_WIDGET (self->suggestions),
                         gtk_widget_get_parent (GTK_WIDGET (entry)));
  g_signal_connect_object (self->suggestions, "value", G_CALLBACK (value_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (text, keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (lb_query_completion_hide), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (text, focus);

  return self;
}

void
lb_query_completion_set_dataset (LbQueryCompletion *self,
                                 LbSession *session,
                                 LbDataset *dataset,
                                 LbImageFinder *finder)
{
  g_return_if_fail (LB_IS_QUERY_COMPLETION (self));

  self->with_prompt = lb_rules_caption_is_prompt (dataset);
  g_set_object (&self->session, session);
  g_set_object (&self->dataset, dataset);
  g_clear_object (&self->used);
  g_set_object (&self->finder, finder);
}

void
lb_query_completion_stop (LbQueryCompletion *self)
{
  g_return_if_fail (LB_IS_QUERY_COMPLETION (self));

  if (self->entry == NULL)
    return;

  self->entry = NULL;
  gtk_widget_unparent (GTK_WIDGET (self->suggestions));
}

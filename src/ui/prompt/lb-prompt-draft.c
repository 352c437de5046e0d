#include "config.h"

#include "ui/prompt/lb-prompt-draft.h"

#include <string.h>

struct _LbPromptDraft
{
  GObject parent_instance;

  LbPromptKind kind;
  LbPrompt *prompt;       /* (owned) (nullable) without what is pending */
  guint document;         /* counts those started */
  char *pending_path;     /* (owned) (nullable): where something was typed */
  char *pending_json;     /* (owned) (nullable): what; to be removed if NULL */
  GPtrArray *issues;      /* (owned) (element-type LbPromptIssue) */
  LbUsedValues *values;   /* (owned) (nullable) */
  LbFrozenFields *frozen; /* (owned) (nullable) */
  gboolean editable;
};

G_DEFINE_FINAL_TYPE (LbPromptDraft, lb_prompt_draft, G_TYPE_OBJECT)

typedef enum
{
  PROP_EDITABLE = 1
} LbPromptDraftProperty;

static GParamSpec *props[PROP_EDITABLE + 1];

enum
{
  EDITED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lb_prompt_draft_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbPromptDraft *self = LB_PROMPT_DRAFT (object);

  switch ((LbPromptDraftProperty) prop_id)
    {
    case PROP_EDITABLE: g_value_set_boolean (value, self->editable); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_prompt_draft_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  LbPromptDraft *self = LB_PROMPT_DRAFT (object);

  switch ((LbPromptDraftProperty) prop_id)
    {
    case PROP_EDITABLE: lb_prompt_draft_set_editable (self, g_value_get_boolean (value)); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_prompt_draft_finalize (GObject *object)
{
  LbPromptDraft *self = LB_PROMPT_DRAFT (object);

  g_clear_object (&self->prompt);
  g_clear_object (&self->values);
  g_clear_object (&self->frozen);
  g_clear_pointer (&self->pending_path, g_free);
  g_clear_pointer (&self->pending_json, g_free);
  g_clear_pointer (&self->issues, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_prompt_draft_parent_class)->finalize (object);
}

static void
lb_prompt_draft_class_init (LbPromptDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_prompt_draft_get_property;
  object_class->set_property = lb_prompt_draft_set_property;
  object_class->finalize = lb_prompt_draft_finalize;

  props[PROP_EDITABLE] =
    g_param_spec_boolean ("editable", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_prompt_draft_init (LbPromptDraft *self)
{
  self->editable = TRUE;
  self->issues = g_ptr_array_new_with_free_func (g_object_unref);
}

LbPromptDraft *
lb_prompt_draft_new (LbPromptKind kind)
{
  LbPromptDraft *self = g_object_new (LB_TYPE_PROMPT_DRAFT, NULL);

  self->kind = kind;
  return self;
}

LbPromptKind
lb_prompt_draft_get_kind (LbPromptDraft *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (self), LB_PROMPT_CAPTION);

  return self->kind;
}

void
lb_prompt_draft_set_prompt (LbPromptDraft *self, LbPrompt *prompt)
{
  g_return_if_fail (LB_IS_PROMPT_DRAFT (self));

  g_clear_pointer (&self->pending_path, g_free);
  g_clear_pointer (&self->pending_json, g_free);
  g_set_object (&self->prompt, prompt);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
lb_prompt_draft_start (LbPromptDraft *self, LbPrompt *prompt)
{
  g_return_if_fail (LB_IS_PROMPT_DRAFT (self));

  self->document++;
  lb_prompt_draft_set_prompt (self, prompt);
}

guint
lb_prompt_draft_get_document (LbPromptDraft *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (self), 0);

  return self->document;
}

static char *
element_path (const char *list, guint index)
{
  return g_strdup_printf ("%s[%u]", list, index);
}

/* Changes the texts that differ, then takes away those too many. Takes @prompt. */
static LbPrompt *
put_list (LbPrompt *prompt, const char *path, LbPrompt *wanted, GError **error)
{
  const guint n_before = lb_prompt_get_length (prompt, path);
  const guint n_after = lb_prompt_get_length (wanted, "list");

  for (guint i = 0; i < MAX (n_before, n_after) && prompt != NULL; i++)
    {
      const guint at = i < n_after ? i : n_before - 1 - (i - n_after);
      g_autoptr (LbPrompt) before = prompt;
      g_autofree char *place = element_path (path, at);
      g_autofree char *source = element_path ("list", at);
      g_autofree char *json = i < n_after ? lb_prompt_get (wanted, source) : NULL;
      g_autofree char *old = lb_prompt_get_string (before, place);
      g_autofree char *text = lb_prompt_get_string (wanted, source);

      prompt = i < n_after && g_strcmp0 (old, text) == 0
                 ? g_object_ref (before)
                 : lb_prompt_set (before, place, json, error);
    }

  return prompt;
}

static gboolean
is_list (const char *json)
{
  return json != NULL && *json == '[';
}

/* (nullable): @prompt with @json at @path. */
static LbPrompt *
put (LbPrompt *prompt, const char *path, const char *json, GError **error)
{
  g_autofree char *before = lb_prompt_get (prompt, path);

  if (is_list (before) && is_list (json))
    {
      g_autofree char *text = g_strdup_printf ("{\"list\":%s}", json);
      g_autoptr (LbPrompt) wanted = lb_prompt_new (text, error);

      return wanted != NULL ? put_list (g_object_ref (prompt), path, wanted, error) : NULL;
    }

  return lb_prompt_set (prompt, path, json, error);
}

/* (transfer full): @prompt laid out like those of the service. Takes it. */
static LbPrompt *
lay_out (LbPrompt *prompt)
{
  g_autoptr (LbPrompt) before = prompt;
  g_autofree char *text = before != NULL ? lb_prompt_format (before) : NULL;

  return text != NULL ? lb_prompt_new (text, NULL) : NULL;
}

/* A row offers only what fits where it stands, so that a refusal is a mistake of ours. */
static void
put_pending (LbPromptDraft *self)
{
  g_autofree char *path = g_steal_pointer (&self->pending_path);
  g_autofree char *json = g_steal_pointer (&self->pending_json);
  g_autoptr (LbPrompt) before = NULL;
  g_autoptr (LbPrompt) after = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;

  before = self->prompt != NULL ? g_object_ref (self->prompt) : lb_prompt_new ("{}", NULL);
  after = put (before, path, json, &error);
  if (self->prompt == NULL)
    after = lay_out (g_steal_pointer (&after));
  if (after != NULL)
    g_set_object (&self->prompt, after);
  else
    g_warning ("A field can't be written: %s", error != NULL ? error->message : path);
}

LbPrompt *
lb_prompt_draft_get_prompt (LbPromptDraft *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (self), NULL);

  put_pending (self);
  return self->prompt;
}

char *
lb_prompt_draft_dup_json (LbPromptDraft *self, const char *path)
{
  LbPrompt *prompt = lb_prompt_draft_get_prompt (self);

  return prompt != NULL ? lb_prompt_get (prompt, path) : NULL;
}

char *
lb_prompt_draft_dup_string (LbPromptDraft *self, const char *path)
{
  LbPrompt *prompt = lb_prompt_draft_get_prompt (self);
  char *text = prompt != NULL ? lb_prompt_get_string (prompt, path) : NULL;

  return text != NULL ? text : g_strdup ("");
}

guint
lb_prompt_draft_get_length (LbPromptDraft *self, const char *path)
{
  LbPrompt *prompt = lb_prompt_draft_get_prompt (self);

  return prompt != NULL ? lb_prompt_get_length (prompt, path) : 0;
}

char **
lb_prompt_draft_get_keys (LbPromptDraft *self, const char *path)
{
  LbPrompt *prompt = lb_prompt_draft_get_prompt (self);
  char **keys = prompt != NULL ? lb_prompt_get_keys (prompt, path) : NULL;

  return keys != NULL ? keys : g_new0 (char *, 1);
}

static void
take (LbPromptDraft *self, const char *path, const char *json)
{
  if (g_strcmp0 (self->pending_path, path) != 0)
    put_pending (self);
  g_set_str (&self->pending_path, path);
  g_set_str (&self->pending_json, json);
}

void
lb_prompt_draft_type (LbPromptDraft *self, const char *path, const char *json)
{
  g_return_if_fail (LB_IS_PROMPT_DRAFT (self));
  g_return_if_fail (path != NULL);

  take (self, path, json);
  g_signal_emit (self, signals[EDITED], 0);
}

void
lb_prompt_draft_set (LbPromptDraft *self, const char *path, const char *json)
{
  g_return_if_fail (LB_IS_PROMPT_DRAFT (self));

  lb_prompt_draft_type (self, path, json);
  put_pending (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
lb_prompt_draft_move (LbPromptDraft *self, const char *path, guint from, guint to)
{
  const int by = to > from ? 1 : -1;
  g_autofree char *origin = element_path (path, from);
  g_autofree char *target = element_path (path, to);
  g_autofree char *moved = NULL;

  g_return_if_fail (LB_IS_PROMPT_DRAFT (self));
  g_return_if_fail (MAX (from, to) < lb_prompt_draft_get_length (self, path));

  moved = lb_prompt_draft_dup_json (self, origin);
  for (guint i = from; i != to; i += (guint) by)
    {
      g_autofree char *place = element_path (path, i);
      g_autofree char *next = element_path (path, i + (guint) by);
      g_autofree char *json = lb_prompt_draft_dup_json (self, next);

      /* Nobody is told of what has one element twice. */
      take (self, place, json);
    }
  lb_prompt_draft_set (self, target, moved);
}

void
lb_prompt_draft_set_issues (LbPromptDraft *self, GListModel *issues)
{
  const guint n_issues = issues != NULL ? g_list_model_get_n_items (issues) : 0;

  g_return_if_fail (LB_IS_PROMPT_DRAFT (self));

  g_ptr_array_set_size (self->issues, 0);
  for (guint i = 0; i < n_issues; i++)
    g_ptr_array_add (self->issues, g_list_model_get_item (issues, i));
  g_signal_emit (self, signals[CHANGED], 0);
}

LbPromptIssue *
lb_prompt_draft_find_issue (LbPromptDraft *self, const char *path)
{
  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (self), NULL);

  for (guint i = 0; i < self->issues->len; i++)
    if (g_str_equal (lb_prompt_issue_get_path (self->issues->pdata[i]), path))
      return self->issues->pdata[i];

  return NULL;
}

gboolean
lb_prompt_draft_has_issue_within (LbPromptDraft *self, const char *path)
{
  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (self), FALSE);

  for (guint i = 0; i < self->issues->len; i++)
    if (lb_prompt_draft_is_within (lb_prompt_issue_get_path (self->issues->pdata[i]), path))
      return TRUE;

  return FALSE;
}

void
lb_prompt_draft_set_values (LbPromptDraft *self, LbUsedValues *values)
{
  g_return_if_fail (LB_IS_PROMPT_DRAFT (self));

  g_set_object (&self->values, values);
}

LbUsedValues *
lb_prompt_draft_get_values (LbPromptDraft *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (self), NULL);

  return self->values;
}

void
lb_prompt_draft_set_frozen (LbPromptDraft *self, LbFrozenFields *frozen)
{
  g_return_if_fail (LB_IS_PROMPT_DRAFT (self));

  if (g_set_object (&self->frozen, frozen))
    g_signal_emit (self, signals[CHANGED], 0);
}

char *
lb_prompt_draft_find_frozen (LbPromptDraft *self, const char *path)
{
  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (self), NULL);

  return self->frozen != NULL ? lb_frozen_fields_find (self->frozen, path) : NULL;
}

char *
lb_prompt_draft_dup_frozen (LbPromptDraft *self, const char *path)
{
  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (self), NULL);

  return self->frozen != NULL ? lb_frozen_fields_dup_value (self->frozen, path) : NULL;
}

gboolean
lb_prompt_draft_may_edit (LbPromptDraft *self, const char *path)
{
  g_autofree char *frozen = NULL;

  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (self), FALSE);

  frozen = lb_prompt_draft_find_frozen (self, path);
  return self->editable && frozen == NULL;
}

void
lb_prompt_draft_set_editable (LbPromptDraft *self, gboolean editable)
{
  g_return_if_fail (LB_IS_PROMPT_DRAFT (self));

  if (self->editable == editable)
    return;

  self->editable = editable;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EDITABLE]);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
lb_prompt_draft_get_editable (LbPromptDraft *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (self), FALSE);

  return self->editable;
}

gboolean
lb_prompt_draft_is_within (const char *path, const char *ancestor)
{
  const gsize length = strlen (ancestor);

  if (strncmp (path, ancestor, length) != 0)
    return FALSE;

  return length == 0 || path[length] == '\0' || path[length] == '.' || path[length] == '[';
}

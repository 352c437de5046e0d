#include "model/lb-prompt-issue.h"

#include "base/lb-json.h"

struct _LbPromptIssue
{
  GObject parent_instance;

  LbPromptIssueKind kind;
  char *path; /* (owned) "" for the whole document */
  guint line;
  guint column;
  char *message; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbPromptIssue, lb_prompt_issue, G_TYPE_OBJECT)

typedef enum
{
  PROP_KIND = 1,
  PROP_PATH,
  PROP_LINE,
  PROP_COLUMN,
  PROP_MESSAGE
} LbPromptIssueProperty;

static GParamSpec *props[PROP_MESSAGE + 1];

static void
lb_prompt_issue_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbPromptIssue *self = LB_PROMPT_ISSUE (object);

  switch ((LbPromptIssueProperty) prop_id)
    {
    case PROP_KIND:    g_value_set_uint (value, self->kind); break;
    case PROP_PATH:    g_value_set_string (value, self->path); break;
    case PROP_LINE:    g_value_set_uint (value, self->line); break;
    case PROP_COLUMN:  g_value_set_uint (value, self->column); break;
    case PROP_MESSAGE: g_value_set_string (value, self->message); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_prompt_issue_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  LbPromptIssue *self = LB_PROMPT_ISSUE (object);

  switch ((LbPromptIssueProperty) prop_id)
    {
    case PROP_KIND:    self->kind = g_value_get_uint (value); break;
    case PROP_PATH:    self->path = g_value_dup_string (value); break;
    case PROP_LINE:    self->line = g_value_get_uint (value); break;
    case PROP_COLUMN:  self->column = g_value_get_uint (value); break;
    case PROP_MESSAGE: self->message = g_value_dup_string (value); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_prompt_issue_finalize (GObject *object)
{
  LbPromptIssue *self = LB_PROMPT_ISSUE (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->message, g_free);

  G_OBJECT_CLASS (lb_prompt_issue_parent_class)->finalize (object);
}

static void
lb_prompt_issue_class_init (LbPromptIssueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_CONSTRUCT_ONLY;

  object_class->get_property = lb_prompt_issue_get_property;
  object_class->set_property = lb_prompt_issue_set_property;
  object_class->finalize = lb_prompt_issue_finalize;

  props[PROP_KIND] = g_param_spec_uint ("kind", NULL, NULL, 0, LB_PROMPT_ISSUE_DUPLICATE, 0, flags);
  props[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, "", flags);
  props[PROP_LINE] = g_param_spec_uint ("line", NULL, NULL, 1, G_MAXUINT, 1, flags);
  props[PROP_COLUMN] = g_param_spec_uint ("column", NULL, NULL, 1, G_MAXUINT, 1, flags);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_prompt_issue_init (LbPromptIssue *self)
{
}

LbPromptIssue *
lb_prompt_issue_new (
  LbPromptIssueKind kind, const char *path, guint line, guint column, const char *message)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (message != NULL, NULL);

  return g_object_new (LB_TYPE_PROMPT_ISSUE, "kind", (guint) kind, "path", path, "line", line,
                       "column", column, "message", message, NULL);
}

/**
 * lb_prompt_issue_new_from_error:
 * @text: the text that was refused
 * @error: an error of lb_prompt_new() or lb_prompt_new_repaired() on it
 *
 * Any other error is placed at the start of the text.
 *
 * Returns: (transfer full): the error with its line and column
 */
LbPromptIssue *
lb_prompt_issue_new_from_error (const char *text, const GError *error)
{
  g_autofree char *message = NULL;
  guint line = 1;
  guint column = 1;
  gsize offset;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error != NULL, NULL);

  if (lb_json_error_offset (error, &offset))
    lb_json_locate (text, offset, &line, &column);
  message = g_strdup_printf ("line %u, column %u: %s", line, column, error->message);

  return lb_prompt_issue_new (LB_PROMPT_ISSUE_SYNTAX, "", line, column, message);
}

LbPromptIssueKind
lb_prompt_issue_get_kind (LbPromptIssue *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_ISSUE (self), LB_PROMPT_ISSUE_SYNTAX);

  return self->kind;
}

const char *
lb_prompt_issue_get_path (LbPromptIssue *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_ISSUE (self), NULL);

  return self->path;
}

guint
lb_prompt_issue_get_line (LbPromptIssue *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_ISSUE (self), 0);

  return self->line;
}

guint
lb_prompt_issue_get_column (LbPromptIssue *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_ISSUE (self), 0);

  return self->column;
}

const char *
lb_prompt_issue_get_message (LbPromptIssue *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_ISSUE (self), NULL);

  return self->message;
}

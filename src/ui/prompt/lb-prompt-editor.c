#include "config.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <libdex.h>

#include "base/lb-threads.h"
#include "ui/prompt/lb-issue-gutter.h"
#include "ui/prompt/lb-issue-words.h"
#include "ui/prompt/lb-json-view.h"
#include "ui/prompt/lb-prompt-completion.h"
#include "ui/prompt/lb-prompt-editor.h"
#include "ui/prompt/lb-repair-dialog.h"
#include "ui/prompt/lb-text-splice.h"

#define CHECK_DELAY_MS 150
#define ISSUE_MARK "issue"
#define REPAIRED "lb-repaired"
#define TINT_ALPHA 0.15f
/* The toolkit lays out a line at once, and what finds its colours does so as well. */
#define MAX_COLOURED_LINE 10000
#define MAX_UNDERLINED 1000
/* Who mends these sees the next ones. */
#define MAX_MARKED 200

struct _LbPromptEditor
{
  AdwBin parent_instance;

  GtkScrolledWindow *scrolled;
  GtkSourceView *view;
  GtkSourceBuffer *buffer;
  GtkRevealer *issue_revealer;
  GtkWidget *issue_icon;
  GtkLabel *issue_title;
  GtkLabel *issue_detail;
  GtkWidget *repair_button;
  GtkWidget *go_button;

  LbPromptKind kind;
  gboolean setting;               /* the text is being set, not typed */
  guint check_source;             /* time-out until the next check */
  guint tint_source;              /* idle that takes up the colours of the style */
  guint check_serial;             /* the check whose answer counts */
  GListModel *issues;             /* (owned) (nullable) */
  LbPromptCompletion *completion; /* (owned) */
  guint shown_issue;              /* place in @issues that the bar tells of */
  GtkTextTag *value_tag;          /* (unowned) wavy underline */
  GtkTextTag *line_tag;           /* (unowned) tint of the line */
};

G_DEFINE_FINAL_TYPE (LbPromptEditor, lb_prompt_editor, ADW_TYPE_BIN)

typedef enum
{
  PROP_EDITABLE = 1,
  PROP_N_ISSUES
} LbPromptEditorProperty;

static GParamSpec *props[PROP_N_ISSUES + 1];

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  GWeakRef editor;
  guint serial;
  LbPromptKind kind;
  char *text;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_weak_ref_clear (&check->editor);
  g_free (check->text);
  g_free (check);
}

/* (transfer full) (element-type LbPromptIssue) */
static GListModel *
find_issues (const char *text, LbPromptKind kind, gboolean *parses)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, &error);
  GListStore *issues;

  *parses = prompt != NULL;
  if (prompt != NULL)
    return lb_prompt_validate (prompt, kind);

  issues = g_list_store_new (LB_TYPE_PROMPT_ISSUE);
  if (text[strspn (text, " \t\r\n")] != '\0')
    {
      g_autoptr (LbPromptIssue) issue = lb_prompt_issue_new_from_error (text, error);

      g_list_store_append (issues, issue);
    }
  return G_LIST_MODEL (issues);
}

/* (transfer full) (nullable): @text repaired by R62, if less is wrong with it then. */
static char *
repair (const char *text, LbPromptKind kind, guint n_issues, gboolean parses)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new_repaired (text, kind, NULL, NULL);
  g_autoptr (GListModel) left = prompt != NULL ? lb_prompt_validate (prompt, kind) : NULL;

  return left != NULL && (!parses || g_list_model_get_n_items (left) < n_issues)
           ? g_strdup (lb_prompt_get_text (prompt))
           : NULL;
}

/* Runs on a worker thread: text of any size to a list of issues, and what repairs would make of it.
 */
static DexFuture *
judge_text (gpointer data)
{
  Check *check = data;
  gboolean parses = FALSE;
  GListModel *issues = find_issues (check->text, check->kind, &parses);
  const guint n_issues = g_list_model_get_n_items (issues);

  if (n_issues > 0)
    g_object_set_data_full (G_OBJECT (issues), REPAIRED,
                            repair (check->text, check->kind, n_issues, parses), g_free);
  return dex_future_new_take_object (issues);
}

/* (transfer none) (nullable): as of the last check. */
static const char *
get_repaired (LbPromptEditor *self)
{
  return self->issues != NULL && self->check_source == 0
           ? g_object_get_data (G_OBJECT (self->issues), REPAIRED)
           : NULL;
}

static LbPromptIssue *
dup_issue (LbPromptEditor *self, guint position)
{
  return self->issues != NULL ? g_list_model_get_item (self->issues, position) : NULL;
}

static void
show_issue_bar (LbPromptEditor *self)
{
  g_autoptr (LbPromptIssue) issue = dup_issue (self, self->shown_issue);
  g_autofree char *title = NULL;
  g_autofree char *detail = NULL;

  if (issue != NULL)
    {
      title = lb_issue_title (issue);
      detail = lb_issue_detail (issue);
      gtk_label_set_label (self->issue_title, title);
      gtk_label_set_label (self->issue_detail, detail);
    }
  gtk_widget_set_visible (self->repair_button,
                          get_repaired (self) != NULL &&
                            gtk_text_view_get_editable (GTK_TEXT_VIEW (self->view)));
  gtk_revealer_set_reveal_child (self->issue_revealer, issue != NULL);
}

static gboolean
issue_start (LbPromptEditor *self, LbPromptIssue *issue, GtkTextIter *iter)
{
  const int line = (int) lb_prompt_issue_get_line (issue) - 1;
  int column = (int) lb_prompt_issue_get_column (issue) - 1;

  if (!gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (self->buffer), iter, MAX (line, 0)))
    return FALSE;

  column = CLAMP (column, 0, MAX (gtk_text_iter_get_chars_in_line (iter) - 1, 0));
  gtk_text_iter_set_line_offset (iter, column);
  return TRUE;
}

static void
mark_issues (LbPromptEditor *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  const guint n_issues = MIN (lb_prompt_editor_get_n_issues (self), MAX_MARKED);
  GtkTextIter start, end;
  int last_line = -1;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->value_tag, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->line_tag, &start, &end);
  gtk_source_buffer_remove_source_marks (self->buffer, &start, &end, ISSUE_MARK);

  for (guint i = 0; i < n_issues; i++)
    {
      g_autoptr (LbPromptIssue) issue = dup_issue (self, i);

      if (!issue_start (self, issue, &start))
        continue;

      end = start;
      if (!gtk_text_iter_ends_line (&end))
        gtk_text_iter_forward_to_line_end (&end);
      if (gtk_text_iter_get_line_offset (&end) - gtk_text_iter_get_line_offset (&start) >
          MAX_UNDERLINED)
        gtk_text_iter_set_line_offset (&end,
                                       gtk_text_iter_get_line_offset (&start) + MAX_UNDERLINED);
      gtk_text_buffer_apply_tag (buffer, self->value_tag, &start, &end);
      if (gtk_text_iter_get_line (&start) == last_line)
        continue;

      last_line = gtk_text_iter_get_line (&start);
      gtk_text_iter_set_line_offset (&start, 0);
      gtk_text_buffer_apply_tag (buffer, self->line_tag, &start, &end);
      gtk_source_buffer_create_source_mark (self->buffer, NULL, ISSUE_MARK, &start);
    }
}

static DexFuture *
judged_cb (DexFuture *future, gpointer data)
{
  Check *check = data;
  g_autoptr (LbPromptEditor) self = g_weak_ref_get (&check->editor);
  g_autoptr (GListModel) issues = dex_await_object (dex_ref (future), NULL);

  if (self == NULL || issues == NULL || check->serial != self->check_serial)
    return NULL;

  g_set_object (&self->issues, issues);
  self->shown_issue = 0;
  mark_issues (self);
  show_issue_bar (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ISSUES]);
  return NULL;
}

static Check *
check_new (LbPromptEditor *self)
{
  Check *check = g_new0 (Check, 1);

  g_weak_ref_init (&check->editor, self);
  check->serial = self->check_serial;
  check->kind = self->kind;
  check->text = lb_prompt_editor_dup_text (self);
  return check;
}

static void
check_now (LbPromptEditor *self)
{
  DexFuture *judged;

  g_clear_handle_id (&self->check_source, g_source_remove);
  self->check_serial++;

  judged = lb_threads_run (judge_text, check_new (self), check_free);
  dex_future_disown (dex_future_then (judged, judged_cb, check_new (self), check_free));
}

static gboolean
check_due_cb (gpointer data)
{
  LbPromptEditor *self = data;

  self->check_source = 0;
  check_now (self);
  return G_SOURCE_REMOVE;
}

/* Whether one of the lines from @start to @end is long. */
static gboolean
has_long_line (const GtkTextIter *start, const GtkTextIter *end)
{
  GtkTextIter iter = *start;

  do
    if (gtk_text_iter_get_chars_in_line (&iter) > MAX_COLOURED_LINE)
      return TRUE;
  while (gtk_text_iter_forward_line (&iter) && gtk_text_iter_compare (&iter, end) <= 0);
  return FALSE;
}

/* A language is read anew, which takes several frames, whenever no buffer is left that has it; so
 * one has it always, from when the first editor is seen. A text with a long line has none: what
 * finds the colours would go on finding them even if they were not shown. */
static void
show_language (LbPromptEditor *self)
{
  static GtkSourceBuffer *keeper;
  GtkTextIter start, end;

  if (keeper == NULL)
    keeper = gtk_source_buffer_new_with_language (gtk_source_language_manager_get_language (
      gtk_source_language_manager_get_default (), "json"));
  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  gtk_source_buffer_set_language (
    self->buffer, has_long_line (&start, &end) ? NULL : gtk_source_buffer_get_language (keeper));
}

/* At once, before the colours are looked for, and only where something has changed. */
static void
inserted_cb (LbPromptEditor *self, const GtkTextIter *location, const char *text, int length)
{
  GtkTextIter start = *location;

  gtk_text_iter_backward_chars (&start, (int) g_utf8_strlen (text, length));
  if (has_long_line (&start, location))
    gtk_source_buffer_set_language (self->buffer, NULL);
}

static void
deleted_cb (LbPromptEditor *self, const GtkTextIter *start, const GtkTextIter *end)
{
  if (has_long_line (start, end))
    gtk_source_buffer_set_language (self->buffer, NULL);
}

static void
buffer_changed_cb (LbPromptEditor *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      gtk_source_buffer_get_language (self->buffer) == NULL)
    show_language (self);
  if (self->setting)
    return;

  g_clear_handle_id (&self->check_source, g_source_remove);
  self->check_source = g_timeout_add (CHECK_DELAY_MS, check_due_cb, self);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
go_to_issue (LbPromptEditor *self)
{
  g_autoptr (LbPromptIssue) issue = dup_issue (self, self->shown_issue);
  GtkTextIter iter;

  if (issue == NULL || !issue_start (self, issue, &iter))
    return;

  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (self->buffer), &iter);
  gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (self->view), &iter, 0.1, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
go_clicked_cb (LbPromptEditor *self)
{
  go_to_issue (self);
}

static void
repaired_cb (LbPromptEditor *self, const char *text)
{
  lb_text_splice (GTK_TEXT_BUFFER (self->buffer), text);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* Shows what would be changed before anything is. */
static void
repair_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbPromptEditor *self = LB_PROMPT_EDITOR (widget);
  const char *repaired = get_repaired (self);
  g_autofree char *text = lb_prompt_editor_dup_text (self);
  LbRepairDialog *dialog;

  if (repaired == NULL)
    return;

  dialog = lb_repair_dialog_new (text, repaired);
  g_signal_connect_object (dialog, "repaired", G_CALLBACK (repaired_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
next_issue_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lb_prompt_editor_show_next_issue (LB_PROMPT_EDITOR (widget));
}

/* The tint is the colour of errors, which only a widget with that style class can tell. */
static void
tint_cb (gpointer data)
{
  LbPromptEditor *self = data;
  GdkRGBA tint;

  self->tint_source = 0;
  gtk_widget_get_color (self->issue_icon, &tint);
  tint.alpha = TINT_ALPHA;
  g_object_set (self->line_tag, "paragraph-background-rgba", &tint, NULL);
}

static void
style_changed_cb (LbPromptEditor *self)
{
  const gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  gtk_source_buffer_set_style_scheme (
    self->buffer,
    gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (),
                                                dark ? "lookbook-dark" : "lookbook"));
  /* Widgets take up a new style before the next frame, so after this handler. */
  if (self->tint_source == 0)
    self->tint_source = g_idle_add_once (tint_cb, self);
}

static void
lb_prompt_editor_map (GtkWidget *widget)
{
  LbPromptEditor *self = LB_PROMPT_EDITOR (widget);

  GTK_WIDGET_CLASS (lb_prompt_editor_parent_class)->map (widget);
  show_language (self);
  style_changed_cb (self);
}

static void
lb_prompt_editor_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbPromptEditor *self = LB_PROMPT_EDITOR (object);

  switch ((LbPromptEditorProperty) prop_id)
    {
    case PROP_EDITABLE:
      g_value_set_boolean (value, gtk_text_view_get_editable (GTK_TEXT_VIEW (self->view)));
      break;
    case PROP_N_ISSUES: g_value_set_uint (value, lb_prompt_editor_get_n_issues (self)); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_prompt_editor_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  LbPromptEditor *self = LB_PROMPT_EDITOR (object);

  switch ((LbPromptEditorProperty) prop_id)
    {
    case PROP_EDITABLE: lb_prompt_editor_set_editable (self, g_value_get_boolean (value)); break;
    case PROP_N_ISSUES:
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_prompt_editor_dispose (GObject *object)
{
  LbPromptEditor *self = LB_PROMPT_EDITOR (object);

  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_handle_id (&self->tint_source, g_source_remove);
  g_clear_object (&self->issues);
  g_clear_object (&self->completion);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_PROMPT_EDITOR);

  G_OBJECT_CLASS (lb_prompt_editor_parent_class)->dispose (object);
}

static void
lb_prompt_editor_class_init (LbPromptEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lb_prompt_editor_get_property;
  object_class->set_property = lb_prompt_editor_set_property;
  object_class->dispose = lb_prompt_editor_dispose;
  widget_class->map = lb_prompt_editor_map;

  props[PROP_EDITABLE] =
    g_param_spec_boolean ("editable", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_N_ISSUES] = g_param_spec_uint ("n-issues", NULL, NULL, 0, G_MAXUINT, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LB_TYPE_JSON_VIEW);
  gtk_source_style_scheme_manager_append_search_path (
    gtk_source_style_scheme_manager_get_default (), "resource://" LB_RESOURCE_PATH "/styles/");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/prompt/lb-prompt-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, LbPromptEditor, scrolled);
  gtk_widget_class_bind_template_child (widget_class, LbPromptEditor, view);
  gtk_widget_class_bind_template_child (widget_class, LbPromptEditor, buffer);
  gtk_widget_class_bind_template_child (widget_class, LbPromptEditor, issue_revealer);
  gtk_widget_class_bind_template_child (widget_class, LbPromptEditor, issue_icon);
  gtk_widget_class_bind_template_child (widget_class, LbPromptEditor, issue_title);
  gtk_widget_class_bind_template_child (widget_class, LbPromptEditor, issue_detail);
  gtk_widget_class_bind_template_child (widget_class, LbPromptEditor, repair_button);
  gtk_widget_class_bind_template_child (widget_class, LbPromptEditor, go_button);
  gtk_widget_class_bind_template_callback (widget_class, go_clicked_cb);
  gtk_widget_class_install_action (widget_class, "prompt.repair", NULL, repair_action_cb);
  gtk_widget_class_install_action (widget_class, "prompt.next-issue", NULL, next_issue_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F8, 0, "prompt.next-issue", NULL);
}

static void
lb_prompt_editor_init (LbPromptEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->value_tag = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->buffer), NULL, "underline",
                                                PANGO_UNDERLINE_ERROR, NULL);
  self->line_tag = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->buffer), NULL, NULL);
  gtk_source_gutter_insert (gtk_source_view_get_gutter (self->view, GTK_TEXT_WINDOW_LEFT),
                            lb_issue_gutter_new (ISSUE_MARK),
                            GTK_SOURCE_VIEW_GUTTER_POSITION_MARKS);
  self->completion = lb_prompt_completion_new ();
  gtk_source_completion_add_provider (gtk_source_view_get_completion (self->view),
                                      GTK_SOURCE_COMPLETION_PROVIDER (self->completion));

  g_signal_connect_object (self->buffer, "insert-text", G_CALLBACK (inserted_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->buffer, "delete-range", G_CALLBACK (deleted_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (buffer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
}

LbPromptEditor *
lb_prompt_editor_new (void)
{
  return g_object_new (LB_TYPE_PROMPT_EDITOR, NULL);
}

void
lb_prompt_editor_set_kind (LbPromptEditor *self, LbPromptKind kind)
{
  g_return_if_fail (LB_IS_PROMPT_EDITOR (self));

  self->kind = kind;
  lb_prompt_completion_set_kind (self->completion, kind);
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
    kind == LB_PROMPT_SCHEMA ? _ ("Visual schema as JSON") : _ ("Structured prompt as JSON"), -1);
  check_now (self);
}

void
lb_prompt_editor_set_text (LbPromptEditor *self, const char *text)
{
  GtkTextBuffer *buffer;
  GtkTextIter start;

  g_return_if_fail (LB_IS_PROMPT_EDITOR (self));

  buffer = GTK_TEXT_BUFFER (self->buffer);
  self->setting = TRUE;
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  self->setting = FALSE;

  check_now (self);
}

char *
lb_prompt_editor_dup_text (LbPromptEditor *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (LB_IS_PROMPT_EDITOR (self), NULL);

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (self->buffer), &start, &end, TRUE);
}

void
lb_prompt_editor_set_editable (LbPromptEditor *self, gboolean editable)
{
  g_return_if_fail (LB_IS_PROMPT_EDITOR (self));

  if (gtk_text_view_get_editable (GTK_TEXT_VIEW (self->view)) == editable)
    return;

  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), editable);
  show_issue_bar (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_EDITABLE]);
}

guint
lb_prompt_editor_get_n_issues (LbPromptEditor *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_EDITOR (self), 0);

  return self->issues != NULL ? g_list_model_get_n_items (self->issues) : 0;
}

GListModel *
lb_prompt_editor_get_issues (LbPromptEditor *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_EDITOR (self), NULL);

  return self->issues;
}

GtkTextView *
lb_prompt_editor_get_view (LbPromptEditor *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_EDITOR (self), NULL);

  return GTK_TEXT_VIEW (self->view);
}

void
lb_prompt_editor_set_scrolls (LbPromptEditor *self, gboolean scrolls)
{
  g_return_if_fail (LB_IS_PROMPT_EDITOR (self));

  gtk_scrolled_window_set_policy (self->scrolled, GTK_POLICY_NEVER,
                                  scrolls ? GTK_POLICY_AUTOMATIC : GTK_POLICY_NEVER);
}

void
lb_prompt_editor_show_next_issue (LbPromptEditor *self)
{
  const guint n_issues = lb_prompt_editor_get_n_issues (self);
  g_autoptr (LbPromptIssue) issue = NULL;
  GtkTextBuffer *buffer;
  GtkTextIter cursor, start;

  g_return_if_fail (LB_IS_PROMPT_EDITOR (self));

  if (n_issues == 0)
    return;

  /* From the issue that the cursor is on to the one behind it; else to the one the bar shows. */
  buffer = GTK_TEXT_BUFFER (self->buffer);
  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  issue = dup_issue (self, self->shown_issue);
  if (issue_start (self, issue, &start) && gtk_text_iter_equal (&start, &cursor))
    self->shown_issue = (self->shown_issue + 1) % n_issues;

  show_issue_bar (self);
  go_to_issue (self);
}

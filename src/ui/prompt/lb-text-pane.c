#include "config.h"

#include "ui/prompt/lb-text-pane-private.h"

#include <glib/gi18n.h>

#include "ui/prompt/lb-form-row.h"
#include "ui/prompt/lb-text-splice.h"

G_DEFINE_FINAL_TYPE (LbTextPane, lb_text_pane, ADW_TYPE_BIN)

typedef enum
{
  PROP_N_ISSUES = 1,
  PROP_VIEW_NAME,
  PROP_HAS_FORM,
  PROP_SCROLLS,
  PROP_CAN_UNDO,
  PROP_CAN_REDO
} LbTextPaneProperty;

static GParamSpec *props[PROP_CAN_REDO + 1];

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkScrolledWindow *
new_scrolled (GtkWidget *child)
{
  GtkScrolledWindow *scrolled = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());

  gtk_scrolled_window_set_child (scrolled, child);
  gtk_widget_set_vexpand (GTK_WIDGET (scrolled), TRUE);
  return scrolled;
}

/* What scrolls doesn't ask for more height where it is narrow, so in something that scrolls the
 * form stands by itself. */
static void
place_form (LbTextPane *self)
{
  g_autoptr (GtkWidget) form = g_object_ref (GTK_WIDGET (self->form));
  GtkRoot *root = gtk_widget_get_root (form);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (self->scrolled != NULL)
    gtk_scrolled_window_set_child (self->scrolled, NULL);
  adw_bin_set_child (self->form_place, NULL);
  self->scrolled = self->scrolls ? new_scrolled (form) : NULL;
  adw_bin_set_child (self->form_place, self->scrolls ? GTK_WIDGET (self->scrolled) : form);
  if (focus != NULL && gtk_widget_is_ancestor (focus, form))
    gtk_widget_grab_focus (focus);
}

static void
show_scrolling (LbTextPane *self)
{
  if (self->form == NULL)
    {
      gtk_scrolled_window_set_policy (self->scrolled, GTK_POLICY_NEVER,
                                      self->scrolls ? GTK_POLICY_AUTOMATIC : GTK_POLICY_NEVER);
      return;
    }

  place_form (self);
  if (self->scrolled != NULL)
    gtk_scrolled_window_set_policy (self->scrolled, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  lb_prompt_editor_set_scrolls (self->editor, self->scrolls);
  /* What it stands in has its own margins then. */
  if (self->scrolls)
    gtk_widget_add_css_class (GTK_WIDGET (self->form), "with-margins");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->form), "with-margins");
}

static void
show_json (LbTextPane *self)
{
  self->editor = lb_prompt_editor_new ();
  self->form = lb_prompt_form_new ();
  self->view = lb_prompt_editor_get_view (self->editor);
  self->form_place = ADW_BIN (adw_bin_new ());
  self->scrolled = NULL;
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->editor), LB_TEXT_PANE_JSON);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->form_place), LB_TEXT_PANE_FORM);

  g_signal_connect_object (self->editor, "edited", G_CALLBACK (lb_text_pane_edited_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "notify::n-issues", G_CALLBACK (lb_text_pane_issues_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "edited", G_CALLBACK (lb_text_pane_form_edited_cb), self,
                           G_CONNECT_SWAPPED);
  lb_text_pane_watch (self);
  lb_prompt_form_set_values (self->form, self->values);
  lb_prompt_form_set_frozen (self->form, self->frozen);
  self->has_form = TRUE;
  self->too_long = FALSE;
  self->form_behind = TRUE;
  show_scrolling (self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

static void
show_plain (LbTextPane *self)
{
  g_clear_handle_id (&self->write_source, g_source_remove);
  g_clear_handle_id (&self->read_source, g_source_remove);
  self->stack = NULL;
  self->editor = NULL;
  self->form = NULL;
  self->form_place = NULL;
  self->form_ahead = FALSE;
  self->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  g_object_set (self->view, "wrap-mode", GTK_WRAP_WORD_CHAR, "top-margin", 12, "bottom-margin", 12,
                "left-margin", 18, "right-margin", 18, "accepts-tab", FALSE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Caption"), -1);
  g_signal_connect_object (lb_text_pane_get_buffer (self), "changed",
                           G_CALLBACK (lb_text_pane_edited_cb), self, G_CONNECT_SWAPPED);
  self->scrolled = new_scrolled (GTK_WIDGET (self->view));
  lb_text_pane_watch (self);
  show_scrolling (self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->scrolled));
  lb_text_pane_set_has_form (self, FALSE, FALSE);
}

static void
lb_text_pane_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbTextPane *self = LB_TEXT_PANE (object);

  switch ((LbTextPaneProperty) prop_id)
    {
    case PROP_N_ISSUES:  g_value_set_uint (value, lb_text_pane_get_n_issues (self)); break;
    case PROP_VIEW_NAME: g_value_set_string (value, lb_text_pane_get_view_name (self)); break;
    case PROP_HAS_FORM:  g_value_set_boolean (value, self->has_form); break;
    case PROP_SCROLLS:   g_value_set_boolean (value, self->scrolls); break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, self->form_ahead ||
                                    gtk_text_buffer_get_can_undo (lb_text_pane_get_buffer (self)));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, !self->form_ahead &&
                                    gtk_text_buffer_get_can_redo (lb_text_pane_get_buffer (self)));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_text_pane_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  LbTextPane *self = LB_TEXT_PANE (object);

  switch ((LbTextPaneProperty) prop_id)
    {
    case PROP_VIEW_NAME: lb_text_pane_set_view_name (self, g_value_get_string (value)); break;
    case PROP_SCROLLS:   lb_text_pane_set_scrolls (self, g_value_get_boolean (value)); break;
    case PROP_N_ISSUES:
    case PROP_HAS_FORM:
    case PROP_CAN_UNDO:
    case PROP_CAN_REDO:
    default:             G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
lb_text_pane_grab_focus (GtkWidget *widget)
{
  LbTextPane *self = LB_TEXT_PANE (widget);

  return gtk_widget_grab_focus (lb_text_pane_shows_form (self) ? GTK_WIDGET (self->form)
                                                               : GTK_WIDGET (self->view));
}

static void
lb_text_pane_dispose (GObject *object)
{
  LbTextPane *self = LB_TEXT_PANE (object);

  g_clear_handle_id (&self->write_source, g_source_remove);
  g_clear_handle_id (&self->read_source, g_source_remove);
  g_clear_object (&self->values);
  g_clear_object (&self->frozen);

  G_OBJECT_CLASS (lb_text_pane_parent_class)->dispose (object);
}

static void
next_issue_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lb_text_pane_show_next_issue (LB_TEXT_PANE (widget));
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  props[PROP_N_ISSUES] = g_param_spec_uint ("n-issues", NULL, NULL, 0, G_MAXUINT, 0, read);
  props[PROP_VIEW_NAME] = g_param_spec_string ("view-name", NULL, NULL, LB_TEXT_PANE_JSON, both);
  props[PROP_HAS_FORM] = g_param_spec_boolean ("has-form", NULL, NULL, TRUE, read);
  props[PROP_SCROLLS] = g_param_spec_boolean ("scrolls", NULL, NULL, TRUE, both);
  props[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, read);
  props[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_text_pane_class_init (LbTextPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_text_pane_get_property;
  object_class->set_property = lb_text_pane_set_property;
  object_class->dispose = lb_text_pane_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = lb_text_pane_grab_focus;

  install_properties (object_class);
  /* Here, as a paned around it would take the key. */
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "text-pane.next-issue", NULL,
                                   next_issue_action_cb);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_F8, 0,
                                       "text-pane.next-issue", NULL);
  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static gboolean
undo_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  lb_text_pane_undo (LB_TEXT_PANE (widget));
  return TRUE;
}

static gboolean
redo_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  lb_text_pane_redo (LB_TEXT_PANE (widget));
  return TRUE;
}

/* Before a field sees them, whose text has no history of its own. */
static void
add_undo_keys (LbTextPane *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>z"),
                      gtk_callback_action_new (undo_key_cb, NULL, NULL)));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control><Shift>z|<Control>y"),
                      gtk_callback_action_new (redo_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
lb_text_pane_init (LbTextPane *self)
{
  self->kind = LB_TEXT_CAPTION;
  self->scrolls = TRUE;
  show_json (self);
  add_undo_keys (self);
}

void
lb_text_pane_set_kind (LbTextPane *self, LbTextKind kind)
{
  LbPromptKind prompt_kind = kind == LB_TEXT_SCHEMA ? LB_PROMPT_SCHEMA : LB_PROMPT_CAPTION;

  g_return_if_fail (LB_IS_TEXT_PANE (self));

  if (self->kind == kind)
    return;

  self->kind = kind;
  if (kind == LB_TEXT_PLAIN)
    show_plain (self);
  else if (self->editor == NULL)
    show_json (self);
  if (self->editor != NULL)
    {
      lb_prompt_editor_set_kind (self->editor, prompt_kind);
      lb_prompt_form_set_kind (self->form, prompt_kind);
      self->form_behind = TRUE;
      lb_text_pane_update_view (self);
    }
}

static void
set_plain_text (LbTextPane *self, const char *text)
{
  GtkTextBuffer *buffer = lb_text_pane_get_buffer (self);
  GtkTextIter start;

  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
}

/* Another text begins at its start, unless somebody stays in one of its fields. */
static void
show_start (LbTextPane *self)
{
  if (self->scrolled != NULL && !lb_form_row_has_focus (GTK_WIDGET (self)))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
}

void
lb_text_pane_set_text (LbTextPane *self, const char *text)
{
  g_return_if_fail (LB_IS_TEXT_PANE (self));

  g_clear_handle_id (&self->write_source, g_source_remove);
  self->form_ahead = FALSE;
  /* First: the text may be judged at once, and the issues are for the form as well. */
  if (self->form != NULL)
    lb_prompt_form_reset (self->form);
  self->updating = TRUE;
  if (self->editor != NULL)
    lb_prompt_editor_set_text (self->editor, text);
  else
    set_plain_text (self, text != NULL ? text : "");
  self->updating = FALSE;

  if (self->form != NULL)
    {
      self->form_behind = TRUE;
      self->held_back = FALSE;
      lb_text_pane_read (self, NULL);
      lb_text_pane_update_view (self);
    }
  show_start (self);
  lb_text_pane_notify_history (self);
}

void
lb_text_pane_replace (LbTextPane *self, const char *text)
{
  g_return_if_fail (LB_IS_TEXT_PANE (self));
  g_return_if_fail (text != NULL);

  lb_text_pane_write_form (self);
  lb_text_splice (lb_text_pane_get_buffer (self), text);
}

void
lb_text_pane_update (LbTextPane *self, const char *text)
{
  g_return_if_fail (LB_IS_TEXT_PANE (self));

  lb_text_pane_write_form (self);
  self->updating = TRUE;
  lb_text_splice (lb_text_pane_get_buffer (self), text != NULL ? text : "");
  self->updating = FALSE;
}

char *
lb_text_pane_dup_text (LbTextPane *self)
{
  g_return_val_if_fail (LB_IS_TEXT_PANE (self), NULL);

  lb_text_pane_write_form (self);
  return lb_text_pane_dup_written (self);
}

gboolean
lb_text_pane_is_blank (LbTextPane *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (LB_IS_TEXT_PANE (self), TRUE);

  /* What was typed in the form makes a document in any case. */
  if (self->form_ahead)
    return FALSE;

  text = lb_text_pane_dup_written (self);
  return lb_text_pane_is_blank_text (text);
}

void
lb_text_pane_set_values (LbTextPane *self, LbUsedValues *values)
{
  g_return_if_fail (LB_IS_TEXT_PANE (self));

  g_set_object (&self->values, values);
  if (self->form != NULL)
    lb_prompt_form_set_values (self->form, values);
}

void
lb_text_pane_set_frozen (LbTextPane *self, LbFrozenFields *frozen)
{
  g_return_if_fail (LB_IS_TEXT_PANE (self));

  g_set_object (&self->frozen, frozen);
  if (self->form != NULL)
    lb_prompt_form_set_frozen (self->form, frozen);
}

void
lb_text_pane_set_editable (LbTextPane *self, gboolean editable)
{
  g_return_if_fail (LB_IS_TEXT_PANE (self));

  if (self->editor == NULL)
    {
      gtk_text_view_set_editable (self->view, editable);
      return;
    }

  lb_prompt_editor_set_editable (self->editor, editable);
  lb_prompt_form_set_editable (self->form, editable);
}

guint
lb_text_pane_get_n_issues (LbTextPane *self)
{
  g_return_val_if_fail (LB_IS_TEXT_PANE (self), 0);

  return self->editor != NULL ? lb_prompt_editor_get_n_issues (self->editor) : 0;
}

LbPromptIssue *
lb_text_pane_dup_first_issue (LbTextPane *self)
{
  g_return_val_if_fail (LB_IS_TEXT_PANE (self), NULL);

  return lb_text_pane_get_n_issues (self) > 0
           ? g_list_model_get_item (lb_prompt_editor_get_issues (self->editor), 0)
           : NULL;
}

void
lb_text_pane_show_next_issue (LbTextPane *self)
{
  const guint n_issues = lb_text_pane_get_n_issues (self);
  g_autoptr (LbPromptIssue) issue = NULL;

  g_return_if_fail (LB_IS_TEXT_PANE (self));

  if (n_issues == 0)
    return;
  if (!lb_text_pane_shows_form (self))
    {
      lb_prompt_editor_show_next_issue (self->editor);
      return;
    }

  self->shown_issue = self->shown_issue + 1 < n_issues ? self->shown_issue + 1 : 0;
  issue = g_list_model_get_item (lb_prompt_editor_get_issues (self->editor), self->shown_issue);
  lb_prompt_form_show_path (self->form, lb_prompt_issue_get_path (issue));
}

void
lb_text_pane_undo (LbTextPane *self)
{
  GtkTextBuffer *buffer;
  g_autofree char *before = NULL;

  g_return_if_fail (LB_IS_TEXT_PANE (self));

  before = lb_text_pane_dup_text (self);
  buffer = lb_text_pane_get_buffer (self);
  if (!gtk_text_view_get_editable (self->view) || !gtk_text_buffer_get_can_undo (buffer))
    return;

  gtk_text_buffer_undo (buffer);
  lb_text_pane_lead_to_change (self, before);
}

void
lb_text_pane_redo (LbTextPane *self)
{
  GtkTextBuffer *buffer;
  g_autofree char *before = NULL;

  g_return_if_fail (LB_IS_TEXT_PANE (self));

  before = lb_text_pane_dup_text (self);
  buffer = lb_text_pane_get_buffer (self);
  if (!gtk_text_view_get_editable (self->view) || !gtk_text_buffer_get_can_redo (buffer))
    return;

  gtk_text_buffer_redo (buffer);
  lb_text_pane_lead_to_change (self, before);
}

void
lb_text_pane_set_view_name (LbTextPane *self, const char *view_name)
{
  g_autofree char *path = NULL;
  gboolean was_form, had_focus;

  g_return_if_fail (LB_IS_TEXT_PANE (self));
  g_return_if_fail (g_strcmp0 (view_name, LB_TEXT_PANE_FORM) == 0 ||
                    g_strcmp0 (view_name, LB_TEXT_PANE_JSON) == 0);

  was_form = lb_text_pane_shows_form (self);
  had_focus = lb_form_row_has_focus (GTK_WIDGET (self));
  path = was_form ? lb_prompt_form_dup_focus_path (self->form) : NULL;
  lb_text_pane_write_form (self);
  self->wants_form = g_str_equal (view_name, LB_TEXT_PANE_FORM);
  self->held_back = FALSE;
  lb_text_pane_update_view (self);

  /* Whoever asked for what can't be shown is to see what is. */
  if (self->wants_form != lb_text_pane_shows_form (self))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VIEW_NAME]);
  if (was_form && !lb_text_pane_shows_form (self))
    lb_text_pane_lead_to_text (self, path);
  if (had_focus && !was_form && lb_text_pane_shows_form (self))
    lb_text_pane_lead_to_field (self);
  else if (had_focus && was_form != lb_text_pane_shows_form (self))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

const char *
lb_text_pane_get_view_name (LbTextPane *self)
{
  g_return_val_if_fail (LB_IS_TEXT_PANE (self), NULL);

  return lb_text_pane_shows_form (self) ? LB_TEXT_PANE_FORM : LB_TEXT_PANE_JSON;
}

gboolean
lb_text_pane_get_has_form (LbTextPane *self)
{
  g_return_val_if_fail (LB_IS_TEXT_PANE (self), FALSE);

  return self->has_form;
}

const char *
lb_text_pane_get_no_form_reason (LbTextPane *self)
{
  g_return_val_if_fail (LB_IS_TEXT_PANE (self), NULL);

  if (self->has_form)
    return NULL;

  return self->too_long ? _ ("The text is too long for a form")
                        : _ ("There is a form once the text is right JSON");
}

char *
lb_text_pane_dup_field (LbTextPane *self)
{
  char *path = NULL;

  g_return_val_if_fail (LB_IS_TEXT_PANE (self), NULL);

  if (!lb_form_row_has_focus (GTK_WIDGET (self)))
    return NULL;

  if (lb_text_pane_shows_form (self))
    path = lb_prompt_form_dup_focus_path (self->form);
  return path != NULL ? path : g_strdup ("");
}

void
lb_text_pane_show_field (LbTextPane *self, const char *path)
{
  g_return_if_fail (LB_IS_TEXT_PANE (self));
  g_return_if_fail (path != NULL);

  if (*path != '\0' && lb_text_pane_shows_form (self))
    lb_prompt_form_show_path (self->form, path);
  else if (!lb_form_row_has_focus (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
lb_text_pane_set_scrolls (LbTextPane *self, gboolean scrolls)
{
  g_return_if_fail (LB_IS_TEXT_PANE (self));

  if (self->scrolls == scrolls)
    return;

  self->scrolls = scrolls;
  show_scrolling (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SCROLLS]);
}

GtkTextView *
lb_text_pane_get_view (LbTextPane *self)
{
  g_return_val_if_fail (LB_IS_TEXT_PANE (self), NULL);

  return self->view;
}

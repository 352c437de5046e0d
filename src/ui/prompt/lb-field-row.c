#include "config.h"

#include "ui/prompt/lb-field-row.h"

#include "base/lb-json.h"
#include "ui/prompt/lb-choice-row.h"
#include "ui/prompt/lb-field-assistant.h"
#include "ui/prompt/lb-field-menu.h"
#include "ui/prompt/lb-field-names.h"
#include "ui/prompt/lb-frozen-mark.h"
#include "ui/prompt/lb-growing-text.h"
#include "ui/prompt/lb-issue-line.h"
#include "ui/prompt/lb-section-row.h"
#include "ui/prompt/lb-text-splice.h"

/* How the text of the row becomes a value. */
typedef enum
{
  MODE_TEXT,
  MODE_NUMBER, /* a whole number if it is one, else a text, of which the issue then speaks */
  MODE_LINES,  /* a list with a text a line */
  MODE_JSON    /* not at all */
} FieldMode;

struct _LbFieldRow
{
  AdwPreferencesRow parent_instance;

  LbPromptDraft *draft;       /* (owned) */
  char *path;                 /* (owned) */
  const LbPromptField *field; /* (nullable) */

  GtkWidget *title; /* (unowned) label */
  LbGrowingText *text;
  LbIssueLine *issue;
  LbFrozenMark *mark;
  GtkBox *box;                 /* (unowned): around all these */
  LbFieldAssistant *assistant; /* (owned) */

  FieldMode mode;
  char *base_json;   /* (owned) (nullable): what was there when the row looked last */
  char *base_text;   /* (owned): and how it was shown */
  gboolean was_null; /* so it is when it is cleared */
  guint document;    /* of the draft, from which all these are */
  gboolean showing;  /* the text is being shown, not typed */
};

static void form_row_iface_init (LbFormRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbFieldRow,
                               lb_field_row,
                               ADW_TYPE_PREFERENCES_ROW,
                               G_IMPLEMENT_INTERFACE (LB_TYPE_FORM_ROW, form_row_iface_init))

static GtkTextBuffer *
get_buffer (LbFieldRow *self)
{
  return gtk_text_view_get_buffer (lb_growing_text_get_view (self->text));
}

/* (transfer full) (nullable): the texts of a list a line each, if that can be told apart again. */
static char *
join_lines (LbFieldRow *self)
{
  const guint n_texts = lb_prompt_draft_get_length (self->draft, self->path);
  LbPrompt *prompt = lb_prompt_draft_get_prompt (self->draft);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < n_texts; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s[%u]", self->path, i);
      g_autofree char *text = lb_prompt_get_string (prompt, path);

      if (text == NULL || strpbrk (text, "\r\n") != NULL || (n_texts == 1 && *text == '\0'))
        return NULL;
      g_strv_builder_add (builder, text);
    }

  lines = g_strv_builder_end (builder);
  return g_strjoinv ("\n", lines);
}

/* (transfer full): @json on one line. */
static char *
compact (const char *json)
{
  GString *line = g_string_new (NULL);
  gboolean in_text = FALSE;

  for (const char *p = json; *p != '\0'; p++)
    {
      if (!in_text && strchr (" \t\r\n", *p) != NULL)
        continue;
      if (in_text && *p == '\\' && p[1] != '\0')
        g_string_append_c (line, *p++);
      else if (*p == '"')
        in_text = !in_text;
      g_string_append_c (line, *p);
      if (!in_text && (*p == ',' || *p == ':'))
        g_string_append_c (line, ' ');
    }

  return g_string_free_and_steal (line);
}

static gboolean
is_integer_field (LbFieldRow *self)
{
  return self->field != NULL && self->field->kind == LB_PROMPT_FIELD_INTEGER;
}

static gboolean
holds_fields (LbFieldRow *self)
{
  return self->field != NULL &&
         (self->field->kind == LB_PROMPT_FIELD_OBJECT || self->field->kind == LB_PROMPT_FIELD_LIST);
}

/* @text: (out): how @json is shown. */
static FieldMode
read_value (LbFieldRow *self, const char *json, char **text)
{
  const FieldMode plain = is_integer_field (self) ? MODE_NUMBER : MODE_TEXT;

  if (json == NULL || g_str_equal (json, "null"))
    {
      *text = g_strdup ("");
      return plain;
    }
  if (*json == '"')
    {
      *text = lb_prompt_draft_dup_string (self->draft, self->path);
      return holds_fields (self) ? MODE_JSON : plain;
    }
  if (*json == '[' && self->field != NULL && self->field->kind == LB_PROMPT_FIELD_LOOSE &&
      (*text = join_lines (self)) != NULL)
    return MODE_LINES;

  *text = compact (json);
  return self->field != NULL && *json != '[' && *json != '{' && !holds_fields (self) ? plain
                                                                                     : MODE_JSON;
}

static gboolean
is_whole_number (const char *text)
{
  const char *digits = *text == '-' ? text + 1 : text;
  const gsize length = strlen (digits);

  return length > 0 && length < 16 && strspn (digits, "0123456789") == length &&
         (*digits != '0' || length == 1);
}

/* (transfer full) (nullable): what a row with nothing in it stands for. */
static char *
write_nothing (LbFieldRow *self)
{
  if (self->was_null)
    return g_strdup ("null");
  if (self->field == NULL || self->field->required)
    return g_strdup (self->mode == MODE_LINES ? "[]" : "\"\"");

  return NULL;
}

static void
append_lines (GString *json, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_string_append_c (json, '[');
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (json, ", ");
      lb_json_append_string (json, lines[i]);
    }
  g_string_append_c (json, ']');
}

/* (transfer full) (nullable): the value that @text stands for. */
static char *
write_value (LbFieldRow *self, const char *text)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  /* As it was spelled. */
  if (g_str_equal (text, self->base_text))
    return g_strdup (self->base_json);
  if (*text == '\0')
    return write_nothing (self);

  if (self->mode == MODE_NUMBER && is_whole_number (stripped))
    g_string_append (json, stripped);
  else if (self->mode == MODE_LINES)
    append_lines (json, text);
  else
    lb_json_append_string (json, text);
  return g_string_free_and_steal (g_steal_pointer (&json));
}

static void
text_changed_cb (LbFieldRow *self)
{
  g_autofree char *text = NULL;
  g_autofree char *json = NULL;

  if (self->showing)
    return;

  text = lb_growing_text_dup_text (self->text);
  json = write_value (self, text);
  lb_prompt_draft_type (self->draft, self->path, json);
  lb_field_assistant_typed (self->assistant);
}

static void
show_issue (LbFieldRow *self)
{
  LbPromptIssue *issue = lb_prompt_draft_find_issue (self->draft, self->path);
  const char *words;

  lb_issue_line_set_issue (self->issue, issue);
  lb_frozen_mark_update (self->mark, self->draft, self->path);
  words = lb_issue_line_get_words (self->issue);
  if (words == NULL)
    words = lb_frozen_mark_get_words (self->mark);
  if (issue != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (lb_growing_text_get_view (self->text)), GTK_ACCESSIBLE_STATE_INVALID,
    issue != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (lb_growing_text_get_view (self->text)),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words != NULL ? words : "",
                                  -1);
}

static void
put_cursor_at_end (LbFieldRow *self)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (get_buffer (self), &end);
  gtk_text_buffer_place_cursor (get_buffer (self), &end);
}

static void
lb_field_row_update (LbFormRow *row)
{
  LbFieldRow *self = LB_FIELD_ROW (row);
  g_autofree char *json = lb_prompt_draft_dup_json (self->draft, self->path);
  const guint document = lb_prompt_draft_get_document (self->draft);
  g_autofree char *text = NULL;
  gboolean editable;

  if (self->document != document)
    self->was_null = FALSE;
  if (self->base_text == NULL || g_strcmp0 (json, self->base_json) != 0)
    {
      self->mode = read_value (self, json, &text);
      self->was_null = json != NULL && (self->was_null || g_str_equal (json, "null"));
      g_set_str (&self->base_json, json);
      g_set_str (&self->base_text, text);
    }
  /* Even if it is what the row saw last, it may have been typed over since. */
  self->showing = TRUE;
  lb_text_splice (get_buffer (self), self->base_text);
  if (self->document != document)
    put_cursor_at_end (self);
  self->document = document;
  self->showing = FALSE;

  editable = lb_prompt_draft_may_edit (self->draft, self->path) && self->mode != MODE_JSON;
  gtk_text_view_set_editable (lb_growing_text_get_view (self->text), editable);
  gtk_text_view_set_cursor_visible (lb_growing_text_get_view (self->text), editable);
  show_issue (self);
}

static void
lb_field_row_set_path (LbFormRow *row, const char *path)
{
  g_set_str (&LB_FIELD_ROW (row)->path, path);
  lb_field_assistant_set_path (LB_FIELD_ROW (row)->assistant, path);
}

static const char *
lb_field_row_get_path (LbFormRow *row)
{
  return LB_FIELD_ROW (row)->path;
}

static gboolean
lb_field_row_show_path (LbFormRow *row, const char *path)
{
  LbFieldRow *self = LB_FIELD_ROW (row);

  if (!lb_prompt_draft_is_within (path, self->path))
    return FALSE;

  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  return TRUE;
}

static gboolean
lb_field_row_fits (LbFormRow *row, const char *json)
{
  LbFieldRow *self = LB_FIELD_ROW (row);

  return !lb_section_row_can_show (self->field, json) &&
         !(lb_choice_row_can_show (self->field, json) &&
           lb_prompt_draft_may_edit (self->draft, self->path));
}

static void
form_row_iface_init (LbFormRowInterface *iface)
{
  iface->update = lb_field_row_update;
  iface->set_path = lb_field_row_set_path;
  iface->get_path = lb_field_row_get_path;
  iface->show_path = lb_field_row_show_path;
  iface->fits = lb_field_row_fits;
}

/* Whether the cursor is in the first line that is seen, or in the last. */
static gboolean
is_at_edge (LbFieldRow *self, gboolean last)
{
  GtkTextView *view = lb_growing_text_get_view (self->text);
  GtkTextIter cursor, start, end;
  GdkRectangle here, there;

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &cursor,
                                    gtk_text_buffer_get_insert (get_buffer (self)));
  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  gtk_text_view_get_iter_location (view, &cursor, &here);
  gtk_text_view_get_iter_location (view, last ? &end : &start, &there);
  return here.y == there.y;
}

/* Enter leads on to the next field, as in a form; in a text of several lines it breaks the line, as
 * it does with Shift in any. Arrows lead out of a text at its ends, as out of the toolkit's rows.
 */
static gboolean
leads_away (LbFieldRow *self, guint keyval, GtkDirectionType *direction)
{
  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      *direction = GTK_DIR_TAB_FORWARD;
      return self->mode != MODE_LINES && gtk_text_buffer_get_line_count (get_buffer (self)) == 1;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:   *direction = GTK_DIR_TAB_BACKWARD; return is_at_edge (self, FALSE);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down: *direction = GTK_DIR_TAB_FORWARD; return is_at_edge (self, TRUE);
    default:              return FALSE;
    }
}

static gboolean
key_pressed_cb (
  GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, LbFieldRow *self)
{
  GtkTextView *view = lb_growing_text_get_view (self->text);
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (keys));
  GtkDirectionType direction;

  if (lb_field_assistant_take_key (self->assistant, keyval, state))
    return GDK_EVENT_STOP;
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0 ||
      !leads_away (self, keyval, &direction))
    return GDK_EVENT_PROPAGATE;

  /* Unless it is meant for what writes other scripts. */
  if (event == NULL || !gtk_text_view_im_context_filter_keypress (view, event))
    gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), direction);
  return GDK_EVENT_STOP;
}

/* A click beside the text goes to its end. */
static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, LbFieldRow *self)
{
  if (lb_form_row_has_focus (GTK_WIDGET (self)))
    return;

  put_cursor_at_end (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static gboolean
lb_field_row_focus (GtkWidget *widget, GtkDirectionType direction)
{
  LbFieldRow *self = LB_FIELD_ROW (widget);
  GtkWidget *mark = GTK_WIDGET (self->mark);
  const gboolean in_mark = lb_form_row_has_focus (mark);

  /* From the text to the mark, where there is one, and back. */
  if (lb_form_row_has_focus (widget) && !in_mark)
    return direction == GTK_DIR_TAB_FORWARD && gtk_widget_get_visible (mark) &&
           gtk_widget_child_focus (mark, direction);
  if (in_mark && direction != GTK_DIR_TAB_BACKWARD)
    return FALSE;

  return gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static gboolean
lb_field_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (LB_FIELD_ROW (widget)->text));
}

static void
lb_field_row_finalize (GObject *object)
{
  LbFieldRow *self = LB_FIELD_ROW (object);

  g_clear_object (&self->assistant);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->base_json, g_free);
  g_clear_pointer (&self->base_text, g_free);

  G_OBJECT_CLASS (lb_field_row_parent_class)->finalize (object);
}

static void
lb_field_row_class_init (LbFieldRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lb_field_row_finalize;
  widget_class->focus = lb_field_row_focus;
  widget_class->grab_focus = lb_field_row_grab_focus;
}

static void
add_controllers (LbFieldRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/* The same nodes as in a row of the toolkit, so that it has their measures. */
static void
lb_field_row_init (LbFieldRow *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->title), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->title, "title");
  self->text = LB_GROWING_TEXT (lb_growing_text_new ());
  self->issue = LB_ISSUE_LINE (lb_issue_line_new ());
  gtk_text_buffer_set_enable_undo (get_buffer (self), FALSE);

  self->box = GTK_BOX (box);
  gtk_widget_add_css_class (box, "title");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->issue));
  gtk_widget_add_css_class (header, "header");
  gtk_box_append (GTK_BOX (header), box);
  self->mark = LB_FROZEN_MARK (lb_frozen_mark_new ());
  gtk_box_append (GTK_BOX (header), GTK_WIDGET (self->mark));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), header);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "property");
  gtk_widget_add_css_class (GTK_WIDGET (self), "field-row");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (text_changed_cb), self,
                           G_CONNECT_SWAPPED);
  add_controllers (self);
}

GtkWidget *
lb_field_row_new (LbPromptDraft *draft,
                  const char *path,
                  const char *key,
                  const LbPromptField *field)
{
  LbFieldRow *self;
  g_autofree char *name = NULL;

  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (draft), NULL);

  self = g_object_new (LB_TYPE_FIELD_ROW, NULL);
  self->draft = g_object_ref (draft);
  self->path = g_strdup (path);
  self->field = field;
  self->assistant =
    lb_field_assistant_new (draft, field, lb_growing_text_get_view (self->text), self->box);
  lb_field_assistant_set_path (self->assistant, path);
  name = lb_field_name (key);
  lb_field_row_set_title (self, name);
  if (is_integer_field (self))
    gtk_text_view_set_input_purpose (lb_growing_text_get_view (self->text),
                                     GTK_INPUT_PURPOSE_DIGITS);
  lb_field_row_update (LB_FORM_ROW (self));
  /* The text has a menu of its own; around it this one keeps that of the section away. */
  lb_field_menu_attach (GTK_WIDGET (self), draft);
  return GTK_WIDGET (self);
}

void
lb_field_row_set_title (LbFieldRow *self, const char *title)
{
  g_return_if_fail (LB_IS_FIELD_ROW (self));

  gtk_label_set_label (GTK_LABEL (self->title), title);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (lb_growing_text_get_view (self->text)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

void
lb_field_row_hide_title (LbFieldRow *self)
{
  g_return_if_fail (LB_IS_FIELD_ROW (self));

  gtk_widget_set_visible (self->title, FALSE);
}

GtkTextView *
lb_field_row_get_view (LbFieldRow *self)
{
  g_return_val_if_fail (LB_IS_FIELD_ROW (self), NULL);

  return lb_growing_text_get_view (self->text);
}

const char *
lb_field_row_get_issue_words (LbFieldRow *self)
{
  g_return_val_if_fail (LB_IS_FIELD_ROW (self), NULL);

  return lb_issue_line_get_words (self->issue);
}

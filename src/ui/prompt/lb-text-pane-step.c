#include "config.h"

#include "ui/prompt/lb-text-pane-private.h"

#include "model/lb-prompt-place.h"
#include "ui/prompt/lb-form-limits.h"
#include "ui/prompt/lb-form-row.h"
#include "ui/prompt/lb-text-splice.h"

/* So long after the last key what was typed in the form is one step to undo. */
#define WRITE_DELAY_MS 300

GtkTextBuffer *
lb_text_pane_get_buffer (LbTextPane *self)
{
  return gtk_text_view_get_buffer (self->view);
}

char *
lb_text_pane_dup_written (LbTextPane *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (lb_text_pane_get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (lb_text_pane_get_buffer (self), &start, &end, TRUE);
}

gboolean
lb_text_pane_is_blank_text (const char *text)
{
  return text[strspn (text, " \t\r\n")] == '\0';
}

gboolean
lb_text_pane_shows_form (LbTextPane *self)
{
  return self->stack != NULL &&
         g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), LB_TEXT_PANE_FORM) == 0;
}

void
lb_text_pane_edited_cb (LbTextPane *self)
{
  if (!self->updating)
    g_signal_emit_by_name (self, "edited");
}

void
lb_text_pane_notify_history (LbTextPane *self)
{
  g_object_notify (G_OBJECT (self), "can-undo");
  g_object_notify (G_OBJECT (self), "can-redo");
}

void
lb_text_pane_set_has_form (LbTextPane *self, gboolean has_form, gboolean too_long)
{
  if (self->has_form == has_form && self->too_long == too_long)
    return;

  self->has_form = has_form;
  self->too_long = too_long;
  g_object_notify (G_OBJECT (self), "has-form");
}

/* Whether the text can be shown as a form, which is has-form from then on. It is read here and now,
 * so that what is typed in the form never meets an older or newer text. @prompt: (out) (optional):
 * NULL for a blank text. */
gboolean
lb_text_pane_read (LbTextPane *self, LbPrompt **prompt)
{
  g_autofree char *text = lb_text_pane_dup_written (self);
  g_autoptr (LbPrompt) read = NULL;
  const gboolean blank = lb_text_pane_is_blank_text (text);
  const gboolean right = blank || (read = lb_prompt_new (text, NULL)) != NULL;
  const gboolean fits = right && (blank || lb_form_limits_allow (text));

  lb_text_pane_set_has_form (self, fits, right && !fits);
  if (fits && prompt != NULL)
    *prompt = g_steal_pointer (&read);
  return fits;
}

static void
show_view (LbTextPane *self, gboolean form)
{
  if (lb_text_pane_shows_form (self) == form)
    return;

  gtk_stack_set_visible_child_name (self->stack, form ? LB_TEXT_PANE_FORM : LB_TEXT_PANE_JSON);
  g_object_notify (G_OBJECT (self), "view-name");
}

/* The focus stays in the form, even if its row goes. */
static void
show_prompt (LbTextPane *self, LbPrompt *prompt)
{
  g_autofree char *path = lb_form_row_has_focus (GTK_WIDGET (self->form))
                            ? lb_prompt_form_dup_focus_path (self->form)
                            : NULL;

  lb_prompt_form_set_prompt (self->form, prompt);
  if (path != NULL && !lb_form_row_has_focus (GTK_WIDGET (self->form)))
    lb_prompt_form_show_path (self->form, path);
}

/* Shows what is wanted, as far as the text lets it. */
void
lb_text_pane_update_view (LbTextPane *self)
{
  g_autoptr (LbPrompt) prompt = NULL;
  gboolean form = self->wants_form && !self->held_back;

  g_clear_handle_id (&self->read_source, g_source_remove);
  if (self->stack == NULL)
    return;

  if (form && (self->form_behind || !lb_text_pane_shows_form (self)))
    {
      form = lb_text_pane_read (self, &prompt);
      self->held_back = !form;
      if (form)
        {
          show_prompt (self, prompt);
          self->form_behind = FALSE;
        }
    }
  show_view (self, form);
}

static void
read_cb (gpointer data)
{
  LbTextPane *self = data;

  self->read_source = 0;
  lb_text_pane_update_view (self);
}

static void
buffer_changed_cb (LbTextPane *self)
{
  if (self->stack == NULL || self->form_ahead)
    return;

  self->form_behind = TRUE;
  if (lb_text_pane_shows_form (self) && self->read_source == 0)
    self->read_source = g_idle_add_once (read_cb, self);
}

/* The text is whole again after several changes. */
static void
buffer_settled_cb (LbTextPane *self)
{
  if (self->read_source != 0)
    lb_text_pane_update_view (self);
}

void
lb_text_pane_write_form (LbTextPane *self)
{
  LbPrompt *prompt;

  g_clear_handle_id (&self->write_source, g_source_remove);
  if (!self->form_ahead)
    return;

  prompt = lb_prompt_form_get_prompt (self->form);
  self->updating = TRUE;
  lb_text_splice (lb_text_pane_get_buffer (self),
                  prompt != NULL ? lb_prompt_get_text (prompt) : "");
  self->updating = FALSE;
  self->form_ahead = FALSE;
  lb_text_pane_notify_history (self);
}

/* What was put into a field can make the text too long for a form. */
static void
leave_long_form (LbTextPane *self)
{
  const gboolean had_focus = lb_form_row_has_focus (GTK_WIDGET (self));
  g_autofree char *path = lb_prompt_form_dup_focus_path (self->form);

  self->form_behind = TRUE;
  lb_text_pane_update_view (self);
  lb_text_pane_lead_to_text (self, path);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static gboolean
write_due_cb (gpointer data)
{
  LbTextPane *self = data;

  self->write_source = 0;
  lb_text_pane_write_form (self);
  if (lb_text_pane_shows_form (self) && !lb_text_pane_read (self, NULL))
    leave_long_form (self);
  return G_SOURCE_REMOVE;
}

void
lb_text_pane_form_edited_cb (LbTextPane *self)
{
  self->form_ahead = TRUE;
  g_clear_handle_id (&self->write_source, g_source_remove);
  self->write_source = g_timeout_add (WRITE_DELAY_MS, write_due_cb, self);
  lb_text_pane_notify_history (self);
  g_signal_emit_by_name (self, "edited");
}

void
lb_text_pane_issues_cb (LbTextPane *self)
{
  GListModel *issues = lb_prompt_editor_get_issues (self->editor);

  lb_prompt_form_set_issues (self->form, issues);
  self->shown_issue = G_MAXUINT;
  if (!lb_text_pane_shows_form (self))
    lb_text_pane_read (self, NULL);
  g_object_notify (G_OBJECT (self), "n-issues");
}

void
lb_text_pane_watch (LbTextPane *self)
{
  GtkTextBuffer *buffer = lb_text_pane_get_buffer (self);

  g_signal_connect_object (buffer, "changed", G_CALLBACK (buffer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "end-user-action", G_CALLBACK (buffer_settled_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (buffer, "undo", G_CALLBACK (buffer_settled_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (buffer, "redo", G_CALLBACK (buffer_settled_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (buffer, "notify::can-undo", G_CALLBACK (lb_text_pane_notify_history),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "notify::can-redo", G_CALLBACK (lb_text_pane_notify_history),
                           self, G_CONNECT_SWAPPED);
}

/* The cursor goes to the field where the form was. */
void
lb_text_pane_lead_to_text (LbTextPane *self, const char *path)
{
  LbPrompt *prompt = lb_prompt_form_get_prompt (self->form);
  GtkTextIter iter;
  guint line, column;

  if (path == NULL || prompt == NULL)
    return;

  lb_prompt_locate (prompt, path, &line, &column);
  gtk_text_buffer_get_iter_at_line_offset (lb_text_pane_get_buffer (self), &iter, (int) line - 1,
                                           (int) column - 1);
  gtk_text_buffer_place_cursor (lb_text_pane_get_buffer (self), &iter);
  gtk_text_view_scroll_to_mark (
    self->view, gtk_text_buffer_get_insert (lb_text_pane_get_buffer (self)), 0.1, FALSE, 0, 0);
}

/* The form opens at the field where the cursor was. */
void
lb_text_pane_lead_to_field (LbTextPane *self)
{
  LbPrompt *prompt = lb_prompt_form_get_prompt (self->form);
  GtkTextIter start, cursor;
  g_autofree char *before = NULL;
  g_autofree char *path = NULL;

  gtk_text_buffer_get_iter_at_mark (lb_text_pane_get_buffer (self), &cursor,
                                    gtk_text_buffer_get_insert (lb_text_pane_get_buffer (self)));
  gtk_text_buffer_get_start_iter (lb_text_pane_get_buffer (self), &start);
  before = gtk_text_buffer_get_text (lb_text_pane_get_buffer (self), &start, &cursor, TRUE);
  path = prompt != NULL ? lb_prompt_dup_path_at (prompt, strlen (before)) : g_strdup ("");
  if (*path != '\0')
    lb_prompt_form_show_path (self->form, path);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

/* Who takes something back is to see what it was: the first place where the text differs from
 * @before. */
void
lb_text_pane_lead_to_change (LbTextPane *self, const char *before)
{
  g_autofree char *now = lb_text_pane_dup_written (self);
  g_autofree char *path = NULL;
  g_autofree char *focus_path = NULL;
  LbPrompt *prompt;
  gsize offset = 0;

  if (!lb_text_pane_shows_form (self) || !lb_form_row_has_focus (GTK_WIDGET (self->form)) ||
      (prompt = lb_prompt_form_get_prompt (self->form)) == NULL)
    return;

  while (now[offset] != '\0' && now[offset] == before[offset])
    offset++;
  path = lb_prompt_dup_path_at (prompt, offset);
  focus_path = lb_prompt_form_dup_focus_path (self->form);
  if (*path != '\0' && g_strcmp0 (path, focus_path) != 0)
    lb_prompt_form_show_path (self->form, path);
}

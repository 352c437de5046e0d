#include "config.h"

#include "ui/matrix/lb-matrix-private.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/matrix/lb-matrix-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

/* One value, typed in the place of its cell. */

/* Where the keyboard goes once it is written. */
typedef struct
{
  GWeakRef *matrix; /* (owned) */
  LbCellJob *job;   /* (owned) */
  int rows;
  int columns;
} Commit;

static void
commit_free (gpointer data)
{
  Commit *self = data;

  lb_weak_free (self->matrix);
  g_object_unref (self->job);
  g_free (self);
}

static void
close_editor (LbMatrix *self)
{
  if (self->editor == NULL)
    return;

  self->editor = NULL;
  g_clear_object (&self->edited);
  g_clear_pointer (&self->edited_path, g_free);
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
  lb_matrix_grid_set_editor (self->grid, NULL);
  lb_matrix_update_cell_actions (self);
}

/* What was typed stays, with the reason under it. */
static void
refuse (LbMatrix *self, const char *words)
{
  GtkWidget *popover = g_object_get_data (G_OBJECT (self->editor), "lb-words");

  gtk_widget_set_sensitive (self->editor, TRUE);
  gtk_widget_add_css_class (self->editor, "error");
  gtk_widget_grab_focus (self->editor);
  gtk_label_set_text (GTK_LABEL (gtk_popover_get_child (GTK_POPOVER (popover))), words);
  gtk_popover_popup (GTK_POPOVER (popover));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->editor),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  gtk_accessible_announce (GTK_ACCESSIBLE (self->editor), words,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

/* The editor is gone: what was typed is not lost without a word. */
static void
tell_late (LbMatrix *self, const GError *error, GPtrArray *problems)
{
  if (error != NULL)
    lb_toast_show (GTK_WIDGET (self), lb_error_toast_new (_ ("Can’t write the cells"), error));
  else if (problems->len > 0)
    lb_matrix_show_problems (self, problems, 0);
}

static DexFuture *
written_cb (DexFuture *future, gpointer data)
{
  Commit *commit = data;
  g_autoptr (LbMatrix) self = g_weak_ref_get (commit->matrix);
  g_autoptr (GError) error = NULL;
  GPtrArray *problems = lb_cell_job_get_problems (commit->job);
  g_autofree char *words = NULL;
  int column;
  int nth;

  dex_await_uint (dex_ref (future), &error);
  if (self == NULL || self->grid == NULL)
    return NULL;
  self->writing = FALSE;
  lb_matrix_update_cell_actions (self);
  if (self->editor == NULL)
    {
      tell_late (self, error, problems);
      return NULL;
    }

  if (error != NULL)
    words = lb_error_words (error);
  else if (problems->len > 0)
    words = lb_matrix_problem_words (g_ptr_array_index (problems, 0));
  if (words != NULL)
    {
      refuse (self, words);
      return NULL;
    }

  close_editor (self);
  nth = lb_matrix_grid_get_active (self->grid, &column);
  if (nth >= 0 && (commit->rows != 0 || commit->columns != 0))
    lb_matrix_grid_go (self->grid, nth + commit->rows, MAX (0, column + commit->columns), FALSE);
  return NULL;
}

/* Writes what is typed and goes on; what is as it was is only left. */
static void
commit (LbMatrix *self, int rows, int columns)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->editor));
  const char *before = g_object_get_data (G_OBJECT (self->editor), "lb-before");
  Commit *errand = NULL;
  int column;
  int nth;

  if (self->writing)
    return;

  if (g_strcmp0 (text, before) == 0)
    {
      close_editor (self);
      nth = lb_matrix_grid_get_active (self->grid, &column);
      if (rows != 0 || columns != 0)
        lb_matrix_grid_go (self->grid, nth + rows, MAX (0, column + columns), FALSE);
      return;
    }

  self->writing = TRUE;
  errand = g_new0 (Commit, 1);
  errand->matrix = lb_weak_new (self);
  errand->job = lb_cell_job_new (self->session, self->dataset);
  errand->rows = rows;
  errand->columns = columns;
  lb_cell_job_add (errand->job, self->edited, self->edited_path, text);
  dex_future_disown (
    dex_future_finally (lb_cell_job_run (errand->job), written_cb, errand, commit_free));
}

static gboolean
key_pressed_cb (
  GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, LbMatrix *self)
{
  const gboolean shift = (state & GDK_SHIFT_MASK) != 0;

  switch (keyval)
    {
    case GDK_KEY_Escape:
      if (!self->writing)
        close_editor (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      if ((state & GDK_CONTROL_MASK) != 0)
        return GDK_EVENT_PROPAGATE;
      commit (self, shift ? -1 : 1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:       commit (self, 0, 1); return GDK_EVENT_STOP;
    case GDK_KEY_ISO_Left_Tab: commit (self, 0, -1); return GDK_EVENT_STOP;
    default:
      /* A refusal is of what was typed then. */
      gtk_popover_popdown (GTK_POPOVER (g_object_get_data (G_OBJECT (self->editor), "lb-words")));
      gtk_widget_remove_css_class (self->editor, "error");
      return GDK_EVENT_PROPAGATE;
    }
}

/* The focus goes elsewhere in the window: what is typed is written, as everywhere. */
static void
focus_left_cb (GtkEventControllerFocus *focus, LbMatrix *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->editor != NULL && !self->writing && root != NULL && gtk_root_get_focus (root) != NULL &&
      !gtk_widget_has_css_class (self->editor, "error"))
    commit (self, 0, 0);
}

/* The matrix or the cell goes out of sight: what is typed is written. */
void
lb_matrix_leave_editor (LbMatrix *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *before = NULL;
  const char *text = NULL;

  if (self->editor == NULL)
    return;

  before = g_object_get_data (G_OBJECT (self->editor), "lb-before");
  text = gtk_editable_get_text (GTK_EDITABLE (self->editor));
  if (!self->writing && g_strcmp0 (text, before) != 0)
    {
      LbCellJob *job = lb_cell_job_new (self->session, self->dataset);

      lb_cell_job_add (job, self->edited, self->edited_path, text);
      lb_matrix_write (self, job);
    }
  if (root != NULL)
    gtk_root_set_focus (root, NULL);
  close_editor (self);
}

/* Rows and columns are others: the editor stands over the active cell, which must be its own. */
void
lb_matrix_check_editor (LbMatrix *self)
{
  int column = -1;
  const char *path = NULL;

  if (self->editor == NULL)
    return;

  lb_matrix_grid_get_active (self->grid, &column);
  if (column >= 0 && column < (int) lb_matrix_sheet_get_n_columns (self->sheet))
    path = lb_matrix_sheet_get_path (self->sheet, (guint) column);
  if (lb_matrix_grid_get_active_image (self->grid) != self->edited ||
      g_strcmp0 (path, self->edited_path) != 0)
    lb_matrix_leave_editor (self);
}

/* The words of a refusal, below @editor. */
static void
add_words (GtkWidget *editor)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *label =
    g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "max-width-chars", 40, "xalign", 0.0, NULL);

  gtk_popover_set_autohide (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_child (GTK_POPOVER (popover), label);
  gtk_widget_set_can_focus (popover, FALSE);
  gtk_widget_set_parent (popover, editor);
  g_object_set_data (G_OBJECT (editor), "lb-words", popover);
  g_signal_connect_object (editor, "destroy", G_CALLBACK (gtk_widget_unparent), popover,
                           G_CONNECT_SWAPPED);
}

/* @column: of the cell that is edited */
static GtkWidget *
new_editor (LbMatrix *self, guint column, const char *text)
{
  GtkWidget *editor = g_object_new (GTK_TYPE_ENTRY, "has-frame", FALSE, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autofree char *field = lb_matrix_column_words (self->sheet, column);
  g_autofree char *image = lb_visible_text (lb_image_shown_name (self->edited));
  g_autofree char *name = lb_matrix_cell_words (field, image, "");

  gtk_widget_add_css_class (editor, "matrix-editor");
  gtk_editable_set_text (GTK_EDITABLE (editor), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (editor), "lb-before", g_strdup (text), g_free);
  add_words (editor);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (editor, keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, 0);
  gtk_widget_add_controller (editor, focus);

  return editor;
}

void
lb_matrix_edit (LbMatrix *self)
{
  const LbCellRecord *record = NULL;
  int column = -1;
  const int nth = lb_matrix_grid_get_active (self->grid, &column);

  if (nth < 0 || column < 0 || self->editor != NULL || self->writing ||
      lb_dataset_get_completed (self->dataset))
    return;

  record = lb_matrix_sheet_get_record (self->sheet, (guint) nth);
  if (record == NULL || lb_cell_record_get_kind (record) != LB_CELL_RECORD_PROMPT)
    return;

  lb_matrix_grid_go (self->grid, nth, column, FALSE);
  g_set_object (&self->edited, lb_matrix_grid_get_active_image (self->grid));
  g_set_str (&self->edited_path, lb_matrix_sheet_get_path (self->sheet, (guint) column));
  self->editor =
    new_editor (self, (guint) column, lb_matrix_get_text (self, (guint) nth, (guint) column));
  lb_matrix_grid_set_editor (self->grid, self->editor);
  gtk_widget_grab_focus (self->editor);
  lb_matrix_update_cell_actions (self);
}

#include "config.h"

#include "page-fixture.h"
#include "session/lb-session-history.h"
#include "session/lb-trash.h"
#include "ui/trash/lb-trash-dialog.h"
#include "ui/widgets/lb-first-focus.h"

/* The trash, with the focus on what does no harm. */

#define NARROW 360

static void
set_up (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 3);
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

static gboolean
has_all (gpointer trash)
{
  return g_list_model_get_n_items (trash) == 2 && lb_trash_get_n_waiting (trash) == 0;
}

/* Two of the three. */
static void
delete_some (PageFixture *self)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LbDeletion) deletion = NULL;

  g_ptr_array_add (images, g_object_ref (page_fixture_nth (self, 0)));
  g_ptr_array_add (images, g_object_ref (page_fixture_nth (self, 1)));
  deletion = lb_session_delete_images (self->session, images);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_until (has_all, lb_session_get_trash (self->session), "what was deleted");
}

static LbTrashDialog *
open_dialog (PageFixture *self, int width)
{
  LbTrashDialog *dialog = NULL;

  gtk_window_set_default_size (GTK_WINDOW (self->window), width, 720);
  page_fixture_wait_drawn (self);
  delete_some (self);
  dialog = lb_trash_dialog_new (self->session);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->window));

  return dialog;
}

static gpointer
child (gpointer dialog, const char *name)
{
  return page_child (dialog, LB_TYPE_TRASH_DIALOG, name);
}

/* (nullable) (transfer none): in the list, what has the focus. */
static GtkWidget *
focus (LbTrashDialog *dialog)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (dialog)));

  return focus != NULL && gtk_widget_is_ancestor (focus, child (dialog, "list")) ? focus : NULL;
}

static gboolean
is_row_focused (gpointer dialog)
{
  GtkWidget *row = gtk_widget_get_first_child (child (dialog, "list"));

  return row != NULL && gtk_widget_get_mapped (row) && focus (dialog) == row;
}

static gboolean
is_empty (gpointer dialog)
{
  return g_str_equal (gtk_stack_get_visible_child_name (child (dialog, "stack")), "empty");
}

static gboolean
has_three (gpointer data)
{
  PageFixture *self = data;

  return g_list_model_get_n_items (self->images) == 3;
}

static gboolean
has_one_row (gpointer dialog)
{
  return g_list_model_get_n_items (
           G_LIST_MODEL (gtk_list_view_get_model (child (dialog, "list")))) == 1;
}

static void
close_dialog (PageFixture *self, LbTrashDialog *dialog)
{
  adw_dialog_force_close (ADW_DIALOG (dialog));
  page_settle ();
}

/* However wide it is, and when it comes up a second time over what had the focus. */
static void
test_focus (PageFixture *self, gconstpointer width)
{
  LbTrashDialog *dialog = open_dialog (self, GPOINTER_TO_INT (width));

  wait_until (is_row_focused, dialog, "the focus on the first row");
  page_fixture_wait_drawn (self);
  wait_until (is_row_focused, dialog, "the focus still there");
  close_dialog (self, dialog);
}

static void
test_restore (PageFixture *self, gconstpointer data)
{
  LbTrashDialog *dialog = open_dialog (self, 1200);

  wait_until (is_row_focused, dialog, "the focus on the first row");
  lb_first_focus_end (ADW_DIALOG (dialog)); /* as with the first key */
  for (guint n_left = 2; n_left > 0; n_left--)
    {
      g_assert_true (gtk_widget_child_focus (child (dialog, "list"), GTK_DIR_TAB_FORWARD));
      g_assert_true (GTK_IS_BUTTON (focus (dialog)));
      gtk_widget_activate (focus (dialog));
      if (n_left == 1)
        break;
      wait_until (has_one_row, dialog, "one row less");
      wait_until (is_row_focused, dialog, "the focus on the other row");
    }
  wait_until (is_empty, dialog, "an empty trash");
  wait_until (has_three, self, "all images");
  g_assert_false (gtk_widget_get_visible (child (dialog, "empty_button")));
  close_dialog (self, dialog);
}

static gboolean
is_asked (gpointer window)
{
  return ADW_IS_ALERT_DIALOG (adw_window_get_visible_dialog (window));
}

/* What destroys is asked for, and not by Enter. */
static void
test_empty (PageFixture *self, gconstpointer data)
{
  LbTrashDialog *dialog = open_dialog (self, NARROW);
  AdwAlertDialog *alert = NULL;

  wait_until (is_row_focused, dialog, "the focus on the first row");
  gtk_widget_activate (child (dialog, "empty_button"));
  wait_until (is_asked, self->window, "the question");
  alert = page_fixture_alert (self);
  g_assert_cmpstr (adw_alert_dialog_get_body (alert), ==, "2 items can’t be restored after that.");
  g_assert_cmpstr (adw_alert_dialog_get_default_response (alert), ==, "cancel");
  page_fixture_answer (self, "cancel");
  g_assert_false (is_empty (dialog));

  gtk_widget_activate (child (dialog, "empty_button"));
  wait_until (is_asked, self->window, "the question");
  page_fixture_answer (self, "delete");
  wait_until (is_empty, dialog, "an empty trash");
  close_dialog (self, dialog);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add ("/ui/trash/focus", PageFixture, GINT_TO_POINTER (1200), set_up, test_focus,
              tear_down);
  g_test_add ("/ui/trash/focus-narrow", PageFixture, GINT_TO_POINTER (NARROW), set_up, test_focus,
              tear_down);
  g_test_add ("/ui/trash/restore", PageFixture, NULL, set_up, test_restore, tear_down);
  g_test_add ("/ui/trash/empty", PageFixture, NULL, set_up, test_empty, tear_down);

  return g_test_run ();
}

#include "config.h"

#include <string.h>

#include "page-fixture.h"
#include "ui/dialogs/lb-create-dialog.h"
#include "ui/sidebar/lb-dataset-cover.h"
#include "ui/sidebar/lb-sidebar-row.h"
#include "ui/upload/lb-target-dialog.h"
#include "ui/upload/lb-target-row.h"
#include "ui/widgets/lb-text-line.h"
#include "ui/widgets/lb-thumbnail.h"

/* What is opened from outside of the window, and the datasets it may go to. */

static void
set_up (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 1);
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

static LbDataset *
create (PageFixture *self, const char *name)
{
  LbProject *project =
    lb_session_find_project (self->session, lb_dataset_get_project_id (self->dataset));

  return wait_object (lb_session_create_dataset (self->session, project, name, NULL, NULL));
}

static GListModel *
list_files (const char *first, const char *second)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) one = g_file_new_for_path (first);
  g_autoptr (GFile) two = second != NULL ? g_file_new_for_path (second) : NULL;

  g_list_store_append (files, one);
  if (two != NULL)
    g_list_store_append (files, two);

  return G_LIST_MODEL (files);
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static void
present (PageFixture *self, gpointer dialog)
{
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->window));
  wait_until (is_mapped, dialog, "the dialog");
}

static void
close_dialog (PageFixture *self, gpointer dialog)
{
  adw_dialog_force_close (ADW_DIALOG (dialog));
  page_fixture_wait_no_dialog (self);
}

/* (transfer none): below the name in the @n-th row. */
static const char *
detail (LbTargetDialog *dialog, int n)
{
  GtkListBox *list = page_child (dialog, LB_TYPE_TARGET_DIALOG, "list");

  return adw_action_row_get_subtitle (ADW_ACTION_ROW (gtk_list_box_get_row_at_index (list, n)));
}

static gboolean
has_cover (gpointer data)
{
  GtkWidget *cover = page_find (data, LB_TYPE_DATASET_COVER, NULL);

  for (GtkWidget *part = gtk_widget_get_first_child (cover); part != NULL;
       part = gtk_widget_get_next_sibling (part))
    if (gtk_widget_get_visible (part))
      return LB_IS_THUMBNAIL (part);

  return FALSE;
}

/* Each row says where its dataset is and how far, and shows what is in it. */
static void
test_rows (PageFixture *self, gconstpointer data)
{
  g_autoptr (GListModel) files = list_files ("/boat.png", NULL);
  g_autoptr (LbDataset) other = create (self, "Others");
  LbTargetDialog *dialog = lb_target_dialog_new (self->session, files, self->dataset);
  GtkListBox *list = page_child (dialog, LB_TYPE_TARGET_DIALOG, "list");

  present (self, dialog);
  g_assert_true (g_str_has_suffix (detail (dialog, 0), " · 1 image · Draft"));
  g_assert_true (g_str_has_suffix (detail (dialog, 1), " · No images · Draft"));
  wait_until (has_cover, gtk_list_box_get_row_at_index (list, 0), "its picture");
  g_assert_false (has_cover (gtk_list_box_get_row_at_index (list, 1)));
  close_dialog (self, dialog);
}

static const char *
row_words (LbSidebarRow *row)
{
  return lb_text_line_get_text (page_child (row, LB_TYPE_SIDEBAR_ROW, "detail"));
}

/* Two of one name are told apart for as long as they have it. */
static void
test_same_name (PageFixture *self, gconstpointer data)
{
  g_autoptr (GListModel) files = list_files ("/boat.png", NULL);
  g_autoptr (LbDataset) twin = create (self, lb_dataset_get_name (self->dataset));
  g_autofree char *number = g_strdup_printf (" · No. %" G_GINT64_FORMAT, lb_dataset_get_id (twin));
  LbTargetDialog *dialog = lb_target_dialog_new (self->session, files, self->dataset);
  LbSidebarRow *row = LB_SIDEBAR_ROW (g_object_ref_sink (lb_sidebar_row_new ()));

  present (self, dialog);
  lb_sidebar_row_bind (row, self->session, G_OBJECT (twin));
  g_assert_true (g_str_has_suffix (detail (dialog, 1), number));
  g_assert_true (g_str_has_suffix (row_words (row), number));
  g_assert_nonnull (strstr (detail (dialog, 0), " · No. "));
  g_assert_cmpstr (detail (dialog, 0), !=, detail (dialog, 1));

  g_object_unref (wait_object (lb_session_rename_dataset (self->session, self->dataset, "Others")));
  g_assert_true (g_str_has_suffix (detail (dialog, 0), " · 1 image · Draft"));
  g_assert_true (g_str_has_suffix (detail (dialog, 1), " · No images · Draft"));
  g_assert_cmpstr (row_words (row), ==, "No images · Draft");

  lb_sidebar_row_bind (row, NULL, NULL);
  g_object_unref (row);
  close_dialog (self, dialog);
}

/* Who makes a dataset for what was opened is told that it waits. */
static void
test_waiting (PageFixture *self, gconstpointer data)
{
  g_autoptr (GListModel) one = list_files ("/tmp/boat.png", NULL);
  g_autoptr (GListModel) more = list_files ("/tmp/boats", "/tmp/gull.png");
  LbCreateDialog *dialog = lb_create_dialog_new (self->session, NULL, FALSE);
  GtkLabel *waiting = page_child (dialog, LB_TYPE_CREATE_DIALOG, "waiting");
  GtkLabel *missing = page_child (dialog, LB_TYPE_CREATE_DIALOG, "missing");

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (waiting)));
  lb_create_dialog_show_files (dialog, one);
  present (self, dialog);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (waiting)));
  g_assert_cmpstr (gtk_label_get_label (waiting), ==, "“boat.png” waits for this dataset.");
  g_assert_true (g_str_has_prefix (gtk_label_get_label (missing), "To be filled in: "));
  for (guint i = 0; i < g_list_model_get_n_items (more); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (more, i);

      g_list_store_append (G_LIST_STORE (one), file);
    }
  g_assert_cmpstr (gtk_label_get_label (waiting), ==,
                   "“boat.png” and 2 more wait for this dataset.");
  close_dialog (self, dialog);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  g_test_add ("/ui/opened/rows", PageFixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/ui/opened/same-name", PageFixture, NULL, set_up, test_same_name, tear_down);
  g_test_add ("/ui/opened/waiting", PageFixture, NULL, set_up, test_waiting, tear_down);

  return g_test_run ();
}

#include "config.h"

#include "page-fixture.h"
#include "session/lb-session-history.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/diff/lb-change-list.h"
#include "ui/duplicates/lb-duplicate-tile.h"
#include "ui/duplicates/lb-duplicate-view.h"
#include "ui/duplicates/lb-duplicate-words.h"
#include "ui/duplicates/lb-duplicates-dialog.h"

/* The dialog over images that are alike. */

/* The first two are one picture, and the last two another one. */
static const char *const names[] = { "edge/dup-exact-a.jpg", "edge/dup-near-scaled.jpg",
                                     "small/small-00003.jpg", "small/small-00003.jpg" };

typedef struct
{
  PageFixture base;
  LbDatasetPage *page;                   /* (unowned) in the window */
  LbImage *images[G_N_ELEMENTS (names)]; /* (owned) */
} Fixture;

static LbImage *
upload (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("LB_TEST_CORPUS"), name, NULL);
  g_autofree char *base = g_path_get_basename (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *data = NULL;
  gsize size = 0;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (data, size);

  return wait_object (lb_session_upload_image (self->base.session, self->base.dataset, bytes, base,
                                               FALSE, FALSE, NULL, NULL, NULL));
}

/* Which are alike is not asked before all are there. */
static gboolean
is_loaded (gpointer data)
{
  return ((LbDatasetPage *) data)->loaded;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  page_fixture_set_up (&self->base, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    self->images[i] = upload (self, names[i]);
  self->page = page_fixture_open_dataset (&self->base);
  wait_until (is_loaded, self->page, "all of them");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_clear_object (&self->images[i]);
  page_fixture_tear_down (&self->base);
}

static gpointer
child (LbDuplicatesDialog *dialog, const char *name)
{
  return page_child (dialog, LB_TYPE_DUPLICATES_DIALOG, name);
}

static LbDuplicatesDialog *
open_dialog (Fixture *self)
{
  AdwDialog *dialog = NULL;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.duplicates", NULL));
  dialog = adw_window_get_visible_dialog (self->base.window);
  g_assert_true (LB_IS_DUPLICATES_DIALOG (dialog));

  return LB_DUPLICATES_DIALOG (dialog);
}

typedef struct
{
  LbDuplicatesDialog *dialog;
  const char *page;
} Shown;

static gboolean
is_shown (gpointer data)
{
  Shown *shown = data;

  return g_str_equal (gtk_stack_get_visible_child_name (child (shown->dialog, "stack")),
                      shown->page);
}

static void
wait_page (LbDuplicatesDialog *dialog, const char *page)
{
  Shown shown = { dialog, page };

  wait_until (is_shown, &shown, page);
}

static void
wait_apply (LbDuplicatesDialog *dialog, const char *words)
{
  page_wait_label (dialog, LB_TYPE_DUPLICATES_DIALOG, "apply_label", words);
}

static GListModel *
groups_of (LbDuplicatesDialog *dialog)
{
  return G_LIST_MODEL (gtk_list_view_get_model (child (dialog, "list")));
}

static LbDuplicateGroup *
group_at (LbDuplicatesDialog *dialog, guint position)
{
  g_autoptr (LbDuplicateGroup) group = g_list_model_get_item (groups_of (dialog), position);

  return group; /* the list keeps it */
}

static guint
n_images (Fixture *self)
{
  return g_list_model_get_n_items (self->base.images);
}

static gboolean
has_all (gpointer data)
{
  return n_images (data) == G_N_ELEMENTS (names) + 1;
}

static gboolean
may_apply (LbDuplicatesDialog *dialog)
{
  return gtk_widget_is_sensitive (child (dialog, "apply_label"));
}

/* Groups, their suggested keepers, and all of it in one step that undo takes back. */
static void
test_apply (Fixture *self, gconstpointer data)
{
  LbDuplicatesDialog *dialog = open_dialog (self);

  wait_page (dialog, "groups");
  g_assert_cmpuint (g_list_model_get_n_items (groups_of (dialog)), ==, 2);
  g_assert_cmpuint (lb_duplicate_group_get_keeper (group_at (dialog, 0)), ==, 1);
  wait_apply (dialog, "Keep 2, Delete 2");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "duplicates.apply", NULL));
  page_fixture_wait_no_dialog (&self->base);
  g_assert_cmpuint (n_images (self), ==, 3);
  page_fixture_press (&self->base, "_Undo");
  wait_until (has_all, self, "all images to be back");
}

static void
test_included (Fixture *self, gconstpointer data)
{
  LbDuplicatesDialog *dialog = open_dialog (self);

  wait_page (dialog, "groups");
  lb_duplicate_group_set_included (group_at (dialog, 0), FALSE);
  wait_apply (dialog, "Keep 1, Delete 1");
  lb_duplicate_group_set_included (group_at (dialog, 1), FALSE);
  g_assert_false (may_apply (dialog));
  lb_duplicate_group_set_included (group_at (dialog, 1), TRUE);
  g_assert_true (may_apply (dialog));
}

static gboolean
has_one (gpointer dialog)
{
  return g_list_model_get_n_items (groups_of (dialog)) == 1;
}

static gboolean
has_two (gpointer dialog)
{
  return g_list_model_get_n_items (groups_of (dialog)) == 2;
}

/* One group alone, with another keeper than the suggested one. */
static void
test_one (Fixture *self, gconstpointer data)
{
  LbDuplicatesDialog *dialog = open_dialog (self);
  GtkWidget *view = NULL;
  GtkWidget *check = NULL;

  wait_page (dialog, "groups");
  view = child (dialog, "view");
  check = page_find (view, GTK_TYPE_CHECK_BUTTON, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_assert_cmpuint (lb_duplicate_group_get_keeper (group_at (dialog, 0)), ==, 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "duplicates.apply-one", NULL));
  wait_until (has_one, dialog, "the group to go");
  g_assert_cmpuint (n_images (self), ==, 4);
  g_assert_true (lb_session_find_image (self->base.session, lb_image_get_id (self->images[0])) ==
                 self->images[0]);
  page_fixture_press (&self->base, "_Undo");
  wait_until (has_all, self, "the image to be back");
  wait_until (has_two, dialog, "the group to be back");
}

/* What is no duplicate stays out, until it is asked for. */
static void
test_parted (Fixture *self, gconstpointer data)
{
  LbDuplicatesDialog *dialog = open_dialog (self);

  wait_page (dialog, "groups");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "duplicates.part", NULL));
  wait_until (has_one, dialog, "the group to go");
  page_wait_label (dialog, LB_TYPE_DUPLICATES_DIALOG, "parted_label", "Show 1 Dismissed Group");
  g_assert_true (adw_dialog_close (ADW_DIALOG (dialog)));
  page_fixture_wait_no_dialog (&self->base);

  dialog = open_dialog (self);
  wait_page (dialog, "groups");
  g_assert_cmpuint (g_list_model_get_n_items (groups_of (dialog)), ==, 1);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "duplicates.join-all", NULL));
  wait_until (has_two, dialog, "the group to be back");
  g_assert_false (gtk_widget_get_visible (child (dialog, "parted_button")));
}

static gboolean
shows_change (gpointer dialog)
{
  LbChangeList *list = page_child (child (dialog, "view"), LB_TYPE_DUPLICATE_VIEW, "list");

  return gtk_widget_get_visible (GTK_WIDGET (list)) && lb_change_list_get_n_accepted (list) == 1;
}

/* What the caption of the keeper lacks is filled, as is shown. */
static void
test_caption (Fixture *self, gconstpointer data)
{
  g_autofree char *full = make_prompt ("A fox.");
  g_autoptr (LbPrompt) prompt = lb_prompt_new (full, NULL);
  g_autoptr (LbPrompt) less = lb_prompt_set (prompt, "style_medium", NULL, NULL);
  g_autofree char *text = NULL;
  g_autofree char *value = NULL;
  g_autoptr (LbPrompt) merged = NULL;
  LbDuplicatesDialog *dialog = NULL;

  page_fixture_save_caption (&self->base, self->images[0], full);
  page_fixture_save_caption (&self->base, self->images[1], lb_prompt_get_text (less));
  dialog = open_dialog (self);
  wait_page (dialog, "groups");
  g_assert_cmpuint (lb_duplicate_group_get_keeper (group_at (dialog, 0)), ==, 1);
  wait_until (shows_change, dialog, "the caption to be compared");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "duplicates.apply", NULL));
  page_fixture_wait_no_dialog (&self->base);
  text = lb_session_dup_caption_text (self->base.session, self->images[1]);
  merged = lb_prompt_new (text, NULL);
  value = lb_prompt_get_string (merged, "style_medium");
  g_assert_cmpstr (value, ==, "photograph");
}

static void
test_none (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) doomed = g_ptr_array_new ();
  g_autoptr (LbDeletion) deletion = NULL;
  LbDuplicatesDialog *dialog = NULL;

  g_ptr_array_add (doomed, self->images[0]);
  g_ptr_array_add (doomed, self->images[2]);
  deletion = lb_session_delete_images (self->base.session, doomed);
  dialog = open_dialog (self);
  wait_page (dialog, "empty");
  g_assert_false (gtk_widget_get_visible (child (dialog, "actions")));
  g_assert_true (wait_true (lb_deletion_undo (deletion)));
}

/* Nothing can be changed, and the dialog says so. */
static void
test_complete (Fixture *self, gconstpointer data)
{
  LbDuplicatesDialog *dialog = NULL;
  GtkWidget *check = NULL;

  g_object_set (self->base.dataset, "status", "completed", NULL);
  dialog = open_dialog (self);
  wait_page (dialog, "groups");
  g_assert_true (adw_banner_get_revealed (child (dialog, "banner")));
  g_assert_false (may_apply (dialog));
  check = page_find (child (dialog, "view"), GTK_TYPE_CHECK_BUTTON, NULL);
  g_assert_false (gtk_widget_is_sensitive (check));
}

static void
test_words (Fixture *self, gconstpointer data)
{
  LbDuplicatesDialog *dialog = open_dialog (self);
  g_autofree char *group = NULL;
  g_autofree char *smaller = NULL;
  g_autofree char *larger = NULL;
  g_autofree char *caption = NULL;

  wait_page (dialog, "groups");
  group = lb_duplicate_group_words (group_at (dialog, 1));
  smaller = lb_duplicate_size_words (group_at (dialog, 0), 0);
  larger = lb_duplicate_size_words (group_at (dialog, 0), 1);
  g_assert_cmpstr (group, ==, "2 images · The same file");
  g_assert_cmpstr (smaller, ==, "1200 × 1100");
  g_assert_cmpstr (larger, ==, "1800 × 1650 · Largest");
  caption = lb_duplicate_caption_words (group_at (dialog, 0), 0, TRUE);
  g_assert_nonnull (caption);
}

static void
add (const char *name, void (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  add ("/ui/duplicates/apply", test_apply);
  add ("/ui/duplicates/included", test_included);
  add ("/ui/duplicates/one", test_one);
  add ("/ui/duplicates/parted", test_parted);
  add ("/ui/duplicates/caption", test_caption);
  add ("/ui/duplicates/none", test_none);
  add ("/ui/duplicates/complete", test_complete);
  add ("/ui/duplicates/words", test_words);

  return g_test_run ();
}

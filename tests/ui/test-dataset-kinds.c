#include "config.h"

#include "archive/lb-zip-writer.h"
#include "base/lb-error.h"
#include "page-fixture.h"
#include "session/lb-session-private.h"
#include "ui/dataset/lb-caption-line.h"
#include "ui/dataset/lb-dataset-page-private.h"
#include "ui/dataset/lb-downloads.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/dialogs/lb-clone-dialog.h"
#include "ui/dialogs/lb-create-dialog.h"
#include "ui/dialogs/lb-model-row.h"
#include "ui/dialogs/lb-prefix-dialog.h"
#include "ui/dialogs/lb-rename-dialog.h"
#include "ui/image/lb-image-page-private.h"
#include "ui/sidebar/lb-dataset-names.h"
#include "ui/widgets/lb-save-place.h"

#define PREFIX "A drawing of Rusty, "

typedef struct
{
  PageFixture base;
  LbProject *project; /* (owned): of legacy datasets */
  LbDataset *legacy;  /* (owned): with two images that have captions */
} Fixture;

static void
add_picture (Fixture *self, int number)
{
  g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x104060u * (guint32) number);
  g_autoptr (LbImage) image = wait_object (lb_session_upload_image (
    self->base.session, self->legacy, bytes, "a.png", TRUE, FALSE, NULL, NULL, NULL));

  g_assert_nonnull (image);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (LbProject) wanted = lb_project_new (0);
  g_autoptr (LbDataset) live = NULL;

  page_fixture_set_up (&self->base, 0);
  g_object_set (wanted, "project-name", "Words", "ip-medium", "illustration", "ip-type", "other",
                NULL);
  self->project = wait_object (lb_session_create_project (self->base.session, wanted));
  self->legacy = wait_object (
    lb_session_create_dataset (self->base.session, self->project, "Foxes", "max", NULL));
  g_assert_true (wait_true (lb_session_load_images (self->base.session, self->legacy)));
  live = wait_object (lb_session_set_caption_prefix (self->base.session, self->legacy, PREFIX));
  g_assert_true (live == self->legacy);
  self->base.images = lb_session_get_images (self->base.session, self->legacy);
  for (int i = 1; i <= 2; i++)
    add_picture (self, i);
  page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, 0), "asleep in a boat");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->legacy);
  g_clear_object (&self->project);
  page_fixture_tear_down (&self->base);
}

static void
present (Fixture *self, gpointer dialog)
{
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->base.window));
  page_settle ();
}

static guint
n_families (LbModelRow *row)
{
  return g_list_model_get_n_items (
    adw_combo_row_get_model (page_child (row, LB_TYPE_MODEL_ROW, "family_row")));
}

static void
test_families (Fixture *self, gconstpointer data)
{
  LbModelRow *row = g_object_ref_sink (g_object_new (LB_TYPE_MODEL_ROW, NULL));
  AdwComboRow *family = page_child (row, LB_TYPE_MODEL_ROW, "family_row");
  GtkWidget *lock = page_child (row, LB_TYPE_MODEL_ROW, "family_lock");
  LbProject *fibo =
    lb_session_find_project (self->base.session, lb_dataset_get_project_id (self->base.dataset));

  g_assert_cmpuint (n_families (row), ==, 5);
  g_assert_cmpstr (lb_model_row_get_training_version (row), ==, "fibo");
  g_assert_cmpstr (lb_model_row_get_upload_type (row), ==, "basic");
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)), ==,
                   "FIBO, up to 200 pictures");

  adw_combo_row_set_selected (family, 2);
  adw_combo_row_set_selected (page_child (row, LB_TYPE_MODEL_ROW, "size_row"), 1);
  g_assert_cmpstr (lb_model_row_get_training_version (row), ==, "light");
  g_assert_cmpstr (lb_model_row_get_upload_type (row), ==, "advanced");

  /* R22: neither family can be chosen where the other one is, and it is said before. */
  lb_model_row_set_project (row, self->base.session, fibo);
  g_assert_cmpuint (n_families (row), ==, 1);
  g_assert_cmpstr (lb_model_row_get_training_version (row), ==, "fibo");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (family)), ==,
                   "“Storybook” is for FIBO, and a project keeps to one family");
  g_assert_true (gtk_widget_get_visible (lock));
  lb_model_row_set_project (row, self->base.session, self->project);
  g_assert_cmpuint (n_families (row), ==, 4);
  g_assert_cmpstr (lb_model_row_get_training_version (row), ==, "max");
  g_assert_false (gtk_widget_get_visible (lock));

  /* What only the project has asked for goes with it. */
  lb_model_row_set_project (row, self->base.session, NULL);
  g_assert_cmpuint (n_families (row), ==, 5);
  g_assert_cmpstr (lb_model_row_get_training_version (row), ==, "fibo");
  g_object_unref (row);
}

static void
take_cb (gpointer dialog, LbDataset *dataset, LbDataset **taken)
{
  g_set_object (taken, dataset);
}

static gboolean
is_taken (gpointer data)
{
  return *(LbDataset **) data != NULL;
}

static void
test_create (Fixture *self, gconstpointer data)
{
  LbCreateDialog *dialog = lb_create_dialog_new (self->base.session, self->project, FALSE);
  LbModelRow *row = page_child (dialog, LB_TYPE_CREATE_DIALOG, "model_row");
  g_autoptr (LbDataset) made = NULL;

  g_signal_connect (dialog, "created", G_CALLBACK (take_cb), &made);
  present (self, dialog);
  gtk_editable_set_text (page_child (dialog, LB_TYPE_CREATE_DIALOG, "dataset_name"), "Many");
  adw_combo_row_set_selected (page_child (row, LB_TYPE_MODEL_ROW, "family_row"), 3);
  adw_combo_row_set_selected (page_child (row, LB_TYPE_MODEL_ROW, "size_row"), 1);
  g_signal_emit_by_name (page_child (dialog, LB_TYPE_CREATE_DIALOG, "create_button"), "clicked");
  wait_until (is_taken, &made, "the dataset");
  g_assert_cmpstr (lb_dataset_get_training_version (made), ==, "2.3");
  g_assert_true (lb_dataset_is_advanced (made));
}

/* What keeps “Create” from being used is told, and no more once it is there. */
static void
test_create_missing (Fixture *self, gconstpointer data)
{
  LbCreateDialog *dialog = lb_create_dialog_new (self->base.session, NULL, TRUE);
  GtkLabel *missing = page_child (dialog, LB_TYPE_CREATE_DIALOG, "missing");
  GtkWidget *button = page_child (dialog, LB_TYPE_CREATE_DIALOG, "create_button");

  present (self, dialog);
  g_assert_cmpstr (gtk_label_get_label (missing), ==,
                   "To be filled in: the name of the dataset, the name of the project, the name "
                   "of the subject, what the subject is.");
  gtk_editable_set_text (page_child (dialog, LB_TYPE_CREATE_DIALOG, "dataset_name"), "Many");
  gtk_editable_set_text (page_child (dialog, LB_TYPE_CREATE_DIALOG, "project_name"), "Boats");
  g_assert_cmpstr (gtk_label_get_label (missing), ==,
                   "Still missing: the name of the subject, what the subject is.");
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       gtk_label_get_label (missing));
  gtk_editable_set_text (page_child (dialog, LB_TYPE_CREATE_DIALOG, "subject_name"), "Rusty");
  gtk_editable_set_text (page_child (dialog, LB_TYPE_CREATE_DIALOG, "subject_description"),
                         "a small red fox");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (missing)));
  g_assert_true (gtk_widget_get_sensitive (button));
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

static gboolean
is_shown (gpointer data)
{
  return gtk_widget_get_visible (data);
}

static void
test_clone (Fixture *self, gconstpointer data)
{
  LbCloneDialog *dialog = lb_clone_dialog_new (self->base.session, self->legacy);
  GtkEditable *name = page_child (dialog, LB_TYPE_CLONE_DIALOG, "name_row");
  GtkWidget *button = page_child (dialog, LB_TYPE_CLONE_DIALOG, "clone_button");
  GtkWidget *problem = page_child (dialog, LB_TYPE_CLONE_DIALOG, "problem");
  g_autoptr (LbDataset) clone = NULL;
  GListModel *images;

  g_signal_connect (dialog, "cloned", G_CALLBACK (take_cb), &clone);
  present (self, dialog);
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "Copy of Foxes");
  gtk_editable_set_text (name, "  ");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_false (gtk_widget_get_visible (problem));
  gtk_editable_set_text (name, "Foxes\nAgain");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (problem)), ==,
                   "A name is one line, without control characters.");
  gtk_editable_set_text (name, "Foxes\u202e");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_true (gtk_widget_get_visible (problem));
  gtk_editable_set_text (name, "Foxes Again");
  g_assert_false (gtk_widget_get_visible (problem));
  gtk_editable_set_text (page_child (dialog, LB_TYPE_CLONE_DIALOG, "description_row"), "To try");
  g_signal_emit_by_name (button, "clicked");
  wait_until (is_taken, &clone, "the clone");
  g_assert_true (clone != self->legacy);
  g_assert_cmpstr (lb_dataset_get_name (clone), ==, "Foxes Again");
  g_assert_cmpstr (lb_dataset_get_description (clone), ==, "To try");
  g_assert_cmpstr (lb_dataset_get_caption_prefix (clone), ==, PREFIX);
  g_assert_false (lb_dataset_get_completed (clone));

  g_assert_true (wait_true (lb_session_load_images (self->base.session, clone)));
  images = lb_session_get_images (self->base.session, clone);
  g_assert_cmpuint (g_list_model_get_n_items (images), ==, 2);
}

/* A refusal is said in the dialog, and what was typed is still there. */
static void
test_clone_refused (Fixture *self, gconstpointer data)
{
  LbCloneDialog *dialog = lb_clone_dialog_new (self->base.session, self->legacy);
  GtkWidget *button = page_child (dialog, LB_TYPE_CLONE_DIALOG, "clone_button");

  g_assert_true (wait_true (
    lb_client_delete_dataset (self->base.session->client, lb_dataset_get_id (self->legacy))));
  present (self, dialog);
  g_signal_emit_by_name (button, "clicked");
  wait_until (is_shown, page_child (dialog, LB_TYPE_CLONE_DIALOG, "problem"), "why not");
  g_assert_true (gtk_widget_get_sensitive (button));
  g_assert_cmpstr (gtk_editable_get_text (page_child (dialog, LB_TYPE_CLONE_DIALOG, "name_row")),
                   ==, "Copy of Foxes");
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

#define SAME_DATASET "Another dataset of this project has this name, or one that looks the same."
#define SAME_PROJECT "Another project has this name, or one that looks the same."

/* @words: (nullable): nothing is to be said of the name. */
static void
assert_note (gpointer note, gpointer entry, const char *words)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (entry));

  g_assert_true (gtk_widget_get_visible (note) == (words != NULL));
  g_assert_true (gtk_widget_has_css_class (entry, "warning") == (words != NULL));
  g_assert_true (gtk_test_accessible_has_relation (
                   GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY) == (words != NULL));
  if (words == NULL)
    return;

  g_assert_cmpstr (gtk_label_get_label (note), ==, words);
  gtk_test_accessible_assert_role (note, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_test_accessible_assert_relation (text, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, note, NULL);
}

/* Names need not be unique: that one is there is said, and no more. */
static void
test_create_same_name (Fixture *self, gconstpointer data)
{
  LbCreateDialog *dialog = lb_create_dialog_new (self->base.session, self->project, FALSE);
  AdwComboRow *projects = page_child (dialog, LB_TYPE_CREATE_DIALOG, "project_row");
  GtkWidget *button = page_child (dialog, LB_TYPE_CREATE_DIALOG, "create_button");
  gpointer name = page_child (dialog, LB_TYPE_CREATE_DIALOG, "dataset_name");
  gpointer note = page_child (dialog, LB_TYPE_CREATE_DIALOG, "name_note");
  gpointer project_name = page_child (dialog, LB_TYPE_CREATE_DIALOG, "project_name");
  gpointer project_note = page_child (dialog, LB_TYPE_CREATE_DIALOG, "project_note");
  const guint own = adw_combo_row_get_selected (projects);
  const guint n = g_list_model_get_n_items (adw_combo_row_get_model (projects));

  present (self, dialog);
  assert_note (note, name, NULL);
  gtk_editable_set_text (name, "Foxes");
  assert_note (note, name, SAME_DATASET);
  g_assert_true (gtk_widget_get_sensitive (button));
  gtk_editable_set_text (name, "Foxe");
  assert_note (note, name, NULL);
  gtk_editable_set_text (name, "Fo\u200bxes ");
  assert_note (note, name, SAME_DATASET);
  gtk_editable_set_text (name, "foxes");
  assert_note (note, name, SAME_DATASET);
  gtk_editable_set_text (name, "F\u043exes");
  assert_note (note, name, SAME_DATASET);

  /* It is of one project, and a new one has no datasets. */
  adw_combo_row_set_selected (projects, own == 0 ? 1 : 0);
  assert_note (note, name, NULL);
  adw_combo_row_set_selected (projects, n - 1);
  gtk_editable_set_text (project_name, "\uff37ords");
  assert_note (project_note, project_name, SAME_PROJECT);
  gtk_editable_set_text (project_name, "Words ");
  assert_note (note, name, NULL);
  assert_note (project_note, project_name, SAME_PROJECT);
  adw_combo_row_set_selected (projects, own);
  assert_note (note, name, SAME_DATASET);
  assert_note (project_note, project_name, NULL);
  gtk_editable_set_text (name, "");
  assert_note (note, name, NULL);
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

static void
test_clone_same_name (Fixture *self, gconstpointer data)
{
  LbCloneDialog *dialog = lb_clone_dialog_new (self->base.session, self->legacy);
  g_autoptr (LbDataset) copy = NULL;
  gpointer name = page_child (dialog, LB_TYPE_CLONE_DIALOG, "name_row");
  gpointer note = page_child (dialog, LB_TYPE_CLONE_DIALOG, "name_note");

  present (self, dialog);
  assert_note (note, name, NULL);
  gtk_editable_set_text (name, "Foxes");
  assert_note (note, name, SAME_DATASET);
  g_assert_true (
    gtk_widget_get_sensitive (page_child (dialog, LB_TYPE_CLONE_DIALOG, "clone_button")));
  adw_dialog_force_close (ADW_DIALOG (dialog));

  /* What is offered is another name than those that are there. */
  copy = wait_object (
    lb_session_create_dataset (self->base.session, self->project, "Copy of Foxes", "max", NULL));
  dialog = lb_clone_dialog_new (self->base.session, self->legacy);
  name = page_child (dialog, LB_TYPE_CLONE_DIALOG, "name_row");
  present (self, dialog);
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "Copy of Foxes 2");
  assert_note (page_child (dialog, LB_TYPE_CLONE_DIALOG, "name_note"), name, NULL);
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

static void
test_rename_same_name (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) twin = wait_object (
    lb_session_create_dataset (self->base.session, self->project, "Foxes", "max", NULL));
  LbRenameDialog *dialog = lb_rename_dialog_new (self->base.session, G_OBJECT (twin));
  gpointer name = page_child (dialog, LB_TYPE_RENAME_DIALOG, "name_row");
  gpointer note = page_child (dialog, LB_TYPE_RENAME_DIALOG, "name_note");

  /* The name that it has is none to be warned of. */
  present (self, dialog);
  assert_note (note, name, NULL);
  gtk_editable_set_text (name, "Foxes ");
  assert_note (note, name, NULL);
  gtk_editable_set_text (name, "Fo\u200bxes");
  assert_note (note, name, SAME_DATASET);
  g_assert_true (
    gtk_widget_get_sensitive (page_child (dialog, LB_TYPE_RENAME_DIALOG, "rename_button")));
  gtk_editable_set_text (name, "Foxes 2");
  assert_note (note, name, NULL);
  adw_dialog_force_close (ADW_DIALOG (dialog));

  dialog = lb_rename_dialog_new (self->base.session, G_OBJECT (self->project));
  name = page_child (dialog, LB_TYPE_RENAME_DIALOG, "name_row");
  note = page_child (dialog, LB_TYPE_RENAME_DIALOG, "name_note");
  present (self, dialog);
  assert_note (note, name, NULL);
  gtk_editable_set_text (name, "Storybook");
  assert_note (note, name, SAME_PROJECT);
  gtk_editable_set_text (name, "Words ");
  assert_note (note, name, NULL);
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

/* Those that nobody can tell apart by their names have their numbers in a list. */
static void
test_numbers (Fixture *self, gconstpointer data)
{
  LbDatasetNames *names = lb_dataset_names_get (self->base.session);
  g_autoptr (LbDataset) twin = NULL;
  g_autofree char *number = NULL;
  g_autofree char *detail = NULL;

  g_assert_false (lb_dataset_names_is_shared (names, self->legacy));
  twin = wait_object (
    lb_session_create_dataset (self->base.session, self->project, "Fo\u200bxes", "max", NULL));
  g_assert_true (lb_dataset_names_is_shared (names, self->legacy));
  g_assert_true (lb_dataset_names_is_shared (names, twin));
  number = g_strdup_printf ("No images · Draft · No. %" G_GINT64_FORMAT, lb_dataset_get_id (twin));
  detail = lb_dataset_names_dup_detail (names, twin);
  g_assert_cmpstr (detail, ==, number);

  g_object_unref (wait_object (lb_session_rename_dataset (self->base.session, twin, "Foxes 2")));
  g_assert_false (lb_dataset_names_is_shared (names, self->legacy));
  g_object_unref (wait_object (lb_session_rename_dataset (self->base.session, twin, "Foxes ")));
  g_assert_true (lb_dataset_names_is_shared (names, self->legacy));
}

/* The words of the first row of samples. */
static const char *
sample (LbPrefixDialog *dialog)
{
  GtkWidget *row = GTK_WIDGET (
    gtk_list_box_get_row_at_index (page_child (dialog, LB_TYPE_PREFIX_DIALOG, "samples"), 0));
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));

  return gtk_label_get_label (GTK_LABEL (gtk_widget_get_last_child (box)));
}

static void
count_cb (gpointer dialog, guint *n)
{
  *n += 1;
}

static gboolean
is_counted (gpointer data)
{
  return *(guint *) data > 0;
}

static void
test_prefix (Fixture *self, gconstpointer data)
{
  LbPrefixDialog *dialog =
    lb_prefix_dialog_new (self->base.session, self->legacy, self->base.images);
  GtkEditable *prefix = page_child (dialog, LB_TYPE_PREFIX_DIALOG, "prefix_row");
  GtkWidget *save = page_child (dialog, LB_TYPE_PREFIX_DIALOG, "save_button");
  guint n_changed = 0;

  g_signal_connect (dialog, "changed", G_CALLBACK (count_cb), &n_changed);
  present (self, dialog);
  g_assert_cmpstr (gtk_editable_get_text (prefix), ==, PREFIX);
  g_assert_cmpstr (sample (dialog), ==, PREFIX "asleep in a boat");
  g_assert_false (gtk_widget_get_sensitive (save));

  gtk_editable_set_text (prefix, "Rusty");
  g_assert_cmpstr (sample (dialog), ==, "Rusty asleep in a boat");
  gtk_editable_set_text (prefix, " ");
  g_assert_cmpstr (sample (dialog), ==, "asleep in a boat");
  gtk_editable_set_text (prefix, "A photograph of Rusty, ");
  g_signal_emit_by_name (save, "clicked");
  wait_until (is_counted, &n_changed, "the new prefix");
  g_assert_cmpstr (lb_dataset_get_caption_prefix (self->legacy), ==, "A photograph of Rusty, ");
  g_assert_cmpstr (lb_image_get_caption (page_fixture_nth (&self->base, 0)), ==,
                   "asleep in a boat");
}

/* R34: of a complete dataset it is only read. */
static void
test_prefix_frozen (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) live =
    wait_object (lb_session_complete_dataset (self->base.session, self->legacy));
  LbPrefixDialog *dialog;

  g_assert_nonnull (live);
  dialog = lb_prefix_dialog_new (self->base.session, self->legacy, self->base.images);
  present (self, dialog);
  g_assert_false (
    gtk_widget_get_visible (page_child (dialog, LB_TYPE_PREFIX_DIALOG, "save_button")));
  g_assert_false (
    gtk_editable_get_editable (page_child (dialog, LB_TYPE_PREFIX_DIALOG, "prefix_row")));
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

/* A button says what its action says. */
static gboolean
is_enabled (gpointer page, const char *action)
{
  g_autoptr (GtkWidget) button = g_object_ref_sink (gtk_button_new ());
  gboolean enabled;

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_insert_before (button, GTK_WIDGET (page), NULL);
  enabled = gtk_widget_get_sensitive (button);
  gtk_widget_unparent (button);
  return enabled;
}

static void
test_page (Fixture *self, gconstpointer data)
{
  LbDatasetPage *page = lb_dataset_page_new (self->base.session, self->legacy);
  g_autoptr (GVariant) label = NULL;

  page_fixture_push (&self->base, ADW_NAVIGATION_PAGE (page));
  /* Nothing is asked here. */
  label = g_menu_model_get_item_attribute_value (G_MENU_MODEL (page->delete_section), 0, "label",
                                                 G_VARIANT_TYPE_STRING);
  g_assert_cmpstr (g_variant_get_string (label, NULL), ==, "_Delete Dataset");
  g_assert_false (is_enabled (page, "dataset.schema"));
  g_assert_false (is_enabled (page, "dataset.download"));
  g_assert_true (is_enabled (page, "dataset.prefix"));
  gtk_widget_activate_action (GTK_WIDGET (page), "dataset.prefix", NULL);
  page_settle ();
  g_assert_true (LB_IS_PREFIX_DIALOG (adw_window_get_visible_dialog (self->base.window)));
  adw_dialog_force_close (adw_window_get_visible_dialog (self->base.window));
  page_settle ();
}

/* Words are words, whatever they look like. */
static void
test_lines (Fixture *self, gconstpointer data)
{
  LbImage *image = page_fixture_nth (&self->base, 1);

  page_fixture_save_caption (&self->base, image, "{\"short_description\":\n \"a boat\"}");
  g_assert_cmpstr (lb_caption_line (self->legacy, image), ==,
                   "{\"short_description\": \"a boat\"}");
  g_assert_cmpstr (lb_caption_line (NULL, image), ==, "a boat");
  g_assert_cmpint (lb_image_state (self->base.session, self->legacy, image), ==,
                   LB_IMAGE_TO_REVIEW);

  page_fixture_save_caption (&self->base, image, "two\nlines");
  g_assert_cmpstr (lb_caption_line (self->legacy, image), ==, "two lines");
}

typedef struct
{
  LbImagePage *page;
  const char *words;
} Said;

static gboolean
says (gpointer data)
{
  Said *said = data;

  return g_strcmp0 (gtk_label_get_label (said->page->state_label), said->words) == 0;
}

static void
set_text (LbImagePage *page, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (lb_text_pane_get_view (page->editor)), text,
                            -1);
}

static gboolean
has_next (gpointer data)
{
  return g_strcmp0 (lb_image_get_caption (lb_image_page_get_image (data)), "[awake]") != 0;
}

static void
test_image (Fixture *self, gconstpointer data)
{
  LbImage *image = page_fixture_nth (&self->base, 0);
  LbImagePage *page =
    lb_image_page_new (self->base.session, self->legacy, self->base.images, image);
  Said said = { page, "Saved" };

  page_fixture_push (&self->base, ADW_NAVIGATION_PAGE (page));
  g_assert_cmpstr (gtk_label_get_label (page->prefix_label), ==, PREFIX);
  g_assert_cmpstr (gtk_label_get_label (page->count_label), ==, "4 words · 16 characters");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (page->toggles)));
  /* R87 */
  g_assert_false (is_enabled (page, "image.refine"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (page->refine_button), ==,
                   "Captions in plain words can’t be refined");

  set_text (page, "[awake]");
  wait_until (says, &said, "the words in the service");
  g_assert_cmpstr (lb_image_get_caption (image), ==, "[awake]");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "image.approve", NULL));

  wait_until (has_next, page, "the next image");
  lb_image_page_show_image (page, image);
  set_text (page, "");
  said.words = "Kept here, not sent: a caption can’t be empty";
  wait_until (says, &said, "why nothing is sent");
  g_assert_cmpint (lb_image_state (self->base.session, self->legacy, image), ==, LB_IMAGE_INVALID);
  g_assert_cmpstr (gtk_label_get_label (page->count_label), ==, "0 words · 0 characters");
  g_assert_false (is_enabled (page, "image.approve"));
}

static void
make_zip (const char *path, int n_pictures)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) output = g_file_replace (file, NULL, FALSE, 0, NULL, NULL);
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (G_OUTPUT_STREAM (output));

  for (int i = 1; i <= n_pictures; i++)
    {
      g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x302010u * (guint32) i);
      g_autofree char *name = g_strdup_printf ("%d.png", i);

      g_assert_true (lb_zip_writer_add_bytes (writer, name, bytes, NULL, NULL));
    }
  g_assert_true (lb_zip_writer_finish (writer, NULL, NULL));
}

static gboolean
is_over (gpointer data)
{
  return g_strcmp0 (lb_bulk_upload_get_status (data), "completed") == 0;
}

/* (transfer full): an advanced dataset with two images. */
static LbDataset *
make_advanced (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->base.service.root, "in.zip", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  LbDataset *dataset = wait_object (lb_session_create_dataset (self->base.session, self->project,
                                                               "Many / Foxes", "max", "advanced"));
  g_autoptr (LbBulkUpload) upload = NULL;

  make_zip (path, 2);
  upload = wait_object (lb_session_bulk_upload (self->base.session, dataset, uri, TRUE, FALSE));
  wait_until (is_over, upload, "the images");
  g_assert_true (wait_true (lb_session_load_images (self->base.session, dataset)));
  return dataset;
}

typedef struct
{
  gboolean over;
  GError *error;
} End;

static void
ended_cb (LbDatasetJobs *downloads, LbDataset *dataset, GObject *job, const GError *error, End *end)
{
  end->over = TRUE;
  end->error = error != NULL ? g_error_copy (error) : NULL;
}

static gboolean
has_ended (gpointer data)
{
  return ((End *) data)->over;
}

static void
test_download (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) dataset = make_advanced (self);
  g_autofree char *path = g_build_filename (self->base.service.root, "out.zip", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) folder = g_file_new_for_path (self->base.service.root);
  g_autoptr (GFile) first = NULL;
  g_autoptr (GFile) second = NULL;
  g_autofree char *name = NULL;
  LbDatasetPage *page = lb_dataset_page_new (self->base.session, dataset);
  LbDatasetJobs *downloads = lb_downloads_get (self->base.session);
  End end = { FALSE, NULL };
  gsize length = 0;

  page_fixture_push (&self->base, ADW_NAVIGATION_PAGE (page));
  g_signal_connect (downloads, "ended", G_CALLBACK (ended_cb), &end);
  lb_dataset_page_download_to (page, file);
  g_assert_nonnull (lb_dataset_jobs_find (downloads, dataset));
  g_assert_true (adw_banner_get_revealed (page->banner));
  g_assert_false (is_enabled (page, "dataset.download"));
  wait_until (has_ended, &end, "the download");
  g_assert_no_error (end.error);
  g_assert_null (lb_dataset_jobs_find (downloads, dataset));
  g_assert_false (adw_banner_get_revealed (page->banner));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 4);
  g_assert_cmpint (memcmp (contents, "PK\3\4", 4), ==, 0);

  /* Into a folder: a file that has the name already stays as it is. */
  end.over = FALSE;
  first = g_file_get_child (folder, "Foxes.zip");
  g_assert_true (
    g_file_replace_contents (first, "mine", 4, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, NULL));
  second = wait_object (lb_save_place_find (folder, "Foxes", ".zip"));
  lb_dataset_page_download_to (page, second);
  wait_until (has_ended, &end, "the download into a folder");
  g_assert_no_error (end.error);
  name = g_file_get_basename (second);
  g_assert_cmpstr (name, ==, "Foxes (2).zip");
  g_assert_true (g_file_query_exists (second, NULL));
  g_clear_pointer (&contents, g_free);
  g_assert_true (g_file_load_contents (first, NULL, &contents, &length, NULL, NULL));
  g_assert_cmpmem (contents, length, "mine", 4);

  /* Stopped before anything came: nothing is left, and what was there is as it was. */
  end.over = FALSE;
  lb_dataset_page_download_to (page, file);
  lb_dataset_page_stop_download (page);
  wait_until (has_ended, &end, "the end of a download that was stopped");
  g_assert_error (end.error, LB_ERROR, LB_ERROR_CANCELLED);
  g_clear_error (&end.error);
  g_signal_handlers_disconnect_by_data (downloads, &end);
}

/* R90: only advanced datasets, and only those that hold something. */
static void
test_download_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) empty = wait_object (
    lb_session_create_dataset (self->base.session, self->project, "Nothing", "max", "advanced"));
  g_autofree char *path = g_build_filename (self->base.service.root, "none.zip", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (LbDownloadJob) none = lb_download_job_new (self->base.session, empty, file);
  g_autoptr (LbDownloadJob) basic = lb_download_job_new (self->base.session, self->legacy, file);

  g_free (wait_error (lb_download_job_run (none), LB_ERROR_NOT_FOUND));
  g_free (wait_error (lb_download_job_run (basic), LB_ERROR_CONFLICT));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  dex_init ();
  adw_init ();
  g_test_init (&argc, &argv, NULL);

  add ("/ui/dataset-kinds/families", test_families);
  add ("/ui/dataset-kinds/create", test_create);
  add ("/ui/dataset-kinds/create-missing", test_create_missing);
  add ("/ui/dataset-kinds/clone", test_clone);
  add ("/ui/dataset-kinds/clone-refused", test_clone_refused);
  add ("/ui/dataset-kinds/create-same-name", test_create_same_name);
  add ("/ui/dataset-kinds/clone-same-name", test_clone_same_name);
  add ("/ui/dataset-kinds/rename-same-name", test_rename_same_name);
  add ("/ui/dataset-kinds/numbers", test_numbers);
  add ("/ui/dataset-kinds/prefix", test_prefix);
  add ("/ui/dataset-kinds/prefix-frozen", test_prefix_frozen);
  add ("/ui/dataset-kinds/page", test_page);
  add ("/ui/dataset-kinds/lines", test_lines);
  add ("/ui/dataset-kinds/image", test_image);
  add ("/ui/dataset-kinds/download", test_download);
  add ("/ui/dataset-kinds/download-refused", test_download_refused);

  return g_test_run ();
}

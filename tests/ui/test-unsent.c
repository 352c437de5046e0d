#include "config.h"

#include <adwaita.h>

#include "../storage/fault-vfs.h"
#include "base/lb-error.h"
#include "hosted-session-fixture.h"
#include "hosted-store.h"
#include "jobs/lb-image-finder.h"
#include "session/lb-session-history.h"
#include "session/lb-refusal.h"
#include "ui/conflict/lb-refusal-row.h"
#include "ui/conflict/lb-refusals-dialog.h"
#include "ui/dataset/lb-caption-line.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/dataset/lb-image-state.h"

/* The banner over a dataset of a service elsewhere: what keeps changes from going out. */

typedef struct
{
  HostedSession base;
  HostedStore *store;
  AdwWindow *window;
  LbDatasetPage *page; /* (unowned) in the window */
  AdwBanner *banner;   /* (unowned) in the page */
} Fixture;

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  GtkWidget *views = adw_navigation_view_new ();

  fault_vfs_forget ();
  hosted_session_set_up (&self->base, GUINT_TO_POINTER (HOSTED_LEGACY));
  self->store = hosted_store_new (self->base.server, 3);
  hosted_take_true (lb_session_refresh (self->base.session));
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));

  self->page = lb_dataset_page_new (self->base.session, self->base.dataset);
  self->window = ADW_WINDOW (g_object_ref_sink (adw_window_new ()));
  adw_navigation_view_add (ADW_NAVIGATION_VIEW (views), ADW_NAVIGATION_PAGE (self->page));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1000, 700);
  adw_window_set_content (self->window, views);
  gtk_window_present (GTK_WINDOW (self->window));
  hosted_wait_until (is_mapped, self->page, "the page");
  self->banner = ADW_BANNER (
    gtk_widget_get_template_child (GTK_WIDGET (self->page), LB_TYPE_DATASET_PAGE, "banner"));
  g_assert_false (adw_banner_get_revealed (self->banner));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  fault_vfs_mend ();
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->window);
  hosted_session_close (&self->base);
  hosted_store_free (self->store);
  hosted_session_tear_down (&self->base, NULL);
}

static void
edit (Fixture *self, const char *text)
{
  hosted_take_true (lb_session_edit_caption (
    self->base.session, lb_session_find_image (self->base.session, HOSTED_FIRST), text));
}

typedef struct
{
  AdwBanner *banner;
  const char *start; /* (nullable): it says nothing */
} Wanted;

static gboolean
says (gpointer data)
{
  const Wanted *wanted = data;

  if (wanted->start == NULL)
    return !adw_banner_get_revealed (wanted->banner);
  return adw_banner_get_revealed (wanted->banner) &&
         g_str_has_prefix (adw_banner_get_title (wanted->banner), wanted->start);
}

static void
wait_says (Fixture *self, const char *start)
{
  Wanted wanted = { self->banner, start };

  hosted_wait_until (says, &wanted, start != NULL ? start : "the end of the banner");
}

static gboolean
has_dialog (gpointer data)
{
  return adw_window_get_visible_dialog (data) != NULL;
}

static gboolean
is_sent (gpointer data)
{
  return g_str_equal (hosted_store_get (((Fixture *) data)->store, HOSTED_FIRST), "Held");
}

/* Shown while it lasts, and what waits meanwhile is counted. */
static void
test_held (Fixture *self, gconstpointer data)
{
  AdwDialog *dialog = NULL;

  hosted_server_say_once (self->base.server, "PUT", NULL, 429, "Retry-After: 3", "{}");
  edit (self, "Held");
  wait_says (self, "Too many requests: going on at ");
  g_assert_cmpstr (adw_banner_get_button_label (self->banner), ==, "_Details");

  g_signal_emit_by_name (self->banner, "button-clicked");
  hosted_wait_until (has_dialog, self->window, "what waits");
  dialog = adw_window_get_visible_dialog (self->window);
  g_assert_cmpstr (adw_alert_dialog_get_heading (ADW_ALERT_DIALOG (dialog)), ==,
                   "Waiting to Be Sent");
  g_assert_cmpstr (adw_alert_dialog_get_body (ADW_ALERT_DIALOG (dialog)), ==, "1 caption");
  adw_dialog_force_close (dialog);

  wait_says (self, NULL);
  hosted_wait_until (is_sent, self, "the caption in the service");
}

static void
test_offline (Fixture *self, gconstpointer data)
{
  hosted_server_leave (self->base.server);
  edit (self, "Kept");
  wait_says (self, "Offline: changes are kept and sent later");
  g_assert_cmpstr (adw_banner_get_button_label (self->banner), ==, "_Retry");
  g_assert_cmpuint (lb_session_get_n_waiting (self->base.session), ==, 1);

  hosted_server_return (self->base.server);
  wait_says (self, NULL);
}

static gboolean
has_trash_button (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "Open _Trash") == 0)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_trash_button (child))
      return TRUE;
  return FALSE;
}

/* The disk has no room for what is written: said while it lasts, and then it is saved. */
static void
test_no_room (Fixture *self, gconstpointer data)
{
  LbImage *image = lb_session_find_image (self->base.session, HOSTED_FIRST);
  AdwDialog *dialog = NULL;

  fault_vfs_fail (FAULT_WRITE, 0, SQLITE_FULL);
  g_error_free (hosted_refusal (lb_session_edit_caption (self->base.session, image, "In memory"),
                                LB_ERROR_NO_SPACE));
  wait_says (self, "Not enough disk space to save changes");
  g_assert_cmpstr (adw_banner_get_button_label (self->banner), ==, "Free Up _Space…");
  g_signal_emit_by_name (self->banner, "button-clicked");
  hosted_wait_until (has_dialog, self->window, "what can be done");
  dialog = adw_window_get_visible_dialog (self->window);
  g_assert_true (has_trash_button (GTK_WIDGET (dialog)));
  adw_dialog_force_close (dialog);

  g_assert_cmpuint (fault_vfs_mend (), >, 0);
  wait_says (self, NULL);
  g_assert_cmpint (lb_session_get_edit_state (self->base.session, image), !=, LB_EDIT_UNKEPT);
}

static gboolean
none_waits (gpointer data)
{
  return lb_session_get_n_waiting (data) == 0;
}

/* The picture of the first image can't be fetched, so it is not deleted: said until it is. */
static void
test_stuck (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbTrashItem) item = NULL;

  g_ptr_array_add (images, g_object_ref (lb_session_find_image (self->base.session, HOSTED_FIRST)));
  deletion = lb_session_delete_images (self->base.session, images);
  dex_future_disown (lb_deletion_commit (deletion));
  wait_says (self, "1 deletion waits: its pictures can’t be copied to the trash yet");
  g_assert_cmpstr (adw_banner_get_button_label (self->banner), ==, "Open _Trash");
  g_assert_nonnull (hosted_store_get (self->store, HOSTED_FIRST));
  g_assert_cmpuint (lb_session_get_n_waiting (self->base.session), ==, 1);

  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.dismiss-banner", NULL);
  wait_says (self, NULL);

  item = g_list_model_get_item (G_LIST_MODEL (lb_session_get_trash (self->base.session)), 0);
  hosted_take_true (lb_trash_delete (lb_session_get_trash (self->base.session), item));
  hosted_wait_until (none_waits, self->base.session, "the deletion");
  g_assert_null (hosted_store_get (self->store, HOSTED_FIRST));
}

/* (transfer none) (nullable): the first of @type under @widget. */
static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);

  return found;
}

static GtkWidget *
row_child (LbRefusalsDialog *dialog, const char *name)
{
  GtkWidget *row = find_widget (GTK_WIDGET (dialog), LB_TYPE_REFUSAL_ROW);

  g_assert_nonnull (row);
  return GTK_WIDGET (gtk_widget_get_template_child (row, LB_TYPE_REFUSAL_ROW, name));
}

static gboolean
is_refused_again (gpointer data)
{
  return strstr (gtk_label_get_label (data), "Not possible now") != NULL;
}

static gboolean
is_empty (gpointer data)
{
  return find_widget (data, LB_TYPE_REFUSAL_ROW) == NULL;
}

static LbRefusalsDialog *
present_refusals (Fixture *self)
{
  LbRefusalsDialog *dialog = lb_refusals_dialog_new (self->base.session);

  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->window));
  hosted_wait_until (is_mapped, dialog, "the dialog");

  return dialog;
}

/* A name that the service would not take: its words are there, and can be sent otherwise. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  LbRefusalsDialog *dialog = NULL;
  GtkTextBuffer *buffer = NULL;
  g_autofree char *text = NULL;

  hosted_server_leave (self->base.server);
  g_object_unref (hosted_take_object (
    lb_session_rename_dataset (self->base.session, self->base.dataset, "Docks")));
  hosted_store_refuse (self->store, 400);
  hosted_server_return (self->base.server);
  wait_says (self, "1 change was not sent and is kept here");
  g_assert_cmpstr (adw_banner_get_button_label (self->banner), ==, "_Review…");

  dialog = present_refusals (self);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (row_child (dialog, "text_view")));
  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "Docks");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (row_child (dialog, "title"))), ==,
                   "Name of “Piers”");
  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (row_child (dialog, "reason"))),
                                   "Not accepted"));

  hosted_store_refuse (self->store, 409);
  gtk_text_buffer_set_text (buffer, "Quays", -1);
  g_signal_emit_by_name (row_child (dialog, "retry_button"), "clicked");
  hosted_wait_until (is_refused_again, row_child (dialog, "reason"), "another refusal");
  g_clear_pointer (&text, g_free);
  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "Quays");

  hosted_store_refuse (self->store, 0);
  g_signal_emit_by_name (row_child (dialog, "retry_button"), "clicked");
  hosted_wait_until (is_empty, dialog, "the end of it");
  g_assert_cmpstr (hosted_store_get_name (self->store), ==, "Quays");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  wait_says (self, NULL);
}

static guint
count_refusals (Fixture *self)
{
  g_autoptr (GPtrArray) refusals = lb_session_list_refusals (self->base.session);

  return refusals->len;
}

static gboolean
is_discarded (gpointer data)
{
  return count_refusals (data) == 0;
}

static gboolean
is_named (gpointer data)
{
  return g_str_equal (gtk_label_get_label (data), "Caption of “a.png”");
}

static gboolean
is_file (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The picture of the first image is seen, and kept. */
static void
see_picture (Fixture *self)
{
  LbImage *image = lb_session_find_image (self->base.session, HOSTED_FIRST);
  g_autofree char *url = g_strdup_printf ("%s/thumb", hosted_server_get_origin (self->base.server));
  g_autofree char *path = g_strdup_printf ("%s/state/thumbnails/%d", self->base.root, HOSTED_FIRST);
  g_autoptr (GBytes) picture = g_bytes_new_static ("thumbnail", 9);

  hosted_server_say_bytes (self->base.server, "GET", "/thumb", 200, picture);
  g_object_set (image, "thumbnail-url", url, NULL);
  g_bytes_unref (hosted_take_boxed (lb_session_fetch_thumbnail (self->base.session, image)));
  hosted_wait_until (is_file, path, "the picture on the disk");
}

/* A caption of an image that was deleted elsewhere: not to be sent, but there, with what is known
 * of the image; it goes with the dialog in which it was discarded. */
static void
test_gone (Fixture *self, gconstpointer data)
{
  LbRefusalsDialog *dialog = NULL;

  see_picture (self);
  hosted_server_leave (self->base.server);
  edit (self, "Written on a train");
  hosted_store_delete (self->store, HOSTED_FIRST);
  hosted_server_return (self->base.server);
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  wait_says (self, "1 change was not sent and is kept here");

  dialog = present_refusals (self);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (row_child (dialog, "reason"))), ==,
                   "The image was deleted elsewhere. It was in “Piers”.");
  hosted_wait_until (is_named, row_child (dialog, "title"), "its name");
  hosted_wait_until (is_mapped, row_child (dialog, "thumbnail"), "its picture");
  g_assert_false (gtk_widget_get_visible (row_child (dialog, "retry_button")));
  g_assert_false (gtk_text_view_get_editable (GTK_TEXT_VIEW (row_child (dialog, "text_view"))));
  g_signal_emit_by_name (row_child (dialog, "discard_button"), "clicked");
  g_assert_true (is_empty (dialog));
  hosted_settle ();
  g_assert_cmpuint (count_refusals (self), ==, 1);
  adw_dialog_force_close (ADW_DIALOG (dialog));
  hosted_wait_until (is_discarded, self, "the end of it");
  wait_says (self, NULL);
}

static gboolean
is_in_conflict (gpointer data)
{
  Fixture *self = data;

  return lb_session_get_edit_state (self->base.session,
                                    lb_session_find_image (self->base.session, HOSTED_FIRST)) ==
         LB_EDIT_CONFLICT;
}

static gboolean
is_settled (gpointer data)
{
  return !dex_future_is_pending (data);
}

static void
assert_finds (Fixture *self, const char *word, gboolean expected)
{
  LbSession *session = self->base.session;
  g_autoptr (LbImageFinder) finder = lb_image_finder_new (
    session, self->base.dataset, lb_session_get_images (session, self->base.dataset));
  g_autoptr (LbQuery) query = lb_query_new (word, NULL);
  g_autoptr (DexFuture) settled = NULL;

  lb_image_finder_set_query (finder, query);
  settled = lb_image_finder_settle (finder);
  hosted_wait_until (is_settled, settled, "the end of the search");
  g_assert_cmpint (lb_image_finder_finds (finder, lb_session_find_image (session, HOSTED_FIRST)),
                   ==, expected);
}

/* Yours is what is shown and found, wherever a caption is. */
static void
test_shown (Fixture *self, gconstpointer data)
{
  LbImage *image = lb_session_find_image (self->base.session, HOSTED_FIRST);
  g_autofree char *words = NULL;
  g_autofree char *own = NULL;

  hosted_server_leave (self->base.server);
  edit (self, "Mine");
  wait_says (self, "Offline: changes are kept and sent later");
  hosted_store_set (self->store, HOSTED_FIRST, "Theirs");
  hosted_server_return (self->base.server);
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
  hosted_wait_until (is_in_conflict, self, "a conflict");

  g_assert_cmpstr (lb_image_get_caption (image), ==, "Theirs");
  own = lb_session_dup_caption_text (self->base.session, image); /* the image's page */
  g_assert_cmpstr (own, ==, "Mine");
  words = lb_image_dup_words (self->base.session, self->base.dataset, image); /* a tile, a row */
  g_assert_cmpstr (words, ==, "Mine, Changed elsewhere");
  g_assert_cmpstr (lb_caption_line (self->base.dataset, image), ==, "Mine");
  assert_finds (self, "mine", TRUE);
  assert_finds (self, "theirs", FALSE);

  hosted_take_true (lb_session_resolve_conflict (self->base.session, image, FALSE));
  g_assert_cmpstr (lb_caption_line (self->base.dataset, image), ==, "Theirs");
  assert_finds (self, "theirs", TRUE);
}

static gboolean
says_how_long (gpointer data)
{
  return adw_banner_get_revealed (data) &&
         strstr (adw_banner_get_title (data), " to be sent, about ") != NULL &&
         g_str_has_suffix (adw_banner_get_title (data), " left");
}

/* More than the account's plan lets through soon. */
static void
test_paced (Fixture *self, gconstpointer data)
{
  lb_session_set_plan (self->base.session, 1);
  for (guint i = 0; i < 3; i++)
    hosted_take_true (lb_session_edit_caption (
      self->base.session, lb_session_find_image (self->base.session, HOSTED_FIRST + i), "Paced"));
  hosted_wait_until (says_how_long, self->banner, "how long it takes");
  g_assert_cmpstr (adw_banner_get_button_label (self->banner), ==, "_Details");

  lb_session_set_plan (self->base.session, 0);
  wait_says (self, NULL);
  hosted_wait_until (none_waits, self->base.session, "the end of the queue");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + 2), ==, "Paced");
}

/* Nothing goes out for two reasons, and the first to be mended is said. */
static void
test_most_urgent (Fixture *self, gconstpointer data)
{
  hosted_server_say (self->base.server, NULL, NULL, 401, NULL, "{}");
  edit (self, "Not let in");
  wait_says (self, "The token was rejected");
  g_assert_cmpstr (adw_banner_get_button_label (self->banner), ==, "Sign _In…");

  hosted_server_leave (self->base.server);
  g_error_free (hosted_refusal (lb_session_refresh (self->base.session), LB_ERROR_OFFLINE));
  wait_says (self, "The token was rejected");
}

/* It is asked how: the menu says so. */
static void
test_delete_asks (Fixture *self, gconstpointer data)
{
  GMenuModel *section = G_MENU_MODEL (gtk_widget_get_template_child (
    GTK_WIDGET (self->page), LB_TYPE_DATASET_PAGE, "delete_section"));
  g_autoptr (GVariant) label =
    g_menu_model_get_item_attribute_value (section, 0, "label", G_VARIANT_TYPE_STRING);

  g_assert_cmpstr (g_variant_get_string (label, NULL), ==, "_Delete Dataset…");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  fault_vfs_install ();
  adw_init ();

#define ADD(path, test) g_test_add ("/ui/unsent/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("held", test_held);
  ADD ("offline", test_offline);
  ADD ("paced", test_paced);
  ADD ("most-urgent", test_most_urgent);
  ADD ("stuck", test_stuck);
  ADD ("no-room", test_no_room);
  ADD ("refused", test_refused);
  ADD ("gone", test_gone);
  ADD ("shown", test_shown);
  ADD ("delete-asks", test_delete_asks);
#undef ADD

  return g_test_run ();
}

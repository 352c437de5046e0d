#include <string.h>

#include "base/lb-error.h"
#include "test-session-fixture.h"

/* How many pictures were encoded on the main thread, and how many on others. */
static int n_encoded_here;
static int n_encoded_elsewhere;

static gboolean
is_described (gpointer data)
{
  SessionFixture *self = data;

  return !lb_dataset_get_captioning (self->dataset) && lb_image_get_caption (self->image) != NULL;
}

static gboolean
is_offline (gpointer data)
{
  gboolean online = TRUE;

  g_object_get (((SessionFixture *) data)->session, "online", &online, NULL);
  return !online;
}

static void
count_cb (GListModel *list, guint position, guint removed, guint added, guint *n_changes)
{
  *n_changes += 1;
}

static void
test_edit_is_saved (SessionFixture *self, gconstpointer data)
{
  g_autofree char *first = make_prompt ("One boat.");
  g_autofree char *second = make_prompt ("Two boats.");
  g_autofree char *third = make_prompt ("Three boats.");
  g_autofree char *stored = NULL;
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  guint n_changes = 0;

  g_signal_connect (images, "items-changed", G_CALLBACK (count_cb), &n_changes);
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_SAVED);
  dex_future_disown (lb_session_edit_caption (self->session, self->image, first));
  dex_future_disown (lb_session_edit_caption (self->session, self->image, second));
  session_fixture_edit (self, third);
  session_fixture_assert_text (self, third);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");

  stored = session_fixture_dup_stored (self);
  g_assert_nonnull (strstr (stored, "Three boats."));
  g_assert_cmpstr (lb_image_get_caption (self->image), ==, stored);
  g_assert_cmpstr (lb_image_get_caption_source (self->image), ==, "manual");
  session_fixture_assert_text (self, stored);
  g_assert_cmpuint (n_changes, ==, 0);
  g_signal_handlers_disconnect_by_data (images, &n_changes);

  /* What the service has anyway is no edit. */
  session_fixture_edit (self, stored);
  g_assert_true (session_fixture_is_saved (self));
}

static void
test_killed_service (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("After the kill.");
  g_autofree char *stored = NULL;

  service_fixture_kill (&self->service);
  session_fixture_edit (self, text);
  session_fixture_assert_text (self, text);
  wait_until (session_fixture_is_saved, self, "the edit to arrive after the service came back");
  stored = session_fixture_dup_stored (self);
  g_assert_nonnull (strstr (stored, "After the kill."));
}

/* The session is gone without a goodbye, and so is the service; the next one sends what it left. */
static void
test_crash (SessionFixture *self, gconstpointer data)
{
  g_autofree char *program = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));
  g_autofree char *text = make_prompt ("Before the crash.");
  g_autofree char *stored = NULL;
  gint64 image_id = lb_image_get_id (self->image);
  gint64 dataset_id = lb_dataset_get_id (self->dataset);

  service_fixture_kill (&self->service);
  g_setenv ("LOOKBOOK_SERVICE", "/nonexistent/service", TRUE);
  session_fixture_edit (self, text);
  wait_until (is_offline, self, "the session to see the loss");
  session_fixture_drop_objects (self);
  g_clear_object (&self->session);

  /* Without a service the draft is there all the same. */
  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  g_free (wait_error (lb_session_open (self->session), LB_ERROR_OFFLINE));
  self->image = lb_image_new (image_id);
  session_fixture_assert_text (self, text);
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_PENDING);
  g_clear_object (&self->image);

  g_setenv ("LOOKBOOK_SERVICE", program, TRUE);
  g_assert_true (wait_true (lb_session_open (self->session)));
  self->dataset = g_object_ref (lb_session_find_dataset (self->session, dataset_id));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  self->image = g_object_ref (lb_session_find_image (self->session, image_id));
  wait_until (session_fixture_is_saved, self, "the edit of the last session");
  stored = session_fixture_dup_stored (self);
  g_assert_nonnull (strstr (stored, "Before the crash."));
}

static void
test_invalid_stays_draft (SessionFixture *self, gconstpointer data)
{
  g_autofree char *valid = make_prompt ("Valid again.");
  g_autofree char *stored = NULL;
  gint64 image_id = lb_image_get_id (self->image);

  session_fixture_edit (self, "{\"short_description\": ");
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_DRAFT);
  session_fixture_edit (self, "{}");
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_DRAFT);
  stored = session_fixture_dup_stored (self);
  g_assert_null (stored);

  /* Neither reading again nor a new description of the service's takes the draft away. */
  session_fixture_set_schema (self);
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  session_fixture_begin_run (self);
  wait_until (is_described, self, "the run");
  session_fixture_assert_text (self, "{}");

  /* Nor does closing. */
  lb_session_close (self->session);
  g_set_object (&self->session, NULL);
  session_fixture_drop_objects (self);
  self->session = session_fixture_open (self);
  self->image = lb_image_new (image_id);
  session_fixture_assert_text (self, "{}");
  g_clear_object (&self->image);
  self->dataset = g_list_model_get_item (lb_session_get_datasets (self->session), 0);
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  self->image = g_object_ref (lb_session_find_image (self->session, image_id));
  session_fixture_edit (self, valid);
  wait_until (session_fixture_is_saved, self, "the valid text");
}

static void
test_discard (SessionFixture *self, gconstpointer data)
{
  session_fixture_edit (self, "half a sent");
  g_assert_true (wait_true (lb_session_discard_draft (self->session, self->image)));
  g_assert_true (session_fixture_is_saved (self));
  session_fixture_assert_text (self, lb_image_get_caption (self->image));
}

static void
refused_cb (LbSession *session, LbImage *image, const char *message, char **kept)
{
  g_set_str (kept, message);
}

/* The dataset is completed behind our back, so the service takes no edit any more. */
static void
test_refused_stays (SessionFixture *self, gconstpointer data)
{
  g_autofree char *first = make_prompt ("First.");
  g_autofree char *text = make_prompt ("Too late.");
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  g_autofree char *message = NULL;
  g_autofree char *stored = NULL;
  g_autoptr (LbSession) other = NULL;
  g_autoptr (LbImage) found = g_object_ref (self->image);
  gint64 id = lb_dataset_get_id (self->dataset);

  session_fixture_set_schema (self);
  for (guint i = 1; i < 5; i++)
    {
      g_autoptr (LbImage) more = session_fixture_upload (self, 0x101010 * i);

      g_assert_nonnull (more);
    }
  session_fixture_edit (self, first);
  wait_until (session_fixture_is_saved, self, "the first edit");

  other = lb_session_new_local (self->service.data_dir, state);
  g_assert_true (wait_true (lb_session_open (other)));
  g_object_unref (
    wait_object (lb_session_complete_dataset (other, lb_session_find_dataset (other, id))));
  lb_session_close (other);

  g_signal_connect (self->session, "caption-refused", G_CALLBACK (refused_cb), &message);
  session_fixture_edit (self, text);
  wait_until (session_fixture_is_refused, self, "the refusal");
  g_assert_cmpstr (message, !=, NULL);
  session_fixture_assert_text (self, text);
  stored = session_fixture_dup_stored (self);
  g_assert_nonnull (strstr (stored, "First."));
  g_signal_handlers_disconnect_by_data (self->session, &message);

  lb_session_close (self->session);
  g_clear_object (&self->session);
  self->session = session_fixture_open (self);
  session_fixture_assert_text (self, text);
  g_assert_true (session_fixture_is_refused (self));
}

static void
test_delete_and_undelete (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbImage) second = session_fixture_upload (self, 0x993311);
  g_autoptr (LbImage) back = NULL;
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  gint64 id = lb_image_get_id (self->image);
  guint n_changes = 0;

  session_fixture_edit (self, "a draft");
  g_signal_connect (images, "items-changed", G_CALLBACK (count_cb), &n_changes);
  g_assert_cmpint (lb_dataset_get_images_count (self->dataset), ==, 2);
  g_assert_true (wait_true (lb_session_delete_image (self->session, self->image)));
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (images), ==, 1);
  g_assert_cmpint (lb_dataset_get_images_count (self->dataset), ==, 1);
  g_assert_null (lb_session_find_image (self->session, id));

  back = wait_object (lb_session_undelete_image (self->session, self->dataset, id));
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_cmpint (lb_dataset_get_images_count (self->dataset), ==, 2);
  g_assert_true (lb_session_find_image (self->session, id) == back);
  {
    g_autoptr (LbImage) first = g_list_model_get_item (images, 0);

    g_assert_true (first == back);
  }
  g_set_object (&self->image, back);
  session_fixture_assert_text (self, "a draft");

  /* Reading again what is known changes nothing. */
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  g_assert_cmpuint (n_changes, ==, 2);
  g_signal_handlers_disconnect_by_data (images, &n_changes);
}

static void
test_lists (SessionFixture *self, gconstpointer data)
{
  GListModel *projects = lb_session_get_projects (self->session);
  g_autoptr (GListModel) datasets = lb_session_get_project_datasets (self->session, self->project);
  g_autoptr (LbProject) anchor = session_fixture_create_project (self, "Anchor");
  g_autoptr (LbProject) first = g_list_model_get_item (projects, 0);
  g_autoptr (LbDataset) other = NULL;
  guint n_changes = 0;

  g_assert_true (first == anchor);
  g_signal_connect (projects, "items-changed", G_CALLBACK (count_cb), &n_changes);
  g_object_unref (wait_object (lb_session_rename_project (self->session, anchor, "Boat")));
  g_assert_cmpuint (n_changes, ==, 0);
  g_object_unref (wait_object (lb_session_rename_project (self->session, anchor, "Zebra")));
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_cmpstr (lb_project_get_project_name (anchor), ==, "Zebra");
  g_signal_handlers_disconnect_by_data (projects, &n_changes);

  other = wait_object (lb_session_create_dataset (self->session, anchor, "Elsewhere", NULL, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (datasets), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 2);
  g_object_unref (wait_object (lb_session_rename_dataset (self->session, self->dataset, "Best")));
  g_assert_cmpstr (lb_dataset_get_name (self->dataset), ==, "Best");
  session_fixture_delete (self, anchor);
  g_assert_cmpuint (g_list_model_get_n_items (projects), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 1);
  session_fixture_delete (self, self->dataset);
  g_assert_cmpuint (g_list_model_get_n_items (datasets), ==, 0);
}

static void
test_pictures (SessionFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) picture = wait_boxed (lb_session_fetch_picture (self->session, self->image));
  g_autoptr (GBytes) thumbnail =
    wait_boxed (lb_session_fetch_thumbnail (self->session, self->image));
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GBytes) renewed = NULL;
  g_autofree char *forged = NULL;
  g_autoptr (LbImage) expired =
    g_object_new (LB_TYPE_IMAGE, "id", lb_image_get_id (self->image), "dataset-id",
                  lb_dataset_get_id (self->dataset), NULL);

  g_assert_cmpint ((gint64) g_bytes_get_size (picture), ==, lb_image_get_size_bytes (self->image));
  g_assert_cmpuint (g_bytes_get_size (thumbnail), <=, 1024 * 1024);
  service_fixture_kill (&self->service);
  again = wait_boxed (lb_session_fetch_picture (self->session, self->image));
  g_assert_true (g_bytes_equal (again, picture));
  g_assert_false (service_fixture_is_running (&self->service));

  forged = g_strconcat (lb_image_get_image_url (self->image), "0", NULL);
  g_object_set (expired, "image-url", forged, NULL);
  renewed = wait_boxed (lb_session_fetch_picture (self->session, expired));
  g_assert_true (g_bytes_equal (renewed, picture));
}

static void
test_caption_run (SessionFixture *self, gconstpointer data)
{
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  guint n_changes = 0;

  session_fixture_set_schema (self);
  g_signal_connect (images, "items-changed", G_CALLBACK (count_cb), &n_changes);
  session_fixture_begin_run (self);
  wait_until (is_described, self, "the run");
  g_assert_cmpuint (n_changes, ==, 0);
  g_signal_handlers_disconnect_by_data (images, &n_changes);
}

/* Stands in for GLib's own, which is what the session would call otherwise. */
gchar *
g_base64_encode (const guchar *data, gsize size)
{
  GString *text = g_string_new (NULL);
  gint state = 0;
  gint save = 0;

  g_atomic_int_inc (g_main_context_is_owner (NULL) ? &n_encoded_here : &n_encoded_elsewhere);
  g_string_set_size (text, (size / 3 + 1) * 4 + 4);
  text->len = g_base64_encode_step (data, size, FALSE, text->str, &state, &save);
  text->len += g_base64_encode_close (FALSE, text->str + text->len, &state, &save);
  text->str[text->len] = '\0';

  return g_string_free_and_steal (text);
}

static void
test_schema_from_images (SessionFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *schema = NULL;

  g_ptr_array_add (images, g_object_ref (self->image));
  g_free (wait_error (lb_session_generate_schema (self->session, images), LB_ERROR_INVALID));
  for (guint i = 1; i < 5; i++)
    g_ptr_array_add (images, session_fixture_upload (self, 0x0f0f0f * i));
  schema = wait_string (lb_session_generate_schema (self->session, images));
  g_assert_cmpint (n_encoded_elsewhere, ==, 5);
  g_assert_cmpint (n_encoded_here, ==, 0);
  g_object_unref (
    wait_object (lb_session_set_visual_schema (self->session, self->dataset, schema)));
  g_assert_cmpstr (lb_dataset_get_visual_schema (self->dataset), ==, schema);
}

/* Two that start at once share one service. */
static void
test_two_starters (SessionFixture *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  g_autoptr (LbSession) other = lb_session_new_local (self->service.data_dir, state);
  DexFuture *one = NULL;
  DexFuture *two = NULL;

  service_fixture_kill (&self->service);
  one = lb_session_refresh (self->session);
  two = lb_session_open (other);
  g_assert_true (wait_true (one));
  g_assert_true (wait_true (two));
  g_assert_nonnull (lb_session_find_project (other, lb_project_get_id (self->project)));
  lb_session_close (other);
  g_free (wait_error (lb_session_refresh (other), LB_ERROR_CANCELLED));
}

static gboolean
is_settled (gpointer data)
{
  return !dex_future_is_pending (data);
}

static gboolean
is_dropped (gpointer data)
{
  g_autoptr (GObject) object = g_weak_ref_get (data);

  return object == NULL;
}

/* As a window does whose account is taken away while it opens. */
static void
close_cb (GListModel *datasets, guint position, guint removed, guint added, LbSession *session)
{
  lb_session_close (session);
}

static void
test_close_while_filled (SessionFixture *self, gconstpointer data)
{
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  g_autoptr (LbSession) other = lb_session_new_local (self->service.data_dir, state);

  g_signal_connect (lb_session_get_datasets (other), "items-changed", G_CALLBACK (close_cb), other);
  g_free (wait_error (lb_session_open (other), LB_ERROR_CANCELLED));
}

/* Whatever is under way comes to an end, and nothing is touched that is gone. */
static void
test_close_under_way (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("In a hurry.");
  g_autofree char *stored = NULL;
  g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x445566);
  GWeakRef weak;
  DexFuture *futures[] = {
    lb_session_edit_caption (self->session, self->image, text),
    lb_session_load_images (self->session, self->dataset),
    lb_session_fetch_picture (self->session, self->image),
    lb_session_rename_project (self->session, self->project, "Other"),
    lb_session_upload_image (self->session, self->dataset, bytes, "x", TRUE, FALSE, NULL, NULL,
                             NULL),
    lb_session_refresh (self->session),
  };

  g_weak_ref_init (&weak, self->session);
  for (guint i = 0; i < 3; i++)
    g_main_context_iteration (NULL, FALSE);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  for (guint i = 0; i < G_N_ELEMENTS (futures); i++)
    {
      wait_until (is_settled, futures[i], "the end of a call");
      dex_unref (futures[i]);
    }
  wait_until (is_dropped, &weak, "the end of the session");
  g_weak_ref_clear (&weak);

  self->session = session_fixture_open (self);
  wait_until (session_fixture_is_saved, self, "the edit of the closed session");
  stored = session_fixture_dup_stored (self);
  g_assert_nonnull (strstr (stored, "In a hurry."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function)                                                                        \
  g_test_add ("/session/" path, SessionFixture, NULL, session_fixture_set_up, function,            \
              session_fixture_tear_down)
  ADD ("edit-is-saved", test_edit_is_saved);
  ADD ("killed-service", test_killed_service);
  ADD ("crash", test_crash);
  ADD ("invalid-stays-draft", test_invalid_stays_draft);
  ADD ("discard", test_discard);
  ADD ("refused-stays", test_refused_stays);
  ADD ("delete-and-undelete", test_delete_and_undelete);
  ADD ("lists", test_lists);
  ADD ("pictures", test_pictures);
  ADD ("caption-run", test_caption_run);
  ADD ("schema-from-images", test_schema_from_images);
  ADD ("two-starters", test_two_starters);
  ADD ("close-under-way", test_close_under_way);
  ADD ("close-while-filled", test_close_while_filled);

  return g_test_run ();
}

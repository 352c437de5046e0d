#include <string.h>

#include "base/lb-error.h"
#include "session/lb-session.h"
#include "test-client-fixture.h"

/* A session over the real service. */
typedef struct
{
  ServiceFixture service;
  LbSession *session;
  LbProject *project;
  LbDataset *dataset;
  LbImage *image; /* the dataset's only one */
} Fixture;

static LbSession *
open_session (Fixture *self)
{
  LbSession *session = lb_session_new_local (self->service.data_dir, self->service.state_dir);

  g_assert_true (wait_true (lb_session_open (session)));
  return session;
}

static LbProject *
create_project (Fixture *self, const char *name)
{
  g_autoptr (LbProject) wanted = lb_project_new (1);

  g_object_set (wanted, "project-name", name, "ip-medium", "photography", "ip-type", "other", NULL);
  return wait_object (lb_session_create_project (self->session, wanted));
}

static LbImage *
upload (Fixture *self, guint32 rgb)
{
  g_autoptr (GBytes) bytes = make_picture (1024, 1024, rgb);

  return wait_object (lb_session_upload_image (self->session, self->dataset, bytes, "picture.png",
                                               TRUE, NULL, NULL, NULL));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  self->session = open_session (self);
  self->project = create_project (self, "Harbour");
  self->dataset = wait_object (lb_session_create_dataset (self->session, self->project, "First"));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  self->image = upload (self, 0x336699);
}

static void
drop_objects (Fixture *self)
{
  g_clear_object (&self->image);
  g_clear_object (&self->dataset);
  g_clear_object (&self->project);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  drop_objects (self);
  if (self->session != NULL)
    lb_session_close (self->session);
  g_clear_object (&self->session);
  service_fixture_tear_down (&self->service);
}

/* Another session on the same service, for what the service really holds. */
static char *
caption_at_service (Fixture *self)
{
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  g_autoptr (LbSession) other = lb_session_new_local (self->service.data_dir, state);
  LbDataset *dataset = NULL;
  char *caption = NULL;

  g_assert_true (wait_true (lb_session_open (other)));
  dataset = lb_session_find_dataset (other, lb_dataset_get_id (self->dataset));
  g_assert_true (wait_true (lb_session_load_images (other, dataset)));
  caption =
    g_strdup (lb_image_get_caption (lb_session_find_image (other, lb_image_get_id (self->image))));
  lb_session_close (other);

  return caption;
}

static gboolean
is_saved (gpointer data)
{
  Fixture *self = data;

  return lb_session_get_edit_state (self->session, self->image) == LB_EDIT_SAVED;
}

static gboolean
is_refused (gpointer data)
{
  Fixture *self = data;

  return lb_session_get_edit_state (self->session, self->image) == LB_EDIT_REFUSED;
}

static gboolean
is_described (gpointer data)
{
  Fixture *self = data;

  return !lb_dataset_get_captioning (self->dataset) && lb_image_get_caption (self->image) != NULL;
}

static gboolean
is_offline (gpointer data)
{
  gboolean online = TRUE;

  g_object_get (((Fixture *) data)->session, "online", &online, NULL);
  return !online;
}

static void
assert_text (Fixture *self, const char *text)
{
  g_autofree char *shown = lb_session_dup_caption_text (self->session, self->image);

  g_assert_cmpstr (shown, ==, text);
}

static void
set_schema (Fixture *self)
{
  g_autofree char *schema = read_example ("visual-schema.style.json");
  g_autoptr (LbDataset) live =
    wait_object (lb_session_set_visual_schema (self->session, self->dataset, schema));

  g_assert_true (live == self->dataset);
}

static void
count_cb (GListModel *list, guint position, guint removed, guint added, guint *n_changes)
{
  *n_changes += 1;
}

static void
edit (Fixture *self, const char *text)
{
  g_assert_true (wait_true (lb_session_edit_caption (self->session, self->image, text)));
}

static void
test_edit_is_saved (Fixture *self, gconstpointer data)
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
  edit (self, third);
  assert_text (self, third);
  wait_until (is_saved, self, "the edit to be saved");

  stored = caption_at_service (self);
  g_assert_nonnull (strstr (stored, "Three boats."));
  g_assert_cmpstr (lb_image_get_caption (self->image), ==, stored);
  g_assert_cmpstr (lb_image_get_caption_source (self->image), ==, "manual");
  assert_text (self, stored);
  g_assert_cmpuint (n_changes, ==, 0);
  g_signal_handlers_disconnect_by_data (images, &n_changes);

  /* What the service has anyway is no edit. */
  edit (self, stored);
  g_assert_true (is_saved (self));
}

static void
test_killed_service (Fixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("After the kill.");
  g_autofree char *stored = NULL;

  service_fixture_kill (&self->service);
  edit (self, text);
  assert_text (self, text);
  wait_until (is_saved, self, "the edit to arrive after the service came back");
  stored = caption_at_service (self);
  g_assert_nonnull (strstr (stored, "After the kill."));
}

/* The session is gone without a goodbye, and so is the service; the next one sends what it left. */
static void
test_crash (Fixture *self, gconstpointer data)
{
  g_autofree char *program = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));
  g_autofree char *text = make_prompt ("Before the crash.");
  g_autofree char *stored = NULL;
  gint64 image_id = lb_image_get_id (self->image);
  gint64 dataset_id = lb_dataset_get_id (self->dataset);

  service_fixture_kill (&self->service);
  g_setenv ("LOOKBOOK_SERVICE", "/nonexistent/service", TRUE);
  edit (self, text);
  wait_until (is_offline, self, "the session to see the loss");
  drop_objects (self);
  g_clear_object (&self->session);

  /* Without a service the draft is there all the same. */
  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  g_free (wait_error (lb_session_open (self->session), LB_ERROR_OFFLINE));
  self->image = lb_image_new (image_id);
  assert_text (self, text);
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_PENDING);
  g_clear_object (&self->image);

  g_setenv ("LOOKBOOK_SERVICE", program, TRUE);
  g_assert_true (wait_true (lb_session_open (self->session)));
  self->dataset = g_object_ref (lb_session_find_dataset (self->session, dataset_id));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  self->image = g_object_ref (lb_session_find_image (self->session, image_id));
  wait_until (is_saved, self, "the edit of the last session");
  stored = caption_at_service (self);
  g_assert_nonnull (strstr (stored, "Before the crash."));
}

static void
test_invalid_stays_draft (Fixture *self, gconstpointer data)
{
  g_autofree char *valid = make_prompt ("Valid again.");
  g_autofree char *stored = NULL;
  gint64 image_id = lb_image_get_id (self->image);

  edit (self, "{\"short_description\": ");
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_DRAFT);
  edit (self, "{}");
  g_assert_cmpint (lb_session_get_edit_state (self->session, self->image), ==, LB_EDIT_DRAFT);
  stored = caption_at_service (self);
  g_assert_null (stored);

  /* Neither reading again nor a new description of the service's takes the draft away. */
  set_schema (self);
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_object_unref (wait_object (lb_session_regenerate_all (self->session, self->dataset)));
  wait_until (is_described, self, "the run");
  assert_text (self, "{}");

  /* Nor does closing. */
  lb_session_close (self->session);
  g_set_object (&self->session, NULL);
  drop_objects (self);
  self->session = open_session (self);
  self->image = lb_image_new (image_id);
  assert_text (self, "{}");
  g_clear_object (&self->image);
  self->dataset = g_list_model_get_item (lb_session_get_datasets (self->session), 0);
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  self->image = g_object_ref (lb_session_find_image (self->session, image_id));
  edit (self, valid);
  wait_until (is_saved, self, "the valid text");
}

static void
test_discard (Fixture *self, gconstpointer data)
{
  edit (self, "half a sent");
  g_assert_true (wait_true (lb_session_discard_draft (self->session, self->image)));
  g_assert_true (is_saved (self));
  assert_text (self, lb_image_get_caption (self->image));
}

static void
refused_cb (LbSession *session, LbImage *image, const char *message, char **kept)
{
  g_set_str (kept, message);
}

/* The dataset is completed behind our back, so the service takes no edit any more. */
static void
test_refused_stays (Fixture *self, gconstpointer data)
{
  g_autofree char *first = make_prompt ("First.");
  g_autofree char *text = make_prompt ("Too late.");
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  g_autofree char *message = NULL;
  g_autofree char *stored = NULL;
  g_autoptr (LbSession) other = NULL;
  g_autoptr (LbImage) found = g_object_ref (self->image);
  gint64 id = lb_dataset_get_id (self->dataset);

  set_schema (self);
  for (guint i = 1; i < 5; i++)
    {
      g_autoptr (LbImage) more = upload (self, 0x101010 * i);

      g_assert_nonnull (more);
    }
  edit (self, first);
  wait_until (is_saved, self, "the first edit");

  other = lb_session_new_local (self->service.data_dir, state);
  g_assert_true (wait_true (lb_session_open (other)));
  g_object_unref (
    wait_object (lb_session_complete_dataset (other, lb_session_find_dataset (other, id))));
  lb_session_close (other);

  g_signal_connect (self->session, "caption-refused", G_CALLBACK (refused_cb), &message);
  edit (self, text);
  wait_until (is_refused, self, "the refusal");
  g_assert_cmpstr (message, !=, NULL);
  assert_text (self, text);
  stored = caption_at_service (self);
  g_assert_nonnull (strstr (stored, "First."));
  g_signal_handlers_disconnect_by_data (self->session, &message);

  lb_session_close (self->session);
  g_clear_object (&self->session);
  self->session = open_session (self);
  assert_text (self, text);
  g_assert_true (is_refused (self));
}

static void
test_delete_and_undelete (Fixture *self, gconstpointer data)
{
  g_autoptr (LbImage) second = upload (self, 0x993311);
  g_autoptr (LbImage) back = NULL;
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  gint64 id = lb_image_get_id (self->image);
  guint n_changes = 0;

  edit (self, "a draft");
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
  assert_text (self, "a draft");

  /* Reading again what is known changes nothing. */
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  g_assert_cmpuint (n_changes, ==, 2);
  g_signal_handlers_disconnect_by_data (images, &n_changes);
}

static void
test_lists (Fixture *self, gconstpointer data)
{
  GListModel *projects = lb_session_get_projects (self->session);
  g_autoptr (GListModel) datasets = lb_session_get_project_datasets (self->session, self->project);
  g_autoptr (LbProject) anchor = create_project (self, "Anchor");
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

  other = wait_object (lb_session_create_dataset (self->session, anchor, "Elsewhere"));
  g_assert_cmpuint (g_list_model_get_n_items (datasets), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 2);
  g_object_unref (wait_object (lb_session_rename_dataset (self->session, self->dataset, "Best")));
  g_assert_cmpstr (lb_dataset_get_name (self->dataset), ==, "Best");
  g_assert_true (wait_true (lb_session_delete_project (self->session, anchor)));
  g_assert_cmpuint (g_list_model_get_n_items (projects), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 1);
  g_assert_true (wait_true (lb_session_delete_dataset (self->session, self->dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (datasets), ==, 0);
}

static void
test_pictures (Fixture *self, gconstpointer data)
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
test_caption_run (Fixture *self, gconstpointer data)
{
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  guint n_changes = 0;

  g_free (wait_error (lb_session_regenerate_all (self->session, self->dataset), LB_ERROR_CONFLICT));
  set_schema (self);
  g_signal_connect (images, "items-changed", G_CALLBACK (count_cb), &n_changes);
  g_object_unref (wait_object (lb_session_regenerate_all (self->session, self->dataset)));
  g_assert_true (lb_dataset_get_captioning (self->dataset));
  wait_until (is_described, self, "the run");
  g_assert_cmpuint (n_changes, ==, 0);
  g_signal_handlers_disconnect_by_data (images, &n_changes);
}

static void
test_schema_from_images (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *schema = NULL;

  g_ptr_array_add (images, g_object_ref (self->image));
  g_free (wait_error (lb_session_generate_schema (self->session, images), LB_ERROR_INVALID));
  for (guint i = 1; i < 5; i++)
    g_ptr_array_add (images, upload (self, 0x0f0f0f * i));
  schema = wait_string (lb_session_generate_schema (self->session, images));
  g_object_unref (
    wait_object (lb_session_set_visual_schema (self->session, self->dataset, schema)));
  g_assert_cmpstr (lb_dataset_get_visual_schema (self->dataset), ==, schema);
}

/* Two that start at once share one service. */
static void
test_two_starters (Fixture *self, gconstpointer data)
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

/* Whatever is under way comes to an end, and nothing is touched that is gone. */
static void
test_close_under_way (Fixture *self, gconstpointer data)
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
    lb_session_upload_image (self->session, self->dataset, bytes, "x", TRUE, NULL, NULL, NULL),
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

  self->session = open_session (self);
  wait_until (is_saved, self, "the edit of the closed session");
  stored = caption_at_service (self);
  g_assert_nonnull (strstr (stored, "In a hurry."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function)                                                                        \
  g_test_add ("/session/" path, Fixture, NULL, set_up, function, tear_down)
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

  return g_test_run ();
}

#include <string.h>

#include "base/lb-error.h"
#include "session-clock.h"
#include "test-session-fixture.h"
#include "vision-fake.h"

/* What there is to do with datasets beside filling them one by one, with the real service. */

static void
set_up (SessionFixture *self, gconstpointer data)
{
  session_fixture_set_up (self, data);
  session_clock_hurry (self->session);
}

static void
test_clone (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) copy = NULL;
  g_autoptr (LbDataset) named = NULL;
  g_autoptr (LbImage) image = NULL;
  GListModel *images = NULL;

  session_fixture_set_schema (self);
  copy = wait_object (lb_session_clone_dataset (self->session, self->dataset, NULL, NULL));
  named = wait_object (lb_session_clone_dataset (self->session, copy, "Second", "For later"));

  g_assert_cmpstr (lb_dataset_get_name (copy), ==, "Copy of First");
  g_assert_cmpstr (lb_dataset_get_name (named), ==, "Second");
  g_assert_cmpstr (lb_dataset_get_description (named), ==, "For later");
  g_assert_false (lb_dataset_get_completed (copy));
  g_assert_cmpstr (lb_dataset_get_visual_schema (copy), ==,
                   lb_dataset_get_visual_schema (self->dataset));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 3);
  g_assert_cmpint (lb_dataset_get_images_count (copy), ==, 1);

  g_assert_true (wait_true (lb_session_load_images (self->session, copy)));
  images = lb_session_get_images (self->session, copy);
  g_assert_cmpuint (g_list_model_get_n_items (images), ==, 1);
  image = g_list_model_get_item (images, 0);
  g_assert_cmpint (lb_image_get_id (image), !=, lb_image_get_id (self->image));

  /* Another image in the copy is none of the source. */
  g_assert_true (wait_true (lb_session_delete_image (self->session, image)));
  g_assert_cmpint (lb_dataset_get_images_count (copy), ==, 0);
  g_assert_cmpint (lb_dataset_get_images_count (self->dataset), ==, 1);
}

static void
test_clone_of_nothing (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) gone = g_object_ref (self->dataset);
  g_autofree char *message = NULL;

  session_fixture_delete (self, self->dataset);
  message =
    wait_error (lb_session_clone_dataset (self->session, gone, NULL, NULL), LB_ERROR_NOT_FOUND);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 0);
}

static gboolean
is_manual (gpointer data)
{
  return g_strcmp0 (lb_image_get_caption_source (data), "manual") == 0;
}

static void
test_legacy (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbProject) project = session_fixture_create_project (self, "Old");
  g_autoptr (LbDataset) legacy =
    wait_object (lb_session_create_dataset (self->session, project, "Words", "max", NULL));
  g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x336699);
  g_autoptr (LbDataset) changed = NULL;
  g_autoptr (LbImage) image = NULL;
  g_autofree char *message = NULL;

  g_assert_false (lb_dataset_is_fibo (legacy));
  g_assert_nonnull (lb_dataset_get_caption_prefix (legacy));
  changed = wait_object (lb_session_set_caption_prefix (self->session, legacy, "A photograph of"));
  g_assert_true (changed == legacy);
  g_assert_cmpstr (lb_dataset_get_caption_prefix (legacy), ==, "A photograph of");

  image = wait_object (
    lb_session_upload_image (self->session, legacy, bytes, "a.png", TRUE, FALSE, NULL, NULL, NULL));
  g_assert_nonnull (lb_image_get_caption (image));
  g_assert_null (strchr (lb_image_get_caption (image), '{'));
  g_assert_true (wait_true (lb_session_edit_caption (self->session, image, "a blue square")));
  wait_until (is_manual, image, "the words");
  g_assert_cmpstr (lb_image_get_caption (image), ==, "a blue square");

  /* The families don't mix, and a fibo dataset has no prefix. */
  g_free (message);
  message = wait_error (lb_session_create_dataset (self->session, project, "New", "fibo", NULL),
                        LB_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (message, "R22"));
  g_free (message);
  message = wait_error (lb_session_set_caption_prefix (self->session, self->dataset, "A"),
                        LB_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (message, "R27"));
}

static gboolean
is_short (gpointer data)
{
  return g_strcmp0 (lb_image_get_caption (data), "a boat") == 0;
}

/* What was approved with the prefix is approved without it, and no other words are. */
static void
test_legacy_approval (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbProject) project = session_fixture_create_project (self, "Old");
  g_autoptr (LbDataset) legacy =
    wait_object (lb_session_create_dataset (self->session, project, "Words", "light", NULL));
  g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x336699);
  g_autoptr (LbDataset) changed =
    wait_object (lb_session_set_caption_prefix (self->session, legacy, "A photograph of"));
  g_autoptr (LbImage) image = wait_object (
    lb_session_upload_image (self->session, legacy, bytes, "a.png", TRUE, FALSE, NULL, NULL, NULL));

  g_assert_true (
    wait_true (lb_session_edit_caption (self->session, image, "A photograph of a boat")));
  g_assert_true (wait_true (lb_session_set_approved (self->session, image, TRUE)));
  wait_until (is_short, image, "the words without the prefix");
  g_assert_true (lb_session_is_approved (self->session, image));

  g_assert_true (wait_true (lb_session_edit_caption (self->session, image, "{\"a\": 1}")));
  g_assert_false (lb_session_is_approved (self->session, image));
  g_assert_true (wait_true (lb_session_set_approved (self->session, image, TRUE)));
  g_assert_true (wait_true (lb_session_edit_caption (self->session, image, "{\"a\":1}")));
  g_assert_false (lb_session_is_approved (self->session, image));
}

static void
test_refine (SessionFixture *self, gconstpointer data)
{
  g_autofree char *prompt = make_prompt ("A red boat");
  g_autofree char *refined = wait_string (lb_session_refine (
    self->session, self->dataset, prompt, "set short_description to \"A blue boat\"", NULL, NULL));
  g_autofree char *message = wait_error (
    lb_session_refine (self->session, self->dataset, prompt, "make it more poetic", NULL, NULL),
    LB_ERROR_INVALID);

  g_assert_nonnull (strstr (refined, "A blue boat"));
  g_assert_null (strstr (refined, "A red boat"));
  g_assert_true (*message != '\0');
  g_free (message);
  message =
    wait_error (lb_session_refine (self->session, self->dataset, "[]", "remove a", NULL, NULL),
                LB_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (message, "R88"));
}

static void
test_captioner (SessionFixture *self, gconstpointer data)
{
  VisionFake *fake = vision_fake_new ();
  g_autoptr (LbCaptionerSetting) first = wait_object (lb_session_get_captioner (self->session));
  g_autoptr (LbCaptionerSetting) wish = lb_captioner_setting_new ();
  g_autoptr (LbCaptionerSetting) second = NULL;
  g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x336699);
  g_autofree char *tried = NULL;

  g_assert_cmpstr (lb_captioner_setting_get_kind (first), ==, "analyser");
  vision_fake_set_key (fake, "sk-canary");
  vision_fake_say (fake, "A square that was seen");
  g_object_set (wish, "kind", "vision", "address", vision_fake_get_address (fake), "model", "m",
                "key", "sk-canary", NULL);
  second = wait_object (lb_session_set_captioner (self->session, wish));
  g_assert_true (lb_captioner_setting_is_vision (second));
  g_assert_true (lb_captioner_setting_has_key (second));
  g_assert_null (lb_captioner_setting_get_key (second));
  tried = wait_string (lb_session_test_captioner (self->session, bytes));
  g_assert_nonnull (strstr (tried, "A square that was seen"));
  vision_fake_free (fake);
}

static gboolean
has_caption (gpointer data)
{
  return lb_image_get_caption (data) != NULL;
}

static gboolean
is_idle (gpointer data)
{
  return !lb_dataset_get_captioning (data);
}

/* R54: with a model the picture is there at once, and its caption when the model has looked. */
static void
test_pending (SessionFixture *self, gconstpointer data)
{
  VisionFake *fake = vision_fake_new ();
  g_autoptr (LbCaptionerSetting) wish = lb_captioner_setting_new ();
  g_autoptr (LbCaptionerSetting) set = NULL;
  g_autoptr (LbImage) image = NULL;

  session_fixture_set_schema (self);
  vision_fake_say (fake, "A square that was seen");
  vision_fake_hold (fake, TRUE);
  g_object_set (wish, "kind", "vision", "address", vision_fake_get_address (fake), "model", "m",
                NULL);
  set = wait_object (lb_session_set_captioner (self->session, wish));
  image = session_fixture_upload (self, 0x993300);
  g_assert_null (lb_image_get_caption (image));
  g_assert_cmpstr (lb_image_get_caption_source (image), ==, "pending");

  vision_fake_hold (fake, FALSE);
  wait_until (has_caption, image, "the caption");
  g_assert_cmpstr (lb_image_get_caption_source (image), ==, "automatic");
  g_assert_nonnull (strstr (lb_image_get_caption (image), "A square that was seen"));
  wait_until (is_idle, self->dataset, "the end of the run");
  vision_fake_free (fake);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(name, func)                                                                            \
  g_test_add (name, SessionFixture, NULL, set_up, func, session_fixture_tear_down)
  ADD ("/session/datasets/R37-R38-clone", test_clone);
  ADD ("/session/datasets/R4-clone-of-nothing", test_clone_of_nothing);
  ADD ("/session/datasets/R63-legacy", test_legacy);
  ADD ("/session/datasets/R63-legacy-approval", test_legacy_approval);
  ADD ("/session/datasets/R88-refine", test_refine);
  ADD ("/session/datasets/captioner", test_captioner);
  ADD ("/session/datasets/R54-pending", test_pending);
#undef ADD
  return g_test_run ();
}

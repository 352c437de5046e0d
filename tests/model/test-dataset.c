#include "model/lb-dataset.h"
#include "notify-log.h"

static void
test_states (void)
{
  g_autoptr (LbDataset) dataset = lb_dataset_new (1);
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_true (lb_dataset_is_fibo (dataset));
  g_assert_false (lb_dataset_is_advanced (dataset));
  g_assert_cmpstr (lb_dataset_get_training_version (dataset), ==, "fibo");
  g_assert_cmpint (lb_dataset_get_images_count (dataset), ==, -1);
  g_assert_false (lb_dataset_get_completed (dataset));

  g_signal_connect (dataset, "notify", G_CALLBACK (notify_log_cb), names);
  g_object_set (dataset, "status", "completed", NULL);
  g_object_set (dataset, "captions-update-status", "in_progress", NULL);
  g_assert_cmpstr (names->str, ==, "captions-update-status captioning status completed ");
  g_assert_true (lb_dataset_get_completed (dataset));
  g_assert_true (lb_dataset_get_captioning (dataset));
  g_object_set (dataset, "training-version", "max", NULL);
  g_assert_false (lb_dataset_is_fibo (dataset));
}

static void
test_update (void)
{
  g_autoptr (LbDataset) dataset =
    g_object_new (LB_TYPE_DATASET, "id", (gint64) 1, "name", "Old", "upload-type", "advanced",
                  "visual-schema", "{}", "images-count", 12, NULL);
  g_autoptr (LbDataset) partial =
    g_object_new (LB_TYPE_DATASET, "id", (gint64) 1, "name", "New", NULL);
  g_autoptr (LbDataset) empty =
    g_object_new (LB_TYPE_DATASET, "id", (gint64) 1, "images-count", 0, "model-ids",
                  ((const char *const[]) { "5", NULL }), NULL);
  g_autoptr (GString) names = g_string_new (NULL);
  g_auto (GStrv) ids = NULL;

  g_signal_connect (dataset, "notify", G_CALLBACK (notify_log_cb), names);
  lb_dataset_update_from (dataset, partial);
  g_assert_cmpstr (names->str, ==, "name ");
  g_assert_cmpstr (lb_dataset_get_upload_type (dataset), ==, "advanced");
  g_assert_true (lb_dataset_is_advanced (dataset));
  g_assert_cmpstr (lb_dataset_get_visual_schema (dataset), ==, "{}");
  g_assert_cmpint (lb_dataset_get_images_count (dataset), ==, 12);

  lb_dataset_update_from (dataset, empty);
  g_object_get (dataset, "model-ids", &ids, NULL);
  g_assert_cmpint (lb_dataset_get_images_count (dataset), ==, 0);
  g_assert_cmpstrv (ids, ((const char *const[]) { "5", NULL }));

  g_string_truncate (names, 0);
  lb_dataset_update_from (dataset, empty);
  lb_dataset_set_images_count (dataset, 0);
  g_assert_cmpstr (names->str, ==, "");
  lb_dataset_set_images_count (dataset, 3);
  g_assert_cmpstr (names->str, ==, "images-count ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/dataset/states", test_states);
  g_test_add_func ("/model/dataset/update", test_update);
  return g_test_run ();
}

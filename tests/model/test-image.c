#include <string.h>

#include "model/lb-image.h"
#include "notify-log.h"

static char *
example (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "contract", "examples",
                                            "structured-prompt.photo.json", NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_caption (void)
{
  g_autoptr (LbImage) image = lb_image_new (1);
  g_autofree char *prompt = example ();
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_cmpstr (lb_image_get_summary (image), ==, "");
  g_assert_false (lb_image_get_caption_valid (image));

  g_signal_connect (image, "notify", G_CALLBACK (notify_log_cb), names);
  g_object_set (image, "caption", prompt, NULL);
  g_assert_cmpstr (names->str, ==, "caption text summary caption-valid ");
  g_assert_true (lb_image_get_caption_valid (image));
  g_assert_cmpstr (lb_image_get_summary (image), !=, "");
  g_assert_null (strchr (lb_image_get_summary (image), '\n'));

  g_object_set (image, "caption", " a red\n\tfox ", NULL);
  g_assert_cmpstr (lb_image_get_summary (image), ==, "a red fox");
  g_assert_false (lb_image_get_caption_valid (image));
  g_object_set (image, "caption", "{\"short_description\":\"Fox\"}", NULL);
  g_assert_cmpstr (lb_image_get_summary (image), ==, "Fox");
  g_assert_false (lb_image_get_caption_valid (image));

  /* What would turn the line it is shown in around is seen instead. */
  g_object_set (image, "caption", "{\"short_description\":\"a \\u202exof\"}", NULL);
  g_assert_cmpstr (lb_image_get_summary (image), ==, "a \xef\xbf\xbdxof");
}

static void
test_update (void)
{
  g_autoptr (LbImage) image =
    g_object_new (LB_TYPE_IMAGE, "id", (gint64) 1, "caption", "old", "caption-source", "manual",
                  "width", 1024, "upload-source-url", "http://x", "size-bytes", (gint64) 7, NULL);
  g_autoptr (LbImage) other = g_object_new (LB_TYPE_IMAGE, "id", (gint64) 1, "caption", NULL,
                                            "caption-source", "pending", "width", 1024, NULL);
  g_autoptr (GString) names = g_string_new (NULL);

  g_signal_connect (image, "notify", G_CALLBACK (notify_log_cb), names);
  lb_image_update_from (image, other);
  g_assert_cmpstr (names->str, ==, "caption text summary caption-valid caption-source ");
  g_assert_null (lb_image_get_caption (image));
  g_assert_cmpstr (lb_image_get_upload_source_url (image), ==, "http://x");
  g_assert_cmpint (lb_image_get_size_bytes (image), ==, 7);
}

/* What was written here stands in the place of the caption, whatever becomes of that. */
static void
test_draft (void)
{
  g_autoptr (LbImage) image =
    g_object_new (LB_TYPE_IMAGE, "id", (gint64) 1, "caption", "old", NULL);
  g_autoptr (LbImage) other =
    g_object_new (LB_TYPE_IMAGE, "id", (gint64) 1, "caption", "theirs", NULL);
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_cmpstr (lb_image_get_text (image), ==, "old");
  g_signal_connect (image, "notify", G_CALLBACK (notify_log_cb), names);
  lb_image_set_draft (image, "mine");
  lb_image_set_draft (image, "mine");
  g_assert_nonnull (strstr (names->str, "text "));
  g_assert_null (strstr (strstr (names->str, "text ") + 1, "text "));
  g_assert_cmpstr (lb_image_get_summary (image), ==, "mine");
  g_assert_cmpstr (lb_image_get_caption (image), ==, "old");

  g_string_set_size (names, 0);
  lb_image_update_from (image, other);
  g_assert_cmpstr (names->str, ==, "caption ");
  g_assert_cmpstr (lb_image_get_text (image), ==, "mine");

  lb_image_set_draft (image, NULL);
  g_assert_nonnull (strstr (names->str, "text "));
  g_assert_cmpstr (lb_image_get_summary (image), ==, "theirs");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/image/caption", test_caption);
  g_test_add_func ("/model/image/update", test_update);
  g_test_add_func ("/model/image/draft", test_draft);

  return g_test_run ();
}

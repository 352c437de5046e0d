#include <glib.h>

#include "contract/lb-limits.h"
#include "contract/lb-routes.h"
#include "contract/lb-timestamp.h"

static void
test_both_ways (void)
{
  for (int route = LB_ROUTE_NONE + 1; route < LB_N_ROUTES; route++)
    {
      g_autofree char *path = lb_route_path (route, 71, 903);
      gint64 object_id = 0;
      gint64 image_id = 0;

      if (route == LB_ROUTE_FILE)
        g_set_str (&path, "/files/ab/cd.png");
      g_assert_cmpint (lb_route_match (lb_route_method (route), path, &object_id, &image_id), ==,
                       route);
      g_assert_cmpint (object_id, ==, strstr (path, "/71") != NULL ? 71 : 0);
      g_assert_cmpint (image_id, ==, strstr (path, "/903") != NULL ? 903 : 0);
    }
}

static void
test_spelling (void)
{
  g_autofree char *image = lb_route_path (LB_ROUTE_GET_IMAGE, 7, 9);
  g_autofree char *download = lb_route_path (LB_ROUTE_DOWNLOAD, 7, 0);
  g_autofree char *undelete = lb_route_path (LB_ROUTE_UNDELETE, 7, 9);
  gint64 object_id, image_id;

  g_assert_cmpstr (image, ==, "/v1/tailored-gen/datasets/7/images/9");
  g_assert_cmpstr (download, ==, "/v1/datasets/7/download");
  g_assert_cmpstr (undelete, ==, "/lookbook/v1/datasets/7/images/9/undelete");
  g_assert_cmpint (
    lb_route_match ("GET", "/v1/tailored-gen/datasets/7/download", &object_id, &image_id), ==,
    LB_ROUTE_DOWNLOAD);
  g_assert_cmpint (lb_route_match ("GET", "/v1/tailored-gen/datasets/7/images/bulk-upload/status",
                                   &object_id, &image_id),
                   ==, LB_ROUTE_BULK_STATUS);
}

/* C6 */
static void
test_other_path (void)
{
  g_autofree char *other = lb_route_other_path (LB_ROUTE_DOWNLOAD, 7, 0);

  g_assert_cmpstr (other, ==, "/v1/tailored-gen/datasets/7/download");
  for (int route = LB_ROUTE_NONE + 1; route < LB_N_ROUTES; route++)
    if (route != LB_ROUTE_DOWNLOAD)
      g_assert_null (lb_route_other_path (route, 7, 9));
}

static void
test_ids (void)
{
  static const char *const wrong[] = {
    "x", "0", "-1", "+1", "1.0", " 1", "1 ", "", "9223372036854775808", "99999999999999999999", "1x"
  };
  gint64 object_id, image_id;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *path = g_strconcat ("/v1/tailored-gen/projects/", wrong[i], NULL);

      g_assert_cmpint (lb_route_match ("GET", path, &object_id, &image_id), ==, LB_ROUTE_NONE);
    }

  g_assert_cmpint (
    lb_route_match ("GET", "/v1/tailored-gen/projects/9223372036854775807", &object_id, &image_id),
    ==, LB_ROUTE_GET_PROJECT);
  g_assert_cmpint (object_id, ==, G_MAXINT64);
}

static void
test_unknown (void)
{
  static const char *const wrong[] = { "/",
                                       "",
                                       "/v1",
                                       "/v1/tailored-gen/projects/",
                                       "/v2/tailored-gen/projects",
                                       "/files/",
                                       "/v1/projects",
                                       "/v1/tailored-gen/datasets/1/images/2/3" };
  gint64 object_id, image_id;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_cmpint (lb_route_match ("GET", wrong[i], &object_id, &image_id), ==, LB_ROUTE_NONE);
    }

  g_assert_cmpint (lb_route_match ("PATCH", "/v1/tailored-gen/datasets/3", &object_id, &image_id),
                   ==, LB_ROUTE_NONE);
  g_assert_cmpint (object_id, ==, 0);
}

static void
test_caps (void)
{
  g_assert_cmpuint (lb_route_body_cap (LB_ROUTE_UPLOAD_IMAGE), ==, 72u << 20);
  g_assert_cmpuint (lb_route_body_cap (LB_ROUTE_REFINE), ==, 24u << 20);
  g_assert_cmpuint (lb_route_body_cap (LB_ROUTE_GENERATE_SCHEMA), ==, 24u << 20);
  g_assert_cmpuint (lb_route_body_cap (LB_ROUTE_CREATE_PROJECT), ==, 8u << 20);
  g_assert_cmpuint (lb_route_body_cap (LB_ROUTE_REGENERATE_ALL), ==, 0);
  g_assert_cmpuint (lb_route_body_cap (LB_ROUTE_GET_IMAGES), ==, 0);
  g_assert_true (lb_route_makes_captions (LB_ROUTE_UPLOAD_IMAGE));
  g_assert_true (lb_route_makes_captions (LB_ROUTE_UPDATE_CAPTION));
  g_assert_false (lb_route_makes_captions (LB_ROUTE_GET_IMAGES));
  g_assert_false (lb_route_makes_captions (LB_ROUTE_REGENERATE_ALL));
}

static void
test_timestamp (void)
{
  const gint64 second = G_GINT64_CONSTANT (1767323045);
  g_autofree char *whole = lb_timestamp_format (second * G_USEC_PER_SEC);
  g_autofree char *part = lb_timestamp_format (second * G_USEC_PER_SEC + 120);

  g_assert_cmpstr (whole, ==, "2026-01-02T03:04:05Z");
  g_assert_cmpstr (part, ==, "2026-01-02T03:04:05.000120Z");
  g_assert_cmpint (lb_timestamp_parse (whole), ==, second * G_USEC_PER_SEC);
  g_assert_cmpint (lb_timestamp_parse (part), ==, second * G_USEC_PER_SEC + 120);
  g_assert_cmpint (lb_timestamp_parse ("2026-01-02T03:04:05.000120"), ==,
                   second * G_USEC_PER_SEC + 120);
  g_assert_cmpint (lb_timestamp_parse ("2026-01-02T05:04:05+02:00"), ==, second * G_USEC_PER_SEC);
  g_assert_cmpint (lb_timestamp_parse ("2026-01-02"), ==, 0);
  g_assert_cmpint (lb_timestamp_parse ("yesterday"), ==, 0);
  g_assert_cmpint (lb_timestamp_parse (""), ==, 0);
  g_assert_cmpint (lb_timestamp_parse (NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contract/routes/both-ways", test_both_ways);
  g_test_add_func ("/contract/routes/spelling", test_spelling);
  g_test_add_func ("/contract/routes/other-path", test_other_path);
  g_test_add_func ("/contract/routes/ids", test_ids);
  g_test_add_func ("/contract/routes/unknown", test_unknown);
  g_test_add_func ("/contract/routes/caps", test_caps);
  g_test_add_func ("/contract/timestamp", test_timestamp);
  return g_test_run ();
}

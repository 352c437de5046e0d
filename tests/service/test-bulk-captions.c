#include "lb-test-bulk.h"

#include <string.h>

/* Captions of what comes in bulk: those of the machine, and those that come along. */

static LbTestService *service;
static gint64 project;
static gint64 legacy_project;

/* R80 */

static void
test_fibo (void)
{
  LbTestZip *zip = lb_test_zip_new (service, "fibo.zip");
  g_autofree char *uri = NULL;
  gint64 dataset = lb_test_add_advanced (service, project, "");
  gint64 bare = lb_test_add_advanced (service, project, "");

  lb_test_zip_add_pictures (zip, "a", 2);
  lb_test_zip_add_text (zip, "a0.txt", "Words that nobody reads");
  lb_test_zip_add_text (zip, "notes.TXT", "\377\376");
  uri = lb_test_zip_close (zip);

  lb_test_set_schema (service, dataset);
  lb_test_bulk_run (service, dataset, uri, ", \"automatic_captioning\": false", "completed");
  lb_test_bulk_check (service, 2, 0);
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 2);
  g_assert_cmpstr (lb_test_bulk_image (service, "a0.jpg", "caption_source"), ==, "automatic");
  g_assert_null (strstr (lb_test_bulk_image (service, "a0.jpg", "caption"), "nobody"));

  lb_test_bulk_run (service, bare, uri, "", "completed");
  lb_test_bulk_check (service, 2, 0);
  g_assert_cmpuint (lb_test_bulk_list (service, bare), ==, 2);
  g_assert_cmpstr (lb_test_bulk_image (service, "a1.jpg", "caption_source"), ==, "pending");
  g_assert_null (lb_test_bulk_image (service, "a1.jpg", "caption"));
}

/* R81 */

static const char *
captions_source (gint64 dataset)
{
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT "?max_images=1", dataset);

  lb_test_done (service, "GET", path, NULL, 200);

  return lb_test_text (service, "captions_source");
}

static char *
make_captioned (void)
{
  LbTestZip *zip = lb_test_zip_new (service, "captioned.zip");

  lb_test_zip_add_pictures (zip, "plain", 1);
  lb_test_zip_add_text (zip, "plain0.txt", "  a fox on a pier \r\n");
  lb_test_zip_add_text (zip, "set/deep0.TXT", "\357\273\277ein Fuchs im Ölzeug");
  lb_test_zip_add_pictures (zip, "set/DEEP", 1);
  lb_test_zip_add_pictures (zip, "bare", 1);
  lb_test_zip_add_pictures (zip, "blank", 1);
  lb_test_zip_add_text (zip, "blank0.txt", " \n\t ");
  lb_test_zip_add_pictures (zip, "void", 1);
  lb_test_zip_add_text (zip, "void0.txt", "");
  lb_test_zip_add_pictures (zip, "latin", 1);
  lb_test_zip_add_text (zip, "latin0.txt", "caf\351");
  lb_test_zip_add_pictures (zip, "other", 1);
  lb_test_zip_add_text (zip, "set/other0.txt", "of another folder");
  lb_test_zip_add_text (zip, "lonely.txt", "of no picture");
  lb_test_zip_add_text (zip, "README.md", "neither");

  return lb_test_zip_close (zip);
}

static void
test_legacy_manual (void)
{
  g_autofree char *uri = make_captioned ();
  gint64 dataset = lb_test_add_advanced (service, legacy_project, "");

  g_assert_cmpstr (captions_source (dataset), ==, "");
  lb_test_bulk_run (service, dataset, uri, ", \"automatic_captioning\": false", "completed");
  lb_test_bulk_check (service, 2, 6);
  g_assert_cmpuint (lb_test_bulk_error (service, "bare0.jpg"), ==, 400);
  g_assert_cmpuint (lb_test_bulk_error (service, "void0.jpg"), ==, 400);
  g_assert_cmpuint (lb_test_bulk_error (service, "blank0.jpg"), ==, 400);
  g_assert_cmpuint (lb_test_bulk_error (service, "latin0.jpg"), ==, 400);
  g_assert_cmpuint (lb_test_bulk_error (service, "other0.jpg"), ==, 400);
  g_assert_cmpuint (lb_test_bulk_error (service, "README.md"), ==, 415);
  g_assert_cmpstr (captions_source (dataset), ==, "manual");
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 2);
  g_assert_cmpstr (lb_test_bulk_image (service, "plain0.jpg", "caption"), ==, "a fox on a pier");
  g_assert_cmpstr (lb_test_bulk_image (service, "plain0.jpg", "caption_source"), ==, "manual");
  g_assert_cmpstr (lb_test_bulk_image (service, "DEEP0.jpg", "caption"), ==, "ein Fuchs im Ölzeug");
}

static void
test_legacy_automatic (void)
{
  g_autofree char *uri = make_captioned ();
  gint64 dataset = lb_test_add_advanced (service, legacy_project, "");

  lb_test_bulk_run (service, dataset, uri, "", "completed");
  lb_test_bulk_check (service, 7, 1);
  g_assert_cmpstr (captions_source (dataset), ==, "automatic");
  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, 7);
  g_assert_cmpstr (lb_test_bulk_image (service, "plain0.jpg", "caption_source"), ==, "automatic");
  g_assert_cmpstr (lb_test_bulk_image (service, "plain0.jpg", "caption"), !=, "a fox on a pier");
  g_assert_cmpstr (lb_test_bulk_image (service, "bare0.jpg", "caption_source"), ==, "automatic");
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();
  project = lb_test_add_project (service);
  legacy_project = lb_test_done (service, "POST", "/v1/tailored-gen/projects",
                                 "{\"project_name\": \"Old\", \"ip_medium\": \"photography\","
                                 " \"ip_type\": \"other\", \"training_version\": \"max\"}",
                                 201);
  g_test_add_func ("/bulk/R80-fibo-ignores-texts", test_fibo);
  g_test_add_func ("/bulk/R81-legacy-takes-texts", test_legacy_manual);
  g_test_add_func ("/bulk/R81-legacy-captions-by-machine", test_legacy_automatic);

  result = g_test_run ();
  lb_test_service_free (service);

  return result;
}

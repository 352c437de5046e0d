#include <string.h>

#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"

/* What a request may say, judged by either side. */

static void
assert_refused (gboolean taken, GError *error, LbError code, const char *rule)
{
  g_autofree char *said = lb_rules_error_rule (error);

  g_assert_false (taken);
  g_assert_error (error, LB_ERROR, (int) code);
  g_assert_cmpstr (said, ==, rule);
  g_assert_cmpstr (lb_rules_error_text (error), !=, error->message);
  g_assert_null (strchr (lb_rules_error_text (error), '['));
  g_error_free (error);
}

#define REFUSED(call, code, rule)                                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    GError *error = NULL;                                                                          \
    gboolean taken = (call) ? TRUE : FALSE;                                                        \
    assert_refused (taken, error, code, rule);                                                     \
  }                                                                                                \
  G_STMT_END

static LbDataset *
dataset_of (const char *version, const char *upload_type, const char *status)
{
  LbDataset *dataset = lb_dataset_new (1);

  g_object_set (dataset, "name", "Harbour", "training-version", version, "upload-type", upload_type,
                "status", status, NULL);
  return dataset;
}

static void
test_new_dataset (void)
{
  g_assert_true (lb_rules_check_new_dataset ("a", NULL, NULL, NULL));
  g_assert_true (lb_rules_check_new_dataset ("a", "fibo", "basic", NULL));
  g_assert_true (lb_rules_check_new_dataset ("a", "3.2", "advanced", NULL));
  REFUSED (lb_rules_check_new_dataset (NULL, NULL, NULL, &error), LB_ERROR_INVALID, "R20");
  REFUSED (lb_rules_check_new_dataset ("", NULL, NULL, &error), LB_ERROR_INVALID, "R20");
  REFUSED (lb_rules_check_new_dataset ("a", "4", NULL, &error), LB_ERROR_INVALID, "R21");
  REFUSED (lb_rules_check_new_dataset ("a", "", NULL, &error), LB_ERROR_INVALID, "R21");
  REFUSED (lb_rules_check_new_dataset ("a", NULL, "huge", &error), LB_ERROR_INVALID, "R24");
}

static void
test_max_images (void)
{
  static const char *const wrong[] = { "0", "201", "-1", "", "x", "1.5", "1e2", "99999999999999" };
  int n = 0;

  g_assert_true (lb_rules_read_max_images (NULL, &n, NULL));
  g_assert_cmpint (n, ==, 200);
  g_assert_true (lb_rules_read_max_images ("1", &n, NULL));
  g_assert_cmpint (n, ==, 1);
  g_assert_true (lb_rules_read_max_images ("200", &n, NULL));
  g_assert_cmpint (n, ==, 200);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    REFUSED (lb_rules_read_max_images (wrong[i], &n, &error), LB_ERROR_INVALID, "R25");
}

static void
test_clone (void)
{
  g_autoptr (LbDataset) dataset = dataset_of ("fibo", "basic", "draft");
  g_autoptr (LbDataset) nameless = lb_dataset_new (2);
  g_autofree char *name = lb_rules_clone_name (dataset);
  g_autofree char *without = lb_rules_clone_name (nameless);

  g_assert_cmpstr (name, ==, "Copy of Harbour");
  g_assert_cmpstr (without, ==, "Copy of ");
  g_assert_true (lb_rules_check_clone (NULL, NULL));
  g_assert_true (lb_rules_check_clone ("x", NULL));
  REFUSED (lb_rules_check_clone ("", &error), LB_ERROR_INVALID, "R37");
}

static void
test_prefix (void)
{
  g_autoptr (LbDataset) fibo = dataset_of ("fibo", "basic", "draft");
  g_autoptr (LbDataset) legacy = dataset_of ("max", "basic", "draft");
  g_autoptr (LbDataset) completed = dataset_of ("2.3", "advanced", "completed");

  g_assert_true (lb_rules_check_prefix (legacy, "A picture of", NULL));
  g_assert_true (lb_rules_check_prefix (legacy, "", NULL));
  REFUSED (lb_rules_check_prefix (legacy, NULL, &error), LB_ERROR_INVALID, "R27");
  REFUSED (lb_rules_check_prefix (fibo, "x", &error), LB_ERROR_INVALID, "R27");
  REFUSED (lb_rules_check_prefix (completed, "x", &error), LB_ERROR_CONFLICT, "R34");
}

static void
test_image_url (void)
{
  static const char *const right[] = { "http://a", "https://a.example/b.png?c=d#e",
                                       "HTTPS://A.EXAMPLE/", "http://[::1]:80/x" };
  static const char *const wrong[] = { "a.png",       "ftp://a/b", "file:///etc/passwd",
                                       "http://",     "http:",     "javascript:alert(1)",
                                       "data:,hello", "//a/b",     "https:///x" };

  for (gsize i = 0; i < G_N_ELEMENTS (right); i++)
    g_assert_true (lb_rules_check_image_url (right[i], NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    REFUSED (lb_rules_check_image_url (wrong[i], &error), LB_ERROR_UNPROCESSABLE, "R51");
  REFUSED (lb_rules_check_image_url (NULL, &error), LB_ERROR_INVALID, "R44");
  REFUSED (lb_rules_check_image_url ("", &error), LB_ERROR_INVALID, "R44");
}

static void
test_bulk (void)
{
  g_autoptr (LbDataset) basic = dataset_of ("fibo", "basic", "draft");
  g_autoptr (LbDataset) advanced = dataset_of ("fibo", "advanced", "draft");
  g_autoptr (LbDataset) completed = dataset_of ("fibo", "advanced", "completed");

  g_assert_true (lb_rules_check_bulk (advanced, 0, FALSE, NULL));
  REFUSED (lb_rules_check_bulk (basic, 0, FALSE, &error), LB_ERROR_INVALID, "R73");
  REFUSED (lb_rules_check_bulk (completed, 0, FALSE, &error), LB_ERROR_INVALID, "R73");
  REFUSED (lb_rules_check_bulk (advanced, 1, FALSE, &error), LB_ERROR_INVALID, "R74");
  REFUSED (lb_rules_check_bulk (advanced, 0, TRUE, &error), LB_ERROR_INVALID, "R74");
}

static void
test_zip_url (void)
{
  g_assert_true (lb_rules_check_zip_url ("https://a.example/b.zip", FALSE, NULL));
  g_assert_true (lb_rules_check_zip_url ("file:///home/a/b%20c.zip", TRUE, NULL));
  REFUSED (lb_rules_check_zip_url ("file:///home/a/b.zip", FALSE, &error), LB_ERROR_INVALID, "R75");
  REFUSED (lb_rules_check_zip_url ("file://elsewhere/b.zip", TRUE, &error), LB_ERROR_INVALID,
           "R75");
  REFUSED (lb_rules_check_zip_url ("/home/a/b.zip", TRUE, &error), LB_ERROR_INVALID, "R75");
  REFUSED (lb_rules_check_zip_url ("ftp://a/b.zip", TRUE, &error), LB_ERROR_INVALID, "R75");
  REFUSED (lb_rules_check_zip_url (NULL, TRUE, &error), LB_ERROR_INVALID, "R75");
  REFUSED (lb_rules_check_zip_url ("", TRUE, &error), LB_ERROR_INVALID, "R75");
}

/* Below, at and above each limit. */
static void
test_zip (void)
{
  g_assert_true (lb_rules_check_zip (4999999999u, 4999, NULL));
  g_assert_true (lb_rules_check_zip (5000000000u, 5000, NULL));
  REFUSED (lb_rules_check_zip (5000000001u, 1, &error), LB_ERROR_TOO_LARGE, "R76");
  REFUSED (lb_rules_check_zip (1, 5001, &error), LB_ERROR_INVALID, "R77");
}

static void
test_download (void)
{
  g_autoptr (LbDataset) basic = dataset_of ("fibo", "basic", "draft");
  g_autoptr (LbDataset) advanced = dataset_of ("fibo", "advanced", "completed");

  g_assert_true (lb_rules_check_download (advanced, 1, NULL));
  REFUSED (lb_rules_check_download (basic, 1, &error), LB_ERROR_CONFLICT, "R90");
  REFUSED (lb_rules_check_download (advanced, 0, &error), LB_ERROR_NOT_FOUND, "R90");
}

static void
test_schema_images (void)
{
  REFUSED (lb_rules_check_schema_images (4, &error), LB_ERROR_INVALID, "R86");
  g_assert_true (lb_rules_check_schema_images (5, NULL));
  g_assert_true (lb_rules_check_schema_images (10, NULL));
  REFUSED (lb_rules_check_schema_images (11, &error), LB_ERROR_INVALID, "R86");
}

static void
test_refine (void)
{
  g_autoptr (LbDataset) fibo = dataset_of ("fibo", "basic", "draft");
  g_autoptr (LbDataset) legacy = dataset_of ("light", "basic", "draft");
  g_autoptr (LbDataset) completed = dataset_of ("fibo", "basic", "completed");

  g_assert_true (lb_rules_check_refine (fibo, "{}", "make it blue", NULL));
  REFUSED (lb_rules_check_refine (fibo, NULL, "x", &error), LB_ERROR_INVALID, "R87");
  REFUSED (lb_rules_check_refine (fibo, "{}", NULL, &error), LB_ERROR_INVALID, "R87");
  REFUSED (lb_rules_check_refine (fibo, "{}", "", &error), LB_ERROR_INVALID, "R87");
  REFUSED (lb_rules_check_refine (fibo, "[]", "x", &error), LB_ERROR_INVALID, "R88");
  REFUSED (lb_rules_check_refine (fibo, "{", "x", &error), LB_ERROR_INVALID, "R88");
  REFUSED (lb_rules_check_refine (legacy, "{}", "x", &error), LB_ERROR_INVALID, "R87");
  REFUSED (lb_rules_check_refine (completed, "{}", "x", &error), LB_ERROR_INVALID, "R87");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/requests/R20-R21-R24-new-dataset", test_new_dataset);
  g_test_add_func ("/rules/requests/R25-max-images", test_max_images);
  g_test_add_func ("/rules/requests/R37-clone", test_clone);
  g_test_add_func ("/rules/requests/R27-R34-prefix", test_prefix);
  g_test_add_func ("/rules/requests/R51-image-url", test_image_url);
  g_test_add_func ("/rules/requests/R73-R74-bulk", test_bulk);
  g_test_add_func ("/rules/requests/R75-zip-url", test_zip_url);
  g_test_add_func ("/rules/requests/R76-R77-zip", test_zip);
  g_test_add_func ("/rules/requests/R90-download", test_download);
  g_test_add_func ("/rules/requests/R86-schema-images", test_schema_images);
  g_test_add_func ("/rules/requests/R87-R88-refine", test_refine);
  return g_test_run ();
}

#include "lb-test-bulk.h"

#include <string.h>

/* The largest bulk upload that there may be: 5000 pictures, 5 GB. Killed once in the middle. Prints
 * what it took; see the benchmark in meson.build. */

#define N_PICTURES 5000
#define PICTURE_BYTES (1000 * 1000 - 200) /* with its headers in the ZIP just below 5 * 10^9 */
#define MAX_GROWTH_KIB (64 * 1024)
#define MAX_PLACE 64 /* what a socket's address leaves */
#define POLL_US (200 * 1000)
#define PATIENCE_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static LbTestService *service;

/* A good JPEG of so many bytes, by comments before its scan; @number makes it one of its own. */
static GBytes *
jpeg_of_bytes (GBytes *plain, gsize size, guint number)
{
  GByteArray *jpeg = g_byte_array_sized_new ((guint) size);
  g_autofree guint8 *comment = g_malloc0 (65535 + 2);
  gsize length;
  const guint8 *data = g_bytes_get_data (plain, &length);
  gsize missing = size - length;

  memcpy (comment + 4, &number, sizeof number);
  g_byte_array_append (jpeg, data, 2);
  while (missing > 0)
    {
      gsize part = missing <= 65537 ? missing : MIN (missing - 16, 65537);

      comment[0] = 0xff;
      comment[1] = 0xfe;
      comment[2] = (guint8) ((part - 2) >> 8);
      comment[3] = (guint8) (part - 2);
      g_byte_array_append (jpeg, comment, (guint) part);
      missing -= part;
    }
  g_byte_array_append (jpeg, data + 2, (guint) (length - 2));

  return g_byte_array_free_to_bytes (jpeg);
}

static char *
make_zip (void)
{
  LbTestZip *zip = lb_test_zip_new (service, "large.zip");
  g_autoptr (GBytes) plain = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);

  for (guint i = 0; i < N_PICTURES; i++)
    {
      g_autofree char *name = g_strdup_printf ("set/%04u.jpg", i);
      g_autoptr (GBytes) bytes = jpeg_of_bytes (plain, PICTURE_BYTES, i);

      lb_test_zip_add (zip, name, bytes);
    }

  return lb_test_zip_close (zip);
}

/* @field: "VmRSS:" or "VmHWM:". */
static gint64
read_kib (const char *field)
{
  g_autofree char *path =
    g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (service->process));
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  line = strstr (text, field);
  g_assert_nonnull (line);

  return g_ascii_strtoll (line + strlen (field), NULL, 10);
}

/* Until so many are stored, or all; the most memory that was taken. */
static gint64
watch (const char *status, gint64 until, guint *n_steps)
{
  gint64 end_us = g_get_monotonic_time () + PATIENCE_US;
  gint64 percent = -1;
  gint64 most;

  do
    {
      g_usleep (POLL_US);
      lb_test_done (service, "GET", status, NULL, 200);
      most = read_kib ("VmHWM:");
      g_assert_cmpint (lb_test_number (service, "progress_percentage"), >=, percent);
      if (lb_test_number (service, "progress_percentage") != percent)
        (*n_steps)++;
      percent = lb_test_number (service, "progress_percentage");
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    }
  while (lb_test_number (service, "done") < until &&
         g_str_equal (lb_test_text (service, "status"), "processing"));

  return most;
}

static void
check_names (gint64 dataset)
{
  JsonArray *list;

  g_assert_cmpuint (lb_test_bulk_list (service, dataset), ==, N_PICTURES);
  list = json_node_get_array (service->json);
  for (guint i = 0; i < N_PICTURES; i++)
    {
      JsonObject *image = json_array_get_object_element (list, i);
      g_autofree char *name = g_strdup_printf ("%04u.jpg", i);

      g_assert_cmpstr (json_object_get_string_member (image, "image_name"), ==, name);
      g_assert_cmpint (json_object_get_int_member (image, "size_bytes"), ==, PICTURE_BYTES);
    }
}

static void
test_largest (void)
{
  gint64 dataset = lb_test_add_advanced (service, lb_test_add_project (service), "");
  g_autofree char *uri = make_zip ();
  g_autofree char *status = lb_test_bulk_status_path (dataset);
  gint64 start_us = g_get_monotonic_time ();
  gint64 before = read_kib ("VmRSS:");
  gint64 most;
  gint64 most_after;
  gint64 stood;
  guint n_steps = 0;

  lb_test_set_schema (service, dataset);
  lb_test_bulk_start (service, dataset, uri, "");
  most = watch (status, N_PICTURES / 2, &n_steps);
  stood = lb_test_number (service, "done");
  lb_test_service_kill (service);
  lb_test_service_start (service);
  lb_test_done (service, "GET", status, NULL, 200);
  g_assert_cmpint (lb_test_number (service, "done"), >=, stood);
  most_after = watch (status, G_MAXINT64, &n_steps);

  g_assert_cmpstr (lb_test_text (service, "status"), ==, "completed");
  lb_test_bulk_check (service, N_PICTURES, 0);
  g_test_message ("%d pictures in %.0f s, %u steps of progress, killed after %" G_GINT64_FORMAT,
                  N_PICTURES, (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC,
                  n_steps, stood);
  g_test_message ("memory: %" G_GINT64_FORMAT " KiB before, at most %" G_GINT64_FORMAT
                  " KiB, %" G_GINT64_FORMAT " KiB after the kill",
                  before, most, most_after);
  check_names (dataset);
  g_assert_cmpint (MAX (most, most_after) - before, <=, MAX_GROWTH_KIB);
}

/* Some 10 GB, so not in a folder that may be in memory, as long as the socket's path fits. */
static const char *
get_place (void)
{
  const char *build = g_getenv ("G_TEST_BUILDDIR");

  return build != NULL && strlen (build) <= MAX_PLACE ? build : "/var/tmp";
}

int
main (int argc, char **argv)
{
  int result;

  g_setenv ("TMPDIR", get_place (), TRUE);
  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();
  g_test_add_func ("/bulk/R76-R77-R84-5000-pictures-of-5-gb", test_largest);
  result = g_test_run ();
  lb_test_service_free (service);

  return result;
}

#include "lb-test-bulk.h"

#include <string.h>

#include "archive/lb-zip-writer.h"

#define PATIENCE_US (100 * G_USEC_PER_SEC)
#define FIRST_TRY_US 5000
#define LAST_TRY_US (250 * 1000)

struct _LbTestZip
{
  char *path;            /* (owned) */
  GOutputStream *output; /* (owned) */
  LbZipWriter *writer;   /* (owned) */
  GBytes *picture;       /* (owned) */
};

LbTestZip *
lb_test_zip_new (LbTestService *service, const char *name)
{
  LbTestZip *self = g_new0 (LbTestZip, 1);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  self->path = g_build_filename (service->folder, name, NULL);
  file = g_file_new_for_path (self->path);
  self->output =
    G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error));
  g_assert_no_error (error);
  self->writer = lb_zip_writer_new (self->output);
  self->picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 7);

  return self;
}

void
lb_test_zip_add (LbTestZip *self, const char *name, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  lb_zip_writer_add_bytes (self->writer, name, bytes, NULL, &error);
  g_assert_no_error (error);
}

void
lb_test_zip_add_text (LbTestZip *self, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  lb_test_zip_add (self, name, bytes);
}

/* A comment behind the start of a JPEG makes each file one of its own. */
static GBytes *
make_unique (GBytes *jpeg, const char *name)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (jpeg, &size);
  const guint8 head[] = { 0xff, 0xfe, 0, (guint8) (strlen (name) + 2) };
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, data, 2);
  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, (const guint8 *) name, (guint) strlen (name));
  g_byte_array_append (out, data + 2, (guint) size - 2);

  return g_byte_array_free_to_bytes (out);
}

GBytes *
lb_test_zip_dup_picture (const char *name)
{
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", 7);

  return make_unique (picture, name);
}

void
lb_test_zip_add_pictures (LbTestZip *self, const char *prefix, guint count)
{
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u.jpg", prefix, i);
      g_autoptr (GBytes) bytes = make_unique (self->picture, name);

      lb_test_zip_add (self, name, bytes);
    }
}

char *
lb_test_zip_close (LbTestZip *self)
{
  g_autoptr (GError) error = NULL;
  char *uri;

  lb_zip_writer_finish (self->writer, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (self->output, NULL, &error);
  g_assert_no_error (error);
  uri = g_filename_to_uri (self->path, NULL, &error);
  g_assert_no_error (error);

  g_object_unref (self->writer);
  g_object_unref (self->output);
  g_bytes_unref (self->picture);
  g_free (self->path);
  g_free (self);

  return uri;
}

char *
lb_test_zip_of_pictures (LbTestService *service, const char *name, guint count)
{
  LbTestZip *zip = lb_test_zip_new (service, name);

  lb_test_zip_add_pictures (zip, "picture-", count);

  return lb_test_zip_close (zip);
}

gint64
lb_test_add_advanced (LbTestService *service, gint64 project, const char *extra)
{
  g_autofree char *more = g_strconcat (", \"upload_type\": \"advanced\"", extra, NULL);

  return lb_test_add_dataset (service, project, more);
}

char *
lb_test_bulk_path (gint64 dataset)
{
  return lb_test_path ("datasets/%" G_GINT64_FORMAT "/images/bulk-upload", dataset);
}

char *
lb_test_bulk_status_path (gint64 dataset)
{
  return lb_test_path ("datasets/%" G_GINT64_FORMAT "/images/bulk-upload/status", dataset);
}

char *
lb_test_bulk_body (const char *zip_url, const char *extra)
{
  return g_strdup_printf ("{\"zip_url\": \"%s\"%s}", zip_url, extra);
}

void
lb_test_bulk_start (LbTestService *service, gint64 dataset, const char *zip_url, const char *extra)
{
  g_autofree char *path = lb_test_bulk_path (dataset);
  g_autofree char *body = lb_test_bulk_body (zip_url, extra);

  lb_test_done (service, "POST", path, body, 202);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "pending");
}

static gboolean
has_ended (LbTestService *service)
{
  const char *status = lb_test_text (service, "status");

  return g_str_equal (status, "completed") || g_str_equal (status, "failed");
}

void
lb_test_bulk_wait (LbTestService *service, gint64 dataset, const char *status)
{
  g_autofree char *path = lb_test_bulk_status_path (dataset);
  gint64 end_us = g_get_monotonic_time () + PATIENCE_US;
  gint64 percent = 0;
  gulong try_us = FIRST_TRY_US;

  lb_test_done (service, "GET", path, NULL, 200);
  while (!has_ended (service))
    {
      g_assert_cmpint (lb_test_number (service, "progress_percentage"), >=, percent);
      percent = lb_test_number (service, "progress_percentage");
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      g_usleep (try_us);
      try_us = MIN (try_us * 3 / 2, LAST_TRY_US);
      lb_test_done (service, "GET", path, NULL, 200);
    }

  if (!g_str_equal (lb_test_text (service, "status"), status))
    g_test_message ("%s", service->body);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, status);
}

void
lb_test_bulk_run (LbTestService *service,
                  gint64 dataset,
                  const char *zip_url,
                  const char *extra,
                  const char *status)
{
  lb_test_bulk_start (service, dataset, zip_url, extra);
  lb_test_bulk_wait (service, dataset, status);
}

static JsonArray *
get_failures (LbTestService *service)
{
  return json_object_get_array_member (json_node_get_object (service->json), "failed_images");
}

guint
lb_test_bulk_error (LbTestService *service, const char *filename)
{
  JsonArray *failures = get_failures (service);
  guint code = 0;

  for (guint i = 0; i < json_array_get_length (failures); i++)
    {
      JsonObject *failure = json_array_get_object_element (failures, i);

      g_assert_cmpstr (json_object_get_string_member (failure, "error_message"), !=, "");
      if (!g_str_equal (json_object_get_string_member (failure, "filename"), filename))
        continue;
      g_assert_cmpuint (code, ==, 0);
      code = (guint) json_object_get_int_member (failure, "error_code");
    }

  return code;
}

void
lb_test_bulk_check (LbTestService *service, gint64 done, gint64 failed)
{
  if (lb_test_number (service, "done") != done || lb_test_number (service, "failed") != failed)
    g_test_message ("%s", service->body);
  g_assert_cmpint (lb_test_number (service, "done"), ==, done);
  g_assert_cmpint (lb_test_number (service, "failed"), ==, failed);
  g_assert_cmpint (lb_test_number (service, "total_processed"), ==, done + failed);
  g_assert_cmpuint (json_array_get_length (get_failures (service)), ==, failed);
}

guint
lb_test_bulk_list (LbTestService *service, gint64 dataset)
{
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT "/images", dataset);

  lb_test_done (service, "GET", path, NULL, 200);

  return lb_test_count (service);
}

const char *
lb_test_bulk_image (LbTestService *service, const char *name, const char *member)
{
  JsonArray *list = json_node_get_array (service->json);

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *image = json_array_get_object_element (list, i);

      if (g_str_equal (json_object_get_string_member (image, "image_name"), name))
        return json_object_get_null_member (image, member)
                 ? NULL
                 : json_object_get_string_member (image, member);
    }

  g_assert_not_reached ();
}

#include "lb-test-service.h"

#include "lb-test-contract.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#define LOCAL_BASE "http://lookbook.localhost"
#define READY_TRIES 2000
#define TRY_US 5000
#define PATIENCE_US (120 * G_USEC_PER_SEC)

void
lb_test_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && (dir = g_dir_open (path, 0, NULL)))
    while ((name = g_dir_read_name (dir)))
      {
        g_autofree char *child = g_build_filename (path, name, NULL);

        lb_test_remove_tree (child);
      }
  g_remove (path);
}

/* The service ends with its test, also when that is cut short. */
static void
child_set_up (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static LbTestService *
service_new (void)
{
  LbTestService *self = g_new0 (LbTestService, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("lb-service-XXXXXX", &error);
  g_assert_no_error (error);
  self->data = g_build_filename (self->folder, "data", NULL);
  self->socket = g_build_filename (self->folder, "run", "service.sock", NULL);

  return self;
}

LbTestService *
lb_test_service_new (void)
{
  return lb_test_service_new_fetching (NULL);
}

LbTestService *
lb_test_service_new_fetching (const char *origin)
{
  LbTestService *self = service_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->socket);

  self->origin = g_strdup (origin);
  self->base = g_strdup (LOCAL_BASE);
  self->session =
    soup_session_new_with_options ("remote-connectable", address, "timeout", 60, NULL);
  lb_test_service_start (self);

  return self;
}

LbTestService *
lb_test_service_new_for_port (const char *token)
{
  LbTestService *self = service_new ();
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "LOOKBOOK_TOKEN", token, TRUE);
  g_subprocess_launcher_set_child_setup (launcher, child_set_up, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LOOKBOOK_SERVICE"),
                                               "--data", self->data, "--port", "0", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->base = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->base);
  self->session = soup_session_new_with_options ("timeout", 60, NULL);

  return self;
}

static gboolean
answers (const char *path)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);

  return connection != NULL;
}

void
lb_test_service_start (LbTestService *self)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  guint tries = 0;

  g_subprocess_launcher_set_child_setup (launcher, child_set_up, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (
    launcher, &error, g_getenv ("LOOKBOOK_SERVICE"), "--data", self->data, "--socket", self->socket,
    self->origin != NULL ? "--fetch-from" : NULL, self->origin, NULL);
  g_assert_no_error (error);

  while (!answers (self->socket))
    {
      g_assert_cmpuint (tries++, <, READY_TRIES);
      g_usleep (TRY_US);
    }
}

void
lb_test_service_stop (LbTestService *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_clear_object (&self->process);
  soup_session_abort (self->session);
}

void
lb_test_service_kill (LbTestService *self)
{
  g_subprocess_force_exit (self->process);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_clear_object (&self->process);
  soup_session_abort (self->session);
}

GArray *
lb_test_service_list_decoders (LbTestService *self)
{
  const char *id = g_subprocess_get_identifier (self->process);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GDir) tasks = NULL;
  g_autofree char *folder = g_strdup_printf ("/proc/%s/task", id);
  const char *task;

  /* A child belongs to the thread that started it. */
  tasks = g_dir_open (folder, 0, NULL);
  while ((task = g_dir_read_name (tasks)))
    {
      g_autofree char *file = g_build_filename (folder, task, "children", NULL);
      g_autofree char *text = NULL;
      g_auto (GStrv) pids = NULL;

      if (!g_file_get_contents (file, &text, NULL, NULL))
        continue;
      pids = g_strsplit (text, " ", -1);
      for (guint i = 0; pids[i] != NULL; i++)
        if (*pids[i] != '\0')
          {
            int pid = atoi (pids[i]);

            g_array_append_val (list, pid);
          }
    }
  g_assert_cmpuint (list->len, >, 0);

  return list;
}

void
lb_test_service_signal_decoders (LbTestService *self, int signal)
{
  g_autoptr (GArray) list = lb_test_service_list_decoders (self);

  for (guint i = 0; i < list->len; i++)
    g_assert_cmpint (kill (g_array_index (list, int, i), signal), ==, 0);
}

void
lb_test_service_free (LbTestService *self)
{
  if (self->process != NULL)
    lb_test_service_stop (self);

  lb_test_remove_tree (self->folder);
  g_clear_object (&self->session);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->content_type);
  g_free (self->body);
  g_free (self->base);
  g_free (self->origin);
  g_free (self->socket);
  g_free (self->data);
  g_free (self->folder);
  g_free (self);
}

static void
take_reply (LbTestService *self, SoupMessage *message, GBytes *bytes)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  gconstpointer data = g_bytes_get_data (bytes, &self->length);

  self->status = soup_message_get_status (message);
  g_free (self->body);
  self->body = g_malloc0 (self->length + 1);
  if (self->length > 0)
    memcpy (self->body, data, self->length);
  g_set_str (&self->content_type, soup_message_headers_get_content_type (headers, NULL));
  g_clear_pointer (&self->json, json_node_unref);
  if (g_strcmp0 (self->content_type, "application/json") == 0)
    self->json = json_from_string (self->body, NULL);
}

/* Through the validating proxy where there is one. */
static SoupSession *
choose_session (LbTestService *self, SoupMessage *message, const char *type, const char *body)
{
  const gboolean local = g_str_equal (self->base, LOCAL_BASE);
  const char *service = local ? self->socket : self->base + strlen ("http://");
  SoupSession *session = lb_test_contract_turn (message, service, type, body);

  return session != NULL ? session : self->session;
}

static void
send_message (LbTestService *self, SoupMessage *message, const char *type, const char *body)
{
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, type, bytes);
    }

  answer =
    soup_session_send_and_read (choose_session (self, message, type, body), message, NULL, &error);
  g_assert_no_error (error);
  lb_test_contract_record (message);
  take_reply (self, message, answer);
}

guint
lb_test_call_full (
  LbTestService *self, const char *method, const char *url, const char *type, const char *body, ...)
{
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  const char *name;
  va_list args;

  va_start (args, body);
  while ((name = va_arg (args, const char *)))
    soup_message_headers_append (soup_message_get_request_headers (message), name,
                                 va_arg (args, const char *));
  va_end (args);

  send_message (self, message, type, body);

  return self->status;
}

guint
lb_test_call (LbTestService *self, const char *method, const char *path, const char *json)
{
  g_autofree char *url = g_strconcat (self->base, path, NULL);

  return lb_test_call_full (self, method, url, "application/json", json, NULL);
}

void
lb_test_refused (LbTestService *self,
                 const char *method,
                 const char *path,
                 const char *json,
                 guint status,
                 const char *rule)
{
  lb_test_call (self, method, path, json);
  if (self->status != status || (rule != NULL && !g_str_equal (lb_test_text (self, "rule"), rule)))
    g_test_message ("%s %s: %u %s", method, path, self->status, self->body);

  g_assert_cmpuint (self->status, ==, status);
  g_assert_cmpstr (lb_test_text (self, "message"), !=, "");
  g_assert_cmpstr (lb_test_text (self, "message"), ==, lb_test_text (self, "error"));
  g_assert_cmpstr (lb_test_text (self, "code"), !=, "");
  if (rule != NULL)
    g_assert_cmpstr (lb_test_text (self, "rule"), ==, rule);
}

gint64
lb_test_done (
  LbTestService *self, const char *method, const char *path, const char *json, guint status)
{
  if (lb_test_call (self, method, path, json) != status)
    g_test_message ("%s %s: %u %s", method, path, self->status, self->body);
  g_assert_cmpuint (self->status, ==, status);

  return self->json != NULL && JSON_NODE_HOLDS_OBJECT (self->json) ? lb_test_number (self, "id")
                                                                   : 0;
}

static JsonNode *
member (LbTestService *self, const char *name)
{
  g_assert_nonnull (self->json);

  return json_object_get_member (json_node_get_object (self->json), name);
}

const char *
lb_test_text (LbTestService *self, const char *name)
{
  JsonNode *node = member (self, name);
  const char *text =
    node != NULL && !JSON_NODE_HOLDS_NULL (node) ? json_node_get_string (node) : "";

  return text;
}

gint64
lb_test_number (LbTestService *self, const char *name)
{
  JsonNode *node = member (self, name);

  return node != NULL ? json_node_get_int (node) : 0;
}

gboolean
lb_test_is_null (LbTestService *self, const char *name)
{
  JsonNode *node = member (self, name);

  return node != NULL && JSON_NODE_HOLDS_NULL (node);
}

guint
lb_test_count (LbTestService *self)
{
  return json_array_get_length (json_node_get_array (self->json));
}

char *
lb_test_path (const char *format, ...)
{
  g_autofree char *tail = NULL;
  va_list args;

  va_start (args, format);
  tail = g_strdup_vprintf (format, args);
  va_end (args);

  return g_strconcat ("/v1/tailored-gen/", tail, NULL);
}

gint64
lb_test_add_project (LbTestService *self)
{
  return lb_test_done (self, "POST", "/v1/tailored-gen/projects",
                       "{\"project_name\": \"Harbour fox\", \"ip_medium\": \"illustration\","
                       " \"ip_type\": \"defined_character\", \"ip_name\": \"Rusty\","
                       " \"ip_description\": \"a red fox in oilskins\"}",
                       201);
}

gint64
lb_test_add_dataset (LbTestService *self, gint64 project_id, const char *extra)
{
  g_autofree char *body = g_strdup_printf (
    "{\"project_id\": %" G_GINT64_FORMAT ", \"name\": \"First set\"%s}", project_id, extra);

  return lb_test_done (self, "POST", "/v1/tailored-gen/datasets", body, 201);
}

void
lb_test_set_schema (LbTestService *self, gint64 dataset_id)
{
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT, dataset_id);

  lb_test_done (self, "PUT", path,
                "{\"visual_schema\": \"{\\\"style_medium\\\": \\\"ink and gouache\\\"}\"}", 200);
}

char *
lb_test_upload_body (GBytes *picture, const char *extra)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (picture, &size);
  g_autofree char *text = g_base64_encode (data, size);

  return g_strdup_printf ("{\"file\": \"%s\"%s}", text, extra);
}

gint64
lb_test_upload (LbTestService *self, gint64 dataset_id, GBytes *picture)
{
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT "/images", dataset_id);
  g_autofree char *body = lb_test_upload_body (picture, "");

  return lb_test_done (self, "POST", path, body, 201);
}

void
lb_test_wait_for_captions (LbTestService *self, gint64 dataset_id)
{
  g_autofree char *path = lb_test_path ("datasets/%" G_GINT64_FORMAT "?max_images=1", dataset_id);
  gint64 end_us = g_get_monotonic_time () + PATIENCE_US;

  lb_test_done (self, "GET", path, NULL, 200);
  while (!g_str_equal (lb_test_text (self, "captions_update_status"), "completed"))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      g_usleep (TRY_US);
      lb_test_done (self, "GET", path, NULL, 200);
    }
}

/* Bands and a disc, so that there is something to measure, and little to compress. */
GBytes *
lb_test_picture (int width, int height, gboolean alpha, const char *format, guint seed)
{
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, alpha, 8, width, height);
  int stride = gdk_pixbuf_get_rowstride (pixels);
  int channels = gdk_pixbuf_get_n_channels (pixels);
  guint8 *data = gdk_pixbuf_get_pixels (pixels);
  g_autoptr (GError) error = NULL;
  char *buffer;
  gsize size;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint8 *at = data + (gsize) y * stride + (gsize) x * channels;

        at[0] = 40 + (x * 4 / width) * 50;
        at[1] = 60 + (seed * 37) % 150;
        at[2] = 30 + (y * 5 / height) * 40;
        if (alpha)
          at[3] = x < width / 2 ? 0 : 255;
      }

  gdk_pixbuf_save_to_buffer (pixels, &buffer, &size, format, &error, NULL);
  g_assert_no_error (error);

  return g_bytes_new_take (buffer, size);
}

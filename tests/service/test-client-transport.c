#include <libsoup/soup.h>

#include "api/lb-client.h"
#include "base/lb-error.h"
#include "test-client-fixture.h"

#define TOKEN "canary-7f3a"

/* A small foreign host: answers what it is told to and remembers what it was sent. */
typedef struct
{
  SoupServer *server; /* (owned) */
  char *origin;       /* (owned) */
  guint status;
  char *body;     /* (owned) (nullable) */
  char *location; /* (owned) (nullable) */
  gboolean silent;
  guint n_requests;
  char *token;  /* (owned) (nullable): of the last request */
  char *method; /* (owned) (nullable) */
  char *path;   /* (owned) (nullable) */
  GBytes *sent; /* (owned) (nullable): its body */
} Host;

static void
host_cb (SoupServer *server,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer data)
{
  Host *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  self->n_requests++;
  g_set_str (&self->token, soup_message_headers_get_one (headers, "api_token"));
  g_set_str (&self->method, soup_server_message_get_method (message));
  g_set_str (&self->path, path);
  g_clear_pointer (&self->sent, g_bytes_unref);
  self->sent = soup_message_body_flatten (soup_server_message_get_request_body (message));
  if (self->silent)
    {
      soup_server_message_pause (message);
      return;
    }
  soup_server_message_set_status (message, self->status, NULL);
  if (self->location != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                  self->location);
  if (self->body != NULL)
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, self->body,
                                      strlen (self->body));
}

static void
host_set_up (Host *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GSList *uris = NULL;

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, host_cb, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->origin = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->status = 200;
  self->body = g_strdup ("[]");
}

static void
host_tear_down (Host *self, gconstpointer data)
{
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->body, g_free);
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->sent, g_bytes_unref);
}

static void
test_token (Host *self, gconstpointer data)
{
  g_autofree char *base = g_strconcat (self->origin, "/prefix/", NULL);
  g_autoptr (LbClient) client = lb_client_new (base, "  " TOKEN "\n");
  g_autoptr (GPtrArray) projects = wait_boxed (lb_client_list_projects (client));

  g_assert_cmpuint (projects->len, ==, 0);
  g_assert_cmpstr (self->token, ==, TOKEN);
  g_assert_cmpstr (self->method, ==, "GET");
  g_assert_cmpstr (self->path, ==, "/prefix/v1/tailored-gen/projects");
}

/* A signed link goes out without the token, to a foreign origin and to our own alike. */
static void
test_picture_link (Host *self, gconstpointer data)
{
  g_autofree char *url = g_strconcat (self->origin, "/files/1?sig=x", NULL);
  g_autoptr (LbClient) foreign = lb_client_new ("https://api.example.org", TOKEN);
  g_autoptr (LbClient) own = lb_client_new (self->origin, TOKEN);
  g_autoptr (LbClient) local = lb_client_new_for_socket ("/nonexistent/socket");
  g_autoptr (GBytes) one = wait_boxed (lb_client_fetch (foreign, url));
  g_autoptr (GBytes) two = wait_boxed (lb_client_fetch (own, url));
  g_autofree char *message = NULL;

  g_assert_cmpuint (self->n_requests, ==, 2);
  g_assert_null (self->token);
  g_assert_cmpuint (g_bytes_get_size (one), ==, 2);

  message = wait_error (lb_client_fetch (local, url), LB_ERROR_PROTOCOL);
  g_assert_cmpuint (self->n_requests, ==, 2);
}

static void
test_redirect (Host *self, gconstpointer data)
{
  Host other = { NULL };
  g_autoptr (LbClient) client = lb_client_new (self->origin, TOKEN);
  g_autofree char *url = g_strconcat (self->origin, "/files/1", NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  host_set_up (&other, NULL);
  self->status = 302;
  self->location = g_strconcat (other.origin, "/stolen", NULL);
  first = wait_error (lb_client_list_projects (client), LB_ERROR_PROTOCOL);
  second = wait_error (lb_client_delete_image (client, 1, 2), LB_ERROR_PROTOCOL);
  third = wait_error (lb_client_fetch (client, url), LB_ERROR_PROTOCOL);
  g_assert_cmpuint (self->n_requests, ==, 3);
  g_assert_cmpuint (other.n_requests, ==, 0);
  host_tear_down (&other, NULL);
}

static void
test_refused_accounts (void)
{
  const struct
  {
    const char *base_url;
    const char *token;
    int code;
  } cases[] = {
    { "http://api.example.org", TOKEN, LB_ERROR_INVALID },
    { "ftp://127.0.0.1", TOKEN, LB_ERROR_INVALID },
    { "https://", TOKEN, LB_ERROR_INVALID },
    { "not an address", TOKEN, LB_ERROR_INVALID },
    { "https://api.example.org?x=1", TOKEN, LB_ERROR_INVALID },
    { "http://127.0.0.1:1", "two words", LB_ERROR_UNAUTHORIZED },
    { "http://127.0.0.1:1", "line\r\nHost: evil", LB_ERROR_UNAUTHORIZED },
    { "http://127.0.0.1:1", " \n", LB_ERROR_UNAUTHORIZED },
    { "http://127.0.0.1:1", TOKEN, LB_ERROR_OFFLINE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LbClient) client = lb_client_new (cases[i].base_url, cases[i].token);
      g_autofree char *message = wait_error (lb_client_list_projects (client), cases[i].code);

      g_assert_null (strstr (message, TOKEN));
    }
}

static void
test_error_shapes (Host *self, gconstpointer data)
{
  const struct
  {
    guint status;
    const char *body;
    int code;
    const char *message;
  } cases[] = {
    { 400, "{\"message\":\"bad name\"}", LB_ERROR_INVALID, "bad name" },
    { 401, "", LB_ERROR_UNAUTHORIZED, NULL },
    { 403, "\"no quota\"", LB_ERROR_FORBIDDEN, "no quota" },
    { 404, "{\"error\":\"gone away\"}", LB_ERROR_NOT_FOUND, "gone away" },
    { 409, "{\"message\":\"is done\",\"rule\":\"R34\"}", LB_ERROR_CONFLICT, "R34: is done" },
    { 412, "{\"message\":\"R47: small\",\"rule\":\"R47\"}", LB_ERROR_TOO_SMALL, "R47: small" },
    { 413, "plain words", LB_ERROR_TOO_LARGE, "plain words" },
    { 415, "{\"error\":{\"code\":9,\"message\":\"type\"}}", LB_ERROR_UNSUPPORTED, "type" },
    { 422, "{}", LB_ERROR_UNPROCESSABLE, NULL },
    { 460, "{}", LB_ERROR_UNPROCESSABLE, NULL },
    { 429, "{\"message\":\"slow down\"}", LB_ERROR_RATE_LIMITED, "slow down" },
    { 500, "<html>oops</html>", LB_ERROR_SERVER, NULL },
    { 503, "", LB_ERROR_SERVER, NULL },
    { 418, "{\"message\":\"teapot\"}", LB_ERROR_PROTOCOL, "teapot" },
    { 200, "<html>hello</html>", LB_ERROR_PROTOCOL, NULL },
    { 200, "{}", LB_ERROR_PROTOCOL, NULL },
    { 200, "[{\"name\":1}]", LB_ERROR_PROTOCOL, NULL },
    { 200, "", LB_ERROR_PROTOCOL, NULL },
    { 200, "[\"\xff\"]", LB_ERROR_PROTOCOL, NULL },
    { 200, "[][]", LB_ERROR_PROTOCOL, NULL },
    { 200, "{}{}", LB_ERROR_PROTOCOL, NULL },
    { 200, "[]{}", LB_ERROR_PROTOCOL, NULL },
    { 200, "[1,]", LB_ERROR_PROTOCOL, NULL },
    { 400, "{}{}", LB_ERROR_INVALID, NULL },
    { 400, "{\"message\":\"one\"}{\"message\":\"two\"}", LB_ERROR_INVALID, NULL },
  };
  g_autoptr (LbClient) client = lb_client_new (self->origin, TOKEN);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *message = NULL;

      self->status = cases[i].status;
      g_set_str (&self->body, cases[i].body);
      message = wait_error (lb_client_list_projects (client), cases[i].code);
      g_assert_cmpuint (strlen (message), >, 0);
      if (cases[i].message != NULL)
        g_assert_cmpstr (message, ==, cases[i].message);
    }
  g_assert_cmpuint (self->n_requests, ==, G_N_ELEMENTS (cases) + 2); /* 5xx are asked again */
}

static void
test_too_large_answer (Host *self, gconstpointer data)
{
  gsize size = 64 * 1024 * 1024 + 1;
  g_autoptr (LbClient) client = lb_client_new (self->origin, TOKEN);
  g_autofree char *message = NULL;

  g_clear_pointer (&self->body, g_free);
  self->body = g_malloc (size + 1);
  memset (self->body, ' ', size);
  self->body[size] = '\0';
  message = wait_error (lb_client_list_projects (client), LB_ERROR_PROTOCOL);
  g_assert_cmpstr (message, ==, "The answer is too large");
}

/* Read on a worker thread, as everything over 64 KiB is. */
static void
test_large_answer (Host *self, gconstpointer data)
{
  g_autoptr (LbClient) client = lb_client_new (self->origin, TOKEN);
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (GPtrArray) images = NULL;

  for (int i = 1; i <= 5000; i++)
    g_string_append_printf (text, "%s{\"id\":%d,\"dataset_id\":\"3\"}", i > 1 ? "," : "", i);
  g_string_append_c (text, ']');
  g_set_str (&self->body, text->str);
  images = wait_boxed (lb_client_list_images (client, 3));
  g_assert_cmpuint (images->len, ==, 5000);
  g_assert_cmpint (lb_image_get_id (g_ptr_array_index (images, 4999)), ==, 5000);
  g_assert_cmpint (lb_image_get_dataset_id (g_ptr_array_index (images, 4999)), ==, 3);
}

static gboolean
was_asked (gpointer data)
{
  return ((Host *) data)->n_requests > 0;
}

static void
test_cancel (Host *self, gconstpointer data)
{
  g_autoptr (LbClient) client = lb_client_new (self->origin, TOKEN);
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  DexFuture *upload = NULL;
  DexFuture *list = NULL;

  self->silent = TRUE;
  upload = lb_client_upload_image (client, 1, bytes, "a", TRUE, FALSE, cancel, NULL, NULL);
  wait_until (was_asked, self, "the request");
  g_cancellable_cancel (cancel);
  first = wait_error (upload, LB_ERROR_CANCELLED);

  self->n_requests = 0;
  list = lb_client_list_projects (client);
  wait_until (was_asked, self, "the request");
  lb_client_close (client);
  second = wait_error (list, LB_ERROR_CANCELLED);
  third = wait_error (lb_client_list_projects (client), LB_ERROR_CANCELLED);
}

typedef struct
{
  gint64 last;
  gint64 total;
  guint n_calls;
  gboolean fell;
} Progress;

static void
progress_cb (gint64 sent, gint64 total, gpointer data)
{
  Progress *progress = data;

  progress->fell = progress->fell || sent < progress->last;
  progress->last = sent;
  progress->total = total;
  progress->n_calls++;
}

static void
test_upload_body (Host *self, gconstpointer data)
{
  g_autoptr (LbClient) client = lb_client_new (self->origin, TOKEN);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree guchar *raw = g_malloc (300001);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LbImage) image = NULL;
  g_autofree guchar *decoded = NULL;
  Progress progress = { 0 };
  JsonObject *object = NULL;
  gsize length = 0;

  for (guint i = 0; i < 300001; i++)
    raw[i] = (guchar) (i * 7);
  bytes = g_bytes_new (raw, 300001);
  self->status = 201;
  g_set_str (&self->body, "{\"id\":7}");
  image = wait_object (lb_client_upload_image (client, 3, bytes, "a \"quoted\" } name", FALSE,
                                               FALSE, NULL, progress_cb, &progress));
  g_assert_cmpint (lb_image_get_id (image), ==, 7);
  g_assert_cmpuint (self->n_requests, ==, 1);

  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (self->sent, NULL),
                                             (gssize) g_bytes_get_size (self->sent), NULL));
  object = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (object, "image_name"), ==, "a \"quoted\" } name");
  g_assert_false (json_object_get_boolean_member (object, "increase_resolution"));
  decoded = g_base64_decode (json_object_get_string_member (object, "file"), &length);
  g_assert_cmpmem (decoded, length, raw, 300001);
  g_assert_cmpint (progress.total, ==, (gint64) g_bytes_get_size (self->sent));
  g_assert_cmpint (progress.last, ==, progress.total);
  g_assert_cmpuint (progress.n_calls, >, 1);
  g_assert_false (progress.fell);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function)                                                                        \
  g_test_add ("/client/" path, Host, NULL, host_set_up, function, host_tear_down)
  ADD ("token", test_token);
  ADD ("picture-link", test_picture_link);
  ADD ("redirect", test_redirect);
  ADD ("error-shapes", test_error_shapes);
  ADD ("too-large-answer", test_too_large_answer);
  ADD ("large-answer", test_large_answer);
  ADD ("cancel", test_cancel);
  ADD ("upload-body", test_upload_body);
  g_test_add_func ("/client/refused-accounts", test_refused_accounts);

  return g_test_run ();
}

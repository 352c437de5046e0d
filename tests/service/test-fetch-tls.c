#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <libdex.h>

#include "base/lb-error.h"
#include "lb-test-resolver.h"
#include "service/lb-fetch.h"

/* Of good.example, signed by itself; good for a hundred years and for nothing but this. */
static const char pem[] = "-----BEGIN CERTIFICATE-----\n"
                          "MIIBnzCCAUSgAwIBAgIUV4ha0HOm4/ByGZYvv96h4UcLO7gwCgYIKoZIzj0EAwIw\n"
                          "FzEVMBMGA1UEAwwMZ29vZC5leGFtcGxlMCAXDTI2MTEyMTIyMzYwM1oYDzIxMjYx\n"
                          "MDI4MjIzNjAzWjAXMRUwEwYDVQQDDAxnb29kLmV4YW1wbGUwWTATBgcqhkjOPQIB\n"
                          "BggqhkjOPQMBBwNCAARqqC8zIhPD0AoaZvZJD42PH2whcubYAQId0o01MpyhNClS\n"
                          "ZnAAjbvSG52JIFA5vlB662ghphkeQzEgMMJHgohuo2wwajAdBgNVHQ4EFgQU+FPw\n"
                          "Cgn0eoxRdRCAwh7XGO0UhnMwHwYDVR0jBBgwFoAU+FPwCgn0eoxRdRCAwh7XGO0U\n"
                          "hnMwFwYDVR0RBBAwDoIMZ29vZC5leGFtcGxlMA8GA1UdEwEB/wQFMAMBAf8wCgYI\n"
                          "KoZIzj0EAwIDSQAwRgIhAIHGXwZZi61d26J7CVCD1fUDGLx9/lRQqyc06C9RmVkt\n"
                          "AiEAqF44/0xj45hT4K0HNKVRo3h8H7nwHJ4h4xLA5x/eRcg=\n"
                          "-----END CERTIFICATE-----\n"
                          "-----BEGIN PRIVATE KEY-----\n"
                          "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHrcdS4THdTbNFPKS\n"
                          "FlEow+PdU0wO+wmOg67yfZGrHQ6hRANCAARqqC8zIhPD0AoaZvZJD42PH2whcubY\n"
                          "AQId0o01MpyhNClSZnAAjbvSG52JIFA5vlB662ghphkeQzEgMMJHgohu\n"
                          "-----END PRIVATE KEY-----\n";

typedef struct
{
  GSocketService *server;
  GTlsCertificate *certificate;
  LbTestResolver *resolver;
  LbFetch *fetch;
  guint port;
  gint requests; /* atomic */
} Fixture;

/* On a thread of its own. */
static gboolean
run_cb (Fixture *fixture, GSocketConnection *connection)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret";
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) tls =
    g_tls_server_connection_new (G_IO_STREAM (connection), fixture->certificate, &error);
  char request[4096];

  g_assert_no_error (error);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL) ||
      g_input_stream_read (g_io_stream_get_input_stream (tls), request, sizeof request, NULL,
                           NULL) <= 0)
    return TRUE;

  g_atomic_int_inc (&fixture->requests);
  g_output_stream_write_all (g_io_stream_get_output_stream (tls), answer, strlen (answer), NULL,
                             NULL, NULL);
  g_io_stream_close (tls, NULL, NULL);

  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "good.example", "other.example" };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_tls_backend_supports_tls (g_tls_backend_get_default ()));
  fixture->certificate = g_tls_certificate_new_from_pem (pem, sizeof pem - 1, &error);
  g_assert_no_error (error);
  fixture->server = g_threaded_socket_service_new (4);
  fixture->port =
    g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (fixture->server), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (fixture->server, "run", G_CALLBACK (run_cb), fixture);

  fixture->resolver = lb_test_resolver_new ();
  fixture->fetch = lb_fetch_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *origin = g_strdup_printf ("%s:%u", names[i], fixture->port);

      lb_test_resolver_set (fixture->resolver, names[i], "127.0.0.1");
      g_assert_true (lb_fetch_allow_origin (fixture->fetch, origin, NULL));
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_socket_service_stop (fixture->server);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->server));
  g_object_unref (fixture->server);
  g_object_unref (fixture->certificate);
  g_object_unref (fixture->resolver);
  g_object_unref (fixture->fetch);
}

static gboolean
fetch_from (Fixture *fixture, const char *name, GError **error)
{
  g_autofree char *url = g_strdup_printf ("https://%s:%u/", name, fixture->port);
  DexFuture *future = lb_fetch_bytes (fixture->fetch, url, 100);
  gboolean done;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  done = dex_future_get_value (future, error) != NULL;
  dex_unref (future);

  return done;
}

/* Nobody has vouched for this server. */
static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fetch_from (fixture, "good.example", &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_UNPROCESSABLE);
  g_assert_cmpint (g_atomic_int_get (&fixture->requests), ==, 0);
}

/* Somebody has, and for its name alone, not for the address that is connected to. */
static void
test_vouched (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_strdup_printf ("%s/lb-fetch-tls-%d.pem", g_get_tmp_dir (), getpid ());
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal = NULL;

  g_file_set_contents (file, pem, -1, &error);
  g_assert_no_error (error);
  database = g_tls_file_database_new (file, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);

  g_assert_true (fetch_from (fixture, "good.example", &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_atomic_int_get (&fixture->requests), ==, 1);
  g_assert_false (fetch_from (fixture, "other.example", &refusal));
  g_assert_error (refusal, LB_ERROR, LB_ERROR_UNPROCESSABLE);
  g_assert_cmpint (g_atomic_int_get (&fixture->requests), ==, 1);

  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
  g_remove (file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add ("/fetch-tls/unknown", Fixture, NULL, set_up, test_unknown, tear_down);
  g_test_add ("/fetch-tls/vouched", Fixture, NULL, set_up, test_vouched, tear_down);

  return g_test_run ();
}

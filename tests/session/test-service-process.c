#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "api/lb-client.h"
#include "base/lb-error.h"
#include "config.h"
#include "session/lb-service-folder.h"
#include "session/lb-service-process.h"
#include "test-client-fixture.h"

#define CANARY "canary-91c4"

typedef enum
{
  GOES,     /* as it should */
  VANISHES, /* without an answer */
  BUSY,
  UNKNOWING, /* from before it could be asked */
  STUBBORN   /* says that it goes, and does not */
} Manner;

/* A service of another version that was there before us. */
typedef struct
{
  ServiceFixture base;
  SoupServer *server; /* (owned) (nullable) once it has gone */
  const char *version;
  Manner manner;
  guint n_asked; /* to leave */
} Fixture;

static void
go (Fixture *self)
{
  g_unlink (self->base.socket_path);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

static gboolean
go_cb (gpointer data)
{
  go (data);
  return G_SOURCE_REMOVE;
}

static void
finished_cb (SoupServerMessage *message, Fixture *self)
{
  g_idle_add (go_cb, self);
}

static void
answer_leave (Fixture *self, SoupServerMessage *message)
{
  static const guint statuses[] = { 204, 204, 409, 404, 204 };

  self->n_asked++;
  soup_server_message_set_status (message, statuses[self->manner], NULL);
  if (self->manner == GOES)
    g_signal_connect (message, "finished", G_CALLBACK (finished_cb), self);
  else if (self->manner == VANISHES)
    {
      g_socket_close (soup_server_message_get_socket (message), NULL);
      g_idle_add (go_cb, self);
    }
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  Fixture *self = data;
  g_autofree char *hello = NULL;

  if (g_str_equal (path, "/lookbook/v1/leave"))
    {
      g_assert_cmpstr (soup_server_message_get_method (message), ==, "POST");
      answer_leave (self, message);
      return;
    }

  g_assert_cmpstr (path, ==, "/lookbook/v1/hello");
  hello = g_strdup_printf ("{\"service\":\"lookbook\",\"version\":\"%s\"}", self->version);
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, hello,
                                    strlen (hello));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;

  service_fixture_set_up (&self->base);
  self->version = "0.0.9";
  folder = g_path_get_dirname (self->base.socket_path);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  address = g_unix_socket_address_new (self->base.socket_path);
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, address, TRUE, &error));
  g_assert_true (g_socket_listen (socket, &error));
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  g_assert_true (soup_server_listen_socket (self->server, socket, 0, &error));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->server != NULL)
    go (self);
  service_fixture_tear_down (&self->base);
}

/* The version of the service that a caller gets. */
static char *
join (Fixture *self)
{
  g_autofree char *path = wait_string (lb_service_process_join (self->base.data_dir));
  g_autoptr (LbClient) client = lb_client_new_for_socket (path);

  return wait_string (lb_client_hello (client));
}

static void
test_makes_room (Fixture *self, gconstpointer data)
{
  g_autofree char *version = NULL;
  g_autofree char *again = NULL;

  self->manner = GPOINTER_TO_INT (data);
  version = join (self);
  g_assert_cmpstr (version, ==, LB_VERSION);
  g_assert_null (self->server);
  g_assert_cmpuint (self->n_asked, ==, 1);

  again = join (self);
  g_assert_cmpstr (again, ==, LB_VERSION);
  g_assert_cmpuint (self->n_asked, ==, 1);
}

/* Asked once, and then good enough. */
static void
test_stays (Fixture *self, gconstpointer data)
{
  g_autofree char *version = NULL;

  self->manner = GPOINTER_TO_INT (data);
  version = join (self);
  g_assert_cmpstr (version, ==, "0.0.9");
  g_assert_cmpuint (self->n_asked, ==, 1);
  g_assert_false (g_file_test (self->base.data_dir, G_FILE_TEST_EXISTS)); /* none was started */
}

static void
test_not_asked (Fixture *self, gconstpointer data)
{
  static const char *const versions[] = { LB_VERSION, "0.1.1", "0.10.0", "1.0.0", "10", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *version = NULL;

      self->version = versions[i];
      version = join (self);
      g_assert_cmpstr (version, ==, versions[i]);
    }
  g_assert_cmpuint (self->n_asked, ==, 0);
}

/* The real one, told to go by its own client, goes for good and leaves the way free. */
static void
test_real_one (Fixture *self, gconstpointer data)
{
  g_autoptr (LbClient) client = lb_client_new_for_socket (self->base.socket_path);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *message = NULL;

  go (self);
  first = join (self);
  g_assert_true (wait_true (lb_client_leave (client)));
  second = join (self);
  g_assert_cmpstr (first, ==, second);
}

/* The reason for which it does not start is what the caller hears, and at once. */
static void
test_cannot_work (Fixture *self, gconstpointer data)
{
  g_autofree char *blobs = g_build_filename (self->base.data_dir, "blobs", NULL);
  g_autofree char *message = NULL;
  gint64 start_us = g_get_monotonic_time ();

  go (self);
  g_assert_cmpint (g_mkdir (self->base.data_dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (blobs, "no folder", -1, NULL));
  message = wait_error (lb_service_process_join (self->base.data_dir), LB_ERROR_OFFLINE);
  g_assert_nonnull (strstr (message, "blobs"));
  g_assert_null (strstr (message, "lookbook-service: "));
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 5 * G_USEC_PER_SEC);
}

/* A service that others started without this socket. */
static void
test_taken (Fixture *self, gconstpointer data)
{
  g_autofree char *lock = g_build_filename (self->base.data_dir, "lock", NULL);
  g_autofree char *message = NULL;
  g_autofree char *version = NULL;
  g_autofd int fd = -1;

  go (self);
  g_assert_cmpint (g_mkdir (self->base.data_dir, 0700), ==, 0);
  fd = open (lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  message = wait_error (lb_service_process_join (self->base.data_dir), LB_ERROR_OFFLINE);
  g_assert_nonnull (strstr (message, "another lookbook-service has the folder"));

  /* Gone, it is no matter any more. */
  g_clear_fd (&fd, NULL);
  version = join (self);
  g_assert_cmpstr (version, ==, LB_VERSION);
}

/* (transfer full): the socket that a program with @runtime_dir comes to. */
static char *
join_from (Fixture *self, const char *runtime_dir)
{
  g_autofree char *usual = g_strdup (g_getenv ("XDG_RUNTIME_DIR"));
  char *path = NULL;

  g_setenv ("XDG_RUNTIME_DIR", runtime_dir, TRUE);
  path = wait_string (lb_service_process_join (self->base.data_dir));
  if (usual != NULL)
    g_setenv ("XDG_RUNTIME_DIR", usual, TRUE);
  else
    g_unsetenv ("XDG_RUNTIME_DIR");

  return path;
}

static char *
make_folder (Fixture *self, const char *name)
{
  char *path = g_build_filename (self->base.root, name, NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  return path;
}

/* Another session of the same person finds the service that has the folder, and starts one of its
 * own where there is none any more. */
static void
test_other_session (Fixture *self, gconstpointer data)
{
  g_autofree char *other = make_folder (self, "other");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *back = NULL;

  go (self);
  first = wait_string (lb_service_process_join (self->base.data_dir));
  g_assert_cmpstr (first, ==, self->base.socket_path);
  second = join_from (self, other);
  g_assert_cmpstr (second, ==, first);

  service_fixture_kill (&self->base);
  third = join_from (self, other);
  g_assert_true (g_str_has_prefix (third, other));
  back = wait_string (lb_service_process_join (self->base.data_dir));
  g_assert_cmpstr (back, ==, third);

  /* To be ended with the others. */
  g_unlink (first);
  g_set_str (&self->base.socket_path, third);
}

/* The same where the program that finds the folder taken takes its time to say so. */
static void
test_slow_session (Fixture *self, gconstpointer data)
{
  g_autofree char *other = make_folder (self, "other");
  g_autofree char *slow = g_build_filename (self->base.root, "slow", NULL);
  g_autofree char *usual = g_strdup (g_getenv ("LOOKBOOK_SERVICE"));
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nsleep 1.5\nexec '%s' \"$@\"\n", usual);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  go (self);
  first = wait_string (lb_service_process_join (self->base.data_dir));
  g_assert_true (g_file_set_contents_full (slow, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_setenv ("LOOKBOOK_SERVICE", slow, TRUE);
  second = join_from (self, other);
  g_setenv ("LOOKBOOK_SERVICE", usual, TRUE);
  g_assert_cmpstr (second, ==, first);
}

/* A runtime folder that leaves no room for the name of a socket. */
static void
test_long_runtime_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *name = g_strnfill (100, 'r');
  g_autofree char *runtime = make_folder (self, name);
  g_autofree char *path = NULL;

  go (self);
  path = join_from (self, runtime);
  g_assert_true (g_str_has_prefix (path, g_get_tmp_dir ()));
  g_set_str (&self->base.socket_path, path);
}

/* What is not the user's own doing is not believed. */
static void
test_said_by_others (Fixture *self, gconstpointer data)
{
  g_autofree char *open_folder = make_folder (self, "open");
  g_autofree char *socket = g_build_filename (open_folder, "s", NULL);
  g_autofree char *line = g_strconcat (socket, "\n", NULL);
  g_autofree char *lock = g_build_filename (self->base.data_dir, "lock", NULL);
  g_autofree char *said = NULL;
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (socket);
  g_autoptr (GSocket) listener =
    g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);

  go (self);
  g_assert_cmpint (g_mkdir (self->base.data_dir, 0700), ==, 0);
  g_assert_true (g_socket_bind (listener, address, TRUE, NULL));
  g_assert_cmpint (g_chmod (socket, 0600), ==, 0);
  g_assert_true (g_file_set_contents_full (lock, line, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  said = lb_service_folder_dup_socket (self->base.data_dir);
  g_assert_cmpstr (said, ==, socket);

  g_assert_cmpint (g_chmod (open_folder, 0777), ==, 0);
  g_assert_null (lb_service_folder_dup_socket (self->base.data_dir));
  g_assert_cmpint (g_chmod (open_folder, 0700), ==, 0);
  g_assert_cmpint (g_chmod (lock, 0666), ==, 0);
  g_assert_null (lb_service_folder_dup_socket (self->base.data_dir));
  g_assert_cmpint (g_chmod (lock, 0600), ==, 0);
  g_assert_cmpint (g_unlink (socket), ==, 0);
  g_assert_null (lb_service_folder_dup_socket (self->base.data_dir));
}

static void
test_folders (Fixture *self, gconstpointer data)
{
  g_autofree char *above = make_folder (self, "above");
  g_autofree char *gone = g_build_filename (above, "gone", NULL);
  g_autofree char *below = g_build_filename (above, "service", NULL);
  g_autofree char *file = g_build_filename (above, "service", "service.sqlite", NULL);
  g_autofree char *own = g_build_filename (above, "service.sqlite", NULL);
  g_autofree char *found = lb_service_folder_dup_below (above);

  g_assert_cmpint (lb_service_folder_look (gone), ==, LB_SERVICE_FOLDER_NEW);
  g_assert_cmpint (lb_service_folder_look (above), ==, LB_SERVICE_FOLDER_NEW);
  g_assert_cmpint (g_mkdir (below, 0700), ==, 0);
  g_assert_cmpint (lb_service_folder_look (above), ==, LB_SERVICE_FOLDER_OTHER);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_cmpint (lb_service_folder_look (above), ==, LB_SERVICE_FOLDER_ABOVE);
  g_assert_cmpstr (found, ==, below);
  g_assert_cmpint (lb_service_folder_look (below), ==, LB_SERVICE_FOLDER_DATA);
  g_assert_cmpint (lb_service_folder_look (file), ==, LB_SERVICE_FOLDER_OTHER);
  g_assert_true (g_file_set_contents (own, "", 0, NULL));
  g_assert_cmpint (lb_service_folder_look (above), ==, LB_SERVICE_FOLDER_DATA);

  g_assert_true (g_file_set_contents (own, "My diary, and no database.", -1, NULL));
  g_assert_cmpint (lb_service_folder_look (above), ==, LB_SERVICE_FOLDER_BROKEN);
  g_assert_true (g_file_set_contents (own, "SQLite format 3", sizeof "SQLite format 3", NULL));
  g_assert_cmpint (lb_service_folder_look (above), ==, LB_SERVICE_FOLDER_DATA);
  g_assert_cmpint (g_unlink (own), ==, 0);
  g_assert_cmpint (mkfifo (own, 0600), ==, 0);
  g_assert_cmpint (lb_service_folder_look (above), ==, LB_SERVICE_FOLDER_BROKEN);
}

/* What is meant for other services is not told to this one. */
static void
test_environment (Fixture *self, gconstpointer data)
{
  g_autofree char *version = NULL;
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_setenv ("LOOKBOOK_TOKEN", CANARY, TRUE);
  g_setenv ("BRIA_API_TOKEN", CANARY, TRUE);
  g_setenv ("LB_TEST_WITNESS", "seen", TRUE);
  go (self);
  version = join (self);
  g_unsetenv ("LOOKBOOK_TOKEN");
  g_unsetenv ("BRIA_API_TOKEN");

  file = g_strdup_printf ("/proc/%d/environ", service_fixture_get_pid (&self->base));
  g_assert_true (g_file_get_contents (file, &text, &length, NULL));
  g_assert_nonnull (memmem (text, length, "LB_TEST_WITNESS=seen", 20));
  g_assert_null (memmem (text, length, CANARY, strlen (CANARY)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, manner, function)                                                                \
  g_test_add ("/service-process/" path, Fixture, GINT_TO_POINTER (manner), set_up, function,       \
              tear_down)
  ADD ("makes-room", GOES, test_makes_room);
  ADD ("vanishes", VANISHES, test_makes_room);
  ADD ("busy", BUSY, test_stays);
  ADD ("unknowing", UNKNOWING, test_stays);
  ADD ("stubborn", STUBBORN, test_stays);
  ADD ("not-asked", GOES, test_not_asked);
  ADD ("real-one", GOES, test_real_one);
  ADD ("cannot-work", GOES, test_cannot_work);
  ADD ("taken", GOES, test_taken);
  ADD ("other-session", GOES, test_other_session);
  ADD ("slow-session", GOES, test_slow_session);
  ADD ("long-runtime-folder", GOES, test_long_runtime_folder);
  ADD ("said-by-others", GOES, test_said_by_others);
  ADD ("folders", GOES, test_folders);
  ADD ("environment", GOES, test_environment);
#undef ADD

  return g_test_run ();
}

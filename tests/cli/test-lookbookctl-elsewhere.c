#include <signal.h>
#include <string.h>

#include "ctl-hosted.h"
#include "drop-folder.h"
#include "hosted-store.h"

/* What is done with captions and images of an account. */

#define N_IMAGES 3

typedef struct
{
  HostedServer *server;
  HostedStore *store;
  char *root;
} Fixture;

#define CTL(self, input, output, complaint, ...)                                                   \
  ctl_hosted_run ((self)->root, input, NULL,                                                       \
                  (const char *const[]) { __VA_ARGS__, "--account=Work", NULL }, output,           \
                  complaint)

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *url = NULL;

  self->server = hosted_server_new (HOSTED_LEGACY);
  self->store = hosted_store_new (self->server, N_IMAGES);
  self->root = drop_folder_new ();
  url = g_strconcat ("--url=", hosted_server_get_origin (self->server), NULL);
  g_assert_cmpint (ctl_hosted_run (self->root, CTL_HOSTED_TOKEN "\n", NULL,
                                   (const char *const[]) { "accounts", "add", "Work", "--keep=file",
                                                           "--plan=0", url, NULL },
                                   NULL, NULL),
                   ==, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hosted_store_free (self->store);
  hosted_server_free (self->server);
  drop_folder_free (self->root);
}

static void
test_caption (Fixture *self, gconstpointer data)
{
  g_autofree char *printed = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *complaint = NULL;

  g_assert_cmpint (CTL (self, NULL, &printed, NULL, "caption", "Piers", "1002"), ==, 0);
  g_assert_cmpstr (printed, ==, "Caption 2\n");
  g_assert_cmpint (CTL (self, "A red boat.\n", NULL, NULL, "caption", "Piers", "1002", "--set=-"),
                   ==, 0);
  g_assert_cmpstr (hosted_store_get (self->store, 1002), ==, "A red boat.");
  g_assert_cmpint (CTL (self, NULL, &undone, NULL, "undo"), ==, 0);
  g_assert_true (g_str_has_prefix (undone, "Undone: Edit the caption of "));
  g_assert_cmpstr (hosted_store_get (self->store, 1002), ==, "Caption 2");

  hosted_store_refuse (self->store, 401);
  g_assert_cmpint (
    CTL (self, "A blue boat.\n", NULL, &complaint, "caption", "Piers", "1002", "--set=-"), ==, 5);
  g_assert_cmpstr (complaint, !=, "");
  g_assert_cmpstr (hosted_store_get (self->store, 1002), ==, "Caption 2");
}

static void
test_regenerate (Fixture *self, gconstpointer data)
{
  g_autofree char *written = NULL;

  g_assert_cmpint (
    CTL (self, NULL, &written, NULL, "regenerate", "Piers", "1001", "1003", "--hand-written"), ==,
    0);
  g_assert_cmpstr (written, ==, "2 captions were written anew\n");
  g_assert_cmpstr (hosted_store_get (self->store, 1001), ==, "Written anew");
  g_assert_cmpstr (hosted_store_get (self->store, 1002), ==, "Caption 2");
}

/* A token that is not taken any more ends it, and that is said. */
static void
test_regenerate_stopped (Fixture *self, gconstpointer data)
{
  g_autofree char *complaint = NULL;

  hosted_server_say (self->server, "PUT", "/v1/tailored-gen/datasets/34/images/1002", 401, NULL,
                     "{\"message\":\"Unknown\"}");
  g_assert_cmpint (CTL (self, NULL, NULL, &complaint, "regenerate", "Piers", "--hand-written"), ==,
                   5);
  g_assert_nonnull (strstr (complaint, "The service does not take the token"));
}

/* Captions of this dataset are plain words. */
static void
test_refine (Fixture *self, gconstpointer data)
{
  g_autofree char *complaint = NULL;

  g_assert_cmpint (
    CTL (self, NULL, NULL, &complaint, "refine", "Piers", "1001", "--instruction=warmer"), ==, 2);
  g_assert_nonnull (strstr (complaint, "plain words"));
}

/* A copy is here before the service is asked to delete it, and goes back from here. */
static void
test_delete (Fixture *self, gconstpointer data)
{
  const gint64 sent = HOSTED_FIRST + N_IMAGES;
  g_autofree char *path = g_build_filename (self->root, "pier.png", NULL);
  g_autofree char *deleted = NULL;
  g_autofree char *listed = NULL;
  g_autofree char *restored = NULL;

  drop_folder_add_png (self->root, "pier.png", 1024, 1024, 0x203040ff);
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, "add", "Piers", path), ==, 0);
  g_assert_nonnull (hosted_store_get (self->store, sent));
  g_assert_cmpint (CTL (self, NULL, &deleted, NULL, "delete", "Piers", "pier.png"), ==, 0);
  g_assert_cmpstr (deleted, ==, "1 image was put into the trash\n");
  g_assert_null (hosted_store_get (self->store, sent));
  g_assert_cmpint (CTL (self, NULL, &listed, NULL, "trash"), ==, 0);
  g_assert_nonnull (strstr (listed, "Piers/pier.png"));
  g_assert_cmpint (CTL (self, NULL, &restored, NULL, "trash", "restore", "pier.png"), ==, 0);
  g_assert_cmpstr (restored, ==, "“pier.png” was put back\n");
  g_assert_nonnull (hosted_store_get (self->store, sent + 1));
}

static void
test_rename (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, "rename", "Piers", "Jetties"), ==, 0);
  g_assert_cmpstr (hosted_store_get_name (self->store), ==, "Jetties");
  g_assert_cmpint (CTL (self, NULL, NULL, NULL, "undo"), ==, 0);
  g_assert_cmpstr (hosted_store_get_name (self->store), ==, "Piers");
}

static void
test_away (Fixture *self, gconstpointer data)
{
  g_autofree char *complaint = NULL;

  hosted_server_leave (self->server);
  g_assert_cmpint (CTL (self, NULL, NULL, &complaint, "regenerate", "Piers"), ==, 4);
  g_assert_nonnull (strstr (complaint, "can’t be reached"));
  hosted_server_return (self->server);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL));
  *(gboolean *) data = TRUE;
}

/* Ctrl+C, while the service takes its time. */
static void
test_clone_stopped (Fixture *self, gconstpointer data)
{
  const char *images = "/v1/tailored-gen/datasets/34/images";
  g_autoptr (GSubprocess) process = NULL;
  gboolean is_over = FALSE;

  hosted_server_drip (self->server, images, 3600, 1000);
  process = ctl_hosted_start (
    self->root, NULL,
    (const char *const[]) { "clone", "Piers", "--name=Other", "--account=Work", NULL });
  g_subprocess_wait_async (process, NULL, ended_cb, &is_over);
  while (hosted_server_count (self->server, "GET", images) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_subprocess_send_signal (process, SIGINT);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 130);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/lookbookctl/elsewhere/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("caption", test_caption);
  ADD ("regenerate", test_regenerate);
  ADD ("regenerate-stopped", test_regenerate_stopped);
  ADD ("refine", test_refine);
  ADD ("delete", test_delete);
  ADD ("rename", test_rename);
  ADD ("away", test_away);
  ADD ("clone-stopped", test_clone_stopped);

  return g_test_run ();
}

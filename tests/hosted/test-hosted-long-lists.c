#include <string.h>

#include "base/lb-error.h"
#include "hosted-session-fixture.h"

/* Long lists of images: what a dataset begins with is known before all of it is (R12, R25). */

#define N_IMAGES 250
#define N_FIRST 200

static char *
make_images (guint n)
{
  GString *text = g_string_new ("[");

  for (guint i = 1; i <= n; i++)
    g_string_append_printf (text,
                            "%s{\"id\":%u,\"dataset_id\":34,\"caption\":\"Boat %u\","
                            "\"created_at\":\"2025-11-02T10:20:%02u.000%03u\"}",
                            i > 1 ? "," : "", 1000 + i, i, i / 60, i % 60);

  return g_string_free_and_steal (g_string_append_c (text, ']'));
}

static void
say_dataset (HostedSession *self, guint n_embedded)
{
  g_autofree char *dataset = hosted_dataset ("completed", "advanced", N_IMAGES, 59);
  g_autofree char *embedded = make_images (n_embedded);
  g_autofree char *list = g_strdup_printf ("[%s]", dataset);
  g_autofree char *whole = NULL;

  dataset[strlen (dataset) - 1] = '\0';
  whole = g_strdup_printf ("%s,\"images\":%s}", dataset, embedded);
  hosted_server_say (self->server, "GET", HOSTED_DATASETS_PATH, 200, NULL, list);
  hosted_server_say (self->server, "GET", HOSTED_DATASET_PATH, 200, NULL, whole);
}

static void
say_images (HostedSession *self)
{
  g_autofree char *images = make_images (N_IMAGES);

  hosted_server_say (self->server, "GET", HOSTED_IMAGES_PATH, 200, NULL, images);
}

static guint
count_images (HostedSession *self)
{
  return g_list_model_get_n_items (lb_session_get_images (self->session, self->dataset));
}

static void
grown_cb (GListModel *images, guint position, guint removed, guint added, GArray *sizes)
{
  const guint size = g_list_model_get_n_items (images);

  g_array_append_val (sizes, size);
}

/* Loads the images. Asserts that the first are shown alone, then all. */
static void
assert_in_two_steps (HostedSession *self)
{
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) error = NULL;

  g_signal_connect (images, "items-changed", G_CALLBACK (grown_cb), sizes);
  error = hosted_outcome (lb_session_load_images (self->session, self->dataset));
  g_signal_handlers_disconnect_by_data (images, sizes);
  g_assert_cmpuint (sizes->len, ==, 2);
  g_assert_cmpuint (g_array_index (sizes, guint, 0), ==, N_FIRST);
  g_assert_cmpuint (g_array_index (sizes, guint, 1), ==, N_IMAGES);
}

static void
refresh (HostedSession *self, guint n_embedded)
{
  say_dataset (self, n_embedded);
  say_images (self);
  hosted_take_true (lb_session_refresh (self->session));
  g_assert_cmpint (lb_dataset_get_images_count (self->dataset), ==, N_IMAGES);
}

static void
test_first (HostedSession *self, gconstpointer data)
{
  refresh (self, N_FIRST);
  assert_in_two_steps (self);
  g_assert_nonnull (strstr (hosted_server_get_heads (self->server), "/34?max_images=200\n"));

  /* What is known already is not asked for first again. */
  hosted_server_forget (self->server);
  refresh (self, N_FIRST);
  hosted_take_true (lb_session_load_images (self->session, self->dataset));
  g_assert_cmpuint (count_images (self), ==, N_IMAGES);
  g_assert_null (strstr (hosted_server_get_heads (self->server), "max_images=200"));
}

/* What was last seen comes in the same two steps. */
static void
test_offline (HostedSession *self, gconstpointer data)
{
  refresh (self, N_FIRST);
  assert_in_two_steps (self);

  hosted_session_reopen (self);
  hosted_server_leave (self->server);
  assert_in_two_steps (self);
}

/* The picture of a dataset in a list costs one image, once. */
static void
test_one (HostedSession *self, gconstpointer data)
{
  refresh (self, 1);
  hosted_take_true (lb_session_load_first_images (self->session, self->dataset, 1));
  g_assert_cmpuint (count_images (self), ==, 1);
  g_assert_nonnull (strstr (hosted_server_get_heads (self->server), "/34?max_images=1\n"));
  g_assert_cmpuint (hosted_server_count (self->server, "GET", HOSTED_IMAGES_PATH), ==, 0);

  hosted_server_forget (self->server);
  hosted_take_true (lb_session_load_first_images (self->session, self->dataset, 1));
  g_assert_cmpuint (hosted_server_count (self->server, NULL, NULL), ==, 0);
}

/* What was deleted here is not among what was last seen, though the service still tells it. */
static void
test_deleted (HostedSession *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  LbImage *image = NULL;

  refresh (self, 1);
  hosted_take_true (lb_session_load_first_images (self->session, self->dataset, 1));
  g_assert_nonnull (image = lb_session_find_image (self->session, 1001));
  hosted_server_say (self->server, "DELETE", NULL, 204, NULL, NULL);
  hosted_take_true (lb_session_delete_image (self->session, image));
  say_dataset (self, N_FIRST);
  hosted_take_true (lb_session_load_first_images (self->session, self->dataset, N_FIRST));
  g_assert_cmpuint (count_images (self), ==, N_FIRST - 1);

  hosted_session_reopen (self);
  hosted_server_leave (self->server);
  error = hosted_outcome (lb_session_load_images (self->session, self->dataset));
  g_assert_cmpuint (count_images (self), ==, N_FIRST - 1);
  g_assert_null (lb_session_find_image (self->session, 1001));
}

/* When they can't be had, the whole list still can. */
static void
test_refused (HostedSession *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  refresh (self, 1);
  hosted_server_say (self->server, "GET", HOSTED_DATASET_PATH, 404, NULL, "{\"message\":\"No\"}");
  error = hosted_refusal (lb_session_load_first_images (self->session, self->dataset, 1),
                          LB_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_images (self), ==, 0);
  hosted_take_true (lb_session_load_images (self->session, self->dataset));
  g_assert_cmpuint (count_images (self), ==, N_IMAGES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(name, func)                                                                            \
  g_test_add ("/hosted/long-lists/" name, HostedSession, GUINT_TO_POINTER (HOSTED_MIXED),          \
              hosted_session_set_up, func, hosted_session_tear_down)
  ADD ("R25-first", test_first);
  ADD ("offline", test_offline);
  ADD ("one", test_one);
  ADD ("deleted", test_deleted);
  ADD ("refused", test_refused);
#undef ADD
  return g_test_run ();
}

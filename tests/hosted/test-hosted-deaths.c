#include "hosted-session-fixture.h"
#include "hosted-store.h"
#include "quick-clock.h"
#include "session/lb-session-private.h"

#include <string.h>

/* Two texts for each of many images, of which the second counts, sent at 10 requests a minute by a
 * program that dies of kill -9 again and again. It is this test as a child; its minutes pass at
 * once. */

#define MANY 200
#define DEATHS 6
#define PLAN 10

/* The child: ORIGIN STATE-DIR. */
G_NORETURN static void
send_all (char **argv)
{
  g_autoptr (LbSession) session = lb_session_new_hosted (argv[0], HOSTED_TOKEN, argv[1]);

  lb_session_set_plan (session, PLAN);
  quick_clock_give (session->client);
  hosted_take_true (lb_session_open (session));
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

typedef struct
{
  HostedSession base;
  HostedStore *store;
} Fixture;

static char *program;

static void
set_up (Fixture *self, gconstpointer data)
{
  hosted_session_set_up (&self->base, GUINT_TO_POINTER (HOSTED_LEGACY));
  self->store = hosted_store_new (self->base.server, MANY);
  hosted_take_true (lb_session_refresh (self->base.session));
  hosted_take_true (lb_session_load_images (self->base.session, self->base.dataset));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hosted_session_close (&self->base);
  hosted_store_free (self->store);
  hosted_session_tear_down (&self->base, NULL);
}

static void
write_all (Fixture *self)
{
  hosted_server_leave (self->base.server);
  for (guint i = 0; i < MANY; i++)
    for (guint j = 0; j < 2; j++)
      {
        g_autofree char *text = g_strdup_printf ("Text %u of %u", j, i);
        LbImage *image = lb_session_find_image (self->base.session, HOSTED_FIRST + i);

        hosted_take_true (lb_session_edit_caption (self->base.session, image, text));
      }
  hosted_session_close (&self->base);
  hosted_server_return (self->base.server);
}

typedef struct
{
  Fixture *fixture;
  guint n;
} Progress;

static gboolean
far_enough_cb (gpointer data)
{
  Progress *progress = data;

  return hosted_store_get_changes (progress->fixture->store)->len >= progress->n;
}

/* One life, to the @n-th change. */
static void
live_and_die (Fixture *self, guint n)
{
  g_autofree char *state = g_build_filename (self->base.root, "state", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--send",
                      hosted_server_get_origin (self->base.server), state, NULL);
  Progress progress = { self, n };

  g_assert_no_error (error);
  hosted_wait_until (far_enough_cb, &progress, "some of the texts");
  hosted_kill (child);
}

static gboolean
all_sent_cb (gpointer data)
{
  return lb_session_get_n_waiting (((Fixture *) data)->base.session) == 0;
}

static void
test_deaths (Fixture *self, gconstpointer data)
{
  GPtrArray *changes = hosted_store_get_changes (self->store);
  guint64 last = 0;

  write_all (self);
  for (guint death = 1; death <= DEATHS; death++)
    live_and_die (self, MANY * death / (DEATHS + 1));

  hosted_session_make (&self->base);
  lb_session_set_plan (self->base.session, PLAN);
  quick_clock_give (self->base.session->client);
  hosted_take_true (lb_session_open (self->base.session));
  g_assert_cmpuint (lb_session_get_n_waiting (self->base.session), >, 0);
  hosted_wait_until (all_sent_cb, self, "all texts");

  /* None twice, but for what was under way at a death; in their order, and the newest. */
  g_assert_cmpuint (changes->len, >=, MANY);
  g_assert_cmpuint (changes->len, <=, MANY + DEATHS);
  for (guint i = 0; i < changes->len; i++)
    {
      const char *change = g_ptr_array_index (changes, i);
      const guint64 id = g_ascii_strtoull (change + strlen ("PUT "), NULL, 10);

      g_assert_true (g_str_has_prefix (change, "PUT "));
      g_assert_cmpuint (id, >=, last);
      last = id;
    }
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *text = g_strdup_printf ("Text 1 of %u", i);

      g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST + i), ==, text);
    }
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--send"))
    {
      dex_init ();
      send_all (argv + 2);
    }

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  program = argv[0];
  g_test_add ("/hosted/deaths/captions", Fixture, NULL, set_up, test_deaths, tear_down);

  return g_test_run ();
}

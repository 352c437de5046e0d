#include "hosted-store-session.h"
#include "quick-clock.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"

#include <signal.h>
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

static void
die_cb (void)
{
  raise (SIGKILL);
}

/* The child: ORIGIN STATE-DIR. Dies as soon as it shows what the service has written anew, with a
 * text that was typed meanwhile if @types. */
G_NORETURN static void
regenerate (char **argv, gboolean types)
{
  g_autoptr (LbSession) session = lb_session_new_hosted (argv[0], HOSTED_TOKEN, argv[1]);
  LbImage *image = NULL;

  hosted_take_true (lb_session_open (session));
  hosted_take_true (
    lb_session_load_images (session, lb_session_find_dataset (session, HOSTED_DATASET)));
  image = lb_session_find_image (session, HOSTED_FIRST);
  g_signal_connect (image, "notify::caption", G_CALLBACK (die_cb), NULL);
  dex_future_disown (lb_session_regenerate_caption (session, image));
  if (types)
    dex_future_disown (lb_session_edit_caption (session, image, "Typed"));
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
  self->store = hosted_store_session_set_up (&self->base, MANY);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hosted_store_session_tear_down (&self->base, self->store);
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

/* (transfer full) */
static GSubprocess *
spawn (Fixture *self, const char *what)
{
  g_autofree char *state = g_build_filename (self->base.root, "state", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, what,
                                         hosted_server_get_origin (self->base.server), state, NULL);

  g_assert_no_error (error);

  return child;
}

static void
ended_cb (GObject *child, GAsyncResult *result, gpointer data)
{
  g_assert_true (g_subprocess_wait_finish (G_SUBPROCESS (child), result, NULL));
  *(gboolean *) data = TRUE;
}

static gboolean
is_true_cb (gpointer data)
{
  return *(gboolean *) data;
}

static void
die_by_itself (Fixture *self, const char *what)
{
  g_autoptr (GSubprocess) child = spawn (self, what);
  gboolean ended = FALSE;

  g_subprocess_wait_async (child, NULL, ended_cb, &ended);
  hosted_wait_until (is_true_cb, &ended, "the end of the program");
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
}

/* One life, to the @n-th change. */
static void
live_and_die (Fixture *self, guint n)
{
  g_autoptr (GSubprocess) child = spawn (self, "--send");
  Progress progress = { self, n };

  hosted_wait_until (far_enough_cb, &progress, "some of the texts");
  hosted_kill (child);
}

static gboolean
all_sent_cb (gpointer data)
{
  return lb_session_get_n_waiting (((Fixture *) data)->base.session) == 0;
}

static gboolean
is_settled_cb (gpointer data)
{
  LbSession *session = ((Fixture *) data)->base.session;
  const LbEditState state =
    lb_session_get_edit_state (session, lb_session_find_image (session, HOSTED_FIRST));

  return state != LB_EDIT_PENDING && state != LB_EDIT_SENDING;
}

static void
test_deaths (Fixture *self, gconstpointer data)
{
  GPtrArray *changes = hosted_store_get_changes (self->store);
  guint64 last = 0;

  write_all (self);
  for (guint death = 1; death <= DEATHS; death++)
    {
      live_and_die (self, MANY * death / (DEATHS + 1));
      /* However late the last ones come on a busy machine. */
      g_assert_true (death > 1 || changes->len < MANY);
    }

  hosted_session_make (&self->base);
  lb_session_set_plan (self->base.session, PLAN);
  quick_clock_give (self->base.session->client);
  hosted_take_true (lb_session_open (self->base.session));
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

/* @data: whether a person writes another one, before the program begins again. */
static void
test_regenerated (Fixture *self, gconstpointer data)
{
  const gboolean meanwhile = data != NULL;
  LbImage *image = NULL;

  hosted_session_close (&self->base);
  die_by_itself (self, "--regenerate-and-type");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST), ==, "Written anew");
  if (meanwhile)
    hosted_store_set (self->store, HOSTED_FIRST, "A person's");

  hosted_session_make (&self->base);
  hosted_take_true (lb_session_open (self->base.session));
  g_assert_cmpuint (lb_session_get_n_waiting (self->base.session), ==, 1);
  hosted_take_true (lb_session_load_images (
    self->base.session, lb_session_find_dataset (self->base.session, HOSTED_DATASET)));
  image = lb_session_find_image (self->base.session, HOSTED_FIRST);
  hosted_wait_until (is_settled_cb, self, "the text that was typed");
  g_assert_cmpint (lb_session_get_edit_state (self->base.session, image), ==,
                   meanwhile ? LB_EDIT_CONFLICT : LB_EDIT_SAVED);
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST), ==,
                   meanwhile ? "A person's" : "Typed");
}

/* Without such a text it is a step of the history like any other. */
static void
test_regenerated_step (Fixture *self, gconstpointer data)
{
  LbHistory *history = NULL;

  hosted_session_close (&self->base);
  die_by_itself (self, "--regenerate");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST), ==, "Written anew");

  hosted_session_make (&self->base);
  hosted_take_true (lb_session_open (self->base.session));
  hosted_take_true (lb_session_load_images (
    self->base.session, lb_session_find_dataset (self->base.session, HOSTED_DATASET)));
  history = lb_session_get_history (self->base.session);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, 1);
  g_assert_cmpint (lb_history_step_get_kind (lb_history_get_undo_step (history)), ==,
                   LB_HISTORY_REGENERATE);
  g_object_unref (hosted_take_object (lb_session_undo (self->base.session)));
  hosted_wait_until (all_sent_cb, self, "the caption from before");
  g_assert_cmpstr (hosted_store_get (self->store, HOSTED_FIRST), ==, "Caption 1");
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--send"))
    {
      dex_init ();
      send_all (argv + 2);
    }
  if (argc == 4 && g_str_equal (argv[1], "--regenerate"))
    {
      dex_init ();
      regenerate (argv + 2, FALSE);
    }
  if (argc == 4 && g_str_equal (argv[1], "--regenerate-and-type"))
    {
      dex_init ();
      regenerate (argv + 2, TRUE);
    }

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  program = argv[0];
  g_test_add ("/hosted/deaths/captions", Fixture, NULL, set_up, test_deaths, tear_down);
  g_test_add ("/hosted/deaths/regenerated", Fixture, NULL, set_up, test_regenerated, tear_down);
  g_test_add ("/hosted/deaths/regenerated-elsewhere", Fixture, GINT_TO_POINTER (1), set_up,
              test_regenerated, tear_down);

  g_test_add ("/hosted/deaths/regenerated-step", Fixture, NULL, set_up, test_regenerated_step,
              tear_down);

  return g_test_run ();
}

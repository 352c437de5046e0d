#include "copy-fixture.h"
#include "fault-child.h"
#include "jobs/lb-copy-read.h"

/* A program that copies a dataset, which is this one again as a child, is killed, and begun again:
 * by the ledger everything is there once. */

#define CHILD "--copy"
#define N_PICTURES 3
#define N_POINTS 12

static gboolean
is_gone (gpointer data)
{
  return *(LbSession **) data == NULL;
}

/* The child: DATA STATE URL THERE-STATE COUNTS CALL NTH AFTER. */
static int
copy_all (char **argv)
{
  CopyFixture self = { .there_state = argv[3] };

  self.source = lb_session_new_local (argv[0], argv[1]);
  g_assert_true (wait_true (lb_session_open (self.source)));
  self.dataset = g_object_ref (lb_session_find_dataset (self.source, 1));
  fault_child_arm (self.there_state, argv + 5);
  copy_fixture_open_target (&self, argv[2], COPY_TOKEN);
  copy_fixture_copy (&self);
  fault_child_tell (argv[4]);
  copy_fixture_close_target (&self);
  g_clear_object (&self.dataset);
  lb_session_close (self.source);
  g_object_add_weak_pointer (G_OBJECT (self.source), (gpointer *) &self.source);
  g_object_unref (self.source);
  wait_until (is_gone, &self.source, "the end of what a thread does for the session");

  return 0;
}

/* The test. */

typedef struct
{
  CopyFixture base;
  guint calls[FAULT_N_CALLS];
  guint n_fresh;
  guint n_killed;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  copy_fixture_set_up (&self->base, N_PICTURES);
  copy_fixture_close_target (&self->base);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  copy_fixture_tear_down (&self->base);
}

/* An account with nothing in it, and nothing known of it. */
static void
begin_anew (Fixture *self)
{
  CopyFixture *base = &self->base;

  fault_proxy_free (base->proxy);
  copy_fixture_stop_there (base);
  g_free (base->there_data);
  g_free (base->there_state);
  g_clear_pointer (&base->there_url, g_free);
  self->n_fresh++;
  base->there_data = g_strdup_printf ("%s/there-%u", base->service.root, self->n_fresh);
  base->there_state = g_strdup_printf ("%s/there-state-%u", base->service.root, self->n_fresh);
  copy_fixture_start_there (base);
  base->proxy = fault_proxy_new (base->there_url);
}

/* Whether it came to its own end. */
static gboolean
run (Fixture *self, FaultCall call, guint nth, gboolean after)
{
  CopyFixture *base = &self->base;
  g_autofree char *state = g_build_filename (base->service.root, "child-state", NULL);
  g_autofree char *counts = g_build_filename (base->service.root, "counts", NULL);
  const char *const arguments[] = { CHILD,
                                    base->service.data_dir,
                                    state,
                                    fault_proxy_get_origin (base->proxy),
                                    base->there_state,
                                    counts,
                                    NULL };
  gboolean ended = fault_child_run (arguments, call, nth, after);

  self->n_killed += !ended;
  return ended;
}

static gboolean
is_settled (gpointer data)
{
  return fault_proxy_is_idle (data);
}

static void
kill_at (Fixture *self, FaultCall call, guint nth, gboolean after)
{
  CopyFixture *base = &self->base;

  begin_anew (self);
  if (!run (self, call, nth, after))
    {
      /* The looks before a picture is sent again last 22 s, and here a hundredth of that: what the
       * service was sent must have had its end. One that is later than all looks comes below. */
      wait_until (is_settled, base->proxy, "the end of what was under way");
      g_assert_true (run (self, FAULT_CALL_SYNC, 0, FALSE));
    }
  copy_fixture_open_target (base, NULL, COPY_TOKEN);
  g_assert_true (wait_true (lb_session_load_images (base->target, copy_fixture_find_copy (base))));
  copy_fixture_assert_equal (base);
  g_assert_cmpuint (fault_proxy_get_n_kept (base->proxy), ==, N_PICTURES);
  copy_fixture_close_target (base);
}

static void
test_kill (Fixture *self, gconstpointer data)
{
  static const FaultCall calls[] = { FAULT_CALL_SYNC, FAULT_CALL_SEND };
  g_autofree char *counts = g_build_filename (self->base.service.root, "counts", NULL);

  kill_at (self, FAULT_CALL_SYNC, 0, FALSE);
  fault_child_read (counts, self->calls);
  g_test_message ("%u syncs, %u sends", self->calls[FAULT_CALL_SYNC], self->calls[FAULT_CALL_SEND]);
  for (guint i = 0; i < N_POINTS; i++)
    {
      const FaultCall call = calls[i % G_N_ELEMENTS (calls)];
      const guint step = MAX (1, self->calls[call] * 2 / N_POINTS);

      kill_at (self, call, 1 + i / 2 * step + (guint) g_test_rand_int_range (0, (gint32) step),
               i % 3 == 0);
    }
  g_test_message ("killed %u times", self->n_killed);
  g_assert_cmpuint (self->n_killed, >=, N_POINTS - 2);
}

static guint
count_deleted (CopyFixture *base)
{
  g_autoptr (GPtrArray) ledger = fault_proxy_dup_ledger (base->proxy);
  guint n = 0;

  for (guint i = 0; i < ledger->len; i++)
    n += g_str_equal (((FaultEntry *) g_ptr_array_index (ledger, i))->method, "DELETE");

  return n;
}

typedef struct
{
  Fixture *fixture;
  LbDataset *copy;
} Weeding;

/* Of each picture one is left, at the service too. */
static gboolean
is_weeded (gpointer data)
{
  Weeding *weeding = data;
  CopyFixture *base = &weeding->fixture->base;
  GListModel *images = lb_session_get_images (base->target, weeding->copy);

  return count_deleted (base) == fault_proxy_get_n_kept (base->proxy) - N_PICTURES &&
         g_list_model_get_n_items (images) == N_PICTURES;
}

/* The service takes a picture when it has long been sent again: the younger one goes, whichever
 * program is there by then. */
static void
test_late (Fixture *self, gconstpointer data)
{
  static const Fault late = { .toxic = FAULT_LATE, .ms = 2500 };
  CopyFixture *base = &self->base;
  Weeding weeding = { self, NULL };

  begin_anew (self);
  fault_proxy_expect (base->proxy, &late);
  g_assert_true (run (self, FAULT_CALL_SYNC, 0, FALSE));
  wait_until (is_settled, base->proxy, "the late picture");
  /* Where the machine is slower still, a look has found it. */
  g_assert_cmpuint (fault_proxy_get_n_kept (base->proxy), <=, N_PICTURES + 1);
  copy_fixture_open_target (base, NULL, COPY_TOKEN);
  weeding.copy = copy_fixture_find_copy (base);
  wait_until (is_weeded, &weeding, "the end of the younger one");
  copy_fixture_assert_equal (base);
  copy_fixture_close_target (base);
}

int
main (int argc, char **argv)
{
  dex_init ();
  if (argc == 10 && g_str_equal (argv[1], CHILD))
    return copy_all (argv + 2);

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/jobs/copy-kill/late", Fixture, NULL, set_up, test_late, tear_down);
  g_test_add ("/jobs/copy-kill/points", Fixture, NULL, set_up, test_kill, tear_down);
  return g_test_run ();
}

#include <glib/gstdio.h>

#include "base/lb-error.h"
#include "session/lb-account.h"
#include "session/lb-saved-filters.h"
#include "test-client-fixture.h"

typedef struct
{
  ServiceFixture service; /* for its folders only; nothing is started */
  LbDatabase *database;
  LbSavedFilters *filters;
  guint n_changes;
  guint n_touched; /* rows that came or went with the last one */
} Fixture;

static void
changed_cb (GListModel *list, guint position, guint removed, guint added, Fixture *self)
{
  self->n_changes++;
  self->n_touched = removed + added;
}

static void
load (Fixture *self)
{
  self->database = wait_object (lb_account_open (self->service.state_dir));
  self->filters = lb_saved_filters_new (self->database);
  g_assert_true (wait_true (lb_saved_filters_load (self->filters)));
  g_signal_connect (lb_saved_filters_get_list (self->filters), "items-changed",
                    G_CALLBACK (changed_cb), self);
}

static void
unload (Fixture *self)
{
  g_clear_object (&self->filters);
  lb_account_close (self->database, 1000);
  g_clear_object (&self->database);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  g_assert_cmpint (g_mkdir_with_parents (self->service.state_dir, 0700), ==, 0);
  load (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  unload (self);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  service_fixture_tear_down (&self->service);
}

static LbSavedFilter *
nth (Fixture *self, guint i)
{
  g_autoptr (LbSavedFilter) filter =
    g_list_model_get_item (lb_saved_filters_get_list (self->filters), i);

  return filter; /* the list keeps it */
}

/* @expected: "name=text;" for each. */
static void
assert_list (Fixture *self, const char *expected)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; nth (self, i) != NULL; i++)
    g_string_append_printf (all, "%s=%s;", lb_saved_filter_get_name (nth (self, i)),
                            lb_saved_filter_get_text (nth (self, i)));
  g_assert_cmpstr (all->str, ==, expected);
}

static void
save (Fixture *self, const char *name, const char *text)
{
  g_assert_true (wait_true (lb_saved_filters_save (self->filters, name, text)));
}

static void
test_kept (Fixture *self, gconstpointer data)
{
  assert_list (self, "");
  save (self, " Wet ", "rain OR sea");
  save (self, "backlit", "lighting.direction:backlit");
  save (self, "Stale", "state:stale");
  assert_list (self, "backlit=lighting.direction:backlit;Stale=state:stale;Wet=rain OR sea;");
  g_assert_cmpuint (self->n_changes, ==, 3);
  g_assert_cmpuint (self->n_touched, ==, 1);

  unload (self);
  load (self);
  assert_list (self, "backlit=lighting.direction:backlit;Stale=state:stale;Wet=rain OR sea;");
}

static void
test_changes (Fixture *self, gconstpointer data)
{
  save (self, "Wet", "rain");
  save (self, "Dry", "sun");
  save (self, "Wet", "sea");
  assert_list (self, "Dry=sun;Wet=sea;");

  g_assert_true (wait_true (lb_saved_filters_rename (self->filters, nth (self, 0), "Hot")));
  assert_list (self, "Hot=sun;Wet=sea;");
  g_assert_cmpuint (self->n_touched, ==, 2);
  g_assert_true (wait_true (lb_saved_filters_remove (self->filters, nth (self, 0))));
  assert_list (self, "Wet=sea;");
  g_assert_cmpuint (self->n_touched, ==, 1);

  /* The name of another stays with that. */
  save (self, "Dry", "sun");
  g_free (
    wait_error (lb_saved_filters_rename (self->filters, nth (self, 1), "Dry"), LB_ERROR_CONFLICT));
  assert_list (self, "Dry=sun;Wet=sea;");
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  g_free (wait_error (lb_saved_filters_save (self->filters, " \t", "a"), LB_ERROR_INVALID));
  save (self, "Wet", "rain");
  g_free (
    wait_error (lb_saved_filters_rename (self->filters, nth (self, 0), ""), LB_ERROR_INVALID));
  assert_list (self, "Wet=rain;");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/saved-filters/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("kept", test_kept);
  ADD ("changes", test_changes);
  ADD ("refusals", test_refusals);

  return g_test_run ();
}

#include "config.h"

#include "keyring-fixture.h"

#include <adwaita.h>
#include <libdex.h>
#include <stdlib.h>
#include <unistd.h>

#define NAME "org.freedesktop.secrets"
#define PATIENCE_US (90 * G_USEC_PER_SEC)

GTestDBus *
keyring_fixture_begin (int *argc, char ***argv)
{
  GTestDBus *bus = NULL;

  g_test_init (argc, argv, NULL);
  if (g_test_subprocess ())
    {
      g_autofree char *display = g_strdup (g_getenv ("DISPLAY"));

      bus = g_test_dbus_new (G_TEST_DBUS_NONE);
      g_test_dbus_up (bus); /* and there is no display any more */
      g_setenv ("DISPLAY", display, TRUE);
    }
  dex_init ();
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);

  return bus;
}

void
keyring_fixture_run_apart (void (*test) (gconstpointer data), gconstpointer data)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, PATIENCE_US, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }

  test (data);
  /* Without unwinding: libsecret keeps its connection to the bus. */
  _exit (EXIT_SUCCESS);
}

static void
appeared_cb (GDBusConnection *connection, const char *name, const char *owner, gpointer data)
{
  *(gboolean *) data = TRUE;
}

GSubprocess *
keyring_fixture_start (const char *kind)
{
  g_autofree char *script =
    g_test_build_filename (G_TEST_DIST, "session", "secret-service.py", NULL);
  g_autoptr (GError) error = NULL;
  gboolean appeared = FALSE;
  GSubprocess *keyring =
    g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "python3", script, kind, NULL);
  guint id = 0;

  g_assert_no_error (error);
  id = g_bus_watch_name (G_BUS_TYPE_SESSION, NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb, NULL,
                         &appeared, NULL);
  while (!appeared)
    g_main_context_iteration (NULL, TRUE);
  g_bus_unwatch_name (id);

  return keyring;
}

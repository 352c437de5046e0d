#include <gio/gio.h>
#include <glib.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "../service/test-client-fixture.h"
#include "session/lb-session.h"
#include "ui/application/lb-application.h"
#include "ui/application/lb-window.h"
#include "ui/sidebar/lb-sidebar-row.h"

/* Starts the app as it is started, on the folders of the environment, and prints the seconds from
 * --since, a time of the monotonic clock, until the first frame that shows datasets. With --fill it
 * makes datasets there instead. */

typedef struct
{
  gint64 since_us;
  gboolean done;
} Start;

static gboolean
shows_row (GtkWidget *widget)
{
  if (LB_IS_SIDEBAR_ROW (widget))
    return gtk_widget_get_mapped (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_row (child))
      return TRUE;

  return FALSE;
}

static void
painted_cb (GdkFrameClock *clock, GtkWidget *window)
{
  Start *start = g_object_get_data (G_OBJECT (window), "start");
  gint64 now_us = g_get_monotonic_time ();

  if (start->done || !shows_row (window))
    return;

  start->done = TRUE;
  printf ("%.6f\n", (double) (now_us - start->since_us) / G_USEC_PER_SEC);
  g_application_quit (g_application_get_default ());
}

static void
realize_cb (GtkWidget *window)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (painted_cb), window, G_CONNECT_DEFAULT);
}

static void
window_added_cb (GtkApplication *application, GtkWidget *window, Start *start)
{
  if (!LB_IS_WINDOW (window))
    return;

  g_object_set_data (G_OBJECT (window), "start", start);
  g_signal_connect (window, "realize", G_CALLBACK (realize_cb), NULL);
}

/* Their names are those of days at sea, as long as names are. */
static void
fill (int n_datasets)
{
  g_autoptr (LbSession) session = lb_session_new_local (NULL, NULL);
  g_autoptr (LbProject) wanted = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;

  g_assert_true (wait_true (lb_session_open (session)));
  g_object_set (wanted, "project-name", "Harbour", "ip-medium", "photography", "ip-type", "other",
                NULL);
  project = wait_object (lb_session_create_project (session, wanted));
  for (int i = 1; i <= n_datasets; i++)
    {
      g_autofree char *name = g_strdup_printf ("Boats at Sea, Day %d", i);

      g_object_unref (wait_object (lb_session_create_dataset (session, project, name, NULL, NULL)));
    }
  lb_session_close (session);
}

int
main (int argc, char **argv)
{
  int n_datasets = 0;
  Start start = { 0 };
  const GOptionEntry options[] = {
    { "fill", 0, 0, G_OPTION_ARG_INT, &n_datasets, "Make so many datasets", "N" },
    { "since", 0, 0, G_OPTION_ARG_INT64, &start.since_us, "When it was started", "MICROSECONDS" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (LbApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  dex_init ();
  if (n_datasets > 0)
    {
      fill (n_datasets);
      return 0;
    }

  application = lb_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &start);

  return g_application_run (G_APPLICATION (application), 1, argv);
}

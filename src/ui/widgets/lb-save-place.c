#include "config.h"

#include "ui/widgets/lb-save-place.h"

#include "base/lb-threads.h"

typedef struct
{
  GFile *folder; /* (owned) (nullable) until one was chosen */
  char *name;    /* (owned) */
  char *ending;  /* (owned) */
} Place;

static Place *
place_new (GFile *folder, const char *name, const char *ending)
{
  Place *place = g_new0 (Place, 1);

  g_set_object (&place->folder, folder);
  place->name = g_strdup (name);
  place->ending = g_strdup (ending);

  return place;
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_clear_object (&place->folder);
  g_free (place->name);
  g_free (place->ending);
  g_free (place);
}

static DexFuture *
find_fiber (gpointer data)
{
  Place *place = data;
  g_autofree char *name = g_strconcat (place->name, place->ending, NULL);
  g_autoptr (GFile) file = g_file_get_child (place->folder, name);

  for (guint n = 2; g_file_query_exists (file, NULL); n++)
    {
      g_autofree char *next = g_strdup_printf ("%s (%u)%s", place->name, n, place->ending);

      g_clear_object (&file);
      file = g_file_get_child (place->folder, next);
    }

  return dex_future_new_take_object (g_steal_pointer (&file));
}

DexFuture *
lb_save_place_find (GFile *folder, const char *name, const char *ending)
{
  dex_return_error_if_fail (G_IS_FILE (folder));

  return lb_threads_run (find_fiber, place_new (folder, name, ending), place_free);
}

static DexFuture *
folder_cb (DexFuture *future, gpointer data)
{
  Place *place = data;
  g_autoptr (GFile) folder = dex_await_object (dex_ref (future), NULL);

  return lb_save_place_find (folder, place->name, place->ending);
}

/* Takes all three. */
static void
answer (DexPromise *promise, GFile *file, GError *error)
{
  if (file != NULL)
    dex_promise_resolve_object (promise, file);
  else
    dex_promise_reject (promise, error);
  dex_unref (promise);
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer promise)
{
  GError *error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);

  answer (promise, file, error);
}

static void
folder_chosen_cb (GObject *source, GAsyncResult *result, gpointer promise)
{
  GError *error = NULL;
  GFile *folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, &error);

  answer (promise, folder, error);
}

/* Only what was chosen can be written there: beside a file there is no room for another, such as
 * the hidden one that becomes it when all is well. */
static gboolean
is_sandboxed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

DexFuture *
lb_save_place_ask (
  GtkWidget *from, const char *title, const char *accept, const char *name, const char *ending)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *file_name = g_strconcat (name, ending, NULL);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (from));
  DexPromise *promise = dex_promise_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_accept_label (dialog, accept);
  if (*ending == '\0' || is_sandboxed ())
    {
      gtk_file_dialog_select_folder (dialog, window, NULL, folder_chosen_cb, dex_ref (promise));
      return dex_future_then (DEX_FUTURE (promise), folder_cb, place_new (NULL, name, ending),
                              place_free);
    }

  gtk_file_dialog_set_initial_name (dialog, file_name);
  gtk_file_dialog_save (dialog, window, NULL, file_chosen_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

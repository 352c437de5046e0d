#include "config.h"

#include "ui/widgets/lb-image-origin.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-weak.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

static DexFuture *
reject (void)
{
  return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "the file is gone");
}

static DexFuture *
asked_cb (DexFuture *future, gpointer data)
{
  if (!dex_await_boolean (dex_ref (future), NULL))
    return reject ();

  return dex_future_new_take_object (g_object_ref (G_FILE (data)));
}

DexFuture *
lb_image_origin_find (LbSession *session, LbImage *image)
{
  g_autoptr (GFile) file = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (session));

  file = image != NULL ? lb_session_dup_origin (session, image) : NULL;
  if (file == NULL)
    return reject ();

  return dex_future_finally (dex_file_query_exists (file), asked_cb, g_object_ref (file),
                             g_object_unref);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) from = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_open_containing_folder_finish (GTK_FILE_LAUNCHER (source), result,
                                                        &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    lb_toast_show (from, lb_error_toast_new (_ ("The folder can’t be shown"), error));
}

static DexFuture *
found_cb (DexFuture *future, gpointer data)
{
  g_autoptr (GtkWidget) from = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = dex_await_object (dex_ref (future), &error);
  g_autoptr (GtkFileLauncher) launcher = NULL;

  if (from == NULL)
    return dex_future_new_true ();

  if (file == NULL)
    {
      lb_toast_show (from, adw_toast_new (_ ("The file is not there any more")));
      return dex_future_new_true ();
    }

  launcher = gtk_file_launcher_new (file);
  gtk_file_launcher_open_containing_folder (launcher, GTK_WINDOW (gtk_widget_get_root (from)), NULL,
                                            opened_cb, g_object_ref (from));
  return dex_future_new_true ();
}

void
lb_image_origin_show (GtkWidget *from, LbSession *session, LbImage *image)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (LB_IS_SESSION (session));
  g_return_if_fail (LB_IS_IMAGE (image));

  dex_future_disown (dex_future_finally (lb_image_origin_find (session, image), found_cb,
                                         lb_weak_new (from), lb_weak_free));
}

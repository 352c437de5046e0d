#include "config.h"

#include "ui/widgets/lb-image-deletion.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <libdex.h>

#include "ui/widgets/lb-error-words.h"

/* Deleting goes image by image; what was deleted can be brought back while the toast is there. The
 * page may be gone by then, so the toasts go to the window's overlay. */
typedef struct
{
  gatomicrefcount count;
  GWeakRef toasts;    /* AdwToastOverlay */
  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  GPtrArray *images;  /* (owned) to delete */
  GArray *ids;        /* (owned): gint64, deleted */
} Deletion;

static Deletion *
deletion_new (GtkWidget *from, LbSession *session, LbDataset *dataset, GPtrArray *images)
{
  Deletion *deletion = g_new0 (Deletion, 1);

  g_atomic_ref_count_init (&deletion->count);
  g_weak_ref_init (&deletion->toasts, gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY));
  deletion->session = g_object_ref (session);
  deletion->dataset = g_object_ref (dataset);
  deletion->images = g_ptr_array_ref (images);
  deletion->ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  return deletion;
}

static Deletion *
deletion_ref (Deletion *deletion)
{
  g_atomic_ref_count_inc (&deletion->count);
  return deletion;
}

static void
deletion_unref (gpointer data)
{
  Deletion *deletion = data;

  if (!g_atomic_ref_count_dec (&deletion->count))
    return;

  g_weak_ref_clear (&deletion->toasts);
  g_object_unref (deletion->session);
  g_object_unref (deletion->dataset);
  g_ptr_array_unref (deletion->images);
  g_array_unref (deletion->ids);
  g_free (deletion);
}

/* Takes @toast. */
static void
show_toast (Deletion *deletion, AdwToast *toast)
{
  g_autoptr (AdwToastOverlay) toasts = g_weak_ref_get (&deletion->toasts);

  if (toasts != NULL)
    adw_toast_overlay_add_toast (toasts, toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}

static DexFuture *
undelete_fiber (gpointer data)
{
  Deletion *deletion = data;
  g_autoptr (GError) first_error = NULL;

  for (guint i = 0; i < deletion->ids->len; i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 id = g_array_index (deletion->ids, gint64, i);

      if (!dex_await (lb_session_undelete_image (deletion->session, deletion->dataset, id),
                      &error) &&
          first_error == NULL)
        first_error = g_steal_pointer (&error);
    }

  if (first_error != NULL)
    show_toast (deletion, lb_error_toast_new (_ ("Not every image came back"), first_error));

  return dex_future_new_true ();
}

static void
undo_clicked_cb (AdwToast *toast, Deletion *deletion)
{
  dex_future_disown (
    dex_scheduler_spawn (NULL, 0, undelete_fiber, deletion_ref (deletion), deletion_unref));
}

static void
deletion_closure_free (gpointer data, GClosure *closure)
{
  deletion_unref (data);
}

static void
offer_undo (Deletion *deletion)
{
  const guint n = deletion->ids->len;
  g_autofree char *words =
    g_strdup_printf (ngettext ("%'u image deleted", "%'u images deleted", n), n);
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, 8);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb),
                         deletion_ref (deletion), deletion_closure_free, 0);
  show_toast (deletion, toast);
}

static DexFuture *
delete_fiber (gpointer data)
{
  Deletion *deletion = data;
  g_autoptr (GError) first_error = NULL;

  for (guint i = 0; i < deletion->images->len; i++)
    {
      LbImage *image = g_ptr_array_index (deletion->images, i);
      gint64 id = lb_image_get_id (image);
      g_autoptr (GError) error = NULL;

      if (dex_await (lb_session_delete_image (deletion->session, image), &error))
        g_array_append_val (deletion->ids, id);
      else if (first_error == NULL)
        first_error = g_steal_pointer (&error);
    }

  if (deletion->ids->len > 0)
    offer_undo (deletion);
  if (first_error != NULL)
    show_toast (deletion, lb_error_toast_new (_ ("Not every image was deleted"), first_error));

  return dex_future_new_true ();
}

void
lb_image_deletion_start (GtkWidget *from, LbSession *session, LbDataset *dataset, GPtrArray *images)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (LB_IS_SESSION (session));
  g_return_if_fail (LB_IS_DATASET (dataset));
  g_return_if_fail (images != NULL);

  dex_future_disown (dex_scheduler_spawn (
    NULL, 0, delete_fiber, deletion_new (from, session, dataset, images), deletion_unref));
}

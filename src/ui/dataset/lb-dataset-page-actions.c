#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/widgets/lb-error-words.h"

static void
select_all (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
}

static void
clear_selection (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  lb_dataset_page_focus_images (self);
}

static void
show_all (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  lb_filter_chips_set_show (self->chips, LB_SHOW_ALL);
}

static void
search (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

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
deletion_new (LbDatasetPage *self)
{
  Deletion *deletion = g_new0 (Deletion, 1);

  g_atomic_ref_count_init (&deletion->count);
  g_weak_ref_init (&deletion->toasts,
                   gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY));
  deletion->session = g_object_ref (self->session);
  deletion->dataset = g_object_ref (self->dataset);
  deletion->images = lb_dataset_page_dup_selected (self);
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

static void
delete_images (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  dex_future_disown (
    dex_scheduler_spawn (NULL, 0, delete_fiber, deletion_new (self), deletion_unref));
  /* The bar with the button goes; the grid passes the focus on to a neighbour. */
  lb_dataset_page_focus_images (self);
}

void
lb_dataset_page_update_actions (LbDatasetPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean draft = lb_dataset_page_is_draft (self);
  gboolean idle = draft && !lb_dataset_get_captioning (self->dataset) && self->caption_job == NULL;
  gboolean describes =
    !lb_dataset_is_fibo (self->dataset) || lb_dataset_get_visual_schema (self->dataset) != NULL;

  gtk_widget_action_set_enabled (widget, "dataset.add-images", draft);
  gtk_widget_action_set_enabled (widget, "dataset.add-folder", draft);
  gtk_widget_action_set_enabled (widget, "dataset.paste", draft);
  gtk_widget_action_set_enabled (widget, "dataset.complete", draft);
  gtk_widget_action_set_enabled (widget, "dataset.schema", lb_dataset_is_fibo (self->dataset));
  gtk_widget_action_set_enabled (widget, "dataset.open", self->selecting);
  gtk_widget_action_set_enabled (widget, "dataset.delete-images", draft && self->selecting);
  gtk_widget_action_set_enabled (widget, "dataset.regenerate",
                                 idle && describes && self->selecting);
  gtk_widget_action_set_enabled (widget, "dataset.caption-missing",
                                 idle && describes &&
                                   lb_image_tally_get_shown (self->tally, LB_SHOW_MISSING) > 0);
  gtk_widget_action_set_enabled (widget, "dataset.clear-selection", self->selecting);
}

void
lb_dataset_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.select-all", NULL, select_all);
  gtk_widget_class_install_action (widget_class, "dataset.clear-selection", NULL, clear_selection);
  gtk_widget_class_install_action (widget_class, "dataset.show-all", NULL, show_all);
  gtk_widget_class_install_action (widget_class, "dataset.search", NULL, search);
  gtk_widget_class_install_action (widget_class, "dataset.delete-images", NULL, delete_images);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "dataset.delete-images",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dataset.clear-selection",
                                       NULL);
}

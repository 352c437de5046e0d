#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

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
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
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

/* Deleting goes image by image; what was deleted can be brought back while the toast is there. */
typedef struct
{
  GWeakRef page;
  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  GPtrArray *images;  /* (owned) (nullable): to delete */
  GArray *ids;        /* (owned): gint64, deleted */
} Deletion;

static Deletion *
deletion_new (LbDatasetPage *self)
{
  Deletion *deletion = g_new0 (Deletion, 1);

  g_weak_ref_init (&deletion->page, self);
  deletion->session = g_object_ref (self->session);
  deletion->dataset = g_object_ref (self->dataset);
  deletion->ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  return deletion;
}

static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_weak_ref_clear (&deletion->page);
  g_object_unref (deletion->session);
  g_object_unref (deletion->dataset);
  g_clear_pointer (&deletion->images, g_ptr_array_unref);
  g_array_unref (deletion->ids);
  g_free (deletion);
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
    {
      g_autoptr (LbDatasetPage) self = g_weak_ref_get (&deletion->page);

      if (self != NULL)
        lb_dataset_page_add_error (self, _ ("Not every image came back"), first_error);
    }

  return dex_future_new_true ();
}

static void
undo_clicked_cb (AdwToast *toast, GArray *ids)
{
  LbDatasetPage *self = g_object_get_data (G_OBJECT (toast), "lb-page");
  Deletion *deletion = deletion_new (self);

  g_array_append_vals (deletion->ids, ids->data, ids->len);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, undelete_fiber, deletion, deletion_free));
}

static void
ids_free (gpointer ids, GClosure *closure)
{
  g_array_unref (ids);
}

static void
offer_undo (LbDatasetPage *self, GArray *ids)
{
  g_autofree char *words =
    g_strdup_printf (ngettext ("%'u image deleted", "%'u images deleted", ids->len), ids->len);
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, 8);
  g_object_set_data_full (G_OBJECT (toast), "lb-page", g_object_ref (self), g_object_unref);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), g_array_ref (ids),
                         ids_free, 0);
  lb_dataset_page_add_toast (self, toast);
}

static DexFuture *
delete_fiber (gpointer data)
{
  Deletion *deletion = data;
  g_autoptr (GError) first_error = NULL;
  g_autoptr (LbDatasetPage) self = NULL;

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

  if (!(self = g_weak_ref_get (&deletion->page)))
    return dex_future_new_true ();
  if (deletion->ids->len > 0)
    offer_undo (self, deletion->ids);
  if (first_error != NULL)
    lb_dataset_page_add_error (self, _ ("Not every image was deleted"), first_error);

  return dex_future_new_true ();
}

static void
delete_images (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  Deletion *deletion = deletion_new (self);

  deletion->images = lb_dataset_page_dup_selected (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, delete_fiber, deletion, deletion_free));
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

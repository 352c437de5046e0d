#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "base/lb-weak.h"
#include "ui/upload/lb-address-dialog.h"
#include "ui/upload/lb-offer.h"

/* Files and pictures come in here: dropped, pasted or chosen. What happens to them is the window's.
 */

static void
offer_files (LbDatasetPage *self, GListModel *files)
{
  if (g_list_model_get_n_items (files) > 0)
    g_signal_emit_by_name (self, "add-files", files);
}

static void
offer_picture (LbDatasetPage *self, LbOfferedPicture *picture)
{
  g_autofree char *name = lb_offered_picture_dup_name (picture);

  g_signal_emit_by_name (self, "add-picture", lb_offered_picture_get_bytes (picture), name);
}

static void
ask_address (LbDatasetPage *self, const char *address)
{
  g_autoptr (GSettings) settings = g_settings_new (LB_APP_ID);
  LbUploadQueue *queue = lb_upload_queue_get_for (self->session);
  LbAddressDialog *dialog = NULL;

  g_return_if_fail (queue != NULL);

  dialog = lb_address_dialog_new (queue, self->dataset, settings, address);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* One address can be fetched from; of several it is not known which is meant. */
static gboolean
take_link (LbDatasetPage *self, LbOffer *offer)
{
  const char *address = lb_offer_get_address (offer);

  if (address != NULL)
    ask_address (self, address);
  else if (lb_offer_get_n_links (offer) > 1)
    lb_dataset_page_add_toast (self, adw_toast_new (_ ("Add one address at a time")));
  else
    lb_dataset_page_add_toast (self, adw_toast_new (_ ("Nothing can be fetched from this link")));

  return address != NULL;
}

/* Advanced datasets take files only, all at once. */
static gboolean
refuse (LbDatasetPage *self, LbOffer *offer)
{
  if (!lb_dataset_is_advanced (self->dataset) ||
      (lb_offer_get_kind (offer) == LB_OFFER_FILES && lb_dataset_page_can_add (self)))
    return FALSE;

  lb_dataset_page_add_toast (self, adw_toast_new (lb_dataset_page_refusal_words (self)));
  return TRUE;
}

/* Returns whether there is something to add. */
static gboolean
take_offer (LbDatasetPage *self, LbOffer *offer)
{
  const guint n_links = lb_offer_get_n_links (offer);
  g_autofree char *left_out = NULL;

  if (lb_offer_get_kind (offer) != LB_OFFER_NOTHING && refuse (self, offer))
    return FALSE;

  switch (lb_offer_get_kind (offer))
    {
    case LB_OFFER_FILES:
      offer_files (self, lb_offer_get_files (offer));
      left_out = g_strdup_printf (
        ngettext ("%'u link can’t be added", "%'u links can’t be added", n_links), n_links);
      if (n_links > 0)
        lb_dataset_page_add_toast (self, adw_toast_new (left_out));
      return TRUE;
    case LB_OFFER_PICTURE: offer_picture (self, lb_offer_get_picture (offer)); return TRUE;
    case LB_OFFER_LINK:    return take_link (self, offer);
    case LB_OFFER_NOTHING:
    default:               return FALSE;
    }
}

/* FALSE when the drop is not refused. */
static gboolean
show_refusal (LbDatasetPage *self, LbOfferKind kind)
{
  const gboolean advanced = lb_dataset_is_advanced (self->dataset);

  if (!lb_dataset_page_is_draft (self))
    lb_drop_overlay_refuse (self->drop_overlay, _ ("Complete datasets can’t be changed"),
                            _ ("Its images are frozen."));
  else if (!lb_dataset_page_can_add (self))
    lb_drop_overlay_refuse (self->drop_overlay, _ ("Nothing Can Be Added"),
                            lb_dataset_page_refusal_words (self));
  else if (kind == LB_OFFER_NOTHING)
    lb_drop_overlay_refuse (self->drop_overlay, _ ("Not image files"),
                            _ ("JPEG, PNG and WebP pictures can be added."));
  else if (advanced && kind != LB_OFFER_FILES)
    lb_drop_overlay_refuse (self->drop_overlay, _ ("One ZIP File Only"),
                            lb_dataset_page_refusal_words (self));
  else
    return FALSE;

  return TRUE;
}

/* @offer: (nullable): not known yet */
static void
show_overlay (LbDatasetPage *self, LbOffer *offer)
{
  const LbOfferKind kind = offer != NULL ? lb_offer_get_kind (offer) : LB_OFFER_FILES;
  GListModel *files = offer != NULL ? lb_offer_get_files (offer) : NULL;

  /* Pictures show through; the words of an empty page would only get in the card's way. */
  if (lb_dataset_page_shows_images (self))
    gtk_widget_remove_css_class (GTK_WIDGET (self->drop_overlay), "over-words");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->drop_overlay), "over-words");

  if (show_refusal (self, kind))
    return;

  if (lb_dataset_is_advanced (self->dataset))
    lb_drop_overlay_offer_import (self->drop_overlay);
  else if (kind == LB_OFFER_LINK)
    lb_drop_overlay_offer_link (self->drop_overlay);
  else if (kind == LB_OFFER_PICTURE)
    lb_drop_overlay_offer (self->drop_overlay, 1);
  else
    lb_drop_overlay_offer (self->drop_overlay,
                           files != NULL ? g_list_model_get_n_items (files) : 0);
}

typedef struct
{
  GWeakRef page;
  GdkDrop *drop; /* (owned) */
} Dropping;

static Dropping *
dropping_new (LbDatasetPage *self, GdkDrop *drop)
{
  Dropping *dropping = g_new0 (Dropping, 1);

  g_weak_ref_init (&dropping->page, self);
  dropping->drop = g_object_ref (drop);
  return dropping;
}

static void
dropping_free (gpointer data)
{
  Dropping *dropping = data;

  g_weak_ref_clear (&dropping->page);
  g_object_unref (dropping->drop);
  g_free (dropping);
}

static DexFuture *
peeked_cb (DexFuture *future, gpointer data)
{
  Dropping *dropping = data;
  g_autoptr (LbDatasetPage) self = g_weak_ref_get (&dropping->page);
  g_autoptr (LbOffer) offer = dex_await_boxed (dex_ref (future), NULL);

  if (self != NULL && offer != NULL && self->drop == dropping->drop)
    show_overlay (self, offer);
  return dex_future_new_true ();
}

static GdkDragAction
enter_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, LbDatasetPage *self)
{
  g_set_object (&self->drop, drop);
  show_overlay (self, NULL);
  dex_future_disown (dex_future_finally (lb_offer_peek_drop (drop), peeked_cb,
                                         dropping_new (self, drop), dropping_free));

  return lb_dataset_page_can_add (self) ? GDK_ACTION_COPY : 0;
}

static GdkDragAction
motion_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, LbDatasetPage *self)
{
  return lb_dataset_page_can_add (self) ? GDK_ACTION_COPY : 0;
}

static void
leave_cb (GtkDropTargetAsync *target, GdkDrop *drop, LbDatasetPage *self)
{
  g_clear_object (&self->drop);
  lb_drop_overlay_hide (self->drop_overlay);
}

static DexFuture *
dropped_cb (DexFuture *future, gpointer data)
{
  Dropping *dropping = data;
  g_autoptr (LbDatasetPage) self = g_weak_ref_get (&dropping->page);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbOffer) offer = dex_await_boxed (dex_ref (future), &error);
  gboolean taken = FALSE;

  if (self != NULL && offer != NULL)
    taken = take_offer (self, offer);
  else if (self != NULL)
    lb_dataset_page_add_error (self, _ ("Not added"), error);

  gdk_drop_finish (dropping->drop, taken ? GDK_ACTION_COPY : 0);
  return dex_future_new_true ();
}

static gboolean
drop_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, LbDatasetPage *self)
{
  g_clear_object (&self->drop);
  lb_drop_overlay_hide (self->drop_overlay);
  if (!lb_dataset_page_can_add (self))
    return FALSE;

  dex_future_disown (dex_future_finally (lb_offer_read_drop (drop), dropped_cb,
                                         dropping_new (self, drop), dropping_free));
  return TRUE;
}

void
lb_dataset_page_accept_drops (LbDatasetPage *self)
{
  GtkDropTargetAsync *target = gtk_drop_target_async_new (lb_offer_dup_formats (), GDK_ACTION_COPY);

  g_signal_connect (target, "drag-enter", G_CALLBACK (enter_cb), self);
  g_signal_connect (target, "drag-motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "drag-leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static DexFuture *
pasted_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbDatasetPage) self = g_weak_ref_get (data);
  g_autoptr (LbOffer) offer = dex_await_boxed (dex_ref (future), NULL);

  if (self == NULL)
    return dex_future_new_true ();

  if (offer == NULL || lb_offer_get_kind (offer) == LB_OFFER_NOTHING)
    lb_dataset_page_add_toast (self, adw_toast_new (_ ("There is no picture to paste")));
  else
    take_offer (self, offer);
  return dex_future_new_true ();
}

static void
paste_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  dex_future_disown (
    dex_future_finally (lb_offer_read_clipboard (gtk_widget_get_clipboard (widget)), pasted_cb,
                        lb_weak_new (widget), lb_weak_free));
}

static void
files_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbDatasetPage) self = data;
  g_autoptr (GListModel) files =
    gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (files != NULL)
    offer_files (self, files);
}

static void
folders_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbDatasetPage) self = data;
  g_autoptr (GListModel) files =
    gtk_file_dialog_select_multiple_folders_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (files != NULL)
    offer_files (self, files);
}

static void
add_filter (GListStore *filters, const char *name, const char *const *mime_types)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; mime_types[i] != NULL; i++)
    gtk_file_filter_add_mime_type (filter, mime_types[i]);
  g_list_store_append (filters, filter);
}

static GListModel *
make_filters (gboolean zip)
{
  static const char *const pictures[] = { "image/jpeg", "image/png", "image/webp", NULL };
  static const char *const archives[] = { "application/zip", NULL };
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  if (zip)
    add_filter (filters, _ ("ZIP Files"), archives);
  else
    add_filter (filters, _ ("Pictures"), pictures);
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, all);

  return G_LIST_MODEL (g_steal_pointer (&filters));
}

static void
zip_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbDatasetPage) self = data;
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file == NULL)
    return;

  g_list_store_append (files, file);
  offer_files (self, G_LIST_MODEL (files));
}

static void
add_images_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  const gboolean zip = lb_dataset_is_advanced (LB_DATASET_PAGE (widget)->dataset);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListModel) filters = make_filters (zip);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  gtk_file_dialog_set_title (dialog, zip ? _ ("Choose ZIP File") : _ ("Add Images"));
  gtk_file_dialog_set_accept_label (dialog, zip ? _ ("_Check") : _ ("_Add"));
  gtk_file_dialog_set_filters (dialog, filters);
  if (zip)
    gtk_file_dialog_open (dialog, window, NULL, zip_chosen_cb, g_object_ref (widget));
  else
    gtk_file_dialog_open_multiple (dialog, window, NULL, files_chosen_cb, g_object_ref (widget));
}

static void
add_address_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  ask_address (LB_DATASET_PAGE (widget), NULL);
}

static void
add_folder_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Add a Folder"));
  gtk_file_dialog_set_accept_label (dialog, _ ("_Add"));
  gtk_file_dialog_select_multiple_folders (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                                           folders_chosen_cb, g_object_ref (widget));
}

void
lb_dataset_page_install_drop_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.paste", NULL, paste_cb);
  gtk_widget_class_install_action (widget_class, "dataset.add-images", NULL, add_images_cb);
  gtk_widget_class_install_action (widget_class, "dataset.add-folder", NULL, add_folder_cb);
  gtk_widget_class_install_action (widget_class, "dataset.add-address", NULL, add_address_cb);
}

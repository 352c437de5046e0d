#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "contract/lb-rules.h"
#include "ui/bulk/lb-bulk-failures.h"
#include "ui/bulk/lb-bulk-words.h"

/* Advanced datasets: all their images come at once, out of one ZIP file. */

gboolean
lb_dataset_page_shows_bulk (LbDatasetPage *self)
{
  if (!lb_dataset_is_advanced (self->dataset))
    return FALSE;

  return lb_bulk_pane_is_busy (self->bulk_pane) ||
         (self->loaded && g_list_model_get_n_items (self->images) == 0);
}

gboolean
lb_dataset_page_can_add (LbDatasetPage *self)
{
  if (!lb_dataset_page_is_draft (self))
    return FALSE;
  if (!lb_dataset_is_advanced (self->dataset))
    return TRUE;

  return g_list_model_get_n_items (self->images) == 0 && lb_bulk_pane_can_import (self->bulk_pane);
}

const char *
lb_dataset_page_refusal_words (LbDatasetPage *self)
{
  if (lb_dataset_page_can_add (self))
    return _ ("Pictures come in one import here. Drop a ZIP file or a folder.");
  if (lb_bulk_pane_is_busy (self->bulk_pane))
    return _ ("Its images are being imported.");

  return _ ("This dataset takes one ZIP file only, and has had it.");
}

static LbBulkUpload *
get_ended (LbDatasetPage *self)
{
  LbBulkUpload *upload = lb_session_get_bulk_upload (self->session, self->dataset);

  return upload != NULL && lb_bulk_upload_get_ended (upload) ? upload : NULL;
}

/* Whether the images are there that an import has brought. */
static gboolean
has_imported (LbDatasetPage *self)
{
  return lb_dataset_is_advanced (self->dataset) && !lb_dataset_page_shows_bulk (self) &&
         lb_dataset_page_is_draft (self) && g_list_model_get_n_items (self->images) > 0;
}

char *
lb_dataset_page_left_out_words (LbDatasetPage *self, LbPageBanner *banner)
{
  LbBulkUpload *upload = get_ended (self);

  if (!has_imported (self) || upload == NULL || lb_bulk_upload_get_failed (upload) <= 0)
    return NULL;

  banner->label = _ ("_Details");
  banner->action = "dataset.import-details";
  banner->about = G_OBJECT (upload);
  banner->seen_key = "lb-left-out-seen";
  return lb_bulk_left_out_words (upload);
}

char *
lb_dataset_page_waiting_words (LbDatasetPage *self, LbPageBanner *banner)
{
  const guint n_missing = lb_image_tally_get_shown (self->tally, LB_SHOW_MISSING);

  if (!has_imported (self) || n_missing == 0)
    return NULL;

  banner->about = G_OBJECT (self->dataset);
  banner->seen_key = "lb-waiting-seen";
  if (lb_dataset_is_fibo (self->dataset) && lb_dataset_get_visual_schema (self->dataset) == NULL)
    {
      banner->label = _ ("Visual _Schema…");
      banner->action = "dataset.schema";
      return g_strdup_printf (ngettext ("%'u image waits for a schema, and for its caption",
                                        "%'u images wait for a schema, and for their captions",
                                        n_missing),
                              n_missing);
    }

  banner->label = _ ("_Write Captions");
  banner->action = "dataset.caption-missing";
  return g_strdup_printf (
    ngettext ("%'u image has no caption", "%'u images have no caption", n_missing), n_missing);
}

static void
import_details_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  LbBulkUpload *upload = get_ended (self);

  if (upload == NULL)
    return;

  adw_dialog_present (ADW_DIALOG (lb_bulk_failures_new (upload)), widget);
  if (g_strcmp0 (self->told.action, action_name) == 0)
    lb_dataset_page_dismiss_banner (self);
}

static void
pane_changed_cb (LbDatasetPage *self)
{
  LbBulkUpload *upload = get_ended (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.import-details",
                                 upload != NULL && lb_bulk_upload_get_failures (upload)->len > 0);
  lb_dataset_page_update_title (self);
  lb_dataset_page_update_stack (self);
  lb_dataset_page_update_actions (self);
  lb_dataset_page_update_banner (self);
}

static void
open_dataset_cb (LbDatasetPage *self, LbDataset *dataset)
{
  g_signal_emit_by_name (self, "open-dataset", dataset);
}

static void
toast_cb (LbDatasetPage *self, AdwToast *toast)
{
  lb_dataset_page_add_toast (self, g_object_ref (toast));
}

void
lb_dataset_page_follow_bulk (LbDatasetPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.import-details", FALSE);
  if (!lb_dataset_is_advanced (self->dataset))
    return;

  g_signal_connect_object (self->bulk_pane, "changed", G_CALLBACK (pane_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bulk_pane, "open-dataset", G_CALLBACK (open_dataset_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bulk_pane, "toast", G_CALLBACK (toast_cb), self,
                           G_CONNECT_SWAPPED);
  lb_bulk_pane_set_dataset (self->bulk_pane, self->session, self->dataset);
}

void
lb_dataset_page_install_bulk_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.import-details", NULL, import_details_cb);
}

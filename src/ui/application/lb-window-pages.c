#include "config.h"

#include "ui/application/lb-window-private.h"

#include "base/lb-error.h"
#include "ui/complete/lb-complete-dialog.h"
#include "ui/complete/lb-complete-errand.h"
#include "ui/coverage/lb-coverage-page.h"
#include "ui/image/lb-image-page.h"
#include "ui/schema/lb-caption-runs.h"
#include "ui/schema/lb-schema-page.h"

#include <glib/gi18n.h>

/* A page that covers the dataset takes what is dropped on it for that dataset, before a text view
 * in it could take the names of the files for words. */
static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, LbWindow *self)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  if (self->page != NULL)
    lb_window_review_files (self, lb_dataset_page_get_dataset (self->page), G_LIST_MODEL (files));

  return TRUE;
}

static void
accept_drops (LbWindow *self, AdwNavigationPage *page)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (page), GTK_EVENT_CONTROLLER (target));
}

/* The bar that opens the sheet of uploads must not lie over the foot of a page. */
static void
keep_clear_of_sheet (LbWindow *self, AdwNavigationPage *page)
{
  if (page != self->nothing_page)
    g_object_bind_property (self->sheet, "bottom-bar-height", adw_navigation_page_get_child (page),
                            "margin-bottom", G_BINDING_SYNC_CREATE);
}

void
lb_window_replace_pane (LbWindow *self, AdwNavigationPage *page)
{
  keep_clear_of_sheet (self, page);
  adw_navigation_view_replace (self->panes, &page, 1);
}

gboolean
lb_window_shows_dataset_page (LbWindow *self)
{
  return self->page != NULL &&
         adw_navigation_view_get_visible_page (self->panes) == ADW_NAVIGATION_PAGE (self->page);
}

static void
open_image_cb (LbDatasetPage *page, GListModel *images, LbImage *image, LbWindow *self)
{
  LbDataset *dataset = lb_dataset_page_get_dataset (page);

  AdwNavigationPage *image_page =
    ADW_NAVIGATION_PAGE (lb_image_page_new (self->session, dataset, images, image));
  g_autoptr (GPtrArray) chosen = lb_dataset_page_dup_selected (page);

  lb_image_page_set_chosen (LB_IMAGE_PAGE (image_page), chosen);
  accept_drops (self, image_page);
  adw_navigation_view_push (self->views, image_page);
  lb_window_update_actions (self);
}

static LbSchemaPage *
visible_schema (LbWindow *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->panes);

  return LB_IS_SCHEMA_PAGE (page) ? LB_SCHEMA_PAGE (page) : NULL;
}

static void
show_schema (LbWindow *self, LbDataset *dataset)
{
  adw_navigation_view_pop_to_tag (self->views, "main");
  lb_window_go_to_dataset (self, dataset);
  if (self->page != NULL && lb_window_shows_dataset_page (self))
    gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.schema", NULL);
}

static void
go_back_clicked_cb (AdwToast *toast, LbWindow *self)
{
  LbDataset *dataset = g_object_get_data (G_OBJECT (toast), "lb-dataset");

  if (lb_session_find_dataset (self->session, lb_dataset_get_id (dataset)) == dataset)
    show_schema (self, dataset);
}

void
lb_window_keep_schema (LbWindow *self)
{
  LbSchemaPage *page = visible_schema (self);
  LbDataset *dataset = page != NULL ? lb_schema_page_get_dataset (page) : NULL;
  AdwToast *toast;

  if (dataset == NULL || !lb_schema_page_has_draft (dataset))
    return;

  toast = adw_toast_new (_ ("Changes to the schema are kept"));
  adw_toast_set_button_label (toast, _ ("_Go Back"));
  g_object_set_data_full (G_OBJECT (toast), "lb-dataset", g_object_ref (dataset), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (go_back_clicked_cb), self, 0);
  lb_window_add_toast (self, toast);
}

/* The page that is shown asks by itself. */
static gboolean
close_request_cb (LbWindow *self)
{
  GListModel *datasets = lb_session_get_datasets (self->session);
  LbSchemaPage *page = visible_schema (self);

  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr (LbDataset) dataset = g_list_model_get_item (datasets, i);

      if (!lb_schema_page_has_draft (dataset) ||
          (page != NULL && lb_schema_page_get_dataset (page) == dataset))
        continue;

      show_schema (self, dataset);
      if (visible_schema (self) != NULL)
        lb_schema_page_ask_before_closing (visible_schema (self));
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

void
lb_window_guard_schemas (LbWindow *self)
{
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
}

static void
show_value_cb (LbSchemaPage *page, const char *text, LbWindow *self)
{
  lb_window_keep_schema (self);
  adw_navigation_view_pop (self->panes);
  if (self->page != NULL)
    lb_dataset_page_search (self->page, text);
}

static void
show_matrix_cb (LbSchemaPage *page, const char *path, LbWindow *self)
{
  lb_window_keep_schema (self);
  adw_navigation_view_pop (self->panes);
  if (self->page != NULL)
    lb_dataset_page_show_column (self->page, path);
}

static void
open_schema_cb (LbDatasetPage *page, GListModel *images, GListModel *selection, LbWindow *self)
{
  LbDataset *dataset = lb_dataset_page_get_dataset (page);

  LbSchemaPage *schema_page = lb_schema_page_new (self->session, dataset, images, selection);

  g_signal_connect_object (schema_page, "show-value", G_CALLBACK (show_value_cb), self, 0);
  g_signal_connect_object (schema_page, "show-matrix", G_CALLBACK (show_matrix_cb), self, 0);
  accept_drops (self, ADW_NAVIGATION_PAGE (schema_page));
  keep_clear_of_sheet (self, ADW_NAVIGATION_PAGE (schema_page));
  adw_navigation_view_push (self->panes, ADW_NAVIGATION_PAGE (schema_page));
}

static void
show_query_cb (GObject *asking, const char *query, LbWindow *self)
{
  if (LB_IS_COVERAGE_PAGE (asking))
    adw_navigation_view_pop (self->panes);
  if (self->page != NULL)
    lb_dataset_page_filter (self->page, query);
}

static void
open_coverage_cb (LbDatasetPage *page, GListModel *images, LbWindow *self)
{
  LbCoveragePage *coverage =
    lb_coverage_page_new (self->session, lb_dataset_page_get_dataset (page), images);

  g_signal_connect_object (coverage, "show-query", G_CALLBACK (show_query_cb), self, 0);
  accept_drops (self, ADW_NAVIGATION_PAGE (coverage));
  keep_clear_of_sheet (self, ADW_NAVIGATION_PAGE (coverage));
  adw_navigation_view_push (self->panes, ADW_NAVIGATION_PAGE (coverage));
}

static void complete_cb (LbDatasetPage *page, GListModel *images, LbWindow *self);

/* What was to be mended before the dataset can be completed is: the dialog comes back, once nothing
 * stands before the dataset. */
static void
return_cb (LbCompleteErrand *errand, LbWindow *self)
{
  GObject *page = G_OBJECT (self->page);

  if (page == NULL || g_object_get_data (page, "lb-errand") != errand ||
      !lb_complete_errand_is_done (errand) || lb_window_is_covered (self))
    return;

  g_object_set_data (page, "lb-errand", NULL);
  lb_dataset_page_show (self->page, "all");
  gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.complete", NULL);
}

static void
errand_popped_cb (AdwNavigationView *views, AdwNavigationPage *page, LbCompleteErrand *errand)
{
  return_cb (errand, LB_WINDOW (gtk_widget_get_root (GTK_WIDGET (views))));
}

static void
show_place_cb (LbCompleteDialog *dialog, const char *place, LbWindow *self)
{
  LbDataset *dataset;
  LbCompleteErrand *errand;

  if (self->page == NULL)
    return;

  /* Nothing there stands in the way: the dialog does not come back by itself. */
  if (g_str_equal (place, "coverage") || g_str_equal (place, "duplicates"))
    {
      g_autofree char *action = g_strconcat ("dataset.", place, NULL);

      gtk_widget_activate_action (GTK_WIDGET (self->page), action, NULL);
      return;
    }

  dataset = lb_dataset_page_get_dataset (self->page);
  errand = lb_complete_errand_new (
    self->session, dataset, lb_session_get_images (self->session, dataset), self->uploads, place);
  g_signal_connect_object (errand, "done", G_CALLBACK (return_cb), self, 0);
  g_signal_connect_object (self->views, "popped", G_CALLBACK (errand_popped_cb), errand,
                           G_CONNECT_AFTER);
  g_object_set_data_full (G_OBJECT (self->page), "lb-errand", errand, g_object_unref);

  if (g_strcmp0 (place, "schema") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self->page), "dataset.schema", NULL);
  else
    lb_dataset_page_show (self->page, place);
}

/* The button that has opened the dialog is not there any more. */
static void
completed_cb (LbDatasetPage *page, LbCompleteDialog *dialog)
{
  lb_dataset_page_show_completed (page);
}

static void
complete_cb (LbDatasetPage *page, GListModel *images, LbWindow *self)
{
  LbCompleteDialog *dialog = lb_complete_dialog_new (
    self->session, lb_dataset_page_get_dataset (page), images, self->uploads);

  g_object_set_data (G_OBJECT (page), "lb-errand", NULL);
  g_signal_connect_object (dialog, "show-place", G_CALLBACK (show_place_cb), self, 0);
  g_signal_connect_object (dialog, "show-query", G_CALLBACK (show_query_cb), self, 0);
  g_signal_connect_object (dialog, "completed", G_CALLBACK (completed_cb), page, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static void
add_files_cb (LbDatasetPage *page, GListModel *files, LbWindow *self)
{
  lb_window_review_files (self, lb_dataset_page_get_dataset (page), files);
}

static void
add_picture_cb (LbDatasetPage *page, GBytes *bytes, const char *name, LbWindow *self)
{
  lb_window_review_picture (self, lb_dataset_page_get_dataset (page), bytes, name);
}

static void
open_dataset_cb (LbDatasetPage *page, LbDataset *dataset, LbWindow *self)
{
  lb_window_go_to_dataset (self, dataset);
}

static void
toast_cb (LbDatasetPage *page, AdwToast *toast, LbWindow *self)
{
  lb_window_add_toast (self, g_object_ref (toast));
}

static void
captions_ended_cb (
  LbDatasetJobs *runs, LbDataset *dataset, LbCaptionJob *job, const GError *error, LbWindow *self)
{
  g_autofree char *words = lb_caption_runs_words (job, error);

  lb_window_tell (self, words);
  if (!g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
    lb_window_notify (self, "captions",
                      error == NULL ? _ ("Captions Written") : _ ("Captions Stopped"), words,
                      dataset);
}

void
lb_window_follow_captions (LbWindow *self)
{
  g_signal_connect_object (lb_caption_runs_get (self->session), "ended",
                           G_CALLBACK (captions_ended_cb), self, 0);
}

void
lb_window_stop_captions (LbWindow *self)
{
  LbDatasetJobs *runs = lb_caption_runs_get (self->session);

  g_signal_handlers_disconnect_by_data (runs, self);
  lb_dataset_jobs_stop (runs, NULL);
}

void
lb_window_follow_page (LbWindow *self, LbDatasetPage *page)
{
  g_signal_connect_object (page, "open-image", G_CALLBACK (open_image_cb), self, 0);
  g_signal_connect_object (page, "open-schema", G_CALLBACK (open_schema_cb), self, 0);
  g_signal_connect_object (page, "open-coverage", G_CALLBACK (open_coverage_cb), self, 0);
  g_signal_connect_object (page, "complete", G_CALLBACK (complete_cb), self, 0);
  g_signal_connect_object (page, "add-files", G_CALLBACK (add_files_cb), self, 0);
  g_signal_connect_object (page, "add-picture", G_CALLBACK (add_picture_cb), self, 0);
  g_signal_connect_object (page, "open-dataset", G_CALLBACK (open_dataset_cb), self, 0);
  g_signal_connect_object (page, "toast", G_CALLBACK (toast_cb), self, 0);
}

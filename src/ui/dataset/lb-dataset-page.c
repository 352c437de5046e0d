#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/dataset/lb-loading-boxes.h"
#include "ui/fields/lb-freeze.h"
#include "ui/widgets/lb-button-name.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-patient-spinner.h"

G_DEFINE_FINAL_TYPE (LbDatasetPage, lb_dataset_page, ADW_TYPE_NAVIGATION_PAGE)

typedef enum
{
  PROP_SELECTING = 1,
  PROP_SORT,
  PROP_DESCENDING,
  PROP_COLUMNS,
  PROP_TINY,
  PROP_VIEW
} LbDatasetPageProperty;

static GParamSpec *props[PROP_VIEW + 1];

enum
{
  SIGNAL_OPEN_IMAGE,
  SIGNAL_OPEN_SCHEMA,
  SIGNAL_COMPLETE,
  SIGNAL_ADD_FILES,
  SIGNAL_ADD_PICTURE,
  SIGNAL_OPEN_DATASET,
  SIGNAL_TOAST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

GPtrArray *
lb_dataset_page_dup_selected (LbDatasetPage *self)
{
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) chosen =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_iter_init_first (&iter, chosen, &position))
    do
      g_ptr_array_add (images, g_list_model_get_item (G_LIST_MODEL (self->selection), position));
    while (gtk_bitset_iter_next (&iter, &position));

  return images;
}

guint
lb_dataset_page_find (LbDatasetPage *self, LbImage *image)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; image != NULL && i < n; i++)
    {
      g_autoptr (LbImage) shown = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (shown == image)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

gboolean
lb_dataset_page_is_draft (LbDatasetPage *self)
{
  return !lb_dataset_get_completed (self->dataset);
}

void
lb_dataset_page_add_toast (LbDatasetPage *self, AdwToast *toast)
{
  g_autoptr (AdwToast) own = toast;

  g_signal_emit (self, signals[SIGNAL_TOAST], 0, own);
}

void
lb_dataset_page_add_error (LbDatasetPage *self, const char *what, const GError *error)
{
  lb_dataset_page_add_toast (self, lb_error_toast_new (what, error));
}

static void
images_changed_cb (LbDatasetPage *self)
{
  lb_dataset_page_update_title (self);
  lb_dataset_page_update_stack (self);
  lb_dataset_page_update_actions (self);
}

static void
update_selection (LbDatasetPage *self)
{
  g_autoptr (GtkBitset) chosen =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint n = gtk_bitset_get_size (chosen);
  gboolean selecting = n > 0;

  lb_selection_bar_set_count (self->selection_bar, n);
  lb_selection_bar_set_count (self->selection_row, n);

  if (self->selecting != selecting)
    {
      self->selecting = selecting;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTING]);
      lb_dataset_page_update_layout (self);
    }
  lb_dataset_page_update_menu_actions (self);
  lb_dataset_page_update_actions (self);
}

static void
tally_changed_cb (LbDatasetPage *self)
{
  if (lb_filter_chips_get_show (self->chips) != LB_SHOW_ALL)
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  lb_dataset_page_update_actions (self);
  lb_dataset_page_update_banner (self);
}

static void
activate_cb (GtkGridView *grid, guint position, LbDatasetPage *self)
{
  GListModel *shown = gtk_multi_selection_get_model (self->selection);
  g_autoptr (LbImage) image = g_list_model_get_item (shown, position);

  if (image != NULL)
    g_signal_emit (self, signals[SIGNAL_OPEN_IMAGE], 0, shown, image);
}

static void
breakpoint_cb (AdwBreakpointBin *bin, GParamSpec *pspec, LbDatasetPage *self)
{
  lb_dataset_page_update_layout (self);
}

static void
banner_clicked_cb (AdwBanner *banner, LbDatasetPage *self)
{
  if (self->banner_action != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), self->banner_action, NULL);
}

static void
complete_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  g_signal_emit (self, signals[SIGNAL_COMPLETE], 0, self->images);
}

static void
open_schema_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GtkSelectionFilterModel) chosen =
    gtk_selection_filter_model_new (GTK_SELECTION_MODEL (self->selection));

  g_signal_emit (self, signals[SIGNAL_OPEN_SCHEMA], 0, self->images, chosen);
}

static void
lb_dataset_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbDatasetPage *self = LB_DATASET_PAGE (object);

  switch ((LbDatasetPageProperty) prop_id)
    {
    case PROP_SELECTING:  g_value_set_boolean (value, self->selecting); break;
    case PROP_SORT:       g_value_set_string (value, self->sort); break;
    case PROP_DESCENDING: g_value_set_boolean (value, self->descending); break;
    case PROP_COLUMNS:    g_object_get_property (G_OBJECT (self->list), "columns", value); break;
    case PROP_TINY:       g_value_set_boolean (value, self->tiny); break;
    case PROP_VIEW:       g_value_set_string (value, self->view); break;
    default:              G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_dataset_page_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  LbDatasetPage *self = LB_DATASET_PAGE (object);

  switch ((LbDatasetPageProperty) prop_id)
    {
    case PROP_SORT:
      if (g_strcmp0 (self->sort, g_value_get_string (value)) != 0)
        lb_dataset_page_set_sort (self, g_value_get_string (value), FALSE);
      break;
    case PROP_DESCENDING:
      lb_dataset_page_set_sort (self, self->sort, g_value_get_boolean (value));
      break;
    case PROP_COLUMNS:   g_object_set_property (G_OBJECT (self->list), "columns", value); break;
    case PROP_VIEW:      lb_dataset_page_set_view (self, g_value_get_string (value)); break;
    case PROP_SELECTING:
    case PROP_TINY:
    default:             G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_dataset_page_dispose (GObject *object)
{
  LbDatasetPage *self = LB_DATASET_PAGE (object);

  if (self->images != NULL)
    g_signal_handlers_disconnect_by_data (self->images, self);
  if (self->dataset != NULL)
    g_signal_handlers_disconnect_by_data (self->dataset, self);
  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->tally != NULL)
    g_signal_handlers_disconnect_by_data (self->tally, self);
  if (self->finder != NULL)
    g_signal_handlers_disconnect_by_data (self->finder, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  if (self->sorter != NULL)
    gtk_custom_sorter_set_sort_func (self->sorter, NULL, NULL, NULL);

  g_clear_handle_id (&self->typed_id, g_source_remove);
  g_clear_handle_id (&self->said_id, g_source_remove);
  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->tile_menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->tile_menu)));
  /* Before the template unparents it behind the page's back. */
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_DATASET_PAGE);
  g_clear_object (&self->caption_job);
  g_clear_object (&self->origin_image);
  g_clear_object (&self->focused_image);
  g_clear_object (&self->drop);
  g_clear_object (&self->selection);
  g_clear_object (&self->finder);
  g_clear_object (&self->filter);
  g_clear_object (&self->sorter);
  g_clear_object (&self->tally);
  g_clear_object (&self->images);
  g_clear_object (&self->project);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);
  g_clear_pointer (&self->unkept, g_hash_table_unref);
  g_clear_pointer (&self->typed, g_free);
  g_clear_pointer (&self->sort, g_free);
  g_clear_pointer (&self->view, g_free);

  G_OBJECT_CLASS (lb_dataset_page_parent_class)->dispose (object);
}

static guint
add_signal (const char *name, guint n_params, GType first, GType second)
{
  return g_signal_new (name, LB_TYPE_DATASET_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_params, first, second);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (LB_TYPE_BULK_PANE);
  g_type_ensure (LB_TYPE_FILTER_CHIPS);
  g_type_ensure (LB_TYPE_DROP_OVERLAY);
  g_type_ensure (LB_TYPE_DATASET_FOOTER);
  g_type_ensure (LB_TYPE_IMAGE_LIST);
  g_type_ensure (LB_TYPE_LOADING_BOXES);
  g_type_ensure (LB_TYPE_MATRIX);
  g_type_ensure (LB_TYPE_MATRIX_FOOTER);
  g_type_ensure (LB_TYPE_MATRIX_TOOLS);
  g_type_ensure (LB_TYPE_PATIENT_SPINNER);
  g_type_ensure (LB_TYPE_QUERY_BAR);
  g_type_ensure (LB_TYPE_SELECTION_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dataset/lb-dataset-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, bin);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, short_breakpoint);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, narrow_breakpoint);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, tiny_breakpoint);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, low_breakpoint);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, tiny_low_breakpoint);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, undo_button);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, banner);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, dismiss_button);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, query_bar);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, chips);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, chips_row);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, shown_count);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, sort_button);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, columns_button);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, bulk_pane);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, grid);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, grid_area);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, list);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, matrix);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, matrix_tools);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, matrix_footer);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, view_toggles);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, selection_bar);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, selection_row);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, drop_area);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, drop_overlay);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, footer);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, add_slot);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, add_row);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, add_content);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, view_row);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, tile_menu_model);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, delete_section);
  gtk_widget_class_bind_template_callback (widget_class, breakpoint_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);
  lb_dataset_page_bind_shown_callbacks (widget_class);
  lb_dataset_page_bind_tile_callbacks (widget_class);
}

static void
lb_dataset_page_class_init (LbDatasetPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lb_dataset_page_get_property;
  object_class->set_property = lb_dataset_page_set_property;
  object_class->dispose = lb_dataset_page_dispose;

  props[PROP_SELECTING] = g_param_spec_boolean ("selecting", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_SORT] = g_param_spec_string ("sort", NULL, NULL, "date-added",
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_DESCENDING] = g_param_spec_boolean ("descending", NULL, NULL, FALSE,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_COLUMNS] = g_param_spec_boxed ("columns", NULL, NULL, G_TYPE_STRV,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_TINY] =
    g_param_spec_boolean ("tiny", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_VIEW] =
    g_param_spec_string ("view", NULL, NULL, "grid", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[SIGNAL_OPEN_IMAGE] = add_signal ("open-image", 2, G_TYPE_LIST_MODEL, LB_TYPE_IMAGE);
  signals[SIGNAL_OPEN_SCHEMA] = add_signal ("open-schema", 2, G_TYPE_LIST_MODEL, G_TYPE_LIST_MODEL);
  signals[SIGNAL_COMPLETE] = add_signal ("complete", 1, G_TYPE_LIST_MODEL, G_TYPE_NONE);
  signals[SIGNAL_ADD_FILES] = add_signal ("add-files", 1, G_TYPE_LIST_MODEL, G_TYPE_NONE);
  signals[SIGNAL_ADD_PICTURE] = add_signal ("add-picture", 2, G_TYPE_BYTES, G_TYPE_STRING);
  signals[SIGNAL_OPEN_DATASET] = add_signal ("open-dataset", 1, LB_TYPE_DATASET, G_TYPE_NONE);
  signals[SIGNAL_TOAST] = add_signal ("toast", 1, ADW_TYPE_TOAST, G_TYPE_NONE);

  bind_template (widget_class);
  gtk_widget_class_install_property_action (widget_class, "dataset.sort", "sort");
  gtk_widget_class_install_property_action (widget_class, "dataset.view", "view");
  gtk_widget_class_install_action (widget_class, "dataset.complete", NULL, complete_cb);
  gtk_widget_class_install_action (widget_class, "dataset.schema", NULL, open_schema_cb);
  lb_dataset_page_install_actions (widget_class);
  lb_dataset_page_install_banner_actions (widget_class);
  lb_dataset_page_install_bulk_actions (widget_class);
  lb_dataset_page_install_caption_actions (widget_class);
  lb_dataset_page_install_content_actions (widget_class);
  lb_dataset_page_install_coverage_actions (widget_class);
  lb_dataset_page_install_download_actions (widget_class);
  lb_dataset_page_install_drop_actions (widget_class);
  lb_dataset_page_install_duplicates_actions (widget_class);
  lb_dataset_page_install_export_actions (widget_class);
  lb_dataset_page_install_print_actions (widget_class);
  lb_dataset_page_install_copy_actions (widget_class);
  lb_dataset_page_install_menu_actions (widget_class);
  lb_dataset_page_install_prefix_actions (widget_class);
  lb_dataset_page_install_refine_actions (widget_class);
  lb_dataset_page_install_replace_actions (widget_class);
  lb_dataset_page_install_review_actions (widget_class);
  lb_dataset_page_install_room_actions (widget_class);
  lb_dataset_page_install_stale_actions (widget_class);
  lb_dataset_page_install_unsent_actions (widget_class);
}

static void
columns_cb (LbImageList *list, GParamSpec *pspec, LbDatasetPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COLUMNS]);
}

static void
lb_dataset_page_init (LbDatasetPage *self)
{
  self->sort = g_strdup ("date-added");
  self->view = g_strdup ("grid");
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_button_name_keep (self->add_content);
  self->search_entry = lb_query_bar_get_entry (self->query_bar);
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns",
                                  lb_image_list_get_columns_actions (self->list));
  g_signal_connect_object (self->list, "notify::columns", G_CALLBACK (columns_cb), self, 0);
  lb_selection_bar_set_room (self->selection_row, LB_SELECTION_BAR_NARROW);
  g_signal_connect_object (self->selection_bar, "map", G_CALLBACK (lb_dataset_page_lift_toasts),
                           self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->selection_bar, "unmap", G_CALLBACK (lb_dataset_page_lift_toasts),
                           self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  lb_dataset_page_follow_keys (self);
  lb_dataset_page_follow_focus (self);

  self->tile_menu = GTK_POPOVER (gtk_popover_menu_new_from_model (self->tile_menu_model));
  gtk_popover_set_has_arrow (self->tile_menu, FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->tile_menu), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (self->tile_menu), self->drop_area);
}

LbDatasetPage *
lb_dataset_page_new (LbSession *session, LbDataset *dataset)
{
  LbDatasetPage *self = g_object_new (LB_TYPE_DATASET_PAGE, NULL);

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  g_set_object (&self->project,
                lb_session_find_project (session, lb_dataset_get_project_id (dataset)));
  self->images = g_object_ref (lb_session_get_images (session, dataset));
  /* Here it goes to the trash at once; elsewhere it is asked how. */
  g_menu_append (self->delete_section,
                 lb_session_is_hosted (session) ? _ ("_Delete Dataset…") : _ ("_Delete Dataset"),
                 "win.delete-dataset");
  self->tally = lb_image_tally_new (session, dataset, self->images);
  lb_dataset_page_make_models (self);
  lb_dataset_page_follow_room (self);

  lb_filter_chips_set_tally (self->chips, self->tally);
  lb_dataset_footer_set_rules_mode (self->footer, lb_session_get_rules_mode (session));
  lb_dataset_footer_set_tally (self->footer, dataset, self->tally);
  lb_dataset_page_make_views (self);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (images_changed_cb), self);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (update_selection),
                            self);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (update_selection), self);
  g_signal_connect_swapped (self->images, "items-changed", G_CALLBACK (images_changed_cb), self);
  g_signal_connect_swapped (self->tally, "changed", G_CALLBACK (tally_changed_cb), self);
  g_signal_connect_swapped (dataset, "notify", G_CALLBACK (images_changed_cb), self);
  g_signal_connect_swapped (dataset, "notify::captioning",
                            G_CALLBACK (lb_dataset_page_update_banner), self);
  g_signal_connect_object (session, "notify::token-state",
                           G_CALLBACK (lb_dataset_page_update_banner), self, G_CONNECT_SWAPPED);
  if (self->project != NULL)
    g_signal_connect_swapped (self->project, "notify", G_CALLBACK (lb_dataset_page_update_title),
                              self);

  lb_freeze_follow (GTK_WIDGET (self), session);
  lb_dataset_page_accept_drops (self);
  update_selection (self);
  images_changed_cb (self);
  lb_dataset_page_follow_captions (self);
  lb_dataset_page_follow_bulk (self);
  lb_dataset_page_follow_download (self);
  lb_dataset_page_follow_export (self);
  lb_dataset_page_follow_copy (self);
  lb_dataset_page_follow_unsent (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "dataset.reload", NULL);

  return self;
}

LbDataset *
lb_dataset_page_get_dataset (LbDatasetPage *self)
{
  g_return_val_if_fail (LB_IS_DATASET_PAGE (self), NULL);

  return self->dataset;
}

void
lb_dataset_page_reveal (LbDatasetPage *self, LbImage *image)
{
  g_autoptr (GtkBitset) chosen = NULL;
  guint position;

  g_return_if_fail (LB_IS_DATASET_PAGE (self));

  position = lb_dataset_page_find (self, image);
  if (position == GTK_INVALID_LIST_POSITION)
    return;

  /* One that is selected follows; several are a choice, and stay. */
  chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  lb_dataset_page_scroll_to (self, position,
                             gtk_bitset_get_size (chosen) == 1
                               ? GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT
                               : GTK_LIST_SCROLL_FOCUS);
}

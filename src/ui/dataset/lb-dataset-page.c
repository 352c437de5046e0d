#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "contract/lb-rules.h"
#include "ui/dataset/lb-image-order.h"
#include "ui/dataset/lb-image-search.h"
#include "ui/dataset/lb-image-tile.h"
#include "ui/dataset/lb-loading-boxes.h"
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

void
lb_dataset_page_update_title (LbDatasetPage *self)
{
  guint n = g_list_model_get_n_items (self->images);
  g_autofree char *project =
    self->project != NULL ? lb_visible_text (lb_project_get_project_name (self->project)) : NULL;
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (self->dataset));
  g_autofree char *count = NULL;
  g_autofree char *subtitle = NULL;
  guint limit = lb_rules_image_limit (self->dataset);

  if (!lb_dataset_page_is_draft (self) && self->narrow)
    count = g_strdup_printf (ngettext ("%'u image", "%'u images", n), n);
  else if (!lb_dataset_page_is_draft (self))
    /* Translators: of a dataset that is complete */
    count = g_strdup_printf (ngettext ("%'u image, complete", "%'u images, complete", n), n);
  else if (lb_bulk_pane_is_busy (self->bulk_pane))
    count = g_strdup (_ ("importing images"));
  else if (n == 0)
    count = g_strdup (_ ("no images yet"));
  else if (self->narrow)
    /* Translators: how many images there are, of how many there may be, in little room */
    count = g_strdup_printf (_ ("%'u of %'u"), n, limit);
  else
    /* Translators: how many images there are, of how many there may be */
    count = g_strdup_printf (ngettext ("%'u of %'u image", "%'u of %'u images", limit), n, limit);

  subtitle = project != NULL ? g_strdup_printf ("%s · %s", project, count) : g_strdup (count);
  adw_window_title_set_title (self->window_title, name != NULL ? name : "");
  adw_window_title_set_subtitle (self->window_title, subtitle);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), name != NULL ? name : "");
}

void
lb_dataset_page_update_stack (LbDatasetPage *self)
{
  guint all = g_list_model_get_n_items (self->images);
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  const char *page = lb_dataset_page_images_name (self);
  gboolean was_loading;
  gboolean was_empty;

  if (lb_dataset_page_shows_bulk (self))
    page = "bulk";
  else if (all == 0)
    page = self->loaded ? "empty" : "loading";
  else if (shown == 0)
    page = "no-result";

  was_loading = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "loading") == 0;
  was_empty = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "empty") == 0 ||
              g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "bulk") == 0;
  gtk_stack_set_visible_child_name (self->stack, page);

  /* The button that was just used goes with the empty page: its focus goes to what it brought. */
  if ((was_empty && lb_dataset_page_shows_images (self)) || (was_loading && self->wants_focus))
    lb_dataset_page_take_focus (self);
  gtk_widget_set_visible (self->chips_row, all > 0 && !lb_dataset_page_shows_bulk (self));
  lb_dataset_page_update_layout (self);
  gtk_widget_set_sensitive (self->search_button, all > 0 && !lb_dataset_page_shows_bulk (self));
  gtk_widget_set_sensitive (self->view_toggles, all > 0 && !lb_dataset_page_shows_bulk (self));
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

static gboolean
filter_cb (gpointer item, gpointer data)
{
  LbDatasetPage *self = data;
  LbImage *image = item;

  if (!lb_image_is_shown (self->session, self->dataset, image,
                          lb_filter_chips_get_show (self->chips)))
    return FALSE;

  return self->search == NULL || lb_image_search_matches (self->dataset, image, self->search);
}

static int
sorter_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  LbDatasetPage *self = data;
  const int order =
    lb_image_compare (self->session, self->dataset, (LbImage *) a, (LbImage *) b, self->sort);

  return self->descending ? -order : order;
}

/* Another order or another choice is read from its beginning; what is selected stays in sight. */
static void
scroll_to_start (LbDatasetPage *self)
{
  if (!self->selecting && g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    lb_dataset_page_scroll_to (self, 0, GTK_LIST_SCROLL_NONE);
}

void
lb_dataset_page_set_sort (LbDatasetPage *self, const char *sort, gboolean descending)
{
  g_set_str (&self->sort, sort);
  self->descending = descending;
  if (self->sorter != NULL)
    {
      gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
      scroll_to_start (self);
    }
  lb_image_list_set_sort (self->list, sort, descending);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SORT]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DESCENDING]);
}

static char *
sort_words (GObject *object, const char *sort)
{
  return lb_image_sort_words (sort);
}

static void
search_changed_cb (GtkSearchEntry *entry, LbDatasetPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  g_clear_pointer (&self->search, g_free);
  if (*text != '\0')
    self->search = g_utf8_casefold (text, -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
search_mode_cb (GtkSearchBar *bar, GParamSpec *pspec, LbDatasetPage *self)
{
  if (gtk_search_bar_get_search_mode (bar))
    return;

  gtk_editable_set_text (self->search_entry, "");
  lb_dataset_page_return_focus (self);
}

static void
show_changed_cb (LbFilterChips *chips, GParamSpec *pspec, LbDatasetPage *self)
{
  if (self->filter == NULL)
    return;

  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  scroll_to_start (self);
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
toggled_cb (LbImageTile *tile, GtkListItem *item)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (tile), LB_TYPE_DATASET_PAGE);
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (LB_DATASET_PAGE (page)->selection);
  guint position = gtk_list_item_get_position (item);

  if (gtk_selection_model_is_selected (selection, position))
    gtk_selection_model_unselect_item (selection, position);
  else
    gtk_selection_model_select_item (selection, position, FALSE);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture, double x, double y, GtkListItem *item)
{
  toggled_cb (LB_IMAGE_TILE (gtk_list_item_get_child (item)), item);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
tile_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GtkListItem *item)
{
  GtkWidget *tile = gtk_list_item_get_child (item);
  GtkWidget *page = gtk_widget_get_ancestor (tile, LB_TYPE_DATASET_PAGE);

  lb_dataset_page_show_menu (LB_DATASET_PAGE (page), gtk_list_item_get_position (item), tile, x, y);
}

static void
setup_tile_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbDatasetPage *self)
{
  GtkWidget *tile = lb_image_tile_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (click, "pressed", G_CALLBACK (tile_pressed_cb), item, 0);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (press));
  gtk_list_item_set_child (item, tile);

  g_object_bind_property (self, "selecting", tile, "selecting", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self, "tiny", tile, "compact", G_BINDING_SYNC_CREATE);
  g_object_bind_property (tile, "words", item, "accessible-label", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (tile, "toggled", G_CALLBACK (toggled_cb), item, 0);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_pressed_cb), item, 0);
}

static void
bind_tile_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbDatasetPage *self)
{
  lb_image_tile_bind (LB_IMAGE_TILE (gtk_list_item_get_child (item)), self->session, self->dataset,
                      gtk_list_item_get_item (item));
}

static void
unbind_tile_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbDatasetPage *self)
{
  lb_image_tile_bind (LB_IMAGE_TILE (gtk_list_item_get_child (item)), NULL, NULL, NULL);
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

static DexFuture *
loaded_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbDatasetPage) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  if (dex_await (dex_ref (future), &error))
    {
      self->loaded = TRUE;
      lb_dataset_page_update_stack (self);
    }
  else
    lb_dataset_page_show_unread (self, error);

  return dex_future_new_true ();
}

static void
reload_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "failed") == 0)
    gtk_stack_set_visible_child_name (self->stack, "loading");
  dex_future_disown (dex_future_finally (lb_session_load_images (self->session, self->dataset),
                                         loaded_cb, lb_weak_new (self), lb_weak_free));
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
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  if (self->sorter != NULL)
    gtk_custom_sorter_set_sort_func (self->sorter, NULL, NULL, NULL);

  g_clear_handle_id (&self->typed_id, g_source_remove);
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
  g_clear_object (&self->filter);
  g_clear_object (&self->sorter);
  g_clear_object (&self->tally);
  g_clear_object (&self->images);
  g_clear_object (&self->project);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);
  g_clear_pointer (&self->search, g_free);
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
  g_type_ensure (LB_TYPE_PATIENT_SPINNER);
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
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, chips);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, chips_row);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, sort_button);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, columns_button);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, stack);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, bulk_pane);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, grid);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, grid_area);
  gtk_widget_class_bind_template_child (widget_class, LbDatasetPage, list);
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
  gtk_widget_class_bind_template_callback (widget_class, breakpoint_cb);
  gtk_widget_class_bind_template_callback (widget_class, sort_words);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_tile_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_tile_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_tile_cb);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);
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
  gtk_widget_class_install_action (widget_class, "dataset.reload", NULL, reload_cb);
  gtk_widget_class_install_action (widget_class, "dataset.complete", NULL, complete_cb);
  gtk_widget_class_install_action (widget_class, "dataset.schema", NULL, open_schema_cb);
  lb_dataset_page_install_actions (widget_class);
  lb_dataset_page_install_banner_actions (widget_class);
  lb_dataset_page_install_bulk_actions (widget_class);
  lb_dataset_page_install_caption_actions (widget_class);
  lb_dataset_page_install_download_actions (widget_class);
  lb_dataset_page_install_drop_actions (widget_class);
  lb_dataset_page_install_export_actions (widget_class);
  lb_dataset_page_install_copy_actions (widget_class);
  lb_dataset_page_install_menu_actions (widget_class);
  lb_dataset_page_install_prefix_actions (widget_class);
  lb_dataset_page_install_review_actions (widget_class);
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

static void
make_models (LbDatasetPage *self)
{
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;

  self->filter = gtk_custom_filter_new (filter_cb, self, NULL);
  self->sorter = gtk_custom_sorter_new (sorter_cb, self, NULL);
  filtered = gtk_filter_list_model_new (g_object_ref (self->images),
                                        g_object_ref (GTK_FILTER (self->filter)));
  sorted =
    gtk_sort_list_model_new (G_LIST_MODEL (filtered), g_object_ref (GTK_SORTER (self->sorter)));
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (sorted));
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
  self->tally = lb_image_tally_new (session, dataset, self->images);
  make_models (self);

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
lb_dataset_page_show (LbDatasetPage *self, const char *word)
{
  g_return_if_fail (LB_IS_DATASET_PAGE (self));

  if (g_strcmp0 (word, "add") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "dataset.add-images", NULL);
  else
    lb_filter_chips_set_show (self->chips, lb_image_show_from_word (word));
}

void
lb_dataset_page_search (LbDatasetPage *self, const char *text)
{
  g_return_if_fail (LB_IS_DATASET_PAGE (self));
  g_return_if_fail (text != NULL);

  lb_filter_chips_set_show (self->chips, LB_SHOW_ALL);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_editable_set_text (self->search_entry, text);
  lb_dataset_page_focus_images (self);
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

void
lb_dataset_page_take_focus (LbDatasetPage *self)
{
  const char *page;

  g_return_if_fail (LB_IS_DATASET_PAGE (self));

  page = gtk_stack_get_visible_child_name (self->stack);
  self->wants_focus = g_strcmp0 (page, "loading") == 0;
  if (lb_dataset_page_shows_images (self))
    lb_dataset_page_focus_images (self);
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

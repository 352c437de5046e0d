#include "config.h"

#include "ui/dataset/lb-image-list.h"

#include <glib/gi18n.h>

#include "ui/dataset/lb-image-cell.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/dataset/lb-image-watch.h"

struct _LbImageList
{
  AdwBin parent_instance;

  GtkColumnView *view;

  LbSession *session;          /* (owned) (nullable) */
  LbDataset *dataset;          /* (owned) (nullable) until the model is set */
  GSimpleActionGroup *actions; /* (owned) */
  GMenu *head_menu;            /* (owned) */
  char *sort;                  /* (owned) (nullable) */
  guint minute_id;             /* while it shows how long ago something was */
  gboolean marking;            /* the heads follow what is known already */
  gboolean narrow;
  gboolean is_short;
};

G_DEFINE_FINAL_TYPE (LbImageList, lb_image_list, ADW_TYPE_BIN)

typedef enum
{
  PROP_NARROW = 1,
  PROP_SHORT,
  PROP_COLUMNS
} LbImageListProperty;

static GParamSpec *props[PROP_COLUMNS + 1];

enum
{
  SIGNAL_ACTIVATE,
  SIGNAL_SORT_CHOSEN,
  SIGNAL_MENU,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The id of a column is the word of its order. */
static const struct
{
  LbImageCellKind kind;
  const char *id;
  const char *title;
} columns[] = {
  { LB_IMAGE_CELL_PICTURE, "caption", N_ ("Image") },
  { LB_IMAGE_CELL_STATE, "state", N_ ("State") },
  { LB_IMAGE_CELL_SOURCE, "source", N_ ("Written By") },
  { LB_IMAGE_CELL_SIZE, "size", N_ ("Size") },
  { LB_IMAGE_CELL_CHANGED, "changed", N_ ("Changed") },
};

static void
activate_cb (GtkColumnView *view, guint position, LbImageList *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0, position);
}

static LbImageList *
list_of (GtkWidget *cell)
{
  return LB_IMAGE_LIST (gtk_widget_get_ancestor (cell, LB_TYPE_IMAGE_LIST));
}

static void
cell_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GtkListItem *item)
{
  GtkWidget *cell = gtk_list_item_get_child (item);

  g_signal_emit (list_of (cell), signals[SIGNAL_MENU], 0, gtk_list_item_get_position (item), cell,
                 x, y);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture, double x, double y, GtkListItem *item)
{
  LbImageList *self = list_of (gtk_list_item_get_child (item));
  GtkSelectionModel *model = gtk_column_view_get_model (self->view);
  const guint position = gtk_list_item_get_position (item);

  if (gtk_selection_model_is_selected (model, position))
    gtk_selection_model_unselect_item (model, position);
  else
    gtk_selection_model_select_item (model, position, FALSE);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
setup_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbImageList *self)
{
  const gpointer kind = g_object_get_data (G_OBJECT (factory), "lb-kind");
  GtkWidget *cell = lb_image_cell_new ((LbImageCellKind) GPOINTER_TO_INT (kind));
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_widget_add_controller (cell, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  gtk_widget_add_controller (cell, GTK_EVENT_CONTROLLER (press));
  gtk_list_item_set_child (item, cell);

  g_object_bind_property (self, "narrow", cell, "compact", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (cell_pressed_cb), item, 0);
  g_signal_connect_object (press, "pressed", G_CALLBACK (long_pressed_cb), item, 0);
}

static void
bind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbImageList *self)
{
  lb_image_cell_bind (LB_IMAGE_CELL (gtk_list_item_get_child (item)), self->session, self->dataset,
                      gtk_list_item_get_item (item));
}

static void
unbind_cell_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbImageList *self)
{
  lb_image_cell_bind (LB_IMAGE_CELL (gtk_list_item_get_child (item)), NULL, NULL, NULL);
}

static void
name_row (gpointer data)
{
  LbImageWatch *watch = g_object_get_data (data, "lb-watch");
  g_autofree char *words = lb_image_dup_words (watch->session, watch->dataset, watch->image);

  gtk_column_view_row_set_accessible_label (data, words);
}

static void
free_watch (gpointer data)
{
  lb_image_watch_clear (data);
  g_free (data);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkColumnViewRow *row, LbImageList *self)
{
  LbImageWatch *watch = g_object_get_data (G_OBJECT (row), "lb-watch");

  if (watch == NULL)
    {
      watch = g_new0 (LbImageWatch, 1);
      g_object_set_data_full (G_OBJECT (row), "lb-watch", watch, free_watch);
    }
  lb_image_watch_set (watch, self->session, self->dataset, gtk_column_view_row_get_item (row),
                      name_row, row);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkColumnViewRow *row, LbImageList *self)
{
  lb_image_watch_clear (g_object_get_data (G_OBJECT (row), "lb-watch"));
}

static void
head_pressed_cb (GtkSorter *sorter, GtkSorterChange change, LbImageList *self)
{
  GtkColumnViewSorter *heads = GTK_COLUMN_VIEW_SORTER (sorter);
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (heads);
  const gboolean descending =
    gtk_column_view_sorter_get_primary_sort_order (heads) == GTK_SORT_DESCENDING;
  const char *sort;

  if (self->marking || column == NULL)
    return;

  /* The first column holds both, and keeps to the one in force. */
  sort = gtk_column_view_column_get_id (column);
  if (g_str_equal (sort, "caption") && g_strcmp0 (self->sort, "name") == 0)
    sort = "name";
  g_signal_emit (self, signals[SIGNAL_SORT_CHOSEN], 0, sort, descending);
}

static void
add_column (LbImageList *self, guint nth)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  /* The model is sorted by its owner: a sorter without a rule only makes the head a button. */
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_object_set_data (G_OBJECT (factory), "lb-kind", GINT_TO_POINTER (columns[nth].kind));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cell_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell_cb), self);
  column = gtk_column_view_column_new (_ (columns[nth].title), factory);
  gtk_column_view_column_set_id (column, columns[nth].id);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_header_menu (column, G_MENU_MODEL (self->head_menu));
  gtk_column_view_column_set_expand (column, columns[nth].kind == LB_IMAGE_CELL_PICTURE);
  gtk_column_view_append_column (self->view, column);
}

static GSimpleAction *
action_of (LbImageList *self, guint nth)
{
  return G_SIMPLE_ACTION (
    g_action_map_lookup_action (G_ACTION_MAP (self->actions), columns[nth].id));
}

static gboolean
is_chosen (LbImageList *self, guint nth)
{
  g_autoptr (GVariant) state = columns[nth].kind != LB_IMAGE_CELL_PICTURE
                                 ? g_action_get_state (G_ACTION (action_of (self, nth)))
                                 : NULL;

  return state == NULL || g_variant_get_boolean (state);
}

static gboolean
has_room (LbImageList *self, LbImageCellKind kind)
{
  if (kind == LB_IMAGE_CELL_PICTURE || (self->narrow && kind == LB_IMAGE_CELL_STATE))
    return TRUE;

  return !self->narrow &&
         !(self->is_short && (kind == LB_IMAGE_CELL_SIZE || kind == LB_IMAGE_CELL_SOURCE));
}

static void
show_columns (LbImageList *self)
{
  GListModel *all = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);

      gtk_column_view_column_set_visible (column, has_room (self, columns[i].kind) &&
                                                    (self->narrow || is_chosen (self, i)));
    }
}

static void
column_changed_cb (GSimpleAction *action, GVariant *value, LbImageList *self)
{
  g_simple_action_set_state (action, value);
  show_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COLUMNS]);
}

/* The first column holds the pictures, without which there is no list. */
static void
add_column_actions (LbImageList *self)
{
  self->actions = g_simple_action_group_new ();
  self->head_menu = g_menu_new ();
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GSimpleAction) action =
        g_simple_action_new_stateful (columns[i].id, NULL, g_variant_new_boolean (TRUE));
      g_autofree char *name = g_strconcat ("columns.", columns[i].id, NULL);

      if (columns[i].kind == LB_IMAGE_CELL_PICTURE)
        continue;
      g_signal_connect (action, "change-state", G_CALLBACK (column_changed_cb), self);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
      g_menu_append (self->head_menu, _ (columns[i].title), name);
    }
}

/* (transfer full) */
static char **
dup_columns (LbImageList *self)
{
  g_autoptr (GStrvBuilder) shown = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i].kind != LB_IMAGE_CELL_PICTURE && is_chosen (self, i))
      g_strv_builder_add (shown, columns[i].id);

  return g_strv_builder_end (shown);
}

static void
set_columns (LbImageList *self, const char *const *shown)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i].kind != LB_IMAGE_CELL_PICTURE)
      g_simple_action_set_state (
        action_of (self, i),
        g_variant_new_boolean (shown != NULL && g_strv_contains (shown, columns[i].id)));
  show_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COLUMNS]);
}

static void
set_short (LbImageList *self, gboolean is_short)
{
  if (self->is_short == is_short)
    return;

  self->is_short = is_short;
  show_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHORT]);
}

static void
set_narrow (LbImageList *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  show_columns (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
}

static void
refresh_cells (GtkWidget *widget)
{
  if (LB_IS_IMAGE_CELL (widget))
    lb_image_cell_refresh (LB_IMAGE_CELL (widget));
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      refresh_cells (child);
}

static gboolean
minute_cb (gpointer data)
{
  refresh_cells (GTK_WIDGET (LB_IMAGE_LIST (data)->view));
  return G_SOURCE_CONTINUE;
}

static void
lb_image_list_map (GtkWidget *widget)
{
  LbImageList *self = LB_IMAGE_LIST (widget);

  GTK_WIDGET_CLASS (lb_image_list_parent_class)->map (widget);
  minute_cb (self);
  self->minute_id = g_timeout_add_seconds (60, minute_cb, self);
}

static void
lb_image_list_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&LB_IMAGE_LIST (widget)->minute_id, g_source_remove);
  GTK_WIDGET_CLASS (lb_image_list_parent_class)->unmap (widget);
}

static gboolean
lb_image_list_grab_focus (GtkWidget *widget)
{
  LbImageList *self = LB_IMAGE_LIST (widget);

  /* To the rows, past the heads. */
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      return gtk_widget_grab_focus (child);

  return FALSE;
}

static void
lb_image_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((LbImageListProperty) prop_id)
    {
    case PROP_NARROW:  g_value_set_boolean (value, LB_IMAGE_LIST (object)->narrow); break;
    case PROP_SHORT:   g_value_set_boolean (value, LB_IMAGE_LIST (object)->is_short); break;
    case PROP_COLUMNS: g_value_take_boxed (value, dup_columns (LB_IMAGE_LIST (object))); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_image_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch ((LbImageListProperty) prop_id)
    {
    case PROP_NARROW:  set_narrow (LB_IMAGE_LIST (object), g_value_get_boolean (value)); break;
    case PROP_SHORT:   set_short (LB_IMAGE_LIST (object), g_value_get_boolean (value)); break;
    case PROP_COLUMNS: set_columns (LB_IMAGE_LIST (object), g_value_get_boxed (value)); break;
    default:           G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_image_list_dispose (GObject *object)
{
  LbImageList *self = LB_IMAGE_LIST (object);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  if (self->view != NULL)
    {
      g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
      gtk_column_view_set_model (self->view, NULL);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_IMAGE_LIST);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);
  for (guint i = 0; self->actions != NULL && i < G_N_ELEMENTS (columns); i++)
    if (columns[i].kind != LB_IMAGE_CELL_PICTURE)
      g_signal_handlers_disconnect_by_data (action_of (self, i), self);
  g_clear_object (&self->actions);
  g_clear_object (&self->head_menu);
  g_clear_pointer (&self->sort, g_free);

  G_OBJECT_CLASS (lb_image_list_parent_class)->dispose (object);
}

static void
lb_image_list_class_init (LbImageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = lb_image_list_get_property;
  object_class->set_property = lb_image_list_set_property;
  object_class->dispose = lb_image_list_dispose;
  widget_class->grab_focus = lb_image_list_grab_focus;
  widget_class->map = lb_image_list_map;
  widget_class->unmap = lb_image_list_unmap;

  props[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_SHORT] =
    g_param_spec_boolean ("short", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_COLUMNS] = g_param_spec_boxed ("columns", NULL, NULL, G_TYPE_STRV,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[SIGNAL_ACTIVATE] = g_signal_new ("activate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_SORT_CHOSEN] = g_signal_new ("sort-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                              NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SIGNAL_MENU] =
    g_signal_new ("menu", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4, G_TYPE_UINT,
                  GTK_TYPE_WIDGET, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dataset/lb-image-list.ui");
  gtk_widget_class_bind_template_child (widget_class, LbImageList, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
}

static void
lb_image_list_init (LbImageList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_column_actions (self);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    add_column (self, i);
  g_signal_connect (gtk_column_view_get_sorter (self->view), "changed",
                    G_CALLBACK (head_pressed_cb), self);
}

void
lb_image_list_set_dataset (LbImageList *self, LbSession *session, LbDataset *dataset)
{
  g_return_if_fail (LB_IS_IMAGE_LIST (self));
  g_return_if_fail (self->dataset == NULL);

  g_set_object (&self->session, session);
  self->dataset = g_object_ref (dataset);
}

void
lb_image_list_set_model (LbImageList *self, GtkSelectionModel *model)
{
  g_return_if_fail (LB_IS_IMAGE_LIST (self));

  gtk_column_view_set_model (self->view, model);
}

void
lb_image_list_set_sort (LbImageList *self, const char *sort, gboolean descending)
{
  GListModel *all;
  const char *id;

  g_return_if_fail (LB_IS_IMAGE_LIST (self));

  g_set_str (&self->sort, sort);
  id = g_strcmp0 (sort, "name") == 0 ? "caption" : sort;
  all = gtk_column_view_get_columns (self->view);
  self->marking = TRUE;
  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);

      if (g_strcmp0 (columns[i].id, id) == 0)
        gtk_column_view_sort_by_column (self->view, column,
                                        descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
    }
  self->marking = FALSE;
}

GActionGroup *
lb_image_list_get_columns_actions (LbImageList *self)
{
  g_return_val_if_fail (LB_IS_IMAGE_LIST (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

void
lb_image_list_scroll_to (LbImageList *self, guint position, GtkListScrollFlags flags)
{
  g_return_if_fail (LB_IS_IMAGE_LIST (self));

  gtk_column_view_scroll_to (self->view, position, NULL, flags, NULL);
}

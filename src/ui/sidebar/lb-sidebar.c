#include "config.h"

#include "ui/sidebar/lb-sidebar.h"

#include <glib/gi18n.h>

#include "base/lb-weak.h"
#include "ui/sidebar/lb-account-foot.h"
#include "ui/sidebar/lb-sidebar-filter.h"
#include "ui/sidebar/lb-sidebar-header.h"
#include "ui/sidebar/lb-sidebar-row.h"
#include "ui/sidebar/lb-sidebar-section.h"

struct _LbSidebar
{
  AdwBin parent_instance;

  GtkListView *list;
  GtkStack *stack;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  LbAccountFoot *foot;
  GtkWidget *row_menu; /* (owned) */

  LbSession *session;            /* (owned) (nullable) */
  GListStore *sections;          /* (owned) (nullable): an LbSidebarSection a project */
  GListModel *rows;              /* (owned) (nullable): all of them, found or not */
  LbSidebarFilter *filter;       /* (owned) (nullable) */
  GtkSingleSelection *selection; /* (owned) (nullable): of those that were found */
  GObject *chosen;               /* (owned) (nullable): stays so while a search hides it */
};

G_DEFINE_FINAL_TYPE (LbSidebar, lb_sidebar, ADW_TYPE_BIN)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_OPENED,
  SIGNAL_ADD_FILES,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* GtkMapListModel is no help here: asked right after an insertion in front, it answers with the
 * section that used to be there. */
static void
projects_changed_cb (
  GListModel *projects, guint position, guint removed, guint added, LbSidebar *self)
{
  g_autoptr (GPtrArray) sections = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (LbProject) project = g_list_model_get_item (projects, i);
      g_autoptr (GListModel) datasets = lb_session_get_project_datasets (self->session, project);

      g_ptr_array_add (sections, lb_sidebar_section_new (project, datasets));
    }
  g_list_store_splice (self->sections, position, removed, sections->pdata, sections->len);
}

/* G_MAXUINT when @item is not in @rows. */
static guint
find_row (GListModel *rows, GObject *item)
{
  guint n = g_list_model_get_n_items (rows);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (rows, i);

      if (row == item)
        return i;
    }

  return G_MAXUINT;
}

static void
selected_cb (LbSidebar *self)
{
  GObject *selected = gtk_single_selection_get_selected_item (self->selection);

  if (selected == self->chosen ||
      (selected == NULL && find_row (self->rows, self->chosen) != G_MAXUINT))
    return;

  g_set_object (&self->chosen, selected);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, selected);
}

/* What was hidden by a search is selected again when it comes back. */
static void
found_cb (LbSidebar *self)
{
  gboolean none = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;
  gboolean searching = lb_sidebar_filter_is_set (self->filter);

  gtk_stack_set_visible_child_name (self->stack, !none       ? "list"
                                                 : searching ? "no-result"
                                                             : "empty");
  if (self->chosen != NULL && gtk_single_selection_get_selected_item (self->selection) == NULL)
    {
      guint position = find_row (G_LIST_MODEL (self->selection), self->chosen);

      if (position != G_MAXUINT)
        gtk_single_selection_set_selected (self->selection, position);
    }
}

static void
open_row (LbSidebar *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  if (LB_IS_PROJECT (self->chosen))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.new-dataset", NULL);
  else if (self->chosen != NULL)
    g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

static void
activate_cb (GtkListView *list, guint position, LbSidebar *self)
{
  open_row (self, position);
}

static void
search_changed_cb (GtkSearchEntry *entry, LbSidebar *self)
{
  if (self->filter != NULL)
    lb_sidebar_filter_set_text (self->filter, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

/* Return opens the first that was found. */
static void
search_activate_cb (GtkSearchEntry *entry, LbSidebar *self)
{
  search_changed_cb (entry, self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0)
    return;

  gtk_list_view_scroll_to (self->list, 0, GTK_LIST_SCROLL_FOCUS, NULL);
  open_row (self, 0);
}

/* The focus goes back to the dataset that is chosen, once the whole list stands again. */
static gboolean
focus_chosen_cb (gpointer data)
{
  g_autoptr (LbSidebar) self = g_weak_ref_get (data);
  guint position;

  if (self == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->list)))
    return G_SOURCE_REMOVE;

  position = find_row (G_LIST_MODEL (self->selection), self->chosen);
  if (position != G_MAXUINT)
    gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_FOCUS, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));

  return G_SOURCE_REMOVE;
}

static void
search_mode_cb (GtkSearchBar *bar, GParamSpec *pspec, LbSidebar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (gtk_search_bar_get_search_mode (bar) || self->filter == NULL)
    return;

  lb_sidebar_filter_set_text (self->filter, NULL);
  if (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, focus_chosen_cb, lb_weak_new (self), lb_weak_free);
}

static void
clear_search (LbSidebar *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

static void
show_all_cb (GtkButton *button, LbSidebar *self)
{
  clear_search (self);
}

static void
row_add_files_cb (LbSidebarRow *row, LbDataset *dataset, GListModel *files, LbSidebar *self)
{
  g_signal_emit (self, signals[SIGNAL_ADD_FILES], 0, dataset, files);
}

/* One popover for all rows: a row may go while its menu is open. */
static void
show_menu (LbSidebar *self, guint position, GtkWidget *row, double x, double y)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  g_autoptr (GMenu) menu = g_menu_new ();
  graphene_point_t point;

  gtk_single_selection_set_selected (self->selection, position);
  if (LB_IS_DATASET (item))
    {
      g_menu_append (menu, _ ("_Clone as a Draft…"), "win.clone-dataset");
      g_menu_append (menu, _ ("_Rename…"), "win.rename");
      g_menu_append (
        menu, lb_session_is_hosted (self->session) ? _ ("_Delete Dataset…") : _ ("_Delete Dataset"),
        "win.delete-dataset");
    }
  else
    g_menu_append (menu, _ ("New _Dataset…"), "win.new-dataset");

  if (!gtk_widget_compute_point (row, GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->row_menu), G_MENU_MODEL (menu));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->row_menu),
                               &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->row_menu));
}

static void
row_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GtkListItem *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  LbSidebar *self = LB_SIDEBAR (gtk_widget_get_ancestor (row, LB_TYPE_SIDEBAR));

  show_menu (self, gtk_list_item_get_position (item), row, x, y);
}

static void
row_released_cb (GtkGestureClick *gesture, int n_press, double x, double y, GtkListItem *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (n_press == 1)
    open_row (LB_SIDEBAR (gtk_widget_get_ancestor (row, LB_TYPE_SIDEBAR)),
              gtk_list_item_get_position (item));
}

static void
menu_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbSidebar *self = LB_SIDEBAR (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position != GTK_INVALID_LIST_POSITION && focus != NULL)
    show_menu (self, position, focus, 0, gtk_widget_get_height (focus));
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbSidebar *self)
{
  GtkWidget *row = lb_sidebar_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *open = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (click, "pressed", G_CALLBACK (row_pressed_cb), item, 0);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (open));
  g_signal_connect_object (open, "released", G_CALLBACK (row_released_cb), item, 0);
  g_signal_connect_object (row, "add-files", G_CALLBACK (row_add_files_cb), self, 0);
  g_object_bind_property (row, "words", item, "accessible-label", G_BINDING_SYNC_CREATE);
  gtk_list_item_set_child (item, row);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbSidebar *self)
{
  lb_sidebar_row_bind (LB_SIDEBAR_ROW (gtk_list_item_get_child (item)), self->session,
                       gtk_list_item_get_item (item));
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbSidebar *self)
{
  lb_sidebar_row_bind (LB_SIDEBAR_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

static void
setup_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, LbSidebar *self)
{
  gtk_list_header_set_child (header, lb_sidebar_header_new ());
}

static void
bind_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, LbSidebar *self)
{
  gpointer item = gtk_list_header_get_item (header);
  LbProject *project =
    LB_IS_PROJECT (item)
      ? item
      : lb_session_find_project (self->session, lb_dataset_get_project_id (item));

  lb_sidebar_header_bind (LB_SIDEBAR_HEADER (gtk_list_header_get_child (header)), project);
}

static void
unbind_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, LbSidebar *self)
{
  lb_sidebar_header_bind (LB_SIDEBAR_HEADER (gtk_list_header_get_child (header)), NULL);
}

static void
lb_sidebar_dispose (GObject *object)
{
  LbSidebar *self = LB_SIDEBAR (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (lb_session_get_projects (self->session), self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_pointer (&self->row_menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_SIDEBAR);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->rows);
  g_clear_object (&self->chosen);
  g_clear_object (&self->sections);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_sidebar_parent_class)->dispose (object);
}

static void
lb_sidebar_class_init (LbSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_sidebar_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_OBJECT);
  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ADD_FILES] =
    g_signal_new ("add-files", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  LB_TYPE_DATASET, G_TYPE_LIST_MODEL);

  gtk_widget_class_install_action (widget_class, "sidebar.menu", NULL, menu_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "sidebar.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "sidebar.menu",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "win.delete-dataset", NULL);

  g_type_ensure (LB_TYPE_ACCOUNT_FOOT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/sidebar/lb-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, LbSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, LbSidebar, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LbSidebar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LbSidebar, foot);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_header_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_header_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_header_cb);
}

static void
lb_sidebar_init (LbSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->row_menu = gtk_popover_menu_new_from_model (NULL);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->row_menu), FALSE);
  gtk_widget_set_halign (self->row_menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->row_menu, GTK_WIDGET (self));
}

void
lb_sidebar_set_session (LbSidebar *self, LbSession *session)
{
  GListModel *projects;
  g_autoptr (GtkFilterListModel) found = NULL;

  g_return_if_fail (LB_IS_SIDEBAR (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  lb_account_foot_set_session (self->foot, session);
  self->sections = g_list_store_new (LB_TYPE_SIDEBAR_SECTION);
  projects = lb_session_get_projects (session);
  g_signal_connect (projects, "items-changed", G_CALLBACK (projects_changed_cb), self);
  projects_changed_cb (projects, 0, 0, g_list_model_get_n_items (projects), self);
  self->rows =
    G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->sections))));
  self->filter = lb_sidebar_filter_new (session);
  found =
    gtk_filter_list_model_new (g_object_ref (self->rows), GTK_FILTER (g_object_ref (self->filter)));

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (found));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selected_cb),
                            self);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (found_cb), self);
  found_cb (self);
}

void
lb_sidebar_set_accounts (LbSidebar *self, LbAccountList *accounts)
{
  g_return_if_fail (LB_IS_SIDEBAR (self));

  lb_account_foot_set_accounts (self->foot, accounts);
}

GObject *
lb_sidebar_get_chosen (LbSidebar *self)
{
  g_return_val_if_fail (LB_IS_SIDEBAR (self), NULL);

  return self->chosen;
}

void
lb_sidebar_begin_search (LbSidebar *self)
{
  g_return_if_fail (LB_IS_SIDEBAR (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
lb_sidebar_search (LbSidebar *self, const char *text)
{
  g_return_if_fail (LB_IS_SIDEBAR (self));

  lb_sidebar_begin_search (self);
  gtk_editable_set_text (self->search_entry, text);
  gtk_editable_set_position (self->search_entry, -1);
}

void
lb_sidebar_show_accounts (LbSidebar *self)
{
  g_return_if_fail (LB_IS_SIDEBAR (self));

  lb_account_foot_open (self->foot);
}

gboolean
lb_sidebar_choose (LbSidebar *self, GObject *item)
{
  guint position = find_row (G_LIST_MODEL (self->selection), item);

  if (position == G_MAXUINT && find_row (self->rows, item) != G_MAXUINT)
    {
      clear_search (self);
      position = find_row (G_LIST_MODEL (self->selection), item);
    }
  if (position == G_MAXUINT)
    return FALSE;

  gtk_list_view_scroll_to (self->list, position, GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS,
                           NULL);
  return TRUE;
}

gboolean
lb_sidebar_choose_nth (LbSidebar *self, guint n)
{
  GListModel *rows = G_LIST_MODEL (self->selection);
  guint n_rows = g_list_model_get_n_items (rows);
  guint seen = 0;

  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (rows, i);

      if (LB_IS_DATASET (row) && seen++ == n)
        {
          gtk_single_selection_set_selected (self->selection, i);
          return TRUE;
        }
    }

  return FALSE;
}

#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

static gboolean
is_list (LbDatasetPage *self)
{
  return g_strcmp0 (self->view, "list") == 0;
}

static gboolean
is_matrix (LbDatasetPage *self)
{
  return g_strcmp0 (self->view, "matrix") == 0;
}

const char *
lb_dataset_page_images_name (LbDatasetPage *self)
{
  return is_matrix (self) ? "matrix" : is_list (self) ? "list" : "grid";
}

gboolean
lb_dataset_page_shows_images (LbDatasetPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack),
                    lb_dataset_page_images_name (self)) == 0;
}

void
lb_dataset_page_focus_images (LbDatasetPage *self)
{
  gtk_widget_grab_focus (is_matrix (self) ? GTK_WIDGET (self->matrix)
                         : is_list (self) ? GTK_WIDGET (self->list)
                                          : GTK_WIDGET (self->grid));
}

static void
focus_changed_cb (LbDatasetPage *self)
{
  LbImage *image = lb_dataset_page_get_focused (self);

  if (image != NULL)
    g_set_object (&self->focused_image, image);
}

static void
root_changed_cb (LbDatasetPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL)
    g_signal_connect_object (root, "notify::focus-widget", G_CALLBACK (focus_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

void
lb_dataset_page_follow_focus (LbDatasetPage *self)
{
  g_signal_connect (self, "notify::root", G_CALLBACK (root_changed_cb), NULL);
}

void
lb_dataset_page_return_focus (LbDatasetPage *self)
{
  g_autoptr (GtkBitset) chosen =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint position = lb_dataset_page_find (self, self->focused_image);

  if (position == GTK_INVALID_LIST_POSITION && !gtk_bitset_is_empty (chosen))
    position = gtk_bitset_get_minimum (chosen);

  lb_dataset_page_focus_images (self);
  if (position != GTK_INVALID_LIST_POSITION)
    lb_dataset_page_scroll_to (self, position, GTK_LIST_SCROLL_FOCUS);
}

void
lb_dataset_page_show_completed (LbDatasetPage *self)
{
  g_return_if_fail (LB_IS_DATASET_PAGE (self));

  if (lb_filter_chips_get_show (self->chips) == LB_SHOW_TO_REVIEW)
    lb_filter_chips_set_show (self->chips, LB_SHOW_ALL);
  lb_dataset_page_return_focus (self);
}

void
lb_dataset_page_scroll_to (LbDatasetPage *self, guint position, GtkListScrollFlags flags)
{
  if (is_matrix (self))
    lb_matrix_scroll_to (self->matrix, position, flags);
  else if (is_list (self))
    lb_image_list_scroll_to (self->list, position, flags);
  else
    gtk_grid_view_scroll_to (self->grid, position, flags, NULL);
}

void
lb_dataset_page_set_with_bar (LbDatasetPage *self, gboolean with_bar)
{
  GtkWidget *views[] = { GTK_WIDGET (self->grid), GTK_WIDGET (self->list),
                         GTK_WIDGET (self->matrix) };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (with_bar)
      gtk_widget_add_css_class (views[i], "with-bar");
    else
      gtk_widget_remove_css_class (views[i], "with-bar");
}

/* The child of the stack with the images. */
static GtkWidget *
view_widget (LbDatasetPage *self)
{
  return is_matrix (self) ? GTK_WIDGET (self->matrix)
         : is_list (self) ? GTK_WIDGET (self->list)
                          : self->grid_area;
}

/* A view has the images once it is shown: the rows of a hidden one would be made as well. */
static void
fill_view (LbDatasetPage *self)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);

  if (is_list (self))
    lb_image_list_set_model (self->list, model);
  else if (!is_matrix (self))
    gtk_grid_view_set_model (self->grid, model);
}

static gboolean
holds_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

void
lb_dataset_page_set_view (LbDatasetPage *self, const char *view)
{
  const gboolean shown = lb_dataset_page_shows_images (self);
  /* What is about to be hidden would keep the focus, and with it every key. */
  const gboolean focused = holds_focus (GTK_WIDGET (self->stack)) ||
                           holds_focus (self->sort_button) || holds_focus (self->columns_button) ||
                           holds_focus (GTK_WIDGET (self->matrix_tools));
  static const char *const names[] = { "list", "matrix", NULL };
  GtkWidget *before = view_widget (self);
  g_autoptr (GtkBitset) chosen = NULL;

  if (!g_set_str (&self->view, view != NULL && g_strv_contains (names, view) ? view : "grid"))
    return;

  lb_dataset_page_update_layout (self);
  if (self->selection != NULL)
    fill_view (self);
  /* Hidden as well as covered: a screen reader must not find the images twice. */
  gtk_widget_set_visible (view_widget (self), TRUE);
  if (shown)
    gtk_stack_set_visible_child_name (self->stack, lb_dataset_page_images_name (self));
  gtk_widget_set_visible (before, FALSE);
  if (!shown)
    return;

  chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  if (focused)
    lb_dataset_page_focus_images (self);
  if (!gtk_bitset_is_empty (chosen))
    lb_dataset_page_scroll_to (self, gtk_bitset_get_minimum (chosen),
                               focused ? GTK_LIST_SCROLL_FOCUS : GTK_LIST_SCROLL_NONE);
}

void
lb_dataset_page_show_column (LbDatasetPage *self, const char *path)
{
  g_return_if_fail (LB_IS_DATASET_PAGE (self));

  g_object_set (self, "view", "matrix", NULL);
  lb_matrix_show_column (self->matrix, path);
  gtk_widget_grab_focus (GTK_WIDGET (self->matrix));
}

static void
menu_cb (GtkWidget *view, guint position, GtkWidget *cell, double x, double y, gpointer data)
{
  lb_dataset_page_show_menu (data, position, cell, x, y);
}

static void
activate_cb (GtkWidget *view, guint position, LbDatasetPage *self)
{
  g_signal_emit_by_name (self->grid, "activate", position);
}

static void
sort_chosen_cb (LbImageList *list, const char *sort, gboolean descending, LbDatasetPage *self)
{
  lb_dataset_page_set_sort (self, sort, descending);
}

void
lb_dataset_page_make_views (LbDatasetPage *self)
{
  lb_image_list_set_dataset (self->list, self->session, self->dataset);
  lb_image_list_set_sort (self->list, self->sort, self->descending);
  lb_matrix_set_model (self->matrix, self->session, self->dataset, self->images,
                       GTK_SELECTION_MODEL (self->selection));
  fill_view (self);
  lb_matrix_set_bars (self->matrix, GTK_WIDGET (self), self->matrix_tools, self->matrix_footer);
  g_signal_connect_object (self->matrix, "menu", G_CALLBACK (menu_cb), self, 0);
  g_signal_connect_object (self->list, "menu", G_CALLBACK (menu_cb), self, 0);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activate_cb), self, 0);
  g_signal_connect_object (self->matrix, "activate", G_CALLBACK (activate_cb), self, 0);
  g_signal_connect_object (self->list, "sort-chosen", G_CALLBACK (sort_chosen_cb), self, 0);
}

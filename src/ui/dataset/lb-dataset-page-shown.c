#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/dataset/lb-image-order.h"

/* While somebody types, the number is another with each letter. */
#define SAY_MS 600

/* Which of the images are shown, and in what order. */

/* Whether the cells of the matrix are what is looked for. */
static gboolean
lets_cells_through (LbDatasetPage *self, LbImage *image, LbImageShow show)
{
  LbCellCensus *census = lb_matrix_get_census (self->matrix);

  if (show == LB_SHOW_OUTLIERS)
    return census != NULL && lb_cell_census_has_outlier (census, image);
  if (show == LB_SHOW_EMPTY)
    return census != NULL && lb_cell_census_has_empty (census, image);

  return TRUE;
}

static gboolean
filter_cb (gpointer item, gpointer data)
{
  LbDatasetPage *self = data;
  LbImage *image = item;
  const LbImageShow show = lb_filter_chips_get_show (self->chips);

  if (!lb_image_is_shown (self->session, self->dataset, image, show) ||
      !lets_cells_through (self, image, show))
    return FALSE;

  return lb_image_finder_finds (self->finder, image);
}

static int
sorter_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  LbDatasetPage *self = data;
  const int order =
    lb_image_compare (self->session, self->dataset, (LbImage *) a, (LbImage *) b, self->sort);

  return self->descending ? -order : order;
}

static void
found_cb (LbDatasetPage *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
judged_cb (LbMatrix *matrix, LbDatasetPage *self)
{
  LbCellCensus *census = lb_matrix_get_census (matrix);
  const LbImageShow show = lb_filter_chips_get_show (self->chips);

  lb_filter_chips_set_cells (self->chips, lb_cell_census_get_n_outliers (census),
                             lb_cell_census_get_n_empty (census));
  if (show == LB_SHOW_OUTLIERS || show == LB_SHOW_EMPTY)
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

void
lb_dataset_page_make_models (LbDatasetPage *self)
{
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;

  self->finder = lb_image_finder_new (self->session, self->dataset, self->images);
  g_signal_connect_swapped (self->finder, "changed", G_CALLBACK (found_cb), self);
  g_signal_connect_object (self->matrix, "judged", G_CALLBACK (judged_cb), self, 0);
  lb_query_bar_set_dataset (self->query_bar, self->session, self->dataset, self->finder);
  self->filter = gtk_custom_filter_new (filter_cb, self, NULL);
  self->sorter = gtk_custom_sorter_new (sorter_cb, self, NULL);
  filtered = gtk_filter_list_model_new (g_object_ref (self->images),
                                        g_object_ref (GTK_FILTER (self->filter)));
  sorted =
    gtk_sort_list_model_new (G_LIST_MODEL (filtered), g_object_ref (GTK_SORTER (self->sorter)));
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (sorted));
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
  g_object_notify (G_OBJECT (self), "sort");
  g_object_notify (G_OBJECT (self), "descending");
}

static gboolean
say_cb (gpointer data)
{
  LbDatasetPage *self = data;

  self->said_id = 0;
  gtk_accessible_announce (GTK_ACCESSIBLE (self->shown_count),
                           gtk_widget_get_tooltip_text (GTK_WIDGET (self->shown_count)),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  return G_SOURCE_REMOVE;
}

void
lb_dataset_page_update_count (LbDatasetPage *self)
{
  const guint n_all = g_list_model_get_n_items (self->images);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  GtkWidget *label = GTK_WIDGET (self->shown_count);
  /* Translators: how many images a filter shows, of all there are */
  g_autofree char *count = g_strdup_printf (C_ ("shown", "%'u of %'u"), n, n_all);
  g_autofree char *words = g_strdup_printf (
    ngettext ("%'u of %'u image shown", "%'u of %'u images shown", n_all), n, n_all);

  gtk_widget_set_visible (label, n < n_all);
  if (n == n_all)
    g_clear_handle_id (&self->said_id, g_source_remove);
  if (g_strcmp0 (gtk_label_get_label (self->shown_count), n < n_all ? count : "") == 0)
    return;

  gtk_label_set_label (self->shown_count, n < n_all ? count : "");
  gtk_widget_set_tooltip_text (label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  if (n == n_all)
    return;

  g_clear_handle_id (&self->said_id, g_source_remove);
  self->said_id = g_timeout_add (SAY_MS, say_cb, self);
}

static char *
sort_words (GObject *object, const char *sort)
{
  return lb_image_sort_words (sort);
}

static void
search_mode_cb (GtkSearchBar *bar, GParamSpec *pspec, LbDatasetPage *self)
{
  if (gtk_search_bar_get_search_mode (bar))
    {
      lb_image_finder_prepare (self->finder);
      return;
    }

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
  g_autoptr (LbQueryNode) node = NULL;
  g_autofree char *query = NULL;

  g_return_if_fail (LB_IS_DATASET_PAGE (self));
  g_return_if_fail (text != NULL);

  node = lb_query_node_new (
    LB_QUERY_ANYTHING, NULL,
    lb_query_node_is_word (LB_QUERY_ANYTHING, text) ? LB_QUERY_HAS : LB_QUERY_WORDS, text);
  query = lb_query_node_format (node);
  lb_dataset_page_filter (self, query);
}

void
lb_dataset_page_filter (LbDatasetPage *self, const char *query)
{
  g_return_if_fail (LB_IS_DATASET_PAGE (self));
  g_return_if_fail (query != NULL);

  lb_filter_chips_set_show (self->chips, LB_SHOW_ALL);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_editable_set_text (self->search_entry, query);
  lb_dataset_page_focus_images (self);
}

void
lb_dataset_page_bind_shown_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, sort_words);
  gtk_widget_class_bind_template_callback (widget_class, search_mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_changed_cb);
}

#include "config.h"

#include "ui/replace/lb-replace-fields.h"

#include <glib/gi18n.h>

#include "jobs/lb-cell-census.h"
#include "model/lb-query-field.h"
#include "model/lb-query-scanner.h"
#include "ui/prompt/lb-field-names.h"
#include "ui/search/lb-query-completion.h"

#define OBJECTS "objects[]."
#define TABLE_KEY "lb-replace-table"
#define CENSUS_KEY "lb-replace-census"
#define NAMES_KEY "lb-replace-names"

/* (nullable) (transfer none): whose field it is in nearly all captions, where that is known. */
static const char *
find_owner (AdwComboRow *row, const char *path)
{
  LbCellTable *table = g_object_get_data (G_OBJECT (row), TABLE_KEY);
  LbCellCensus *census = g_object_get_data (G_OBJECT (row), CENSUS_KEY);
  const guint owner = census != NULL ? lb_cell_census_get_owner (census, path) : 0;

  return owner != 0 ? lb_cell_values_get_text (lb_cell_table_get_values (table), owner) : NULL;
}

/* (transfer full): "Rusty › Clothing", as the matrix has it, else "Objects › Clothing" */
static char *
dup_name (AdwComboRow *row, const char *path)
{
  gsize wrong_at = 0;
  gboolean is_index = FALSE;
  g_auto (GStrv) keys = *path != '\0' ? lb_query_path_read (path, &wrong_at, &is_index) : NULL;
  const char *owner = find_owner (row, path);
  g_autofree char *field = NULL;

  if (keys == NULL)
    return g_strdup (*path != '\0' ? path : _ ("All fields"));

  for (char **key = keys; *key != NULL; key++)
    {
      g_autofree char *outer = g_steal_pointer (&field);
      g_autofree char *name = lb_field_name (*key);

      if (outer == NULL || (owner != NULL && key == keys + 1))
        field = g_steal_pointer (&name);
      else
        field = lb_field_within (outer, name);
    }

  return owner != NULL ? lb_field_of_object (owner, field) : g_steal_pointer (&field);
}

/* What a search in the list goes by. */
static char *
search_words (GObject *object, const char *path, AdwComboRow *row)
{
  g_autofree char *name = dup_name (row, path != NULL ? path : "");

  return g_strconcat (name, " ", path, NULL);
}

static void
setup_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_START);
  gtk_list_item_set_child (item, label);
}

static void
bind_name_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AdwComboRow *row)
{
  g_autofree char *name =
    dup_name (row, gtk_string_object_get_string (gtk_list_item_get_item (item)));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), name);
}

static void
setup_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *path = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (path), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_START);
  gtk_label_set_ellipsize (GTK_LABEL (path), PANGO_ELLIPSIZE_START);
  gtk_widget_add_css_class (path, "caption");
  gtk_widget_add_css_class (path, "dim-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), path);
  gtk_list_item_set_child (item, box);
}

static void
bind_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AdwComboRow *row)
{
  const char *path = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *below = gtk_widget_get_next_sibling (name);
  g_autofree char *words = dup_name (row, path);

  gtk_label_set_label (GTK_LABEL (name), words);
  gtk_label_set_label (GTK_LABEL (below), path);
  gtk_widget_set_visible (below, *path != '\0');
  gtk_list_item_set_accessible_label (item, words);
}

/* They show the names anew. */
static void
set_factories (AdwComboRow *row)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) list_factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_name_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_name_cb), row, 0);
  g_signal_connect (list_factory, "setup", G_CALLBACK (setup_item_cb), NULL);
  g_signal_connect_object (list_factory, "bind", G_CALLBACK (bind_item_cb), row, 0);
  adw_combo_row_set_factory (row, factory);
  adw_combo_row_set_list_factory (row, list_factory);
}

void
lb_replace_fields_set_up (AdwComboRow *row)
{
  GtkExpression *path = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  g_autoptr (GtkExpression) search = gtk_cclosure_expression_new (
    G_TYPE_STRING, NULL, 1, &path, G_CALLBACK (search_words), row, NULL);

  set_factories (row);
  adw_combo_row_set_expression (row, search);
  adw_combo_row_set_enable_search (row, TRUE);
  adw_combo_row_set_search_match_mode (row, GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  lb_replace_fields_fill (row, NULL);
}

/* Whose fields they are was counted; mostly they are whose they were. */
static void
counted_cb (AdwComboRow *row)
{
  GListModel *fields = adw_combo_row_get_model (row);
  GString *names = g_string_new (NULL);
  const char *before = g_object_get_data (G_OBJECT (row), NAMES_KEY);

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (GtkStringObject) field = g_list_model_get_item (fields, i);
      g_autofree char *name = dup_name (row, gtk_string_object_get_string (field));

      g_string_append_printf (names, "%s\n", name);
    }
  if (g_strcmp0 (before, names->str) != 0)
    set_factories (row);
  g_object_set_data_full (G_OBJECT (row), NAMES_KEY, g_string_free_and_steal (names), g_free);
}

static void
count_owners (AdwComboRow *row)
{
  GListModel *fields = adw_combo_row_get_model (row);
  LbCellCensus *census = g_object_get_data (G_OBJECT (row), CENSUS_KEY);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (GtkStringObject) field = g_list_model_get_item (fields, i);
      const char *path = gtk_string_object_get_string (field);

      if (g_str_has_prefix (path, OBJECTS))
        g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  if (census != NULL)
    lb_cell_census_set_paths (census, (const char *const *) paths);
}

void
lb_replace_fields_follow (AdwComboRow *row, LbDataset *dataset, GListModel *images)
{
  LbCellTable *table = lb_cell_table_new (dataset, images);
  LbCellCensus *census = lb_cell_census_new (table, images);

  g_object_set_data_full (G_OBJECT (row), TABLE_KEY, table, g_object_unref);
  g_object_set_data_full (G_OBJECT (row), CENSUS_KEY, census, g_object_unref);
  g_signal_connect_object (census, "changed", G_CALLBACK (counted_cb), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (table, "changed", G_CALLBACK (lb_cell_census_count), census,
                           G_CONNECT_SWAPPED);
  count_owners (row);
}

/* GTK_INVALID_LIST_POSITION for one that it has not. */
static guint
find_path (GListModel *fields, const char *path)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (GtkStringObject) field = g_list_model_get_item (fields, i);

      if (g_str_equal (gtk_string_object_get_string (field), path))
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

void
lb_replace_fields_fill (AdwComboRow *row, LbQueryPaths *paths)
{
  g_auto (GStrv) fields = lb_query_completion_list_fields (paths, TRUE);
  GListModel *old = adw_combo_row_get_model (row);
  const guint n_old = old != NULL ? g_list_model_get_n_items (old) : 0;
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  g_autofree char *chosen = g_strdup (lb_replace_fields_get_path (row));

  gtk_string_list_append (list, "");
  for (char **field = fields; *field != NULL; field++)
    if (lb_query_field_from_name (*field) == LB_QUERY_PATH)
      gtk_string_list_append (list, *field);
  if (find_path (G_LIST_MODEL (list), chosen) == GTK_INVALID_LIST_POSITION)
    gtk_string_list_append (list, chosen);
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) == n_old)
    return;

  adw_combo_row_set_model (row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (row, find_path (G_LIST_MODEL (list), chosen));
  count_owners (row);
}

void
lb_replace_fields_choose (AdwComboRow *row, const char *path)
{
  GListModel *fields = adw_combo_row_get_model (row);

  if (find_path (fields, path) == GTK_INVALID_LIST_POSITION)
    gtk_string_list_append (GTK_STRING_LIST (fields), path);
  adw_combo_row_set_selected (row, find_path (fields, path));
}

const char *
lb_replace_fields_get_path (AdwComboRow *row)
{
  GtkStringObject *chosen = adw_combo_row_get_selected_item (row);

  return chosen != NULL ? gtk_string_object_get_string (chosen) : "";
}

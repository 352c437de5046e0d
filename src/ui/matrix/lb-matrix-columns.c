#include "config.h"

#include "ui/matrix/lb-matrix-private.h"

#include "model/lb-cell-put.h"
#include "ui/matrix/lb-matrix-words.h"

/* What the chooser lists beside the fields of the contract. */
#define MOST_OTHERS 100
/* By which the menu of a column makes it wider or narrower. */
#define WIDTH_STEP 24

/* (transfer full): the columns that are chosen, those first that are pinned. */
static GStrv
dup_columns (LbMatrix *self, guint *n_pinned)
{
  g_auto (GStrv) columns = g_settings_get_strv (self->settings, "matrix-columns");
  g_auto (GStrv) pinned = g_settings_get_strv (self->settings, "matrix-pinned");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  *n_pinned = 0;
  for (guint i = 0; columns[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) pinned, columns[i]))
      {
        g_strv_builder_add (builder, columns[i]);
        (*n_pinned)++;
      }
  for (guint i = 0; columns[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) pinned, columns[i]))
      g_strv_builder_add (builder, columns[i]);

  return g_strv_builder_end (builder);
}

static int
find (char **list, const char *text)
{
  for (int i = 0; list[i] != NULL; i++)
    if (g_str_equal (list[i], text))
      return i;

  return -1;
}

static void
update_fields (LbMatrix *self, char **columns)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const int nth = self->narrow_path != NULL ? find (columns, self->narrow_path) : -1;

  for (guint i = 0; columns[i] != NULL; i++)
    gtk_string_list_take (names, lb_matrix_path_words (columns[i]));
  self->adapting = TRUE;
  gtk_drop_down_set_model (self->fields, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->fields, nth >= 0 ? (guint) nth : 0);
  self->adapting = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->fields), self->narrow && columns[0] != NULL);
}

void
lb_matrix_update_columns (LbMatrix *self)
{
  guint n_pinned = 0;
  g_auto (GStrv) columns = dup_columns (self, &n_pinned);
  const char *one[] = { NULL, NULL };

  update_fields (self, columns);
  if (self->sheet == NULL)
    return;

  if (self->narrow)
    {
      const int nth = self->narrow_path != NULL ? find (columns, self->narrow_path) : -1;

      one[0] = nth >= 0 ? columns[nth] : columns[0];
      n_pinned = 0;
    }
  lb_matrix_grid_set_n_pinned (self->grid, n_pinned);
  lb_matrix_sheet_set_columns (self->sheet, self->narrow ? one : (const char *const *) columns);
  lb_matrix_update_tools (self);
}

void
lb_matrix_choose_field (LbMatrix *self, guint nth)
{
  guint n_pinned = 0;
  g_auto (GStrv) columns = dup_columns (self, &n_pinned);

  if (self->adapting || nth >= g_strv_length (columns) ||
      !g_set_str (&self->narrow_path, columns[nth]))
    return;

  lb_matrix_update_columns (self);
}

/* (transfer full): what the contract knows, then what else there is. */
static GStrv
dup_all (LbMatrix *self, char **columns)
{
  LbCellValues *values = lb_matrix_sheet_get_values (self->sheet);
  g_auto (GStrv) known = lb_cell_list_paths ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_others = 0;

  g_strv_builder_addv (builder, (const char **) known);
  for (guint i = 0; i < lb_cell_values_get_n_paths (values) && n_others < MOST_OTHERS; i++)
    {
      const char *path = lb_cell_values_get_path (values, i);

      if (g_strv_contains ((const char *const *) known, path))
        continue;
      g_strv_builder_add (builder, path);
      n_others++;
    }

  return g_strv_builder_end (builder);
}

void
lb_matrix_update_tools (LbMatrix *self)
{
  guint n_pinned = 0;
  g_auto (GStrv) columns = dup_columns (self, &n_pinned);
  g_auto (GStrv) all = NULL;

  if (self->tools == NULL || self->sheet == NULL)
    return;

  all = dup_all (self, columns);
  self->n_paths = lb_cell_values_get_n_paths (lb_matrix_sheet_get_values (self->sheet));
  lb_matrix_tools_show (self->tools, (const char *const *) all, (const char *const *) columns,
                        *self->group != '\0' ? self->group : NULL);
}

/* Changes of what is kept. */

static void
keep (LbMatrix *self, const char *key, GPtrArray *list)
{
  g_ptr_array_add (list, NULL);
  g_settings_set_strv (self->settings, key, (const char *const *) list->pdata);
  g_ptr_array_remove_index (list, list->len - 1);
}

/* (transfer full) (element-type utf8) */
static GPtrArray *
dup_kept (LbMatrix *self, const char *key)
{
  GStrv kept = g_settings_get_strv (self->settings, key);

  return g_ptr_array_new_take_null_terminated ((gpointer *) kept, g_free);
}

static gboolean
find_kept (GPtrArray *list, const char *path, guint *nth)
{
  return g_ptr_array_find_with_equal_func (list, path, g_str_equal, nth);
}

static void
show_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  g_autoptr (GPtrArray) columns = dup_kept (self, "matrix-columns");
  const char *path = g_variant_get_string (parameter, NULL);

  if (find_kept (columns, path, NULL))
    return;

  g_ptr_array_add (columns, g_strdup (path));
  keep (self, "matrix-columns", columns);
}

static void
hide_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  g_autoptr (GPtrArray) columns = dup_kept (self, "matrix-columns");
  guint nth;

  if (!find_kept (columns, g_variant_get_string (parameter, NULL), &nth))
    return;

  g_ptr_array_remove_index (columns, nth);
  keep (self, "matrix-columns", columns);
}

static void
pin_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  g_autoptr (GPtrArray) pinned = dup_kept (self, "matrix-pinned");
  const char *path = g_variant_get_string (parameter, NULL);
  guint nth;

  if (find_kept (pinned, path, &nth))
    g_ptr_array_remove_index (pinned, nth);
  else
    g_ptr_array_add (pinned, g_strdup (path));
  keep (self, "matrix-pinned", pinned);
}

/* "+path" towards the end, "-path" towards the start, among those that are pinned or are not. */
static void
move_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  const char *target = g_variant_get_string (parameter, NULL);
  guint n_pinned = 0;
  g_auto (GStrv) shown = dup_columns (self, &n_pinned);
  g_autoptr (GPtrArray) columns = NULL;
  const int from = *target != '\0' ? find (shown, target + 1) : -1;
  const int to = from + (*target == '+' ? 1 : -1);
  char *moved = NULL;

  if (from < 0 || to < 0 || to >= (int) g_strv_length (shown) ||
      (from < (int) n_pinned) != (to < (int) n_pinned))
    return;

  columns = g_ptr_array_new_take_null_terminated ((gpointer *) g_steal_pointer (&shown), g_free);
  moved = g_ptr_array_steal_index (columns, (guint) from);
  g_ptr_array_insert (columns, to, moved);
  keep (self, "matrix-columns", columns);
}

void
lb_matrix_update_widths (LbMatrix *self)
{
  g_autoptr (GVariant) widths = g_settings_get_value (self->settings, "matrix-widths");

  lb_matrix_grid_set_widths (self->grid, widths);
}

void
lb_matrix_keep_width (LbMatrix *self, const char *path, int width)
{
  g_autoptr (GVariant) kept = g_settings_get_value (self->settings, "matrix-widths");
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{su}"));
  GVariantIter iter;
  const char *other = NULL;
  guint other_width;

  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_next (&iter, "{&su}", &other, &other_width))
    if (!g_str_equal (other, path))
      g_variant_builder_add (&builder, "{su}", other, other_width);
  if (width > 0)
    g_variant_builder_add (&builder, "{su}", path, (guint) width);
  g_settings_set_value (self->settings, "matrix-widths", g_variant_builder_end (&builder));
}

/* "+path" makes it wider, "-path" narrower, "=path" as wide as it wants to be. */
static void
resize_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  const char *target = g_variant_get_string (parameter, NULL);
  const int column = self->sheet != NULL && *target != '\0'
                       ? lb_matrix_sheet_find_column (self->sheet, target + 1)
                       : -1;

  if (column < 0 || self->narrow)
    return;

  if (*target == '=')
    lb_matrix_keep_width (self, target + 1, 0);
  else
    lb_matrix_keep_width (self, target + 1,
                          lb_matrix_grid_get_width (self->grid, (guint) column) +
                            (*target == '+' ? WIDTH_STEP : -WIDTH_STEP));
}

static void
sort_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  const char *target = g_variant_get_string (parameter, NULL);

  if (self->sheet != NULL)
    lb_matrix_sheet_set_sort (self->sheet, *target != '\0' ? target + 1 : NULL, *target == '-');
}

static void
group_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  const char *path = g_variant_get_string (parameter, NULL);

  g_set_str (&self->group, path);
  if (self->sheet == NULL)
    return;

  lb_matrix_sheet_set_group (self->sheet, *path != '\0' ? path : NULL);
  lb_matrix_update_tools (self);
}

void
lb_matrix_add_column_actions (LbMatrix *self)
{
  static const struct
  {
    const char *name;
    void (*activate) (GSimpleAction *, GVariant *, LbMatrix *);
  } entries[] = {
    { "show", show_cb }, { "hide", hide_cb },   { "pin", pin_cb },       { "move", move_cb },
    { "sort", sort_cb }, { "group", group_cb }, { "resize", resize_cb },
  };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autoptr (GSimpleAction) action =
        g_simple_action_new (entries[i].name, G_VARIANT_TYPE_STRING);

      g_signal_connect (action, "activate", G_CALLBACK (entries[i].activate), self);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
}

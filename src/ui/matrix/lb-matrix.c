#include "config.h"

#include "ui/matrix/lb-matrix-private.h"

G_DEFINE_FINAL_TYPE (LbMatrix, lb_matrix, ADW_TYPE_BIN)

typedef enum
{
  PROP_NARROW = 1
} LbMatrixProperty;

static GParamSpec *props[PROP_NARROW + 1];

enum
{
  SIGNAL_ACTIVATE,
  SIGNAL_MENU,
  SIGNAL_JUDGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
open_cb (LbMatrixGrid *grid, guint position, LbMatrix *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0, position);
}

static void
menu_cb (LbMatrixGrid *grid, guint position, double x, double y, LbMatrix *self)
{
  g_signal_emit (self, signals[SIGNAL_MENU], 0, position, grid, x, y);
}

static void
field_chosen_cb (GtkDropDown *fields, GParamSpec *pspec, LbMatrix *self)
{
  lb_matrix_choose_field (self, gtk_drop_down_get_selected (fields));
}

/* The column that the footer is about; -1 for the images. */
static int
counted_column (LbMatrix *self)
{
  int column = -1;

  if (lb_matrix_grid_get_active (self->grid, &column) < 0)
    column = 0;

  return MIN (column, (int) lb_matrix_sheet_get_n_columns (self->sheet) - 1);
}

static void
update_footer (LbMatrix *self)
{
  LbMatrixRange range;
  guint n_cells = 0;
  guint n_empty = 0;

  if (self->footer == NULL || self->sheet == NULL)
    return;

  if (lb_matrix_grid_get_range (self->grid, &range))
    for (guint i = range.first; i <= range.last; i++)
      {
        const LbCellRecord *record = lb_matrix_sheet_get_record (self->sheet, i);

        if (record == NULL || lb_cell_record_get_kind (record) != LB_CELL_RECORD_PROMPT)
          continue;
        n_cells += range.right - range.left + 1;
        for (guint j = range.left; j <= range.right; j++)
          n_empty += lb_matrix_sheet_get_value (self->sheet, i, j) == 0;
      }
  lb_matrix_footer_show (self->footer, self->sheet, counted_column (self), n_cells, n_empty);
}

static void
moved_cb (LbMatrixGrid *grid, LbMatrix *self)
{
  update_footer (self);
  lb_matrix_update_cell_actions (self);
}

static void
cell_menu_cb (LbMatrixGrid *grid, double x, double y, LbMatrix *self)
{
  graphene_point_t point;

  if (!gtk_widget_compute_point (GTK_WIDGET (grid), GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;

  gtk_popover_set_pointing_to (self->cell_menu,
                               &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (self->cell_menu);
}

static void
edit_cb (LbMatrixGrid *grid, LbMatrix *self)
{
  lb_matrix_edit (self);
}

static void
fill_cb (LbMatrixGrid *grid, guint first, guint last, LbMatrix *self)
{
  lb_matrix_fill (self, first, last);
}

static void
resized_cb (LbMatrixGrid *grid, const char *path, int width, LbMatrix *self)
{
  lb_matrix_keep_width (self, path, width);
}

static void
judged_cb (LbMatrix *self)
{
  update_footer (self);
  g_signal_emit (self, signals[SIGNAL_JUDGED], 0);
}

/* A dataset that is complete is only read. */
static void
update_writable (LbMatrix *self)
{
  lb_matrix_grid_set_writable (self->grid, !lb_dataset_get_completed (self->dataset));
  lb_matrix_update_cell_actions (self);
}

static void
sheet_changed_cb (LbMatrix *self)
{
  lb_matrix_check_editor (self);
  if (self->n_paths != lb_cell_values_get_n_paths (lb_matrix_sheet_get_values (self->sheet)))
    lb_matrix_update_tools (self);
  update_footer (self);
}

static void
value_cb (LbMatrixFooter *footer, guint value, LbMatrix *self)
{
  g_autoptr (GtkBitset) chosen = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) all = NULL;
  g_autoptr (GArray) positions = NULL;
  const int column = counted_column (self);

  if (column < 0)
    return;

  positions = lb_matrix_sheet_find_value (self->sheet, (guint) column, value);
  for (guint i = 0; i < positions->len; i++)
    gtk_bitset_add (chosen, g_array_index (positions, guint, i));
  all = gtk_bitset_new_range (0, g_list_model_get_n_items (G_LIST_MODEL (self->selection)));
  gtk_selection_model_set_selection (self->selection, chosen, all);
  if (positions->len > 0)
    lb_matrix_scroll_to (self, gtk_bitset_get_minimum (chosen), GTK_LIST_SCROLL_NONE);
}

/* The captions are read once somebody looks at them. */
static void
prepare (LbMatrix *self)
{
  if (self->sheet != NULL || self->images == NULL)
    return;

  self->table = lb_cell_table_new (self->dataset, self->images);
  self->sheet = lb_matrix_sheet_new (self->table, self->images, G_LIST_MODEL (self->selection));
  lb_matrix_update_widths (self);
  lb_matrix_grid_set_sheet (self->grid, self->session, self->sheet, self->selection);
  g_signal_connect_object (self->sheet, "judged", G_CALLBACK (judged_cb), self, G_CONNECT_SWAPPED);
  lb_matrix_update_columns (self);
  g_signal_connect_object (self->sheet, "changed", G_CALLBACK (sheet_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_footer (self);
}

static void
lb_matrix_map (GtkWidget *widget)
{
  prepare (LB_MATRIX (widget));
  GTK_WIDGET_CLASS (lb_matrix_parent_class)->map (widget);
}

static void
lb_matrix_unmap (GtkWidget *widget)
{
  lb_matrix_leave_editor (LB_MATRIX (widget));
  GTK_WIDGET_CLASS (lb_matrix_parent_class)->unmap (widget);
}

static gboolean
lb_matrix_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (LB_MATRIX (widget)->grid));
}

static void
set_narrow (LbMatrix *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
  lb_matrix_update_columns (self);
  if (self->footer != NULL)
    lb_matrix_footer_set_narrow (self->footer, narrow);
}

static void
lb_matrix_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((LbMatrixProperty) prop_id)
    {
    case PROP_NARROW: g_value_set_boolean (value, LB_MATRIX (object)->narrow); break;
    default:          G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_matrix_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch ((LbMatrixProperty) prop_id)
    {
    case PROP_NARROW: set_narrow (LB_MATRIX (object), g_value_get_boolean (value)); break;
    default:          G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_matrix_dispose (GObject *object)
{
  LbMatrix *self = LB_MATRIX (object);

  if (self->dataset != NULL)
    g_signal_handlers_disconnect_by_data (self->dataset, self);
  g_clear_weak_pointer (&self->tools);
  g_clear_weak_pointer (&self->footer);
  self->editor = NULL;
  g_clear_object (&self->edited);
  g_clear_pointer (&self->edited_path, g_free);
  if (self->cell_menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->cell_menu)));
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_MATRIX);
  g_clear_object (&self->sheet);
  g_clear_object (&self->table);
  g_clear_object (&self->selection);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_matrix_parent_class)->dispose (object);
}

static void
lb_matrix_finalize (GObject *object)
{
  LbMatrix *self = LB_MATRIX (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->narrow_path, g_free);
  g_clear_pointer (&self->group, g_free);

  G_OBJECT_CLASS (lb_matrix_parent_class)->finalize (object);
}

static void
lb_matrix_class_init (LbMatrixClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = lb_matrix_get_property;
  object_class->set_property = lb_matrix_set_property;
  object_class->dispose = lb_matrix_dispose;
  object_class->finalize = lb_matrix_finalize;
  widget_class->map = lb_matrix_map;
  widget_class->unmap = lb_matrix_unmap;
  widget_class->grab_focus = lb_matrix_grab_focus;

  props[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[SIGNAL_ACTIVATE] = g_signal_new ("activate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_MENU] =
    g_signal_new ("menu", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4, G_TYPE_UINT,
                  GTK_TYPE_WIDGET, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_JUDGED] =
    g_signal_new ("judged", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LB_TYPE_MATRIX_GRID);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/matrix/lb-matrix.ui");
  gtk_widget_class_bind_template_child (widget_class, LbMatrix, fields);
  gtk_widget_class_bind_template_child (widget_class, LbMatrix, scrolled);
  gtk_widget_class_bind_template_child (widget_class, LbMatrix, grid);
  gtk_widget_class_bind_template_callback (widget_class, field_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_cb);
  gtk_widget_class_bind_template_callback (widget_class, moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, cell_menu_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill_cb);
  gtk_widget_class_bind_template_callback (widget_class, resized_cb);
  gtk_widget_class_bind_template_child (widget_class, LbMatrix, cell_menu_model);
}

static void
lb_matrix_init (LbMatrix *self)
{
  self->settings = g_settings_new (LB_APP_ID);
  self->actions = g_simple_action_group_new ();
  self->group = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_matrix_add_column_actions (self);
  lb_matrix_add_cell_actions (self);
  self->cell_menu = GTK_POPOVER (gtk_popover_menu_new_from_model (self->cell_menu_model));
  gtk_popover_set_has_arrow (self->cell_menu, FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->cell_menu), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (self->cell_menu), GTK_WIDGET (self));
  g_signal_connect_object (self->settings, "changed::matrix-columns",
                           G_CALLBACK (lb_matrix_update_columns), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::matrix-pinned",
                           G_CALLBACK (lb_matrix_update_columns), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::matrix-widths",
                           G_CALLBACK (lb_matrix_update_widths), self, G_CONNECT_SWAPPED);
}

void
lb_matrix_set_model (LbMatrix *self,
                     LbSession *session,
                     LbDataset *dataset,
                     GListModel *images,
                     GtkSelectionModel *selection)
{
  g_return_if_fail (LB_IS_MATRIX (self));
  g_return_if_fail (self->images == NULL);

  g_set_object (&self->session, session);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);
  self->selection = g_object_ref (selection);
  g_signal_connect_swapped (dataset, "notify::completed", G_CALLBACK (update_writable), self);
  update_writable (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    prepare (self);
}

void
lb_matrix_set_bars (LbMatrix *self, GtkWidget *around, LbMatrixTools *tools, LbMatrixFooter *footer)
{
  g_return_if_fail (LB_IS_MATRIX (self));

  g_set_weak_pointer (&self->tools, tools);
  g_set_weak_pointer (&self->footer, footer);
  gtk_widget_insert_action_group (around, "matrix", G_ACTION_GROUP (self->actions));
  g_signal_connect_object (footer, "value", G_CALLBACK (value_cb), self, 0);
}

LbCellCensus *
lb_matrix_get_census (LbMatrix *self)
{
  g_return_val_if_fail (LB_IS_MATRIX (self), NULL);

  return self->sheet != NULL ? lb_matrix_sheet_get_census (self->sheet) : NULL;
}

const char *
lb_matrix_get_field (LbMatrix *self)
{
  int column;

  g_return_val_if_fail (LB_IS_MATRIX (self), NULL);

  column = self->sheet != NULL ? counted_column (self) : -1;
  return column >= 0 ? lb_matrix_sheet_get_path (self->sheet, (guint) column) : NULL;
}

GPtrArray *
lb_matrix_dup_block (LbMatrix *self)
{
  GPtrArray *images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  LbMatrixRange range;

  g_return_val_if_fail (LB_IS_MATRIX (self), images);

  lb_matrix_get_block (self, &range, rows);
  for (guint i = 0; i < rows->len; i++)
    {
      const LbMatrixEntry *entry =
        lb_matrix_sheet_get_entry (self->sheet, g_array_index (rows, guint, i));

      g_ptr_array_add (images, g_object_ref (entry->image));
    }

  return images;
}

LbImage *
lb_matrix_get_focused (LbMatrix *self)
{
  g_return_val_if_fail (LB_IS_MATRIX (self), NULL);

  return gtk_widget_get_focus_child (GTK_WIDGET (self->grid)) != NULL
           ? lb_matrix_grid_get_active_image (self->grid)
           : NULL;
}

void
lb_matrix_scroll_to (LbMatrix *self, guint position, GtkListScrollFlags flags)
{
  g_autoptr (LbImage) image = NULL;
  int nth;
  int column = 0;

  g_return_if_fail (LB_IS_MATRIX (self));

  prepare (self);
  image = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  nth = image != NULL ? lb_matrix_sheet_find (self->sheet, image) : -1;
  if (nth < 0)
    return;

  if ((flags & GTK_LIST_SCROLL_SELECT) != 0)
    gtk_selection_model_select_item (self->selection, position, TRUE);
  if ((flags & GTK_LIST_SCROLL_FOCUS) == 0)
    {
      lb_matrix_grid_scroll_to (self->grid, (guint) nth);
      return;
    }
  if (lb_matrix_grid_get_active (self->grid, &column) < 0)
    column = 0;
  lb_matrix_grid_go (self->grid, nth, column, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}

void
lb_matrix_show_column (LbMatrix *self, const char *path)
{
  int column;
  int active;

  g_return_if_fail (LB_IS_MATRIX (self));

  prepare (self);
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "show",
                                  g_variant_new_string (path));
  if (self->narrow && g_set_str (&self->narrow_path, path))
    lb_matrix_update_columns (self);
  column = lb_matrix_sheet_find_column (self->sheet, path);
  active = lb_matrix_grid_get_active (self->grid, NULL);
  if (column >= 0)
    lb_matrix_grid_go (self->grid, MAX (0, active), column, FALSE);
}

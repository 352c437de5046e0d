#include "config.h"

#include "ui/matrix/lb-matrix-grid-private.h"

#include <glib/gi18n.h>

#include "ui/matrix/lb-matrix-head.h"
#include "ui/matrix/lb-matrix-row.h"

G_DEFINE_FINAL_TYPE_WITH_CODE (LbMatrixGrid,
                               lb_matrix_grid,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

typedef enum
{
  PROP_NARROW = 1,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY
} LbMatrixGridProperty;

enum
{
  SIGNAL_MOVED,
  SIGNAL_EDIT,
  SIGNAL_OPEN,
  SIGNAL_MENU,
  SIGNAL_CELL_MENU,
  SIGNAL_FILL,
  SIGNAL_RESIZED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
lb_matrix_grid_emit_moved (LbMatrixGrid *self)
{
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
}

void
lb_matrix_grid_emit_edit (LbMatrixGrid *self)
{
  g_signal_emit (self, signals[SIGNAL_EDIT], 0);
}

void
lb_matrix_grid_emit_open (LbMatrixGrid *self)
{
  const LbMatrixEntry *entry =
    self->active >= 0 ? lb_matrix_sheet_get_entry (self->sheet, (guint) self->active) : NULL;

  guint position;

  if (entry != NULL && lb_matrix_sheet_find_position (self->sheet, entry, &position))
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, position);
}

void
lb_matrix_grid_emit_menu (LbMatrixGrid *self, double x, double y)
{
  const LbMatrixEntry *entry =
    self->active >= 0 ? lb_matrix_sheet_get_entry (self->sheet, (guint) self->active) : NULL;

  guint position;

  if (entry == NULL || !lb_matrix_sheet_find_position (self->sheet, entry, &position))
    return;

  if (self->column < 0)
    g_signal_emit (self, signals[SIGNAL_MENU], 0, position, x, y);
  else
    g_signal_emit (self, signals[SIGNAL_CELL_MENU], 0, x, y);
}

void
lb_matrix_grid_emit_fill (LbMatrixGrid *self, guint first, guint last)
{
  g_signal_emit (self, signals[SIGNAL_FILL], 0, first, last);
}

void
lb_matrix_grid_emit_resized (LbMatrixGrid *self, const char *path, int width)
{
  g_signal_emit (self, signals[SIGNAL_RESIZED], 0, path, width);
}

static void
scrolled_cb (LbMatrixGrid *self)
{
  lb_matrix_grid_update_rows (self, FALSE);
}

static void
set_adjustment (LbMatrixGrid *self, GtkAdjustment **place, GtkAdjustment *adjustment)
{
  if (*place != NULL && *place == adjustment)
    return;

  if (*place != NULL)
    g_signal_handlers_disconnect_by_data (*place, self);
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  g_clear_object (place);
  *place = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_narrow (LbMatrixGrid *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  if (self->sheet != NULL)
    lb_matrix_grid_rebuild (self);
  g_object_notify (G_OBJECT (self), "narrow");
}

static void
lb_matrix_grid_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbMatrixGrid *self = LB_MATRIX_GRID (object);

  switch ((LbMatrixGridProperty) prop_id)
    {
    case PROP_NARROW:         g_value_set_boolean (value, self->narrow); break;
    case PROP_HADJUSTMENT:    g_value_set_object (value, self->hadjustment); break;
    case PROP_VADJUSTMENT:    g_value_set_object (value, self->vadjustment); break;
    case PROP_HSCROLL_POLICY: g_value_set_enum (value, self->hscroll_policy); break;
    case PROP_VSCROLL_POLICY: g_value_set_enum (value, self->vscroll_policy); break;
    default:                  G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_matrix_grid_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  LbMatrixGrid *self = LB_MATRIX_GRID (object);

  switch ((LbMatrixGridProperty) prop_id)
    {
    case PROP_NARROW: set_narrow (self, g_value_get_boolean (value)); break;
    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY: self->hscroll_policy = g_value_get_enum (value) & 1; break;
    case PROP_VSCROLL_POLICY: self->vscroll_policy = g_value_get_enum (value) & 1; break;
    default:                  G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_matrix_grid_dispose (GObject *object)
{
  LbMatrixGrid *self = LB_MATRIX_GRID (object);
  GtkWidget *child;

  if (self->sheet != NULL)
    g_signal_handlers_disconnect_by_data (self->sheet, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->hadjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->hadjustment, self);
  if (self->vadjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->vadjustment, self);
  g_hash_table_remove_all (self->rows);
  g_ptr_array_set_size (self->spares, 0);
  g_ptr_array_set_size (self->folds, 0);
  g_ptr_array_set_size (self->heads, 0);
  self->editor = NULL;
  self->handle = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);
  g_clear_object (&self->active_image);
  g_clear_object (&self->selection);
  g_clear_object (&self->sheet);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_matrix_grid_parent_class)->dispose (object);
}

static void
lb_matrix_grid_finalize (GObject *object)
{
  LbMatrixGrid *self = LB_MATRIX_GRID (object);

  g_hash_table_unref (self->rows);
  g_ptr_array_unref (self->spares);
  g_ptr_array_unref (self->folds);
  g_ptr_array_unref (self->heads);
  g_array_unref (self->tops);
  g_hash_table_unref (self->widths);
  g_hash_table_unref (self->given);
  g_free (self->resized);
  g_free (self->geometry.lefts);
  g_free (self->geometry.widths);

  G_OBJECT_CLASS (lb_matrix_grid_parent_class)->finalize (object);
}

static gboolean
lb_matrix_grid_grab_focus (GtkWidget *widget)
{
  LbMatrixGrid *self = LB_MATRIX_GRID (widget);

  if (self->sheet == NULL || lb_matrix_sheet_get_n_entries (self->sheet) == 0)
    return FALSE;

  if (self->active < 0)
    lb_matrix_grid_go (self, 0, 0, FALSE);
  lb_matrix_grid_focus_active (self);
  return TRUE;
}

static void
lb_matrix_grid_class_init (LbMatrixGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);
  const GSignalFlags flags = G_SIGNAL_RUN_LAST;

  object_class->get_property = lb_matrix_grid_get_property;
  object_class->set_property = lb_matrix_grid_set_property;
  object_class->dispose = lb_matrix_grid_dispose;
  object_class->finalize = lb_matrix_grid_finalize;
  widget_class->focus = lb_matrix_grid_focus;
  widget_class->grab_focus = lb_matrix_grid_grab_focus;
  lb_matrix_grid_install_layout (widget_class);

  g_object_class_install_property (
    object_class, PROP_NARROW,
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[SIGNAL_MOVED] = g_signal_new ("moved", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EDIT] = g_signal_new ("edit", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_OPEN] =
    g_signal_new ("open", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_MENU] = g_signal_new ("menu", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                       G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_CELL_MENU] = g_signal_new ("cell-menu", type, flags, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_FILL] = g_signal_new ("fill", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                       G_TYPE_UINT, G_TYPE_UINT);

  signals[SIGNAL_RESIZED] = g_signal_new ("resized", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                          2, G_TYPE_STRING, G_TYPE_INT);

  gtk_widget_class_set_css_name (widget_class, "matrix-grid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
lb_matrix_grid_init (LbMatrixGrid *self)
{
  self->heads = g_ptr_array_new ();
  self->rows = g_hash_table_new (NULL, NULL);
  self->spares = g_ptr_array_new ();
  self->folds = g_ptr_array_new ();
  self->tops = g_array_new (FALSE, FALSE, sizeof (int));
  self->widths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->active = -1;
  self->anchor = -1;
  self->fill_to = -1;
  self->handle = g_object_new (GTK_TYPE_BOX, "css-name", "matrix-handle", "accessible-role",
                               GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_cursor_from_name (self->handle, "crosshair");
  gtk_widget_set_parent (self->handle, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Captions by field"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_MULTI_SELECTABLE,
                                  TRUE, -1);
  lb_matrix_grid_follow_keys (self);
  lb_matrix_grid_follow_pointer (self);
}

static void
sheet_changed_cb (LbMatrixGrid *self)
{
  lb_matrix_grid_find_active (self);
  lb_matrix_grid_rebuild (self);
}

static void
judged_cb (LbMatrixGrid *self)
{
  lb_matrix_grid_update_heads (self);
  lb_matrix_grid_update_rows (self, TRUE);
}

static void
selection_changed_cb (LbMatrixGrid *self)
{
  GHashTableIter iter;
  gpointer nth = NULL;
  gpointer row = NULL;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &nth, &row))
    {
      const LbMatrixEntry *entry =
        GPOINTER_TO_UINT (nth) < lb_matrix_sheet_get_n_entries (self->sheet)
          ? lb_matrix_sheet_get_entry (self->sheet, GPOINTER_TO_UINT (nth))
          : NULL;

      if (LB_IS_MATRIX_ROW (row) && entry != NULL && entry->image != NULL)
        lb_matrix_row_show_selected (
          row, gtk_selection_model_is_selected (self->selection, entry->position));
    }
}

void
lb_matrix_grid_set_sheet (LbMatrixGrid *self,
                          LbSession *session,
                          LbMatrixSheet *sheet,
                          GtkSelectionModel *selection)
{
  g_return_if_fail (LB_IS_MATRIX_GRID (self));
  g_return_if_fail (self->sheet == NULL);

  g_set_object (&self->session, session);
  self->sheet = g_object_ref (sheet);
  self->selection = g_object_ref (selection);
  g_signal_connect_swapped (sheet, "changed", G_CALLBACK (sheet_changed_cb), self);
  g_signal_connect_swapped (sheet, "judged", G_CALLBACK (judged_cb), self);
  g_signal_connect_swapped (selection, "selection-changed", G_CALLBACK (selection_changed_cb),
                            self);
  lb_matrix_grid_rebuild (self);
}

void
lb_matrix_grid_set_n_pinned (LbMatrixGrid *self, guint n_pinned)
{
  g_return_if_fail (LB_IS_MATRIX_GRID (self));

  self->n_pinned = n_pinned;
}

void
lb_matrix_grid_set_writable (LbMatrixGrid *self, gboolean writable)
{
  g_return_if_fail (LB_IS_MATRIX_GRID (self));

  if (self->writable == writable)
    return;

  self->writable = writable;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_READ_ONLY,
                                  !writable, -1);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
lb_matrix_grid_set_editor (LbMatrixGrid *self, GtkWidget *editor)
{
  g_return_if_fail (LB_IS_MATRIX_GRID (self));

  if (self->editor == editor)
    return;

  g_clear_pointer (&self->editor, gtk_widget_unparent);
  self->editor = editor;
  if (editor != NULL)
    gtk_widget_set_parent (editor, GTK_WIDGET (self));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

#include "config.h"

#include "ui/matrix/lb-matrix-private.h"

#include <glib/gi18n.h>

#include "ui/matrix/lb-matrix-words.h"
#include "ui/refine/lb-refine-toast.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

/* Values written into cells. */

const char *
lb_matrix_get_text (LbMatrix *self, guint nth, guint column)
{
  return lb_cell_values_get_text (lb_matrix_sheet_get_values (self->sheet),
                                  lb_matrix_sheet_get_value (self->sheet, nth, column));
}

static gboolean
has_cells (LbMatrix *self, guint nth)
{
  const LbCellRecord *record = lb_matrix_sheet_get_record (self->sheet, nth);

  return record != NULL && lb_cell_record_get_kind (record) == LB_CELL_RECORD_PROMPT;
}

gboolean
lb_matrix_get_block (LbMatrix *self, LbMatrixRange *range, GArray *rows)
{
  if (self->sheet == NULL || !lb_matrix_grid_get_range (self->grid, range))
    return FALSE;

  for (guint i = range->first; i <= range->last; i++)
    if (has_cells (self, i))
      g_array_append_val (rows, i);

  return rows->len > 0;
}

typedef struct
{
  GWeakRef matrix;
  LbCellJob *job; /* (owned) */
} Errand;

static void
errand_free (gpointer data)
{
  Errand *self = data;

  g_weak_ref_clear (&self->matrix);
  g_object_unref (self->job);
  g_free (self);
}

static DexFuture *
written_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (LbMatrix) self = g_weak_ref_get (&errand->matrix);
  g_autoptr (GError) error = NULL;
  GPtrArray *problems = lb_cell_job_get_problems (errand->job);
  const guint n = dex_await_uint (dex_ref (future), &error);

  if (self == NULL || self->grid == NULL)
    return NULL;

  self->writing = FALSE;
  if (self->footer != NULL)
    lb_matrix_footer_set_busy (self->footer, NULL);
  lb_matrix_update_cell_actions (self);
  if (error != NULL)
    lb_toast_show (GTK_WIDGET (self), lb_error_toast_new (_ ("Can’t write the cells"), error));
  if (n > 0)
    {
      g_autofree char *words =
        g_strdup_printf (ngettext ("%'u caption changed", "%'u captions changed", n), n);

      lb_refine_toast_show_words (GTK_WIDGET (self), self->session, words);
    }
  if (problems->len > 0)
    lb_matrix_show_problems (self, problems, n);
  else if (n == 0 && error == NULL)
    lb_matrix_tell (self, _ ("Nothing to change: the cells say this already."));
  return NULL;
}

void
lb_matrix_write (LbMatrix *self, LbCellJob *job)
{
  g_autoptr (LbCellJob) own = job;
  const guint n = lb_cell_job_get_n_cells (job);
  Errand *errand = NULL;
  g_autofree char *words = NULL;

  if (n == 0)
    return;

  words = g_strdup_printf (ngettext ("Writing %'u cell…", "Writing %'u cells…", n), n);
  self->writing = TRUE;
  if (self->footer != NULL)
    lb_matrix_footer_set_busy (self->footer, words);
  lb_matrix_update_cell_actions (self);
  errand = g_new0 (Errand, 1);
  g_weak_ref_init (&errand->matrix, self);
  errand->job = g_object_ref (job);
  dex_future_disown (dex_future_finally (lb_cell_job_run (job), written_cb, errand, errand_free));
}

/* The first row with cells of a block goes into all below it. */
static void
fill_block (LbMatrix *self, LbCellJob *job, const LbMatrixRange *range, GArray *rows)
{
  const guint source = g_array_index (rows, guint, 0);

  for (guint i = 1; i < rows->len; i++)
    for (guint column = range->left; column <= range->right; column++)
      lb_cell_job_add (
        job, lb_matrix_sheet_get_entry (self->sheet, g_array_index (rows, guint, i))->image,
        lb_matrix_sheet_get_path (self->sheet, column), lb_matrix_get_text (self, source, column));
}

/* The cells of one row go into all rows whose images are selected. */
static void
fill_selected (LbMatrix *self, LbCellJob *job, const LbMatrixRange *range)
{
  const guint source = range->first;
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (self->selection);
  GtkBitsetIter iter;
  guint position;

  if (!gtk_bitset_iter_init_first (&iter, chosen, &position))
    return;
  do
    {
      g_autoptr (LbImage) image = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
      const LbCellRecord *record = lb_cell_table_get (self->table, image);

      if (record == NULL || lb_cell_record_get_kind (record) != LB_CELL_RECORD_PROMPT ||
          image == lb_matrix_sheet_get_entry (self->sheet, source)->image)
        continue;
      for (guint column = range->left; column <= range->right; column++)
        lb_cell_job_add (job, image, lb_matrix_sheet_get_path (self->sheet, column),
                         lb_matrix_get_text (self, source, column));
    }
  while (gtk_bitset_iter_next (&iter, &position));
}

/* Where there is nothing to fill it says what would be. */
static void
tell_unfilled (LbMatrix *self, guint nth)
{
  const char *words = lb_matrix_row_words (lb_matrix_sheet_get_record (self->sheet, nth));

  if (words == NULL)
    words = _ ("Choose the cells below as well, or select the images that get this value.");
  if (*words != '\0')
    lb_matrix_tell (self, words);
}

static void
fill_down_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (LbCellJob) job = NULL;
  LbMatrixRange range;

  if (self->sheet == NULL || !lb_matrix_grid_get_range (self->grid, &range))
    return;

  job = lb_cell_job_new (self->session, self->dataset);
  lb_matrix_get_block (self, &range, rows);
  if (rows->len > 1)
    fill_block (self, job, &range, rows);
  else if (rows->len == 1 && range.first == range.last)
    fill_selected (self, job, &range);
  if (lb_cell_job_get_n_cells (job) == 0)
    tell_unfilled (self, range.first);
  lb_matrix_write (self, g_steal_pointer (&job));
}

/* The rows of the block come again and again, in their order. */
void
lb_matrix_fill (LbMatrix *self, guint first, guint last)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (LbCellJob) job = NULL;
  LbMatrixRange range;
  guint nth = 0;

  if (self->writing || !lb_matrix_get_block (self, &range, rows))
    return;

  job = lb_cell_job_new (self->session, self->dataset);
  for (guint i = first; i <= last; i++)
    {
      /* Upwards the last row comes first. */
      const guint source =
        last < range.first ? rows->len - 1 - (last - i) % rows->len : nth % rows->len;

      if (!has_cells (self, i))
        continue;
      nth++;
      for (guint column = range.left; column <= range.right; column++)
        lb_cell_job_add (job, lb_matrix_sheet_get_entry (self->sheet, i)->image,
                         lb_matrix_sheet_get_path (self->sheet, column),
                         lb_matrix_get_text (self, g_array_index (rows, guint, source), column));
    }
  lb_matrix_write (self, g_steal_pointer (&job));
}

static void
empty_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (LbCellJob) job = NULL;
  LbMatrixRange range;

  if (!lb_matrix_get_block (self, &range, rows))
    return;

  job = lb_cell_job_new (self->session, self->dataset);
  for (guint i = 0; i < rows->len; i++)
    for (guint column = range.left; column <= range.right; column++)
      if (*lb_matrix_get_text (self, g_array_index (rows, guint, i), column) != '\0')
        lb_cell_job_add (
          job, lb_matrix_sheet_get_entry (self->sheet, g_array_index (rows, guint, i))->image,
          lb_matrix_sheet_get_path (self->sheet, column), "");
  lb_matrix_write (self, g_steal_pointer (&job));
}

static void
edit_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  lb_matrix_edit (self);
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  lb_matrix_copy (self);
}

static void
paste_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  lb_matrix_paste (self);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, LbMatrix *self)
{
  const int nth = lb_matrix_grid_get_active (self->grid, NULL);
  const LbMatrixEntry *entry =
    nth >= 0 ? lb_matrix_sheet_get_entry (self->sheet, (guint) nth) : NULL;

  guint position;

  if (entry != NULL && lb_matrix_sheet_find_position (self->sheet, entry, &position))
    g_signal_emit_by_name (self, "activate", position);
}

static void
set_enabled (LbMatrix *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

void
lb_matrix_update_cell_actions (LbMatrix *self)
{
  LbMatrixRange range;
  const gboolean any =
    self->sheet != NULL && lb_matrix_grid_get_range (self->grid, &range) && self->editor == NULL;
  const gboolean writable = any && !self->writing && !lb_dataset_get_completed (self->dataset);

  set_enabled (self, "copy", any);
  set_enabled (self, "paste", writable);
  set_enabled (self, "edit", writable);
  set_enabled (self, "empty", writable);
  set_enabled (self, "fill-down", writable);
}

static gboolean
key_pressed_cb (
  GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, LbMatrix *self)
{
  static const struct
  {
    guint keyval;
    GdkModifierType modifiers;
    const char *action;
  } bindings[] = {
    { GDK_KEY_d, GDK_CONTROL_MASK, "fill-down" },
    { GDK_KEY_c, GDK_CONTROL_MASK, "copy" },
    { GDK_KEY_v, GDK_CONTROL_MASK, "paste" },
    { GDK_KEY_Insert, GDK_CONTROL_MASK, "copy" },
    { GDK_KEY_Insert, GDK_SHIFT_MASK, "paste" },
    { GDK_KEY_Delete, 0, "empty" },
    { GDK_KEY_KP_Delete, 0, "empty" },
    { GDK_KEY_BackSpace, 0, "empty" },
  };
  const GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  LbMatrixRange range;

  /* At an image and at the head of a group they mean what they mean in every view. */
  if (self->sheet == NULL || self->editor != NULL || !lb_matrix_grid_get_range (self->grid, &range))
    return GDK_EVENT_PROPAGATE;

  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    if (bindings[i].keyval == gdk_keyval_to_lower (keyval) && bindings[i].modifiers == modifiers)
      {
        g_action_group_activate_action (G_ACTION_GROUP (self->actions), bindings[i].action, NULL);
        return GDK_EVENT_STOP;
      }

  return GDK_EVENT_PROPAGATE;
}

void
lb_matrix_add_cell_actions (LbMatrix *self)
{
  static const struct
  {
    const char *name;
    void (*activate) (GSimpleAction *, GVariant *, LbMatrix *);
  } entries[] = {
    { "edit", edit_cb }, { "fill-down", fill_down_cb }, { "empty", empty_cb },
    { "copy", copy_cb }, { "paste", paste_cb },         { "open", open_cb },
  };
  GtkEventController *keys = gtk_event_controller_key_new ();

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (entries[i].name, NULL);

      g_signal_connect (action, "activate", G_CALLBACK (entries[i].activate), self);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->grid), keys);
}

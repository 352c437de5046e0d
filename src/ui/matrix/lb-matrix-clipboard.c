#include "config.h"

#include "ui/matrix/lb-matrix-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-weak.h"
#include "model/lb-tsv.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

#define MOST_CELLS 200000
#define MOST_BYTES (32 * 1024 * 1024)

/* Cells to and from a spreadsheet. */

void
lb_matrix_copy (LbMatrix *self)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (LbTsv) table = NULL;
  g_autofree char *text = NULL;
  LbMatrixRange range;

  if (!lb_matrix_get_block (self, &range, rows))
    return;

  table = lb_tsv_new (rows->len, range.right - range.left + 1);
  for (guint i = 0; i < rows->len; i++)
    for (guint column = range.left; column <= range.right; column++)
      lb_tsv_set (table, i, column - range.left,
                  lb_matrix_get_text (self, g_array_index (rows, guint, i), column));
  text = lb_tsv_write (table);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
say (LbMatrix *self, const char *words)
{
  lb_toast_show (GTK_WIDGET (self), lb_toast_new (words));
}

/* (transfer full) (element-type guint): the rows with cells from the first of the block on. */
static GArray *
list_rows (LbMatrix *self, const LbMatrixRange *range)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = range->first; i < lb_matrix_sheet_get_n_entries (self->sheet); i++)
    {
      const LbCellRecord *record = lb_matrix_sheet_get_record (self->sheet, i);

      if (record != NULL && lb_cell_record_get_kind (record) == LB_CELL_RECORD_PROMPT)
        g_array_append_val (rows, i);
    }

  return rows;
}

/* FALSE, with words, where the table is larger than what there is from the cell on. */
static gboolean
has_room (LbMatrix *self, const LbTsv *table, guint n_columns, guint n_rows)
{
  g_autofree char *words = NULL;

  if (lb_tsv_get_n_columns (table) > n_columns)
    words = g_strdup_printf (ngettext ("%'u column was copied, and from here on there are fewer. "
                                       "Nothing was pasted.",
                                       "%'u columns were copied, and from here on there are fewer. "
                                       "Nothing was pasted.",
                                       lb_tsv_get_n_columns (table)),
                             lb_tsv_get_n_columns (table));
  else if (lb_tsv_get_n_rows (table) > n_rows)
    words = g_strdup_printf (
      ngettext ("%'u row was copied, and from here on there are fewer. Nothing was pasted.",
                "%'u rows were copied, and from here on there are fewer. Nothing was pasted.",
                lb_tsv_get_n_rows (table)),
      lb_tsv_get_n_rows (table));
  if (words != NULL)
    say (self, words);

  return words == NULL;
}

static void
take_table (LbMatrix *self, const LbTsv *table)
{
  g_autoptr (GArray) block = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) rows = NULL;
  g_autoptr (LbCellJob) job = NULL;
  const guint n_rows = lb_tsv_get_n_rows (table);
  const guint n_columns = lb_tsv_get_n_columns (table);
  LbMatrixRange range;
  guint to_rows = n_rows;
  guint to_columns = n_columns;

  /* While it was read something may have begun. */
  if (n_rows == 0 || self->writing || self->editor != NULL ||
      lb_dataset_get_completed (self->dataset) || !lb_matrix_get_block (self, &range, block))
    return;

  rows = list_rows (self, &range);
  if (!has_room (self, table, lb_matrix_sheet_get_n_columns (self->sheet) - range.left, rows->len))
    return;

  /* A block that the table goes into several times is filled with it. */
  if (block->len % n_rows == 0 && (range.right - range.left + 1) % n_columns == 0)
    {
      to_rows = block->len;
      to_columns = range.right - range.left + 1;
    }
  job = lb_cell_job_new (self->session, self->dataset);
  for (guint i = 0; i < to_rows; i++)
    for (guint j = 0; j < to_columns; j++)
      {
        const char *text = lb_tsv_get (table, i % n_rows, j % n_columns);

        if (text != NULL)
          lb_cell_job_add (
            job, lb_matrix_sheet_get_entry (self->sheet, g_array_index (rows, guint, i))->image,
            lb_matrix_sheet_get_path (self->sheet, range.left + j), text);
      }
  lb_matrix_write (self, g_steal_pointer (&job));
}

static void
read_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbMatrix) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
    gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, &error);
  g_autoptr (LbTsv) table = NULL;

  lb_weak_free (data);
  if (self == NULL || self->sheet == NULL)
    return;

  if (text == NULL)
    say (self, _ ("There is no text to be pasted"));
  else if (strlen (text) > MOST_BYTES || !(table = lb_tsv_read (text, MOST_CELLS, &error)))
    say (self, _ ("What was copied can’t be read as a table. Nothing was pasted."));
  else
    take_table (self, table);
}

void
lb_matrix_paste (LbMatrix *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, read_cb,
                                 lb_weak_new (self));
}

#include "config.h"

#include "ui/matrix/lb-matrix-words.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/prompt/lb-field-names.h"
#include "ui/schema/lb-survey-words.h"

#define OBJECTS "objects[]."

#define VALUE_LENGTH 300 /* characters of a value that is shown; no cell is wider */

char *
lb_matrix_path_words (const char *path)
{
  g_autofree char *field = lb_survey_field_words (path);
  g_autofree char *objects = NULL;

  if (!g_str_has_prefix (path, OBJECTS))
    return g_steal_pointer (&field);

  objects = lb_field_name ("objects");
  return lb_field_within (objects, field);
}

char *
lb_matrix_column_words (LbMatrixSheet *sheet, guint column)
{
  const char *path = lb_matrix_sheet_get_path (sheet, column);
  const guint owner = lb_cell_census_get_owner (lb_matrix_sheet_get_census (sheet), path);
  g_autofree char *field = NULL;

  if (owner == 0)
    return lb_matrix_path_words (path);

  field = lb_survey_field_words (path);
  return lb_field_of_object (lb_cell_values_get_text (lb_matrix_sheet_get_values (sheet), owner),
                             field);
}

char *
lb_matrix_tally_words (LbCellTally *tally)
{
  const guint n = lb_cell_tally_get_n_values (tally);
  const guint n_empty = lb_cell_tally_get_n_empty (tally);
  g_autofree char *values = g_strdup_printf (ngettext ("%'u value", "%'u values", n), n);
  g_autofree char *empty = NULL;

  if (n_empty == 0)
    return g_steal_pointer (&values);

  /* Translators: so many cells of a column have no value */
  empty = g_strdup_printf (ngettext ("%'u empty", "%'u empty", n_empty), n_empty);
  return g_strdup_printf ("%s · %s", values, empty);
}

char *
lb_matrix_value_words (LbCellValues *values, guint value)
{
  const char *text = lb_cell_values_get_text (values, value);
  g_autofree char *begin = NULL;

  if (value == 0)
    /* Translators: of a cell without a value */
    return g_strdup (C_ ("cell", "Empty"));

  begin = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), VALUE_LENGTH));
  return lb_visible_text (begin);
}

char *
lb_matrix_cell_words (const char *field, const char *image, const char *value)
{
  /* Translators: a cell of the matrix as a screen reader says it: a field, the name of an image,
   * and what stands there, as in “Lighting › Direction of pier-01.png: backlit” */
  return g_strdup_printf (_ ("%1$s of %2$s: %3$s"), field, image, value);
}

char *
lb_matrix_outlier_words (LbCellValues *values, LbCellTally *tally, guint value)
{
  LbCellCount common;
  g_autofree char *words = NULL;

  if (value == 0 || tally == NULL || !lb_cell_tally_is_outlier (tally, value, &common))
    return NULL;

  words = lb_matrix_value_words (values, common.value);
  /* Translators: so many captions of so many have this value, and the one here has another */
  return g_strdup_printf (
    ngettext ("%1$'u of %2$'u says “%3$s”", "%1$'u of %2$'u say “%3$s”", common.n), common.n,
    lb_cell_tally_get_n_filled (tally), words);
}

const char *
lb_matrix_row_words (const LbCellRecord *record)
{
  if (record == NULL)
    return "";

  switch (lb_cell_record_get_kind (record))
    {
    case LB_CELL_RECORD_NONE:   return _ ("No caption yet");
    case LB_CELL_RECORD_PLAIN:  return _ ("A caption in plain words, without fields");
    case LB_CELL_RECORD_BROKEN: return _ ("This caption has to be corrected on its own page");
    case LB_CELL_RECORD_PROMPT:
    default:                    return NULL;
    }
}

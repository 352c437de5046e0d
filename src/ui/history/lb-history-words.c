#include "config.h"

#include "ui/history/lb-history-words.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-image-cell.h"

/* Of one thing that has a name. (transfer full) */
static char *
words_of_one (LbHistoryStep *step, const char *name)
{
  const LbHistoryThing thing = lb_history_step_get_thing (step);

  switch (lb_history_step_get_kind (step))
    {
    case LB_HISTORY_REGENERATE: return g_strdup_printf (_ ("Regenerate the caption of “%s”"), name);
    case LB_HISTORY_REFINE:     return g_strdup_printf (_ ("Refine the caption of “%s”"), name);
    case LB_HISTORY_REPLACE:    return g_strdup_printf (_ ("Replace in the caption of “%s”"), name);
    case LB_HISTORY_APPROVE:    return g_strdup_printf (_ ("Approve “%s”"), name);
    case LB_HISTORY_UNAPPROVE:  return g_strdup_printf (_ ("Take back the approval of “%s”"), name);
    case LB_HISTORY_RENAME:     return g_strdup_printf (_ ("Rename “%s”"), name);
    case LB_HISTORY_SCHEMA:     return g_strdup_printf (_ ("Change the visual schema of “%s”"), name);
    case LB_HISTORY_PREFIX:     return g_strdup_printf (_ ("Change the caption prefix of “%s”"), name);
    case LB_HISTORY_DELETE:
      if (thing == LB_HISTORY_DATASET)
        return g_strdup_printf (_ ("Delete the dataset “%s”"), name);
      if (thing == LB_HISTORY_PROJECT)
        return g_strdup_printf (_ ("Delete the project “%s”"), name);
      return g_strdup_printf (_ ("Delete “%s”"), name);
    case LB_HISTORY_FREEZE:     return g_strdup_printf (_ ("Change the frozen fields of “%s”"), name);
    case LB_HISTORY_DISCARD:    return g_strdup_printf (_ ("Discard the draft of “%s”"), name);
    case LB_HISTORY_DUPLICATES: return g_strdup_printf (_ ("Remove duplicates of “%s”"), name);
    case LB_HISTORY_EDIT:
    default:                    return g_strdup_printf (_ ("Edit the caption of “%s”"), name);
    }
}

static char *
words_of_many (LbHistoryStep *step, guint n)
{
  switch (lb_history_step_get_kind (step))
    {
    case LB_HISTORY_REGENERATE:
      return g_strdup_printf (ngettext ("Regenerate %'u caption", "Regenerate %'u captions", n), n);
    case LB_HISTORY_REFINE:
      return g_strdup_printf (ngettext ("Refine %'u caption", "Refine %'u captions", n), n);
    case LB_HISTORY_REPLACE:
      return g_strdup_printf (ngettext ("Replace in %'u caption", "Replace in %'u captions", n), n);
    case LB_HISTORY_APPROVE:
      return g_strdup_printf (ngettext ("Approve %'u caption", "Approve %'u captions", n), n);
    case LB_HISTORY_UNAPPROVE:
      return g_strdup_printf (ngettext ("Take back the approval of %'u caption",
                                        "Take back the approval of %'u captions", n),
                              n);
    case LB_HISTORY_DELETE:
      return g_strdup_printf (ngettext ("Delete %'u image", "Delete %'u images", n), n);
    case LB_HISTORY_DUPLICATES:
      return g_strdup_printf (ngettext ("Remove duplicates: %'u image changed",
                                        "Remove duplicates: %'u images changed", n),
                              n);
    case LB_HISTORY_DISCARD:
      return g_strdup_printf (ngettext ("Discard %'u draft", "Discard %'u drafts", n), n);
    case LB_HISTORY_RENAME:
    case LB_HISTORY_SCHEMA:
    case LB_HISTORY_PREFIX:
    case LB_HISTORY_FREEZE:
    case LB_HISTORY_EDIT:
    default:                return g_strdup_printf (ngettext ("Edit %'u caption", "Edit %'u captions", n), n);
    }
}

char *
lb_history_step_words (LbHistoryStep *step)
{
  const guint n = lb_history_step_get_count (step);
  const gboolean is_image = lb_history_step_get_thing (step) == LB_HISTORY_IMAGE;
  g_autofree char *name = NULL;

  /* A project goes with its datasets; it is the one thing that was meant. */
  if ((n != 1 && is_image) || lb_history_step_get_name (step) == NULL)
    return words_of_many (step, n);

  name = lb_visible_text (lb_history_step_get_name (step));

  return words_of_one (step, name);
}

char *
lb_history_outcome_words (LbHistoryStep *step, gboolean undone)
{
  g_autofree char *words = lb_history_step_words (step);

  if (undone)
    /* Translators: %s is a step such as “Edit the caption of “boat.png”” */
    return g_strdup_printf (_ ("Undone: %s"), words);

  /* Translators: %s is a step such as “Edit the caption of “boat.png”” */
  return g_strdup_printf (_ ("Done again: %s"), words);
}

char *
lb_history_moment_words (gint64 time_us)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local_usec (time_us);

  return moment != NULL ? lb_image_cell_date_words (moment, now) : g_strdup ("");
}

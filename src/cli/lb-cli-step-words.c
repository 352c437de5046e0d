#include "config.h"

#include "cli/lb-cli-step-words.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"

/* The words are those of the window. */

/* (transfer full): of one thing, which is called @name. */
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
    case LB_HISTORY_FREEZE:     return g_strdup_printf (_ ("Change the frozen fields of “%s”"), name);
    case LB_HISTORY_DISCARD:    return g_strdup_printf (_ ("Discard the draft of “%s”"), name);
    case LB_HISTORY_DUPLICATES: return g_strdup_printf (_ ("Remove duplicates of “%s”"), name);
    case LB_HISTORY_DELETE:
      return g_strdup_printf (thing == LB_HISTORY_DATASET   ? _ ("Delete the dataset “%s”")
                              : thing == LB_HISTORY_PROJECT ? _ ("Delete the project “%s”")
                                                            : _ ("Delete “%s”"),
                              name);
    case LB_HISTORY_EDIT:
    default:              return g_strdup_printf (_ ("Edit the caption of “%s”"), name);
    }
}

/* (transfer full) */
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
lb_cli_step_words (LbHistoryStep *step)
{
  const guint n = lb_history_step_get_count (step);
  const gboolean is_image = lb_history_step_get_thing (step) == LB_HISTORY_IMAGE;
  g_autofree char *name = lb_visible_text (lb_history_step_get_name (step));

  /* A project goes with its datasets; it is the one thing that was meant. */
  return (n != 1 && is_image) || name == NULL ? words_of_many (step, n) : words_of_one (step, name);
}

const char *
lb_cli_step_kind_name (LbHistoryStep *step)
{
  static const char *const names[] = {
    [LB_HISTORY_EDIT] = "edit",
    [LB_HISTORY_REGENERATE] = "regenerate",
    [LB_HISTORY_REFINE] = "refine",
    [LB_HISTORY_REPLACE] = "replace",
    [LB_HISTORY_APPROVE] = "approve",
    [LB_HISTORY_UNAPPROVE] = "unapprove",
    [LB_HISTORY_RENAME] = "rename",
    [LB_HISTORY_SCHEMA] = "schema",
    [LB_HISTORY_PREFIX] = "prefix",
    [LB_HISTORY_DELETE] = "delete",
    [LB_HISTORY_DISCARD] = "discard",
    [LB_HISTORY_FREEZE] = "freeze",
    [LB_HISTORY_DUPLICATES] = "duplicates",
  };

  return names[lb_history_step_get_kind (step)];
}

const char *
lb_cli_step_state_name (LbHistoryStep *step)
{
  static const char *const names[] = {
    [LB_HISTORY_DONE] = "done",
    [LB_HISTORY_UNDONE] = "undone",
    [LB_HISTORY_BLOCKED] = "blocked",
  };

  return names[lb_history_step_get_state (step)];
}

const char *
lb_cli_step_thing_name (LbHistoryStep *step)
{
  static const char *const names[] = {
    [LB_HISTORY_IMAGE] = "image",
    [LB_HISTORY_DATASET] = "dataset",
    [LB_HISTORY_PROJECT] = "project",
  };

  return names[lb_history_step_get_thing (step)];
}

#include "config.h"

#include "ui/matrix/lb-matrix-private.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/matrix/lb-matrix-words.h"
#include "ui/prompt/lb-issue-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

static char *
refusal_words (const LbCellProblem *problem)
{
  switch (problem->why)
    {
    case LB_CELL_NO_ELEMENT: return g_strdup (_ ("The caption has no objects that could have it."));
    case LB_CELL_COUNT:
      /* Translators: several objects of a picture have the field that is written in one cell */
      return g_strdup_printf (
        ngettext ("%'u object has this field: write one value.",
                  "%'u objects have this field: write as many values, with “ | ” between them.",
                  problem->n_values),
        problem->n_values);
    case LB_CELL_NUMBER:   return g_strdup (_ ("Only digits can stand here."));
    case LB_CELL_NO_VALUE:
    default:               return g_strdup (_ ("The caption has a list or an object here."));
    }
}

static char *
kind_words (const LbCellProblem *problem)
{
  switch (problem->kind)
    {
    case LB_CELL_PROBLEM_FROZEN:
      return g_strdup (_ ("This field is frozen in the dataset: unfreeze it first."));
    case LB_CELL_PROBLEM_REFUSED: return refusal_words (problem);
    case LB_CELL_PROBLEM_INVALID:
      return problem->issue != NULL ? lb_issue_title (problem->issue)
                                    : g_strdup (_ ("The caption would not be valid with it."));
    case LB_CELL_PROBLEM_TOO_LONG: return g_strdup (_ ("The caption would be too long."));
    case LB_CELL_PROBLEM_NOT_KEPT: return lb_error_words (problem->error);
    case LB_CELL_PROBLEM_NOT_NOW:
    default:                       return g_strdup (_ ("The caption can’t be changed now: open the image to see why."));
    }
}

char *
lb_matrix_problem_words (const LbCellProblem *problem)
{
  g_autofree char *words = kind_words (problem);

  /* The issue names its line, which nobody sees here. */
  if (problem->kind == LB_CELL_PROBLEM_INVALID && problem->issue != NULL)
    {
      g_autofree char *clause = lb_issue_clause (problem->issue, TRUE);

      /* Translators: %s is what would be wrong, such as “Lighting › Direction is missing” */
      return g_strdup_printf (_ ("Not valid: %s."), clause);
    }

  return g_steal_pointer (&words);
}

void
lb_matrix_tell (LbMatrix *self, const char *words)
{
  lb_toast_show (GTK_WIDGET (self), lb_toast_new (words));
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

void
lb_matrix_show_problems (LbMatrix *self, GPtrArray *problems, guint n_written)
{
  const LbCellProblem *first = g_ptr_array_index (problems, 0);
  const guint n = problems->len;
  g_autofree char *why = lb_matrix_problem_words (first);
  g_autofree char *name = lb_visible_text (lb_image_shown_name (first->image));
  /* Translators: %1$s is the name of an image, %2$s why its caption was left as it is */
  g_autofree char *one = g_strdup_printf (_ ("%1$s: %2$s"), name, why);
  g_autofree char *many = g_strdup_printf (
    ngettext ("%'u cell was left as it is.", "%'u cells were left as they are.", n), n);
  g_autofree char *words = n == 1 ? g_strdup (one) : g_strdup_printf ("%s %s", many, one);

  lb_matrix_tell (self, words);
}

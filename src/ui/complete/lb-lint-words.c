#include "config.h"

#include "ui/complete/lb-lint-words.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/schema/lb-survey-words.h"

char *
lb_lint_words (const LbLintFinding *finding)
{
  const guint n = finding->n_images;
  g_autofree char *text = lb_visible_text (finding->text != NULL ? finding->text : "");
  g_autofree char *field =
    finding->path != NULL ? lb_survey_field_words (finding->path) : g_strdup ("");

  switch (finding->kind)
    {
    case LB_LINT_FEW: return g_strdup_printf (ngettext ("Only %'u image", "Only %'u images", n), n);
    case LB_LINT_NO_NAME:
    case LB_LINT_SCHEMA_WORD:
      /* Translators: %s is a name or a word that captions should have */
      return g_strdup_printf (ngettext ("%'u caption without “%s”", "%'u captions without “%s”", n),
                              n, text);
    case LB_LINT_IDENTITY:
    default:
      /* Translators: %s is the name of a field of captions, such as “Clothing” */
      return g_strdup_printf (ngettext ("“%s” is the same in %'u of %'u caption",
                                        "“%s” is the same in %'u of %'u captions", finding->n_of),
                              field, n, finding->n_of);
    }
}

char *
lb_lint_reason (const LbLintFinding *finding)
{
  g_autofree char *text = lb_visible_text (finding->text != NULL ? finding->text : "");

  switch (finding->kind)
    {
    case LB_LINT_FEW:
      return g_strdup_printf (
        ngettext ("%'u or more teach this better", "%'u or more teach this better", finding->n_of),
        finding->n_of);
    case LB_LINT_NO_NAME:     return g_strdup (_ ("The name calls up what is learned"));
    case LB_LINT_SCHEMA_WORD: return g_strdup (_ ("The visual schema says it of all pictures"));
    case LB_LINT_IDENTITY:
    default:
      /* Translators: %s is what captions keep saying */
      return g_strdup_printf (
        _ ("“%s” is tied to these words; say it in the visual schema instead"), text);
    }
}

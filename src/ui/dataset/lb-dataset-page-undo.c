#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/history/lb-history-words.h"

void
lb_dataset_page_show_undo (LbDatasetPage *self, LbHistory *history)
{
  LbHistoryStep *step = history != NULL ? lb_history_get_undo_step (history) : NULL;
  g_autofree char *words = step != NULL ? lb_history_step_words (step) : NULL;
  g_autofree char *tooltip = NULL;
  g_autofree char *label = NULL;

  g_return_if_fail (LB_IS_DATASET_PAGE (self));

  if (words != NULL)
    {
      /* Translators: %s is a step such as “Edit the caption of “boat.png”” */
      tooltip = g_strdup_printf (_ ("Undo: %s (Ctrl+Z)"), words);
      /* Translators: %s is a step such as “Edit the caption of “boat.png”” */
      label = g_strdup_printf (_ ("Undo: %s"), words);
    }
  gtk_widget_set_tooltip_text (self->undo_button, tooltip != NULL ? tooltip : _ ("Undo (Ctrl+Z)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->undo_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : _ ("Undo"), -1);
}

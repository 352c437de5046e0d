#include "config.h"

#include "ui/schema/lb-schema-refinement.h"

#include <glib/gi18n.h>

#include "model/lb-prompt.h"
#include "ui/schema/lb-schema-page.h"
#include "ui/widgets/lb-toast.h"

static void
refined_cb (LbRefineDialog *dialog, const char *before, const char *after, GtkWidget *from)
{
  LbDataset *dataset = g_object_get_data (G_OBJECT (dialog), "lb-dataset");
  const gboolean same = g_strcmp0 (lb_schema_page_get_text (dataset), before) == 0;

  if (same)
    lb_schema_page_keep_draft (dataset, after);
  lb_toast_show (from, lb_toast_new (same ? _ ("Schema changed. Apply it on its page.")
                                          : _ ("The schema was changed meanwhile. Ask again.")));
}

void
lb_schema_refinement_offer (LbRefineDialog *dialog, GtkWidget *from, LbDataset *dataset)
{
  const char *schema = lb_schema_page_get_text (dataset);
  g_autoptr (LbPrompt) prompt = schema != NULL ? lb_prompt_new (schema, NULL) : NULL;

  if (prompt == NULL)
    return;

  lb_refine_dialog_add_schema (dialog, schema);
  g_object_set_data_full (G_OBJECT (dialog), "lb-dataset", g_object_ref (dataset), g_object_unref);
  g_signal_connect_object (dialog, "schema-refined", G_CALLBACK (refined_cb), from, 0);
}

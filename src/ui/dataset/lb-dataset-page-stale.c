#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/dataset/lb-regenerate-dialog.h"

/* R36: a new schema leaves captions as they are. Which of them are older is told, and whoever wants
 * others is led to them. */

char *
lb_dataset_page_stale_words (LbDatasetPage *self, LbPageBanner *banner)
{
  const guint n = lb_image_tally_get_shown (self->tally, LB_SHOW_STALE);

  if (n == 0)
    return NULL;

  banner->label = _ ("_Regenerate…");
  banner->action = "dataset.regenerate-stale";
  banner->about = G_OBJECT (self->dataset);
  banner->seen_key = "lb-stale-seen";

  return g_strdup_printf (ngettext ("%'u caption was made under an older schema",
                                    "%'u captions were made under an older schema", n),
                          n);
}

static void
regenerate_stale_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  adw_dialog_present (
    lb_regenerate_dialog_new (widget, self->session, self->dataset, self->images, LB_SHOW_STALE),
    widget);
}

void
lb_dataset_page_install_stale_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.regenerate-stale", NULL,
                                   regenerate_stale_cb);
}

#include "config.h"

#include "ui/widgets/lb-button-name.h"

static void
realize_cb (GtkWidget *button)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

void
lb_button_name_keep (AdwButtonContent *content)
{
  GtkWidget *button = gtk_widget_get_ancestor (GTK_WIDGET (content), GTK_TYPE_BUTTON);

  g_return_if_fail (button != NULL);

  g_signal_connect_after (button, "realize", G_CALLBACK (realize_cb), NULL);
}

#include "config.h"

#include "ui/widgets/lb-first-focus.h"

#include "base/lb-weak.h"

#define SETTLED_MS 50

static gboolean
focus_cb (gpointer data)
{
  g_autoptr (GtkWidget) widget = g_weak_ref_get (data);

  if (widget != NULL && gtk_widget_get_mapped (widget))
    gtk_widget_grab_focus (widget);

  return G_SOURCE_REMOVE;
}

/* The toolkit moves the focus itself a frame or two after the dialog is mapped, and tells nobody.
 */
static void
map_cb (GtkWidget *dialog, GtkWidget *widget)
{
  g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, SETTLED_MS, focus_cb, lb_weak_new (widget),
                      lb_weak_free);
}

void
lb_first_focus_set (AdwDialog *dialog, GtkWidget *widget)
{
  g_return_if_fail (ADW_IS_DIALOG (dialog));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_signal_connect_object (dialog, "map", G_CALLBACK (map_cb), widget, G_CONNECT_AFTER);
}

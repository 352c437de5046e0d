#include "config.h"

#include "ui/application/lb-window-private.h"

#include "base/lb-weak.h"

/* What is nearest to @widget and can have the focus in its place. */
static gboolean
focus_near (GtkWidget *widget)
{
  for (GtkWidget *around = widget; around != NULL && !GTK_IS_WINDOW (around);
       around = gtk_widget_get_parent (around))
    if (gtk_widget_get_mapped (around) && gtk_widget_is_sensitive (around) &&
        gtk_widget_child_focus (around, GTK_DIR_TAB_FORWARD))
      return TRUE;
  return FALSE;
}

static gboolean
restore_focus_cb (gpointer data)
{
  g_autoptr (LbWindow) self = g_weak_ref_get (data);
  AdwNavigationPage *page;

  if (self == NULL || gtk_window_get_focus (GTK_WINDOW (self)) != NULL)
    return G_SOURCE_REMOVE;

  page = adw_navigation_view_get_visible_page (self->views);
  if (!focus_near (self->last_focus) && page != NULL)
    gtk_widget_child_focus (GTK_WIDGET (page), GTK_DIR_TAB_FORWARD);
  return G_SOURCE_REMOVE;
}

static void
focus_changed_cb (LbWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL)
    g_set_weak_pointer (&self->last_focus, focus);
  else if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, restore_focus_cb, lb_weak_new (self), lb_weak_free);
}

void
lb_window_keep_focus (LbWindow *self)
{
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
}

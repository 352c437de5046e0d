#include "config.h"

#include "ui/application/lb-window-private.h"

#include "base/lb-weak.h"

/* A widget that is out of sight may keep the focus, or be given it (what AdwBottomSheet puts over
 * its content), and then no key would reach the window. One that will be mapped with the next frame
 * is not out of sight. */
static gboolean
is_focus_lost (LbWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  for (GtkWidget *around = focus; around != NULL && !GTK_IS_WINDOW (around);
       around = gtk_widget_get_parent (around))
    if (!gtk_widget_get_visible (around) || !gtk_widget_get_child_visible (around))
      return TRUE;

  return focus == NULL;
}

/* Gives the focus to what is nearest to @widget and can have it in its place. */
static gboolean
focus_near (LbWindow *self, GtkWidget *widget)
{
  for (GtkWidget *around = widget; around != NULL && !GTK_IS_WINDOW (around);
       around = gtk_widget_get_parent (around))
    if (gtk_widget_get_mapped (around) && gtk_widget_is_sensitive (around) &&
        gtk_widget_child_focus (around, GTK_DIR_TAB_FORWARD) && !is_focus_lost (self))
      return TRUE;
  return FALSE;
}

static gboolean
restore_focus_cb (gpointer data)
{
  g_autoptr (LbWindow) self = g_weak_ref_get (data);
  AdwNavigationPage *page;

  if (self == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) || !is_focus_lost (self))
    return G_SOURCE_REMOVE;

  self->is_restoring_focus = TRUE;
  page = adw_navigation_view_get_visible_page (self->views);
  if (!focus_near (self, self->last_focus) && page != NULL)
    gtk_widget_child_focus (GTK_WIDGET (page), GTK_DIR_TAB_FORWARD);
  if (is_focus_lost (self))
    gtk_window_set_focus (GTK_WINDOW (self), NULL); /* the window's own keys work then */
  self->is_restoring_focus = FALSE;
  return G_SOURCE_REMOVE;
}

static void
restore_soon (LbWindow *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, restore_focus_cb, lb_weak_new (self), lb_weak_free);
}

static void
focus_unmapped_cb (GtkWidget *focus, LbWindow *self)
{
  if (gtk_window_get_focus (GTK_WINDOW (self)) == focus)
    restore_soon (self);
}

static void
focus_changed_cb (LbWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (self->last_focus != NULL)
    g_signal_handlers_disconnect_by_func (self->last_focus, focus_unmapped_cb, self);
  if (focus != NULL)
    {
      g_set_weak_pointer (&self->last_focus, focus);
      g_signal_connect_object (focus, "unmap", G_CALLBACK (focus_unmapped_cb), self, 0);
    }
  if (!self->is_restoring_focus && is_focus_lost (self))
    restore_soon (self);
}

void
lb_window_keep_focus (LbWindow *self)
{
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
}

#include "config.h"

#include "ui/application/lb-window-private.h"

#include "base/lb-weak.h"

/* How long the focus may be on what is out of sight, in milliseconds. A search entry has it before
 * the bar that it comes with is there, which is well; a page that went may leave it on a widget
 * that will never be seen (AdwBottomSheet has some), and then no key would reach the window. */
#define UNSEEN_MS 500

static gboolean
is_focus_seen (LbWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && gtk_widget_get_mapped (focus);
}

/* Gives the focus to what is nearest to @widget and can have it in its place. */
static gboolean
focus_near (LbWindow *self, GtkWidget *widget)
{
  for (GtkWidget *around = widget; around != NULL && !GTK_IS_WINDOW (around);
       around = gtk_widget_get_parent (around))
    if (gtk_widget_get_mapped (around) && gtk_widget_is_sensitive (around) &&
        gtk_widget_child_focus (around, GTK_DIR_TAB_FORWARD) && is_focus_seen (self))
      return TRUE;
  return FALSE;
}

/* A dialog keeps it: behind it no Escape would be heard. */
static void
restore_focus (LbWindow *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->views);
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self));
  GtkWidget *top = dialog != NULL ? GTK_WIDGET (dialog) : GTK_WIDGET (page);

  self->restores_focus = TRUE;
  if (!focus_near (self, self->last_focus) && top != NULL)
    gtk_widget_child_focus (top, GTK_DIR_TAB_FORWARD);
  if (!is_focus_seen (self))
    gtk_window_set_focus (GTK_WINDOW (self), NULL); /* the window takes the keys itself */
  self->restores_focus = FALSE;
}

static gboolean
no_focus_cb (gpointer data)
{
  g_autoptr (LbWindow) self = g_weak_ref_get (data);

  if (self != NULL && gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    restore_focus (self);
  return G_SOURCE_REMOVE;
}

static gboolean
unseen_focus_cb (gpointer data)
{
  g_autoptr (LbWindow) self = g_weak_ref_get (data);

  if (self != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) && !is_focus_seen (self))
    restore_focus (self);
  return G_SOURCE_REMOVE;
}

static void
watch_unseen (LbWindow *self)
{
  g_timeout_add_full (G_PRIORITY_DEFAULT, UNSEEN_MS, unseen_focus_cb, lb_weak_new (self),
                      lb_weak_free);
}

static void
focus_unmapped_cb (GtkWidget *focus, LbWindow *self)
{
  if (gtk_window_get_focus (GTK_WINDOW (self)) == focus)
    watch_unseen (self);
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

  if (self->restores_focus || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (focus == NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, no_focus_cb, lb_weak_new (self), lb_weak_free);
  else if (!gtk_widget_get_mapped (focus))
    watch_unseen (self);
}

void
lb_window_keep_focus (LbWindow *self)
{
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
}

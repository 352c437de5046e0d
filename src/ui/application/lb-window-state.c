#include "config.h"

#include "ui/application/lb-window-private.h"

/* The most that any monitor shows; what was kept on a larger one would not fit. */
static void
measure_monitors (LbWindow *self, int *width, int *height)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));

  *width = 0;
  *height = 0;
  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      GdkRectangle area;

      gdk_monitor_get_geometry (monitor, &area);
      *width = MAX (*width, area.width);
      *height = MAX (*height, area.height);
    }
}

static int
fit (int wanted, int least, int most)
{
  return MAX (least, most > 0 ? MIN (wanted, most) : wanted);
}

void
lb_window_restore_state (LbWindow *self)
{
  GtkWindow *window = GTK_WINDOW (self);
  int least_width = 0;
  int least_height = 0;
  int width;
  int height;

  measure_monitors (self, &width, &height);
  gtk_widget_get_size_request (GTK_WIDGET (self), &least_width, &least_height);
  gtk_window_set_default_size (
    window, fit (g_settings_get_int (self->settings, "window-width"), least_width, width),
    fit (g_settings_get_int (self->settings, "window-height"), least_height, height));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (window);

  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_SET);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_SET);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_SET);
}

/* Called once the last state is shown, which would be overwritten sooner. */
void
lb_window_keep_pane (LbWindow *self)
{
  g_settings_bind (self->settings, "content-shown", self->split, "show-content",
                   G_SETTINGS_BIND_SET);
}

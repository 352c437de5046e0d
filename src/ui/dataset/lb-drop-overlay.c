#include "config.h"

#include "ui/dataset/lb-drop-overlay.h"

#include <glib/gi18n.h>

struct _LbDropOverlay
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkWidget *zone;
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *detail;
  GtkWidget *hint;
};

G_DEFINE_FINAL_TYPE (LbDropOverlay, lb_drop_overlay, ADW_TYPE_BIN)

static void
child_revealed_cb (GtkRevealer *revealer, GParamSpec *pspec, LbDropOverlay *self)
{
  if (!gtk_revealer_get_reveal_child (revealer) && !gtk_revealer_get_child_revealed (revealer))
    gtk_widget_set_visible (GTK_WIDGET (revealer), FALSE);
}

/* Leaves out what there is no room for, the least said first. */
static void
fit (LbDropOverlay *self, gboolean refused)
{
  GtkWidget *parts[] = { self->hint, GTK_WIDGET (self->icon), GTK_WIDGET (self->detail) };
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_widget_set_visible (parts[i], !refused || parts[i] != self->hint);
  for (guint i = 0; i < G_N_ELEMENTS (parts) && width > 0; i++)
    {
      int needed;

      gtk_widget_measure (self->zone, GTK_ORIENTATION_VERTICAL, width, &needed, NULL, NULL, NULL);
      if (needed <= height)
        return;
      gtk_widget_set_visible (parts[i], FALSE);
    }
}

static void
show (LbDropOverlay *self, gboolean refused, const char *title, const char *detail)
{
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->detail, detail);
  gtk_image_set_from_icon_name (self->icon,
                                refused ? "action-unavailable-symbolic" : "list-add-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), refused ? "accent" : "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), refused ? "error" : "accent");
  if (refused)
    gtk_widget_add_css_class (self->zone, "refused");
  else
    gtk_widget_remove_css_class (self->zone, "refused");

  fit (self, refused);
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

static void
lb_drop_overlay_dispose (GObject *object)
{
  /* The revealer is the bin's own child: letting the template unparent it would leave the bin with
   * a pointer to freed memory. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_DROP_OVERLAY);

  G_OBJECT_CLASS (lb_drop_overlay_parent_class)->dispose (object);
}

static void
lb_drop_overlay_class_init (LbDropOverlayClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_drop_overlay_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dataset/lb-drop-overlay.ui");
  gtk_widget_class_bind_template_child (widget_class, LbDropOverlay, revealer);
  gtk_widget_class_bind_template_child (widget_class, LbDropOverlay, zone);
  gtk_widget_class_bind_template_child (widget_class, LbDropOverlay, icon);
  gtk_widget_class_bind_template_child (widget_class, LbDropOverlay, title);
  gtk_widget_class_bind_template_child (widget_class, LbDropOverlay, detail);
  gtk_widget_class_bind_template_child (widget_class, LbDropOverlay, hint);
  gtk_widget_class_bind_template_callback (widget_class, child_revealed_cb);
}

static void
lb_drop_overlay_init (LbDropOverlay *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lb_drop_overlay_offer (LbDropOverlay *self, guint n_items)
{
  g_autofree char *title = NULL;

  g_return_if_fail (LB_IS_DROP_OVERLAY (self));

  if (n_items > 0)
    title = g_strdup_printf (ngettext ("Drop to Add %'u Item", "Drop to Add %'u Items", n_items),
                             n_items);
  else
    title = g_strdup (_ ("Drop to Add Images"));
  show (self, FALSE, title, _ ("Every file is checked before anything is sent."));
}

void
lb_drop_overlay_offer_import (LbDropOverlay *self)
{
  g_return_if_fail (LB_IS_DROP_OVERLAY (self));

  show (self, FALSE, _ ("Drop to Check for the Import"),
        _ ("Nothing is imported before you have seen the result."));
}

void
lb_drop_overlay_offer_link (LbDropOverlay *self)
{
  g_return_if_fail (LB_IS_DROP_OVERLAY (self));

  show (self, FALSE, _ ("Drop to Add from This Address"),
        _ ("You are asked before anything is fetched."));
}

void
lb_drop_overlay_refuse (LbDropOverlay *self, const char *title, const char *detail)
{
  g_return_if_fail (LB_IS_DROP_OVERLAY (self));

  show (self, TRUE, title, detail);
}

void
lb_drop_overlay_hide (LbDropOverlay *self)
{
  g_return_if_fail (LB_IS_DROP_OVERLAY (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

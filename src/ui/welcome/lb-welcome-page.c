#include "config.h"

#include "ui/welcome/lb-welcome-page.h"

#include <glib/gi18n.h>

struct _LbWelcomePage
{
  AdwBin parent_instance;

  GtkWidget *start_button;
  GtkWidget *sample_button;
  GtkWidget *sample_spinner;
  GtkLabel *sample_label;
};

G_DEFINE_FINAL_TYPE (LbWelcomePage, lb_welcome_page, ADW_TYPE_BIN)

static void
lb_welcome_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lb_welcome_page_parent_class)->map (widget);
  gtk_widget_grab_focus (LB_WELCOME_PAGE (widget)->start_button);
}

static void
lb_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (lb_welcome_page_parent_class)->dispose (object);
}

static void
lb_welcome_page_class_init (LbWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_welcome_page_dispose;
  widget_class->map = lb_welcome_page_map;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/welcome/lb-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LbWelcomePage, start_button);
  gtk_widget_class_bind_template_child (widget_class, LbWelcomePage, sample_button);
  gtk_widget_class_bind_template_child (widget_class, LbWelcomePage, sample_spinner);
  gtk_widget_class_bind_template_child (widget_class, LbWelcomePage, sample_label);
}

static void
lb_welcome_page_init (LbWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lb_welcome_page_set_making_sample (LbWelcomePage *self, gboolean making)
{
  g_return_if_fail (LB_IS_WELCOME_PAGE (self));

  gtk_widget_set_visible (self->sample_spinner, making);
  gtk_label_set_label (self->sample_label, making ? _ ("_Cancel") : _ ("_Open Sample"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->sample_button),
                                  making ? "win.stop-sample" : "win.open-sample");

  /* The button took no focus while there was nothing to stop. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))) == NULL)
    gtk_widget_grab_focus (self->sample_button);
}

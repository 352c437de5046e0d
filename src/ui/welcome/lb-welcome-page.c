#include "config.h"

#include "ui/welcome/lb-welcome-page.h"

struct _LbWelcomePage
{
  AdwBin parent_instance;

  GtkWidget *start_button;
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
}

static void
lb_welcome_page_init (LbWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

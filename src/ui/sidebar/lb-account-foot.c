#include "config.h"

#include "ui/sidebar/lb-account-foot.h"

#include <glib/gi18n.h>

#include "ui/widgets/lb-ellipsis-tooltip.h"

struct _LbAccountFoot
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *meaning;
  GtkPopoverMenu *popover;
  GtkLabel *explanation;

  LbSession *session; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbAccountFoot, lb_account_foot, ADW_TYPE_BIN)

/* A session that was not opened yet is not online either, but nothing has gone wrong. */
static gboolean
is_silent (LbSession *session)
{
  g_autofree char *message = NULL;
  gboolean online = FALSE;

  g_object_get (session, "online", &online, "error-message", &message, NULL);

  return !online && message != NULL;
}

static void
update (LbAccountFoot *self)
{
  gboolean silent = self->session != NULL && is_silent (self->session);
  g_autofree char *words = NULL;

  gtk_image_set_from_icon_name (self->icon,
                                silent ? "dialog-warning-symbolic" : "computer-symbolic");
  gtk_label_set_label (self->meaning, silent ? _ ("The service does not answer")
                                             : _ ("Offline · nothing is sent"));
  gtk_label_set_label (
    self->explanation,
    silent ? _ ("Lookbook’s own service on this computer does not answer. What you change is kept, "
                "and saved as soon as it does.")
           : _ ("Pictures and captions stay on this computer. Lookbook sends them nowhere, and "
                "there is nothing to sign up for."));
  if (silent)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->icon), "warning");
      gtk_widget_remove_css_class (GTK_WIDGET (self->meaning), "dim-label");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "warning");
      gtk_widget_add_css_class (GTK_WIDGET (self->meaning), "dim-label");
    }

  /* Translators: whose account it is, then what that means; for a screen reader */
  words = g_strdup_printf (_ ("%s, %s"), gtk_label_get_label (self->title),
                           gtk_label_get_label (self->meaning));
  gtk_accessible_update_property (GTK_ACCESSIBLE (adw_bin_get_child (ADW_BIN (self))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
lb_account_foot_dispose (GObject *object)
{
  LbAccountFoot *self = LB_ACCOUNT_FOOT (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_ACCOUNT_FOOT);

  G_OBJECT_CLASS (lb_account_foot_parent_class)->dispose (object);
}

static void
lb_account_foot_class_init (LbAccountFootClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_account_foot_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/sidebar/lb-account-foot.ui");
  gtk_widget_class_bind_template_child (widget_class, LbAccountFoot, icon);
  gtk_widget_class_bind_template_child (widget_class, LbAccountFoot, title);
  gtk_widget_class_bind_template_child (widget_class, LbAccountFoot, meaning);
  gtk_widget_class_bind_template_child (widget_class, LbAccountFoot, popover);
  gtk_widget_class_bind_template_child (widget_class, LbAccountFoot, explanation);
}

static void
lb_account_foot_init (LbAccountFoot *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_popover_menu_add_child (self->popover, GTK_WIDGET (self->explanation), "explanation");
  lb_ellipsis_tooltip_add (self->title);
  lb_ellipsis_tooltip_add (self->meaning);
  update (self);
}

void
lb_account_foot_set_session (LbAccountFoot *self, LbSession *session)
{
  g_return_if_fail (LB_IS_ACCOUNT_FOOT (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::online", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "notify::error-message", G_CALLBACK (update), self);
  update (self);
}

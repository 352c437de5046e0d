#include "config.h"

#include <glib/gi18n.h>

#include "ui/complete/lb-readiness-row.h"

struct _LbReadinessRow
{
  AdwActionRow parent_instance;

  GtkImage *icon;
  GtkLabel *action;
  GtkImage *arrow;
  char *place; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbReadinessRow, lb_readiness_row, ADW_TYPE_ACTION_ROW)

static void
lb_readiness_row_finalize (GObject *object)
{
  g_free (LB_READINESS_ROW (object)->place);

  G_OBJECT_CLASS (lb_readiness_row_parent_class)->finalize (object);
}

static void
lb_readiness_row_class_init (LbReadinessRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_readiness_row_finalize;
}

static void
lb_readiness_row_init (LbReadinessRow *self)
{
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->action = GTK_LABEL (gtk_label_new (NULL));
  self->arrow = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic", "accessible-role",
                              GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->action), "accent");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->icon));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->action));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->arrow));
}

static void
show_icon (LbReadinessRow *self, LbReadinessState state)
{
  static const char *const icons[] = { "object-select-symbolic", "dialog-error-symbolic",
                                       "dialog-warning-symbolic" };
  static const char *const styles[] = { "success", "error", "warning" };
  const char *const words[] = { C_ ("step", "Done"), C_ ("step", "Missing"), _ ("Worth a look") };

  gtk_image_set_from_icon_name (self->icon, icons[state]);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), styles[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), styles[state]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words[state], -1);
}

void
lb_readiness_row_set_state (LbReadinessRow *self,
                            LbReadinessState state,
                            const char *title,
                            const char *subtitle,
                            const char *action,
                            const char *place)
{
  g_return_if_fail (LB_IS_READINESS_ROW (self));

  show_icon (self, state);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_label_set_label (self->action, action != NULL ? action : "");
  gtk_widget_set_visible (GTK_WIDGET (self->action), action != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->arrow), action != NULL);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), action != NULL);
  g_set_str (&self->place, action != NULL ? place : NULL);
}

const char *
lb_readiness_row_get_place (LbReadinessRow *self)
{
  g_return_val_if_fail (LB_IS_READINESS_ROW (self), NULL);

  return self->place;
}

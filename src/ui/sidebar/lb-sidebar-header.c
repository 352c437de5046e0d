#include "config.h"

#include "ui/sidebar/lb-sidebar-header.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/widgets/lb-ellipsis-tooltip.h"

struct _LbSidebarHeader
{
  AdwBin parent_instance;

  GtkLabel *name;
  GtkMenuButton *menu_button;

  GBinding *binding; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbSidebarHeader, lb_sidebar_header, ADW_TYPE_BIN)

static void
lb_sidebar_header_dispose (GObject *object)
{
  LbSidebarHeader *self = LB_SIDEBAR_HEADER (object);

  g_clear_object (&self->binding);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_SIDEBAR_HEADER);

  G_OBJECT_CLASS (lb_sidebar_header_parent_class)->dispose (object);
}

static void
lb_sidebar_header_class_init (LbSidebarHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_sidebar_header_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/sidebar/lb-sidebar-header.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSidebarHeader, name);
  gtk_widget_class_bind_template_child (widget_class, LbSidebarHeader, menu_button);
}

static void
lb_sidebar_header_init (LbSidebarHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_ellipsis_tooltip_add (self->name);
}

GtkWidget *
lb_sidebar_header_new (void)
{
  return g_object_new (LB_TYPE_SIDEBAR_HEADER, NULL);
}

static gboolean
show_text (GBinding *binding, const GValue *name, GValue *label, gpointer data)
{
  g_value_take_string (label, lb_visible_text (g_value_get_string (name)));

  return TRUE;
}

static GMenuModel *
make_menu (gint64 id)
{
  const struct
  {
    const char *label;
    const char *action;
  } entries[] = {
    { _ ("New _Dataset…"), "win.new-dataset-in" },
    { _ ("_Rename Project…"), "win.rename-project" },
    { _ ("Dele_te Project…"), "win.delete-project" },
  };
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (entries[i].label, NULL);

      g_menu_item_set_action_and_target (item, entries[i].action, "x", id);
      g_menu_append_item (menu, item);
    }

  return G_MENU_MODEL (menu);
}

void
lb_sidebar_header_bind (LbSidebarHeader *self, LbProject *project)
{
  g_autoptr (GMenuModel) menu = NULL;

  g_return_if_fail (LB_IS_SIDEBAR_HEADER (self));

  if (self->binding != NULL)
    g_binding_unbind (self->binding);
  g_clear_object (&self->binding);
  if (project == NULL)
    return;

  self->binding =
    g_object_ref (g_object_bind_property_full (project, "project-name", self->name, "label",
                                               G_BINDING_SYNC_CREATE, show_text, NULL, NULL, NULL));
  menu = make_menu (lb_project_get_id (project));
  gtk_menu_button_set_menu_model (self->menu_button, menu);
}

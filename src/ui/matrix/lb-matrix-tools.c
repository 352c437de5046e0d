#include "config.h"

#include "ui/matrix/lb-matrix-tools.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/matrix/lb-matrix-words.h"

struct _LbMatrixTools
{
  GtkBox parent_instance;

  GtkWidget *columns_button;
  GtkEditable *search;
  GtkBox *checks;
  GtkMenuButton *group_button;
  GtkLabel *group_label;

  GStrv all;          /* (owned) (nullable) until it is told: the fields */
  GStrv columns;      /* (owned) (nullable): the same, those that are shown */
  gboolean following; /* the checks follow what is known already */
};

G_DEFINE_FINAL_TYPE (LbMatrixTools, lb_matrix_tools, GTK_TYPE_BOX)

static void
search_changed_cb (GtkSearchEntry *entry, LbMatrixTools *self)
{
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (self->search), -1);

  for (GtkWidget *check = gtk_widget_get_first_child (GTK_WIDGET (self->checks)); check != NULL;
       check = gtk_widget_get_next_sibling (check))
    {
      g_autofree char *name =
        g_utf8_casefold (gtk_check_button_get_label (GTK_CHECK_BUTTON (check)), -1);

      gtk_widget_set_visible (check, strstr (name, wanted) != NULL);
    }
}

static void
stop_search_cb (GtkSearchEntry *entry, LbMatrixTools *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->columns_button));
}

static void
lb_matrix_tools_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_MATRIX_TOOLS);

  G_OBJECT_CLASS (lb_matrix_tools_parent_class)->dispose (object);
}

static void
lb_matrix_tools_finalize (GObject *object)
{
  LbMatrixTools *self = LB_MATRIX_TOOLS (object);

  g_clear_pointer (&self->all, g_strfreev);
  g_clear_pointer (&self->columns, g_strfreev);

  G_OBJECT_CLASS (lb_matrix_tools_parent_class)->finalize (object);
}

static void
lb_matrix_tools_class_init (LbMatrixToolsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_matrix_tools_dispose;
  G_OBJECT_CLASS (klass)->finalize = lb_matrix_tools_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/matrix/lb-matrix-tools.ui");
  gtk_widget_class_bind_template_child (widget_class, LbMatrixTools, columns_button);
  gtk_widget_class_bind_template_child (widget_class, LbMatrixTools, search);
  gtk_widget_class_bind_template_child (widget_class, LbMatrixTools, checks);
  gtk_widget_class_bind_template_child (widget_class, LbMatrixTools, group_button);
  gtk_widget_class_bind_template_child (widget_class, LbMatrixTools, group_label);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
toggled_cb (GtkCheckButton *check, LbMatrixTools *self)
{
  const char *path = g_object_get_data (G_OBJECT (check), "lb-path");
  g_autofree char *kept = g_strdup (path);

  if (!self->following)
    gtk_widget_activate_action (GTK_WIDGET (self),
                                gtk_check_button_get_active (check) ? "matrix.show" : "matrix.hide",
                                "s", kept);
}

static void
add_check (LbMatrixTools *self, const char *path)
{
  g_autofree char *words = lb_matrix_path_words (path);
  GtkWidget *check = gtk_check_button_new_with_label (words);

  g_object_set_data_full (G_OBJECT (check), "lb-path", g_strdup (path), g_free);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_box_append (self->checks, check);
}

/* TRUE where the checks are those of other fields. */
static gboolean
differs (LbMatrixTools *self, const char *const *all)
{
  GtkWidget *check = gtk_widget_get_first_child (GTK_WIDGET (self->checks));

  for (guint i = 0; all[i] != NULL; i++, check = gtk_widget_get_next_sibling (check))
    if (check == NULL || g_strcmp0 (g_object_get_data (G_OBJECT (check), "lb-path"), all[i]) != 0)
      return TRUE;

  return check != NULL;
}

static void
show_checks (LbMatrixTools *self)
{
  GtkWidget *check;

  if (differs (self, (const char *const *) self->all))
    {
      while ((check = gtk_widget_get_first_child (GTK_WIDGET (self->checks))) != NULL)
        gtk_box_remove (self->checks, check);
      for (guint i = 0; self->all[i] != NULL; i++)
        add_check (self, self->all[i]);
    }

  self->following = TRUE;
  for (check = gtk_widget_get_first_child (GTK_WIDGET (self->checks)); check != NULL;
       check = gtk_widget_get_next_sibling (check))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                                 g_strv_contains ((const char *const *) self->columns,
                                                  g_object_get_data (G_OBJECT (check), "lb-path")));
  self->following = FALSE;
}

static void
add_item (GMenu *menu, const char *label, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "matrix.group", "s", target);
  g_menu_append_item (menu, item);
}

/* What is in the two popovers is made when somebody opens them: it took longer than all rows in
 * sight. */
static void
make_checks_cb (GtkMenuButton *button, gpointer data)
{
  LbMatrixTools *self = data;

  if (self->all != NULL)
    show_checks (self);
}

static void
make_groups_cb (GtkMenuButton *button, gpointer data)
{
  LbMatrixTools *self = data;
  g_autoptr (GMenu) menu = NULL;
  g_autoptr (GMenu) fields = NULL;

  if (self->columns == NULL || gtk_menu_button_get_menu_model (button) != NULL)
    return;

  menu = g_menu_new ();
  fields = g_menu_new ();
  add_item (menu, _ ("No Groups"), "");
  for (guint i = 0; self->columns[i] != NULL; i++)
    {
      g_autofree char *label = lb_matrix_path_words (self->columns[i]);

      add_item (fields, label, self->columns[i]);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (fields));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
lb_matrix_tools_init (LbMatrixTools *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->columns_button), make_checks_cb,
                                         self, NULL);
  gtk_menu_button_set_create_popup_func (self->group_button, make_groups_cb, self, NULL);
}

static void
show_group (LbMatrixTools *self, const char *group)
{
  g_autofree char *name = group != NULL ? lb_matrix_path_words (group) : NULL;
  g_autofree char *words =
    /* Translators: %s is the name of a field, such as “Lighting › Conditions” */
    name != NULL ? g_strdup_printf (_ ("Group by %s"), name) : g_strdup (C_ ("verb", "Group"));

  gtk_label_set_text (self->group_label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->group_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

void
lb_matrix_tools_show (LbMatrixTools *self,
                      const char *const *all,
                      const char *const *columns,
                      const char *group)
{
  g_return_if_fail (LB_IS_MATRIX_TOOLS (self));

  g_strfreev (self->all);
  self->all = g_strdupv ((GStrv) all);
  if (self->columns == NULL || !g_strv_equal (columns, (const char *const *) self->columns))
    gtk_menu_button_set_menu_model (self->group_button, NULL);
  g_strfreev (self->columns);
  self->columns = g_strdupv ((GStrv) columns);
  if (gtk_menu_button_get_active (GTK_MENU_BUTTON (self->columns_button)))
    show_checks (self);
  show_group (self, group);
}

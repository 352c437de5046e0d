#include "config.h"

#include "ui/matrix/lb-matrix-head.h"

#include <glib/gi18n.h>

#include "ui/matrix/lb-matrix-words.h"

struct _LbMatrixHead
{
  GtkWidget parent_instance;

  GtkWidget *button; /* child: for a column */
  GtkWidget *box;    /* child: of the images */
  GtkWidget *titles[2];
  GtkWidget *details[2];
  GtkWidget *sort; /* sign of the order, in the button */
  GtkWidget *pin;  /* in the button */
  char *path;      /* (owned) (nullable): of the menu */
  gboolean pinned; /* in the menu */
};

G_DEFINE_FINAL_TYPE (LbMatrixHead, lb_matrix_head, GTK_TYPE_WIDGET)

static void
lb_matrix_head_dispose (GObject *object)
{
  LbMatrixHead *self = LB_MATRIX_HEAD (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (lb_matrix_head_parent_class)->dispose (object);
}

static void
lb_matrix_head_class_init (LbMatrixHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_matrix_head_dispose;

  gtk_widget_class_set_css_name (widget_class, "matrix-head");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_COLUMN_HEADER);
}

static GtkWidget *
make_icon (const char *name)
{
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", name, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (icon, "dim-label");
  return icon;
}

static GtkWidget *
make_box (LbMatrixHead *self, guint nth)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->titles[nth] =
    g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (self->titles[nth], "caption-heading");
  self->details[nth] =
    g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, "xalign", 0.0, NULL);
  gtk_widget_set_css_classes (self->details[nth],
                              (const char *[]) { "caption", "dim-label", "numeric", NULL });
  gtk_box_append (GTK_BOX (words), self->titles[nth]);
  gtk_box_append (GTK_BOX (words), self->details[nth]);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (box), words);

  return box;
}

static void
add_item (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

static void
add_section (GMenu *menu, GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  g_object_unref (section);
}

/* (transfer full) */
static GMenu *
new_menu (LbMatrixHead *self)
{
  GMenu *menu = g_menu_new ();
  GMenu *section = g_menu_new ();
  g_autofree char *fit = g_strconcat ("=", self->path, NULL);
  g_autofree char *up = g_strconcat ("+", self->path, NULL);
  g_autofree char *down = g_strconcat ("-", self->path, NULL);

  add_item (section, _ ("Sort A to Z"), "matrix.sort", up);
  add_item (section, _ ("Sort Z to A"), "matrix.sort", down);
  add_item (section, _ ("In the Order of the Images"), "matrix.sort", "");
  add_section (menu, section);

  section = g_menu_new ();
  add_item (section, _ ("Group by This Field"), "matrix.group", self->path);
  add_item (section, _ ("No Groups"), "matrix.group", "");
  add_section (menu, section);

  section = g_menu_new ();
  add_item (section, self->pinned ? _ ("Unpin") : _ ("Pin at the Start"), "matrix.pin", self->path);
  add_item (section, _ ("Move Towards the Start"), "matrix.move", up);
  add_item (section, _ ("Move Towards the End"), "matrix.move", down);
  add_item (section, _ ("Hide Column"), "matrix.hide", self->path);
  add_section (menu, section);

  section = g_menu_new ();
  add_item (section, _ ("Wider"), "matrix.resize", up);
  add_item (section, _ ("Narrower"), "matrix.resize", down);
  /* Translators: the width of a column by what is in it */
  add_item (section, _ ("Fitting Width"), "matrix.resize", fit);
  add_section (menu, section);

  return menu;
}

/* Only once somebody opens it: a popover for each column took longer than all that is in the rows.
 */
static void
make_menu_cb (GtkMenuButton *button, gpointer data)
{
  g_autoptr (GMenu) menu = NULL;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;

  menu = new_menu (data);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
lb_matrix_head_init (LbMatrixHead *self)
{
  GtkWidget *content = make_box (self, 0);

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->sort = make_icon ("view-sort-ascending-symbolic");
  self->pin = make_icon ("view-pin-symbolic");
  gtk_box_append (GTK_BOX (content), self->pin);
  gtk_box_append (GTK_BOX (content), self->sort);
  gtk_box_append (GTK_BOX (content), make_icon ("pan-down-symbolic"));
  self->button = g_object_new (GTK_TYPE_MENU_BUTTON, "child", content, "has-frame", FALSE, NULL);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), make_menu_cb, self, NULL);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));

  self->box = make_box (self, 1);
  gtk_box_append (GTK_BOX (self->box), make_icon ("view-pin-symbolic"));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
lb_matrix_head_new (void)
{
  return g_object_new (LB_TYPE_MATRIX_HEAD, NULL);
}

void
lb_matrix_head_show_column (LbMatrixHead *self, LbMatrixSheet *sheet, guint column, gboolean pinned)
{
  const char *path = lb_matrix_sheet_get_path (sheet, column);
  g_autofree char *title = lb_matrix_column_words (sheet, column);
  g_autofree char *detail = lb_matrix_tally_words (lb_matrix_sheet_get_tally (sheet, column));
  g_autofree char *name = g_strdup_printf ("%s, %s", title, detail);
  gboolean descending;
  const gboolean sorted = g_strcmp0 (lb_matrix_sheet_get_sort (sheet, &descending), path) == 0;

  g_return_if_fail (LB_IS_MATRIX_HEAD (self));

  gtk_label_set_text (GTK_LABEL (self->titles[0]), title);
  gtk_label_set_text (GTK_LABEL (self->details[0]), detail);
  gtk_widget_set_visible (self->box, FALSE);
  gtk_widget_set_visible (self->pin, pinned);
  gtk_widget_set_visible (self->sort, sorted);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->sort), descending
                                                          ? "view-sort-descending-symbolic"
                                                          : "view-sort-ascending-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_SORT,
                                  !sorted      ? GTK_ACCESSIBLE_SORT_NONE
                                  : descending ? GTK_ACCESSIBLE_SORT_DESCENDING
                                               : GTK_ACCESSIBLE_SORT_ASCENDING,
                                  -1);
  /* An open menu stays. */
  if (g_set_str (&self->path, path) || self->pinned != pinned)
    gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->button), NULL);
  self->pinned = pinned;
}

void
lb_matrix_head_show_images (LbMatrixHead *self, guint n_images, gboolean narrow)
{
  /* Translators: so many images are shown in a table, of those that there are */
  g_autofree char *detail =
    g_strdup_printf (ngettext ("%'u shown", "%'u shown", n_images), n_images);

  g_return_if_fail (LB_IS_MATRIX_HEAD (self));

  gtk_label_set_text (GTK_LABEL (self->titles[1]), _ ("Image"));
  gtk_label_set_text (GTK_LABEL (self->details[1]), detail);
  gtk_widget_set_visible (self->button, FALSE);
  gtk_widget_set_visible (self->box, !narrow);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Image"),
                                  -1);
}

const char *
lb_matrix_head_get_title (LbMatrixHead *self)
{
  g_return_val_if_fail (LB_IS_MATRIX_HEAD (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->titles[0]));
}

int
lb_matrix_head_get_wish (LbMatrixHead *self)
{
  int natural = 0;

  g_return_val_if_fail (LB_IS_MATRIX_HEAD (self), 0);

  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL,
                      NULL);
  return natural;
}

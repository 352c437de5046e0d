#include "config.h"

#include "ui/prompt/lb-snippets-dialog.h"

#include <glib/gi18n.h>

#include "ui/prompt/lb-snippets.h"

struct _LbSnippetsDialog
{
  AdwDialog parent_instance;

  GtkStack *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (LbSnippetsDialog, lb_snippets_dialog, ADW_TYPE_DIALOG)

static GtkWidget *
nth_row (LbSnippetsDialog *self, int i)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, i));
}

/* What is in the rows is what there is from now on. */
static void
keep (LbSnippetsDialog *self)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (int i = 0; nth_row (self, i) != NULL; i++)
    g_ptr_array_add (texts, (char *) gtk_editable_get_text (GTK_EDITABLE (nth_row (self, i))));
  g_ptr_array_add (texts, NULL);
  lb_snippets_set ((const char *const *) texts->pdata);
}

/* The first one can go no further up. */
static void
show_rows (LbSnippetsDialog *self)
{
  for (int i = 0; nth_row (self, i) != NULL; i++)
    gtk_widget_set_sensitive (g_object_get_data (G_OBJECT (nth_row (self, i)), "lb-up"), i > 0);
  gtk_stack_set_visible_child_name (self->stack, nth_row (self, 0) != NULL ? "list" : "none");
}

static LbSnippetsDialog *
dialog_of (GtkWidget *widget)
{
  return LB_SNIPPETS_DIALOG (gtk_widget_get_ancestor (widget, LB_TYPE_SNIPPETS_DIALOG));
}

static void
name_buttons (GtkWidget *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  /* Translators: of these two: %s are the words of a snippet */
  g_autofree char *up = g_strdup_printf (_ ("Move “%s” Up"), text);
  g_autofree char *trash = g_strdup_printf (_ ("Delete “%s”"), text);

  gtk_accessible_update_property (g_object_get_data (G_OBJECT (row), "lb-up"),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, up, -1);
  gtk_accessible_update_property (g_object_get_data (G_OBJECT (row), "lb-trash"),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, trash, -1);
}

static void
changed_cb (GtkWidget *row)
{
  name_buttons (row);
  keep (dialog_of (row));
}

static void
up_cb (GtkWidget *row)
{
  LbSnippetsDialog *self = dialog_of (row);
  const int place = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  GtkWidget *up = g_object_get_data (G_OBJECT (row), "lb-up");

  g_object_ref (row);
  gtk_list_box_remove (self->list, row);
  gtk_list_box_insert (self->list, row, place - 1);
  g_object_unref (row);
  show_rows (self);
  keep (self);
  gtk_widget_grab_focus (gtk_widget_is_sensitive (up) ? up : row);
}

static void
delete_cb (GtkWidget *row)
{
  LbSnippetsDialog *self = dialog_of (row);
  const int place = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  GtkWidget *next = nth_row (self, place + 1);

  if (next == NULL && place > 0)
    next = nth_row (self, place - 1);
  gtk_list_box_remove (self->list, row);
  show_rows (self);
  keep (self);
  if (next != NULL)
    gtk_widget_grab_focus (next);
}

static GtkWidget *
add_button (GtkWidget *row, const char *icon_name, const char *tooltip, GCallback clicked_cb)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", clicked_cb, row, G_CONNECT_SWAPPED);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
  return button;
}

static void
add_row (LbSnippetsDialog *self, const char *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Snippet"));
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  adw_entry_row_set_max_length (ADW_ENTRY_ROW (row), LB_SNIPPET_MAX_BYTES / 4);
  g_object_set_data (G_OBJECT (row), "lb-up",
                     add_button (row, "go-up-symbolic", _ ("Move Up"), G_CALLBACK (up_cb)));
  g_object_set_data (G_OBJECT (row), "lb-trash",
                     add_button (row, "user-trash-symbolic", _ ("Delete"), G_CALLBACK (delete_cb)));
  name_buttons (row);
  gtk_list_box_append (self->list, row);
  g_signal_connect (row, "changed", G_CALLBACK (changed_cb), NULL);
}

static void
lb_snippets_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_SNIPPETS_DIALOG);

  G_OBJECT_CLASS (lb_snippets_dialog_parent_class)->dispose (object);
}

static void
lb_snippets_dialog_class_init (LbSnippetsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_snippets_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/prompt/lb-snippets-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSnippetsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LbSnippetsDialog, list);
}

static void
lb_snippets_dialog_init (LbSnippetsDialog *self)
{
  g_auto (GStrv) texts = lb_snippets_list ();

  gtk_widget_init_template (GTK_WIDGET (self));

  for (char **text = texts; *text != NULL; text++)
    add_row (self, *text);
  show_rows (self);
}

LbSnippetsDialog *
lb_snippets_dialog_new (void)
{
  return g_object_new (LB_TYPE_SNIPPETS_DIALOG, NULL);
}

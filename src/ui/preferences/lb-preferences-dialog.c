#include "config.h"

#include "ui/preferences/lb-preferences-dialog.h"

#include "ui/application/lb-about.h"

struct _LbPreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  GtkWidget *style_row;
  GtkWidget *view_row;
  GtkWidget *caption_view_row;
  GtkWidget *enlarge_row;
  AdwActionRow *folder_row;
};

G_DEFINE_FINAL_TYPE (LbPreferencesDialog, lb_preferences_dialog, ADW_TYPE_PREFERENCES_DIALOG)

/* In the order of the rows' lists. */
static const char *const styles[] = { "default", "light", "dark", NULL };
static const char *const views[] = { "grid", "list", NULL };
static const char *const caption_views[] = { "form", "json", NULL };

static gboolean
read_word (GValue *value, GVariant *variant, gpointer data)
{
  const char *const *words = data;
  const char *word = g_variant_get_string (variant, NULL);
  guint selected = 0;

  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_equal (words[i], word))
      selected = i;
  g_value_set_uint (value, selected);

  return TRUE;
}

static GVariant *
write_word (const GValue *value, const GVariantType *type, gpointer data)
{
  const char *const *words = data;
  guint selected = g_value_get_uint (value);

  return selected < g_strv_length ((char **) words) ? g_variant_new_string (words[selected]) : NULL;
}

static void
bind_words (GSettings *settings, const char *key, GtkWidget *row, const char *const *words)
{
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT, read_word,
                                write_word, (gpointer) words, NULL);
}

static void
lb_preferences_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_PREFERENCES_DIALOG);

  G_OBJECT_CLASS (lb_preferences_dialog_parent_class)->dispose (object);
}

static void
lb_preferences_dialog_class_init (LbPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_preferences_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, LB_RESOURCE_PATH
                                               "/preferences/lb-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, style_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, view_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, caption_view_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, enlarge_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, folder_row);
}

static void
lb_preferences_dialog_init (LbPreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbPreferencesDialog *
lb_preferences_dialog_new (GSettings *settings, const char *data_dir)
{
  LbPreferencesDialog *self = g_object_new (LB_TYPE_PREFERENCES_DIALOG, NULL);
  g_autofree char *folder = lb_about_short_path (data_dir);

  bind_words (settings, "color-scheme", self->style_row, styles);
  bind_words (settings, "view", self->view_row, views);
  bind_words (settings, "caption-view", self->caption_view_row, caption_views);
  g_settings_bind (settings, "increase-resolution", self->enlarge_row, "active",
                   G_SETTINGS_BIND_DEFAULT);
  adw_action_row_set_subtitle (self->folder_row, folder);

  return self;
}

#include "config.h"

#include "ui/preferences/lb-preferences-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-weak.h"
#include "jobs/lb-upload-queue.h"
#include "ui/accounts/lb-account-words.h"
#include "ui/application/lb-about.h"
#include "ui/widgets/lb-error-words.h"

struct _LbPreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  GtkWidget *style_row;
  GtkWidget *view_row;
  GtkWidget *caption_view_row;
  GtkWidget *enlarge_row;
  GtkWidget *concurrency_row;
  AdwPreferencesGroup *strip_group;
  AdwActionRow *folder_row;

  LbAccountList *accounts; /* (owned) (nullable) until set */
};

G_DEFINE_FINAL_TYPE (LbPreferencesDialog, lb_preferences_dialog, ADW_TYPE_PREFERENCES_DIALOG)

/* In the order of the rows' lists. */
static const char *const styles[] = { "default", "light", "dark", NULL };
static const char *const views[] = { "grid", "list", "matrix", NULL };
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

/* One account's switch. */

static void
show_strips (AdwSwitchRow *row)
{
  LbAccountEntry *account = g_object_get_data (G_OBJECT (row), "lb-account");

  adw_switch_row_set_active (row, lb_account_entry_strips_metadata (account));
}

static DexFuture *
kept_cb (DexFuture *future, gpointer data)
{
  g_autoptr (AdwSwitchRow) row = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog = NULL;

  if (row == NULL || dex_future_get_value (future, &error) != NULL)
    return dex_future_new_true ();

  show_strips (row);
  dialog = gtk_widget_get_ancestor (GTK_WIDGET (row), ADW_TYPE_PREFERENCES_DIALOG);
  if (dialog != NULL)
    adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (dialog),
                                      lb_error_toast_new (_ ("Not changed"), error));

  return dex_future_new_true ();
}

static void
strips_cb (AdwSwitchRow *row, GParamSpec *pspec, LbPreferencesDialog *self)
{
  LbAccountEntry *account = g_object_get_data (G_OBJECT (row), "lb-account");
  const gboolean strips = adw_switch_row_get_active (row);

  if (strips != lb_account_entry_strips_metadata (account))
    dex_future_disown (
      dex_future_finally (lb_account_list_set_strips_metadata (self->accounts, account, strips),
                          kept_cb, lb_weak_new (row), lb_weak_free));
}

static void
add_account (LbPreferencesDialog *self, LbAccountEntry *account)
{
  g_autofree char *words = lb_account_words (account);
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  g_object_set_data_full (G_OBJECT (row), "lb-account", g_object_ref (account), g_object_unref);
  show_strips (ADW_SWITCH_ROW (row));
  g_signal_connect_object (row, "notify::active", G_CALLBACK (strips_cb), self, 0);
  adw_preferences_group_add (self->strip_group, row);
  gtk_widget_set_visible (GTK_WIDGET (self->strip_group), TRUE);
}

static void
add_accounts (LbPreferencesDialog *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbAccountEntry) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (lb_account_entry_get_kind (account) == LB_ACCOUNT_HOSTED)
        add_account (self, account);
    }
}

static void
lb_preferences_dialog_dispose (GObject *object)
{
  g_clear_object (&LB_PREFERENCES_DIALOG (object)->accounts);
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
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, concurrency_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, strip_group);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, folder_row);
}

static void
lb_preferences_dialog_init (LbPreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbPreferencesDialog *
lb_preferences_dialog_new (GSettings *settings, const char *data_dir, LbAccountList *accounts)
{
  LbPreferencesDialog *self = g_object_new (LB_TYPE_PREFERENCES_DIALOG, NULL);
  g_autofree char *folder = lb_about_short_path (data_dir);

  bind_words (settings, "color-scheme", self->style_row, styles);
  bind_words (settings, "view", self->view_row, views);
  bind_words (settings, "caption-view", self->caption_view_row, caption_views);
  g_settings_bind (settings, "increase-resolution", self->enlarge_row, "active",
                   G_SETTINGS_BIND_DEFAULT);
  adw_spin_row_set_range (ADW_SPIN_ROW (self->concurrency_row), 1, LB_UPLOAD_CONCURRENCY_MAX);
  g_settings_bind (settings, "upload-concurrency", self->concurrency_row, "value",
                   G_SETTINGS_BIND_DEFAULT);
  adw_action_row_set_subtitle (self->folder_row, folder);
  self->accounts = g_object_ref (accounts);
  add_accounts (self);

  return self;
}

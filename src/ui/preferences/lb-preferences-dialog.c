#include "config.h"

#include "ui/preferences/lb-preferences-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-weak.h"
#include "jobs/lb-upload-queue.h"
#include "session/lb-session-history.h"
#include "session/lb-trash-days.h"
#include "ui/accounts/lb-account-words.h"
#include "ui/application/lb-about.h"
#include "ui/preferences/lb-accounts-page.h"
#include "ui/preferences/lb-captioner-page.h"
#include "ui/trash/lb-trash-words.h"
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
  GtkWidget *kept_group;
  AdwActionRow *history_row;
  AdwActionRow *trash_row;
  GtkWidget *trash_days_row;
  GtkWidget *empty_row;

  GSettings *settings;     /* (owned) (nullable) until set */
  LbAccountList *accounts; /* (owned) (nullable) until set */
  GPtrArray *strip_rows;   /* (owned) (element-type GtkWidget, unowned) (nullable elements): as in
                            * @accounts, with none for that of this computer */
  LbSession *here;         /* (owned) (nullable): of this computer */
  gboolean owns_here;      /* another account is shown, so it is for the captioner alone */
  LbHistory *history;      /* (owned) (nullable) */
  LbTrash *trash;          /* (owned) (nullable) */
  char *wanted;            /* (owned) (nullable): what is to follow */
};

G_DEFINE_FINAL_TYPE (LbPreferencesDialog, lb_preferences_dialog, ADW_TYPE_PREFERENCES_DIALOG)

enum
{
  WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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
show_account (AdwSwitchRow *row)
{
  LbAccountEntry *account = g_object_get_data (G_OBJECT (row), "lb-account");
  g_autofree char *words = lb_account_words (account);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
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

  show_account (row);
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

/* (nullable): nothing is sent from this computer's own. */
static GtkWidget *
add_account (LbPreferencesDialog *self, LbAccountEntry *account)
{
  GtkWidget *row = NULL;

  if (lb_account_entry_get_kind (account) != LB_ACCOUNT_HOSTED)
    return NULL;

  row = adw_switch_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set_data_full (G_OBJECT (row), "lb-account", g_object_ref (account), g_object_unref);
  show_account (ADW_SWITCH_ROW (row));
  g_signal_connect_object (account, "notify", G_CALLBACK (show_account), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (strips_cb), self, 0);
  adw_preferences_group_add (self->strip_group, row);

  return row;
}

/* Another program may add accounts, which come last, and remove them. */
static void
accounts_changed_cb (
  GListModel *accounts, guint position, guint removed, guint added, LbPreferencesDialog *self)
{
  gboolean any = FALSE;

  for (guint i = position; i < position + removed; i++)
    if (g_ptr_array_index (self->strip_rows, i) != NULL)
      adw_preferences_group_remove (self->strip_group, g_ptr_array_index (self->strip_rows, i));
  if (removed > 0)
    g_ptr_array_remove_range (self->strip_rows, position, removed);
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (LbAccountEntry) account = g_list_model_get_item (accounts, i);

      g_ptr_array_insert (self->strip_rows, (int) i, add_account (self, account));
    }
  for (guint i = 0; i < self->strip_rows->len; i++)
    any = any || g_ptr_array_index (self->strip_rows, i) != NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->strip_group), any);
}

/* What is kept to be taken back. */

static void
show_kept (LbPreferencesDialog *self)
{
  const guint n_steps = g_list_model_get_n_items (G_LIST_MODEL (self->history));
  const guint n_trashed = g_list_model_get_n_items (G_LIST_MODEL (self->trash));
  g_autofree char *steps = g_strdup_printf (ngettext ("%'u step", "%'u steps", n_steps), n_steps);
  g_autofree char *trashed = lb_trash_amount_words (n_trashed);

  adw_action_row_set_subtitle (self->history_row, steps);
  adw_action_row_set_subtitle (self->trash_row, trashed);
  gtk_widget_set_visible (self->empty_row, n_trashed > 0);
}

static void
follow_kept (LbPreferencesDialog *self, LbSession *session)
{
  if (lb_session_get_history (session) == NULL)
    return;

  self->history = g_object_ref (lb_session_get_history (session));
  self->trash = g_object_ref (lb_session_get_trash (session));
  g_signal_connect_object (self->history, "items-changed", G_CALLBACK (show_kept), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->trash, "items-changed", G_CALLBACK (show_kept), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::" LB_TRASH_DAYS_KEY, G_CALLBACK (show_kept),
                           self, G_CONNECT_SWAPPED);
  show_kept (self);
  gtk_widget_set_visible (self->kept_group, TRUE);
}

static DexFuture *
emptied_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbPreferencesDialog) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self != NULL && dex_future_get_value (future, &error) == NULL)
    adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (self),
                                      lb_error_toast_new (_ ("Not everything was deleted"), error));

  return dex_future_new_true ();
}

static void
empty_answered_cb (AdwAlertDialog *alert, const char *response, LbPreferencesDialog *self)
{
  if (g_str_equal (response, "delete"))
    dex_future_disown (dex_future_finally (lb_trash_empty (self->trash), emptied_cb,
                                           lb_weak_new (self), lb_weak_free));
}

static void
empty_cb (LbPreferencesDialog *self)
{
  AdwDialog *alert =
    lb_trash_empty_question (g_list_model_get_n_items (G_LIST_MODEL (self->trash)));

  g_signal_connect_object (alert, "response", G_CALLBACK (empty_answered_cb), self, 0);
  adw_dialog_present (alert, GTK_WIDGET (self));
}

/* What the window does when this is out of its way. */

static void
leave_for (LbPreferencesDialog *self, const char *action)
{
  g_set_str (&self->wanted, action);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
wanted_cb (AdwPreferencesPage *page, const char *action, LbPreferencesDialog *self)
{
  leave_for (self, action);
}

static void
show_history_cb (LbPreferencesDialog *self)
{
  leave_for (self, "win.show-history");
}

static void
show_trash_cb (LbPreferencesDialog *self)
{
  leave_for (self, "win.show-trash");
}

static void
lb_preferences_dialog_closed (AdwDialog *dialog)
{
  LbPreferencesDialog *self = LB_PREFERENCES_DIALOG (dialog);

  if (ADW_DIALOG_CLASS (lb_preferences_dialog_parent_class)->closed != NULL)
    ADW_DIALOG_CLASS (lb_preferences_dialog_parent_class)->closed (dialog);
  if (self->wanted != NULL)
    g_signal_emit (self, signals[WANTED], 0, self->wanted);
}

static void
lb_preferences_dialog_dispose (GObject *object)
{
  LbPreferencesDialog *self = LB_PREFERENCES_DIALOG (object);

  if (self->owns_here)
    lb_session_close (self->here);
  self->owns_here = FALSE;
  g_clear_object (&self->here);
  g_clear_object (&self->settings);
  g_clear_object (&self->accounts);
  g_clear_object (&self->history);
  g_clear_object (&self->trash);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_pointer (&self->strip_rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_PREFERENCES_DIALOG);

  G_OBJECT_CLASS (lb_preferences_dialog_parent_class)->dispose (object);
}

static void
lb_preferences_dialog_class_init (LbPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_preferences_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = lb_preferences_dialog_closed;

  signals[WANTED] = g_signal_new ("wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, LB_RESOURCE_PATH
                                               "/preferences/lb-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, style_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, view_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, caption_view_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, enlarge_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, concurrency_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, strip_group);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, kept_group);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, history_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, trash_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, trash_days_row);
  gtk_widget_class_bind_template_child (widget_class, LbPreferencesDialog, empty_row);
  gtk_widget_class_bind_template_callback (widget_class, show_history_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_trash_cb);
  gtk_widget_class_bind_template_callback (widget_class, empty_cb);
}

static void
lb_preferences_dialog_init (LbPreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->strip_rows = g_ptr_array_new ();
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
  adw_spin_row_set_range (ADW_SPIN_ROW (self->trash_days_row), LB_TRASH_DAYS_MIN,
                          LB_TRASH_DAYS_MAX);
  g_settings_bind (settings, LB_TRASH_DAYS_KEY, self->trash_days_row, "value",
                   G_SETTINGS_BIND_DEFAULT);
  self->settings = g_object_ref (settings);
  adw_action_row_set_subtitle (self->folder_row, folder);
  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self, 0);
  accounts_changed_cb (G_LIST_MODEL (accounts), 0, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (accounts)), self);

  return self;
}

void
lb_preferences_dialog_set_session (LbPreferencesDialog *self,
                                   LbSession *session,
                                   LbSecrets *secrets)
{
  LbAccountEntry *account = lb_session_get_account (session);
  LbAccountsPage *accounts = NULL;

  g_return_if_fail (LB_IS_PREFERENCES_DIALOG (self));
  g_return_if_fail (self->here == NULL);

  if (account == NULL)
    account = lb_account_list_find (self->accounts, LB_ACCOUNT_LOCAL_ID);

  if (lb_session_is_hosted (session))
    {
      self->here = lb_session_new_local (NULL, NULL);
      self->owns_here = TRUE;
      lb_session_set_secrets (self->here, secrets);
    }
  else
    self->here = g_object_ref (session);

  accounts = lb_accounts_page_new (self->accounts, secrets, account);
  g_signal_connect_object (accounts, "wanted", G_CALLBACK (wanted_cb), self, 0);
  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (self), ADW_PREFERENCES_PAGE (accounts));
  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (self),
                              ADW_PREFERENCES_PAGE (lb_captioner_page_new (self->here, secrets)));
  follow_kept (self, session);
}

#include "config.h"

#include "ui/accounts/lb-account-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "ui/accounts/lb-plan-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-name-words.h"
#include "ui/widgets/lb-width-bin.h"

struct _LbAccountDialog
{
  AdwDialog parent_instance;

  GtkWidget *content_box;
  GtkLabel *problem;
  GtkEditable *name_row;
  AdwComboRow *plan_row;
  AdwSwitchRow *strip_row;
  AdwActionRow *server_row;
  AdwActionRow *token_row;
  GtkWidget *sign_out_row;

  LbAccountList *accounts; /* (owned) */
  LbAccountEntry *entry;   /* (owned) */
  guint other_plan;        /* one that is not offered, 0 for none */
  const char *wanted;      /* (nullable): the action to follow */
  gboolean shows_own;      /* what is shown comes from the entry, not from the person */
};

G_DEFINE_FINAL_TYPE (LbAccountDialog, lb_account_dialog, ADW_TYPE_DIALOG)

enum
{
  WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
place_words (LbSecretPlace place)
{
  switch (place)
    {
    case LB_SECRET_KEYRING: return _ ("In the keyring");
    case LB_SECRET_SESSION: return _ ("Kept until Lookbook is closed");
    case LB_SECRET_FILE:    return _ ("In a file that your programs can read");
    case LB_SECRET_NOWHERE:
    default:                return _ ("Not signed in");
    }
}

static void
show_entry (LbAccountDialog *self)
{
  g_autofree char *url = lb_visible_text (lb_account_entry_get_base_url (self->entry));
  const LbSecretPlace place = lb_account_entry_get_secret_place (self->entry);

  self->shows_own = TRUE;
  if (g_strcmp0 (gtk_editable_get_text (self->name_row),
                 lb_account_entry_get_label (self->entry)) != 0)
    gtk_editable_set_text (self->name_row, lb_account_entry_get_label (self->entry));
  adw_combo_row_set_selected (
    self->plan_row, lb_plan_to_choice (lb_account_entry_get_plan (self->entry), self->other_plan));
  adw_switch_row_set_active (self->strip_row, lb_account_entry_strips_metadata (self->entry));
  adw_action_row_set_subtitle (self->server_row, url);
  adw_action_row_set_subtitle (self->token_row, place_words (place));
  gtk_widget_set_visible (self->sign_out_row, place != LB_SECRET_NOWHERE);
  self->shows_own = FALSE;
}

static void
show_problem (LbAccountDialog *self, const GError *error)
{
  g_autofree char *words = error != NULL ? lb_error_words (error) : NULL;
  const char *name_words = lb_name_words (gtk_editable_get_text (self->name_row));
  const gboolean of_name = g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT) ||
                           g_error_matches (error, LB_ERROR, LB_ERROR_INVALID);

  gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
  if (error == NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
      return;
    }

  gtk_label_set_label (self->problem, !of_name ? words
                                      : g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT)
                                        ? _ ("Another account has this name.")
                                      : name_words != NULL
                                        ? name_words
                                        : _ ("An account needs a name of at most 100 characters."));
  if (of_name)
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
}

static DexFuture *
kept_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbAccountDialog) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  dex_future_get_value (future, &error);
  show_problem (self, error);
  /* What was refused stays to be mended, but for what only was chosen. */
  if (error != NULL && !gtk_widget_has_css_class (GTK_WIDGET (self->name_row), "error"))
    show_entry (self);

  return dex_future_new_true ();
}

/* @future: (transfer full) */
static void
follow (LbAccountDialog *self, DexFuture *future)
{
  dex_future_disown (dex_future_finally (future, kept_cb, lb_weak_new (self), lb_weak_free));
}

static void
keep (LbAccountDialog *self, const char *label, guint plan)
{
  const LbAccountFacts facts = { label, lb_account_entry_get_base_url (self->entry), plan,
                                 lb_account_entry_get_secret_place (self->entry) };

  follow (self, lb_account_list_update (self->accounts, self->entry, &facts));
}

static void
name_applied_cb (GtkEditable *row, LbAccountDialog *self)
{
  keep (self, gtk_editable_get_text (row), lb_account_entry_get_plan (self->entry));
}

static void
name_changed_cb (GtkEditable *row, LbAccountDialog *self)
{
  show_problem (self, NULL);
}

static void
plan_chosen_cb (AdwComboRow *row, GParamSpec *pspec, LbAccountDialog *self)
{
  const guint plan = lb_plan_of_choice (adw_combo_row_get_selected (row), self->other_plan);

  if (!self->shows_own && self->entry != NULL && plan != lb_account_entry_get_plan (self->entry))
    keep (self, lb_account_entry_get_label (self->entry), plan);
}

static void
strip_chosen_cb (AdwSwitchRow *row, GParamSpec *pspec, LbAccountDialog *self)
{
  const gboolean strips = adw_switch_row_get_active (row);

  if (!self->shows_own && self->entry != NULL &&
      strips != lb_account_entry_strips_metadata (self->entry))
    follow (self, lb_account_list_set_strips_metadata (self->accounts, self->entry, strips));
}

static void
leave_for (LbAccountDialog *self, const char *action)
{
  self->wanted = action;
  adw_dialog_close (ADW_DIALOG (self));
}

static void
sign_in_cb (AdwButtonRow *row, LbAccountDialog *self)
{
  leave_for (self, "win.sign-in");
}

static void
sign_out_cb (AdwButtonRow *row, LbAccountDialog *self)
{
  leave_for (self, "win.sign-out");
}

static void
remove_cb (AdwButtonRow *row, LbAccountDialog *self)
{
  leave_for (self, "win.remove-account");
}

static void
lb_account_dialog_closed (AdwDialog *dialog)
{
  LbAccountDialog *self = LB_ACCOUNT_DIALOG (dialog);

  if (ADW_DIALOG_CLASS (lb_account_dialog_parent_class)->closed != NULL)
    ADW_DIALOG_CLASS (lb_account_dialog_parent_class)->closed (dialog);
  if (self->wanted != NULL)
    g_signal_emit (self, signals[WANTED], 0, self->wanted);
}

static void
lb_account_dialog_dispose (GObject *object)
{
  LbAccountDialog *self = LB_ACCOUNT_DIALOG (object);

  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_ACCOUNT_DIALOG);
  g_clear_object (&self->accounts);
  g_clear_object (&self->entry);

  G_OBJECT_CLASS (lb_account_dialog_parent_class)->dispose (object);
}

static void
lb_account_dialog_class_init (LbAccountDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_account_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = lb_account_dialog_closed;

  signals[WANTED] = g_signal_new ("wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/accounts/lb-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbAccountDialog, content_box);
  gtk_widget_class_bind_template_child (widget_class, LbAccountDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, LbAccountDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, LbAccountDialog, plan_row);
  gtk_widget_class_bind_template_child (widget_class, LbAccountDialog, strip_row);
  gtk_widget_class_bind_template_child (widget_class, LbAccountDialog, server_row);
  gtk_widget_class_bind_template_child (widget_class, LbAccountDialog, token_row);
  gtk_widget_class_bind_template_child (widget_class, LbAccountDialog, sign_out_row);
  gtk_widget_class_bind_template_callback (widget_class, name_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, plan_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, strip_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
lb_account_dialog_init (LbAccountDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbAccountDialog *
lb_account_dialog_new (LbAccountList *accounts, LbAccountEntry *entry)
{
  LbAccountDialog *self = g_object_new (LB_TYPE_ACCOUNT_DIALOG, NULL);
  g_autoptr (GListModel) plans = NULL;

  self->accounts = g_object_ref (accounts);
  self->entry = g_object_ref (entry);
  self->other_plan =
    lb_plan_is_usual (lb_account_entry_get_plan (entry)) ? 0 : lb_account_entry_get_plan (entry);
  self->shows_own = TRUE;
  plans = lb_plan_list_choices (self->other_plan);
  adw_combo_row_set_model (self->plan_row, plans);
  show_entry (self);
  g_signal_connect_swapped (entry, "notify", G_CALLBACK (show_entry), self);

  return self;
}

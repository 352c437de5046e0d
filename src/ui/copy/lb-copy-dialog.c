#include "config.h"

#include "ui/copy/lb-copy-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "jobs/lb-copy-read.h"
#include "ui/accounts/lb-account-words.h"
#include "ui/copy/lb-copy-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-width-bin.h"

#define REST_SECONDS 5

struct _LbCopyDialog
{
  AdwDialog parent_instance;

  GtkButton *cancel_button;
  GtkButton *copy_button;
  GtkWidget *stop_button;
  GtkWidget *places_group;
  AdwComboRow *account_row;
  AdwComboRow *project_row;
  AdwSwitchRow *moderation_row;
  GtkWidget *problem_box;
  GtkLabel *problem_label;
  GtkWidget *busy_box;
  GtkLabel *busy_label;
  AdwPreferencesGroup *plan_group;
  AdwPreferencesGroup *differences_group;
  GtkWidget *steps_group;
  AdwActionRow *place_step;
  AdwActionRow *schema_step;
  AdwActionRow *pictures_step;
  AdwActionRow *captions_step;
  GtkLabel *time_label;
  GtkWidget *sign_in_button;

  LbCopies *copies;     /* (owned) */
  LbSession *session;   /* (owned): what is copied from */
  LbDataset *dataset;   /* (owned) */
  GPtrArray *choices;   /* (owned) (element-type LbAccountEntry) */
  GPtrArray *projects;  /* (owned) (element-type LbProject): those after the new one */
  LbUploadQueue *queue; /* (owned) (nullable): of the account chosen */
  LbCopyPlan *plan;     /* (owned) (nullable) */
  LbCopyJob *job;       /* (owned) (nullable): under way */
  GPtrArray *rows;      /* (owned) (element-type GtkWidget): of the plan */
  guint turn;           /* of what is asked for; answers to older questions are dropped */
  guint rest_id;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (LbCopyDialog, lb_copy_dialog, ADW_TYPE_DIALOG)

enum
{
  SIGNAL_SIGN_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static LbAccountEntry *
chosen_account (LbCopyDialog *self)
{
  const guint place = adw_combo_row_get_selected (self->account_row);

  return place < self->choices->len ? g_ptr_array_index (self->choices, place) : NULL;
}

/* (nullable): NULL for a new one. */
static LbProject *
chosen_project (LbCopyDialog *self)
{
  const guint place = adw_combo_row_get_selected (self->project_row);

  return place > 0 && place <= self->projects->len ? g_ptr_array_index (self->projects, place - 1)
                                                   : NULL;
}

static LbSession *
get_target (LbCopyDialog *self)
{
  return lb_upload_queue_get_session (self->queue);
}

/* What is shown. */

/* @words: (nullable) */
static void
show_problem (LbCopyDialog *self, const char *words)
{
  gtk_label_set_label (self->problem_label, words != NULL ? words : "");
  gtk_widget_set_visible (self->problem_box, words != NULL);
}

static void
show_busy (LbCopyDialog *self, const char *words)
{
  gtk_label_set_label (self->busy_label, words != NULL ? words : "");
  gtk_widget_set_visible (self->busy_box, words != NULL);
}

static void
add_rows (LbCopyDialog *self, AdwPreferencesGroup *group, GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const LbCopyLine *line = g_ptr_array_index (lines, i);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line->title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                                   line->subtitle != NULL ? line->subtitle : "");
      adw_preferences_group_add (group, row);
      g_object_set_data (G_OBJECT (row), "lb-group", group);
      g_ptr_array_add (self->rows, g_object_ref (row));
    }
  gtk_widget_set_visible (GTK_WIDGET (group), lines->len > 0);
}

static void
clear_plan (LbCopyDialog *self)
{
  g_clear_pointer (&self->plan, lb_copy_plan_free);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      adw_preferences_group_remove (g_object_get_data (G_OBJECT (row), "lb-group"), row);
    }
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->plan_group), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->differences_group), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->time_label), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->copy_button), FALSE);
}

static void
show_time (LbCopyDialog *self)
{
  LbAccountEntry *account = chosen_account (self);
  g_autofree char *words =
    lb_copy_time_words (self->plan->n_requests, lb_account_entry_get_plan (account),
                        lb_session_estimate_s (get_target (self), self->plan->n_requests));

  gtk_label_set_label (self->time_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->time_label), TRUE);
}

static void
show_plan (LbCopyDialog *self)
{
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) differences = NULL;
  const gboolean fine = lb_session_get_token_state (get_target (self)) == LB_TOKEN_FINE;

  if (self->plan->refusal != NULL)
    {
      show_problem (self, lb_copy_refusal_words (self->plan));
      return;
    }

  lines = lb_copy_plan_words (self->plan);
  differences = lb_copy_plan_differences (self->plan);
  add_rows (self, self->plan_group, lines);
  add_rows (self, self->differences_group, differences);
  gtk_widget_set_visible (GTK_WIDGET (self->project_row), !self->plan->goes_on);
  gtk_button_set_label (self->copy_button, self->plan->goes_on ? _ ("C_ontinue") : _ ("C_opy"));
  gtk_widget_set_visible (self->sign_in_button, !fine);
  if (!fine)
    show_problem (self, _ ("Not signed in to this account."));
  if (lb_copy_plan_is_empty (self->plan))
    {
      gtk_label_set_label (self->time_label, _ ("All of it is there."));
      gtk_widget_set_visible (GTK_WIDGET (self->time_label), TRUE);
      return;
    }

  show_time (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->copy_button), fine);
  if (fine)
    gtk_widget_grab_focus (GTK_WIDGET (self->copy_button));
}

/* Asking. */

typedef struct
{
  GWeakRef dialog;
  guint turn;
} Question;

static Question *
question_new (LbCopyDialog *self)
{
  Question *question = g_new0 (Question, 1);

  g_weak_ref_init (&question->dialog, self);
  question->turn = ++self->turn;

  return question;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->dialog);
  g_free (question);
}

/* (transfer full) (nullable): NULL when it is not asked any more. */
static LbCopyDialog *
question_get (Question *question)
{
  g_autoptr (LbCopyDialog) self = g_weak_ref_get (&question->dialog);

  return self != NULL && self->turn == question->turn && self->job == NULL ? g_steal_pointer (&self)
                                                                           : NULL;
}

static void
show_error (LbCopyDialog *self, const GError *error)
{
  g_autofree char *words = lb_error_words (error);

  show_busy (self, NULL);
  show_problem (self, words);
}

static DexFuture *
planned_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbCopyDialog) self = question_get (data);
  g_autoptr (GError) error = NULL;
  const GValue *value = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  if (!(value = dex_future_get_value (future, &error)))
    {
      show_error (self, error);
      return dex_future_new_true ();
    }
  show_busy (self, NULL);
  self->plan = g_value_dup_boxed (value);
  show_plan (self);

  return dex_future_new_true ();
}

static void
ask_for_plan (LbCopyDialog *self)
{
  clear_plan (self);
  show_problem (self, NULL);
  show_busy (self, _ ("Looking at what is there…"));
  dex_future_disown (dex_future_finally (
    lb_copy_read_plan (self->session, self->dataset, get_target (self), chosen_project (self),
                       adw_switch_row_get_active (self->moderation_row)),
    planned_cb, question_new (self), question_free));
}

static void
fill_projects (LbCopyDialog *self)
{
  LbSession *target = get_target (self);
  GListModel *projects = lb_session_get_projects (target);
  LbProject *same = lb_copy_find_project (self->session, self->dataset, target);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint chosen = 0;

  self->filling = TRUE;
  g_ptr_array_set_size (self->projects, 0);
  gtk_string_list_append (names, _ ("New Project"));
  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr (LbProject) project = g_list_model_get_item (projects, i);
      const char *name = lb_project_get_project_name (project);

      if (!lb_copy_plan_fits (project, lb_session_get_datasets (target), self->dataset))
        continue;
      gtk_string_list_take (names, lb_visible_text (name != NULL ? name : ""));
      g_ptr_array_add (self->projects, g_object_ref (project));
      if (project == same)
        chosen = self->projects->len;
    }
  adw_combo_row_set_model (self->project_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->project_row, chosen);
  gtk_widget_set_visible (GTK_WIDGET (self->project_row), TRUE);
  self->filling = FALSE;
}

static DexFuture *
opened_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbCopyDialog) self = question_get (data);
  g_autoptr (GError) error = NULL;
  const GValue *value = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  if (!(value = dex_future_get_value (future, &error)))
    {
      show_error (self, error);
      return dex_future_new_true ();
    }
  g_set_object (&self->queue, g_value_get_object (value));
  fill_projects (self);
  ask_for_plan (self);

  return dex_future_new_true ();
}

static void
account_chosen_cb (AdwComboRow *row, GParamSpec *pspec, LbCopyDialog *self)
{
  LbAccountEntry *account = chosen_account (self);

  if (self->filling || account == NULL)
    return;

  clear_plan (self);
  show_problem (self, NULL);
  gtk_widget_set_visible (self->sign_in_button, FALSE);
  show_busy (self, _ ("Looking at the account…"));
  dex_future_disown (dex_future_finally (lb_copies_open (self->copies, account), opened_cb,
                                         question_new (self), question_free));
}

static void
project_chosen_cb (AdwComboRow *row, GParamSpec *pspec, LbCopyDialog *self)
{
  if (!self->filling && self->queue != NULL)
    ask_for_plan (self);
}

/* Under way. */

static void
set_step (AdwActionRow *row, gboolean over, gboolean now, const char *words)
{
  GtkWidget *mark = g_object_get_data (G_OBJECT (row), "lb-mark");
  const char *wanted = over ? "over" : now ? "now" : "later";
  GtkWidget *fresh = NULL;

  adw_action_row_set_subtitle (row, words);
  if (mark != NULL && g_str_equal (gtk_widget_get_name (mark), wanted))
    return;

  fresh = now && !over ? adw_spinner_new ()
                       : gtk_image_new_from_icon_name (over ? "object-select-symbolic"
                                                            : "content-loading-symbolic");
  gtk_widget_set_name (fresh, wanted);
  gtk_accessible_update_property (GTK_ACCESSIBLE (fresh), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  over  ? C_ ("step", "Done")
                                  : now ? C_ ("step", "Under way")
                                        : C_ ("step", "To come"),
                                  -1);
  gtk_widget_add_css_class (fresh, over ? "success" : "dim-label");
  if (mark != NULL)
    adw_action_row_remove (row, mark);
  adw_action_row_add_prefix (row, fresh);
  g_object_set_data (G_OBJECT (row), "lb-mark", fresh);
}

static void
show_steps (LbCopyDialog *self)
{
  const LbCopyStep step = lb_copy_job_get_step (self->job);
  const guint n_total = lb_copy_job_get_n_total (self->job);
  const guint n_done = lb_copy_job_get_n_done (self->job);
  const guint n_captions = lb_copy_job_get_n_captions (self->job);
  const gboolean sent = step >= LB_COPY_STEP_PICTURES && n_done >= n_total;
  g_autofree char *pictures =
    /* Translators: how many images of how many */
    g_strdup_printf (C_ ("images", "%'u of %'u"), n_done, n_total);
  g_autofree char *captions =
    n_captions > 0
      ? g_strdup_printf (ngettext ("%'u waits to be sent", "%'u wait to be sent", n_captions),
                         n_captions)
      : g_strdup ("");

  set_step (self->place_step, step > LB_COPY_STEP_DATASET, TRUE, "");
  set_step (self->schema_step, step > LB_COPY_STEP_SCHEMA, step == LB_COPY_STEP_SCHEMA, "");
  set_step (self->pictures_step, sent, step >= LB_COPY_STEP_PICTURES, pictures);
  set_step (self->captions_step, step == LB_COPY_STEP_DONE, step >= LB_COPY_STEP_PICTURES,
            captions);
}

static void
show_rest (LbCopyDialog *self)
{
  LbAccountEntry *account = lb_copies_get_account (self->copies, self->job);
  const GError *error = lb_copy_job_get_error (self->job);
  g_autofree char *words =
    lb_copy_job_rest_words (self->job, account != NULL ? lb_account_entry_get_plan (account) : 0);

  show_problem (self, error != NULL ? words : NULL);
  gtk_label_set_label (self->time_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->time_label), error == NULL);
  gtk_widget_set_visible (self->sign_in_button,
                          g_error_matches (error, LB_ERROR, LB_ERROR_UNAUTHORIZED));
}

static void
moved_cb (LbCopyDialog *self)
{
  if (self->job == NULL)
    return;
  if (!lb_copy_job_get_running (self->job))
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }

  show_steps (self);
  show_rest (self);
}

static gboolean
rest_cb (gpointer data)
{
  show_rest (data);
  return G_SOURCE_CONTINUE;
}

static void
follow (LbCopyDialog *self, LbCopyJob *job)
{
  g_set_object (&self->job, job);
  clear_plan (self);
  show_busy (self, NULL);
  gtk_widget_set_visible (self->places_group, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->copy_button), FALSE);
  gtk_widget_set_visible (self->stop_button, TRUE);
  gtk_widget_set_visible (self->steps_group, TRUE);
  gtk_button_set_label (self->cancel_button, _ ("_Close"));
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
  g_signal_connect_object (job, "notify", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  self->rest_id = g_timeout_add_seconds (REST_SECONDS, rest_cb, self);
  moved_cb (self);
}

static void
copy_clicked_cb (GtkButton *button, LbCopyDialog *self)
{
  LbCopyJob *job = NULL;

  if (self->plan == NULL || self->plan->record == NULL)
    return;

  self->plan->record->moderation = adw_switch_row_get_active (self->moderation_row);
  if ((job = lb_copies_start (self->copies, self->queue, self->plan)) != NULL)
    follow (self, job);
  else
    ask_for_plan (self);
}

static void
stop_clicked_cb (GtkButton *button, LbCopyDialog *self)
{
  if (self->job != NULL)
    lb_copy_job_stop (self->job);
}

static void
sign_in_clicked_cb (GtkButton *button, LbCopyDialog *self)
{
  LbAccountEntry *chosen =
    self->job != NULL ? lb_copies_get_account (self->copies, self->job) : chosen_account (self);
  g_autoptr (LbAccountEntry) account = chosen != NULL ? g_object_ref (chosen) : NULL;
  if (account == NULL)
    return;

  g_signal_emit (self, signals[SIGNAL_SIGN_IN], 0, account);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
lb_copy_dialog_dispose (GObject *object)
{
  LbCopyDialog *self = LB_COPY_DIALOG (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_COPY_DIALOG);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->projects, g_ptr_array_unref);
  g_clear_pointer (&self->plan, lb_copy_plan_free);
  g_clear_object (&self->job);
  g_clear_object (&self->queue);
  g_clear_object (&self->copies);
  g_clear_object (&self->session);
  g_clear_object (&self->dataset);

  G_OBJECT_CLASS (lb_copy_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, places_group);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, account_row);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, project_row);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, moderation_row);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, problem_box);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, problem_label);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, busy_box);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, busy_label);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, plan_group);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, differences_group);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, steps_group);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, place_step);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, schema_step);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, pictures_step);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, captions_step);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, time_label);
  gtk_widget_class_bind_template_child (widget_class, LbCopyDialog, sign_in_button);
  gtk_widget_class_bind_template_callback (widget_class, account_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, project_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_clicked_cb);
}

static void
lb_copy_dialog_class_init (LbCopyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_copy_dialog_dispose;

  signals[SIGNAL_SIGN_IN] =
    g_signal_new ("sign-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, LB_TYPE_ACCOUNT_ENTRY);

  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/copy/lb-copy-dialog.ui");
  bind_children (widget_class);
}

static void
lb_copy_dialog_init (LbCopyDialog *self)
{
  self->choices = g_ptr_array_new_with_free_func (g_object_unref);
  self->projects = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill_accounts (LbCopyDialog *self)
{
  GListModel *accounts = G_LIST_MODEL (lb_copies_get_accounts (self->copies));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LbAccountEntry) account = g_list_model_get_item (accounts, i);

      if (lb_account_entry_get_kind (account) != LB_ACCOUNT_HOSTED)
        continue;
      gtk_string_list_take (names, lb_account_words (account));
      g_ptr_array_add (self->choices, g_steal_pointer (&account));
    }
  adw_combo_row_set_model (self->account_row, G_LIST_MODEL (names));
  self->filling = FALSE;
}

LbCopyDialog *
lb_copy_dialog_new (LbCopies *copies, LbSession *session, LbDataset *dataset)
{
  LbCopyDialog *self = NULL;
  LbCopyJob *job = NULL;

  g_return_val_if_fail (LB_IS_COPIES (copies), NULL);
  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  self = g_object_new (LB_TYPE_COPY_DIALOG, NULL);
  self->copies = g_object_ref (copies);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  fill_accounts (self);
  if ((job = lb_copies_find (copies, dataset)) != NULL)
    follow (self, job);
  else
    account_chosen_cb (self->account_row, NULL, self);

  return self;
}

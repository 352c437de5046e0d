#include "config.h"

#include "ui/history/lb-step-diff-page.h"

#include <string.h>

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/lb-error.h"
#include "contract/lb-rules.h"
#include "model/lb-comparison.h"
#include "session/lb-session-frozen.h"
#include "ui/diff/lb-change-list.h"
#include "ui/diff/lb-mix-check.h"
#include "ui/history/lb-history-words.h"
#include "ui/history/lb-step-change-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

struct _LbStepDiffPage
{
  AdwNavigationPage parent_instance;

  AdwToolbarView *view;
  AdwWindowTitle *window_title;
  GtkWidget *neighbours;
  GtkWidget *toggles_box;
  AdwToggleGroup *toggles;
  LbChangeList *step_changes;
  GtkLabel *step_hint;
  LbChangeList *restore_changes;
  GtkLabel *restore_hint;
  GtkButton *restore_button;

  LbSession *session;        /* (owned) */
  LbHistoryStep *step;       /* (owned) */
  GListModel *changes;       /* (owned) (element-type LbStepChange) */
  LbStepChange *change;      /* (owned) (nullable): the one that is shown, or read to be shown */
  LbComparison *done;        /* (owned) (nullable): from before the step to after */
  LbComparison *restoration; /* (owned) (nullable): from what is there now to before the step */
  LbMixCheck *check;         /* (owned): of what is accepted of that */
  gboolean wants_restore;    /* once that is known to be right */
  guint position;
};

G_DEFINE_FINAL_TYPE (LbStepDiffPage, lb_step_diff_page, ADW_TYPE_NAVIGATION_PAGE)

/* What is there now. */

static gboolean
is_structured (LbStepDiffPage *self)
{
  LbDataset *dataset = lb_step_change_get_dataset (self->change);

  switch (lb_step_change_get_field (self->change))
    {
    case LB_HISTORY_CAPTION:        return dataset == NULL || lb_rules_caption_is_prompt (dataset);
    case LB_HISTORY_VISUAL_SCHEMA:
    case LB_HISTORY_FROZEN:         return TRUE;
    case LB_HISTORY_NAME:
    case LB_HISTORY_CAPTION_PREFIX:
    case LB_HISTORY_APPROVAL:
    case LB_HISTORY_EXISTENCE:      break;
    }

  return FALSE;
}

/* (nullable): a text as it is compared: no fields are an empty object, so that each has a row of
 * its own. */
static const char *
comparable (LbStepDiffPage *self, const char *text)
{
  return lb_step_change_get_field (self->change) == LB_HISTORY_FROZEN && text != NULL &&
             *text == '\0'
           ? "{}"
           : text;
}

static const char *
get_before (LbStepDiffPage *self)
{
  return comparable (self, lb_step_change_get_before (self->change));
}

/* (transfer full) */
static char *
dup_frozen (LbStepDiffPage *self, LbDataset *dataset)
{
  LbFrozenFields *frozen = lb_session_get_frozen (self->session, dataset);

  return g_strdup (comparable (self, frozen != NULL ? lb_frozen_fields_get_text (frozen) : ""));
}

/* (transfer full) (nullable) */
static char *
dup_present (LbStepDiffPage *self)
{
  gpointer object = lb_step_change_get_object (self->change);

  switch (lb_step_change_get_field (self->change))
    {
    case LB_HISTORY_VISUAL_SCHEMA:  return g_strdup (lb_dataset_get_visual_schema (object));
    case LB_HISTORY_CAPTION_PREFIX: return g_strdup (lb_dataset_get_caption_prefix (object));
    case LB_HISTORY_NAME:
      return g_strdup (LB_IS_DATASET (object) ? lb_dataset_get_name (object)
                                              : lb_project_get_project_name (object));
    case LB_HISTORY_FROZEN:    return dup_frozen (self, object);
    case LB_HISTORY_CAPTION:   return lb_session_dup_caption_text (self->session, object);
    case LB_HISTORY_APPROVAL:
    case LB_HISTORY_EXISTENCE: break; /* has no texts */
    }

  return NULL;
}

/* (nullable): why nothing can be brought back. */
static const char *
why_not (LbStepDiffPage *self)
{
  LbDataset *dataset = lb_step_change_get_dataset (self->change);

  if (lb_step_change_get_object (self->change) == NULL)
    return lb_step_change_state_words (self->change);
  if (dataset != NULL && lb_dataset_get_completed (dataset) &&
      lb_step_change_get_field (self->change) != LB_HISTORY_NAME)
    return _ ("The dataset is complete, and can’t be changed.");
  if (lb_step_change_get_field (self->change) == LB_HISTORY_VISUAL_SCHEMA &&
      lb_step_change_get_before (self->change) == NULL)
    return _ ("The first visual schema of a dataset stays."); /* R28 */

  return NULL;
}

/* Showing. */

static void
show_restore (LbStepDiffPage *self)
{
  gtk_widget_action_set_enabled (
    GTK_WIDGET (self), "step.restore",
    lb_change_list_get_n_accepted (self->restore_changes) > 0 &&
      (lb_mix_check_get_pending (self->check) || lb_mix_check_get_issue (self->check) == NULL));
}

static void
accepted_cb (LbStepDiffPage *self)
{
  const LbPromptKind kind = lb_step_change_get_field (self->change) == LB_HISTORY_VISUAL_SCHEMA
                              ? LB_PROMPT_SCHEMA
                              : LB_PROMPT_CAPTION;
  /* Frozen fields are no caption: any of them may be alone. */
  const gboolean judged =
    self->restoration != NULL && lb_step_change_get_field (self->change) != LB_HISTORY_FROZEN;
  g_autofree char *words = lb_change_list_dup_restore_words (self->restore_changes);

  gtk_button_set_label (self->restore_button, words);
  self->wants_restore = FALSE;
  lb_mix_check_start (self->check, judged ? lb_comparison_get_prompt (self->restoration) : NULL,
                      judged ? lb_comparison_get_changes (self->restoration) : NULL, kind);
  show_restore (self);
}

static void
toggled_cb (LbStepDiffPage *self)
{
  adw_toolbar_view_set_reveal_bottom_bars (
    self->view, g_strcmp0 (adw_toggle_group_get_active_name (self->toggles), "restore") == 0);
}

/* Whether one path is the other, or leads into it. */
static gboolean
paths_meet (const char *one, const char *other)
{
  const gsize n = MIN (strlen (one), strlen (other));
  const char *longer = strlen (one) > n ? one : other;

  return strncmp (one, other, n) == 0 && (n == 0 || strchr (".[", longer[n]) != NULL);
}

static gboolean
is_of_step (LbStepDiffPage *self, LbPromptChange *change)
{
  GListModel *changes = lb_comparison_get_changes (self->done);

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) done = g_list_model_get_item (changes, i);

      if (paths_meet (lb_prompt_change_get_path (done), lb_prompt_change_get_path (change)))
        return TRUE;
    }

  return FALSE;
}

/* What was changed later, in other fields, is left as it is unless it is chosen. */
static gboolean
leave_later_changes (LbStepDiffPage *self, GListModel *changes)
{
  gboolean left = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      if (is_of_step (self, change))
        continue;
      lb_prompt_change_set_accepted (change, FALSE);
      left = TRUE;
    }

  return left;
}

/* @hint: (nullable): what to say instead of the usual. */
static void
show_restoration (LbStepDiffPage *self, const char *hint)
{
  const char *reason = why_not (self);
  g_autofree char *present = NULL;
  gboolean left = FALSE;

  if (self->done == NULL)
    return;

  g_clear_object (&self->restoration);
  if (reason == NULL)
    {
      present = dup_present (self);
      if (g_strcmp0 (present, get_before (self)) == 0)
        reason = _ ("It is again what it was before this step.");
    }
  if (reason == NULL)
    {
      self->restoration = lb_comparison_new (present, get_before (self), is_structured (self));
      left = leave_later_changes (self, lb_comparison_get_changes (self->restoration));
      lb_change_list_set_changes (self->restore_changes,
                                  lb_comparison_get_changes (self->restoration),
                                  lb_comparison_get_prompt (self->restoration));
      if (hint == NULL)
        hint = left ? _ ("What was changed after this step is not checked. Restoring is one step.")
                    : _ ("Restoring is one step, and can be undone.");
      gtk_label_set_label (self->restore_hint, hint);
    }
  else
    {
      lb_change_list_set_changes (self->restore_changes, NULL, NULL);
      adw_toggle_group_set_active_name (self->toggles, "step");
    }
  gtk_label_set_label (self->step_hint, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->step_hint), reason != NULL);
  gtk_widget_set_visible (self->toggles_box, reason == NULL);
  accepted_cb (self);
}

static void
show_texts (LbStepDiffPage *self)
{
  const char *field = lb_step_change_field_words (self->change);

  g_clear_object (&self->done);
  self->done = lb_comparison_new (get_before (self),
                                  comparable (self, lb_step_change_get_after (self->change)),
                                  is_structured (self));
  g_object_set (self->step_changes, "whole-title", field, NULL);
  g_object_set (self->restore_changes, "whole-title", field, NULL);
  lb_change_list_set_changes (self->step_changes, lb_comparison_get_changes (self->done),
                              lb_comparison_get_prompt (self->done));
  show_restoration (self, NULL);
}

typedef struct
{
  GWeakRef page;
  LbStepChange *change; /* (owned) */
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_weak_ref_clear (&waiting->page);
  g_clear_object (&waiting->change);
  g_free (waiting);
}

static Waiting *
waiting_new (LbStepDiffPage *self)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  g_weak_ref_init (&waiting->page, self);
  waiting->change = g_object_ref (self->change);

  return waiting;
}

static DexFuture *
read_cb (DexFuture *future, gpointer data)
{
  Waiting *waiting = data;
  g_autoptr (LbStepDiffPage) self = g_weak_ref_get (&waiting->page);
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  if (self == NULL || self->change != waiting->change)
    return dex_future_new_true ();

  if (dex_await (dex_ref (future), &error))
    show_texts (self);
  else
    {
      words = lb_error_words (error);
      gtk_label_set_label (self->step_hint, words);
      gtk_widget_set_visible (GTK_WIDGET (self->step_hint), TRUE);
      adw_toggle_group_set_active_name (self->toggles, "step");
      gtk_widget_set_visible (self->toggles_box, FALSE);
    }

  return dex_future_new_true ();
}

/* What was shown is of another change, until this one is read. */
static void
show_nothing (LbStepDiffPage *self)
{
  g_clear_object (&self->restoration);
  g_clear_object (&self->done);
  lb_change_list_set_changes (self->step_changes, NULL, NULL);
  lb_change_list_set_changes (self->restore_changes, NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->step_hint), FALSE);
  accepted_cb (self);
}

static void
show_nth (LbStepDiffPage *self, guint position)
{
  const guint n = g_list_model_get_n_items (self->changes);
  g_autoptr (LbStepChange) change = g_list_model_get_item (self->changes, position);
  g_autofree char *name = lb_step_change_name_words (change, self->step);
  g_autofree char *place = NULL;

  self->position = position;
  g_set_object (&self->change, change);
  show_nothing (self);
  if (n > 1)
    /* Translators: which one, and of how many */
    place = g_strdup_printf (_ ("%'u of %'u"), position + 1, n);
  else
    place = lb_history_moment_words (lb_history_step_get_made_at (self->step));
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), name);
  adw_window_title_set_title (self->window_title, name);
  adw_window_title_set_subtitle (self->window_title, place);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "step.previous", position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "step.next", position + 1 < n);
  dex_future_disown (dex_future_finally (lb_session_read_step_change (self->session, change),
                                         read_cb, waiting_new (self), waiting_free));
}

static void
previous_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbStepDiffPage *self = LB_STEP_DIFF_PAGE (widget);

  show_nth (self, self->position - 1);
}

static void
next_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbStepDiffPage *self = LB_STEP_DIFF_PAGE (widget);

  show_nth (self, self->position + 1);
}

/* Restoring. */

static DexFuture *
restored_cb (DexFuture *future, gpointer data)
{
  Waiting *waiting = data;
  g_autoptr (LbStepDiffPage) self = g_weak_ref_get (&waiting->page);
  g_autoptr (GError) error = NULL;
  const gboolean done = dex_await (dex_ref (future), &error);

  if (self == NULL)
    return dex_future_new_true ();

  lb_toast_show (GTK_WIDGET (self), done ? lb_toast_new (_ ("Restored"))
                                         : lb_error_toast_new (_ ("Not restored"), error));
  if (self->change == waiting->change)
    show_restoration (self, NULL);

  return dex_future_new_true ();
}

/* Some of an earlier caption and some of what is there now is a person's. */
static DexFuture *
restore_caption (LbStepDiffPage *self, const char *text)
{
  LbImage *image = lb_step_change_get_object (self->change);
  LbHistory *history = lb_session_get_history (self->session);
  const char *before = lb_step_change_get_before (self->change);
  const char *source = lb_step_change_get_source_before (self->change);
  DexFuture *kept = NULL;

  if (g_strcmp0 (text, before) != 0 || source == NULL)
    source = "manual";
  lb_history_close_edit (history);
  kept = lb_session_edit_caption_from (self->session, image, text, source);
  lb_history_close_edit (history);
  g_signal_emit_by_name (history, "restored", image);

  return kept;
}

/* Of earlier fields and those that are there now, none may be in another. */
static DexFuture *
restore_frozen (LbStepDiffPage *self, const char *text)
{
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) restored = lb_frozen_fields_new (text);
  g_autoptr (LbFrozenFields) fields = lb_frozen_fields_with_all (none, restored);

  return lb_session_set_frozen (self->session, lb_step_change_get_object (self->change), fields);
}

static DexFuture *
restore_text (LbStepDiffPage *self, const char *text)
{
  gpointer object = lb_step_change_get_object (self->change);

  switch (lb_step_change_get_field (self->change))
    {
    case LB_HISTORY_VISUAL_SCHEMA:
      return lb_session_set_visual_schema (self->session, object, text);
    case LB_HISTORY_CAPTION_PREFIX:
      return lb_session_set_caption_prefix (self->session, object, text);
    case LB_HISTORY_NAME:
      return LB_IS_DATASET (object) ? lb_session_rename_dataset (self->session, object, text)
                                    : lb_session_rename_project (self->session, object, text);
    case LB_HISTORY_FROZEN:    return restore_frozen (self, text);
    case LB_HISTORY_CAPTION:   return restore_caption (self, text);
    case LB_HISTORY_APPROVAL:
    case LB_HISTORY_EXISTENCE: break; /* has no texts */
    }

  return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "There is nothing to restore");
}

static void
restore (LbStepDiffPage *self)
{
  g_autofree char *present = NULL;
  g_autofree char *text = NULL;

  if (self->restoration == NULL || lb_session_get_history (self->session) == NULL)
    return;

  present = dup_present (self);
  if (g_strcmp0 (present, lb_comparison_get_before (self->restoration)) != 0)
    {
      show_restoration (self, _ ("It was changed meanwhile. Look at the changes again."));
      return;
    }

  text = lb_comparison_dup_result (self->restoration);
  dex_future_disown (dex_future_finally (restore_text (self, text != NULL ? text : ""), restored_cb,
                                         waiting_new (self), waiting_free));
}

static void
restore_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbStepDiffPage *self = LB_STEP_DIFF_PAGE (widget);

  if (lb_mix_check_get_pending (self->check))
    self->wants_restore = TRUE;
  else
    restore (self);
}

static void
checked_cb (LbStepDiffPage *self)
{
  LbPromptIssue *issue = lb_mix_check_get_issue (self->check);
  const gboolean restores = self->wants_restore && issue == NULL;

  self->wants_restore = FALSE;
  lb_change_list_set_issue (self->restore_changes, issue);
  show_restore (self);
  if (restores)
    restore (self);
}

static void
lb_step_diff_page_dispose (GObject *object)
{
  LbStepDiffPage *self = LB_STEP_DIFF_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_STEP_DIFF_PAGE);
  g_clear_object (&self->check);
  g_clear_object (&self->done);
  g_clear_object (&self->restoration);
  g_clear_object (&self->change);
  g_clear_object (&self->changes);
  g_clear_object (&self->step);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_step_diff_page_parent_class)->dispose (object);
}

static void
lb_step_diff_page_class_init (LbStepDiffPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_step_diff_page_dispose;

  g_type_ensure (LB_TYPE_CHANGE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/history/lb-step-diff-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LbStepDiffPage, view);
  gtk_widget_class_bind_template_child (widget_class, LbStepDiffPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbStepDiffPage, neighbours);
  gtk_widget_class_bind_template_child (widget_class, LbStepDiffPage, toggles_box);
  gtk_widget_class_bind_template_child (widget_class, LbStepDiffPage, toggles);
  gtk_widget_class_bind_template_child (widget_class, LbStepDiffPage, step_changes);
  gtk_widget_class_bind_template_child (widget_class, LbStepDiffPage, step_hint);
  gtk_widget_class_bind_template_child (widget_class, LbStepDiffPage, restore_changes);
  gtk_widget_class_bind_template_child (widget_class, LbStepDiffPage, restore_hint);
  gtk_widget_class_bind_template_child (widget_class, LbStepDiffPage, restore_button);
  gtk_widget_class_bind_template_callback (widget_class, accepted_cb);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_install_action (widget_class, "step.previous", NULL, previous_cb);
  gtk_widget_class_install_action (widget_class, "step.next", NULL, next_cb);
  gtk_widget_class_install_action (widget_class, "step.restore", NULL, restore_cb);
}

static void
lb_step_diff_page_init (LbStepDiffPage *self)
{
  self->check = lb_mix_check_new ();
  g_signal_connect_object (self->check, "checked", G_CALLBACK (checked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  toggled_cb (self);
}

LbStepDiffPage *
lb_step_diff_page_new (LbSession *session, LbHistoryStep *step, GListModel *changes, guint position)
{
  LbStepDiffPage *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_HISTORY_STEP (step), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (changes), NULL);

  self = g_object_new (LB_TYPE_STEP_DIFF_PAGE, NULL);
  self->session = g_object_ref (session);
  self->step = g_object_ref (step);
  self->changes = g_object_ref (changes);
  gtk_widget_set_visible (self->neighbours, g_list_model_get_n_items (changes) > 1);
  show_nth (self, position);

  return self;
}

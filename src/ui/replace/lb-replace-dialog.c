#include "config.h"

#include "ui/replace/lb-replace-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-weak.h"
#include "contract/lb-rules.h"
#include "jobs/lb-replace-job.h"
#include "ui/refine/lb-refine-toast.h"
#include "ui/replace/lb-replace-fields.h"
#include "ui/replace/lb-replace-row.h"
#include "ui/replace/lb-replace-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-toast.h"

/* After the last key. */
#define LOOK_DELAY_MS 150

struct _LbReplaceDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *box;
  GtkWidget *find_row;
  GtkToggleButton *case_toggle;
  GtkToggleButton *words_toggle;
  GtkToggleButton *regex_toggle;
  GtkWidget *with_row;
  AdwComboRow *field_row;
  AdwComboRow *images_row;
  GtkStringList *images_model;
  GtkLabel *problem;
  GtkStack *stack;
  AdwStatusPage *empty_page;
  GtkCheckButton *all_check;
  GtkLabel *count_label;
  GtkLabel *verdict_label;
  GtkImage *verdict_icon;
  GtkListView *list;
  GtkWidget *progress_box;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  GtkWidget *cancel_button;
  GtkWidget *stop_button;
  GtkLabel *left_out_label;
  GtkLabel *apply_label;

  LbSession *session;    /* (owned) */
  LbDataset *dataset;    /* (owned) */
  LbImageFinder *finder; /* (owned) */
  LbReplaceJob *job;     /* (owned) (nullable) once disposed of */
  GPtrArray *extents;    /* (owned) (element-type GPtrArray of LbImage): as in @images_model */
  char *outcome;         /* (owned) (nullable): what was done, where the dialog stays open */
  GWeakRef toasts;       /* AdwToastOverlay */
  guint look_source;
  gboolean looking;
  gboolean applying;
  gboolean stopped;
  gboolean counting; /* the check of all follows the others */
};

G_DEFINE_FINAL_TYPE (LbReplaceDialog, lb_replace_dialog, ADW_TYPE_DIALOG)

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* What was found. */

static void
show_problem (LbReplaceDialog *self, const char *words, gboolean is_error)
{
  gtk_label_set_label (self->problem, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), words != NULL);
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->problem), "error");
}

static void
mark (GtkWidget *row, gboolean wrong, GtkLabel *problem)
{
  if (wrong)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                      problem, NULL, -1);
      return;
    }

  gtk_widget_remove_css_class (row, "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
}

static void
show_issue (LbReplaceDialog *self)
{
  const LbReplaceIssue *issue = lb_replace_job_get_issue (self->job);
  g_autofree char *words = issue != NULL ? lb_replace_issue_words (issue) : NULL;

  mark (self->find_row, issue != NULL && issue->part == LB_REPLACE_IN_FIND, self->problem);
  mark (self->with_row, issue != NULL && issue->part == LB_REPLACE_IN_WITH, self->problem);
  show_problem (self, issue != NULL ? words : self->outcome, issue != NULL);
}

static void
show_verdict (LbReplaceDialog *self, const LbReplaceTally *tally)
{
  const guint n = tally->n_refused;
  g_autofree char *words =
    n == 0 ? g_strdup (_ ("Every result stays valid"))
           : g_strdup_printf (
               ngettext ("%'u match can’t be replaced", "%'u matches can’t be replaced", n), n);

  gtk_label_set_label (self->verdict_label, words);
  gtk_image_set_from_icon_name (self->verdict_icon,
                                n == 0 ? "object-select-symbolic" : "dialog-warning-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->verdict_icon), n == 0 ? "warning" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (self->verdict_icon), n == 0 ? "success" : "warning");
}

static void
show_all_check (LbReplaceDialog *self, const LbReplaceTally *tally)
{
  self->counting = TRUE;
  gtk_check_button_set_active (self->all_check, tally->n_accepted_places > 0);
  gtk_check_button_set_inconsistent (self->all_check,
                                     tally->n_accepted_places > 0 && tally->n_left_out > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->all_check),
                            tally->n_accepted_places + tally->n_left_out > 0);
  self->counting = FALSE;
}

static void
show_empty (LbReplaceDialog *self)
{
  const gboolean asked = *get_text (self->find_row) != '\0';
  const gboolean wrong = lb_replace_job_get_issue (self->job) != NULL;

  adw_status_page_set_title (self->empty_page, wrong   ? _ ("No Preview")
                                               : asked ? _ ("No Matches")
                                                       : _ ("Type What to Find"));
  adw_status_page_set_description (
    self->empty_page,
    asked && !wrong ? _ ("Try other words, or look in all fields and images.") : NULL);
}

static void
show_apply (LbReplaceDialog *self)
{
  const LbReplaceTally tally = lb_replace_job_get_tally (self->job);
  g_autofree char *words = lb_replace_apply_words (&tally);
  g_autofree char *left_out =
    g_strdup_printf (ngettext ("%'u left out", "%'u left out", tally.n_left_out), tally.n_left_out);

  gtk_label_set_label (self->apply_label, words);
  gtk_label_set_label (self->left_out_label, tally.n_left_out > 0 ? left_out : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "replace.apply",
                                 tally.n_accepted_places > 0 && !self->looking && !self->applying &&
                                   self->look_source == 0);
}

static void
show_tally (LbReplaceDialog *self)
{
  const LbReplaceTally tally = lb_replace_job_get_tally (self->job);
  g_autofree char *count = lb_replace_count_words (&tally);

  gtk_label_set_label (self->count_label, count);
  show_verdict (self, &tally);
  show_all_check (self, &tally);
  show_empty (self);
  gtk_stack_set_visible_child_name (self->stack, tally.n_matches > 0 ? "matches" : "empty");
  show_apply (self);
}

static void
all_toggled_cb (LbReplaceDialog *self)
{
  LbReplaceTally tally;

  if (self->counting || self->job == NULL)
    return;

  /* What is not all yet becomes all. */
  tally = lb_replace_job_get_tally (self->job);
  lb_replace_job_accept_all (self->job, tally.n_left_out > 0);
}

static void
activate_cb (LbReplaceDialog *self, guint position)
{
  g_autoptr (LbReplaceMatch) match =
    g_list_model_get_item (lb_replace_job_get_matches (self->job), position);

  lb_replace_job_accept (self->job, match, !lb_replace_match_get_accepted (match));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbReplaceDialog *self)
{
  gtk_list_item_set_child (item, lb_replace_row_new (self->session, self->job));
  gtk_list_item_set_selectable (item, FALSE);
}

/* The check has the focus where there is one to be set. */
static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbReplaceDialog *self)
{
  LbReplaceRow *row = LB_REPLACE_ROW (gtk_list_item_get_child (item));
  LbReplaceMatch *match = gtk_list_item_get_item (item);
  const gboolean can_check = lb_replace_match_get_refusal (match) == LB_REPLACE_MAY;

  lb_replace_row_set_match (row, match);
  gtk_list_item_set_focusable (item, !can_check);
  gtk_list_item_set_activatable (item, can_check);
  gtk_list_item_set_accessible_label (item, lb_replace_row_get_words (row));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbReplaceDialog *self)
{
  lb_replace_row_set_match (LB_REPLACE_ROW (gtk_list_item_get_child (item)), NULL);
}

/* Looking. */

static LbReplaceFlags
get_flags (LbReplaceDialog *self)
{
  LbReplaceFlags flags = LB_REPLACE_PLAIN;

  if (gtk_toggle_button_get_active (self->case_toggle))
    flags |= LB_REPLACE_MATCH_CASE;
  if (gtk_toggle_button_get_active (self->words_toggle))
    flags |= LB_REPLACE_WHOLE_WORDS;
  if (gtk_toggle_button_get_active (self->regex_toggle))
    flags |= LB_REPLACE_REGEX;

  return flags;
}

static DexFuture *
looked_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbReplaceDialog) self = g_weak_ref_get (data);

  /* Otherwise another look followed. */
  if (self != NULL && self->job != NULL && dex_future_is_resolved (future))
    {
      self->looking = FALSE;
      show_issue (self);
      show_tally (self);
    }
  return dex_future_new_true ();
}

static void
look (LbReplaceDialog *self)
{
  const LbReplaceTerms terms = { .find = get_text (self->find_row),
                                 .with = get_text (self->with_row),
                                 .path = lb_replace_fields_get_path (self->field_row),
                                 .flags = get_flags (self) };
  const guint extent = adw_combo_row_get_selected (self->images_row);

  self->looking = *terms.find != '\0' && extent < self->extents->len;
  if (!self->looking)
    {
      lb_replace_job_clear (self->job);
      show_issue (self);
      show_tally (self);
      return;
    }

  dex_future_disown (dex_future_finally (
    lb_replace_job_look (self->job, g_ptr_array_index (self->extents, extent), &terms), looked_cb,
    lb_weak_new (self), lb_weak_free));
  show_apply (self);
}

static gboolean
look_due_cb (gpointer data)
{
  LbReplaceDialog *self = data;

  self->look_source = 0;
  /* The fields may have come to be known meanwhile. */
  if (!self->applying)
    look (self);
  return G_SOURCE_REMOVE;
}

static void
terms_cb (LbReplaceDialog *self)
{
  if (self->job == NULL)
    return;

  g_clear_pointer (&self->outcome, g_free);
  g_clear_handle_id (&self->look_source, g_source_remove);
  self->look_source = g_timeout_add (LOOK_DELAY_MS, look_due_cb, self);
  show_apply (self);
}

/* Applying. */

static void
show_progress (LbReplaceDialog *self)
{
  LbCaptionStep *step = lb_replace_job_get_step (self->job);
  const guint n_total = lb_caption_step_get_n_total (step);
  const guint n_done = lb_caption_step_get_n_done (step);
  g_autofree char *words =
    self->stopped
      ? g_strdup (_ ("Stopping…"))
      /* Translators: the first number is how many are done, the second how many there are */
      : g_strdup_printf (
          ngettext ("%'u of %'u caption changed", "%'u of %'u captions changed", n_total), n_done,
          n_total);

  gtk_label_set_label (self->progress_label, words);
  gtk_progress_bar_set_fraction (self->progress_bar,
                                 n_total > 0 ? (double) n_done / (double) n_total : 0);
}

static void
set_applying (LbReplaceDialog *self, gboolean applying)
{
  self->applying = applying;
  self->stopped = FALSE;
  adw_dialog_set_can_close (ADW_DIALOG (self), !applying);
  gtk_widget_set_sensitive (self->box, !applying);
  gtk_widget_set_visible (self->progress_box, applying);
  gtk_widget_set_visible (self->cancel_button, !applying);
  gtk_widget_set_visible (self->stop_button, applying);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "replace.stop", applying);
  show_apply (self);
}

static void
stop (LbReplaceDialog *self)
{
  if (!self->applying)
    return;

  self->stopped = TRUE;
  lb_caption_step_cancel (lb_replace_job_get_step (self->job));
  show_progress (self);
}

static void
stop_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  stop (LB_REPLACE_DIALOG (widget));
}

/* (transfer full): what was changed before it was stopped is one step too. */
static char *
dup_outcome (LbReplaceDialog *self, guint n)
{
  const guint n_total = lb_caption_step_get_n_total (lb_replace_job_get_step (self->job));

  if (self->stopped && n < n_total)
    return g_strdup_printf (ngettext ("Stopped: %'u of %'u caption changed",
                                      "Stopped: %'u of %'u captions changed", n_total),
                            n, n_total);

  return g_strdup_printf (ngettext ("%'u caption changed", "%'u captions changed", n), n);
}

static void
tell (LbReplaceDialog *self, guint n)
{
  g_autoptr (GtkWidget) from = g_weak_ref_get (&self->toasts);
  g_autofree char *words = dup_outcome (self, n);

  if (from != NULL && n > 0)
    lb_refine_toast_show_words (from, self->session, words);
  else if (from != NULL)
    lb_toast_show (from, lb_toast_new (words));
}

/* Some are left, since they are others by now: what they are is looked at anew. */
static void
show_rest (LbReplaceDialog *self, guint n)
{
  const guint n_total = lb_caption_step_get_n_total (lb_replace_job_get_step (self->job));

  set_applying (self, FALSE);
  g_free (self->outcome);
  self->outcome =
    g_strdup_printf (ngettext ("%'u of %'u caption changed. The rest could not be.",
                               "%'u of %'u captions changed. The rest could not be.", n_total),
                     n, n_total);
  look (self);
  gtk_widget_grab_focus (self->find_row);
}

static void
fail (LbReplaceDialog *self, const GError *error)
{
  g_autoptr (GtkWidget) from = g_weak_ref_get (&self->toasts);

  if (from != NULL)
    lb_toast_show (from, lb_error_toast_new (_ ("Not replaced"), error));
  set_applying (self, FALSE);
  adw_dialog_close (ADW_DIALOG (self));
}

static DexFuture *
applied_cb (DexFuture *future, gpointer data)
{
  LbReplaceDialog *self = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  guint n = value != NULL ? g_value_get_uint (value) : 0;

  if (self->job == NULL)
    return dex_future_new_true ();
  if (value == NULL)
    {
      fail (self, error);
      return dex_future_new_true ();
    }

  n -= MIN (n, lb_replace_job_count_unkept (self->job));
  if (!self->stopped && n < lb_caption_step_get_n_total (lb_replace_job_get_step (self->job)))
    show_rest (self, n);
  else
    {
      tell (self, n);
      set_applying (self, FALSE);
      adw_dialog_close (ADW_DIALOG (self));
    }
  return dex_future_new_true ();
}

static void
apply_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LbReplaceDialog *self = LB_REPLACE_DIALOG (widget);
  DexFuture *applied = lb_replace_job_apply (self->job);

  set_applying (self, TRUE);
  show_progress (self);
  gtk_widget_grab_focus (self->stop_button);
  dex_future_disown (dex_future_finally (applied, applied_cb, g_object_ref (self), g_object_unref));
}

static void
lb_replace_dialog_dispose (GObject *object)
{
  LbReplaceDialog *self = LB_REPLACE_DIALOG (object);

  g_clear_handle_id (&self->look_source, g_source_remove);
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_REPLACE_DIALOG);
  g_clear_object (&self->job);
  g_clear_object (&self->finder);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);
  g_clear_pointer (&self->outcome, g_free);
  g_clear_pointer (&self->extents, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_replace_dialog_parent_class)->dispose (object);
}

static void
lb_replace_dialog_finalize (GObject *object)
{
  g_weak_ref_clear (&LB_REPLACE_DIALOG (object)->toasts);

  G_OBJECT_CLASS (lb_replace_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, box);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, find_row);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, case_toggle);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, words_toggle);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, regex_toggle);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, with_row);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, field_row);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, images_row);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, images_model);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, empty_page);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, all_check);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, count_label);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, verdict_label);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, progress_box);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, left_out_label);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceDialog, apply_label);
  gtk_widget_class_bind_template_callback (widget_class, terms_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop);
}

static void
lb_replace_dialog_class_init (LbReplaceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_replace_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = lb_replace_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/replace/lb-replace-dialog.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "replace.apply", NULL, apply_cb);
  gtk_widget_class_install_action (widget_class, "replace.stop", NULL, stop_cb);
}

static void
lb_replace_dialog_init (LbReplaceDialog *self)
{
  self->extents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_weak_ref_init (&self->toasts, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @format: of a number */
static void
add_extent (LbReplaceDialog *self, const char *format, GPtrArray *images)
{
  g_autofree char *words = NULL;

  if (images == NULL)
    return;

  words = g_strdup_printf (format, images->len);
  gtk_string_list_append (self->images_model, words);
  g_ptr_array_add (self->extents, g_ptr_array_ref (images));
}

static DexFuture *
settled_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbReplaceDialog) self = g_weak_ref_get (data);

  if (self != NULL && self->job != NULL)
    lb_replace_fields_fill (self->field_row, lb_image_finder_get_paths (self->finder));

  return dex_future_new_true ();
}

/* The fields of the captions are known once those were read. */
static void
show_fields (LbReplaceDialog *self)
{
  const gboolean is_prompt = lb_rules_caption_is_prompt (self->dataset);

  gtk_widget_set_visible (GTK_WIDGET (self->field_row), is_prompt);
  lb_replace_fields_set_up (self->field_row);
  if (!is_prompt)
    return;

  lb_replace_fields_follow (self->field_row, self->dataset,
                            lb_session_get_images (self->session, self->dataset));
  lb_image_finder_prepare (self->finder);
  dex_future_disown (dex_future_finally (lb_image_finder_settle (self->finder), settled_cb,
                                         lb_weak_new (self), lb_weak_free));
}

static void
set_scope (LbReplaceDialog *self, const LbReplaceScope *scope)
{
  g_autoptr (GtkNoSelection) rows = NULL;

  self->session = g_object_ref (scope->session);
  self->dataset = g_object_ref (scope->dataset);
  self->finder = g_object_ref (scope->finder);
  adw_window_title_set_subtitle (self->window_title, lb_dataset_get_name (scope->dataset));
  /* Translators: which images of a dataset, and how many */
  add_extent (self, _ ("All (%'u)"), scope->all);
  /* Translators: those that the filter shows, and how many */
  add_extent (self, _ ("Shown (%'u)"), scope->shown);
  /* Translators: those that are selected, and how many */
  add_extent (self, _ ("Selected (%'u)"), scope->selected);
  /* The narrowest that somebody has chosen. */
  adw_combo_row_set_selected (self->images_row, self->extents->len - 1);
  show_fields (self);
  if (scope->path != NULL)
    lb_replace_fields_choose (self->field_row, scope->path);

  self->job = lb_replace_job_new (scope->session, scope->dataset);
  g_signal_connect_object (lb_replace_job_get_step (self->job), "notify::n-done",
                           G_CALLBACK (show_progress), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->job, "changed", G_CALLBACK (show_tally), self);
  rows = gtk_no_selection_new (g_object_ref (lb_replace_job_get_matches (self->job)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (rows));
}

void
lb_replace_dialog_present (GtkWidget *from, const LbReplaceScope *scope)
{
  LbReplaceDialog *self = NULL;

  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (scope != NULL);

  self = g_object_new (LB_TYPE_REPLACE_DIALOG, NULL);
  g_weak_ref_set (&self->toasts, gtk_widget_get_ancestor (from, ADW_TYPE_TOAST_OVERLAY));
  set_scope (self, scope);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "replace.stop", FALSE);
  show_tally (self);
  lb_first_focus_set (ADW_DIALOG (self), self->find_row);
  adw_dialog_present (ADW_DIALOG (self), from);
}

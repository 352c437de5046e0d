#include "config.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "jobs/lb-duplicate-scan.h"
#include "jobs/lb-set-survey.h"
#include "model/lb-thin-spot.h"
#include "ui/complete/lb-complete-dialog.h"
#include "ui/complete/lb-lint-words.h"
#include "ui/complete/lb-readiness-row.h"
#include "ui/coverage/lb-coverage-words.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/dataset/lb-image-tally.h"
#include "ui/schema/lb-caption-runs.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-thumbnail.h"
#include "ui/widgets/lb-toast.h"

struct _LbCompleteDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkWidget *complete_button;
  LbThumbnail *cover;
  GtkLabel *name_label;
  GtkLabel *steps_label;
  LbReadinessRow *captions_row;
  LbReadinessRow *unsent_row;
  LbReadinessRow *count_row;
  LbReadinessRow *schema_row;
  LbReadinessRow *run_row;
  AdwPreferencesGroup *worth_group;
  LbReadinessRow *review_row;
  LbReadinessRow *stale_row;
  LbReadinessRow *invalid_row;
  LbReadinessRow *alike_row;
  LbReadinessRow *coverage_row;

  LbSession *session;     /* (owned) */
  LbDataset *dataset;     /* (owned) */
  GListModel *images;     /* (owned) */
  LbImageTally *tally;    /* (owned): tells of captions and edits that change */
  LbSetSurvey *survey;    /* (owned): what is worth a look in the set as a whole */
  GPtrArray *lint_rows;   /* (owned) (element-type LbReadinessRow): (unowned): in the group */
  LbDuplicateScan *scan;  /* (owned): looks for pictures that are alike */
  LbUploadQueue *uploads; /* (owned) (nullable) */
  guint n_alike;          /* pictures that are nearly the same as others, beyond one of each */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (LbCompleteDialog, lb_complete_dialog, ADW_TYPE_DIALOG)

enum
{
  SHOW,
  SHOW_QUERY,
  COMPLETED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What stands in the way, and what is only worth a look. */
typedef struct
{
  LbReadiness rules;     /* what the service asks for */
  guint n_unsent;        /* edits that would be frozen out */
  guint n_drafts;        /* those of them that are not valid yet */
  guint n_waiting;       /* images still being added */
  guint n_to_review;     /* captions that nobody has approved */
  guint n_stale;         /* captions that were made under an older schema */
  LbCaptionJob *job;     /* (unowned) (nullable): captions being written from here */
  LbImage *unsent;       /* (unowned) (nullable): the first such image */
  LbImage *invalid;      /* (unowned) (nullable): the same */
  gboolean needs_a_hand; /* some unsent edit waits for the user */
} Standing;

static void
count_captions (LbCompleteDialog *self, Standing *standing)
{
  const guint n_images = g_list_model_get_n_items (self->images);
  int n_missing = 0;
  int n_invalid = 0;

  for (guint i = 0; i < n_images; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);
      const LbEditState edit = lb_session_get_edit_state (self->session, image);
      const LbImageState state = lb_image_state (self->session, self->dataset, image);

      if (edit != LB_EDIT_SAVED)
        {
          if (standing->n_unsent++ == 0)
            standing->unsent = image;
          standing->n_drafts += edit == LB_EDIT_DRAFT;
          standing->needs_a_hand |= edit != LB_EDIT_PENDING && edit != LB_EDIT_SENDING;
        }
      else if (state == LB_IMAGE_MISSING || state == LB_IMAGE_WRITING)
        n_missing++;
      else if (state == LB_IMAGE_INVALID && n_invalid++ == 0)
        standing->invalid = image;
      if (state == LB_IMAGE_TO_REVIEW)
        standing->n_to_review++;
      if (state == LB_IMAGE_STALE)
        standing->n_stale++;
    }

  lb_rules_readiness (self->dataset, (int) n_images, n_missing, n_invalid, &standing->rules);
}

static void
take_standing (LbCompleteDialog *self, Standing *standing)
{
  *standing = (Standing) { 0 };
  count_captions (self, standing);
  standing->job = lb_dataset_jobs_find (lb_caption_runs_get (self->session), self->dataset);
  if (self->uploads != NULL)
    standing->n_waiting = lb_upload_queue_count_coming (self->uploads, self->dataset);
}

static gboolean
is_under_way (const Standing *standing)
{
  return standing->rules.run_going || standing->job != NULL || standing->n_waiting > 0;
}

/* (transfer full) (nullable) */
static char *
dup_name (LbImage *image)
{
  return image != NULL ? lb_visible_text (lb_image_shown_name (image)) : NULL;
}

static void
show_captions (LbCompleteDialog *self, const Standing *standing)
{
  const guint n_missing = (guint) standing->rules.captions_missing;
  const guint n_unsent = standing->n_unsent;
  g_autofree char *missing = g_strdup_printf (
    ngettext ("%'u image has no caption", "%'u images have no caption", n_missing), n_missing);
  g_autofree char *unsent = g_strdup_printf (
    standing->n_drafts == n_unsent
      ? ngettext ("%'u caption is not valid yet", "%'u captions are not valid yet", n_unsent)
      : ngettext ("%'u edit is not sent", "%'u edits are not sent", n_unsent),
    n_unsent);
  g_autofree char *name = dup_name (standing->unsent);

  lb_readiness_row_set_state (self->captions_row,
                              n_missing == 0 ? LB_READINESS_DONE : LB_READINESS_NEEDED,
                              n_missing > 0 ? missing : _ ("Every image has a caption"),
                              n_missing > 0 ? _ ("Write one or regenerate the missing ones") : NULL,
                              n_missing > 0 ? _ ("Show") : NULL, "missing");
  lb_readiness_row_set_state (
    self->unsent_row, n_unsent == 0 ? LB_READINESS_DONE : LB_READINESS_NEEDED,
    n_unsent > 0 ? unsent : _ ("Every edit is saved"),
    n_unsent == 0            ? NULL
    : standing->needs_a_hand ? name
                             : ngettext ("It is being saved", "They are being saved", n_unsent),
    standing->needs_a_hand ? _ ("Fix") : NULL, "invalid");
}

static void
show_set (LbCompleteDialog *self, const Standing *standing)
{
  const guint n_images = g_list_model_get_n_items (self->images);
  const gboolean enough = standing->rules.images_missing == 0;
  const gboolean schema = !standing->rules.schema_missing;
  const guint n_needed =
    lb_dataset_is_fibo (self->dataset) ? LB_LIMIT_COMPLETE_FIBO : LB_LIMIT_COMPLETE_LEGACY;
  g_autofree char *needed =
    g_strdup_printf (ngettext ("At least %'u image", "At least %'u images", n_needed), n_needed);
  g_autofree char *count =
    g_strdup_printf (ngettext ("%'u image", "%'u images", n_images), n_images);

  lb_readiness_row_set_state (self->count_row, enough ? LB_READINESS_DONE : LB_READINESS_NEEDED,
                              needed, count, enough ? NULL : _ ("Add"), "add");
  lb_readiness_row_set_state (
    self->schema_row, schema ? LB_READINESS_DONE : LB_READINESS_NEEDED, _ ("Visual schema"),
    schema ? _ ("Applied to this dataset") : _ ("Says once what all pictures share"),
    schema ? NULL : _ ("Make"), "schema");
  gtk_widget_set_visible (GTK_WIDGET (self->schema_row), lb_dataset_is_fibo (self->dataset));
}

static void
show_run (LbCompleteDialog *self, const Standing *standing)
{
  const guint n_waiting = standing->n_waiting;
  g_autofree char *words = NULL;

  if (n_waiting > 0)
    words = g_strdup_printf (
      ngettext ("%'u image is being added", "%'u images are being added", n_waiting), n_waiting);
  else if (is_under_way (standing))
    words = g_strdup (_ ("Captions are being written"));
  else
    words = g_strdup (_ ("No upload or caption run"));

  lb_readiness_row_set_state (self->run_row,
                              is_under_way (standing) ? LB_READINESS_NEEDED : LB_READINESS_DONE,
                              _ ("Nothing under way"), words, NULL, NULL);
}

static void
show_review (LbCompleteDialog *self, const Standing *standing)
{
  const guint n = standing->n_to_review;
  g_autofree char *words = g_strdup_printf (
    ngettext ("%'u caption not reviewed yet", "%'u captions not reviewed yet", n), n);

  gtk_widget_set_visible (GTK_WIDGET (self->review_row), n > 0);
  lb_readiness_row_set_state (self->review_row, LB_READINESS_WORTH_A_LOOK, words,
                              ngettext ("It can stay as it is", "They can stay as they are", n),
                              _ ("Review"), "to-review");
}

static void
show_stale (LbCompleteDialog *self, const Standing *standing)
{
  const guint n = standing->n_stale;
  g_autofree char *words =
    g_strdup_printf (ngettext ("%'u caption is stale", "%'u captions are stale", n), n);

  gtk_widget_set_visible (GTK_WIDGET (self->stale_row), n > 0);
  lb_readiness_row_set_state (self->stale_row, LB_READINESS_WORTH_A_LOOK, words,
                              _ ("Made under an older schema"), _ ("Show"), "stale");
}

/* C13: what the service would not write any more, but freezes as it is. */
static void
show_invalid (LbCompleteDialog *self, const Standing *standing)
{
  const guint n_invalid = (guint) standing->rules.captions_invalid;
  g_autofree char *invalid = g_strdup_printf (
    ngettext ("%'u caption is invalid", "%'u captions are invalid", n_invalid), n_invalid);
  g_autofree char *name = dup_name (standing->invalid);
  g_autofree char *detail = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->invalid_row), n_invalid > 0);
  if (n_invalid == 1)
    /* Translators: %s is the name of an image */
    detail = g_strdup_printf (_ ("That of %s can stay as it is"), name);
  else
    detail = g_strdup (ngettext ("It can stay as it is", "They can stay as they are", n_invalid));
  lb_readiness_row_set_state (self->invalid_row, LB_READINESS_WORTH_A_LOOK, invalid, detail,
                              _ ("Show"), "invalid");
}

static void
lint_activated_cb (LbCompleteDialog *self, LbReadinessRow *row)
{
  g_autofree char *query = g_strdup (lb_readiness_row_get_place (row));

  if (query == NULL)
    return;

  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[SHOW_QUERY], 0, query);
}

/* As many rows as there are @n_rows. Those that are there stay, and so does the focus. */
static void
make_lint_rows (LbCompleteDialog *self, guint n_rows)
{
  while (self->lint_rows->len < n_rows)
    {
      GtkWidget *row = g_object_new (LB_TYPE_READINESS_ROW, NULL);

      g_signal_connect_object (row, "activated", G_CALLBACK (lint_activated_cb), self,
                               G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->worth_group, row);
      g_ptr_array_add (self->lint_rows, row);
    }
  while (self->lint_rows->len > n_rows)
    adw_preferences_group_remove (
      self->worth_group, g_ptr_array_steal_index (self->lint_rows, self->lint_rows->len - 1));
}

/* Whether there is something. What is said of the set as a whole comes once it is counted. */
static gboolean
show_lint (LbCompleteDialog *self)
{
  GPtrArray *findings = lb_set_survey_get_findings (self->survey);
  GPtrArray *spots = lb_set_survey_get_spots (self->survey);
  const guint n_spots = spots != NULL ? spots->len : 0;
  g_autofree char *words =
    g_strdup_printf (ngettext ("%'u thin spot in what the set covers",
                               "%'u thin spots in what the set covers", n_spots),
                     n_spots);
  g_autofree char *first = n_spots > 0 ? lb_thin_spot_words (g_ptr_array_index (spots, 0)) : NULL;

  make_lint_rows (self, findings != NULL ? findings->len : 0);
  for (guint i = 0; i < self->lint_rows->len; i++)
    {
      const LbLintFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *title = lb_lint_words (finding);
      g_autofree char *reason = lb_lint_reason (finding);

      lb_readiness_row_set_state (g_ptr_array_index (self->lint_rows, i), LB_READINESS_WORTH_A_LOOK,
                                  title, reason, finding->query != NULL ? _ ("Show") : NULL,
                                  finding->query);
    }
  lb_readiness_row_set_state (self->coverage_row, LB_READINESS_WORTH_A_LOOK, words, first,
                              _ ("Show"), "coverage");
  gtk_widget_set_visible (GTK_WIDGET (self->coverage_row), n_spots > 0);

  return self->lint_rows->len > 0 || n_spots > 0;
}

static void
show_alike (LbCompleteDialog *self)
{
  const guint n = self->n_alike;
  g_autofree char *words =
    g_strdup_printf (ngettext ("%'u picture is nearly the same as another",
                               "%'u pictures are nearly the same as others", n),
                     n);

  lb_readiness_row_set_state (self->alike_row, LB_READINESS_WORTH_A_LOOK, words,
                              _ ("What is there twice is learned too well"), _ ("Show"),
                              "duplicates");
  gtk_widget_set_visible (GTK_WIDGET (self->alike_row), n > 0);
}

static void
show_worth (LbCompleteDialog *self, const Standing *standing)
{
  const gboolean any_lint = show_lint (self);

  show_alike (self);
  show_review (self, standing);
  show_stale (self, standing);
  show_invalid (self, standing);
  gtk_widget_set_visible (GTK_WIDGET (self->worth_group),
                          !standing->rules.already &&
                            (any_lint || self->n_alike > 0 || standing->n_to_review > 0 ||
                             standing->n_stale > 0 || standing->rules.captions_invalid > 0));
}

static void
refresh (LbCompleteDialog *self)
{
  Standing standing;
  g_autofree char *steps = NULL;
  guint n_left;
  gboolean ready;

  take_standing (self, &standing);
  n_left = (standing.rules.captions_missing > 0) + (standing.n_unsent > 0) +
           (standing.rules.images_missing > 0) + (standing.rules.schema_missing != 0) +
           is_under_way (&standing);
  ready = lb_readiness_may_complete (lb_session_get_rules_mode (self->session), &standing.rules) &&
          standing.n_unsent == 0 && standing.job == NULL && standing.n_waiting == 0;

  show_captions (self, &standing);
  show_set (self, &standing);
  show_run (self, &standing);
  show_worth (self, &standing);
  steps = g_strdup_printf (ngettext ("%'u step left before it can be completed",
                                     "%'u steps left before it can be completed", n_left),
                           n_left);
  gtk_label_set_label (self->steps_label, standing.rules.already ? _ ("Complete")
                                          : !ready               ? steps
                                          : n_left == 0          ? _ ("Ready to be completed")
                                                                 : _ ("Can be completed as it is"));
  gtk_widget_set_sensitive (self->complete_button, ready && !self->busy);
  if (ready)
    gtk_widget_add_css_class (self->complete_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->complete_button, "suggested-action");
}

static DexFuture *
scanned_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbCompleteDialog) self = g_weak_ref_get (data);
  g_autoptr (GPtrArray) groups = dex_await_boxed (dex_ref (future), NULL);

  if (self == NULL || self->scan == NULL || groups == NULL)
    return NULL;

  self->n_alike = 0;
  for (guint i = 0; i < groups->len; i++)
    self->n_alike += lb_duplicate_group_get_n (g_ptr_array_index (groups, i)) - 1;
  refresh (self);

  return NULL;
}

/* What is found late is shown late; what can't be had is not said. */
static void
look_for_alike (LbCompleteDialog *self)
{
  self->scan = lb_duplicate_scan_new (self->session, self->dataset);
  dex_future_disown (dex_future_finally (lb_duplicate_scan_run (self->scan, LB_LIKENESS_NORMAL),
                                         scanned_cb, lb_weak_new (self), lb_weak_free));
}

static void
run_changed_cb (LbCompleteDialog *self, LbDataset *dataset)
{
  if (dataset == self->dataset)
    refresh (self);
}

static void
row_activated_cb (LbCompleteDialog *self, LbReadinessRow *row)
{
  g_autofree char *place = g_strdup (lb_readiness_row_get_place (row));

  if (place == NULL)
    return;

  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[SHOW], 0, place);
}

static void
cancel_clicked_cb (LbCompleteDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static DexFuture *
completed_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbCompleteDialog) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return NULL;

  self->busy = FALSE;
  if (dex_await (dex_ref (future), &error))
    {
      adw_dialog_close (ADW_DIALOG (self));
      g_signal_emit (self, signals[COMPLETED], 0);
    }
  else
    {
      g_autofree char *words = lb_error_words (error);

      adw_toast_overlay_add_toast (self->toast_overlay, lb_toast_new (words));
      refresh (self);
    }
  return NULL;
}

static void
complete_clicked_cb (LbCompleteDialog *self)
{
  self->busy = TRUE;
  refresh (self);
  dex_future_disown (dex_future_finally (lb_session_complete_dataset (self->session, self->dataset),
                                         completed_cb, lb_weak_new (self), lb_weak_free));
}

static void
lb_complete_dialog_dispose (GObject *object)
{
  LbCompleteDialog *self = LB_COMPLETE_DIALOG (object);

  if (self->scan != NULL)
    lb_duplicate_scan_cancel (self->scan);
  g_clear_object (&self->scan);
  g_clear_object (&self->survey);
  g_clear_pointer (&self->lint_rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_COMPLETE_DIALOG);
  g_clear_object (&self->uploads);
  g_clear_object (&self->tally);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_complete_dialog_parent_class)->dispose (object);
}

static void
lb_complete_dialog_class_init (LbCompleteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_complete_dialog_dispose;

  signals[SHOW] = g_signal_new ("show-place", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SHOW_QUERY] = g_signal_new ("show-query", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[COMPLETED] = g_signal_new ("completed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LB_TYPE_READINESS_ROW);
  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/complete/lb-complete-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, complete_button);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, cover);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, name_label);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, steps_label);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, captions_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, unsent_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, count_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, schema_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, run_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, worth_group);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, review_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, stale_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, invalid_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, coverage_row);
  gtk_widget_class_bind_template_child (widget_class, LbCompleteDialog, alike_row);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, complete_clicked_cb);
}

static void
lb_complete_dialog_init (LbCompleteDialog *self)
{
  self->lint_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbCompleteDialog *
lb_complete_dialog_new (LbSession *session,
                        LbDataset *dataset,
                        GListModel *images,
                        LbUploadQueue *uploads)
{
  LbCompleteDialog *self;
  g_autofree char *name = NULL;
  g_autoptr (LbImage) first = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_COMPLETE_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);
  self->tally = lb_image_tally_new (session, dataset, images);
  self->survey = lb_set_survey_new (session, dataset, images);
  g_set_object (&self->uploads, uploads);
  name = lb_visible_text (lb_dataset_get_name (dataset));
  gtk_label_set_label (self->name_label, name);
  if ((first = g_list_model_get_item (images, 0)) != NULL)
    lb_thumbnail_set_image (self->cover, session, first);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->cover), FALSE);

  g_signal_connect_object (dataset, "notify", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tally, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->survey, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "edit-state-changed", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lb_caption_runs_get (session), "changed", G_CALLBACK (run_changed_cb),
                           self, G_CONNECT_SWAPPED);
  if (uploads != NULL)
    g_signal_connect_object (uploads, "notify", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  look_for_alike (self);
  return self;
}

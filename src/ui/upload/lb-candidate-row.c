#include "config.h"

#include "ui/upload/lb-candidate-row.h"

#include <glib/gi18n.h>

#include "base/lb-namesakes.h"
#include "base/lb-visible-text.h"
#include "ui/check/lb-check-row.h"
#include "ui/crop/lb-crop-dialog.h"
#include "ui/crop/lb-crop-menu.h"
#include "ui/upload/lb-verdict-words.h"

/* (nullable): the check that the row belongs to. */
static LbCheckJob *
get_job (LbCheckRow *row)
{
  return g_object_get_data (G_OBJECT (row), "lb-job");
}

/* (transfer full): with what tells it from others of its name. */
static char *
detail_words (LbCandidate *candidate, LbCheckJob *job)
{
  LbNamesakes *namesakes =
    job != NULL ? g_object_get_data (G_OBJECT (job), LB_CANDIDATE_ROW_NAMESAKES) : NULL;
  g_autofree char *words =
    lb_candidate_detail_words (candidate, job != NULL ? lb_check_job_get_dataset (job) : NULL);
  g_autofree char *folder =
    namesakes != NULL ? lb_namesakes_dup_folder (namesakes, lb_candidate_get_name (candidate),
                                                 lb_candidate_get_path (candidate))
                      : NULL;

  return lb_words_in_folder (folder, words);
}

/* A duplicate is added all the same, and left out again, by one button. */
static void
update_change (LbCheckRow *row, LbCandidate *candidate)
{
  LbCheckJob *job = get_job (row);

  if (job == NULL || lb_candidate_get_duplicate_of (candidate) == NULL)
    lb_check_row_set_change (row, NULL, FALSE);
  else if (lb_candidate_is_wanted (candidate))
    lb_check_row_set_change (row, _ ("Leave Out"), TRUE);
  else
    lb_check_row_set_change (row, _ ("Add Anyway"), lb_check_job_get_room (job) > 0);
}

static void
change_cb (LbCheckRow *row)
{
  LbCandidate *candidate = lb_check_row_get_item (row);

  lb_check_job_want (get_job (row), candidate, !lb_candidate_is_wanted (candidate));
}

/* What is refused for other reasons than its size, or is too small as it is, has nothing to be cut
 * away. */
static gboolean
can_crop (LbCandidate *candidate)
{
  return lb_candidate_can_be_drawn (candidate) &&
         (lb_candidate_get_verdict (candidate) != LB_VERDICT_TOO_SMALL ||
          lb_crop_is_set (lb_candidate_get_crop (candidate)));
}

/* While files are still looked at, the row may be gone by then. */
static void
applied_cb (LbCropDialog *dialog, LbCheckJob *job)
{
  LbCandidate *candidate = g_object_get_data (G_OBJECT (dialog), "lb-candidate");
  const LbCrop crop = lb_crop_dialog_get_crop (dialog);

  lb_check_job_crop (job, &candidate, &crop, 1);
}

static void
crop (LbCheckRow *row)
{
  LbCandidate *candidate = lb_check_row_get_item (row);
  g_autofree char *name = lb_visible_text (lb_candidate_get_name (candidate));
  LbCropDialog *dialog = NULL;

  if (get_job (row) == NULL || !can_crop (candidate))
    return;

  dialog =
    lb_crop_dialog_new (name, lb_candidate_get_file (candidate), lb_candidate_get_bytes (candidate),
                        lb_candidate_get_probe (candidate), lb_candidate_get_crop (candidate),
                        lb_check_job_get_increase_resolution (get_job (row)));
  g_object_set_data_full (G_OBJECT (dialog), "lb-candidate", g_object_ref (candidate),
                          g_object_unref);
  g_signal_connect_object (dialog, "applied", G_CALLBACK (applied_cb), get_job (row), 0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (row));
}

static void
uncrop (LbCheckRow *row)
{
  LbCandidate *candidate = lb_check_row_get_item (row);
  const LbCrop none = { 0 };

  lb_check_job_crop (get_job (row), &candidate, &none, 1);
}

static void
update (LbCheckRow *row)
{
  LbCandidate *candidate = lb_check_row_get_item (row);
  const LbVerdict verdict = lb_verdict_shown (candidate);
  LbCheckJob *job = get_job (row);
  g_autofree char *words = lb_verdict_words (candidate);
  g_autofree char *detail = detail_words (candidate, job);

  lb_check_row_set_detail (row, detail);
  lb_check_row_set_verdict (row, lb_verdict_icon (verdict), lb_verdict_style (verdict), words,
                            lb_candidate_is_addable (candidate));
  update_change (row, candidate);
  lb_crop_menu_update (row, job != NULL && can_crop (candidate),
                       lb_crop_is_set (lb_candidate_get_crop (candidate)));
}

static GtkWidget *
new_row (gpointer item, gpointer data)
{
  LbCandidate *candidate = item;
  g_autofree char *name = lb_visible_text (lb_candidate_get_name (candidate));
  GtkWidget *row = lb_check_row_new (candidate, name);
  LbThumbnail *thumbnail = lb_check_row_show_thumbnail (LB_CHECK_ROW (row));

  if (lb_candidate_can_be_drawn (candidate))
    lb_thumbnail_set_file (thumbnail, lb_candidate_get_file (candidate),
                           lb_candidate_get_bytes (candidate));
  else
    lb_thumbnail_set_missing (thumbnail);
  if (data != NULL)
    g_object_set_data_full (G_OBJECT (row), "lb-job", g_object_ref (data), g_object_unref);
  lb_crop_menu_add (LB_CHECK_ROW (row), GTK_WIDGET (thumbnail), crop, uncrop);
  g_signal_connect (row, "change", G_CALLBACK (change_cb), NULL);
  g_signal_connect_object (candidate, "notify::verdict", G_CALLBACK (update), row,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (candidate, "notify::cropped", G_CALLBACK (update), row,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (candidate, "notify::caption-file", G_CALLBACK (update), row,
                           G_CONNECT_SWAPPED);
  update (LB_CHECK_ROW (row));

  return row;
}

static guint
get_verdict (gpointer item)
{
  return lb_verdict_shown (item);
}

static void
update_row (GtkWidget *row)
{
  update (LB_CHECK_ROW (row));
}

static const char *
get_icon (guint verdict)
{
  return lb_verdict_icon ((LbVerdict) verdict);
}

static const char *
get_style (guint verdict)
{
  return lb_verdict_style ((LbVerdict) verdict);
}

static const char *
get_words (guint verdict)
{
  return lb_verdict_short_words ((LbVerdict) verdict);
}

static char *
fold_title (gpointer item, guint n)
{
  return lb_candidate_is_addable (item)
           ? g_strdup_printf (ngettext ("%'u more image", "%'u more images", n), n)
           : g_strdup_printf (ngettext ("%'u more item", "%'u more items", n), n);
}

const LbCheckKind *
lb_candidate_row_get_kind (void)
{
  static const LbCheckKind kind = {
    .n_verdicts = LB_VERDICT_UNREADABLE + 1,
    .get_verdict = get_verdict,
    .get_icon = get_icon,
    .get_style = get_style,
    .get_words = get_words,
    .fold_title = fold_title,
    .new_row = new_row,
    .update_row = update_row,
  };

  return &kind;
}

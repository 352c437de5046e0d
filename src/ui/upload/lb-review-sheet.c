#include "config.h"

#include "ui/upload/lb-review-sheet.h"

#include <glib/gi18n.h>

#include "base/lb-namesakes.h"
#include "base/lb-visible-text.h"
#include "ui/check/lb-caption-rows.h"
#include "ui/crop/lb-crop-sheet.h"
#include "ui/upload/lb-candidate-row.h"
#include "ui/upload/lb-verdict-words.h"

struct _LbReviewSheet
{
  LbCheckSheet parent_instance;

  AdwSwitchRow *enlarge_row;
  AdwSwitchRow *moderation_row;
  AdwSwitchRow *captions_row;
  AdwExpanderRow *stray_row;
  AdwSwitchRow *settings_row;

  LbCheckJob *job; /* (owned) */
  guint room;
};

G_DEFINE_FINAL_TYPE (LbReviewSheet, lb_review_sheet, LB_TYPE_CHECK_SHEET)

static gboolean
is_checking (LbCheckSheet *sheet)
{
  gboolean checking;

  g_object_get (LB_REVIEW_SHEET (sheet)->job, "checking", &checking, NULL);
  return checking;
}

static void
note_namesakes (LbReviewSheet *self)
{
  GListModel *candidates = lb_check_job_get_candidates (self->job);
  LbNamesakes *namesakes = lb_namesakes_new ();

  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);

      lb_namesakes_add (namesakes, lb_candidate_get_name (candidate),
                        lb_candidate_get_path (candidate));
    }
  g_object_set_data_full (G_OBJECT (self->job), LB_CANDIDATE_ROW_NAMESAKES, namesakes,
                          (GDestroyNotify) lb_namesakes_free);
}

static void
fill (LbCheckSheet *sheet)
{
  LbReviewSheet *self = LB_REVIEW_SHEET (sheet);
  GListModel *candidates = lb_check_job_get_candidates (self->job);
  g_autoptr (GPtrArray) good = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) bad = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *good_title = NULL;
  g_autofree char *bad_title = NULL;
  guint n = g_list_model_get_n_items (candidates);

  note_namesakes (self);
  for (guint i = 0; i < n; i++)
    {
      LbCandidate *candidate = g_list_model_get_item (candidates, i);
      gboolean addable = lb_candidate_is_addable (candidate);

      g_ptr_array_add (addable ? good : bad, candidate);
    }

  good_title = g_strdup_printf (
    ngettext ("%'u Image Will Be Added", "%'u Images Will Be Added", good->len), good->len);
  bad_title = g_strdup_printf (
    ngettext ("%'u Item Won’t Be Added", "%'u Items Won’t Be Added", bad->len), bad->len);
  lb_check_group_set (lb_check_sheet_get_taken (sheet), good_title, good);
  lb_check_group_set (lb_check_sheet_get_refused (sheet), bad_title, bad);
}

static void
update_title (LbReviewSheet *self, gboolean checking, guint checked, guint found)
{
  LbCheckSheet *sheet = LB_CHECK_SHEET (self);
  g_autofree char *title = NULL;
  g_autofree char *items = NULL;
  g_autofree char *room = NULL;
  g_autofree char *subtitle = NULL;

  if (checking)
    {
      title = g_strdup_printf (_ ("Checking %'u of %'u…"), checked, found);
      lb_check_sheet_set_title (sheet, title, "");
      return;
    }

  items = g_strdup_printf (ngettext ("%'u item checked", "%'u items checked", checked), checked);
  room =
    g_strdup_printf (ngettext ("room for %'u more", "room for %'u more", self->room), self->room);
  subtitle = lb_check_sheet_is_tiny (sheet) ? g_steal_pointer (&items)
                                            : g_strdup_printf ("%s · %s", items, room);
  lb_check_sheet_set_title (sheet, _ ("Add Images"), subtitle);
}

/* (transfer full): the files that descriptions were found in, @n_images: (out): for how many. */
static char *
source_words (LbReviewSheet *self, guint *n_images)
{
  GListModel *candidates = lb_check_job_get_candidates (self->job);
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);
      const char *file = lb_candidate_get_caption_file (candidate);

      if (file == NULL || !lb_candidate_is_addable (candidate))
        continue;
      g_hash_table_add (files, lb_visible_text (file));
      ++*n_images;
    }

  n = g_hash_table_size (files);
  if (n == 1)
    {
      GHashTableIter iter;
      gpointer name = NULL;

      g_hash_table_iter_init (&iter, files);
      g_hash_table_iter_next (&iter, &name, NULL);
      return g_strdup (name);
    }

  return g_strdup_printf (ngettext ("%'u file", "%'u files", n), n);
}

/* (transfer full) */
static char *
captions_note (LbReviewSheet *self)
{
  const guint n_all = lb_check_job_get_n_addable (self->job);
  guint n_images = 0;
  g_autofree char *source = source_words (self, &n_images);

  if (n_images == 0)
    return g_strdup (_ ("The images get automatic ones."));
  if (n_images == n_all)
    /* Translators: %s is the name of a file, or "12 files" */
    return g_strdup_printf (_ ("From %s. They take the place of automatic ones."), source);

  /* Translators: how many images have one, of how many; %s is the name of a file, or "12 files" */
  return g_strdup_printf (
    ngettext ("For %'u of %'u image, from %s. The others get automatic ones.",
              "For %'u of %'u images, from %s. The others get automatic ones.", n_all),
    n_images, n_all, source);
}

/* Those that came with the pictures, those that found none, and what else an export has. */
static void
update_captions (LbReviewSheet *self)
{
  g_autofree char *note = captions_note (self);

  lb_caption_rows_show_found (self->captions_row, lb_check_job_get_n_captions (self->job), note);
  lb_caption_rows_show_stray (self->stray_row, lb_check_job_get_stray_captions (self->job));
  lb_caption_rows_show_settings (self->settings_row, lb_check_job_get_manifest (self->job),
                                 lb_check_job_get_dataset (self->job));
}

static void
update_crops (LbReviewSheet *self, gboolean can_suggest)
{
  GListModel *candidates = lb_check_job_get_candidates (self->job);
  gboolean cropped = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (candidates) && !cropped; i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);

      cropped = lb_crop_is_set (lb_candidate_get_crop (candidate));
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.suggest-crops", can_suggest);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.undo-crops", cropped);
}

static void
update (LbCheckSheet *sheet)
{
  LbReviewSheet *self = LB_REVIEW_SHEET (sheet);
  gboolean checking;
  guint found;
  guint checked;
  guint n = lb_check_job_get_n_addable (self->job);
  g_autofree char *add = NULL;

  g_object_get (self->job, "checking", &checking, "n-found", &found, "n-checked", &checked, NULL);

  update_title (self, checking, checked, found);
  update_captions (self);
  lb_check_sheet_set_progress (sheet, checked, found);

  add = n > 0 ? g_strdup_printf (ngettext ("_Add %'u Image", "_Add %'u Images", n), n)
              : g_strdup (_ ("_Add Images"));
  lb_check_sheet_set_accept (sheet, add, !checking && n > 0);
  update_crops (self, !checking && n > 0);

  if (checking)
    lb_check_sheet_set_note (sheet, "");
  else if (found == 0)
    lb_check_sheet_set_note (sheet, _ ("No pictures were found."));
  else if (n == 0)
    lb_check_sheet_set_note (sheet, _ ("None of these can be added."));
  else
    lb_check_sheet_set_note (sheet, _ ("Copies are made. Your files stay as they are."));
}

static char *
dup_list (LbCheckSheet *sheet)
{
  LbCheckJob *job = LB_REVIEW_SHEET (sheet)->job;
  GListModel *candidates = lb_check_job_get_candidates (job);
  LbNamesakes *namesakes = g_object_get_data (G_OBJECT (job), LB_CANDIDATE_ROW_NAMESAKES);
  GString *text = g_string_new (NULL);
  guint n = g_list_model_get_n_items (candidates);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);
      g_autofree char *words = lb_verdict_words (candidate);
      const char *caption_file = lb_candidate_get_caption_file (candidate);
      const char *name = lb_candidate_get_name (candidate);
      g_autofree char *folder =
        namesakes != NULL
          ? lb_namesakes_dup_folder (namesakes, name, lb_candidate_get_path (candidate))
          : NULL;

      g_string_append_printf (text, "%s%s%s\t%s", folder != NULL ? folder : "",
                              folder != NULL ? "/" : "", name, words);
      if (caption_file != NULL)
        g_string_append_printf (text, "\t%s", caption_file);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

static void
suggest_crops_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  adw_dialog_present (
    ADW_DIALOG (lb_crop_sheet_new (LB_CROP_SOURCE (LB_REVIEW_SHEET (widget)->job))), widget);
}

static void
undo_crops_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbCheckJob *job = LB_REVIEW_SHEET (widget)->job;

  lb_crop_source_uncrop (LB_CROP_SOURCE (job), lb_check_job_get_candidates (job));
}

static void
end (LbCheckSheet *sheet, gboolean accepted)
{
  if (!accepted)
    lb_check_job_cancel (LB_REVIEW_SHEET (sheet)->job);
}

static void
lb_review_sheet_dispose (GObject *object)
{
  LbReviewSheet *self = LB_REVIEW_SHEET (object);

  if (self->job != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->job, self);
      g_signal_handlers_disconnect_by_data (lb_check_job_get_candidates (self->job), self);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_REVIEW_SHEET);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (lb_review_sheet_parent_class)->dispose (object);
}

static void
lb_review_sheet_class_init (LbReviewSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  LbCheckSheetClass *sheet_class = LB_CHECK_SHEET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_review_sheet_dispose;
  sheet_class->is_checking = is_checking;
  sheet_class->update = update;
  sheet_class->fill = fill;
  sheet_class->dup_list = dup_list;
  sheet_class->end = end;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/upload/lb-review-sheet.ui");
  gtk_widget_class_install_action (widget_class, "review.suggest-crops", NULL, suggest_crops_cb);
  gtk_widget_class_install_action (widget_class, "review.undo-crops", NULL, undo_crops_cb);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, enlarge_row);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, moderation_row);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, captions_row);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, stray_row);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, settings_row);
}

static void
lb_review_sheet_init (LbReviewSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbReviewSheet *
lb_review_sheet_new (LbCheckJob *job, GSettings *settings, guint room)
{
  LbReviewSheet *self = g_object_new (LB_TYPE_REVIEW_SHEET, NULL);

  LbCheckSheet *sheet = LB_CHECK_SHEET (self);

  self->job = g_object_ref (job);
  self->room = room;
  lb_check_group_set_kind (lb_check_sheet_get_taken (sheet), lb_candidate_row_get_kind (),
                           G_OBJECT (job));
  lb_check_group_set_kind (lb_check_sheet_get_refused (sheet), lb_candidate_row_get_kind (),
                           G_OBJECT (job));
  if (settings != NULL)
    g_settings_bind (settings, "increase-resolution", job, "increase-resolution",
                     G_SETTINGS_BIND_DEFAULT);
  g_object_bind_property (job, "increase-resolution", self->enlarge_row, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_object_bind_property (job, "takes-captions", self->captions_row, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_swapped (job, "notify", G_CALLBACK (lb_check_sheet_queue), self);
  g_signal_connect_swapped (lb_check_job_get_candidates (job), "items-changed",
                            G_CALLBACK (lb_check_sheet_queue), self);
  lb_check_sheet_begin (LB_CHECK_SHEET (self));

  return self;
}

void
lb_review_sheet_offer_moderation (LbReviewSheet *self)
{
  g_return_if_fail (LB_IS_REVIEW_SHEET (self));

  gtk_widget_set_visible (GTK_WIDGET (self->moderation_row), TRUE);
  lb_check_sheet_fit (LB_CHECK_SHEET (self));
}

gboolean
lb_review_sheet_get_content_moderation (LbReviewSheet *self)
{
  g_return_val_if_fail (LB_IS_REVIEW_SHEET (self), FALSE);

  return adw_switch_row_get_active (self->moderation_row);
}

gboolean
lb_review_sheet_get_takes_settings (LbReviewSheet *self)
{
  g_return_val_if_fail (LB_IS_REVIEW_SHEET (self), FALSE);

  return lb_caption_rows_takes (self->settings_row);
}

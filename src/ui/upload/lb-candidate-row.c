#include "config.h"

#include "ui/upload/lb-candidate-row.h"

#include "ui/upload/lb-verdict-words.h"
#include "ui/widgets/lb-thumbnail.h"

struct _LbCandidateRow
{
  GtkListBoxRow parent_instance;

  LbThumbnail *thumbnail;
  GtkLabel *name;
  GtkLabel *detail;
  GtkWidget *verdict;
  GtkImage *icon;
  GtkLabel *words;

  LbCandidate *candidate; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbCandidateRow, lb_candidate_row, GTK_TYPE_LIST_BOX_ROW)

static gboolean
can_be_drawn (LbCandidate *candidate)
{
  const LbProbeResult *probe = lb_candidate_get_probe (candidate);

  return probe != NULL && lb_format_word (probe->format) != NULL && !probe->truncated &&
         lb_candidate_get_verdict (candidate) != LB_VERDICT_TOO_LARGE;
}

static void
lb_candidate_row_dispose (GObject *object)
{
  LbCandidateRow *self = LB_CANDIDATE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_CANDIDATE_ROW);
  g_clear_object (&self->candidate);

  G_OBJECT_CLASS (lb_candidate_row_parent_class)->dispose (object);
}

static void
lb_candidate_row_class_init (LbCandidateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_candidate_row_dispose;

  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/upload/lb-candidate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbCandidateRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbCandidateRow, name);
  gtk_widget_class_bind_template_child (widget_class, LbCandidateRow, detail);
  gtk_widget_class_bind_template_child (widget_class, LbCandidateRow, verdict);
  gtk_widget_class_bind_template_child (widget_class, LbCandidateRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LbCandidateRow, words);
}

static void
lb_candidate_row_init (LbCandidateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_candidate_row_new (LbCandidate *candidate)
{
  LbCandidateRow *self = g_object_new (LB_TYPE_CANDIDATE_ROW, NULL);
  LbVerdict verdict = lb_candidate_get_verdict (candidate);
  g_autofree char *words = lb_verdict_words (candidate);
  g_autofree char *detail = lb_candidate_detail_words (candidate);

  self->candidate = g_object_ref (candidate);
  gtk_label_set_label (self->name, lb_candidate_get_name (candidate));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), lb_candidate_get_name (candidate));
  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), *detail != '\0');
  gtk_label_set_label (self->words, words);
  gtk_image_set_from_icon_name (self->icon, lb_verdict_icon (verdict));
  gtk_widget_add_css_class (self->verdict, lb_verdict_style (verdict));
  if (!lb_verdict_is_addable (verdict))
    gtk_widget_set_opacity (GTK_WIDGET (self->thumbnail), 0.6);
  if (can_be_drawn (candidate))
    lb_thumbnail_set_file (self->thumbnail, lb_candidate_get_file (candidate),
                           lb_candidate_get_bytes (candidate));

  return GTK_WIDGET (self);
}

LbCandidate *
lb_candidate_row_get_candidate (LbCandidateRow *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE_ROW (self), NULL);

  return self->candidate;
}

const char *
lb_candidate_row_get_words (LbCandidateRow *self)
{
  g_return_val_if_fail (LB_IS_CANDIDATE_ROW (self), NULL);

  return gtk_label_get_label (self->words);
}

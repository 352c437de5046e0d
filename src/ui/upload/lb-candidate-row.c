#include "config.h"

#include "ui/upload/lb-candidate-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
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
set_style (GtkWidget *widget, const char *style)
{
  static const char *const styles[] = { "success", "warning", "error", "dim-label" };

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    if (g_str_equal (styles[i], style))
      gtk_widget_add_css_class (widget, styles[i]);
    else
      gtk_widget_remove_css_class (widget, styles[i]);
}

static void
update (LbCandidateRow *self)
{
  LbVerdict verdict = lb_candidate_get_verdict (self->candidate);
  g_autofree char *words = lb_verdict_words (self->candidate);
  g_autofree char *detail = lb_candidate_detail_words (self->candidate);
  /* Translators: what a screen reader says of a file: its name, whether it can be added */
  g_autofree char *spoken =
    g_strdup_printf (_ ("%s, %s"), lb_candidate_get_name (self->candidate), words);

  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), *detail != '\0');
  gtk_label_set_label (self->words, words);
  gtk_image_set_from_icon_name (self->icon, lb_verdict_icon (verdict));
  set_style (self->verdict, lb_verdict_style (verdict));
  gtk_widget_set_opacity (GTK_WIDGET (self->thumbnail),
                          lb_candidate_is_addable (self->candidate) ? 1 : 0.6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
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
  g_autofree char *name = lb_visible_text (lb_candidate_get_name (candidate));

  self->candidate = g_object_ref (candidate);
  gtk_label_set_label (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  if (can_be_drawn (candidate))
    lb_thumbnail_set_file (self->thumbnail, lb_candidate_get_file (candidate),
                           lb_candidate_get_bytes (candidate));
  else
    lb_thumbnail_set_missing (self->thumbnail);
  g_signal_connect_object (candidate, "notify::verdict", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

#include "config.h"

#include "ui/coverage/lb-coverage-bar.h"

#include <glib/gi18n.h>

#include "ui/coverage/lb-coverage-words.h"

#define BAR_LENGTH 56
#define WORD_CHARS 22
#define TIGHT_CHARS 5 /* at the least, where words take several lines */
#define UPRIGHT_HEIGHT 96

struct _LbCoverageBar
{
  GtkButton parent_instance;

  GtkBox *box;
  GtkLabel *word;
  GtkLevelBar *bar;
  GtkLabel *number;
  char *query; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbCoverageBar, lb_coverage_bar, GTK_TYPE_BUTTON)

static void
lb_coverage_bar_finalize (GObject *object)
{
  g_free (LB_COVERAGE_BAR (object)->query);

  G_OBJECT_CLASS (lb_coverage_bar_parent_class)->finalize (object);
}

static void
lb_coverage_bar_class_init (LbCoverageBarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_coverage_bar_finalize;
}

static void
lb_coverage_bar_init (LbCoverageBar *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  self->word = GTK_LABEL (gtk_label_new (NULL));
  self->bar = g_object_new (GTK_TYPE_LEVEL_BAR, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                            "min-value", 0.0, NULL);
  self->number = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_wrap_mode (self->word, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self->bar), "readiness");
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self), "coverage-bar");
  gtk_box_append (self->box, GTK_WIDGET (self->word));
  gtk_box_append (self->box, GTK_WIDGET (self->bar));
  gtk_box_append (self->box, GTK_WIDGET (self->number));
  gtk_button_set_child (GTK_BUTTON (self), GTK_WIDGET (self->box));
  lb_coverage_bar_set_shape (self, FALSE, FALSE);
}

LbCoverageBar *
lb_coverage_bar_new (void)
{
  return g_object_new (LB_TYPE_COVERAGE_BAR, NULL);
}

void
lb_coverage_bar_show (LbCoverageBar *self, const LbCoverageGroup *group, guint n_most, guint n_all)
{
  g_autofree char *words = NULL;
  g_autofree char *number = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (LB_IS_COVERAGE_BAR (self));

  words = lb_coverage_group_words (group);
  number = g_strdup_printf ("%'u", group->n_images);
  /* Translators: what images are, and how many of them, as in “backlit, 24 of 36 images” */
  name = g_strdup_printf (ngettext ("%s, %'u of %'u image", "%s, %'u of %'u images", n_all), words,
                          group->n_images, n_all);
  gtk_label_set_label (self->word, words);
  gtk_label_set_label (self->number, number);
  gtk_level_bar_set_max_value (self->bar, MAX (n_most, 1));
  gtk_level_bar_set_value (self->bar, group->n_images);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self), group->n_images > 0);
  g_set_str (&self->query, group->query);
}

void
lb_coverage_bar_set_shape (LbCoverageBar *self, gboolean upright, gboolean tight)
{
  g_return_if_fail (LB_IS_COVERAGE_BAR (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  upright ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (self->box, upright ? 4 : 12);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->bar),
                                  upright ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_level_bar_set_inverted (self->bar, upright);
  gtk_widget_set_size_request (GTK_WIDGET (self->bar), upright ? -1 : BAR_LENGTH,
                               upright ? UPRIGHT_HEIGHT : -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->bar), !upright);
  gtk_widget_set_halign (GTK_WIDGET (self->bar), upright ? GTK_ALIGN_CENTER : GTK_ALIGN_FILL);
  gtk_widget_set_valign (GTK_WIDGET (self->bar), upright ? GTK_ALIGN_FILL : GTK_ALIGN_CENTER);
  gtk_label_set_wrap (self->word, upright || tight);
  gtk_label_set_ellipsize (self->word,
                           upright || tight ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->word, upright ? 0.5f : 0.0f);
  gtk_label_set_justify (self->word, upright ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
  gtk_label_set_width_chars (self->word, upright ? -1 : tight ? TIGHT_CHARS : WORD_CHARS / 2);
  gtk_label_set_max_width_chars (self->word, upright ? 9 : WORD_CHARS);
  gtk_label_set_xalign (self->number, upright ? 0.5f : 1.0f);
  /* The number stands over its bar, and the word below. */
  gtk_box_reorder_child_after (self->box, GTK_WIDGET (self->word),
                               upright ? GTK_WIDGET (self->bar) : NULL);
  gtk_box_reorder_child_after (self->box, GTK_WIDGET (self->number),
                               upright ? NULL : GTK_WIDGET (self->bar));
}

const char *
lb_coverage_bar_get_query (LbCoverageBar *self)
{
  g_return_val_if_fail (LB_IS_COVERAGE_BAR (self), NULL);

  return self->query;
}

GtkWidget *
lb_coverage_bar_get_word (LbCoverageBar *self)
{
  g_return_val_if_fail (LB_IS_COVERAGE_BAR (self), NULL);

  return GTK_WIDGET (self->word);
}

GtkWidget *
lb_coverage_bar_get_number (LbCoverageBar *self)
{
  g_return_val_if_fail (LB_IS_COVERAGE_BAR (self), NULL);

  return GTK_WIDGET (self->number);
}

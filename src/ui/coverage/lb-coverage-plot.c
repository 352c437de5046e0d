#include "config.h"

#include "ui/coverage/lb-coverage-plot.h"

#include <glib/gi18n.h>

#include "ui/coverage/lb-coverage-bar.h"
#include "ui/coverage/lb-coverage-words.h"

struct _LbCoveragePlot
{
  AdwBin parent_instance;

  LbCoverageChart chart;
  GtkBox *box;
  GPtrArray *bars;       /* (owned) (element-type LbCoverageBar): (unowned): in @box */
  GtkSizeGroup *words;   /* (owned) */
  GtkSizeGroup *numbers; /* (owned) */
  gboolean upright;      /* its bars stand */
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (LbCoveragePlot, lb_coverage_plot, ADW_TYPE_BIN)

enum
{
  SIGNAL_SHOW_QUERY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clicked_cb (LbCoveragePlot *self, LbCoverageBar *bar)
{
  g_autofree char *query = g_strdup (lb_coverage_bar_get_query (bar));

  if (query != NULL)
    g_signal_emit (self, signals[SIGNAL_SHOW_QUERY], 0, query);
}

/* Bars that lie begin below each other. */
static void
align (LbCoveragePlot *self, LbCoverageBar *bar)
{
  GtkWidget *word = lb_coverage_bar_get_word (bar);
  GtkWidget *number = lb_coverage_bar_get_number (bar);
  const gboolean aligned = g_slist_find (gtk_size_group_get_widgets (self->words), word) != NULL;

  if (aligned && self->upright)
    {
      gtk_size_group_remove_widget (self->words, word);
      gtk_size_group_remove_widget (self->numbers, number);
    }
  else if (!aligned && !self->upright)
    {
      gtk_size_group_add_widget (self->words, word);
      gtk_size_group_add_widget (self->numbers, number);
    }
}

static void
add_bar (LbCoveragePlot *self)
{
  LbCoverageBar *bar = lb_coverage_bar_new ();

  lb_coverage_bar_set_shape (bar, self->upright, self->compact);
  align (self, bar);
  g_signal_connect_object (bar, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->box, GTK_WIDGET (bar));
  g_ptr_array_add (self->bars, bar);
}

static void
lb_coverage_plot_dispose (GObject *object)
{
  LbCoveragePlot *self = LB_COVERAGE_PLOT (object);

  g_clear_pointer (&self->bars, g_ptr_array_unref);
  g_clear_object (&self->words);
  g_clear_object (&self->numbers);

  G_OBJECT_CLASS (lb_coverage_plot_parent_class)->dispose (object);
}

static void
lb_coverage_plot_class_init (LbCoveragePlotClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_coverage_plot_dispose;

  signals[SIGNAL_SHOW_QUERY] =
    g_signal_new ("show-query", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lb_coverage_plot_init (LbCoveragePlot *self)
{
  self->bars = g_ptr_array_new ();
  self->words = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->numbers = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
}

LbCoveragePlot *
lb_coverage_plot_new (LbCoverageChart chart)
{
  LbCoveragePlot *self = g_object_new (LB_TYPE_COVERAGE_PLOT, NULL);
  GtkWidget *group = adw_preferences_group_new ();

  self->chart = chart;
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "coverage-plot");
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), lb_coverage_chart_words (chart));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->box));
  adw_bin_set_child (ADW_BIN (self), group);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  lb_coverage_plot_set_compact (self, FALSE);

  return self;
}

void
lb_coverage_plot_show (LbCoveragePlot *self, LbCoverage *coverage)
{
  GPtrArray *groups = NULL;
  guint n_most = 0;

  g_return_if_fail (LB_IS_COVERAGE_PLOT (self));
  g_return_if_fail (LB_IS_COVERAGE (coverage));

  groups = lb_coverage_get_groups (coverage, self->chart);
  for (guint i = 0; i < groups->len; i++)
    n_most = MAX (n_most, ((const LbCoverageGroup *) g_ptr_array_index (groups, i))->n_images);
  while (self->bars->len < groups->len)
    add_bar (self);
  while (self->bars->len > groups->len)
    gtk_box_remove (self->box, g_ptr_array_steal_index (self->bars, self->bars->len - 1));
  for (guint i = 0; i < groups->len; i++)
    lb_coverage_bar_show (g_ptr_array_index (self->bars, i), g_ptr_array_index (groups, i), n_most,
                          lb_coverage_get_n_images (coverage));
  gtk_widget_set_visible (GTK_WIDGET (self), groups->len > 0);
}

void
lb_coverage_plot_set_compact (LbCoveragePlot *self, gboolean compact)
{
  const gboolean upright = !compact && self->chart >= LB_COVERAGE_SIZE;

  g_return_if_fail (LB_IS_COVERAGE_PLOT (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  upright ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_homogeneous (self->box, upright);
  self->upright = upright;
  self->compact = compact;
  for (guint i = 0; i < self->bars->len; i++)
    {
      LbCoverageBar *bar = g_ptr_array_index (self->bars, i);

      lb_coverage_bar_set_shape (bar, upright, compact);
      align (self, bar);
    }
}

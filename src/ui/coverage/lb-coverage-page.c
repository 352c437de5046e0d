#include "config.h"

#include "ui/coverage/lb-coverage-page.h"

#include "base/lb-visible-text.h"
#include "jobs/lb-set-survey.h"
#include "model/lb-thin-spot.h"
#include "ui/complete/lb-readiness-row.h"
#include "ui/coverage/lb-coverage-plot.h"
#include "ui/coverage/lb-coverage-words.h"

#include <glib/gi18n.h>

struct _LbCoveragePage
{
  AdwNavigationPage parent_instance;

  AdwWindowTitle *window_title;
  GtkStack *stack;
  AdwPreferencesGroup *spots_group;
  GtkBox *start_box;
  GtkBox *end_box;

  LbDataset *dataset;                          /* (owned) */
  LbSetSurvey *survey;                         /* (owned) */
  LbCoveragePlot *plots[LB_COVERAGE_N_CHARTS]; /* (unowned): in the two boxes */
  GPtrArray *rows; /* (owned) (element-type LbReadinessRow): (unowned): in the group */
};

G_DEFINE_FINAL_TYPE (LbCoveragePage, lb_coverage_page, ADW_TYPE_NAVIGATION_PAGE)

enum
{
  SIGNAL_SHOW_QUERY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_query_cb (LbCoveragePage *self, const char *query)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_QUERY], 0, query);
}

static void
row_activated_cb (LbCoveragePage *self, LbReadinessRow *row)
{
  g_autofree char *query = g_strdup (lb_readiness_row_get_place (row));

  if (query != NULL)
    show_query_cb (self, query);
}

/* Rows that are there stay, and so does the focus. */
static void
show_spots (LbCoveragePage *self, GPtrArray *spots)
{
  while (self->rows->len < spots->len)
    {
      GtkWidget *row = g_object_new (LB_TYPE_READINESS_ROW, NULL);

      g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self,
                               G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->spots_group, row);
      g_ptr_array_add (self->rows, row);
    }
  while (self->rows->len > spots->len)
    adw_preferences_group_remove (self->spots_group,
                                  g_ptr_array_steal_index (self->rows, self->rows->len - 1));

  for (guint i = 0; i < spots->len; i++)
    {
      const LbThinSpot *spot = g_ptr_array_index (spots, i);
      g_autofree char *words = lb_thin_spot_words (spot);
      g_autofree char *advice = lb_thin_spot_advice (spot);

      lb_readiness_row_set_state (g_ptr_array_index (self->rows, i), LB_READINESS_WORTH_A_LOOK,
                                  words, advice, spot->query != NULL ? _ ("Show") : NULL,
                                  spot->query);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->spots_group), spots->len > 0);
}

static void
show (LbCoveragePage *self)
{
  LbCoverage *coverage = lb_set_survey_get_coverage (self->survey);

  show_spots (self, lb_set_survey_get_spots (self->survey));
  for (guint i = 0; i < LB_COVERAGE_N_CHARTS; i++)
    lb_coverage_plot_show (self->plots[i], coverage);
  gtk_stack_set_visible_child_name (self->stack,
                                    lb_coverage_get_n_images (coverage) > 0 ? "charts" : "empty");
}

static void
show_title (LbCoveragePage *self)
{
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (self->dataset));

  adw_window_title_set_subtitle (self->window_title, name);
}

static void
set_compact (LbCoveragePage *self, gboolean compact)
{
  for (guint i = 0; i < LB_COVERAGE_N_CHARTS; i++)
    lb_coverage_plot_set_compact (self->plots[i], compact);
}

static void
compact_cb (LbCoveragePage *self)
{
  set_compact (self, TRUE);
}

static void
roomy_cb (LbCoveragePage *self)
{
  set_compact (self, FALSE);
}

static void
lb_coverage_page_dispose (GObject *object)
{
  LbCoveragePage *self = LB_COVERAGE_PAGE (object);

  g_clear_object (&self->survey);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_COVERAGE_PAGE);
  g_clear_object (&self->dataset);

  G_OBJECT_CLASS (lb_coverage_page_parent_class)->dispose (object);
}

static void
lb_coverage_page_class_init (LbCoveragePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_coverage_page_dispose;

  signals[SIGNAL_SHOW_QUERY] =
    g_signal_new ("show-query", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/coverage/lb-coverage-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LbCoveragePage, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbCoveragePage, stack);
  gtk_widget_class_bind_template_child (widget_class, LbCoveragePage, spots_group);
  gtk_widget_class_bind_template_child (widget_class, LbCoveragePage, start_box);
  gtk_widget_class_bind_template_child (widget_class, LbCoveragePage, end_box);
  gtk_widget_class_bind_template_callback (widget_class, compact_cb);
  gtk_widget_class_bind_template_callback (widget_class, roomy_cb);
}

static void
lb_coverage_page_init (LbCoveragePage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < LB_COVERAGE_N_CHARTS; i++)
    {
      self->plots[i] = lb_coverage_plot_new (i);
      g_signal_connect_object (self->plots[i], "show-query", G_CALLBACK (show_query_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (i < LB_COVERAGE_CONDITIONS || i >= LB_COVERAGE_SIZE ? self->start_box
                                                                          : self->end_box,
                      GTK_WIDGET (self->plots[i]));
    }
}

LbCoveragePage *
lb_coverage_page_new (LbSession *session, LbDataset *dataset, GListModel *images)
{
  LbCoveragePage *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_COVERAGE_PAGE, NULL);
  self->dataset = g_object_ref (dataset);
  self->survey = lb_set_survey_new (session, dataset, images);
  g_signal_connect_object (self->survey, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  if (lb_set_survey_get_coverage (self->survey) != NULL)
    show (self); /* a thread was done before the main loop turned */
  g_signal_connect_object (dataset, "notify::name", G_CALLBACK (show_title), self,
                           G_CONNECT_SWAPPED);
  show_title (self);

  return self;
}

#pragma once

#include <gtk/gtk.h>

#include "model/lb-coverage.h"

G_BEGIN_DECLS

/* One bar of a chart, which is a button: a word, the bar and a number. */
#define LB_TYPE_COVERAGE_BAR (lb_coverage_bar_get_type ())
G_DECLARE_FINAL_TYPE (LbCoverageBar, lb_coverage_bar, LB, COVERAGE_BAR, GtkButton)

LbCoverageBar *lb_coverage_bar_new (void);
/* @n_most: what fills the bar; @n_all: of how many images @group has some */
void
lb_coverage_bar_show (LbCoverageBar *self, const LbCoverageGroup *group, guint n_most, guint n_all);
/* @upright: the bar stands, with the word below it; @tight: there is so little room that long words
 * take several lines, which are cut off otherwise. */
void lb_coverage_bar_set_shape (LbCoverageBar *self, gboolean upright, gboolean tight);
/* (nullable): what finds its images. */
const char *lb_coverage_bar_get_query (LbCoverageBar *self);
/* What is as wide in all bars of a chart that lie. */
GtkWidget *lb_coverage_bar_get_word (LbCoverageBar *self);
GtkWidget *lb_coverage_bar_get_number (LbCoverageBar *self);

G_END_DECLS

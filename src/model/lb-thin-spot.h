#pragma once

#include "model/lb-coverage.h"

G_BEGIN_DECLS

/* Fewer images that say something of it are judged not at all. */
#define LB_THIN_LEAST 5
/* The share, in percent, from which on a set is one-sided. */
#define LB_THIN_MOST_PERCENT 80
/* From how many images on a single one of a kind, or none of it, is worth a word. */
#define LB_THIN_MANY 10

typedef enum
{
  LB_THIN_ALL,    /* all that say something of it are of one group */
  LB_THIN_MOST,   /* at least LB_THIN_MOST_PERCENT of them are */
  LB_THIN_SINGLE, /* only one of LB_THIN_MANY or more is of a group that a good set has some of */
  LB_THIN_NONE,   /* none of LB_THIN_MANY or more is */
  LB_THIN_SMALL   /* the shorter side is below 1024 pixels: enlarged, or refused (R47, R48) */
} LbThinSpotKind;

/**
 * LbThinSpot:
 * @kind: what is thin
 * @chart: where
 * @label: (nullable): of the group; as in #LbCoverageGroup. %NULL for NONE and SMALL
 * @is_term: whether @label is for translation
 * @query: (nullable): finds its images; %NULL for NONE
 * @n_images: how many that are
 * @n_of: of how many
 * @missing: (element-type utf8): labels of up to three groups that a good set has some of, and this
 *   one has none
 *
 * Something that a set has too much or too little of. A chart has one at most, the first kind that
 * is true. Judged are shot, angle, view, light, place and size in the picture, and the ratio of the
 * sides: a set may well have one style, mood, or choice of colours.
 */
typedef struct
{
  LbThinSpotKind kind;
  LbCoverageChart chart;
  char *label;
  gboolean is_term;
  char *query;
  guint n_images;
  guint n_of;
  GPtrArray *missing;
} LbThinSpot;

void lb_thin_spot_free (LbThinSpot *self);
/* (transfer full) (element-type LbThinSpot) */
GPtrArray *lb_thin_spots_find (LbCoverage *coverage);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbThinSpot, lb_thin_spot_free)

G_END_DECLS

#pragma once

#include "imaging/lb-lab.h"
#include "imaging/lb-measures.h"

G_BEGIN_DECLS

/* How a picture looks, as far as pictures are told apart by it. */
typedef struct
{
  guint64 hash;
  LbMeasures measures;
  LbLab colors[LB_MEASURES_PALETTE]; /* of its palette */
} LbLook;

/* Why a picture stands for a set; all but the last three are of the whole set. */
typedef enum
{
  LB_PICK_TYPICAL, /* nearest to all others */
  LB_PICK_ONLY_COLOR,
  LB_PICK_DARKEST,
  LB_PICK_BRIGHTEST,
  LB_PICK_MOST_COLORFUL,
  LB_PICK_LEAST_COLORFUL,
  LB_PICK_COOLEST,
  LB_PICK_WARMEST,
  LB_PICK_MOST_CONTRAST,
  LB_PICK_LEAST_CONTRAST,
  LB_PICK_OTHER_SHAPES, /* than those picked before */
  LB_PICK_OTHER_COLORS,
  LB_PICK_ALIKE, /* one that is much like it was picked before: there are no others */
  LB_PICK_N_REASONS
} LbPickReason;

typedef struct
{
  guint index; /* of the looks */
  LbPickReason reason;
  const char *family; /* (nullable): of ONLY_COLOR, see lb_palette_color_family() */
} LbPick;

/* @pixels: about 128 a side; any thread. */
void lb_look_take (GdkPixbuf *pixels, LbLook *look);
/* From 0 for the same picture to 1; below LB_LOOK_ALIKE two are much alike. */
#define LB_LOOK_ALIKE 0.15
double lb_look_distance (const LbLook *one, const LbLook *other);
/* @picks: (out): room for @n_max. Returns how many. */
guint lb_diverse_pick (const LbLook *looks, guint n_looks, guint n_min, guint n_max, LbPick *picks);

G_END_DECLS

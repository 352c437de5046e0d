#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LbKeeperFacts:
 * @pixels: of the picture as it was given
 * @sharpness: as of an #LbFingerprint
 * @n_fields: texts and numbers of its caption; words of one in plain words
 * @has_caption: it has one that is valid
 * @by_person: a person wrote it
 * @approved: a person has approved it
 *
 * What speaks for keeping one picture of several that are alike.
 */
typedef struct
{
  gint64 pixels;
  double sharpness;
  guint n_fields;
  gboolean has_caption;
  gboolean by_person;
  gboolean approved;
} LbKeeperFacts;

/**
 * lb_keeper_choose:
 * @facts: (array length=n): of pictures that are alike, in the order of their dataset
 * @n: at least 1
 *
 * Which of them to keep: that with the most points, of equal ones the first. Points are given for
 *
 * - size: two for each doubling of its pixels, against the largest
 * - sharpness: one for each doubling, against the sharpest, at most two
 * - its caption: one when it is valid; up to one for its share of the fields of the fullest; a half
 *   when a person wrote it, and another when it was approved
 *
 * So a picture of twice the pixels outweighs all but a caption where the other has none.
 *
 * Returns: its position
 */
guint lb_keeper_choose (const LbKeeperFacts *facts, guint n);

G_END_DECLS

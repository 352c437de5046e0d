#pragma once

#include "imaging/lb-fingerprint.h"
#include "jobs/lb-keeper.h"
#include "model/lb-comparison.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* How pictures are alike. */
typedef enum
{
  LB_ALIKE_NEARLY,
  LB_ALIKE_PICTURE, /* the same pixels, as far as is seen */
  LB_ALIKE_FILE     /* the same bytes */
} LbAlike;

/**
 * LbDuplicateMember:
 * @image: (unowned): an image
 * @facts: what speaks for keeping it
 * @width: of its picture as it was given, 0 when that is not known
 *
 * One of the images of a group.
 */
typedef struct
{
  LbImage *image;
  LbKeeperFacts facts;
  int width;
  int height;
} LbDuplicateMember;

/**
 * LbDuplicateGroup:
 *
 * Images of a dataset whose pictures are alike, and which of them to keep. On the main thread.
 * Properties (notify): keeper (uint: its position; the suggested one at first); included (boolean,
 * TRUE at first): whether it is dealt with when all are.
 */
#define LB_TYPE_DUPLICATE_GROUP (lb_duplicate_group_get_type ())
G_DECLARE_FINAL_TYPE (LbDuplicateGroup, lb_duplicate_group, LB, DUPLICATE_GROUP, GObject)

/* @images: (element-type LbImage): two at least, in the order of their dataset. @prints: (nullable)
 * (array): theirs, for how sharp they are. */
LbDuplicateGroup *lb_duplicate_group_new (LbSession *session,
                                          LbDataset *dataset,
                                          GPtrArray *images,
                                          const LbFingerprint *prints,
                                          LbAlike alike);
guint lb_duplicate_group_get_n (LbDuplicateGroup *self);
const LbDuplicateMember *lb_duplicate_group_get (LbDuplicateGroup *self, guint position);
LbAlike lb_duplicate_group_get_alike (LbDuplicateGroup *self);
/* Captions are read, on another thread, and the keeper is suggested. Once. Resolves TRUE. */
DexFuture *lb_duplicate_group_judge (LbDuplicateGroup *self);
guint lb_duplicate_group_get_suggested (LbDuplicateGroup *self);
guint lb_duplicate_group_get_keeper (LbDuplicateGroup *self);
/* What was chosen of the captions is forgotten. */
void lb_duplicate_group_set_keeper (LbDuplicateGroup *self, guint position);
gboolean lb_duplicate_group_get_included (LbDuplicateGroup *self);
void lb_duplicate_group_set_included (LbDuplicateGroup *self, gboolean included);
/* What the caption of the keeper can take from the others, on another thread: resolves to an
 * LbComparison, the same each time until there is another keeper or a caption was changed. See
 * lb_caption_merge_new(). */
DexFuture *lb_duplicate_group_merge (LbDuplicateGroup *self);
/* Whether captions are others by now than those that lb_duplicate_group_merge() was last made of:
 * what was chosen of them means nothing any more. */
gboolean lb_duplicate_group_is_outdated (LbDuplicateGroup *self);

G_END_DECLS

#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* An image of a roll; what its owner knows of it comes behind, in a structure that begins with
 * this.
 */
typedef struct
{
  LbImage *image; /* (owned) */
  gulong handler_id;
} LbImageRollEntry;

/**
 * LbImageRollKind:
 * @entry_size: of what begins with #LbImageRollEntry, in bytes; the rest is 0 at first
 * @signal: of an image: "notify", or that of one property
 * @came: an image is on the roll from now on
 * @went: it is not any more, and @entry is freed: clears what is behind #LbImageRollEntry
 * @notified: @signal of an image
 * @changed: images have come, or, with @gone, some have gone; once for many of them
 *
 * What the owner of a roll wants to know.
 */
typedef struct
{
  gsize entry_size;
  const char *signal;
  void (*came) (gpointer owner, gpointer entry);
  void (*went) (gpointer owner, gpointer entry);
  void (*notified) (gpointer owner, gpointer entry, GParamSpec *pspec);
  void (*changed) (gpointer owner, gboolean gone);
} LbImageRollKind;

/**
 * LbImageRoll:
 *
 * Follows the images of a model, in their order, each with what somebody knows of it. Where
 * thousands come at once they are put on the roll some at a time, so that the main loop goes on:
 * until it is complete, the roll has the first images of the model only. For the main thread.
 */
typedef struct _LbImageRoll LbImageRoll;

/* @images: (element-type LbImage): live; @kind, @owner: must outlive the roll. */
LbImageRoll *lb_image_roll_new (GListModel *images, const LbImageRollKind *kind, gpointer owner);
/* Every entry goes. */
void lb_image_roll_free (LbImageRoll *self);
/* Waits no longer: puts all images on the roll that are not. */
void lb_image_roll_complete (LbImageRoll *self);
gboolean lb_image_roll_is_complete (const LbImageRoll *self);
guint lb_image_roll_get_length (const LbImageRoll *self);
/* (transfer none): the entry that is at @position in the model. */
gpointer lb_image_roll_get (const LbImageRoll *self, guint position);
/* (transfer none) (nullable): the entry of @image. */
gpointer lb_image_roll_find (const LbImageRoll *self, const LbImage *image);

G_END_DECLS

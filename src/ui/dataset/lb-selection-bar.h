#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* How much room the bar has for words. */
typedef enum
{
  LB_SELECTION_BAR_WIDE,   /* all of them */
  LB_SELECTION_BAR_NARROW, /* signs only, and how many are selected */
  LB_SELECTION_BAR_TINY    /* signs only, and the bare number */
} LbSelectionBarRoom;

/**
 * LbSelectionBar:
 *
 * What can be done with the images that are selected: buttons for the actions of the page around
 * it.
 */
#define LB_TYPE_SELECTION_BAR (lb_selection_bar_get_type ())
G_DECLARE_FINAL_TYPE (LbSelectionBar, lb_selection_bar, LB, SELECTION_BAR, AdwBin)

void lb_selection_bar_set_count (LbSelectionBar *self, guint count);
void lb_selection_bar_set_room (LbSelectionBar *self, LbSelectionBarRoom room);
/* @reason: (nullable): why captions can't be refined here at all, said in place of what it does. */
void lb_selection_bar_set_refine_reason (LbSelectionBar *self, const char *reason);
/* Leaves out what would change the images. */
void lb_selection_bar_set_read_only (LbSelectionBar *self, gboolean read_only);
const char *lb_selection_bar_get_words (LbSelectionBar *self);

G_END_DECLS

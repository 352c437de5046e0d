#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbBulkPane:
 *
 * An advanced dataset without images: how to begin its one import, how far that is, or what has
 * come of it. Signals: changed: it has become busy, or is no more; open-dataset (LbDataset): a new
 * one was made; toast (AdwToast).
 */
#define LB_TYPE_BULK_PANE (lb_bulk_pane_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkPane, lb_bulk_pane, LB, BULK_PANE, AdwBin)

/* Once. */
void lb_bulk_pane_set_dataset (LbBulkPane *self, LbSession *session, LbDataset *dataset);
/* Whether an import is under way, which is shown whatever images there are already. */
gboolean lb_bulk_pane_is_busy (LbBulkPane *self);
/* Whether the one try is still there, as far as is known (R74). */
gboolean lb_bulk_pane_can_import (LbBulkPane *self);
/* For assistive technology and the focus: what is there to do now. */
gboolean lb_bulk_pane_take_focus (LbBulkPane *self);

G_END_DECLS

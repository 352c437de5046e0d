#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What the page shows while something is dragged over it. Lets every event through. */
#define LB_TYPE_DROP_OVERLAY (lb_drop_overlay_get_type ())
G_DECLARE_FINAL_TYPE (LbDropOverlay, lb_drop_overlay, LB, DROP_OVERLAY, AdwBin)

/* @n_items: 0 when the drag does not say. */
void lb_drop_overlay_offer (LbDropOverlay *self, guint n_items);
/* One import: of a ZIP file, a folder or pictures. */
void lb_drop_overlay_offer_import (LbDropOverlay *self);
/* An address, which is asked about before anything is fetched. */
void lb_drop_overlay_offer_link (LbDropOverlay *self);
void lb_drop_overlay_refuse (LbDropOverlay *self, const char *title, const char *detail);
void lb_drop_overlay_hide (LbDropOverlay *self);

G_END_DECLS

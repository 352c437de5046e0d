#pragma once

#include <adwaita.h>

#include "session/lb-refusal.h"

G_BEGIN_DECLS

/**
 * LbRefusalRow:
 *
 * One change that the service would not take: of what, why, and the words, which can be changed
 * while there is something to send them for. Signals: retry, discard.
 */
#define LB_TYPE_REFUSAL_ROW (lb_refusal_row_get_type ())
G_DECLARE_FINAL_TYPE (LbRefusalRow, lb_refusal_row, LB, REFUSAL_ROW, AdwBin)

GtkWidget *lb_refusal_row_new (const LbRefusal *refusal);
/* Whether it is of the same change. */
gboolean lb_refusal_row_is_of (LbRefusalRow *self, const LbRefusal *refusal);
/* What is known of it now; words that a person has typed since stay. */
void lb_refusal_row_update (LbRefusalRow *self, const LbRefusal *refusal);
/* Of the image that it is about; there need not be one. */
void lb_refusal_row_set_picture (LbRefusalRow *self, GBytes *encoded);
/* (transfer none): as shown last. */
const LbRefusal *lb_refusal_row_get_refusal (LbRefusalRow *self);
char *lb_refusal_row_dup_text (LbRefusalRow *self); /* (transfer full) */
/* The words are on their way. */
void lb_refusal_row_set_busy (LbRefusalRow *self, gboolean busy);
gboolean lb_refusal_row_get_busy (LbRefusalRow *self);
void lb_refusal_row_set_error (LbRefusalRow *self, const GError *error);

/* (transfer full): what was refused, as “Name of “Piers””. */
char *lb_refusal_title (const LbRefusal *refusal);

G_END_DECLS

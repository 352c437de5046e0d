#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

#include "ui/upload/lb-offered-picture.h"

G_BEGIN_DECLS

typedef enum
{
  LB_OFFER_NOTHING, /* neither a file nor a picture */
  LB_OFFER_FILES,
  LB_OFFER_PICTURE, /* by its bytes */
  LB_OFFER_LINK     /* to somewhere else, without the picture */
} LbOfferKind;

/**
 * LbOffer:
 *
 * What a drop or the clipboard holds. Files go before bytes, and bytes before links: a browser that
 * offers a picture gives the address too, which is not needed then. A boxed value.
 */
#define LB_TYPE_OFFER (lb_offer_get_type ())
typedef struct _LbOffer LbOffer;

GType lb_offer_get_type (void);
/* (transfer full): the formats that a drop must have one of. */
GdkContentFormats *lb_offer_dup_formats (void);
/* Resolve to an LbOffer, a boxed one; fail as the other program does. */
DexFuture *lb_offer_read_drop (GdkDrop *drop);
DexFuture *lb_offer_read_clipboard (GdkClipboard *clipboard);
/* The same before the pointer lets go: without the bytes of a picture. */
DexFuture *lb_offer_peek_drop (GdkDrop *drop);

LbOfferKind lb_offer_get_kind (LbOffer *self);
GListModel *lb_offer_get_files (LbOffer *self); /* (nullable): GFile */
guint lb_offer_get_n_links (LbOffer *self);     /* beside the files or the picture */
/* (nullable): the one address that is all there is, as lb_address_parse() gives it. */
const char *lb_offer_get_address (LbOffer *self);
LbOfferedPicture *lb_offer_get_picture (LbOffer *self); /* (nullable) */

void lb_offer_free (LbOffer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbOffer, lb_offer_free)

G_END_DECLS

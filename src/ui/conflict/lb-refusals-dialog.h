#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbRefusalsDialog:
 *
 * All changes of the account that the service would not take and that no page shows, each to be
 * sent again, copied or discarded. What is discarded can be taken back while its toast is there,
 * and goes from the disk with that.
 */
#define LB_TYPE_REFUSALS_DIALOG (lb_refusals_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbRefusalsDialog, lb_refusals_dialog, LB, REFUSALS_DIALOG, AdwDialog)

LbRefusalsDialog *lb_refusals_dialog_new (LbSession *session);

G_END_DECLS

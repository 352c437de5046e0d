#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbPrefixDialog:
 *
 * The words that go in front of each caption of a legacy dataset, shown as they will read on
 * captions of the set while they are typed. Of a complete dataset they can only be read. A refusal
 * is shown in the dialog. Signal: changed: there is another prefix now; captions are as they were
 * (R36).
 */
#define LB_TYPE_PREFIX_DIALOG (lb_prefix_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbPrefixDialog, lb_prefix_dialog, LB, PREFIX_DIALOG, AdwDialog)

/* @images: (element-type LbImage): of @dataset, in the order they are tried. */
LbPrefixDialog *lb_prefix_dialog_new (LbSession *session, LbDataset *dataset, GListModel *images);

G_END_DECLS

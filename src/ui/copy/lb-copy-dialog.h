#pragma once

#include <adwaita.h>

#include "ui/copy/lb-copies.h"

G_BEGIN_DECLS

/**
 * LbCopyDialog:
 *
 * Says what copying a dataset to an account would send and how long it takes, and does it; while a
 * copy is under way it shows how far it is. Signal: sign-in (LbAccountEntry): its token is wanted.
 */
#define LB_TYPE_COPY_DIALOG (lb_copy_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbCopyDialog, lb_copy_dialog, LB, COPY_DIALOG, AdwDialog)

/* @session: this computer's. There has to be an account elsewhere. */
LbCopyDialog *lb_copy_dialog_new (LbCopies *copies, LbSession *session, LbDataset *dataset);

G_END_DECLS

#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbVersionsDialog:
 *
 * The captions that an image had, newest first, each to be read, compared with the present one and
 * made the caption again, all of it or some. Signal: chosen (string text, string source): what is
 * to be the caption; the dialog is about to close.
 */
#define LB_TYPE_VERSIONS_DIALOG (lb_versions_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbVersionsDialog, lb_versions_dialog, LB, VERSIONS_DIALOG, AdwDialog)

/* @session: one whose account is open */
LbVersionsDialog *lb_versions_dialog_new (LbSession *session, LbDataset *dataset, LbImage *image);

G_END_DECLS

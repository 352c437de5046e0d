#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbRefineDialog:
 *
 * Changes captions, or a schema, by an instruction: each answer is shown as what it would change,
 * and only what is checked is applied. Captions are written by the dialog, all in one step of the
 * history. Signals: "applied" (n: uint): so many captions were written; "schema-refined" (before:
 * string, after: string): what the schema is to be.
 */
#define LB_TYPE_REFINE_DIALOG (lb_refine_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbRefineDialog, lb_refine_dialog, LB, REFINE_DIALOG, AdwDialog)

/* @dataset: a fibo draft. What the words are about is added before the dialog is shown; of several
 * the first is chosen. */
LbRefineDialog *lb_refine_dialog_new (LbSession *session, LbDataset *dataset);
/* @images: (element-type LbImage): one or more of the dataset. */
void lb_refine_dialog_add_captions (LbRefineDialog *self, GPtrArray *images);
void lb_refine_dialog_add_schema (LbRefineDialog *self, const char *schema);

G_END_DECLS

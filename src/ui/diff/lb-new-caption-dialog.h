#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbNewCaptionDialog:
 *
 * A caption that was edited by hand and the new one that has taken its place, what differs field by
 * field, and how much of it is taken. Whoever closes it keeps the old one. Signal: decided
 * (string): the caption that is to be there, once; it may be either of the two.
 */
#define LB_TYPE_NEW_CAPTION_DIALOG (lb_new_caption_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbNewCaptionDialog, lb_new_caption_dialog, LB, NEW_CAPTION_DIALOG, AdwDialog)

/* @before: what a person wrote of @image. @after: the new caption, another one. */
LbNewCaptionDialog *lb_new_caption_dialog_new (
  LbSession *session, LbDataset *dataset, LbImage *image, const char *before, const char *after);

G_END_DECLS

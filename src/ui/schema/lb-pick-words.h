#pragma once

#include "imaging/lb-diverse.h"

G_BEGIN_DECLS

/* Why a picture was proposed, in a few words for under it; translated. (transfer none) */
const char *lb_pick_words (const LbPick *pick);

G_END_DECLS

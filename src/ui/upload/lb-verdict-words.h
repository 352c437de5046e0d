#pragma once

#include "jobs/lb-candidate.h"
#include "jobs/lb-sidecars.h"

G_BEGIN_DECLS

/* That of a duplicate also while it is added all the same. */
LbVerdict lb_verdict_shown (LbCandidate *candidate);
/* (transfer full): a candidate's verdict in translated words: "Will be enlarged, 800 → 1024". */
char *lb_verdict_words (LbCandidate *candidate);
/* (transfer full): the same of a picture that is what @probe says. */
char *lb_picture_verdict_words (LbVerdict verdict, const LbProbeResult *probe);
/* For many files of one verdict. */
const char *lb_verdict_short_words (LbVerdict verdict);
const char *lb_verdict_icon (LbVerdict verdict);
/* The style class of the words: "success", "warning", "error" or "dim-label". */
const char *lb_verdict_style (LbVerdict verdict);
/* (transfer full): "2000 × 1600 · PNG · 1.2 MB · Caption from boat.txt", as far as known. @dataset:
 * (nullable): where it is to go. */
/* (transfer full): @words, with the folder before them. @folder: (nullable) */
char *lb_words_in_folder (const char *folder, const char *words);
char *lb_candidate_detail_words (LbCandidate *candidate, LbDataset *dataset);
/* Why a caption that was found goes to no picture. */
const char *lb_sidecar_fault_words (LbSidecarFault fault);

/* (transfer full): where a description stands. @line: 0 when it is the whole file. */
char *lb_caption_place_words (const char *file, guint line);

G_END_DECLS

#pragma once

#include "model/lb-dataset.h"

G_BEGIN_DECLS

/**
 * LbCaptionFit:
 *
 * What a text that came with a picture is to a dataset.
 */
typedef enum
{
  LB_CAPTION_FIT_WHOLE,  /* a description of the dataset's kind: it is sent as it is */
  LB_CAPTION_FIT_PART,   /* plain words for a structured prompt, of which they become the short
                          * description; of a structured prompt, for plain words, just that */
  LB_CAPTION_FIT_FIELDS, /* some fields of a structured prompt, each of them right */
  LB_CAPTION_FIT_DRAFT,  /* meant as a structured prompt and not valid yet: kept, and not sent */
  LB_CAPTION_FIT_NONE    /* nothing of use: blank, or too long */
} LbCaptionFit;

LbCaptionFit lb_caption_fit_judge (LbDataset *dataset, const char *text);
char *lb_caption_fit (LbDataset *dataset, const char *text, const char *present);
char *lb_caption_fit_unwrap (const char *json);

G_END_DECLS

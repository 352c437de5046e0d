#pragma once

#include "model/lb-dataset.h"

G_BEGIN_DECLS

typedef enum
{
  LB_CAPTION_GROUP,   /* a title over several sections or fields */
  LB_CAPTION_SECTION, /* a title over the fields of one object of the caption */
  LB_CAPTION_FIELD
} LbCaptionEntryKind;

/**
 * LbCaptionEntry:
 * @kind: what it is
 * @title: (nullable): of a field that stands for itself
 * @text: (nullable): what a field says, in lines that are safe to be shown; never empty
 *
 * A piece of a caption as it is read on paper.
 */
typedef struct
{
  LbCaptionEntryKind kind;
  char *title; /* (owned) */
  char *text;  /* (owned) */
} LbCaptionEntry;

/* (transfer full) (element-type LbCaptionEntry): all that @caption says, the fields of a structured
 * prompt by the names and in the order of the form, those that are empty left out; plain words, or
 * what can't be read as a prompt, as they are written. Empty for a caption that says nothing.
 * @dataset: whose captions are prompts or plain words. */
GPtrArray *lb_caption_entries_new (LbDataset *dataset, const char *caption);

G_END_DECLS

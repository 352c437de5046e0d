#pragma once

#include "model/lb-query-record.h"
#include "model/lb-query.h"

G_BEGIN_DECLS

/**
 * LbImageLookItem:
 * @record: (nullable): what the image says; from lb_image_look_run() on never NULL
 * @facts: what it is
 * @version: of what it says, for the one who asked
 * @found: from lb_image_look_run() on: whether the query finds it
 * @is_prompt: whether @caption is a structured prompt
 * @name: (nullable): its name, when there is no record yet
 * @caption: (nullable): the same
 */
typedef struct
{
  LbQueryRecord *record;
  LbQueryFacts facts;
  guint version;
  gboolean found;
  gboolean is_prompt;
  char *name;
  char *caption;
} LbImageLookItem;

/**
 * LbImageLook:
 *
 * One look of an LbImageFinder at all images, for a thread. It is filled before and read after it
 * has run.
 */
typedef struct _LbImageLook LbImageLook;

/* @query: (nullable): NULL finds all; @n_items: how many are expected */
LbImageLook *lb_image_look_new (LbQuery *query, LbQueryPaths *paths, guint n_items);
LbImageLook *lb_image_look_ref (LbImageLook *self);
void lb_image_look_unref (LbImageLook *self);
/* @record: (nullable): NULL when the next call says what there is to be read */
void lb_image_look_add (LbImageLook *self,
                        LbQueryRecord *record,
                        const LbQueryFacts *facts,
                        guint version);
/* Of what was added last. @name, @caption: (nullable): copied */
void lb_image_look_set_text (LbImageLook *self,
                             const char *name,
                             const char *caption,
                             gboolean is_prompt);
void lb_image_look_run (LbImageLook *self);
const LbImageLookItem *lb_image_look_get (LbImageLook *self, guint position);

G_END_DECLS

#pragma once

#include "service/lb-bulk-task.h"

G_BEGIN_DECLS

/* What an entry needs to go in. */
typedef struct
{
  LbBulkTask *task;         /* (owned) */
  const LbBulkParts *parts; /* of the task */
  LbDataset *dataset;       /* (owned) */
  guint index;
  char *name;       /* (owned) */
  LbBulkItem *item; /* (owned) */
  gboolean manual;  /* its caption is the text beside it (R81) */
} LbBulkEntry;

/* Judges, stores and captions one picture as a single upload would. @entry: (transfer full).
 * Resolves to a boxed LbBulkOutcome, also when it is refused; LB_ERROR_CANCELLED when the task is
 * cancelled while it waits for the disk. */
DexFuture *lb_bulk_entry_take_in (LbBulkEntry *entry);

G_END_DECLS

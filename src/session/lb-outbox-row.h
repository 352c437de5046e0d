#pragma once

#include "storage/lb-database.h"

G_BEGIN_DECLS

/* One edit in the account's database. Text and message are owned. */
typedef struct
{
  gint64 image_id;
  gint64 dataset_id;
  char *text;    /* (nullable): without one there is to be no row */
  char *message; /* (nullable): of a refusal */
  int code;      /* LbError of a refusal, -1 without one */
  int state;     /* LbEditState: DRAFT, PENDING or REFUSED */
} LbOutboxRow;

/* What the database is to hold about one image. The work that keeps it writes whatever is newest
 * by the time it runs, so that a slow disk never has a queue of texts that nobody wants any more.
 * Counted; may be used from any thread. */
typedef struct _LbOutboxSlot LbOutboxSlot;

LbOutboxSlot *lb_outbox_slot_new (void);
LbOutboxSlot *lb_outbox_slot_ref (LbOutboxSlot *self);
void lb_outbox_slot_unref (LbOutboxSlot *self);
/* Takes @row. */
void lb_outbox_slot_take (LbOutboxSlot *self, LbOutboxRow *row);

/* Work for the database's thread. The data is a slot. */
GValue *lb_outbox_row_keep (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* No data. Returns all rows, least recently changed first, as a boxed GPtrArray of LbOutboxRow. */
GValue *lb_outbox_row_read (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);

G_END_DECLS

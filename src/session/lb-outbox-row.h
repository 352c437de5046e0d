#pragma once

#include "storage/lb-database.h"

G_BEGIN_DECLS

/* One change in the account's database. All texts are owned. */
typedef struct
{
  int kind;        /* LbChangeKind */
  gint64 image_id; /* or of what it is a change */
  gint64 dataset_id;
  char *text;         /* (nullable): without one there is to be no row */
  char *message;      /* (nullable): of a refusal */
  char *base;         /* (nullable): what it was made over */
  char *sent;         /* (nullable): older texts of ours that the service may have, as JSON */
  gint64 changed_at;  /* unix microseconds: its place in the order of sending */
  int code;           /* LbError of a refusal, -1 without one */
  int state;          /* LbEditState: DRAFT, PENDING, REFUSED or CONFLICT */
  gboolean restoring; /* the text is what the service had before an edit */
  gboolean anew;      /* meanwhile the service was asked to write one by itself */
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
/* The data is GINT_TO_POINTER of a kind. Returns its rows, least recently changed first, as a boxed
 * GPtrArray of LbOutboxRow. */
GValue *lb_outbox_row_read (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);

G_END_DECLS

#pragma once

#include "storage/lb-database.h"

G_BEGIN_DECLS

/* One edit in the account's database. Text and message are owned. */
typedef struct
{
  gint64 image_id;
  gint64 dataset_id;
  char *text;
  char *message; /* (nullable): of a refusal */
  int state;     /* LbEditState; never SAVED or SENDING */
} LbOutboxRow;

void lb_outbox_row_free (LbOutboxRow *self);

/* Opens or makes the account's database, blocking. */
LbDatabase *lb_outbox_row_open (const char *path, GError **error);

/* Work for the database's thread; the data is a row, unless said otherwise. */
GValue *lb_outbox_row_write (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* Deletes the row when its text is still the given one, or whatever it is when none is given. */
GValue *lb_outbox_row_forget (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* No data. Returns all rows, least recently changed first, as a boxed GPtrArray of LbOutboxRow. */
GValue *lb_outbox_row_read (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* Does nothing: it is done when all before it is. */
GValue *lb_outbox_row_settle (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);

G_END_DECLS

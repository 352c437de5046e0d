#pragma once

#include "session/lb-history-private.h"

G_BEGIN_DECLS

/* How many steps are kept. */
#define LB_HISTORY_N_STEPS 1000

/* What the account's database is to take note of. */
typedef struct
{
  gint64 step_id;
  LbHistoryKind kind;
  LbHistoryThing thing;
  LbHistoryState state;
  char *name; /* (owned) (nullable) */
  guint count;
  gint64 made_at;
  LbHistoryChange *change; /* (owned) (nullable) */
  char *uuid;              /* (owned) (nullable): whose versions are asked for */
  gint64 change_id;        /* which change is asked for; 0 for all */
  gboolean cuts;           /* what was undone can't be done again */
  gboolean completes;      /* only what comes after is new */
} LbHistoryRow;

LbHistoryRow *lb_history_row_new (gint64 step_id);
LbHistoryRow *lb_history_row_new_for_step (LbHistoryStep *step);
void lb_history_row_free (LbHistoryRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbHistoryRow, lb_history_row_free)

/* Work for the database's thread. The data is a row, none for lb_history_rows_read(). */
GValue *lb_history_rows_put (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
GValue *lb_history_rows_remove (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
GValue *
lb_history_rows_set_state (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* Boxed GPtrArray of LbHistoryStep, newest first. */
GValue *lb_history_rows_read (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* Boxed GPtrArray of LbHistoryChange of the step. */
GValue *
lb_history_rows_list_changes (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* Boxed GPtrArray of LbStepChange of the step. */
GValue *
lb_history_rows_list_things (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
GValue *
lb_history_rows_keep_version (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* As lb_history_amend(). */
GValue *lb_history_rows_amend (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* Boxed GPtrArray of LbCaptionVersion, newest first. */
GValue *
lb_history_rows_list_versions (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);

G_END_DECLS

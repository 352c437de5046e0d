#pragma once

#include "session/lb-history-private.h"
#include "session/lb-history-rows.h"

G_BEGIN_DECLS

/* The inside of a #LbHistory, for the files that it is written in: lb-history.c keeps the list of
 * steps and writes them, lb-history-record.c makes them. */

typedef struct
{
  LbHistoryKind kind;
  gint64 step_id;    /* 0 before the first change */
  GHashTable *uuids; /* (owned) (element-type utf8): what it has changed */
} LbHistoryGroup;

struct _LbHistory
{
  GObject parent_instance;

  LbDatabase *database; /* (owned) (nullable) after closing */
  GListStore *steps;    /* (owned): newest first */
  GHashTable *groups;   /* (owned) (element-type gint64 LbHistoryGroup) */
  GArray *entered;      /* (owned) (element-type gint64): the last one counts */
  GHashTable *taken;    /* (owned) (element-type gint64): out of the list since others were read */
  GQueue lost;          /* (element-type LbHistoryRow): what the disk would not take */
  gint64 last_step;
  gint64 last_group;
  gint64 typed_step;  /* 0 when nothing is being typed */
  gint64 typed_until; /* monotonic */
  char *typed_uuid;   /* (owned) (nullable) */
  char *typed_before; /* (owned) (nullable) */
};

/* Takes @self. */
void lb_history_group_free (LbHistoryGroup *self);
/* The step at @position is no more. */
void lb_history_take_out (LbHistory *self, guint position);
/* What can be undone or redone has changed. */
void lb_history_notify_steps (LbHistory *self);
/* Takes @row. What could not be written before goes first. Resolves TRUE once it is on disk. */
DexFuture *lb_history_put (LbHistory *self, LbHistoryRow *row);

G_END_DECLS

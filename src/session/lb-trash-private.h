#pragma once

#include "session/lb-deletion.h"
#include "session/lb-history-step.h"
#include "session/lb-session.h"
#include "session/lb-trash.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/* Where a thing is on its way out. Kept as numbers: a new one has to come last. */
typedef enum
{
  LB_TRASH_HIDDEN,   /* may be meant or not: after a kill it was not deleted */
  LB_TRASH_WAITING,  /* meant; its copy is not complete */
  LB_TRASH_KEPT,     /* its copy is on disk with its hash, and the service is to delete it */
  LB_TRASH_SENDING,  /* the service may have deleted it */
  LB_TRASH_GONE,     /* the service has it no more */
  LB_TRASH_RESTORING /* a dataset that is there again, but not all of its images */
} LbTrashState;

/* What the account's database knows of one thing in the trash. */
typedef struct
{
  gint64 id; /* 0 before it is on disk */
  gint64 owner;
  gint64 step_id;
  LbHistoryThing kind;
  LbTrashState state;
  gboolean keep; /* a copy is to be had first */
  char *uuid;
  char *parent_uuid; /* (nullable) */
  gint64 server_id;
  gint64 parent_id;
  char *name;       /* (nullable) */
  char *place;      /* (nullable) */
  char *caption;    /* (nullable) */
  char *source;     /* (nullable) */
  char *approved;   /* (nullable) */
  char *detail;     /* (nullable): of an image: the name under which it is sent anew */
  char *sha256;     /* (nullable): of the picture on disk */
  char *ids_before; /* (nullable): see lb_trash_make() */
  gint64 size_bytes;
  gint64 position;
  gint64 deleted_at;
  guint n_images; /* of a dataset: as far as its images are in the trash; not stored */
  guint n_kept;   /* the same, with a picture on disk */
} LbTrashRow;

LbTrashRow *lb_trash_row_new (LbHistoryThing kind, const char *uuid);
LbTrashRow *lb_trash_row_copy (const LbTrashRow *self);
void lb_trash_row_free (LbTrashRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbTrashRow, lb_trash_row_free)

/* Work for the database's thread. @data: a GPtrArray of LbTrashRow without ids; returns their ids
 * as a boxed GArray of gint64. */
GValue *lb_trash_rows_add (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* A row: everything of it that may change is stored. */
GValue *lb_trash_rows_put (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* A row: it goes, with those that it owns. */
GValue *lb_trash_rows_remove (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* A row: those that are hidden and of its step, of any step when that is 0, are meant. */
GValue *lb_trash_rows_commit (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* No data: what was hidden was not deleted. Returns all rows that nobody owns as a boxed GPtrArray
 * of LbTrashRow, oldest first. */
GValue *lb_trash_rows_begin (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* The same while another program may have hidden some: nothing is changed. */
GValue *lb_trash_rows_read (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* A row: boxed GPtrArray of the LbTrashRow that it owns, in their order. */
GValue *lb_trash_rows_list_owned (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* What time it is, and how many days things stay. */
typedef struct
{
  gint64 now_us; /* unix microseconds */
  int days;
} LbTrashLook;

/* An LbTrashLook: its time is noted. Returns whether what is too old by it may go; not when the
 * clock has leapt, see lb_trash_purge(). */
GValue *lb_trash_rows_look (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* The folder's path: removes all of its files that no row needs. */
GValue *lb_trash_rows_sweep (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);

/* Files of a folder named by their SHA-256, mode 0600. The work is done on threads. */
/* Resolves to the hash as a string once the file is synced and was read back; fails with
 * LB_ERROR_STORAGE or NO_SPACE. */
DexFuture *lb_trash_files_keep (const char *folder, GBytes *bytes);
/* Resolves to boxed GBytes; fails with LB_ERROR_NOT_FOUND, or DAMAGED when it is not that any more.
 */
DexFuture *lb_trash_files_load (const char *folder, const char *sha256);
/* Resolves TRUE when there is such a file; else fails with LB_ERROR_NOT_FOUND. */
DexFuture *lb_trash_files_find (const char *folder, const char *sha256);
/* Removes all files but @hashes (element-type utf8). Blocks. */
void lb_trash_files_sweep (const char *folder, GPtrArray *hashes);

/* What time it is, in unix microseconds. */
typedef gint64 (*LbTrashNow) (void);

/* An item owns its row and, while the service still has the thing, the object that is hidden. */
LbTrashItem *lb_trash_item_new (LbTrashRow *row, gpointer object);
LbTrashRow *lb_trash_item_get_row (LbTrashItem *self);
/* Takes @row, that of another program: it is not to be at @self then. */
void lb_trash_item_set_row (LbTrashItem *self, LbTrashRow *row);
gpointer lb_trash_item_get_object (LbTrashItem *self); /* (nullable) (transfer none) */
/* @error: (nullable) */
void lb_trash_item_set_error (LbTrashItem *self, const GError *error);
/* @name: (nullable): of a picture of which no copy can be had. */
void lb_trash_item_add_lost (LbTrashItem *self, const char *name);
/* For tests. */
void lb_trash_item_set_clock (LbTrashItem *self, LbTrashNow now_us);
/* The row has changed. */
void lb_trash_item_changed (LbTrashItem *self);

struct _LbTrash
{
  GObject parent_instance;

  LbSession *session;   /* not owned: it owns the trash; NULL after closing */
  LbDatabase *database; /* (owned) (nullable) after closing */
  char *folder;         /* (owned) */
  GListStore *items;    /* (owned): latest first, what is shown */
  GPtrArray *all;     /* (owned) (element-type LbTrashItem): oldest first, also what is not shown */
  GHashTable *open;   /* (owned) (element-type gint64 LbDeletion): not owned, by step */
  LbTrashItem *busy;  /* (owned) (nullable): what the fiber is at */
  DexPromise *rest;   /* (owned) (nullable): resolved when it is at that no more */
  DexPromise *making; /* (owned) (nullable): resolved when what is made is there or not */
  GHashTable *recalled; /* (owned) (element-type LbTrashItem): not owned; not to be deleted now */
  GHashTable *failed;   /* (owned) (element-type LbTrashItem): to be tried again after the others */
  GHashTable *theirs; /* (owned) (element-type LbTrashItem): read while another program was at it */
  GHashTable *ended;  /* (owned) (element-type gint64): rows that went since others' were read */
  DexCancellable *stop; /* (owned) */
  DexCancellable *wake; /* (owned): ends a wait; made anew each time */
  LbTrashNow now_us;
  guint purge_source; /* looks for what is too old */
  gboolean working;
  gboolean pausing; /* before what failed is tried again */
  gboolean asked;   /* to be gone through once more, as what was swept may be too old a look */
};

LbTrash *lb_trash_new (LbSession *session, LbDatabase *database, const char *state_dir);
/* Resolves TRUE once it is known what is in the trash and what is hidden. */
DexFuture *lb_trash_load (LbTrash *self);
/* Takes in what other programs have deleted since and the service has no more; all of a step at
 * once, and not what they may still be at. Resolves TRUE. */
DexFuture *lb_trash_merge (LbTrash *self);
/* Whether something is here that went with the step. */
gboolean lb_trash_has_step (LbTrash *self, gint64 step_id);
/* Copies and deletes what waits; more often does no harm. */
void lb_trash_start (LbTrash *self);
/* What was deleted more days ago than lb_trash_days_get() says goes for good; it is looked for at
 * the start and once an hour. Where the clock says that more than those have passed since the last
 * look, or that it was later then, it may be wrong: nothing goes before it has run on for a day. So
 * who was away for a month finds the trash as it was. Resolves TRUE. */
DexFuture *lb_trash_purge (LbTrash *self);
/* For tests: instead of the computer's. */
void lb_trash_set_clock (LbTrash *self, LbTrashNow now_us);
/* What is hidden is meant by now; lets go of the database. */
void lb_trash_close (LbTrash *self);

/* Hides @objects and makes one deletion of them. @step_id: of the history, 0 without. (transfer
 * full) */
LbDeletion *lb_trash_take (LbTrash *self, GPtrArray *objects, gboolean keep, gint64 step_id);
/* Shows again all that went with the step, wherever it is on its way. Resolves TRUE. */
DexFuture *lb_trash_bring_back (LbTrash *self, gint64 step_id);

/* Of the parts of LbTrash. */
DexFuture *lb_trash_run (LbTrash *self, LbDatabaseWork work, LbTrashRow *row);
/* Call from a fiber: the row of @item is stored as it is. */
gboolean lb_trash_put (LbTrash *self, LbTrashItem *item, GError **error);
void lb_trash_add (LbTrash *self, LbTrashItem *item);
void lb_trash_show_in_list (LbTrash *self, LbTrashItem *item);
/* Call from a fiber: out of the trash, with its row. */
gboolean lb_trash_drop (LbTrash *self, LbTrashItem *item, GError **error);
/* The same of one that is deleted for good: what was noted of its images goes too. */
gboolean lb_trash_end (LbTrash *self, LbTrashItem *item, GError **error);
void lb_trash_note_change (LbTrash *self, LbTrashItem *item);
/* What is meant to go and is at the service still. */
guint lb_trash_count_waiting (LbTrash *self, LbHistoryThing kind);
/* Call from a fiber: nobody is at @item when it returns, and nobody begins before
 * lb_trash_let_go(). */
void lb_trash_recall (LbTrash *self, LbTrashItem *item);
void lb_trash_let_go (LbTrash *self, LbTrashItem *item);
/* Call from a fiber. (transfer none) (nullable): the live object that is there again. */
gpointer lb_trash_restore_item (LbTrash *self, LbTrashItem *item, GError **error);
/* The same for one image, into @dataset. (transfer full) (nullable) */
LbImage *
lb_trash_restore_image (LbTrash *self, LbDataset *dataset, LbTrashRow *row, GError **error);

/* How something is made that comes back. */
typedef struct
{
  const char *what; /* of its kind */
  GListModel *list; /* all that there are, as far as they are known */
  gint64 (*get_id) (gpointer object);
  /* Whether one that was not there before is what was asked for; FALSE with @error when nobody can
   * say. All three run in a fiber. */
  gboolean (*is_ours) (gpointer object, gpointer data, GError **error);
  gboolean (*look) (gpointer data, GError **error);   /* brings the list up to date */
  gpointer (*create) (gpointer data, GError **error); /* (transfer full) (nullable) */
  gpointer data;
} LbTrashMaker;

/* Call from a fiber. Makes what can't be made under an id of our own, never twice (R7): the ids of
 * all there were before are in @row on disk when it is asked for, so that what came to be without
 * an answer is found, also after this program was killed. One at a time. @uuid: (nullable): what it
 * is from then on. (transfer full) (nullable) */
gpointer lb_trash_make (
  LbTrash *self, LbTrashRow *row, const char *uuid, const LbTrashMaker *maker, GError **error);

void lb_trash_emit_refused (LbTrash *self, LbTrashItem *item, const GError *error);

/* Of LbDeletion. */
LbDeletion *lb_deletion_new (LbTrash *trash, gint64 step_id, GPtrArray *items);
/* Takes @kept. */
void lb_deletion_set_kept (LbDeletion *self, DexFuture *kept);
void lb_deletion_set_state (LbDeletion *self, LbDeletionState state);

G_END_DECLS

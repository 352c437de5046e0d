#pragma once

#include "service/lb-store.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

struct _LbStore
{
  GObject parent_instance;

  LbDatabase *database; /* (owned) */
  LbBlobs *blobs;       /* (owned) */
  GBytes *key;          /* (owned) */
  gboolean damaged;     /* the database was, at the start: no blob is removed */
  gboolean sweeping;
  gboolean sweep_again; /* something was deleted since it began */
  gboolean ending;      /* no more is swept */
};

/* What a call takes to the database's thread. */
typedef struct
{
  gint64 id;
  gint64 other_id;
  int number;
  char *text;              /* (owned) (nullable) */
  char *more;              /* (owned) (nullable) */
  char *key;               /* (owned) (nullable) */
  LbProject *project;      /* (owned) (nullable) */
  LbDatasetFields *fields; /* (owned) (nullable) */
  LbPicture *picture;      /* (owned) (nullable) */
} LbStoreCall;

LbStoreCall *lb_store_call_new (gint64 id, gint64 other_id);
void lb_store_call_free (gpointer data);
DexFuture *lb_store_run (LbStore *self, LbDatabaseWork work, LbStoreCall *call);
/* Resolves as @deleted (transfer full) does; then what its transaction has left over is swept. */
DexFuture *lb_store_sweep_after (LbStore *self, DexFuture *deleted);

/* On the database's thread. Each "not found" is an error of R4. */
LbProject *lb_store_read_project (sqlite3 *db, gint64 id, GError **error);
LbDataset *lb_store_read_dataset (sqlite3 *db, gint64 id, GError **error);
LbImage *lb_store_read_image (sqlite3 *db, gint64 dataset_id, gint64 image_id, GError **error);
gboolean
lb_store_read_count (sqlite3 *db, gint64 *count, GError **error, const char *sql, gint64 id);
/* Writes what the captioner made of @picture, unless a caption by hand came in since it was read:
 * then @written is FALSE. */
gboolean lb_store_write_automatic (
  sqlite3 *db, const LbPicture *picture, const char *caption, gboolean *written, GError **error);
/* Notes a run over the images of @dataset that have no caption, unless one is under way already.
 * @noted: (out): whether one is under way now; not when none is missing, or none can be made. */
gboolean lb_store_note_missing (sqlite3 *db, LbDataset *dataset, gboolean *noted, GError **error);
/* The run of the dataset, if there is one, leaves the image as it is. */
gboolean lb_store_pass_in_run (sqlite3 *db, gint64 dataset_id, gint64 image_id, GError **error);
gboolean lb_store_touch_dataset (sqlite3 *db, gint64 id, GError **error);
/* R40: refuses a bulk upload into a clone that came with images, also when they are gone since. */
gboolean lb_store_check_born_empty (sqlite3 *db, gint64 dataset_id, GError **error);
char *lb_store_column_text (sqlite3_stmt *statement, int column);
GValue *lb_store_list (sqlite3_stmt *statement,
                       GObject *(*read_row) (sqlite3_stmt *statement),
                       GError **error);
/* (transfer full) (nullable) (element-type gint64): the first column of @sql, read at once. */
GArray *lb_store_list_ids (LbStore *self, const char *sql, GError **error);

G_END_DECLS

#pragma once

#include "session/lb-mirror.h"

G_BEGIN_DECLS

/* One thing as the account's database holds it. */
typedef struct
{
  char *uuid; /* (owned) */
  LbThingKind kind;
  gint64 id;
  gint64 parent_id;
  gboolean gone;
  gboolean listed;
  GObject *copy; /* (owned) (nullable): nobody else's; NULL leaves the body as it is, unless gone */
} LbMirrorRow;

LbMirrorRow *lb_mirror_row_new (const char *uuid, LbThingKind kind, gint64 id);
void lb_mirror_row_free (LbMirrorRow *self);
/* (transfer full): a copy of @object that another thread may use, without links. */
GObject *lb_mirror_row_copy (GObject *object);

/* Work for the database's thread. The data is a GPtrArray of LbMirrorRow. Where a thing's id
 * belongs to another UUID that one is dropped. */
GValue *lb_mirror_row_keep (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* No data: a boxed GPtrArray of all rows, with a copy for projects and datasets that are not gone.
 */
GValue *lb_mirror_row_read (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);
/* Which images of a dataset; @max: how many, the first that came, or -1 for all. */
typedef struct
{
  gint64 dataset_id;
  int max;
} LbMirrorImages;

/* The data is an LbMirrorImages: a boxed GPtrArray of LbImage. */
GValue *
lb_mirror_row_read_images (LbDatabase *database, sqlite3 *db, gpointer data, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbMirrorRow, lb_mirror_row_free)

G_END_DECLS

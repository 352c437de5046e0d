#include "session/lb-account.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

/* One step of the version each; a step that was released is never changed. */
static const LbMigration migrations[] = {
  { "CREATE TABLE edit ("
    "  image_id INTEGER PRIMARY KEY,"
    "  dataset_id INTEGER NOT NULL,"
    "  text TEXT NOT NULL,"
    "  state INTEGER NOT NULL," /* LbEditState: DRAFT, PENDING or REFUSED */
    "  message TEXT,"
    "  changed_at INTEGER NOT NULL" /* unix microseconds */
    ");" },
  { "ALTER TABLE edit ADD COLUMN code INTEGER NOT NULL DEFAULT -1;" }, /* LbError of a refusal */
  { "CREATE TABLE note ("
    "  image_id INTEGER NOT NULL,"
    "  kind INTEGER NOT NULL," /* LbImageNote */
    "  dataset_id INTEGER NOT NULL,"
    "  text TEXT NOT NULL,"
    "  PRIMARY KEY (image_id, kind)"
    ");" },
  { "CREATE TABLE thing ("
    "  uuid TEXT PRIMARY KEY,"
    "  kind INTEGER NOT NULL,"      /* LbThingKind */
    "  server_id INTEGER NOT NULL," /* its present id, or the last one */
    "  gone INTEGER NOT NULL,"      /* the service has it no more */
    "  listed INTEGER NOT NULL,"    /* a dataset's images were all seen once */
    "  parent_id INTEGER NOT NULL," /* present id of what it is in, 0 without */
    "  body TEXT"                   /* as last seen; NULL when gone */
    ");"
    "CREATE UNIQUE INDEX thing_by_id ON thing (kind, server_id);"
    "CREATE INDEX thing_by_parent ON thing (kind, parent_id);"
    "CREATE TABLE change ("
    "  kind INTEGER NOT NULL,"     /* LbChangeKind */
    "  thing_id INTEGER NOT NULL," /* the service's present id */
    "  dataset_id INTEGER NOT NULL,"
    "  text TEXT NOT NULL,"
    "  state INTEGER NOT NULL," /* LbEditState: DRAFT, PENDING, REFUSED or CONFLICT */
    "  message TEXT,"
    "  code INTEGER NOT NULL,"       /* LbError of a refusal, -1 without one */
    "  base TEXT,"                   /* what it was made over */
    "  sent TEXT,"                   /* an older text of ours that the service may have */
    "  changed_at INTEGER NOT NULL," /* unix microseconds */
    "  PRIMARY KEY (kind, thing_id)"
    ");"
    "INSERT INTO change SELECT 0, image_id, dataset_id, text, state, message, code, NULL, NULL,"
    "  changed_at FROM edit;"
    "DROP TABLE edit;" },
  { "CREATE TABLE step ("
    "  id INTEGER PRIMARY KEY,"
    "  kind INTEGER NOT NULL,"  /* LbHistoryKind */
    "  thing INTEGER NOT NULL," /* LbHistoryThing */
    "  state INTEGER NOT NULL," /* LbHistoryState */
    "  name TEXT,"
    "  count INTEGER NOT NULL,"
    "  made_at INTEGER NOT NULL" /* unix microseconds */
    ");"
    "CREATE TABLE step_change ("
    "  id INTEGER PRIMARY KEY,"
    "  step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,"
    "  uuid TEXT NOT NULL,"
    "  field INTEGER NOT NULL," /* LbHistoryField */
    "  thing INTEGER NOT NULL,"
    "  dataset_uuid TEXT,"
    "  before TEXT,"
    "  after TEXT,"
    "  source_before TEXT,"
    "  source_after TEXT,"
    "  UNIQUE (step_id, uuid, field)"
    ");"
    "CREATE TABLE caption_version ("
    "  id INTEGER PRIMARY KEY,"
    "  uuid TEXT NOT NULL,"
    "  step_id INTEGER NOT NULL,"
    "  text TEXT NOT NULL,"
    "  source TEXT,"
    "  made_at INTEGER NOT NULL"
    ");"
    "CREATE INDEX caption_version_by_uuid ON caption_version (uuid, id);"
    "CREATE TABLE trash ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  owner INTEGER NOT NULL DEFAULT 0," /* of an image that went with its dataset: its row */
    "  step_id INTEGER NOT NULL,"
    "  kind INTEGER NOT NULL,"  /* LbHistoryThing */
    "  state INTEGER NOT NULL," /* LbTrashState */
    "  keep INTEGER NOT NULL,"
    "  uuid TEXT NOT NULL,"
    "  parent_uuid TEXT,"
    "  server_id INTEGER NOT NULL,"
    "  parent_id INTEGER NOT NULL,"
    "  name TEXT,"
    "  place TEXT,"
    "  caption TEXT,"
    "  source TEXT,"
    "  approved TEXT,"
    "  detail TEXT," /* of a dataset or project: JSON */
    "  sha256 TEXT,"
    "  size_bytes INTEGER NOT NULL DEFAULT 0,"
    "  position INTEGER NOT NULL DEFAULT 0,"
    "  deleted_at INTEGER NOT NULL"
    ");"
    "CREATE INDEX trash_by_owner ON trash (owner, position);" },
  { "CREATE TABLE upload ("
    "  uuid TEXT PRIMARY KEY,"
    "  position INTEGER NOT NULL,"
    "  dataset_id INTEGER NOT NULL,"
    "  dataset_uuid TEXT,"
    "  state INTEGER NOT NULL," /* LbUploadState */
    "  name TEXT NOT NULL,"
    "  image_name TEXT NOT NULL,"
    "  flags INTEGER NOT NULL," /* LbUploadFlags */
    "  format INTEGER NOT NULL,"
    "  width INTEGER NOT NULL,"
    "  height INTEGER NOT NULL,"
    "  orientation INTEGER NOT NULL,"
    "  size_bytes INTEGER NOT NULL," /* of the file as it was checked */
    "  checked_sha256 TEXT,"
    "  mtime_us INTEGER NOT NULL," /* of the file when it was queued; 0: not known */
    "  staged_sha256 TEXT,"        /* of our copy; NULL until it is there */
    "  origin TEXT,"               /* URI */
    "  caption TEXT,"
    "  caption_source TEXT,"
    "  ids_before TEXT," /* of the dataset's images when it was sent; NULL: goes by its name */
    "  image_id INTEGER NOT NULL,"
    "  attempts INTEGER NOT NULL,"
    "  error_domain INTEGER NOT NULL," /* 0: of the service, 1: of the file */
    "  error_code INTEGER NOT NULL,"   /* -1: none */
    "  error_message TEXT"
    ");"
    "CREATE TABLE upload_ledger ("
    "  uuid TEXT PRIMARY KEY,"
    "  dataset_id INTEGER NOT NULL,"
    "  image_id INTEGER NOT NULL,"
    "  image_name TEXT NOT NULL,"
    "  sent_sha256 TEXT,"
    "  original_sha256 TEXT,"
    "  sent_again INTEGER NOT NULL," /* more than once: it may be there twice */
    "  sent_at INTEGER NOT NULL"     /* unix microseconds */
    ");"
    "CREATE INDEX upload_ledger_by_image ON upload_ledger (image_id);"
    "CREATE TABLE upload_fact (key TEXT PRIMARY KEY, value INTEGER NOT NULL);" },
  /* The text is what the service had before an edit; "sent" is a JSON list from here on. */
  { "ALTER TABLE change ADD COLUMN restoring INTEGER NOT NULL DEFAULT 0;" },
  { "CREATE TABLE copy ("
    "  uuid TEXT PRIMARY KEY,"
    "  source_account TEXT NOT NULL,"
    "  source_uuid TEXT NOT NULL,"
    "  state INTEGER NOT NULL," /* LbCopyState */
    "  step INTEGER NOT NULL,"  /* LbCopyStep */
    "  name TEXT NOT NULL,"
    "  training_version TEXT NOT NULL,"
    "  visual_schema TEXT,"
    "  caption_prefix TEXT,"
    "  project TEXT," /* of one that is to be made: JSON */
    "  project_id INTEGER NOT NULL,"
    "  dataset_id INTEGER NOT NULL,"
    "  dataset_uuid TEXT,"
    "  ids_before TEXT," /* of what there was when one more was asked for */
    "  moderation INTEGER NOT NULL,"
    "  made_at INTEGER NOT NULL" /* unix microseconds */
    ");"
    "CREATE INDEX copy_by_source ON copy (source_account, source_uuid);"
    "CREATE TABLE copy_item ("
    "  copy_uuid TEXT NOT NULL REFERENCES copy (uuid) ON DELETE CASCADE,"
    "  position INTEGER NOT NULL,"
    "  image_uuid TEXT NOT NULL,"
    "  upload_uuid TEXT NOT NULL UNIQUE,"
    "  name TEXT NOT NULL,"
    "  caption TEXT,"
    "  source TEXT,"
    "  base TEXT,"              /* the caption that was copied before */
    "  state INTEGER NOT NULL," /* LbCopyItemState */
    "  PRIMARY KEY (copy_uuid, position)"
    ");" },
  { "CREATE TABLE import_caption ("
    "  id INTEGER PRIMARY KEY,"
    "  dataset_uuid TEXT NOT NULL,"
    "  name TEXT NOT NULL," /* of the image */
    "  text TEXT,"          /* NULL: it comes without, and has the name of another */
    "  automatic INTEGER NOT NULL"
    ");"
    "CREATE INDEX import_caption_by_dataset ON import_caption (dataset_uuid, id);" },
  { "CREATE TABLE import_settings ("
    "  dataset_uuid TEXT PRIMARY KEY,"
    "  text TEXT NOT NULL," /* visual schema or caption prefix */
    "  base TEXT"           /* what the dataset had */
    ");" },
  /* Meanwhile the service was asked to write one by itself. */
  { "ALTER TABLE change ADD COLUMN anew INTEGER NOT NULL DEFAULT 0;" },
  { "ALTER TABLE trash ADD COLUMN ids_before TEXT;" /* of what there was when it was sent anew */
    "CREATE TABLE trash_look ("
    "  id INTEGER PRIMARY KEY CHECK (id = 0),"
    "  looked_at INTEGER NOT NULL," /* unix microseconds: what was too old went last */
    "  leapt_at INTEGER NOT NULL"   /* the same: the clock has leapt, and is not trusted; or 0 */
    ");" },
  { "CREATE TABLE saved_filter ("
    "  id INTEGER PRIMARY KEY,"
    "  name TEXT NOT NULL UNIQUE,"
    "  text TEXT NOT NULL" /* in the language of LbQuery */
    ");" },
  /* The schema of the caption. */
  { "ALTER TABLE copy_item ADD COLUMN age TEXT;" },
  { "CREATE TABLE freeze ("
    "  dataset_uuid TEXT PRIMARY KEY,"
    "  text TEXT NOT NULL" /* LbFrozenFields */
    ");" }, /* The history asks for each thing of a step whether it can be had back. */
  { "CREATE INDEX trash_by_uuid ON trash (uuid);" },
  { "CREATE TABLE fingerprint ("
    "  image_uuid TEXT PRIMARY KEY,"
    "  dataset_uuid TEXT NOT NULL,"
    "  body BLOB NOT NULL" /* LbFingerprint */
    ");"
    "CREATE INDEX fingerprint_by_dataset ON fingerprint (dataset_uuid);"
    "CREATE TABLE apart ("
    "  set_id INTEGER NOT NULL," /* images of one are no duplicates */
    "  image_uuid TEXT NOT NULL,"
    "  dataset_uuid TEXT NOT NULL,"
    "  PRIMARY KEY (set_id, image_uuid)"
    ") WITHOUT ROWID;"
    "CREATE INDEX apart_by_dataset ON apart (dataset_uuid, set_id);" },
  /* What is sent of the picture, as it is shown; of no width: all. */
  { "ALTER TABLE upload ADD COLUMN crop_x INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE upload ADD COLUMN crop_y INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE upload ADD COLUMN crop_width INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE upload ADD COLUMN crop_height INTEGER NOT NULL DEFAULT 0;" },
};

/* Closing waits for the database's thread, so a third one keeps the time. */
typedef struct
{
  gatomicrefcount ref_count;
  gboolean done;
  LbDatabase *database; /* (owned) */
  const char *path;     /* (nullable) the database's */
} Closing;

#define PATH_KEY "lb-account-path"
/* A disk that hangs so long says so itself. */
#define LAST_WRITE_US (60 * G_USEC_PER_SEC)

static GMutex closing_mutex;
static GCond closing_cond;
static GPtrArray *all_closing; /* (element-type Closing) those that are not done */

static gboolean
has_path (gconstpointer closing, gconstpointer path)
{
  return g_strcmp0 (((const Closing *) closing)->path, path) == 0;
}

/* What is written last, by this program, would keep the next one out for so long. */
static void
await_closing (const char *path)
{
  const gint64 deadline_us = g_get_monotonic_time () + LAST_WRITE_US;

  g_mutex_lock (&closing_mutex);
  while (all_closing != NULL &&
         g_ptr_array_find_with_equal_func (all_closing, path, has_path, NULL) &&
         g_cond_wait_until (&closing_cond, &closing_mutex, deadline_us))
    continue;
  g_mutex_unlock (&closing_mutex);
}

/* What only the broken file knew of would be swept away as nobody's. */
static void
set_files_aside (const char *path, const char *aside)
{
  static const char *const names[] = { "trash", "uploads" };
  g_autofree char *folder = g_path_get_dirname (path);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *old = g_build_filename (folder, names[i], NULL);
      g_autofree char *new = g_strconcat (old, aside + strlen (path), NULL);

      if (g_rename (old, new) != 0 && errno != ENOENT)
        g_warning ("“%s” is not set aside: %s", old, g_strerror (errno));
    }
}

typedef struct
{
  char *path;          /* (owned) */
  DexPromise *promise; /* (owned) */
} Opening;

static gpointer
open_thread (gpointer data)
{
  Opening *self = data;
  GError *error = NULL;
  LbDatabase *database = NULL;

  await_closing (self->path);
  database =
    lb_database_open_or_replace (self->path, migrations, G_N_ELEMENTS (migrations), &error);
  if (database != NULL && lb_database_get_set_aside (database) != NULL)
    set_files_aside (self->path, lb_database_get_set_aside (database));
  if (database != NULL)
    {
      g_object_set_data_full (G_OBJECT (database), PATH_KEY, g_strdup (self->path), g_free);
      dex_promise_resolve_object (self->promise, database);
    }
  else
    dex_promise_reject (self->promise, error);
  dex_clear (&self->promise);
  g_free (self->path);
  g_free (self);

  return NULL;
}

DexFuture *
lb_account_open (const char *state_dir)
{
  Opening *opening = NULL;
  DexPromise *promise = NULL;

  dex_return_error_if_fail (state_dir != NULL);

  promise = dex_promise_new ();
  opening = g_new0 (Opening, 1);
  opening->path = g_build_filename (state_dir, "account.db", NULL);
  opening->promise = dex_ref (promise);
  g_thread_unref (g_thread_new ("account-open", open_thread, opening));

  return DEX_FUTURE (promise);
}

static void
closing_unref (Closing *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_object (&self->database);
  g_free (self);
}

static gpointer
closing_thread (gpointer data)
{
  Closing *self = data;

  lb_database_close (self->database);
  g_mutex_lock (&closing_mutex);
  self->done = TRUE;
  g_ptr_array_remove_fast (all_closing, self);
  g_cond_broadcast (&closing_cond);
  g_mutex_unlock (&closing_mutex);
  closing_unref (self);

  return NULL;
}

static Closing *
closing_new (LbDatabase *database)
{
  Closing *self = g_new0 (Closing, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->database = g_object_ref (database);
  self->path = g_object_get_data (G_OBJECT (database), PATH_KEY);

  return self;
}

void
lb_account_close (LbDatabase *database, guint timeout_ms)
{
  const gint64 deadline_us = g_get_monotonic_time () + (gint64) timeout_ms * 1000;
  Closing *closing = NULL;

  g_return_if_fail (LB_IS_DATABASE (database));

  closing = closing_new (database);
  g_mutex_lock (&closing_mutex);
  if (all_closing == NULL)
    all_closing = g_ptr_array_new ();
  g_ptr_array_add (all_closing, closing);
  g_mutex_unlock (&closing_mutex);

  g_atomic_ref_count_inc (&closing->ref_count);
  g_thread_unref (g_thread_new ("account-close", closing_thread, closing));

  g_mutex_lock (&closing_mutex);
  while (!closing->done && g_cond_wait_until (&closing_cond, &closing_mutex, deadline_us))
    continue;
  g_mutex_unlock (&closing_mutex);
  closing_unref (closing);
}

#include "session/lb-lease.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lb-error.h"

struct _LbLease
{
  char *path;       /* (owned) */
  char *key;        /* (owned) */
  int fd;           /* -1: not held */
  struct stat file; /* that is locked */
  gint64 owner;     /* of what is held, or was held last */
  gboolean wanted;  /* it was not dropped since it was asked for */
};

/* What the database's thread works with. */
typedef struct
{
  LbLease *lease; /* (owned): there its path and key only, which stay the same */
  int fd;         /* -1 before it is locked, and once the lease has it */
  struct stat file;
  gint64 owner;
} Claim;

/* A program that is being started may have a copy of it for a moment. Nothing was ever written to
 * the file, so that neither call has to wait for a disk. */
static void
unlock (int *fd)
{
  if (*fd >= 0)
    {
      flock (*fd, LOCK_UN);
      close (*fd);
    }
  *fd = -1;
}

static void
lease_clear (gpointer data)
{
  LbLease *self = data;

  g_free (self->path);
  g_free (self->key);
}

static void
claim_clear (gpointer data)
{
  Claim *claim = data;

  unlock (&claim->fd);
  g_atomic_rc_box_release_full (claim->lease, lease_clear);
}

static Claim *
claim_new (LbLease *self, gint64 owner)
{
  Claim *claim = g_atomic_rc_box_new0 (Claim);

  claim->lease = g_atomic_rc_box_acquire (self);
  claim->fd = -1;
  claim->file = self->file;
  claim->owner = owner;

  return claim;
}

static void
claim_unref (gpointer claim)
{
  g_atomic_rc_box_release_full (claim, claim_clear);
}

LbLease *
lb_lease_new (const char *path, const char *key)
{
  LbLease *self = NULL;

  g_return_val_if_fail (path != NULL && key != NULL, NULL);

  self = g_atomic_rc_box_new0 (LbLease);
  self->path = g_strdup (path);
  self->key = g_strdup (key);
  self->fd = -1;

  return self;
}

void
lb_lease_free (LbLease *self)
{
  lb_lease_drop (self);
  g_atomic_rc_box_release_full (self, lease_clear);
}

void
lb_lease_drop (LbLease *self)
{
  g_return_if_fail (self != NULL);

  self->wanted = FALSE;
  unlock (&self->fd);
}

/* Whether the file of that name is still the one that was locked. */
static gboolean
is_same_file (const Claim *claim)
{
  struct stat named;

  return lstat (claim->lease->path, &named) == 0 && named.st_dev == claim->file.st_dev &&
         named.st_ino == claim->file.st_ino;
}

static gboolean
lock (Claim *claim)
{
  g_autofree char *folder = g_path_get_dirname (claim->lease->path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return FALSE;

  claim->fd = open (claim->lease->path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  /* Any other failure is of a file system without locks. */
  return claim->fd >= 0 &&
         (flock (claim->fd, LOCK_EX | LOCK_NB) == 0 || (errno != EWOULDBLOCK && errno != EINTR)) &&
         fstat (claim->fd, &claim->file) == 0 && is_same_file (claim);
}

static GValue *
take_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Claim *claim = data;
  const gboolean locked = lock (claim);

  if (locked &&
      !lb_sql_exec (db, error, "INSERT OR REPLACE INTO upload_fact (key, value) VALUES (?, ?)",
                    "si", claim->lease->key, claim->owner))
    return NULL;

  return lb_value_new_boolean (locked);
}

static DexFuture *
taken_cb (DexFuture *done, gpointer data)
{
  Claim *claim = data;
  LbLease *self = claim->lease;

  if (g_value_get_boolean (dex_future_get_value (done, NULL)) && self->wanted)
    {
      unlock (&self->fd);
      self->fd = g_steal_fd (&claim->fd);
      self->file = claim->file;
      self->owner = claim->owner;
    }
  unlock (&claim->fd);

  return dex_future_new_for_boolean (self->fd >= 0);
}

DexFuture *
lb_lease_take (LbLease *self, LbDatabase *database)
{
  Claim *claim = NULL;

  dex_return_error_if_fail (self != NULL);
  dex_return_error_if_fail (LB_IS_DATABASE (database));

  if (self->fd >= 0)
    return dex_future_new_true ();

  self->wanted = TRUE;
  claim = claim_new (self, 1 + (((gint64) g_random_int () << 30) ^ g_random_int ()));

  return dex_future_then (
    lb_database_run (database, take_work, g_atomic_rc_box_acquire (claim), claim_unref), taken_cb,
    claim, claim_unref);
}

gboolean
lb_lease_is_taken (const char *path)
{
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  const gboolean taken = fd >= 0 && flock (fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;

  unlock (&fd);

  return taken;
}

gboolean
lb_lease_is_held (LbLease *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->fd >= 0;
}

gint64
lb_lease_get_owner (LbLease *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->owner;
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFLICT, "Another program sends what waits");

  return FALSE;
}

gboolean
lb_lease_check_owner (sqlite3 *db, const char *key, gint64 owner, GError **error)
{
  GError *failure = NULL;
  gint64 present = owner;
  g_autoptr (sqlite3_stmt) statement =
    lb_sql_prepare (db, error, "SELECT value FROM upload_fact WHERE key = ?", "s", key);

  if (statement == NULL)
    return FALSE;
  if (lb_sql_step (statement, &failure))
    present = sqlite3_column_int64 (statement, 0);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  return owner == 0 || present == owner || refuse (error);
}

static GValue *
check_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const Claim *claim = data;

  if (!(is_same_file (claim) || refuse (error)) ||
      !lb_lease_check_owner (db, claim->lease->key, claim->owner, error))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_lease_check (LbLease *self, LbDatabase *database)
{
  g_autoptr (GError) error = NULL;

  dex_return_error_if_fail (self != NULL);
  dex_return_error_if_fail (LB_IS_DATABASE (database));

  if (self->fd < 0 && !refuse (&error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return lb_database_run (database, check_work, claim_new (self, self->owner), claim_unref);
}

#include "session/lb-lease.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lb-error.h"

struct _LbLease
{
  char *path; /* (owned) */
  char *key;  /* (owned) */
  int fd;     /* -1: not held */
  gint64 owner;
};

LbLease *
lb_lease_new (const char *path, const char *key)
{
  LbLease *self = NULL;

  g_return_val_if_fail (path != NULL && key != NULL, NULL);

  self = g_new0 (LbLease, 1);
  self->path = g_strdup (path);
  self->key = g_strdup (key);
  self->fd = -1;

  return self;
}

void
lb_lease_drop (LbLease *self)
{
  g_return_if_fail (self != NULL);

  /* A program that is being started may have a copy of it for a moment. */
  if (self->fd >= 0)
    {
      flock (self->fd, LOCK_UN);
      close (self->fd);
    }
  self->fd = -1;
}

void
lb_lease_free (LbLease *self)
{
  lb_lease_drop (self);
  g_free (self->path);
  g_free (self->key);
  g_free (self);
}

/* Whether the file of that name is still the one that is locked. */
static gboolean
is_same_file (const char *path, int fd)
{
  struct stat named;
  struct stat open_one;

  return fd >= 0 && lstat (path, &named) == 0 && fstat (fd, &open_one) == 0 &&
         named.st_dev == open_one.st_dev && named.st_ino == open_one.st_ino;
}

gboolean
lb_lease_take (LbLease *self)
{
  g_autofree char *folder = NULL;
  int fd = -1;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->fd >= 0)
    return TRUE;

  folder = g_path_get_dirname (self->path);
  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      (fd = open (self->path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)) < 0)
    return FALSE;
  /* Any other failure is of a file system without locks. */
  if ((flock (fd, LOCK_EX | LOCK_NB) != 0 && (errno == EWOULDBLOCK || errno == EINTR)) ||
      !is_same_file (self->path, fd))
    close (fd);
  else
    self->fd = fd;

  return self->fd >= 0;
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

typedef struct
{
  char *key; /* (owned) */
  gint64 owner;
} Claim;

static Claim *
claim_new (LbLease *self)
{
  Claim *claim = g_new0 (Claim, 1);

  claim->key = g_strdup (self->key);
  claim->owner = self->owner;

  return claim;
}

static void
claim_free (gpointer data)
{
  g_free (((Claim *) data)->key);
  g_free (data);
}

static GValue *
claim_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const Claim *claim = data;

  if (!lb_sql_exec (db, error, "INSERT OR REPLACE INTO upload_fact (key, value) VALUES (?, ?)",
                    "si", claim->key, claim->owner))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_lease_claim (LbLease *self, LbDatabase *database)
{
  dex_return_error_if_fail (self != NULL);
  dex_return_error_if_fail (LB_IS_DATABASE (database));

  self->owner = 1 + (((gint64) g_random_int () << 30) ^ g_random_int ());

  return lb_database_run (database, claim_work, claim_new (self), claim_free);
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
  if (present != owner)
    g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFLICT, "Another program sends what waits");

  return present == owner;
}

static GValue *
check_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const Claim *claim = data;

  return lb_lease_check_owner (db, claim->key, claim->owner, error) ? lb_value_new_boolean (TRUE)
                                                                    : NULL;
}

DexFuture *
lb_lease_check (LbLease *self, LbDatabase *database)
{
  dex_return_error_if_fail (self != NULL);
  dex_return_error_if_fail (LB_IS_DATABASE (database));

  if (!is_same_file (self->path, self->fd))
    {
      lb_lease_drop (self);
      return dex_future_new_reject (LB_ERROR, LB_ERROR_CONFLICT,
                                    "Another program sends what waits");
    }

  return lb_database_run (database, check_work, claim_new (self), claim_free);
}

#include "session/lb-service-process.h"

#include "base/lb-sha256.h"
#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "api/lb-client.h"
#include "base/lb-error.h"
#include "base/lb-shield.h"
#include "session/lb-service-child.h"
#include "session/lb-service-folder.h"

#define PROGRAM "lookbook-service"
#define JOIN_SECONDS 10
#define LEAVE_SECONDS 3
#define RESTART_SECONDS 1
#define TAKEN_TRIES 5
#define LOOK_MS 20
#define LOOK_MAX_MS 200
#define HASH_DIGITS 16
#define SOCKET_BYTES sizeof (((struct sockaddr_un *) NULL)->sun_path) /* with the NUL */

/* (transfer full): @path with every link resolved, also when its last parts don't exist yet. */
static char *
canonical_path (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *parent = NULL;
  g_autofree char *name = NULL;
  g_autofree char *real_parent = NULL;
  char *real = realpath (absolute, NULL);

  if (real != NULL)
    {
      char *copy = g_strdup (real);

      free (real);
      return copy;
    }
  if (g_str_equal (absolute, "/"))
    return g_steal_pointer (&absolute);

  parent = g_path_get_dirname (absolute);
  name = g_path_get_basename (absolute);
  real_parent = canonical_path (parent);

  return g_build_filename (real_parent, name, NULL);
}

/* (transfer full) (nullable): the folder of all sockets in the one that ends with the session. */
static char *
runtime_folder (void)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  const char *flatpak = g_getenv ("FLATPAK_ID");

  if (runtime == NULL || !g_path_is_absolute (runtime) || g_access (runtime, W_OK | X_OK) != 0)
    return NULL;
  if (flatpak != NULL && *flatpak != '\0')
    return g_build_filename (runtime, "app", flatpak, "lookbook", NULL);

  return g_build_filename (runtime, "lookbook", NULL);
}

char *
lb_service_socket_path (const char *data_dir)
{
  g_autofree char *canonical = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *runtime = runtime_folder ();
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (data_dir != NULL, NULL);

  canonical = canonical_path (data_dir);
  hash = lb_sha256_of_string (canonical);
  name = g_strdup_printf ("%.*s.sock", HASH_DIGITS, hash);
  if (runtime != NULL)
    path = g_build_filename (runtime, name, NULL);
  if (path != NULL && strlen (path) < SOCKET_BYTES)
    return g_steal_pointer (&path);

  return g_strdup_printf ("%s/lookbook-%u/%s", g_get_tmp_dir (), (guint) getuid (), name);
}

char *
lb_service_default_data_dir (void)
{
  const char *wanted = g_getenv ("LOOKBOOK_DATA");

  if (wanted != NULL && *wanted != '\0')
    return g_strdup (wanted);

  return g_build_filename (g_get_user_data_dir (), "lookbook", "service", NULL);
}

/* The temporary folder is everybody's: a folder that is not ours alone must not hold the socket. */
static gboolean
make_private_folder (const char *path, GError **error)
{
  struct stat info;

  if (g_mkdir_with_parents (path, 0700) != 0 || lstat (path, &info) != 0)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_STORAGE, "Can't make the folder %s: %s", path,
                   g_strerror (errno));
      return FALSE;
    }
  if (!S_ISDIR (info.st_mode) || info.st_uid != getuid () ||
      ((info.st_mode & 0077) != 0 && chmod (path, 0700) != 0))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_FORBIDDEN, "The folder %s is not private", path);
      return FALSE;
    }

  return TRUE;
}

char *
lb_service_find_program (void)
{
  const char *wanted = g_getenv ("LOOKBOOK_SERVICE");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = folder != NULL ? g_build_filename (folder, PROGRAM, NULL) : NULL;
  g_autofree char *installed = g_build_filename (LB_LIBEXECDIR, PROGRAM, NULL);

  if (wanted != NULL && *wanted != '\0')
    return g_strdup (wanted);
  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  if (g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&installed);

  return NULL;
}

typedef struct
{
  char *data_dir;    /* (owned) */
  char *socket_path; /* (owned): where a service that we start listens */
  LbClient *client;  /* (owned) */
  char *client_path; /* (owned): where it looks for one, which may have been started elsewhere */
  gint64 deadline_us;
  gint64 next_start_us;
  gint64 leave_until_us; /* 0 before an older service was asked to leave */
  LbServiceChild *child; /* (owned) (nullable) the one started last */
  guint n_taken;         /* of those that found the folder taken */
} Join;

static void
join_free (Join *self)
{
  g_clear_pointer (&self->child, lb_service_child_unref);
  g_clear_object (&self->client);
  g_free (self->data_dir);
  g_free (self->socket_path);
  g_free (self->client_path);
  g_free (self);
}

static gboolean
prepare (Join *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->socket_path);

  if (strlen (self->socket_path) >= SOCKET_BYTES)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_STORAGE, "The socket's path is too long: %s",
                   self->socket_path);
      return FALSE;
    }

  return make_private_folder (folder, error);
}

static void
look_at (Join *self, const char *socket_path)
{
  if (!g_set_str (&self->client_path, socket_path))
    return;
  if (self->client != NULL)
    lb_client_close (self->client);
  g_clear_object (&self->client);
  self->client = lb_client_new_for_socket (socket_path);
}

/* (transfer full) (nullable): the version of the service. One look that can't hold us longer than
 * until the deadline. */
static char *
ask_version (Join *self, GError **error)
{
  DexFuture *late = dex_timeout_new_deadline (self->deadline_us);

  return dex_await_string (
    dex_future_first (lb_shield (lb_client_hello (self->client)), late, NULL), error);
}

/* By the numbers between the dots, one after the other. */
static gboolean
is_older (const char *version, const char *than)
{
  g_auto (GStrv) left = g_strsplit (version, ".", -1);
  g_auto (GStrv) right = g_strsplit (than, ".", -1);

  for (gsize i = 0; left[i] != NULL && right[i] != NULL; i++)
    {
      guint64 a = g_ascii_strtoull (left[i], NULL, 10);
      guint64 b = g_ascii_strtoull (right[i], NULL, 10);

      if (a != b)
        return a < b;
    }

  return FALSE;
}

/* Whether the service of this version is the one to work with. An older one that is idle makes
 * room for ours; one that is busy, or does not go, is good enough. */
static gboolean
will_do (Join *self, const char *version)
{
  g_autoptr (GError) error = NULL;

  if (!is_older (version, LB_VERSION))
    return TRUE;
  if (self->leave_until_us != 0)
    return g_get_monotonic_time () >= self->leave_until_us;

  self->leave_until_us = g_get_monotonic_time () + LEAVE_SECONDS * G_USEC_PER_SEC;
  if (dex_await (dex_future_first (lb_shield (lb_client_leave (self->client)),
                                   dex_timeout_new_deadline (self->leave_until_us), NULL),
                 &error))
    return FALSE;

  /* Gone before its answer came is gone as well. */
  g_debug ("lookbook-service %s stays: %s", version, error->message);
  return !g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE);
}

static gboolean
start_service (Join *self, GError **error)
{
  g_autofree char *program = lb_service_find_program ();
  g_autoptr (GError) failure = NULL;

  if (program == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_OFFLINE, "lookbook-service is not installed");
      return FALSE;
    }

  g_clear_pointer (&self->child, lb_service_child_unref);
  look_at (self, self->socket_path);
  self->child = lb_service_child_start (program, self->data_dir, self->socket_path, &failure);
  if (self->child != NULL)
    return TRUE;

  g_set_error (error, LB_ERROR, LB_ERROR_OFFLINE, "lookbook-service can't be started: %s",
               failure->message);

  return FALSE;
}

/* A program with another XDG_RUNTIME_DIR, as of a timer or a second login, looks for sockets in
 * another folder: where the service listens that has the data it has written down there. */
static void
look_where_it_listens (Join *self)
{
  g_autofree char *said = lb_service_folder_dup_socket (self->data_dir);

  if (said == NULL)
    return;

  look_at (self, said);
  /* It is asked before another one is started, however long the one that found this out took. */
  self->next_start_us = g_get_monotonic_time () + RESTART_SECONDS * G_USEC_PER_SEC;
}

/* FALSE when the one that we started says that it makes no sense to try again. Of those that find
 * the folder taken several are needed: the service that has it may just be leaving. */
static gboolean
check_child (Join *self, GError **error)
{
  g_autofree char *words = NULL;

  switch (lb_service_child_get_state (self->child))
    {
    case LB_SERVICE_CHILD_FULL:
      words = lb_service_child_dup_words (self->child);
      g_set_error (error, LB_ERROR, LB_ERROR_NO_SPACE, "lookbook-service can't work: %s", words);
      return FALSE;
    case LB_SERVICE_CHILD_FAILED:
      words = lb_service_child_dup_words (self->child);
      if (words != NULL && *words != '\0')
        g_set_error (error, LB_ERROR, LB_ERROR_OFFLINE, "lookbook-service can't work: %s", words);
      else
        g_set_error_literal (error, LB_ERROR, LB_ERROR_OFFLINE,
                             "lookbook-service ended without saying why");
      return FALSE;
    case LB_SERVICE_CHILD_TAKEN:
      look_where_it_listens (self);
      if (++self->n_taken < TAKEN_TRIES)
        break;
      g_set_error (error, LB_ERROR, LB_ERROR_OFFLINE,
                   "another lookbook-service has the folder “%s” and can't be found: is it of a "
                   "session with another XDG_RUNTIME_DIR?",
                   self->data_dir);
      return FALSE;
    case LB_SERVICE_CHILD_LEFT: break;
    case LB_SERVICE_CHILD_RUNS:
    default:                    return TRUE;
    }

  g_clear_pointer (&self->child, lb_service_child_unref);

  return TRUE;
}

/* A service that was just leaving may have kept the lock from the one that we started. */
static gboolean
start_if_due (Join *self, GError **error)
{
  if (self->child != NULL && !check_child (self, error))
    return FALSE;
  /* One that takes its time to begin is waited for: what it ends with says what there is to do. */
  if (self->child != NULL || g_get_monotonic_time () < self->next_start_us)
    return TRUE;

  self->next_start_us = g_get_monotonic_time () + RESTART_SECONDS * G_USEC_PER_SEC;
  return start_service (self, error);
}

/* Until a service answers that is the one to work with. */
static gboolean
join (Join *self, GError **error)
{
  int wait_ms = LOOK_MS;

  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      g_autofree char *version = ask_version (self, &failure);

      if (version != NULL && will_do (self, version))
        return TRUE;
      if (g_get_monotonic_time () >= self->deadline_us)
        {
          g_set_error (error, LB_ERROR, LB_ERROR_OFFLINE, "lookbook-service does not answer: %s",
                       failure != NULL ? failure->message : "it is leaving");
          return FALSE;
        }

      if (version == NULL && !start_if_due (self, error))
        return FALSE;
      dex_await (dex_timeout_new_msec (wait_ms), NULL);
      wait_ms = MIN (wait_ms * 2, LOOK_MAX_MS);
    }
}

static DexFuture *
join_fiber (gpointer data)
{
  Join *self = data;
  g_autoptr (GError) error = NULL;

  self->deadline_us = g_get_monotonic_time () + JOIN_SECONDS * G_USEC_PER_SEC;
  if (!prepare (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  look_at (self, self->socket_path);
  if (!join (self, &error))
    {
      lb_client_close (self->client);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_for_string (self->client_path);
}

/**
 * lb_service_process_join:
 * @data_dir: the data folder; made by the service
 *
 * Two that start at once are fine: the service that comes second finds the folder locked and
 * leaves, and both callers talk to the first. A service of an older version is asked to leave, and
 * replaced, unless it is at work.
 *
 * Returns: (transfer full): a future of the socket's path; fails with LB_ERROR_OFFLINE after 10 s,
 *   or sooner, in the service's own words, when it can't work; with NO_SPACE when that is for want
 *   of room
 */
DexFuture *
lb_service_process_join (const char *data_dir)
{
  Join *join = NULL;

  dex_return_error_if_fail (data_dir != NULL);

  join = g_new0 (Join, 1);
  join->data_dir = canonical_path (data_dir);
  join->socket_path = lb_service_socket_path (data_dir);

  return dex_scheduler_spawn (NULL, 0, join_fiber, join, (GDestroyNotify) join_free);
}

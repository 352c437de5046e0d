#include "session/lb-account-file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-disk.h"
#include "session/lb-private-file.h"

#define LOCK_NAME "accounts.lock"
#define LOCK_WAIT_US (20 * 1000)
#define LOCK_PATIENCE_US (5 * G_USEC_PER_SEC)
#define HEAD "lookbook"
#define VERSION 1

static const char *const places[] = {
  [LB_SECRET_NOWHERE] = "nowhere",
  [LB_SECRET_KEYRING] = "keyring",
  [LB_SECRET_SESSION] = "session",
  [LB_SECRET_FILE] = "file",
};

/* (nullable): where it has gone */
static char *
set_aside (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, LB_ACCOUNT_FILE, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s", path, stamp);

  return g_rename (path, aside) == 0 ? g_steal_pointer (&aside) : NULL;
}

/* (nullable): NULL when @text is no list of ours */
static GKeyFile *
parse (const char *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_data (file, text, (gsize) -1,
                                  G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, NULL) ||
      g_key_file_get_integer (file, HEAD, "version", NULL) < 1)
    return NULL;

  return g_steal_pointer (&file);
}

static GKeyFile *
new_file (void)
{
  GKeyFile *file = g_key_file_new ();

  g_key_file_set_integer (file, HEAD, "version", VERSION);

  return file;
}

GKeyFile *
lb_account_file_read (const char *folder, char **aside, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = lb_private_file_read (folder, LB_ACCOUNT_FILE, FALSE, &failure);
  g_autoptr (GKeyFile) file = NULL;

  if (text == NULL && g_error_matches (failure, LB_ERROR, LB_ERROR_NOT_FOUND))
    return new_file ();
  if (text == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  if (!(file = parse (text)))
    {
      g_autofree char *path = set_aside (folder);

      if (aside != NULL)
        *aside = g_steal_pointer (&path);
      return new_file ();
    }
  if (g_key_file_get_integer (file, HEAD, "version", NULL) > VERSION)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NEWER,
                           "The list of accounts was written by a newer version");
      return NULL;
    }

  return g_steal_pointer (&file);
}

char **
lb_account_file_list (GKeyFile *file)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (gsize i = 0; groups[i] != NULL; i++)
    if (g_uuid_string_is_valid (groups[i]))
      g_strv_builder_add (ids, groups[i]);

  return g_strv_builder_end (ids);
}

static gboolean
get_boolean (GKeyFile *file, const char *id, const char *key, gboolean otherwise)
{
  g_autoptr (GError) error = NULL;
  gboolean value = g_key_file_get_boolean (file, id, key, &error);

  return error == NULL ? value : otherwise;
}

void
lb_account_file_get (GKeyFile *file, const char *id, LbAccountRecord *record)
{
  g_autofree char *place = g_key_file_get_string (file, id, "token-place", NULL);

  *record = (LbAccountRecord) {
    .label = g_key_file_get_string (file, id, "label", NULL),
    .base_url = g_key_file_get_string (file, id, "base-url", NULL),
    .plan = (guint) MAX (0, g_key_file_get_integer (file, id, "requests-a-minute", NULL)),
    .strips_metadata = get_boolean (file, id, "strip-metadata", TRUE),
    .was_asked = get_boolean (file, id, "strip-asked", FALSE),
  };
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_strcmp0 (place, places[i]) == 0)
      record->secret_place = (LbSecretPlace) i;
}

void
lb_account_file_clear (LbAccountRecord *record)
{
  g_free ((char *) record->label);
  g_free ((char *) record->base_url);
  *record = (LbAccountRecord) { 0 };
}

void
lb_account_file_set (GKeyFile *file, const char *id, const LbAccountRecord *record)
{
  g_key_file_set_string (file, id, "label", record->label);
  g_key_file_set_string (file, id, "base-url", record->base_url);
  g_key_file_set_integer (file, id, "requests-a-minute", (int) MIN (record->plan, G_MAXINT));
  g_key_file_set_string (file, id, "token-place", places[record->secret_place]);
  g_key_file_set_boolean (file, id, "strip-metadata", record->strips_metadata);
  g_key_file_set_boolean (file, id, "strip-asked", record->was_asked);
}

/* -1 when another one keeps it for too long. Where a file system knows no locks, none keeps it. */
static int
take_lock (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, LOCK_NAME, NULL);
  g_autofd int fd = open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, (mode_t) 0600);
  gint64 deadline_us = g_get_monotonic_time () + LOCK_PATIENCE_US;

  while (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno != EWOULDBLOCK && errno != EINTR)
        return g_steal_fd (&fd);
      if (g_get_monotonic_time () > deadline_us)
        {
          g_set_error (error, LB_ERROR, LB_ERROR_STORAGE, "Another program keeps “%s”.", path);
          return -1;
        }
      g_usleep (LOCK_WAIT_US);
    }
  if (fd < 0)
    g_set_error (error, LB_ERROR, lb_disk_error_code (errno), "Could not lock “%s”: %s", path,
                 g_strerror (errno));

  return g_steal_fd (&fd);
}

GKeyFile *
lb_account_file_change (const char *folder, LbAccountChange change, gpointer data, GError **error)
{
  g_autoptr (GKeyFile) file = NULL;
  g_autofree char *text = NULL;
  g_autofd int lock = -1;

  if (!lb_private_file_make_folder (folder, error) || (lock = take_lock (folder, error)) < 0 ||
      !(file = lb_account_file_read (folder, NULL, error)) || !change (file, data, error))
    return NULL;

  text = g_key_file_to_data (file, NULL, NULL);
  if (!lb_private_file_write (folder, LB_ACCOUNT_FILE, text, error))
    return NULL;

  return g_steal_pointer (&file);
}

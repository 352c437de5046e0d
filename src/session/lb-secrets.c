#include "session/lb-secrets-private.h"

#include <string.h>
#include <sys/prctl.h>

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "session/lb-private-file.h"

#define TOKEN_MAX_BYTES 1024
#define REPLY_MS (30 * 1000)
#define PERSON_MS (120 * 1000)

struct _LbSecrets
{
  GObject parent_instance;

  char *folder;      /* (owned) */
  GHashTable *known; /* (owned) (element-type utf8 Kept): for this session, by account */
  LbSecretPatience patience;
};

G_DEFINE_FINAL_TYPE (LbSecrets, lb_secrets, G_TYPE_OBJECT)

typedef struct
{
  char *origin; /* (owned) */
  char *token;  /* (owned) (zeroed) */
} Kept;

static void
kept_free (gpointer data)
{
  Kept *self = data;

  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->token, lb_secrets_free_token);
  g_free (self);
}

static void
lb_secrets_finalize (GObject *object)
{
  LbSecrets *self = LB_SECRETS (object);

  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->known, g_hash_table_unref);

  G_OBJECT_CLASS (lb_secrets_parent_class)->finalize (object);
}

static void
lb_secrets_class_init (LbSecretsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_secrets_finalize;
}

static void
lb_secrets_init (LbSecrets *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kept_free);
  self->patience = (LbSecretPatience) { REPLY_MS, PERSON_MS };
}

LbSecrets *
lb_secrets_new (const char *folder)
{
  LbSecrets *self = g_object_new (LB_TYPE_SECRETS, NULL);

  self->folder = folder != NULL
                   ? g_strdup (folder)
                   : g_build_filename (g_get_user_data_dir (), "lookbook", "tokens", NULL);

  return self;
}

void
lb_secrets_set_patience (LbSecrets *self, LbSecretPatience patience)
{
  g_return_if_fail (LB_IS_SECRETS (self));

  self->patience = patience;
}

void
lb_secrets_free_token (char *token)
{
  if (token != NULL)
    explicit_bzero (token, strlen (token));
  g_free (token);
}

void
lb_secrets_guard_process (void)
{
  /* The leak checker looks into its own process as a debugger does. */
#ifndef __SANITIZE_ADDRESS__
  prctl (PR_SET_DUMPABLE, 0);
#endif
}

char *
lb_secrets_clean_token (const char *text, GError **error)
{
  const char *start = text;
  gsize length = 0;

  g_return_val_if_fail (text != NULL, NULL);

  lb_secrets_guard_process ();
  while (g_ascii_isspace (*start))
    start++;
  length = strlen (start);
  while (length > 0 && g_ascii_isspace (start[length - 1]))
    length--;

  if (length == 0 || length > TOKEN_MAX_BYTES)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                           length == 0 ? "There is no token" : "The token is too long");
      return NULL;
    }
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (start[i]))
      {
        g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                             "The token holds white space or other characters than a token has");
        return NULL;
      }

  return g_strndup (start, length);
}

char *
lb_secrets_origin (const char *base_url)
{
  g_autoptr (GUri) uri =
    base_url != NULL ? g_uri_parse (base_url, G_URI_FLAGS_SCHEME_NORMALIZE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *small = NULL;
  int port = 0;

  if (host == NULL || *host == '\0')
    return NULL;

  small = g_ascii_strdown (host, -1);
  port = g_uri_get_port (uri);
  if (port <= 0)
    port = g_str_equal (g_uri_get_scheme (uri), "http") ? 80 : 443;

  return g_strdup_printf (strchr (small, ':') != NULL ? "%s://[%s]:%d" : "%s://%s:%d",
                          g_uri_get_scheme (uri), small, port);
}

/* The file of an account: the origin in one line, the token in the next. */

typedef struct
{
  char *folder; /* (owned) */
  char *name;   /* (owned) */
  char *origin; /* (owned) (nullable) */
  char *token;  /* (owned) (nullable) (zeroed) */
} FileWork;

static void
file_work_free (FileWork *self)
{
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->token, lb_secrets_free_token);
  g_free (self);
}

static DexFuture *
run_on_file (LbSecrets *self,
             const char *account_id,
             const char *origin,
             const char *token,
             DexFiberFunc fiber)
{
  FileWork *work = g_new0 (FileWork, 1);

  work->folder = g_strdup (self->folder);
  work->name = g_strconcat (account_id, ".token", NULL);
  work->origin = g_strdup (origin);
  work->token = g_strdup (token);

  return lb_threads_run (fiber, work, (GDestroyNotify) file_work_free);
}

static DexFuture *
write_file_fiber (gpointer data)
{
  FileWork *self = data;
  g_autoptr (GError) error = NULL;
  char *text = g_strconcat (self->origin, "\n", self->token, "\n", NULL);
  gboolean done = lb_private_file_make_folder (self->folder, &error) &&
                  lb_private_file_write (self->folder, self->name, text, &error);

  lb_secrets_free_token (text);

  return done ? dex_future_new_true () : dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
read_file_fiber (gpointer data)
{
  FileWork *self = data;
  g_autoptr (GError) error = NULL;
  char *text = lb_private_file_read (self->folder, self->name, TRUE, &error);
  char *end = text != NULL ? strchr (text, '\n') : NULL;
  DexFuture *future = NULL;

  if (text == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (end != NULL && (gsize) (end - text) == strlen (self->origin) &&
      strncmp (text, self->origin, strlen (self->origin)) == 0)
    future = dex_future_new_take_string (g_strdup (end + 1));
  else
    future = dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND,
                                    "The token was saved for another address");
  lb_secrets_free_token (text);

  return future;
}

static DexFuture *
wipe_file_fiber (gpointer data)
{
  FileWork *self = data;
  g_autoptr (GError) error = NULL;

  if (!lb_private_file_wipe (self->folder, self->name, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* An account's id is the name of its file too. */
static gboolean
id_is_plain (const char *id)
{
  return id != NULL && *id != '\0' && *id != '.' && strchr (id, '/') == NULL;
}

/* What all three do. */

typedef struct
{
  LbSecrets *secrets; /* (owned) */
  char *account_id;   /* (owned) */
  char *origin;       /* (owned) (nullable) */
  char *token;        /* (owned) (nullable) (zeroed) */
  LbSecretPlace place;
} Work;

static void
work_free (Work *self)
{
  g_clear_object (&self->secrets);
  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->token, lb_secrets_free_token);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static Work *
work_new (LbSecrets *secrets, const char *account_id, LbSecretPlace place)
{
  Work *self = g_new0 (Work, 1);

  self->secrets = g_object_ref (secrets);
  self->account_id = g_strdup (account_id);
  self->place = place;

  return self;
}

static DexFuture *
spawn (Work *work, DexFiberFunc fiber)
{
  return dex_scheduler_spawn (NULL, 0, fiber, work, (GDestroyNotify) work_free);
}

static DexFuture *
lookup_for_session (LbSecrets *self, const char *account_id, const char *origin)
{
  Kept *kept = g_hash_table_lookup (self->known, account_id);

  if (kept == NULL || !g_str_equal (kept->origin, origin))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "The token was not kept");

  return dex_future_new_take_string (g_strdup (kept->token));
}

static DexFuture *
lookup_in_place (Work *work)
{
  LbSecrets *self = work->secrets;

  switch (work->place)
    {
    case LB_SECRET_KEYRING:
      return lb_secret_keyring_lookup (work->account_id, work->origin, self->patience);
    case LB_SECRET_FILE:
      return run_on_file (self, work->account_id, work->origin, NULL, read_file_fiber);
    case LB_SECRET_SESSION: return lookup_for_session (self, work->account_id, work->origin);
    case LB_SECRET_NOWHERE:
    default:                return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "No token was kept");
    }
}

/* (transfer full) (nullable) */
static char *
look_up (Work *work, GError **error)
{
  char *found = dex_await_string (lookup_in_place (work), error);
  char *token = found != NULL ? lb_secrets_clean_token (found, error) : NULL;

  lb_secrets_free_token (found);

  return token;
}

static DexFuture *
lookup_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;
  char *token = look_up (data, &error);

  if (token == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (token);
}

DexFuture *
lb_secrets_lookup (LbSecrets *self,
                   const char *account_id,
                   const char *base_url,
                   LbSecretPlace place)
{
  Work *work = NULL;

  dex_return_error_if_fail (LB_IS_SECRETS (self));
  dex_return_error_if_fail (id_is_plain (account_id));

  work = work_new (self, account_id, place);
  if (!(work->origin = lb_secrets_origin (base_url)))
    {
      work_free (work);
      return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The address names no host");
    }

  return spawn (work, lookup_fiber);
}

static DexFuture *
store_in_place (Work *work)
{
  LbSecrets *self = work->secrets;
  Kept *kept = NULL;

  switch (work->place)
    {
    case LB_SECRET_KEYRING:
      return lb_secret_keyring_store (work->account_id, work->origin, work->token, self->patience);
    case LB_SECRET_FILE:
      return run_on_file (self, work->account_id, work->origin, work->token, write_file_fiber);
    case LB_SECRET_SESSION:
      kept = g_new0 (Kept, 1);
      kept->origin = g_strdup (work->origin);
      kept->token = g_strdup (work->token);
      g_hash_table_replace (self->known, g_strdup (work->account_id), kept);
      return dex_future_new_true ();
    case LB_SECRET_NOWHERE:
    default:                return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "No place for the token");
    }
}

/* An older one, kept for this session or in a file, is of no use any more. */
static void
leave_others (Work *work)
{
  if (work->place != LB_SECRET_SESSION)
    g_hash_table_remove (work->secrets->known, work->account_id);
  if (work->place != LB_SECRET_FILE)
    dex_await (run_on_file (work->secrets, work->account_id, NULL, NULL, wipe_file_fiber), NULL);
}

/* A place that says it has it and does not is told from one that has. */
static DexFuture *
store_fiber (gpointer data)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) missing = NULL;
  gboolean same = FALSE;
  char *back = NULL;

  if (!dex_await (store_in_place (work), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  back = look_up (work, &missing);
  same = g_strcmp0 (back, work->token) == 0;
  lb_secrets_free_token (back);
  if (same)
    {
      leave_others (work);
      return dex_future_new_true ();
    }

  dex_await (lb_secrets_clear (work->secrets, work->account_id, work->place), NULL);
  return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE,
                                "The token was taken and not given back: %s",
                                missing != NULL ? missing->message : "it is another one");
}

DexFuture *
lb_secrets_store (LbSecrets *self,
                  const char *account_id,
                  const char *base_url,
                  LbSecretPlace place,
                  const char *token)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Work) work = NULL;

  dex_return_error_if_fail (LB_IS_SECRETS (self));
  dex_return_error_if_fail (id_is_plain (account_id));
  dex_return_error_if_fail (token != NULL);

  work = work_new (self, account_id, place);
  if (!(work->token = lb_secrets_clean_token (token, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!(work->origin = lb_secrets_origin (base_url)))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The address names no host");

  return spawn (g_steal_pointer (&work), store_fiber);
}

static DexFuture *
clear_fiber (gpointer data)
{
  Work *work = data;
  LbSecrets *self = work->secrets;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (DexFuture) keyring = lb_secret_keyring_clear (work->account_id, self->patience);

  dex_await (run_on_file (self, work->account_id, NULL, NULL, wipe_file_fiber), &error);
  /* One that never had it may be away or asleep. */
  if (work->place == LB_SECRET_KEYRING)
    dex_await (g_steal_pointer (&keyring), &failure);
  else
    dex_future_disown (g_steal_pointer (&keyring));

  if (error == NULL)
    error = g_steal_pointer (&failure);

  return error != NULL ? dex_future_new_for_error (g_steal_pointer (&error))
                       : dex_future_new_true ();
}

DexFuture *
lb_secrets_clear (LbSecrets *self, const char *account_id, LbSecretPlace place)
{
  dex_return_error_if_fail (LB_IS_SECRETS (self));
  dex_return_error_if_fail (id_is_plain (account_id));

  g_hash_table_remove (self->known, account_id);

  return spawn (work_new (self, account_id, place), clear_fiber);
}

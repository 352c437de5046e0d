#include "session/lb-account-list.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>

#include "api/lb-client.h"
#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "base/lb-weak.h"
#include "model/lb-entered-name.h"
#include "session/lb-account-file.h"
#include "session/lb-thumbnail-store.h"

#define LABEL_MAX_CHARS 100

struct _LbAccountList
{
  GObject parent_instance;

  char *folder;          /* (owned) */
  char *set_aside;       /* (owned) (nullable) */
  GError *error;         /* (owned) (nullable): of the first reading */
  GPtrArray *entries;    /* (owned) (element-type LbAccountEntry): This Computer first */
  GFileMonitor *monitor; /* (owned) (nullable) */
  guint serial;          /* counts what was taken in and what is being read */
};

static void lb_account_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbAccountList,
                               lb_account_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      lb_account_list_list_model_init))

static GType
lb_account_list_get_item_type (GListModel *model)
{
  return LB_TYPE_ACCOUNT_ENTRY;
}

static guint
lb_account_list_get_n_items (GListModel *model)
{
  return LB_ACCOUNT_LIST (model)->entries->len;
}

static gpointer
lb_account_list_get_item (GListModel *model, guint position)
{
  LbAccountList *self = LB_ACCOUNT_LIST (model);

  return position < self->entries->len ? g_object_ref (self->entries->pdata[position]) : NULL;
}

static void
lb_account_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = lb_account_list_get_item_type;
  iface->get_n_items = lb_account_list_get_n_items;
  iface->get_item = lb_account_list_get_item;
}

static void
lb_account_list_dispose (GObject *object)
{
  LbAccountList *self = LB_ACCOUNT_LIST (object);

  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);

  G_OBJECT_CLASS (lb_account_list_parent_class)->dispose (object);
}

static void
lb_account_list_finalize (GObject *object)
{
  LbAccountList *self = LB_ACCOUNT_LIST (object);

  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->set_aside, g_free);
  g_clear_error (&self->error);
  g_clear_pointer (&self->entries, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_account_list_parent_class)->finalize (object);
}

static void
lb_account_list_class_init (LbAccountListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lb_account_list_dispose;
  object_class->finalize = lb_account_list_finalize;
}

static void
lb_account_list_init (LbAccountList *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
}

static char *
state_dir_of (const char *folder, const char *id)
{
  return g_build_filename (folder, "accounts", id, NULL);
}

static void
append (LbAccountList *self, const char *id, LbAccountKind kind, const LbAccountRecord *record)
{
  g_autofree char *state_dir = state_dir_of (self->folder, id);
  LbAccountEntry *entry = lb_account_entry_new (id, kind, state_dir);

  lb_account_entry_set (entry, record);
  g_ptr_array_add (self->entries, entry);
  g_list_model_items_changed (G_LIST_MODEL (self), self->entries->len - 1, 0, 1);
}

/* Whether it can be used at all: somebody may have written the file by hand. */
static gboolean
is_whole (const LbAccountRecord *record)
{
  return record->label != NULL && g_utf8_validate (record->label, -1, NULL) &&
         record->base_url != NULL && lb_account_list_judge_url (record->base_url, NULL);
}

/* The live entries become what @file says; those that stay stay the same objects. */
static void
take_in (LbAccountList *self, GKeyFile *file)
{
  g_auto (GStrv) ids = lb_account_file_list (file);

  self->serial++;
  for (guint i = self->entries->len; i-- > 1;)
    if (!g_strv_contains ((const char *const *) ids,
                          lb_account_entry_get_id (self->entries->pdata[i])))
      {
        g_ptr_array_remove_index (self->entries, i);
        g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
      }

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      LbAccountEntry *entry = lb_account_list_find (self, ids[i]);
      LbAccountRecord record;

      lb_account_file_get (file, ids[i], &record);
      if (entry != NULL && is_whole (&record))
        lb_account_entry_set (entry, &record);
      else if (is_whole (&record))
        append (self, ids[i], LB_ACCOUNT_HOSTED, &record);
      lb_account_file_clear (&record);
    }
}

/* Another program of this person's has changed the file. */
typedef struct
{
  GWeakRef *list; /* (owned) */
  char *folder;   /* (owned) */
  guint serial;
} Following;

static void
following_free (gpointer data)
{
  Following *self = data;

  lb_weak_free (self->list);
  g_free (self->folder);
  g_free (self);
}

static DexFuture *
read_fiber (gpointer folder)
{
  g_autoptr (GError) error = NULL;
  GKeyFile *file = lb_account_file_read (folder, NULL, &error);

  return file != NULL ? dex_future_new_take_boxed (G_TYPE_KEY_FILE, file)
                      : dex_future_new_for_error (g_steal_pointer (&error));
}

/* What was taken in meanwhile is newer, and what is read after that tells of it. */
static DexFuture *
follow_fiber (gpointer data)
{
  Following *following = data;
  g_autoptr (GKeyFile) now =
    dex_await_boxed (lb_threads_run (read_fiber, g_strdup (following->folder), g_free), NULL);
  g_autoptr (LbAccountList) self = g_weak_ref_get (following->list);

  if (now != NULL && self != NULL && self->serial == following->serial)
    take_in (self, now);

  return NULL;
}

static void
file_changed_cb (
  GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, LbAccountList *self)
{
  Following *following = NULL;

  if (event == G_FILE_MONITOR_EVENT_CHANGED || event == G_FILE_MONITOR_EVENT_DELETED)
    return;

  following = g_new0 (Following, 1);
  following->list = lb_weak_new (self);
  following->folder = g_strdup (self->folder);
  following->serial = ++self->serial;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, follow_fiber, following, following_free));
}

static void
watch (LbAccountList *self)
{
  g_autofree char *path = g_build_filename (self->folder, LB_ACCOUNT_FILE, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if ((self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL)))
    g_signal_connect (self->monitor, "changed", G_CALLBACK (file_changed_cb), self);
}

LbAccountList *
lb_account_list_new (const char *folder)
{
  LbAccountList *self = g_object_new (LB_TYPE_ACCOUNT_LIST, NULL);
  g_autoptr (GKeyFile) file = NULL;

  self->folder = folder != NULL ? g_strdup (folder)
                                : g_build_filename (g_get_user_data_dir (), "lookbook", NULL);
  append (self, LB_ACCOUNT_LOCAL_ID, LB_ACCOUNT_LOCAL, &(LbAccountRecord) { 0 });
  /* At once, at the start: which account is opened hangs on it, and nothing is shown yet. */
  if ((file = lb_account_file_read (self->folder, &self->set_aside, &self->error)))
    take_in (self, file);
  watch (self);

  return self;
}

const char *
lb_account_list_get_set_aside (LbAccountList *self)
{
  g_return_val_if_fail (LB_IS_ACCOUNT_LIST (self), NULL);

  return self->set_aside;
}

const GError *
lb_account_list_get_error (LbAccountList *self)
{
  g_return_val_if_fail (LB_IS_ACCOUNT_LIST (self), NULL);

  return self->error;
}

LbAccountEntry *
lb_account_list_find (LbAccountList *self, const char *id)
{
  g_return_val_if_fail (LB_IS_ACCOUNT_LIST (self), NULL);

  for (guint i = 0; i < self->entries->len; i++)
    if (g_strcmp0 (lb_account_entry_get_id (self->entries->pdata[i]), id) == 0)
      return self->entries->pdata[i];

  return NULL;
}

LbAccountEntry *
lb_account_list_find_named (LbAccountList *self, const char *name)
{
  LbAccountEntry *found = lb_account_list_find (self, name);

  g_return_val_if_fail (LB_IS_ACCOUNT_LIST (self), NULL);

  if (found != NULL)
    return found;

  for (guint i = 0; i < self->entries->len; i++)
    if (g_strcmp0 (lb_account_entry_get_label (self->entries->pdata[i]), name) == 0)
      {
        if (found != NULL)
          return NULL;
        found = self->entries->pdata[i];
      }

  return found;
}

gboolean
lb_account_list_is_local_name (const char *name)
{
  static const char *const names[] = { LB_ACCOUNT_LOCAL_ID, "this computer", "on this computer" };

  g_return_val_if_fail (name != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (lb_entered_name_is_like (name, names[i]))
      return TRUE;

  return FALSE;
}

gboolean
lb_account_list_judge_url (const char *base_url, GError **error)
{
  return lb_client_judge_base_url (base_url, error);
}

static void
cut_end (char *text, const char *end)
{
  while (g_str_has_suffix (text, end))
    text[strlen (text) - strlen (end)] = '\0';
}

char *
lb_account_list_clean_url (const char *text)
{
  char *url = g_strstrip (g_strdup (text));

  cut_end (url, "/");
  if (g_str_has_suffix (url, "/v1"))
    url[strlen (url) - strlen ("/v1")] = '\0';
  cut_end (url, "/");

  return url;
}

char *
lb_account_list_new_id (void)
{
  return g_uuid_string_random ();
}

/* One change of the file, on a worker thread. */

typedef struct
{
  char *folder;   /* (owned) */
  char *id;       /* (owned) */
  char *old_id;   /* (owned) (nullable): that it takes the place of */
  char *label;    /* (owned) (nullable) */
  char *base_url; /* (owned) (nullable) */
  guint plan;
  LbSecretPlace secret_place;
  gboolean strips_metadata;
  gboolean with_state;
  LbAccountChange change;
} Change;

static void
change_free (Change *self)
{
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->old_id, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->base_url, g_free);
  g_free (self);
}

static Change *
change_new (LbAccountList *self, const char *id, LbAccountChange how)
{
  Change *change = g_new0 (Change, 1);

  change->folder = g_strdup (self->folder);
  change->id = g_strdup (id);
  change->change = how;

  return change;
}

/* FALSE when they can't be kept. */
static gboolean
take_facts (Change *change, const LbAccountFacts *facts, GError **error)
{
  g_autofree char *label = g_strstrip (g_strdup (facts->label != NULL ? facts->label : ""));

  if (lb_entered_name_judge (label) != LB_ENTERED_NAME_GOOD ||
      g_utf8_strlen (label, -1) > LABEL_MAX_CHARS || lb_account_list_is_local_name (label))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, "An account needs a name");
      return FALSE;
    }

  change->base_url = lb_account_list_clean_url (facts->base_url != NULL ? facts->base_url : "");
  change->label = g_steal_pointer (&label);
  change->plan = facts->plan;
  change->secret_place = facts->secret_place;

  return lb_account_list_judge_url (change->base_url, error);
}

/* Two of one name could not be told apart on the command line. */
static gboolean
name_is_free (GKeyFile *file, const Change *change, GError **error)
{
  g_auto (GStrv) ids = lb_account_file_list (file);

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *label = g_key_file_get_string (file, ids[i], "label", NULL);

      if (!g_str_equal (ids[i], change->id) && g_strcmp0 (label, change->label) == 0)
        {
          g_set_error (error, LB_ERROR, LB_ERROR_CONFLICT, "Another account is called “%s”", label);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
is_listed (GKeyFile *file, const char *id, GError **error)
{
  if (g_key_file_has_group (file, id))
    return TRUE;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "The account has gone");

  return FALSE;
}

/* What is kept here of one service would go to another. */
static gboolean
may_have_address (const Change *change, const LbAccountRecord *before, GError **error)
{
  if (change->old_id != NULL || before->base_url == NULL ||
      g_str_equal (before->base_url, change->base_url))
    return TRUE;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                       "An account at another address is another account");

  return FALSE;
}

/* One that takes the place of another has its settings, and its name is free. */
static gboolean
put_facts (GKeyFile *file, gpointer data, GError **error)
{
  const Change *change = data;
  const char *before = change->old_id != NULL ? change->old_id : change->id;
  LbAccountRecord record;

  if (change->old_id != NULL && !is_listed (file, change->old_id, error))
    return FALSE;

  lb_account_file_get (file, before, &record);
  if (change->old_id != NULL)
    g_key_file_remove_group (file, change->old_id, NULL);
  if (!name_is_free (file, change, error) || !may_have_address (change, &record, error))
    {
      lb_account_file_clear (&record);
      return FALSE;
    }

  g_free ((char *) record.label);
  g_free ((char *) record.base_url);
  record.label = change->label;
  record.base_url = change->base_url;
  record.plan = change->plan;
  record.secret_place = change->secret_place;
  lb_account_file_set (file, change->id, &record);

  return TRUE;
}

static gboolean
put_strips (GKeyFile *file, gpointer data, GError **error)
{
  const Change *change = data;

  if (!is_listed (file, change->id, error))
    return FALSE;

  g_key_file_set_boolean (file, change->id, "strip-metadata", change->strips_metadata);
  g_key_file_set_boolean (file, change->id, "strip-asked", TRUE);

  return TRUE;
}

static int
remove_cb (const char *path, const struct stat *about, int type, struct FTW *walk)
{
  return remove (path);
}

/* What this computer kept of the account, for its window and for the command line. */
static void
remove_state (const char *folder, const char *id)
{
  static const char *const endings[] = { "", LB_ACCOUNT_COMMAND_LINE };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (id, endings[i], NULL);
      g_autofree char *state_dir = state_dir_of (folder, name);
      g_autofree char *thumbnails = lb_thumbnail_store_dup_folder (state_dir);

      nftw (thumbnails, remove_cb, 16, FTW_DEPTH | FTW_PHYS);
      nftw (state_dir, remove_cb, 16, FTW_DEPTH | FTW_PHYS);
    }
}

static gboolean
remove_group (GKeyFile *file, gpointer data, GError **error)
{
  const Change *change = data;

  g_key_file_remove_group (file, change->id, NULL);

  return TRUE;
}

static DexFuture *
change_fiber (gpointer data)
{
  Change *self = data;
  g_autoptr (GError) error = NULL;
  GKeyFile *file = lb_account_file_change (self->folder, self->change, self, &error);

  if (file == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* Last, so that an account that is listed has what belongs to it. */
  if (self->with_state)
    remove_state (self->folder, self->id);

  return dex_future_new_take_boxed (G_TYPE_KEY_FILE, file);
}

typedef struct
{
  LbAccountList *list; /* (owned) */
  char *id;            /* (owned) */
  DexFuture *written;  /* (owned) */
} Taking;

static void
taking_free (Taking *self)
{
  g_clear_object (&self->list);
  g_clear_pointer (&self->id, g_free);
  dex_clear (&self->written);
  g_free (self);
}

static DexFuture *
take_fiber (gpointer data)
{
  Taking *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GKeyFile) file = dex_await_boxed (g_steal_pointer (&self->written), &error);
  LbAccountEntry *entry = NULL;

  if (file == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  take_in (self->list, file);
  entry = lb_account_list_find (self->list, self->id);

  return entry != NULL ? dex_future_new_take_object (g_object_ref (entry)) : dex_future_new_true ();
}

/* @change: (transfer full) */
static DexFuture *
carry_out (LbAccountList *self, Change *change)
{
  Taking *taking = g_new0 (Taking, 1);

  taking->list = g_object_ref (self);
  taking->id = g_strdup (change->id);
  taking->written = lb_threads_run (change_fiber, change, (GDestroyNotify) change_free);

  return dex_scheduler_spawn (NULL, 0, take_fiber, taking, (GDestroyNotify) taking_free);
}

/* @old_id: (nullable) */
static DexFuture *
carry_out_facts (LbAccountList *self,
                 const char *id,
                 const char *old_id,
                 const LbAccountFacts *facts)
{
  Change *change = change_new (self, id, put_facts);
  GError *error = NULL;

  change->old_id = g_strdup (old_id);

  if (!take_facts (change, facts, &error))
    {
      change_free (change);
      return dex_future_new_for_error (error);
    }

  return carry_out (self, change);
}

DexFuture *
lb_account_list_add (LbAccountList *self, const char *id, const LbAccountFacts *facts)
{
  dex_return_error_if_fail (LB_IS_ACCOUNT_LIST (self));
  dex_return_error_if_fail (g_uuid_string_is_valid (id));
  dex_return_error_if_fail (facts != NULL);

  return carry_out_facts (self, id, NULL, facts);
}

static gboolean
is_hosted (LbAccountEntry *entry)
{
  return LB_IS_ACCOUNT_ENTRY (entry) && lb_account_entry_get_kind (entry) == LB_ACCOUNT_HOSTED;
}

DexFuture *
lb_account_list_update (LbAccountList *self, LbAccountEntry *entry, const LbAccountFacts *facts)
{
  dex_return_error_if_fail (LB_IS_ACCOUNT_LIST (self));
  dex_return_error_if_fail (is_hosted (entry));
  dex_return_error_if_fail (facts != NULL);

  return carry_out_facts (self, lb_account_entry_get_id (entry), NULL, facts);
}

DexFuture *
lb_account_list_replace (LbAccountList *self,
                         LbAccountEntry *entry,
                         const char *id,
                         const LbAccountFacts *facts)
{
  dex_return_error_if_fail (LB_IS_ACCOUNT_LIST (self));
  dex_return_error_if_fail (is_hosted (entry));
  dex_return_error_if_fail (g_uuid_string_is_valid (id));
  dex_return_error_if_fail (facts != NULL);

  return carry_out_facts (self, id, lb_account_entry_get_id (entry), facts);
}

DexFuture *
lb_account_list_set_strips_metadata (LbAccountList *self, LbAccountEntry *entry, gboolean strips)
{
  Change *change = NULL;

  dex_return_error_if_fail (LB_IS_ACCOUNT_LIST (self));
  dex_return_error_if_fail (is_hosted (entry));

  change = change_new (self, lb_account_entry_get_id (entry), put_strips);
  change->strips_metadata = strips;

  return carry_out (self, change);
}

DexFuture *
lb_account_list_remove (LbAccountList *self, LbAccountEntry *entry, gboolean with_state)
{
  Change *change = NULL;

  dex_return_error_if_fail (LB_IS_ACCOUNT_LIST (self));
  dex_return_error_if_fail (is_hosted (entry));

  change = change_new (self, lb_account_entry_get_id (entry), remove_group);
  change->with_state = with_state;

  return carry_out (self, change);
}

static DexFuture *
remove_state_fiber (gpointer data)
{
  const Change *change = data;

  remove_state (change->folder, change->id);

  return dex_future_new_true ();
}

DexFuture *
lb_account_list_remove_state (LbAccountList *self, const char *id)
{
  dex_return_error_if_fail (LB_IS_ACCOUNT_LIST (self));
  dex_return_error_if_fail (g_uuid_string_is_valid (id));
  dex_return_error_if_fail (lb_account_list_find (self, id) == NULL);

  return lb_threads_run (remove_state_fiber, change_new (self, id, NULL),
                         (GDestroyNotify) change_free);
}

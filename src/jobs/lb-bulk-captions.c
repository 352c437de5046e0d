#include "jobs/lb-bulk-captions.h"

#include <string.h>

#include "base/lb-error.h"
#include "base/lb-weak.h"
#include "jobs/lb-bulk-caption-store.h"
#include "jobs/lb-bulk-pack-names.h"
#include "jobs/lb-caption-fit.h"
#include "jobs/lb-import-settings.h"
#include "session/lb-session-history.h"

#define BATCH 100 /* edits that are kept at once */

struct _LbBulkCaptions
{
  GObject parent_instance;

  LbSession *session; /* (unowned): it owns this */
  GHashTable *giving; /* (owned): UUID of a dataset to the DexFuture (owned) of giving its own */
};

G_DEFINE_FINAL_TYPE (LbBulkCaptions, lb_bulk_captions, G_TYPE_OBJECT)

enum
{
  GIVEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lb_bulk_captions_finalize (GObject *object)
{
  g_hash_table_unref (LB_BULK_CAPTIONS (object)->giving);

  G_OBJECT_CLASS (lb_bulk_captions_parent_class)->finalize (object);
}

static void
lb_bulk_captions_class_init (LbBulkCaptionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_bulk_captions_finalize;

  signals[GIVEN] =
    g_signal_new ("given", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, LB_TYPE_DATASET, G_TYPE_UINT, G_TYPE_UINT);
}

static void
lb_bulk_captions_init (LbBulkCaptions *self)
{
  self->giving = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, dex_unref);
}

LbBulkCaptions *
lb_bulk_captions_get (LbSession *session)
{
  static const char key[] = "lb-bulk-captions";
  LbBulkCaptions *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  if ((self = g_object_get_data (G_OBJECT (session), key)) == NULL)
    {
      self = g_object_new (LB_TYPE_BULK_CAPTIONS, NULL);
      self->session = session;
      g_object_set_data_full (G_OBJECT (session), key, self, g_object_unref);
    }
  return self;
}

static DexFuture *
reject_closed (void)
{
  return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The account is not open");
}

static const char *
last_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

/* Keeping. */

/* (transfer full): what the picture is called by the service (R55). */
static char *
dup_name (LbBulkEntry *entry, LbBulkPackNames *names)
{
  g_autofree char *name = names != NULL ? lb_bulk_pack_names_add (names, entry)
                                        : g_strdup (lb_bulk_entry_get_name (entry));

  return g_strdup (last_name (name));
}

/* Of pictures with one name all are kept, so that their order says which is which. */
static void
drop_needless (GPtrArray *captions)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < captions->len; i++)
    {
      LbBulkCaption *caption = captions->pdata[i];

      if (caption->text != NULL)
        g_hash_table_add (wanted, caption->name);
    }
  for (guint i = captions->len; i > 0; i--)
    {
      LbBulkCaption *caption = captions->pdata[i - 1];

      if (!g_hash_table_contains (wanted, caption->name))
        g_ptr_array_remove_index (captions, i - 1);
    }
}

/* (transfer full) */
static LbBulkSettings *
dup_settings (LbDataset *dataset, LbBulkReport *report, gboolean takes_settings)
{
  LbExportManifest *manifest = lb_bulk_report_get_manifest (report);
  const LbImportSettings found = lb_import_settings_judge (manifest, dataset);

  if (!takes_settings || (found != LB_IMPORT_SETTINGS_NEW && found != LB_IMPORT_SETTINGS_OTHER))
    return lb_bulk_settings_new (NULL, NULL);

  return lb_bulk_settings_new (lb_import_settings_get_text (manifest, dataset),
                               lb_import_settings_get_present (dataset));
}

DexFuture *
lb_bulk_captions_keep (LbBulkCaptions *self,
                       LbDataset *dataset,
                       LbBulkReport *report,
                       gboolean packed,
                       gboolean takes_settings)
{
  GListModel *entries = NULL;
  LbDatabase *database = NULL;
  const char *uuid = NULL;
  g_autoptr (LbBulkPackNames) names = NULL;
  g_autoptr (GPtrArray) captions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_bulk_caption_free);

  dex_return_error_if_fail (LB_IS_BULK_CAPTIONS (self));
  dex_return_error_if_fail (LB_IS_BULK_REPORT (report));

  entries = lb_bulk_report_get_entries (report);
  database = lb_session_get_database (self->session);
  uuid = lb_session_get_uuid (self->session, dataset);
  if (database == NULL || uuid == NULL)
    return reject_closed ();

  if (packed)
    names = lb_bulk_pack_names_new (lb_bulk_report_carries_texts (report));
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (LbBulkEntry) entry = g_list_model_get_item (entries, i);
      g_autofree char *name = NULL;

      if (!lb_bulk_entry_is_ready (entry))
        continue;
      name = dup_name (entry, names);
      g_ptr_array_add (captions, lb_bulk_caption_new (0, name, lb_bulk_entry_get_caption (entry),
                                                      lb_bulk_entry_is_caption_automatic (entry)));
    }
  if (!lb_bulk_report_brings_captions (report))
    g_ptr_array_set_size (captions, 0);
  drop_needless (captions);

  return lb_bulk_caption_store_put (database, uuid, captions,
                                    dup_settings (dataset, report, takes_settings));
}

DexFuture *
lb_bulk_captions_forget (LbBulkCaptions *self, LbDataset *dataset)
{
  LbDatabase *database = NULL;
  const char *uuid = NULL;

  dex_return_error_if_fail (LB_IS_BULK_CAPTIONS (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));

  database = lb_session_get_database (self->session);
  uuid = lb_session_get_uuid (self->session, dataset);
  if (database == NULL || uuid == NULL)
    return reject_closed ();

  return dex_future_all (lb_bulk_caption_store_drop (database, uuid, G_MAXINT64),
                         lb_bulk_caption_store_drop_settings (database, uuid), NULL);
}

/* Giving. */

typedef struct
{
  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  char *uuid;         /* (owned) */
  GHashTable *images; /* (owned) (nullable): name to a GPtrArray of LbImage, oldest first */
  GHashTable *rows;   /* (owned) (nullable): name to how many pictures were to come */
  guint n_given;
  guint n_missing;
} Giving;

static void
giving_free (gpointer data)
{
  Giving *giving = data;

  g_object_unref (giving->session);
  g_object_unref (giving->dataset);
  g_free (giving->uuid);
  g_clear_pointer (&giving->images, g_hash_table_unref);
  g_clear_pointer (&giving->rows, g_hash_table_unref);
  g_free (giving);
}

static gboolean
load_images (Giving *giving, GError **error)
{
  GListModel *images = NULL;

  if (!dex_await (lb_session_load_images (giving->session, giving->dataset), error))
    return FALSE;

  giving->images =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  images = lb_session_get_images (giving->session, giving->dataset);
  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      LbImage *image = g_list_model_get_item (images, i);
      const char *name = lb_image_get_image_name (image);
      g_autofree char *key = g_strdup (last_name (name != NULL ? name : ""));
      GPtrArray *same = g_hash_table_lookup (giving->images, key);

      if (same == NULL)
        {
          same = g_ptr_array_new_with_free_func (g_object_unref);
          g_hash_table_insert (giving->images, g_steal_pointer (&key), same);
        }
      g_ptr_array_add (same, image);
    }

  return TRUE;
}

/* Where more pictures of one name were to come than did, nobody knows which is which. */
static gboolean
is_doubtful_cb (gpointer name, gpointer images, gpointer rows)
{
  GPtrArray *same = images;

  return GPOINTER_TO_UINT (g_hash_table_lookup (rows, name)) > same->len;
}

/* How many rows there are of each name, of which those given so far are gone. */
static void
count_rows (Giving *giving, GPtrArray *captions)
{
  giving->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < captions->len; i++)
    {
      const LbBulkCaption *caption = captions->pdata[i];
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (giving->rows, caption->name));

      g_hash_table_insert (giving->rows, g_strdup (caption->name), GUINT_TO_POINTER (n + 1));
    }
  g_hash_table_foreach_remove (giving->images, is_doubtful_cb, giving->rows);
}

/* (nullable) (transfer none): the last of those with its name for the last row of it, and so on. */
static LbImage *
find_image (Giving *giving, const LbBulkCaption *caption)
{
  GPtrArray *same = g_hash_table_lookup (giving->images, caption->name);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (giving->rows, caption->name));

  g_hash_table_insert (giving->rows, g_strdup (caption->name), GUINT_TO_POINTER (n - 1));
  return same != NULL ? same->pdata[same->len - n] : NULL;
}

/* (transfer full) (nullable): the future of keeping the edit. */
static DexFuture *
give_one (Giving *giving, const LbBulkCaption *caption)
{
  LbImage *image = find_image (giving, caption);
  const char *present = image != NULL ? lb_image_get_caption (image) : NULL;
  g_autofree char *text = NULL;

  if (caption->text == NULL)
    return NULL;
  giving->n_missing += image == NULL;
  if (image == NULL || !(text = lb_caption_fit (giving->dataset, caption->text, present)))
    return NULL;

  giving->n_given++;
  /* What a person has typed meanwhile is newer. */
  if (g_strcmp0 (text, present) == 0 ||
      lb_session_get_edit_state (giving->session, image) != LB_EDIT_SAVED)
    return NULL;

  return lb_session_edit_caption_from (giving->session, image, text,
                                       caption->automatic ? "automatic" : "manual");
}

/* One step in the history, however many there are. The account may be closed whenever something is
 * waited for: what is left is given the next time then. */
static gboolean
give_batch (Giving *giving, GPtrArray *captions, guint first, gint64 group, GError **error)
{
  LbHistory *history = lb_session_get_history (giving->session);
  const guint end = MIN (first + BATCH, captions->len);
  const LbBulkCaption *last = captions->pdata[end - 1];
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (dex_unref);
  LbDatabase *database = NULL;

  if (history == NULL)
    return FALSE;

  lb_history_enter (history, group);
  for (guint i = first; i < end; i++)
    {
      DexFuture *one = give_one (giving, captions->pdata[i]);

      if (one != NULL)
        g_ptr_array_add (kept, one);
    }
  lb_history_leave (history);

  for (guint i = 0; i < kept->len; i++)
    if (!dex_await (dex_ref (kept->pdata[i]), error))
      return FALSE;

  database = lb_session_get_database (giving->session);
  return database != NULL &&
         dex_await (lb_bulk_caption_store_drop (database, giving->uuid, last->id), error);
}

static gboolean
give_all (Giving *giving, GPtrArray *captions, GError **error)
{
  LbHistory *history = lb_session_get_history (giving->session);
  gint64 group = 0;
  gboolean done = TRUE;

  if (history == NULL)
    return FALSE;

  count_rows (giving, captions);
  group = lb_history_begin (history, LB_HISTORY_EDIT);
  for (guint first = 0; done && first < captions->len; first += BATCH)
    done = give_batch (giving, captions, first, group, error);
  if ((history = lb_session_get_history (giving->session)) != NULL)
    lb_history_end (history, group);

  return done;
}

/* What a person has set meanwhile stays. */
static gboolean
give_settings (Giving *giving, GError **error)
{
  LbDatabase *database = lb_session_get_database (giving->session);
  g_autoptr (LbBulkSettings) settings = NULL;
  g_autoptr (LbDataset) changed = NULL;

  if (database == NULL || !(settings = dex_await_boxed (
                              lb_bulk_caption_store_load_settings (database, giving->uuid), error)))
    return FALSE;
  if (settings->text == NULL)
    return TRUE;

  if (g_strcmp0 (settings->base, lb_import_settings_get_present (giving->dataset)) == 0 &&
      !(changed = dex_await_object (
          lb_import_settings_apply (giving->session, giving->dataset, settings->text), error)))
    return FALSE;

  return (database = lb_session_get_database (giving->session)) != NULL &&
         dex_await (lb_bulk_caption_store_drop_settings (database, giving->uuid), error);
}

static gboolean
run (Giving *giving, GError **error)
{
  LbDatabase *database = lb_session_get_database (giving->session);
  g_autoptr (GPtrArray) captions = NULL;

  if (database == NULL ||
      !(captions = dex_await_boxed (lb_bulk_caption_store_load (database, giving->uuid), error)))
    return FALSE;

  return (captions->len == 0 ||
          (load_images (giving, error) && give_all (giving, captions, error))) &&
         give_settings (giving, error);
}

static DexFuture *
give_fiber (gpointer data)
{
  Giving *giving = data;
  LbBulkCaptions *self = lb_bulk_captions_get (giving->session);
  g_autoptr (GError) error = NULL;
  gboolean done = run (giving, &error);

  g_hash_table_remove (self->giving, giving->uuid);
  if (giving->n_given + giving->n_missing > 0)
    g_signal_emit (self, signals[GIVEN], 0, giving->dataset, giving->n_given, giving->n_missing);
  if (done)
    return dex_future_new_true ();

  return error != NULL ? dex_future_new_for_error (g_steal_pointer (&error)) : reject_closed ();
}

DexFuture *
lb_bulk_captions_give (LbBulkCaptions *self, LbDataset *dataset)
{
  const char *uuid = NULL;
  DexFuture *future = NULL;
  Giving *giving = NULL;

  dex_return_error_if_fail (LB_IS_BULK_CAPTIONS (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));

  if ((uuid = lb_session_get_uuid (self->session, dataset)) == NULL)
    return reject_closed ();
  if ((future = g_hash_table_lookup (self->giving, uuid)) != NULL)
    return dex_ref (future);

  giving = g_new0 (Giving, 1);
  giving->session = g_object_ref (self->session);
  giving->dataset = g_object_ref (dataset);
  giving->uuid = g_strdup (uuid);
  future = dex_scheduler_spawn (NULL, 0, give_fiber, giving, giving_free);
  g_hash_table_insert (self->giving, g_strdup (uuid), dex_ref (future));

  return future;
}

/* Imports that go on. */

static void
status_cb (LbBulkUpload *upload, GParamSpec *pspec, LbBulkCaptions *self)
{
  g_autoptr (LbDataset) dataset = NULL;

  if (!lb_bulk_upload_get_ended (upload))
    return;

  g_signal_handlers_disconnect_by_func (upload, status_cb, self);
  dataset = g_object_steal_data (G_OBJECT (upload), "lb-captions-of");
  if (dataset != NULL)
    dex_future_disown (lb_bulk_captions_give (self, dataset));
}

void
lb_bulk_captions_follow (LbBulkCaptions *self, LbDataset *dataset)
{
  LbBulkUpload *upload = NULL;

  g_return_if_fail (LB_IS_BULK_CAPTIONS (self));
  g_return_if_fail (LB_IS_DATASET (dataset));

  upload = lb_session_get_bulk_upload (self->session, dataset);
  if (upload == NULL || g_object_get_data (G_OBJECT (upload), "lb-captions-of") != NULL)
    return;

  g_object_set_data_full (G_OBJECT (upload), "lb-captions-of", g_object_ref (dataset),
                          g_object_unref);
  g_signal_connect_object (upload, "notify::status", G_CALLBACK (status_cb), self, G_CONNECT_AFTER);
  status_cb (upload, NULL, self);
}

/* Earlier runs. */

static DexFuture *
resume_fiber (gpointer data)
{
  LbSession *session = data;
  LbDatabase *database = lb_session_get_database (session);
  g_auto (GStrv) uuids = NULL;
  GError *error = NULL;

  if (database == NULL)
    return reject_closed ();
  if (!(uuids = dex_await_boxed (lb_bulk_caption_store_list (database), &error)))
    return dex_future_new_for_error (error);

  for (guint i = 0; uuids[i] != NULL; i++)
    {
      LbDataset *dataset = lb_session_find_dataset_by_uuid (session, uuids[i]);
      g_autoptr (LbDataset) kept = dataset != NULL ? g_object_ref (dataset) : NULL;
      g_autoptr (LbBulkUpload) upload = NULL;

      /* One that is not there may be in the trash. */
      if (kept != NULL)
        upload = dex_await_object (lb_session_find_bulk_upload (session, kept), NULL);
      if (upload != NULL)
        lb_bulk_captions_follow (lb_bulk_captions_get (session), kept);
    }

  return dex_future_new_true ();
}

DexFuture *
lb_bulk_captions_resume (LbBulkCaptions *self)
{
  dex_return_error_if_fail (LB_IS_BULK_CAPTIONS (self));

  return dex_scheduler_spawn (NULL, 0, resume_fiber, g_object_ref (self->session), g_object_unref);
}

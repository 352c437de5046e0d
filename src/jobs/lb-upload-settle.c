#include "jobs/lb-upload-queue-private.h"

#include <string.h>

#include "base/lb-error.h"
#include "jobs/lb-upload-end.h"
#include "model/lb-image-name.h"

/* What became of a request that had no answer: the dataset tells. */

/* What a service elsewhere was sent may still be on its way. */
static const guint look_after_ms[] = { 2000, 5000, 15000 };
static const guint look_here_after_ms[] = { 200, 1000, 3000 };

G_STATIC_ASSERT (G_N_ELEMENTS (look_after_ms) == G_N_ELEMENTS (look_here_after_ms));

typedef struct
{
  gint64 since_us;
  DexPromise *promise; /* (owned) */
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  dex_clear (&self->promise);
  g_free (self);
}

static GHashTable *
get_looks (LbUploadQueue *self)
{
  if (self->looks == NULL)
    self->looks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, look_free);

  return self->looks;
}

/* One that has begun before may miss what is wanted. */
gboolean
lb_upload_queue_look (LbUploadQueue *self, LbDataset *dataset, GError **error)
{
  gint64 id = lb_dataset_get_id (dataset);
  gint64 since_us = g_get_monotonic_time ();
  g_autoptr (DexPromise) promise = NULL;
  g_autoptr (GError) failure = NULL;
  Look *look = NULL;
  gboolean done = FALSE;

  while ((look = g_hash_table_lookup (get_looks (self), &id)) != NULL)
    {
      gboolean joined = look->since_us >= since_us;

      done = dex_await (dex_ref (DEX_FUTURE (look->promise)), joined ? error : NULL);
      if (joined)
        return done;
    }

  promise = dex_promise_new ();
  look = g_new0 (Look, 1);
  look->since_us = g_get_monotonic_time ();
  look->promise = dex_ref (promise);
  g_hash_table_replace (get_looks (self), g_memdup2 (&id, sizeof id), look);
  done = dex_await (lb_session_load_images (self->session, dataset), &failure);
  g_hash_table_remove (get_looks (self), &id);
  if (done)
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, g_error_copy (failure));
  if (!done)
    g_propagate_error (error, g_steal_pointer (&failure));

  return done;
}

char *
lb_upload_queue_dup_ids (LbUploadQueue *self, LbDataset *dataset)
{
  GListModel *images = lb_session_get_images (self->session, dataset);
  g_autoptr (GString) ids = g_string_new (" ");

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      g_string_append_printf (ids, "%" G_GINT64_FORMAT " ", lb_image_get_id (image));
    }

  return g_string_free_and_steal (g_steal_pointer (&ids));
}

static gboolean
was_there (const LbUploadRecord *record, LbImage *image)
{
  g_autofree char *id = g_strdup_printf (" %" G_GINT64_FORMAT " ", lb_image_get_id (image));

  return strstr (record->ids_before, id) != NULL;
}

/* Whether another row has it: then it is not this one's. */
static gboolean
is_taken (LbUploadQueue *self, LbUpload *upload, LbImage *image)
{
  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *other = g_ptr_array_index (self->uploads, i);

      if (other != upload && other->record->image_id == lb_image_get_id (image))
        return TRUE;
    }

  return FALSE;
}

/* Whether it was sent as another row's picture: our names are like no others. */
static gboolean
is_anothers (LbImage *image)
{
  const char *name = lb_image_get_image_name (image);
  g_autofree char *unmarked = name != NULL ? lb_image_name_unmark (name) : NULL;

  return g_strcmp0 (name, unmarked) != 0;
}

/* What is known of its size and does not fit what was sent speaks against it. */
static gboolean
may_be (LbUpload *upload, LbImage *image)
{
  const LbProbeResult probe = lb_upload_get_sent_probe (upload);
  int width = lb_image_get_width (image);
  int height = lb_image_get_height (image);
  int shown_width = 0;
  int shown_height = 0;

  lb_probe_result_shown_size (&probe, &shown_width, &shown_height);
  if (width <= 0 || height <= 0 || shown_width <= 0 || shown_height <= 0)
    return TRUE;

  /* Enlarging keeps the ratio, but for rounding. */
  return ABS ((gint64) width * shown_height - (gint64) height * shown_width) <=
         MAX (width, height) + MAX (shown_width, shown_height);
}

LbImage *
lb_upload_queue_find_image (LbUploadQueue *self, LbDataset *dataset, LbUpload *upload)
{
  GListModel *images = lb_session_get_images (self->session, dataset);
  g_autoptr (LbImage) found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if (g_strcmp0 (lb_image_get_image_name (image), upload->record->image_name) == 0)
        return g_steal_pointer (&image);
      if (found == NULL && self->names != LB_UPLOAD_NAMES_KEPT &&
          upload->record->ids_before != NULL && !was_there (upload->record, image) &&
          !is_anothers (image) && !is_taken (self, upload, image) && may_be (upload, image))
        found = g_steal_pointer (&image);
    }

  return g_steal_pointer (&found);
}

gboolean
lb_upload_queue_settle (
  LbUploadQueue *self, LbDataset *dataset, LbUpload *upload, LbImage **image, GError **error)
{
  const guint *after_ms = lb_session_is_hosted (self->session) ? look_after_ms : look_here_after_ms;

  *image = NULL;
  for (gsize i = 0; *image == NULL && i < G_N_ELEMENTS (look_after_ms);)
    {
      /* While nobody is there, the first look that somebody answers is one more. */
      gboolean probing = self->halt == LB_UPLOAD_HALT_OFFLINE;
      g_autoptr (GError) failure = NULL;

      if (!probing && !lb_upload_queue_wait (self, after_ms[i]))
        {
          g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The queue is closed");
          return FALSE;
        }
      if (lb_upload_queue_look (self, dataset, &failure))
        {
          *image = lb_upload_queue_find_image (self, dataset, upload);
          i += !probing;
          if (probing)
            lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_NONE, NULL);
        }
      else if (lb_upload_end_judge (failure) != LB_UPLOAD_END_REST)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }

  return TRUE;
}

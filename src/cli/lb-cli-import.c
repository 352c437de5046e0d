#include "config.h"

#include "cli/lb-cli-import.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-captions.h"
#include "cli/lb-cli-options.h"
#include "jobs/lb-caption-fit.h"
#include "jobs/lb-image-hashes.h"
#include "session/lb-caption-meaning.h"
#include "session/lb-session-history.h"

/* The images of @dataset by the files that they are known to be; several may be one file. */
typedef struct
{
  GHashTable *by_hash; /* (owned) (element-type utf8 GPtrArray of LbImage), in their order */
  GHashTable *taken;   /* (owned) (element-type LbImage): a set; those that have got a caption */
} Index;

static void
index_clear (Index *self)
{
  g_clear_pointer (&self->by_hash, g_hash_table_unref);
  g_clear_pointer (&self->taken, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Index, index_clear)

static void
index_add (Index *self, const char *sha256, LbImage *image)
{
  GPtrArray *images = g_hash_table_lookup (self->by_hash, sha256);

  if (images == NULL)
    {
      images = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->by_hash, g_strdup (sha256), images);
    }
  g_ptr_array_add (images, g_object_ref (image));
}

static void
index_fill (Index *self, LbUploadQueue *queue, LbDataset *dataset)
{
  GListModel *images = lb_session_get_images (lb_upload_queue_get_session (queue), dataset);

  self->by_hash =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->taken = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      const char *hashes[LB_IMAGE_HASHES_MAX];
      const guint n = lb_image_hashes_get (image, lb_upload_queue_get_sent (queue), hashes);

      for (guint j = 0; j < n; j++)
        index_add (self, hashes[j], image);
    }
}

/* (transfer none) (nullable): of two captions for one image the first counts. */
static LbImage *
index_take (Index *self, const char *sha256)
{
  GPtrArray *images = g_hash_table_lookup (self->by_hash, sha256);

  for (guint i = 0; images != NULL && i < images->len; i++)
    if (g_hash_table_add (self->taken, g_object_ref (images->pdata[i])))
      return images->pdata[i];

  return NULL;
}

/* (transfer full) (nullable): what the caption of @image is to be; NULL where it is that already,
 * or stays, or @candidate says nothing of use. */
static char *
choose (
  LbCliImport *self, LbSession *session, LbDataset *dataset, LbCandidate *candidate, LbImage *image)
{
  g_autofree char *present = lb_session_dup_caption_text (session, image);
  g_autofree char *text = lb_caption_fit (dataset, lb_candidate_get_caption (candidate), present);

  if (text == NULL)
    return NULL;
  if (present != NULL && lb_caption_means_same (text, present))
    {
      self->n_same++;
      lb_cli_captions_mark (candidate, "unchanged");
      return NULL;
    }
  if (present == NULL || self->overwrites || !lb_session_is_manual (session, image))
    return g_steal_pointer (&text);

  self->n_kept++;
  lb_cli_captions_mark (candidate, "left_out");
  return NULL;
}

static void
bring (LbSession *session, LbCandidate *candidate, LbImage *image, const char *text, gint64 group)
{
  LbHistory *history = lb_session_get_history (session);
  const char *source = lb_candidate_is_caption_automatic (candidate) ? "automatic" : "manual";

  lb_history_enter (history, group);
  dex_future_disown (lb_session_edit_caption_from (session, image, text, source));
  lb_history_leave (history);
}

void
lb_cli_import_captions (LbCliImport *self,
                        LbUploadQueue *queue,
                        LbDataset *dataset,
                        GListModel *candidates)
{
  LbSession *session = lb_upload_queue_get_session (queue);
  LbHistory *history = lb_session_get_history (session);
  const gint64 group = lb_history_begin (history, LB_HISTORY_EDIT);
  g_auto (Index) index = { 0 };

  index_fill (&index, queue, dataset);
  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);
      const char *sha256 = lb_candidate_get_sha256 (candidate);
      LbImage *image = NULL;
      g_autofree char *text = NULL;

      if (sha256 == NULL || lb_candidate_get_caption (candidate) == NULL ||
          lb_candidate_get_verdict (candidate) != LB_VERDICT_DUPLICATE ||
          !(image = index_take (&index, sha256)) ||
          !(text = choose (self, session, dataset, candidate, image)))
        continue;

      self->n_brought++;
      lb_candidate_set_image (candidate, image);
      if (!self->dry_run)
        bring (session, candidate, image, text, group);
    }
  lb_history_end (history, group);
}

static void
tell_of_brought (const LbCliImport *self)
{
  const guint n = self->n_brought;

  g_print (self->dry_run ? ngettext ("%u image that is there would get its caption",
                                     "%u images that are there would get their captions", n)
                         : ngettext ("%u image that was there got its caption",
                                     "%u images that were there got their captions", n),
           n);
  g_print ("\n");
}

static void
tell_of_same (const LbCliImport *self)
{
  /* Translators: of captions that are imported: the dataset has them word for word */
  g_print (
    ngettext ("%u caption is the same already", "%u captions are the same already", self->n_same),
    self->n_same);
  g_print ("\n");
}

void
lb_cli_import_tell (const LbCliImport *self, gboolean json)
{
  if (self->n_kept > 0)
    lb_cli_complain (
      ngettext ("%u caption stays, since a person has written it; --overwrite replaces it",
                "%u captions stay, since a person has written them; --overwrite replaces them",
                self->n_kept),
      self->n_kept);
  if (json)
    return;

  if (self->n_brought > 0)
    tell_of_brought (self);
  if (self->n_same > 0)
    tell_of_same (self);
}

#include "service/lb-bulk-entry.h"

#include <string.h>

#include "contract/lb-rules.h"
#include "imaging/lb-probe.h"
#include "service/lb-caption-maker.h"
#include "service/lb-fault.h"

#define BYTE_ORDER_MARK "\357\273\277"
#define MAX_TRIES 5 /* when the storage fails for other reasons than room */

static void
entry_free (gpointer data)
{
  LbBulkEntry *entry = data;

  g_clear_pointer (&entry->task, lb_bulk_task_unref);
  g_clear_object (&entry->dataset);
  g_clear_pointer (&entry->item, lb_bulk_item_free);
  g_free (entry->name);
  g_free (entry);
}

/* (transfer full) (nullable) */
static char *
read_text (LbBulkEntry *entry, GError **error)
{
  g_autofree char *text = NULL;
  const char *words;
  gsize size;
  gconstpointer data;

  if (entry->item->text == NULL)
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R81", NULL, "There is no text beside the picture");
      return NULL;
    }

  data = g_bytes_get_data (entry->item->text, &size);
  if (!g_utf8_validate_len (data, size, NULL))
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R81", NULL,
                    "The text beside the picture is not UTF-8");
      return NULL;
    }

  /* One without bytes has no address either. */
  text = g_strndup (data ? data : "", size);
  words = g_str_has_prefix (text, BYTE_ORDER_MARK) ? text + strlen (BYTE_ORDER_MARK) : text;

  return lb_rules_accept_caption (entry->dataset, g_strstrip ((char *) words), error);
}

/* What is wrong with a picture is said before what is wrong with its text. */
static gboolean
take_text (LbBulkEntry *entry, LbBulkOutcome *outcome)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) worse = NULL;
  LbProbeResult probe;
  gsize size;
  const guint8 *data;

  outcome->manual = TRUE;
  if ((outcome->caption = read_text (entry, &error)))
    return TRUE;

  data = g_bytes_get_data (entry->item->picture, &size);
  lb_probe_bytes (data, size, &probe);
  if (!lb_rules_check_picture (&probe, FALSE, &worse))
    lb_bulk_outcome_fail (outcome, worse);
  else
    lb_bulk_outcome_fail (outcome, error);

  return FALSE;
}

/* Whether to try again: a full disk is waited for as long as it takes. A conflict is a place on the
 * disk that is blocked; with one try for all of them, it is worth a while that a person may use. */
static gboolean
is_passing (const GError *error, guint n_tries)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE) ||
         ((g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE) ||
           g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT)) &&
          n_tries < MAX_TRIES);
}

/* TRUE without a picture when it is refused. */
static gboolean
store_picture (LbBulkEntry *entry, LbBulkOutcome *outcome, GError **error)
{
  for (guint n_tries = 1;; n_tries++)
    {
      g_autoptr (GError) failure = NULL;

      outcome->picture = dex_await_boxed (
        lb_ingest_add (entry->parts->ingest, entry->item->picture, FALSE), &failure);
      if (outcome->picture != NULL)
        return TRUE;

      if (!is_passing (failure, n_tries))
        {
          lb_bulk_outcome_fail (outcome, failure);
          return TRUE;
        }

      if (!lb_bulk_task_wait (entry->task, n_tries - 1, failure))
        {
          g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The bulk upload was stopped");
          return FALSE;
        }
    }
}

/* R54: the picture is kept without one when the dataset waits for its schema, when a run is to make
 * it, or when the captioner has failed. */
static void
make_caption (LbBulkEntry *entry, LbBulkOutcome *outcome)
{
  const LbBulkParts *parts = entry->parts;
  g_autoptr (GError) error = NULL;

  if (!lb_captioner_answers_at_once (parts->captioner))
    return;

  outcome->caption = dex_await_string (lb_caption_make (parts->store, parts->captioner,
                                                        lb_dataset_get_id (entry->dataset),
                                                        outcome->picture->bytes, NULL),
                                       &error);
  if (outcome->caption == NULL && !g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT))
    g_message ("An image came without a caption: %s", error->message);
}

static DexFuture *
entry_fiber (gpointer data)
{
  LbBulkEntry *entry = data;
  g_autoptr (LbBulkOutcome) outcome = lb_bulk_outcome_new (entry->index, entry->name);
  GError *error = NULL;

  if (entry->manual && !take_text (entry, outcome))
    return dex_future_new_take_boxed (LB_TYPE_BULK_OUTCOME, g_steal_pointer (&outcome));

  if (!store_picture (entry, outcome, &error))
    return dex_future_new_for_error (error);

  if (outcome->picture != NULL)
    {
      if (!entry->manual)
        make_caption (entry, outcome);
      g_clear_pointer (&outcome->picture->bytes, g_bytes_unref);
    }

  return dex_future_new_take_boxed (LB_TYPE_BULK_OUTCOME, g_steal_pointer (&outcome));
}

DexFuture *
lb_bulk_entry_take_in (LbBulkEntry *entry)
{
  return dex_scheduler_spawn (NULL, 256 * 1024, entry_fiber, entry, entry_free);
}

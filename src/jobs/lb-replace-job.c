#include "jobs/lb-replace-job.h"

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "base/lb-weak.h"
#include "contract/lb-rules.h"
#include "session/lb-session-frozen.h"

/* Captions that are copied before the window gets its turn. */
#define SLICE 200

struct _LbReplaceJob
{
  GObject parent_instance;

  LbSession *session;  /* (owned) */
  LbDataset *dataset;  /* (owned) */
  LbCaptionStep *step; /* (owned) */
  LbReplaceLook *look; /* (owned) (nullable): that is under way */
  LbReplaceLook *seen; /* (owned) (nullable): the last one that is over */
  LbReplaceTally tally;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbReplaceJob,
                               lb_replace_job,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* As a list model: the matches of the last look. */

static GType
get_item_type (GListModel *model)
{
  return LB_TYPE_REPLACE_MATCH;
}

static GPtrArray *
get_matches (LbReplaceJob *self)
{
  return self->seen != NULL ? lb_replace_look_get_matches (self->seen) : NULL;
}

static guint
get_n_items (GListModel *model)
{
  GPtrArray *matches = get_matches (LB_REPLACE_JOB (model));

  return matches != NULL ? matches->len : 0;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *matches = get_matches (LB_REPLACE_JOB (model));

  return matches != NULL && position < matches->len
           ? g_object_ref (g_ptr_array_index (matches, position))
           : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static DexFuture *
let_go_fiber (gpointer look)
{
  return dex_future_new_true ();
}

static DexFuture *
gone_cb (DexFuture *future, gpointer images)
{
  return dex_future_new_true ();
}

/* Takes @look. All that was read takes its time to be freed, and so that is done on a thread; the
 * images go on the main thread. */
static void
let_go (LbReplaceLook *look)
{
  GPtrArray *images = lb_replace_look_list_images (look);

  dex_future_disown (
    dex_future_finally (lb_threads_run (let_go_fiber, look, (GDestroyNotify) lb_replace_look_unref),
                        gone_cb, images, (GDestroyNotify) g_ptr_array_unref));
}

static void
drop_look (LbReplaceJob *self)
{
  if (self->look != NULL)
    lb_replace_look_cancel (self->look);
  g_clear_pointer (&self->look, let_go);
}

static void
lb_replace_job_finalize (GObject *object)
{
  LbReplaceJob *self = LB_REPLACE_JOB (object);

  drop_look (self);
  g_clear_pointer (&self->seen, let_go);
  g_clear_object (&self->step);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_replace_job_parent_class)->finalize (object);
}

static void
lb_replace_job_class_init (LbReplaceJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_replace_job_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_replace_job_init (LbReplaceJob *self)
{
}

LbReplaceJob *
lb_replace_job_new (LbSession *session, LbDataset *dataset)
{
  LbReplaceJob *self = g_object_new (LB_TYPE_REPLACE_JOB, NULL);

  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->step = lb_caption_step_new (session, dataset, LB_HISTORY_REPLACE);

  return self;
}

/* Counting. */

static void
count_match (LbReplaceTally *tally, LbReplaceMatch *match)
{
  const guint n = lb_replace_match_get_n_places (match);

  tally->n_matches++;
  tally->n_places += n;
  if (lb_replace_match_get_refusal (match) != LB_REPLACE_MAY)
    tally->n_refused++;
  else if (lb_replace_match_get_accepted (match))
    tally->n_accepted_places += n;
  else
    tally->n_left_out += n;
}

static void
count (LbReplaceJob *self)
{
  GPtrArray *matches = get_matches (self);
  GPtrArray *items = self->seen != NULL ? lb_replace_look_get_items (self->seen) : NULL;
  LbReplaceTally tally = { 0 };
  LbCaptionItem *last = NULL;

  for (guint i = 0; matches != NULL && i < matches->len; i++)
    {
      LbReplaceMatch *match = g_ptr_array_index (matches, i);

      count_match (&tally, match);
      tally.n_captions += lb_replace_match_get_item (match) != last;
      last = lb_replace_match_get_item (match);
    }
  for (guint i = 0; items != NULL && i < items->len; i++)
    tally.n_accepted_captions += lb_caption_item_count_accepted (g_ptr_array_index (items, i)) > 0;

  self->tally = tally;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Looking. */

/* (transfer full): which text it is, from one look to the next. */
static char *
dup_key (LbReplaceMatch *match)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s",
                          lb_image_get_id (lb_replace_match_get_image (match)),
                          lb_prompt_change_get_path (lb_replace_match_get_change (match)));
}

/* Those that were left out stay so while only what comes in their place is another. */
static void
keep_left_out (LbReplaceJob *self, LbReplaceLook *look)
{
  g_autoptr (GHashTable) left_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *old = get_matches (self);
  GPtrArray *new = lb_replace_look_get_matches (look);

  if (self->tally.n_left_out == 0 || !lb_replace_look_finds_same (self->seen, look))
    return;

  for (guint i = 0; i < old->len; i++)
    {
      LbReplaceMatch *match = g_ptr_array_index (old, i);

      if (!lb_prompt_change_get_accepted (lb_replace_match_get_change (match)))
        g_hash_table_add (left_out, dup_key (match));
    }
  for (guint i = 0; i < new->len; i++)
    {
      g_autofree char *key = dup_key (g_ptr_array_index (new, i));

      if (g_hash_table_contains (left_out, key))
        lb_prompt_change_set_accepted (lb_replace_match_get_change (g_ptr_array_index (new, i)),
                                       FALSE);
    }
}

/* Takes @look (nullable). */
static void
show_look (LbReplaceJob *self, LbReplaceLook *look)
{
  LbReplaceLook *old = self->seen;
  const guint n_old = get_n_items (G_LIST_MODEL (self));

  self->seen = look;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, get_n_items (G_LIST_MODEL (self)));
  g_clear_pointer (&old, let_go);
  count (self);
}

static void
take_look (LbReplaceJob *self)
{
  keep_left_out (self, self->look);
  show_look (self, g_steal_pointer (&self->look));
}

typedef struct
{
  GWeakRef *job;       /* (owned): to LbReplaceJob: nothing is looked at any more without it */
  LbReplaceLook *look; /* (owned) */
  GPtrArray *images;   /* (owned) (element-type LbImage) */
} Looking;

static void
looking_free (gpointer data)
{
  Looking *looking = data;

  lb_weak_free (looking->job);
  let_go (looking->look);
  g_ptr_array_unref (looking->images);
  g_free (looking);
}

static DexFuture *
reject_cancelled (void)
{
  return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "Nobody waits for it any more");
}

/* The captions from @start on, as they are now; FALSE where nobody waits any more. */
static gboolean
read_slice (Looking *looking, guint start)
{
  g_autoptr (LbReplaceJob) self = g_weak_ref_get (looking->job);
  const guint end = MIN (start + SLICE, looking->images->len);

  if (self == NULL || self->look != looking->look)
    return FALSE;

  for (guint i = start; i < end; i++)
    {
      LbImage *image = g_ptr_array_index (looking->images, i);
      g_autofree char *text = lb_caption_step_dup_text (self->step, image);

      if (text != NULL)
        lb_replace_look_add (looking->look, image, text,
                             lb_caption_step_can_change (self->step, image));
    }

  return TRUE;
}

static DexFuture *
run_fiber (gpointer data)
{
  lb_replace_look_run (data);
  return dex_future_new_true ();
}

static DexFuture *
look_fiber (gpointer data)
{
  Looking *looking = data;
  g_autoptr (LbReplaceJob) self = NULL;

  for (guint i = 0; i < looking->images->len; i += SLICE)
    {
      if (i > 0)
        dex_await (dex_timeout_new_msec (1), NULL);
      if (!read_slice (looking, i))
        return reject_cancelled ();
    }
  dex_await (lb_threads_run (run_fiber, lb_replace_look_ref (looking->look),
                             (GDestroyNotify) lb_replace_look_unref),
             NULL);

  self = g_weak_ref_get (looking->job);
  if (self == NULL || self->look != looking->look)
    return reject_cancelled ();

  take_look (self);
  return dex_future_new_true ();
}

/**
 * lb_replace_job_look:
 * @self: a job
 * @images: (element-type LbImage): of its dataset
 * @terms: what is to be replaced
 *
 * Finds out what that changes in the captions as they are now, in place of what was looked at
 * before. Nothing is written. What is wrong with the terms is the issue then, and nothing is found.
 *
 * Returns: (transfer full): a future of %TRUE; it rejects with LB_ERROR_CANCELLED where another
 *   look followed, or the job is gone
 */
DexFuture *
lb_replace_job_look (LbReplaceJob *self, GPtrArray *images, const LbReplaceTerms *terms)
{
  Looking *looking = NULL;

  dex_return_error_if_fail (LB_IS_REPLACE_JOB (self));
  dex_return_error_if_fail (images != NULL);
  dex_return_error_if_fail (terms != NULL);

  drop_look (self);
  self->look = lb_replace_look_new (terms, lb_rules_caption_is_prompt (self->dataset),
                                    lb_session_get_frozen (self->session, self->dataset));
  looking = g_new0 (Looking, 1);
  looking->job = lb_weak_new (self);
  looking->look = lb_replace_look_ref (self->look);
  looking->images = g_ptr_array_ref (images);

  return dex_scheduler_spawn (NULL, 0, look_fiber, looking, looking_free);
}

void
lb_replace_job_clear (LbReplaceJob *self)
{
  g_return_if_fail (LB_IS_REPLACE_JOB (self));

  drop_look (self);
  show_look (self, NULL);
}

const LbReplaceIssue *
lb_replace_job_get_issue (LbReplaceJob *self)
{
  g_return_val_if_fail (LB_IS_REPLACE_JOB (self), NULL);

  return self->seen != NULL ? lb_replace_look_get_issue (self->seen) : NULL;
}

GListModel *
lb_replace_job_get_matches (LbReplaceJob *self)
{
  g_return_val_if_fail (LB_IS_REPLACE_JOB (self), NULL);

  return G_LIST_MODEL (self);
}

LbReplaceTally
lb_replace_job_get_tally (LbReplaceJob *self)
{
  const LbReplaceTally none = { 0 };

  g_return_val_if_fail (LB_IS_REPLACE_JOB (self), none);

  return self->tally;
}

/* Whether it is another than before. */
static gboolean
accept (LbReplaceMatch *match, gboolean accepted)
{
  LbPromptChange *change = lb_replace_match_get_change (match);

  if (lb_replace_match_get_refusal (match) != LB_REPLACE_MAY ||
      lb_prompt_change_get_accepted (change) == accepted)
    return FALSE;

  lb_prompt_change_set_accepted (change, accepted);
  return TRUE;
}

void
lb_replace_job_accept (LbReplaceJob *self, LbReplaceMatch *match, gboolean accepted)
{
  LbCaptionItem *item = NULL;
  guint n_before = 0;
  guint n_after = 0;

  g_return_if_fail (LB_IS_REPLACE_JOB (self));
  g_return_if_fail (LB_IS_REPLACE_MATCH (match));

  item = lb_replace_match_get_item (match);
  n_before = lb_caption_item_count_accepted (item);
  if (!accept (match, accepted))
    return;

  n_after = lb_caption_item_count_accepted (item);
  if (accepted)
    {
      self->tally.n_accepted_places += lb_replace_match_get_n_places (match);
      self->tally.n_left_out -= lb_replace_match_get_n_places (match);
    }
  else
    {
      self->tally.n_accepted_places -= lb_replace_match_get_n_places (match);
      self->tally.n_left_out += lb_replace_match_get_n_places (match);
    }
  self->tally.n_accepted_captions += (n_after > 0) - (n_before > 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
lb_replace_job_accept_all (LbReplaceJob *self, gboolean accepted)
{
  GPtrArray *matches = NULL;

  g_return_if_fail (LB_IS_REPLACE_JOB (self));

  if (self->seen == NULL)
    return;

  matches = lb_replace_look_get_matches (self->seen);
  for (guint i = 0; i < matches->len; i++)
    accept (g_ptr_array_index (matches, i), accepted);
  count (self);
}

guint
lb_replace_job_count_unkept (LbReplaceJob *self)
{
  GPtrArray *items = NULL;
  guint n = 0;

  g_return_val_if_fail (LB_IS_REPLACE_JOB (self), 0);

  items = self->seen != NULL ? lb_replace_look_get_items (self->seen) : NULL;
  for (guint i = 0; items != NULL && i < items->len; i++)
    n += lb_caption_item_get_state (g_ptr_array_index (items, i)) == LB_CAPTION_ITEM_FAILED;

  return n;
}

LbCaptionStep *
lb_replace_job_get_step (LbReplaceJob *self)
{
  g_return_val_if_fail (LB_IS_REPLACE_JOB (self), NULL);

  return self->step;
}

/**
 * lb_replace_job_apply:
 * @self: a job whose last look is over; no other may follow before this is
 *
 * Writes what is accepted, see lb_caption_step_write().
 *
 * Returns: (transfer full): a future of the number of captions written (uint); it rejects with
 *   LB_ERROR_INVALID where the session is not open
 */
DexFuture *
lb_replace_job_apply (LbReplaceJob *self)
{
  g_autoptr (GListStore) items = NULL;
  GPtrArray *found = NULL;

  dex_return_error_if_fail (LB_IS_REPLACE_JOB (self));

  items = g_list_store_new (LB_TYPE_CAPTION_ITEM);
  found = self->seen != NULL ? lb_replace_look_get_items (self->seen) : NULL;
  if (found != NULL)
    g_list_store_splice (items, 0, 0, found->pdata, found->len);

  return lb_caption_step_write (self->step, G_LIST_MODEL (items));
}

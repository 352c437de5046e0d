#include "service/lb-caption-run.h"

#include "base/lb-error.h"
#include "service/lb-caption-maker.h"

#define KEY_WAIT_MS (10 * 60 * 1000) /* who tries a wrong key too often is locked out */

static const guint usual_waits_ms[] = { 2000, 5000, 15000, 30000 };

struct _LbCaptionRun
{
  GObject parent_instance;

  LbStore *store;         /* (owned) */
  LbCaptioner *captioner; /* (owned) */
  GHashTable *runs;       /* (owned) (element-type gint64 Run), each owned by its fiber */
  DexPromise *wake;       /* (owned) ends every wait */
  gboolean stopping;
  const guint *waits_ms;
  guint n_waits;
};

G_DEFINE_FINAL_TYPE (LbCaptionRun, lb_caption_run, G_TYPE_OBJECT)

/* One dataset's run; belongs to its fiber and those of its items. */
typedef struct
{
  LbCaptionRun *self; /* (owned) */
  gint64 dataset_id;
  gint64 last_image_id; /* the last that was taken in hand */
  GPtrArray *items;     /* (owned) (element-type Item), each owned by its fiber */
  DexPromise *nudge;    /* (owned) an item is done, or there is more to do */
  gboolean again;       /* asked for anew since it last looked */
  gboolean broken;      /* nothing is left but to say so */
  guint n_given_up;     /* items in a row that the captioner broke off */
} Run;

/* One image in hand. */
typedef struct
{
  Run *run;           /* (owned) */
  LbPicture *picture; /* (owned) */
  char *caption;      /* (owned) (nullable) made of it */
  gboolean made;      /* the captioner is through with it */
  gboolean wants_key; /* it waits for a person */
  GCancellable *stop; /* (owned) */
  guint n_failed;     /* in a row */
} Item;

static void
run_clear (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->self);
  g_clear_pointer (&run->items, g_ptr_array_unref);
  dex_clear (&run->nudge);
}

static void
run_unref (gpointer run)
{
  g_rc_box_release_full (run, run_clear);
}

static void
item_free (gpointer data)
{
  Item *item = data;

  g_clear_pointer (&item->picture, lb_picture_free);
  g_clear_pointer (&item->caption, g_free);
  g_clear_object (&item->stop);
  g_clear_pointer (&item->run, run_unref);
  g_free (item);
}

static void
resolve_anew (DexPromise **promise)
{
  g_autoptr (DexPromise) old = g_steal_pointer (promise);

  *promise = dex_promise_new ();
  dex_promise_resolve_boolean (old, TRUE);
}

static void
nudge (Run *run)
{
  resolve_anew (&run->nudge);
}

static void
nudge_all (LbCaptionRun *self)
{
  GHashTableIter iter;
  gpointer run;

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, &run))
    nudge (run);
}

/* Another captioner, or its key: what waits need not any more. */
static void
captioner_changed_cb (LbCaptionRun *self)
{
  resolve_anew (&self->wake);
  nudge_all (self);
}

static void
lb_caption_run_finalize (GObject *object)
{
  LbCaptionRun *self = LB_CAPTION_RUN (object);

  g_clear_object (&self->store);
  g_clear_object (&self->captioner);
  g_clear_pointer (&self->runs, g_hash_table_unref);
  dex_clear (&self->wake);

  G_OBJECT_CLASS (lb_caption_run_parent_class)->finalize (object);
}

static void
lb_caption_run_class_init (LbCaptionRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_caption_run_finalize;
}

static void
lb_caption_run_init (LbCaptionRun *self)
{
  self->runs = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->wake = dex_promise_new ();
  self->waits_ms = usual_waits_ms;
  self->n_waits = G_N_ELEMENTS (usual_waits_ms);
}

LbCaptionRun *
lb_caption_run_new (LbStore *store, LbCaptioner *captioner)
{
  LbCaptionRun *self = g_object_new (LB_TYPE_CAPTION_RUN, NULL);

  self->store = g_object_ref (store);
  self->captioner = g_object_ref (captioner);
  g_signal_connect_object (captioner, "changed", G_CALLBACK (captioner_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/* What a person, or time, will mend of the machine. */
static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE);
}

static gboolean
needs_key (const GError *error)
{
  return g_error_matches (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_NO_KEY) ||
         g_error_matches (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_KEY_REFUSED);
}

/* The captioner as such is not to be had, whichever image it is asked about. */
static gboolean
is_out (const GError *error)
{
  return needs_key (error) ||
         g_error_matches (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_UNREACHABLE) ||
         g_error_matches (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_BUSY);
}

/* Once it gave up on one image, it is not as patient with those that follow. */
static gboolean
is_worth_another_try (Item *item, const GError *error)
{
  LbCaptionRun *self = item->run->self;
  gboolean broke_off = g_error_matches (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_BROKE_OFF);

  if (is_out (error))
    return TRUE;
  if (broke_off && item->run->n_given_up > 0)
    return FALSE;

  return (broke_off || is_passing (error)) && item->n_failed < self->n_waits;
}

static gboolean
is_dropped (Item *item)
{
  return item->run->self->stopping || g_cancellable_is_cancelled (item->stop);
}

/* Without a caption the image keeps its old one, which is what R69 wants of a failure. A picture
 * that can't be read is tried again for a while: one bad file does not hold up the rest. */
static gboolean
make_caption (Item *item, GError **error)
{
  Run *run = item->run;
  LbCaptionRun *self = run->self;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) bytes = NULL;

  bytes = dex_await_boxed (lb_blobs_get (lb_store_get_blobs (self->store), item->picture->blob),
                           &failure);
  if (bytes != NULL)
    item->caption = dex_await_string (
      lb_caption_make (self->store, self->captioner, run->dataset_id, bytes, item->stop), &failure);

  if (failure != NULL && (is_dropped (item) || is_worth_another_try (item, failure)))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (failure == NULL)
    run->n_given_up = 0;
  else if (g_error_matches (failure, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_BROKE_OFF))
    run->n_given_up++;
  if (failure != NULL)
    g_message ("Image %" G_GINT64_FORMAT " keeps its caption: %s", item->picture->image_id,
               failure->message);
  item->made = TRUE;

  return TRUE;
}

/* Ends early when the runs stop, or when the captioner changes. */
static void
pause_for (LbCaptionRun *self, guint wait_ms)
{
  dex_await (dex_future_first (dex_timeout_new_msec ((int) wait_ms),
                               dex_ref (DEX_FUTURE (self->wake)), NULL),
             NULL);
}

static void
wait_a_while (LbCaptionRun *self, guint n_failed, const GError *error)
{
  guint wait_ms = self->waits_ms[MIN (n_failed, self->n_waits - 1)];

  wait_ms = MAX (wait_ms, lb_captioner_error_get_retry_after (error) * 1000);
  if (g_error_matches (error, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_KEY_REFUSED))
    wait_ms = MAX (wait_ms, KEY_WAIT_MS);
  g_message ("A caption run waits for %u ms: %s", wait_ms, error->message);
  pause_for (self, wait_ms);
}

/* Goes on where it failed when it is called again. */
static gboolean
work_on (Item *item, GError **error)
{
  LbStore *store = item->run->self->store;

  return (item->made || make_caption (item, error)) &&
         dex_await (lb_store_step_run (store, item->picture, item->caption), error);
}

static DexFuture *
item_fiber (gpointer data)
{
  Item *item = data;
  Run *run = item->run;

  while (!is_dropped (item))
    {
      g_autoptr (GError) error = NULL;

      if (work_on (item, &error))
        break;
      if (is_dropped (item))
        break;
      if (item->made && !is_passing (error))
        {
          g_warning ("A caption run ends early: %s", error->message);
          run->broken = TRUE;
          break;
        }

      item->wants_key = needs_key (error);
      if (error->domain == LB_CAPTIONER_ERROR)
        dex_await (lb_store_touch_run (run->self->store, run->dataset_id), NULL);
      wait_a_while (run->self, item->n_failed++, error);
      item->wants_key = FALSE;
    }

  g_ptr_array_remove_fast (run->items, item);
  nudge (run);

  return dex_future_new_for_boolean (TRUE);
}

static void
take_in_hand (Run *run, LbPicture *picture)
{
  Item *item = g_new0 (Item, 1);

  item->run = g_rc_box_acquire (run);
  item->picture = picture;
  item->stop = g_cancellable_new ();
  run->last_image_id = picture->image_id;
  g_ptr_array_add (run->items, item);

  dex_future_disown (dex_scheduler_spawn (NULL, 256 * 1024, item_fiber, item, item_free));
}

/* LB_ERROR_NOT_FOUND when there is no more to take in hand. */
static gboolean
fill_hands (Run *run, GError **error)
{
  LbCaptionRun *self = run->self;

  while (!self->stopping && run->items->len < lb_captioner_get_concurrency (self->captioner))
    {
      LbPicture *picture = dex_await_boxed (
        lb_store_next_in_run (self->store, run->dataset_id, run->last_image_id), error);

      if (picture == NULL)
        return FALSE;
      take_in_hand (run, picture);
    }

  return TRUE;
}

/* Whether the run is over. Images that came in meanwhile, or came back, are taken in. */
static gboolean
try_to_end (Run *run, GError **error)
{
  g_autoptr (GError) failure = NULL;
  DexFuture *end = lb_store_end_run (run->self->store, run->dataset_id, run->broken);
  gboolean ended = dex_await_boolean (end, &failure);

  run->last_image_id = 0;
  if (failure != NULL && is_passing (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (failure != NULL)
    g_warning ("A caption run could not be ended: %s", failure->message);

  if (ended && run->again)
    {
      run->again = FALSE;
      return FALSE;
    }

  return ended || failure != NULL;
}

/* A dataset must not stay in progress for ever, so whatever ends the run is noted as its end. */
static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  LbCaptionRun *self = run->self;
  guint n_failed = 0;

  while (!self->stopping || run->items->len > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DexPromise) nudged = dex_ref (run->nudge);

      if (!run->broken && !fill_hands (run, &error) && !is_passing (error))
        {
          run->broken = !g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND);
          if (run->broken)
            g_warning ("A caption run ends early: %s", error->message);
          g_clear_error (&error);
        }

      if (error == NULL && run->items->len > 0)
        {
          dex_await (dex_ref (DEX_FUTURE (nudged)), NULL);
          continue;
        }
      if (self->stopping)
        continue;
      if (error == NULL && try_to_end (run, &error))
        break;
      if (error != NULL)
        wait_a_while (self, n_failed++, error);
      else
        n_failed = 0;
    }

  g_hash_table_remove (self->runs, &run->dataset_id);

  return dex_future_new_for_boolean (TRUE);
}

void
lb_caption_run_start (LbCaptionRun *self, gint64 dataset_id)
{
  Run *run;

  g_return_if_fail (LB_IS_CAPTION_RUN (self));

  if ((run = g_hash_table_lookup (self->runs, &dataset_id)) != NULL)
    {
      run->again = TRUE;
      nudge (run);
      return;
    }

  run = g_rc_box_new0 (Run);
  run->self = g_object_ref (self);
  run->dataset_id = dataset_id;
  run->items = g_ptr_array_new ();
  run->nudge = dex_promise_new ();
  g_hash_table_insert (self->runs, &run->dataset_id, run);

  dex_future_disown (dex_scheduler_spawn (NULL, 256 * 1024, run_fiber, run, run_unref));
}

typedef struct
{
  LbCaptionRun *self; /* (owned) */
  gint64 dataset_id;
  char *name;         /* (owned) (nullable) */
  LbPicture *picture; /* (owned) */
} Arrival;

static void
arrival_free (gpointer data)
{
  Arrival *arrival = data;

  g_clear_object (&arrival->self);
  g_clear_pointer (&arrival->name, g_free);
  g_clear_pointer (&arrival->picture, lb_picture_free);
  g_free (arrival);
}

/* (transfer full) (nullable): none when the dataset waits for its schema, nor when the captioner
 * failed: the picture is kept all the same. */
static char *
caption_on_arrival (Arrival *arrival)
{
  LbCaptionRun *self = arrival->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *caption = NULL;

  if (arrival->picture->bytes != NULL)
    bytes = g_bytes_ref (arrival->picture->bytes);
  else
    bytes = dex_await_boxed (
      lb_blobs_get (lb_store_get_blobs (self->store), arrival->picture->blob), &error);
  if (bytes != NULL)
    caption = dex_await_string (
      lb_caption_make (self->store, self->captioner, arrival->dataset_id, bytes, NULL), &error);

  if (caption == NULL && !g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT))
    g_message ("An image came without a caption: %s", error->message);

  return caption;
}

static DexFuture *
arrival_fiber (gpointer data)
{
  Arrival *arrival = data;
  LbStore *store = arrival->self->store;
  g_autofree char *caption = NULL;
  GError *error = NULL;
  LbImage *image;

  if (lb_captioner_answers_at_once (arrival->self->captioner))
    {
      caption = caption_on_arrival (arrival);
      image = dex_await_object (
        lb_store_add_image (store, arrival->dataset_id, arrival->name, arrival->picture, caption),
        &error);
    }
  else
    {
      image = dex_await_object (
        lb_store_add_pending_image (store, arrival->dataset_id, arrival->name, arrival->picture),
        &error);
      if (image != NULL)
        lb_caption_run_start (arrival->self, arrival->dataset_id);
    }

  if (image == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_object (image);
}

DexFuture *
lb_caption_run_add_image (LbCaptionRun *self,
                          gint64 dataset_id,
                          const char *name,
                          const LbPicture *picture)
{
  Arrival *arrival = g_new0 (Arrival, 1);

  arrival->self = g_object_ref (self);
  arrival->dataset_id = dataset_id;
  arrival->name = g_strdup (name);
  arrival->picture = lb_picture_copy (picture);

  return dex_scheduler_spawn (NULL, 256 * 1024, arrival_fiber, arrival, arrival_free);
}

static DexFuture *
missing_fiber (gpointer data)
{
  Arrival *arrival = data;
  GError *error = NULL;
  gboolean noted = dex_await_boolean (
    lb_store_start_missing_run (arrival->self->store, arrival->dataset_id), &error);

  if (error != NULL)
    return dex_future_new_for_error (error);
  if (noted)
    lb_caption_run_start (arrival->self, arrival->dataset_id);

  return dex_future_new_for_boolean (noted);
}

DexFuture *
lb_caption_run_start_missing (LbCaptionRun *self, gint64 dataset_id)
{
  Arrival *arrival = g_new0 (Arrival, 1);

  arrival->self = g_object_ref (self);
  arrival->dataset_id = dataset_id;

  return dex_scheduler_spawn (NULL, 0, missing_fiber, arrival, arrival_free);
}

static DexFuture *
looked_cb (DexFuture *future, gpointer stop)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL &&
      g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
    {
      g_cancellable_cancel (stop);
    }

  return dex_ref (future);
}

void
lb_caption_run_look_again (LbCaptionRun *self)
{
  GHashTableIter iter;
  gpointer value;

  g_return_if_fail (LB_IS_CAPTION_RUN (self));

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Run *run = value;

      for (guint i = 0; i < run->items->len; i++)
        {
          Item *item = run->items->pdata[i];
          DexFuture *look =
            lb_store_check (self->store, 0, run->dataset_id, item->picture->image_id);

          dex_future_disown (
            dex_future_finally (look, looked_cb, g_object_ref (item->stop), g_object_unref));
        }
    }
}

guint
lb_caption_run_get_active (LbCaptionRun *self)
{
  return g_hash_table_size (self->runs);
}

guint
lb_caption_run_get_working (LbCaptionRun *self)
{
  GHashTableIter iter;
  gpointer value;
  guint n_working = 0;

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Run *run = value;
      guint n_idle = 0;

      for (guint i = 0; i < run->items->len; i++)
        n_idle += ((Item *) run->items->pdata[i])->wants_key;
      n_working += n_idle == 0 || n_idle < run->items->len;
    }

  return n_working;
}

void
lb_caption_run_set_waits (LbCaptionRun *self, const guint *waits_ms, guint n_waits)
{
  g_return_if_fail (n_waits > 0);

  self->waits_ms = waits_ms;
  self->n_waits = n_waits;
}

void
lb_caption_run_stop (LbCaptionRun *self)
{
  GHashTableIter iter;
  gpointer value;

  self->stopping = TRUE;
  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Run *run = value;

      for (guint i = 0; i < run->items->len; i++)
        g_cancellable_cancel (((Item *) run->items->pdata[i])->stop);
    }
  resolve_anew (&self->wake);
  nudge_all (self);
}

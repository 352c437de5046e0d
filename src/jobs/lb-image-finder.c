#include "jobs/lb-image-finder.h"

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "base/lb-weak.h"
#include "jobs/lb-image-look.h"
#include "jobs/lb-image-roll.h"
#include "session/lb-image-standing.h"

/* An image, and what is known of it. */
typedef struct
{
  LbImageRollEntry parent;
  LbQueryRecord *record; /* (owned) (nullable) until it is read, and when its text is another */
  LbQueryFacts facts;
  guint version; /* of its text: another with each change, and each time that it is followed */
  gboolean has_facts;
  gboolean found;
} Entry;

struct _LbImageFinder
{
  GObject parent_instance;

  LbSession *session;  /* (owned) */
  LbDataset *dataset;  /* (owned) */
  GListModel *images;  /* (owned) (nullable) after disposing */
  LbImageRoll *roll;   /* (owned) (nullable) until somebody looks for something: of Entry */
  LbQueryPaths *paths; /* (owned) */
  LbQuery *query;      /* (owned) (nullable) */
  DexPromise *settled; /* (owned) (nullable): while somebody waits for that */
  guint idle_id;
  guint n_versions; /* of the texts of all images */
  gboolean looking;
  gboolean reads_ahead;
  gboolean outdated; /* something has changed since the last look has begun */
};

G_DEFINE_FINAL_TYPE (LbImageFinder, lb_image_finder, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_READ,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void look (LbImageFinder *self);

static gboolean
look_cb (gpointer data)
{
  LbImageFinder *self = data;

  self->idle_id = 0;
  look (self);

  return G_SOURCE_REMOVE;
}

static gboolean
is_wanted (LbImageFinder *self)
{
  return self->query != NULL || self->reads_ahead;
}

/* Any number of changes in a turn of the main loop are one look. */
static void
queue_look (LbImageFinder *self)
{
  self->outdated = TRUE;
  if (is_wanted (self) && self->idle_id == 0 && !self->looking)
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, look_cb, self, NULL);
}

static void
came (gpointer owner, gpointer data)
{
  LbImageFinder *self = owner;
  Entry *entry = data;

  entry->found = self->query == NULL;
  entry->version = ++self->n_versions;
}

static void
went (gpointer owner, gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->record, lb_query_record_unref);
}

static void
image_changed (gpointer owner, gpointer data, GParamSpec *pspec)
{
  LbImageFinder *self = owner;
  Entry *entry = data;

  entry->has_facts = FALSE;
  if (g_str_equal (pspec->name, "text") || g_str_equal (pspec->name, "image-name"))
    {
      entry->version = ++self->n_versions;
      g_clear_pointer (&entry->record, lb_query_record_unref);
    }
  queue_look (self);
}

static void
images_changed (gpointer owner, gboolean gone)
{
  queue_look (owner);
}

static const LbImageRollKind roll_kind = {
  .entry_size = sizeof (Entry),
  .signal = "notify",
  .came = came,
  .went = went,
  .notified = image_changed,
  .changed = images_changed,
};

static void
state_changed_cb (LbSession *session, LbImage *image, LbImageFinder *self)
{
  Entry *entry = lb_image_roll_find (self->roll, image);

  if (entry == NULL)
    return;

  entry->has_facts = FALSE;
  queue_look (self);
}

static void
dataset_changed_cb (LbDataset *dataset, GParamSpec *pspec, LbImageFinder *self)
{
  for (guint i = 0; i < lb_image_roll_get_length (self->roll); i++)
    ((Entry *) lb_image_roll_get (self->roll, i))->has_facts = FALSE;
  queue_look (self);
}

LbQueryFacts
lb_image_finder_get_facts (LbImageFinder *self, LbImage *image)
{
  static const guint states[] = {
    [LB_IMAGE_APPROVED] = LB_QUERY_STATE_APPROVED,
    [LB_IMAGE_READY] = 0,
    [LB_IMAGE_TO_REVIEW] = LB_QUERY_STATE_TO_REVIEW,
    [LB_IMAGE_STALE] = LB_QUERY_STATE_STALE,
    [LB_IMAGE_MISSING] = 0,
    [LB_IMAGE_WRITING] = LB_QUERY_STATE_WRITING,
    [LB_IMAGE_INVALID] = LB_QUERY_STATE_INVALID,
    [LB_IMAGE_CONFLICT] = LB_QUERY_STATE_CHANGED_ELSEWHERE,
  };
  static const guint edits[LB_EDIT_N_STATES] = {
    [LB_EDIT_SAVED] = 0,
    [LB_EDIT_DRAFT] = LB_QUERY_STATE_DRAFT,
    [LB_EDIT_PENDING] = LB_QUERY_STATE_WAITING,
    [LB_EDIT_SENDING] = LB_QUERY_STATE_WAITING,
    [LB_EDIT_REFUSED] = LB_QUERY_STATE_REFUSED,
    [LB_EDIT_UNKEPT] = LB_QUERY_STATE_WAITING,
    [LB_EDIT_CONFLICT] = 0,
  };
  const LbImageState state = lb_image_state (self->session, self->dataset, image);
  LbQueryFacts facts = {
    .source = LB_QUERY_SOURCE_NONE,
    .source_width = lb_image_get_source_width (image),
    .source_height = lb_image_get_source_height (image),
    .width = lb_image_get_width (image),
    .height = lb_image_get_height (image),
    .size_bytes = lb_image_get_size_bytes (image),
  };

  g_return_val_if_fail (LB_IS_IMAGE_FINDER (self), facts);

  facts.states = states[state] | edits[lb_session_get_edit_state (self->session, image)];
  if (lb_image_state_is_ready (state))
    facts.states |= LB_QUERY_STATE_READY;
  if (!lb_image_has_caption (image))
    facts.states |= LB_QUERY_STATE_MISSING;
  else if (lb_image_is_hand_written (self->session, image))
    facts.source = LB_QUERY_SOURCE_MANUAL;
  else if (g_strcmp0 (lb_session_get_caption_source (self->session, image), "automatic") == 0)
    facts.source = LB_QUERY_SOURCE_AUTOMATIC;
  else
    facts.source = LB_QUERY_SOURCE_UNKNOWN;

  return facts;
}

/* What a look has read is passed on to what is still as it was, and with @current what it has
 * found; whether that makes a difference. */
static gboolean
take (LbImageFinder *self, LbImageLook *found, GPtrArray *images, gboolean current)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < images->len; i++)
    {
      Entry *entry = lb_image_roll_find (self->roll, g_ptr_array_index (images, i));
      const LbImageLookItem *item = lb_image_look_get (found, i);

      if (entry == NULL)
        continue;
      if (entry->record == NULL && entry->version == item->version)
        entry->record = lb_query_record_ref (item->record);
      if (!current)
        continue;
      changed |= entry->found != item->found;
      entry->found = item->found;
    }

  return changed;
}

typedef struct
{
  GWeakRef *finder;  /* (owned) */
  LbImageLook *look; /* (owned) */
  LbQuery *query;    /* (owned) (nullable) */
  GPtrArray *images; /* (owned) (element-type LbImage) */
} Looking;

static void
looking_free (gpointer data)
{
  Looking *self = data;

  lb_weak_free (self->finder);
  lb_image_look_unref (self->look);
  g_clear_object (&self->query);
  g_ptr_array_unref (self->images);
  g_free (self);
}

/* Whether all that there is to be looked at is on the roll; what comes is looked at in its turn. */
static gboolean
has_all (LbImageFinder *self)
{
  return self->roll == NULL || !is_wanted (self) || lb_image_roll_is_complete (self->roll);
}

static void
tell_settled (LbImageFinder *self)
{
  g_autoptr (DexPromise) settled = NULL;

  if (!has_all (self))
    return;

  settled = g_steal_pointer (&self->settled);
  if (settled != NULL)
    dex_promise_resolve_boolean (settled, TRUE);
}

static DexFuture *
looked_cb (DexFuture *future, gpointer data)
{
  Looking *looking = data;
  g_autoptr (LbImageFinder) self = g_weak_ref_get (looking->finder);
  gboolean changed = FALSE;

  if (self == NULL || self->roll == NULL)
    return NULL;

  self->looking = FALSE;
  /* What was found for an earlier query is of no use any more. */
  changed = take (self, looking->look, looking->images, looking->query == self->query);
  if (self->outdated && is_wanted (self))
    look (self);
  else
    tell_settled (self);
  g_signal_emit (self, signals[SIGNAL_READ], 0);
  if (changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);

  return NULL;
}

static DexFuture *
look_fiber (gpointer data)
{
  lb_image_look_run (data);
  return dex_future_new_true ();
}

static void
look (LbImageFinder *self)
{
  const gboolean is_prompt = lb_rules_caption_is_prompt (self->dataset);
  const guint n = lb_image_roll_get_length (self->roll);
  Looking *looking = NULL;

  if (self->looking)
    return;

  g_clear_handle_id (&self->idle_id, g_source_remove);
  self->looking = TRUE;
  self->outdated = FALSE;
  looking = g_new0 (Looking, 1);
  looking->finder = lb_weak_new (self);
  looking->query = self->query != NULL ? g_object_ref (self->query) : NULL;
  looking->images = g_ptr_array_new_full (n, g_object_unref);
  looking->look = lb_image_look_new (self->query, self->paths, n);
  for (guint i = 0; i < n; i++)
    {
      Entry *entry = lb_image_roll_get (self->roll, i);
      LbImage *image = entry->parent.image;

      if (!entry->has_facts)
        entry->facts = lb_image_finder_get_facts (self, image);
      entry->has_facts = TRUE;
      g_ptr_array_add (looking->images, g_object_ref (image));
      lb_image_look_add (looking->look, entry->record, &entry->facts, entry->version);
      if (entry->record == NULL)
        lb_image_look_set_text (looking->look, lb_image_get_shown_name (image),
                                lb_image_get_text (image), is_prompt);
    }

  dex_future_disown (
    dex_future_finally (lb_threads_run (look_fiber, lb_image_look_ref (looking->look),
                                        (GDestroyNotify) lb_image_look_unref),
                        looked_cb, looking, looking_free));
}

static void
lb_image_finder_dispose (GObject *object)
{
  LbImageFinder *self = LB_IMAGE_FINDER (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->settled != NULL)
    dex_promise_reject (self->settled,
                        g_error_new (LB_ERROR, LB_ERROR_CANCELLED, "Nobody looks any more"));
  dex_clear (&self->settled);
  g_clear_pointer (&self->roll, lb_image_roll_free);
  if (self->dataset != NULL)
    g_signal_handlers_disconnect_by_data (self->dataset, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->images);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);
  g_clear_object (&self->query);
  g_clear_pointer (&self->paths, lb_query_paths_unref);

  G_OBJECT_CLASS (lb_image_finder_parent_class)->dispose (object);
}

static void
lb_image_finder_class_init (LbImageFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_image_finder_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_READ] = g_signal_new ("read", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_image_finder_init (LbImageFinder *self)
{
  self->paths = lb_query_paths_new ();
}

LbImageFinder *
lb_image_finder_new (LbSession *session, LbDataset *dataset, GListModel *images)
{
  LbImageFinder *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_IMAGE_FINDER, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->images = g_object_ref (images);

  return self;
}

/* Most datasets are opened and left without a search. */
static void
begin (LbImageFinder *self)
{
  if (self->roll != NULL)
    return;

  self->roll = lb_image_roll_new (self->images, &roll_kind, self);
  g_signal_connect (self->dataset, "notify", G_CALLBACK (dataset_changed_cb), self);
  g_signal_connect (self->session, "edit-state-changed", G_CALLBACK (state_changed_cb), self);
  g_signal_connect (self->session, "review-changed", G_CALLBACK (state_changed_cb), self);
  queue_look (self);
}

void
lb_image_finder_prepare (LbImageFinder *self)
{
  g_return_if_fail (LB_IS_IMAGE_FINDER (self));

  self->reads_ahead = TRUE;
  begin (self);
  if (self->outdated && !self->looking)
    look (self);
}

static void
find_all (LbImageFinder *self)
{
  gboolean changed = FALSE;

  for (guint i = 0; self->roll != NULL && i < lb_image_roll_get_length (self->roll); i++)
    {
      Entry *entry = lb_image_roll_get (self->roll, i);

      changed |= !entry->found;
      entry->found = TRUE;
    }
  if (!self->looking)
    tell_settled (self);
  if (changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
lb_image_finder_set_query (LbImageFinder *self, LbQuery *query)
{
  g_return_if_fail (LB_IS_IMAGE_FINDER (self));
  g_return_if_fail (query == NULL || LB_IS_QUERY (query));

  /* What is there is found until it was looked at. */
  if (query != NULL)
    {
      begin (self);
      lb_image_roll_complete (self->roll);
    }
  if (!g_set_object (&self->query, query))
    return;

  if (query == NULL)
    {
      self->reads_ahead = FALSE;
      find_all (self);
      return;
    }
  self->outdated = TRUE;
  look (self);
}

gboolean
lb_image_finder_finds (LbImageFinder *self, LbImage *image)
{
  const Entry *entry = NULL;

  g_return_val_if_fail (LB_IS_IMAGE_FINDER (self), FALSE);

  if (self->query == NULL)
    return TRUE;

  entry = lb_image_roll_find (self->roll, image);
  return entry != NULL && entry->found;
}

DexFuture *
lb_image_finder_settle (LbImageFinder *self)
{
  dex_return_error_if_fail (LB_IS_IMAGE_FINDER (self));

  if (!self->looking && (!self->outdated || !is_wanted (self)) && has_all (self))
    return dex_future_new_true ();

  if (self->settled == NULL)
    self->settled = dex_promise_new ();
  return dex_ref (DEX_FUTURE (self->settled));
}

LbQueryPaths *
lb_image_finder_get_paths (LbImageFinder *self)
{
  g_return_val_if_fail (LB_IS_IMAGE_FINDER (self), NULL);

  return self->paths;
}

LbQuerySet *
lb_image_finder_dup_set (LbImageFinder *self)
{
  LbQuerySet *set = NULL;

  g_return_val_if_fail (LB_IS_IMAGE_FINDER (self), NULL);

  set = lb_query_set_new (self->paths);
  for (guint i = 0; self->roll != NULL && i < lb_image_roll_get_length (self->roll); i++)
    {
      const Entry *entry = lb_image_roll_get (self->roll, i);

      if (entry->record != NULL)
        lb_query_set_add (set, entry->record, &entry->facts);
    }

  return set;
}

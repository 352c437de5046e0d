#include "jobs/lb-duplicate-group.h"

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "contract/lb-rules.h"
#include "model/lb-caption-merge.h"
#include "session/lb-image-standing.h"

struct _LbDuplicateGroup
{
  GObject parent_instance;

  LbSession *session;         /* (owned) */
  LbDataset *dataset;         /* (owned) */
  GPtrArray *images;          /* (owned) (element-type LbImage) */
  LbDuplicateMember *members; /* (owned) (array length=images->len) */
  LbComparison *comparison;   /* (owned) (nullable): of the keeper's caption */
  char **texts; /* (owned) (nullable): captions that it was made of, the keeper's first */
  LbAlike alike;
  guint suggested;
  guint keeper;
  guint look; /* which one was asked for last */
  gboolean included;
};

G_DEFINE_FINAL_TYPE (LbDuplicateGroup, lb_duplicate_group, G_TYPE_OBJECT)

typedef enum
{
  PROP_KEEPER = 1,
  PROP_INCLUDED
} LbDuplicateGroupProperty;

static GParamSpec *props[PROP_INCLUDED + 1];

static void
lb_duplicate_group_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbDuplicateGroup *self = LB_DUPLICATE_GROUP (object);

  switch ((LbDuplicateGroupProperty) prop_id)
    {
    case PROP_KEEPER:   g_value_set_uint (value, self->keeper); break;
    case PROP_INCLUDED: g_value_set_boolean (value, self->included); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_duplicate_group_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  LbDuplicateGroup *self = LB_DUPLICATE_GROUP (object);

  switch ((LbDuplicateGroupProperty) prop_id)
    {
    case PROP_KEEPER:   lb_duplicate_group_set_keeper (self, g_value_get_uint (value)); break;
    case PROP_INCLUDED: lb_duplicate_group_set_included (self, g_value_get_boolean (value)); break;
    default:            G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
drop_comparison (LbDuplicateGroup *self)
{
  g_clear_object (&self->comparison);
  g_clear_pointer (&self->texts, g_strfreev);
}

static void
lb_duplicate_group_finalize (GObject *object)
{
  LbDuplicateGroup *self = LB_DUPLICATE_GROUP (object);

  drop_comparison (self);
  g_clear_object (&self->session);
  g_clear_object (&self->dataset);
  g_clear_pointer (&self->images, g_ptr_array_unref);
  g_free (self->members);

  G_OBJECT_CLASS (lb_duplicate_group_parent_class)->finalize (object);
}

static void
lb_duplicate_group_class_init (LbDuplicateGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = lb_duplicate_group_get_property;
  object_class->set_property = lb_duplicate_group_set_property;
  object_class->finalize = lb_duplicate_group_finalize;

  props[PROP_KEEPER] = g_param_spec_uint ("keeper", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_INCLUDED] = g_param_spec_boolean ("included", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_duplicate_group_init (LbDuplicateGroup *self)
{
  self->included = TRUE;
}

/* A picture that was enlarged has no more in it than before. */
static void
measure (LbDuplicateMember *member)
{
  const gboolean said =
    lb_image_get_source_width (member->image) > 0 && lb_image_get_source_height (member->image) > 0;

  member->width =
    said ? lb_image_get_source_width (member->image) : lb_image_get_width (member->image);
  member->height =
    said ? lb_image_get_source_height (member->image) : lb_image_get_height (member->image);
  member->facts.pixels = (gint64) member->width * member->height;
}

LbDuplicateGroup *
lb_duplicate_group_new (LbSession *session,
                        LbDataset *dataset,
                        GPtrArray *images,
                        const LbFingerprint *prints,
                        LbAlike alike)
{
  LbDuplicateGroup *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (images != NULL && images->len > 1, NULL);

  self = g_object_new (LB_TYPE_DUPLICATE_GROUP, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  self->images = g_ptr_array_ref (images);
  self->alike = alike;
  self->members = g_new0 (LbDuplicateMember, images->len);
  for (guint i = 0; i < images->len; i++)
    {
      LbDuplicateMember *member = &self->members[i];

      member->image = g_ptr_array_index (images, i);
      member->facts.sharpness = prints != NULL ? (double) prints[i].sharpness : 0;
      member->facts.by_person = lb_image_is_hand_written (session, member->image);
      member->facts.approved = lb_session_is_approved (session, member->image);
      measure (member);
    }

  return self;
}

guint
lb_duplicate_group_get_n (LbDuplicateGroup *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_GROUP (self), 0);

  return self->images->len;
}

const LbDuplicateMember *
lb_duplicate_group_get (LbDuplicateGroup *self, guint position)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_GROUP (self), NULL);
  g_return_val_if_fail (position < self->images->len, NULL);

  return &self->members[position];
}

LbAlike
lb_duplicate_group_get_alike (LbDuplicateGroup *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_GROUP (self), LB_ALIKE_NEARLY);

  return self->alike;
}

/* Judging: what the captions have, on a thread. */

typedef struct
{
  char **texts; /* (owned): "" for none */
  guint n;
  gboolean structured;
  LbKeeperFacts *facts; /* (owned) (array length=n) */
  guint suggested;
} Judging;

static void
judging_free (gpointer data)
{
  Judging *judging = data;

  g_strfreev (judging->texts);
  g_free (judging->facts);
  g_free (judging);
}

static guint
count_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n\r", -1);
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    n += *words[i] != '\0';

  return n;
}

static void
judge_caption (const char *text, gboolean structured, LbKeeperFacts *facts)
{
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (GListStore) none = NULL;

  if (!structured)
    {
      facts->n_fields = count_words (text);
      facts->has_caption = facts->n_fields > 0;
      return;
    }
  if (*text == '\0' || !(prompt = lb_prompt_new (text, NULL)))
    return;

  none = g_list_store_new (LB_TYPE_PROMPT_CHANGE);
  facts->n_fields = lb_prompt_count_same (prompt, G_LIST_MODEL (none));
  facts->has_caption = lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION);
}

static DexFuture *
judge_work (gpointer data)
{
  Judging *judging = data;

  for (guint i = 0; i < judging->n; i++)
    judge_caption (judging->texts[i], judging->structured, &judging->facts[i]);
  judging->suggested = lb_keeper_choose (judging->facts, judging->n);

  return dex_future_new_true ();
}

typedef struct
{
  LbDuplicateGroup *group; /* (owned) */
  Judging *judging;        /* (owned) */
} Judged;

static void
judged_free (gpointer data)
{
  Judged *judged = data;

  g_object_unref (judged->group);
  judging_free (judged->judging);
  g_free (judged);
}

static DexFuture *
judge_fiber (gpointer data)
{
  Judged *judged = data;
  LbDuplicateGroup *self = judged->group;

  dex_await (lb_threads_run (judge_work, judged->judging, NULL), NULL);
  for (guint i = 0; i < self->images->len; i++)
    self->members[i].facts = judged->judging->facts[i];
  self->suggested = judged->judging->suggested;
  lb_duplicate_group_set_keeper (self, self->suggested);

  return dex_future_new_true ();
}

DexFuture *
lb_duplicate_group_judge (LbDuplicateGroup *self)
{
  Judged *judged = NULL;
  Judging *judging = NULL;

  dex_return_error_if_fail (LB_IS_DUPLICATE_GROUP (self));

  judging = g_new0 (Judging, 1);
  judging->n = self->images->len;
  judging->structured = lb_rules_caption_is_prompt (self->dataset);
  judging->texts = g_new0 (char *, self->images->len + 1);
  judging->facts = g_new0 (LbKeeperFacts, self->images->len);
  for (guint i = 0; i < self->images->len; i++)
    {
      char *text = lb_session_dup_caption_text (self->session, self->members[i].image);

      judging->texts[i] = text != NULL ? text : g_strdup ("");
      judging->facts[i] = self->members[i].facts;
    }
  judged = g_new0 (Judged, 1);
  judged->group = g_object_ref (self);
  judged->judging = judging;

  return dex_scheduler_spawn (NULL, 0, judge_fiber, judged, judged_free);
}

guint
lb_duplicate_group_get_suggested (LbDuplicateGroup *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_GROUP (self), 0);

  return self->suggested;
}

guint
lb_duplicate_group_get_keeper (LbDuplicateGroup *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_GROUP (self), 0);

  return self->keeper;
}

void
lb_duplicate_group_set_keeper (LbDuplicateGroup *self, guint position)
{
  g_return_if_fail (LB_IS_DUPLICATE_GROUP (self));
  g_return_if_fail (position < self->images->len);

  if (self->keeper == position)
    return;

  self->keeper = position;
  self->look++;
  drop_comparison (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KEEPER]);
}

gboolean
lb_duplicate_group_get_included (LbDuplicateGroup *self)
{
  g_return_val_if_fail (LB_IS_DUPLICATE_GROUP (self), FALSE);

  return self->included;
}

void
lb_duplicate_group_set_included (LbDuplicateGroup *self, gboolean included)
{
  g_return_if_fail (LB_IS_DUPLICATE_GROUP (self));

  if (self->included == included)
    return;

  self->included = included;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INCLUDED]);
}

/* Merging. */

/* (transfer full): the keeper's caption, "" for none, then those of the others: of the suggested
 * one first, which has most points. */
static char **
dup_texts (LbDuplicateGroup *self)
{
  GPtrArray *texts = g_ptr_array_new ();

  g_ptr_array_add (texts,
                   lb_session_dup_caption_text (self->session, self->members[self->keeper].image));
  if (texts->pdata[0] == NULL)
    texts->pdata[0] = g_strdup ("");
  for (guint i = 0; i <= self->images->len; i++)
    {
      const guint position = i == 0 ? self->suggested : i - 1;
      char *text = NULL;

      if (position == self->keeper || (i > 0 && position == self->suggested))
        continue;
      text = lb_session_dup_caption_text (self->session, self->members[position].image);
      if (text != NULL)
        g_ptr_array_add (texts, text);
    }
  g_ptr_array_add (texts, NULL);

  return (char **) g_ptr_array_free (texts, FALSE);
}

typedef struct
{
  char **texts; /* (owned) */
  gboolean structured;
} Merging;

static void
merging_free (gpointer data)
{
  Merging *merging = data;

  g_strfreev (merging->texts);
  g_free (merging);
}

static DexFuture *
merge_work (gpointer data)
{
  const Merging *merging = data;

  return dex_future_new_take_object (lb_caption_merge_new (
    merging->texts[0], (const char *const *) merging->texts + 1, merging->structured));
}

static DexFuture *
merge_fiber (gpointer data)
{
  LbDuplicateGroup *self = data;
  const guint look = ++self->look;
  g_auto (GStrv) texts = dup_texts (self);
  g_autoptr (LbComparison) comparison = NULL;
  Merging *merging = g_new0 (Merging, 1);

  merging->texts = g_strdupv (texts);
  merging->structured = lb_rules_caption_is_prompt (self->dataset);
  comparison = dex_await_object (lb_threads_run (merge_work, merging, merging_free), NULL);
  if (look != self->look)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "Another keeper was chosen");

  drop_comparison (self);
  self->comparison = g_object_ref (comparison);
  self->texts = g_steal_pointer (&texts);

  return dex_future_new_take_object (g_steal_pointer (&comparison));
}

DexFuture *
lb_duplicate_group_merge (LbDuplicateGroup *self)
{
  dex_return_error_if_fail (LB_IS_DUPLICATE_GROUP (self));

  if (self->comparison != NULL && !lb_duplicate_group_is_outdated (self))
    return dex_future_new_take_object (g_object_ref (self->comparison));

  return dex_scheduler_spawn (NULL, 0, merge_fiber, g_object_ref (self), g_object_unref);
}

gboolean
lb_duplicate_group_is_outdated (LbDuplicateGroup *self)
{
  g_auto (GStrv) texts = NULL;

  g_return_val_if_fail (LB_IS_DUPLICATE_GROUP (self), FALSE);

  if (self->comparison == NULL)
    return FALSE;

  texts = dup_texts (self);

  return !g_strv_equal ((const char *const *) texts, (const char *const *) self->texts);
}

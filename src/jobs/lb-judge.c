#include "jobs/lb-judge.h"

#include "contract/lb-rules.h"
#include "jobs/lb-image-hashes.h"

struct _LbJudge
{
  LbDataset *dataset;  /* (owned) (nullable) */
  GListModel *present; /* (owned) (nullable) */
  GListModel *waiting; /* (owned) (nullable) (element-type LbCandidate) */
  GHashTable *sent;    /* (owned) (nullable) (element-type gint64 GStrv): SHA-256 by image */
  GHashTable *names;   /* (owned) name of the first picture of each SHA-256 */
  LbRulesMode mode;
  gboolean increase;
  guint room;           /* how many more the dataset takes */
  guint n_addable;      /* so far */
  GHashTable *exported; /* (owned): SHA-256 of what an export of ours brings */
};

LbJudge *
lb_judge_new (LbDataset *dataset, GListModel *present)
{
  LbJudge *self = g_new0 (LbJudge, 1);

  g_set_object (&self->dataset, dataset);
  g_set_object (&self->present, present);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->exported = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  lb_judge_restart (self, TRUE);
  return self;
}

void
lb_judge_free (LbJudge *self)
{
  g_clear_object (&self->dataset);
  g_clear_object (&self->present);
  g_clear_object (&self->waiting);
  g_clear_pointer (&self->sent, g_hash_table_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->exported, g_hash_table_unref);
  g_free (self);
}

static void
learn (LbJudge *self, const char *sha256, const char *name)
{
  if (sha256 != NULL && !g_hash_table_contains (self->names, sha256))
    g_hash_table_insert (self->names, g_strdup (sha256), g_strdup (name != NULL ? name : ""));
}

/* By what the service has, and by what that was made from here: a picture that was cropped is known
 * by its file too, and one that was enlarged by what an export brings. */
static void
learn_image (LbJudge *self, LbImage *image)
{
  const char *hashes[LB_IMAGE_HASHES_MAX];
  const guint n = lb_image_hashes_get (image, self->sent, hashes);

  for (guint i = 0; i < n; i++)
    learn (self, hashes[i], lb_image_get_shown_name (image));
}

static void
learn_present (LbJudge *self)
{
  guint n = self->present != NULL ? g_list_model_get_n_items (self->present) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->present, i);

      learn_image (self, image);
    }
}

/* Returns how many are still to come. */
static guint
learn_waiting (LbJudge *self)
{
  guint n = self->waiting != NULL ? g_list_model_get_n_items (self->waiting) : 0;
  guint n_coming = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (self->waiting, i);

      if (lb_candidate_is_coming (candidate))
        {
          n_coming++;
          learn (self, lb_candidate_get_sha256 (candidate), lb_candidate_get_name (candidate));
        }
    }

  return n_coming;
}

/* R24, R53: a dataset holds what its list shows or, before it is loaded, what its count says. */
static guint
count_room (LbJudge *self)
{
  int present;

  if (self->dataset == NULL)
    return G_MAXUINT;

  present = self->present != NULL ? (int) g_list_model_get_n_items (self->present) : 0;
  present = MAX (present, lb_dataset_get_images_count (self->dataset));

  return (guint) MAX (0, (int) lb_rules_image_limit (self->dataset) - present);
}

void
lb_judge_set_waiting (LbJudge *self, GListModel *waiting)
{
  g_set_object (&self->waiting, waiting);
}

void
lb_judge_set_sent (LbJudge *self, GHashTable *sent)
{
  g_clear_pointer (&self->sent, g_hash_table_unref);
  self->sent = sent != NULL ? g_hash_table_ref (sent) : NULL;
}

void
lb_judge_set_rules_mode (LbJudge *self, LbRulesMode mode)
{
  self->mode = mode;
}

void
lb_judge_restart (LbJudge *self, gboolean increase_resolution)
{
  guint n_coming;

  g_hash_table_remove_all (self->names);
  g_hash_table_remove_all (self->exported);
  learn_present (self);
  n_coming = learn_waiting (self);
  self->increase = increase_resolution;
  self->room = count_room (self);
  self->room -= MIN (self->room, n_coming);
  self->n_addable = 0;
}

/* A picture that a dataset had twice is there twice again. */
static gboolean
is_kept_twin (LbJudge *self, LbCandidate *candidate)
{
  return lb_candidate_get_position (candidate) > 0 &&
         g_hash_table_contains (self->exported, lb_candidate_get_sha256 (candidate));
}

void
lb_judge_candidate (LbJudge *self, LbCandidate *candidate)
{
  const LbProbeResult probe = lb_candidate_get_sent_probe (candidate);
  const char *sha256 = lb_candidate_get_sha256 (candidate);
  const char *other = NULL;
  LbVerdict verdict = LB_VERDICT_UNREADABLE;
  gboolean good = FALSE;

  if (lb_candidate_is_readable (candidate))
    {
      verdict = lb_rules_judge_picture (&probe, self->increase);
      good = !lb_rules_picture_stops (self->mode, &probe, self->increase);
    }

  if (good && sha256 != NULL && !is_kept_twin (self, candidate))
    other = g_hash_table_lookup (self->names, sha256);
  if (other != NULL && !lb_candidate_is_wanted (candidate))
    verdict = LB_VERDICT_DUPLICATE;
  else if (good && self->n_addable >= self->room)
    verdict = LB_VERDICT_OVER_LIMIT;
  else if (good)
    self->n_addable++;

  lb_candidate_set_verdict (candidate, verdict, other);
  lb_candidate_set_admitted (candidate, good && verdict == LB_VERDICT_TOO_LARGE);
  learn (self, sha256, lb_candidate_get_name (candidate));
  if (other == NULL && sha256 != NULL && lb_candidate_get_position (candidate) > 0)
    g_hash_table_add (self->exported, g_strdup (sha256));
}

guint
lb_judge_get_n_addable (LbJudge *self)
{
  return self->n_addable;
}

guint
lb_judge_get_room (LbJudge *self)
{
  return self->room - MIN (self->room, self->n_addable);
}

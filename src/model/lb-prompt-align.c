/* Finds out which elements of two lists belong together, as a comparison of lines does, but with
 * objects that only look alike paired as well, also where one has moved. */
#include "model/lb-prompt-align.h"

#include "model/lb-prompt-node.h"

#define MOST_COMPARISONS 10000 /* longer lists are paired by position */
#define WEIGHT_FIXED 1000000   /* of two that are known to belong together */
#define WEIGHT_EQUAL 1000
#define WEIGHT_MEMBER 20 /* of a member with an equal value */
#define WEIGHT_KEY 1     /* of a member that both have */
/* Looked at in each object, so that weights of members stay below equality. */
#define MOST_MEMBERS 40
#define NONE G_MAXUINT

typedef struct
{
  const LbJsonNode *before; /* unowned */
  const LbJsonNode *after;  /* unowned */
  guint start;              /* equal elements at the start of both */
  guint n;                  /* elements before that are neither at the start nor the end */
  guint m;                  /* the same after */
  guint *weights;           /* (owned) of @n by @m pairs */
  guint *pairs;             /* (owned) of @m: which of @n keeps its place, or NONE */
  guint *moves;             /* (owned) of @m: which of @n has moved there, or NONE */
  gboolean *gone;           /* (owned) of @n: whether it has moved */
  GArray *out;              /* unowned (element-type LbPromptPair) */
} Alignment;

static void
alignment_clear (Alignment *self)
{
  g_free (self->weights);
  g_free (self->pairs);
  g_free (self->moves);
  g_free (self->gone);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Alignment, alignment_clear)

static const LbJsonNode *
before_at (const Alignment *self, guint i)
{
  return lb_json_node_element (self->before, self->start + i);
}

static const LbJsonNode *
after_at (const Alignment *self, guint j)
{
  return lb_json_node_element (self->after, self->start + j);
}

static guint *
weight_of (const Alignment *self, guint i, guint j)
{
  return &self->weights[(gsize) i * self->m + j];
}

/* How much speaks for @b being what became of @a; 0 when nothing does. */
static guint
weigh (const LbJsonNode *a, const LbJsonNode *b)
{
  guint weight = 0;

  if (lb_prompt_node_equal (a, b))
    return WEIGHT_EQUAL;
  if (a->type != LB_JSON_OBJECT || b->type != LB_JSON_OBJECT)
    return 0;

  for (guint i = 0; i < MIN (lb_json_node_length (a), MOST_MEMBERS); i++)
    {
      const LbJsonNode *member = lb_json_node_element (a, i);
      const LbJsonNode *other = lb_json_node_member (b, member->key);

      if (other)
        weight += lb_prompt_node_equal (member, other) ? WEIGHT_MEMBER : WEIGHT_KEY;
    }

  return weight;
}

/* Whether they are one thing wherever they stand: equal, or half of their members are. */
static gboolean
is_same (const Alignment *self, guint i, guint j)
{
  const guint weight = *weight_of (self, i, j);
  const guint most = MIN (MOST_MEMBERS, MAX (lb_json_node_length (before_at (self, i)),
                                             lb_json_node_length (after_at (self, j))));

  return weight >= WEIGHT_EQUAL || (weight >= WEIGHT_MEMBER && weight / WEIGHT_MEMBER * 2 >= most);
}

/* What speaks for a pair in one more try: @sure: only for what is the same wherever it stands. */
static guint
weigh_again (const Alignment *self, guint i, guint j, gboolean sure)
{
  if (sure)
    return is_same (self, i, j) ? *weight_of (self, i, j) : 0;
  if (self->pairs[j] == i)
    return WEIGHT_FIXED;
  if (self->pairs[j] != NONE || self->moves[j] != NONE || self->gone[i])
    return 0;

  return *weight_of (self, i, j);
}

/* The heaviest way to pair the elements in order. */
static void
pair_in_order (Alignment *self, gboolean sure)
{
  const guint n = self->n;
  const guint m = self->m;
  g_autofree guint *weights = g_new (guint, (gsize) n * m + 1);
  g_autofree guint64 *best = g_new0 (guint64, (gsize) (n + 1) * (m + 1));
  guint i = 0;
  guint j = 0;

#define BEST(row, column) best[(gsize) (row) * (m + 1) + (column)]

  for (guint row = n; row > 0; row--)
    for (guint column = m; column > 0; column--)
      {
        const guint weight = weigh_again (self, row - 1, column - 1, sure);

        weights[(gsize) (row - 1) * m + column - 1] = weight;
        BEST (row - 1, column - 1) =
          MAX (MAX (BEST (row, column - 1), BEST (row - 1, column)), BEST (row, column) + weight);
      }

  while (i < n && j < m)
    {
      const guint weight = weights[(gsize) i * m + j];

      if (weight > 0 && BEST (i, j) == BEST (i + 1, j + 1) + weight)
        self->pairs[j++] = i++;
      else if (BEST (i, j) == BEST (i + 1, j))
        i++;
      else
        j++;
    }

#undef BEST
}

/* Of those that found nothing in order, which have moved. */
static void
find_moves (Alignment *self)
{
  g_autofree gboolean *kept = g_new0 (gboolean, self->n + 1);

  for (guint j = 0; j < self->m; j++)
    if (self->pairs[j] != NONE)
      kept[self->pairs[j]] = TRUE;

  for (guint j = 0; j < self->m; j++)
    {
      guint best = NONE;

      if (self->pairs[j] != NONE)
        continue;
      for (guint i = 0; i < self->n; i++)
        if (!kept[i] && !self->gone[i] && is_same (self, i, j) &&
            (best == NONE || *weight_of (self, i, j) > *weight_of (self, best, j)))
          best = i;
      self->moves[j] = best;
      if (best != NONE)
        self->gone[best] = TRUE;
    }
}

static void
find_pairs (Alignment *self)
{
  for (guint i = 0; i < self->n; i++)
    for (guint j = 0; j < self->m; j++)
      *weight_of (self, i, j) = weigh (before_at (self, i), after_at (self, j));

  pair_in_order (self, TRUE);
  find_moves (self);
  /* What looks a little like what stands there has changed rather than come. */
  pair_in_order (self, FALSE);
}

static void
add (Alignment *self, const LbJsonNode *before, const LbJsonNode *after, guint index)
{
  const LbPromptPair pair = { .before = before, .after = after, .index = index };

  g_array_append_val (self->out, pair);
}

static void
add_move (Alignment *self, guint i, guint j, guint place)
{
  const LbPromptPair pair = {
    .before = before_at (self, i),
    .after = after_at (self, j),
    .index = self->start + i,
    .moved = TRUE,
    .place = self->start + place,
    .position = self->start + j,
  };

  g_array_append_val (self->out, pair);
}

/* The first from @i on that has not moved, or @end. */
static guint
skip_gone (const Alignment *self, guint i, guint end)
{
  while (i < end && self->gone[i])
    i++;

  return i;
}

/* What stands between two pairs is paired by position; what is left of the longer run was removed
 * or came in. */
static void
add_run (Alignment *self, guint i, guint i_end, guint j, guint j_end)
{
  i = skip_gone (self, i, i_end);
  for (; j < j_end; j++)
    {
      if (self->moves[j] != NONE)
        {
          add_move (self, self->moves[j], j, i);
          continue;
        }

      if (i < i_end)
        add (self, before_at (self, i), after_at (self, j), self->start + i);
      else
        add (self, NULL, after_at (self, j), self->start + i_end);
      i = skip_gone (self, MIN (i + 1, i_end), i_end);
    }
  for (; i < i_end; i = skip_gone (self, i + 1, i_end))
    add (self, before_at (self, i), NULL, self->start + i);
}

static void
add_all (Alignment *self)
{
  guint i = 0;
  guint j = 0;

  for (guint at = 0; at < self->m; at++)
    {
      const guint pair = self->pairs[at];

      if (pair == NONE)
        continue;
      add_run (self, i, pair, j, at);
      add (self, before_at (self, pair), after_at (self, at), self->start + pair);
      i = pair + 1;
      j = at + 1;
    }
  add_run (self, i, self->n, j, self->m);
}

static gboolean
equal_at (const Alignment *self, guint i, guint j)
{
  return lb_prompt_node_equal (lb_json_node_element (self->before, i),
                               lb_json_node_element (self->after, j));
}

GArray *
lb_prompt_align (const LbJsonNode *before, const LbJsonNode *after)
{
  const guint n_before = lb_json_node_length (before);
  const guint n_after = lb_json_node_length (after);
  GArray *out = g_array_new (FALSE, FALSE, sizeof (LbPromptPair));
  g_auto (Alignment) self = { .before = before, .after = after, .out = out };
  guint end = 0;

  while (self.start < MIN (n_before, n_after) && equal_at (&self, self.start, self.start))
    self.start++;
  while (end < MIN (n_before, n_after) - self.start &&
         equal_at (&self, n_before - end - 1, n_after - end - 1))
    end++;

  self.n = n_before - self.start - end;
  self.m = n_after - self.start - end;
  self.pairs = g_new (guint, self.m + 1);
  self.moves = g_new (guint, self.m + 1);
  self.gone = g_new0 (gboolean, self.n + 1);
  for (guint j = 0; j < self.m; j++)
    self.pairs[j] = self.moves[j] = NONE;

  for (guint i = 0; i < self.start; i++)
    add (&self, lb_json_node_element (before, i), lb_json_node_element (after, i), i);
  if ((guint64) self.n * self.m <= MOST_COMPARISONS)
    {
      self.weights = g_new (guint, (gsize) self.n * self.m + 1);
      find_pairs (&self);
    }
  add_all (&self);
  for (guint i = end; i > 0; i--)
    add (&self, lb_json_node_element (before, n_before - i),
         lb_json_node_element (after, n_after - i), n_before - i);

  return out;
}

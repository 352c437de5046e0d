/* Finds out which elements of two lists belong together, as a comparison of lines does, but with
 * objects that only look alike paired as well. */
#include "model/lb-prompt-align.h"

#include "model/lb-prompt-node.h"

#define MOST_COMPARISONS 10000 /* longer lists are paired by position */
#define WEIGHT_EQUAL 1000
#define WEIGHT_MEMBER 20 /* of a member with an equal value */
#define WEIGHT_KEY 1     /* of a member that both have */
#define MOST_MEMBERS                                                                               \
  40 /* looked at in each object, so that weights of members stay below equality */

typedef struct
{
  const LbJsonNode *before; /* unowned */
  const LbJsonNode *after;  /* unowned */
  guint n_before;
  guint n_after;
  guint start; /* equal elements at the start of both */
  GArray *out; /* unowned (element-type LbPromptPair) */
} Alignment;

static void
add_pair (Alignment *self, guint i, gboolean has_before, guint j, gboolean has_after)
{
  const LbPromptPair pair = {
    .before = has_before ? lb_json_node_element (self->before, i) : NULL,
    .after = has_after ? lb_json_node_element (self->after, j) : NULL,
    .index = i,
  };

  g_array_append_val (self->out, pair);
}

/* Pairs two runs by position; what is left of the longer one was removed or came in. */
static void
add_run (Alignment *self, guint i, guint i_end, guint j, guint j_end)
{
  while (i < i_end && j < j_end)
    add_pair (self, i++, TRUE, j++, TRUE);
  while (i < i_end)
    add_pair (self, i++, TRUE, 0, FALSE);
  while (j < j_end)
    add_pair (self, i, FALSE, j++, TRUE);
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

/* The heaviest way to pair the elements in order; @n by @m of them from the start on. */
static void
align_by_weight (Alignment *self, guint n, guint m)
{
  g_autofree guint *weights = g_new (guint, (gsize) n * m + 1);
  g_autofree guint *best = g_new0 (guint, (gsize) (n + 1) * (m + 1));
  guint i = 0;
  guint j = 0;
  guint run_i = 0;
  guint run_j = 0;

#define BEST(row, column) best[(gsize) (row) * (m + 1) + (column)]

  for (guint row = n; row > 0; row--)
    for (guint column = m; column > 0; column--)
      {
        const guint weight = weigh (lb_json_node_element (self->before, self->start + row - 1),
                                    lb_json_node_element (self->after, self->start + column - 1));

        weights[(row - 1) * m + column - 1] = weight;
        BEST (row - 1, column - 1) =
          MAX (MAX (BEST (row, column - 1), BEST (row - 1, column)), BEST (row, column) + weight);
      }

  while (i < n && j < m)
    {
      if (weights[i * m + j] > 0 && BEST (i, j) == BEST (i + 1, j + 1) + weights[i * m + j])
        {
          add_run (self, self->start + run_i, self->start + i, self->start + run_j,
                   self->start + j);
          add_pair (self, self->start + i, TRUE, self->start + j, TRUE);
          run_i = ++i;
          run_j = ++j;
        }
      else if (BEST (i, j) == BEST (i + 1, j))
        {
          i++;
        }
      else
        {
          j++;
        }
    }
  add_run (self, self->start + run_i, self->start + n, self->start + run_j, self->start + m);

#undef BEST
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
  GArray *out = g_array_new (FALSE, FALSE, sizeof (LbPromptPair));
  Alignment self = { .before = before, .after = after, .out = out };
  guint end = 0;
  guint n;
  guint m;

  self.n_before = lb_json_node_length (before);
  self.n_after = lb_json_node_length (after);
  while (self.start < MIN (self.n_before, self.n_after) && equal_at (&self, self.start, self.start))
    self.start++;
  while (end < MIN (self.n_before, self.n_after) - self.start &&
         equal_at (&self, self.n_before - end - 1, self.n_after - end - 1))
    end++;

  n = self.n_before - self.start - end;
  m = self.n_after - self.start - end;
  for (guint i = 0; i < self.start; i++)
    add_pair (&self, i, TRUE, i, TRUE);
  if ((guint64) n * m <= MOST_COMPARISONS)
    align_by_weight (&self, n, m);
  else
    add_run (&self, self.start, self.start + n, self.start, self.start + m);
  for (guint i = end; i > 0; i--)
    add_pair (&self, self.n_before - i, TRUE, self.n_after - i, TRUE);

  return out;
}

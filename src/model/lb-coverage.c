#include "model/lb-coverage.h"

#include <string.h>

#include "model/lb-coverage-terms.h"
#include "model/lb-query-node.h"
#include "model/lb-said-value.h"

#define MAX_VALUES 6       /* with a group of their own */
#define MAX_SINGLES 3      /* the same, of what is said once */
#define MAX_VALUE_BYTES 80 /* what is longer is a sentence, not a value */

struct _LbCoverage
{
  GObject parent_instance;

  guint n_images;
  guint n_captions;
  GPtrArray *groups[LB_COVERAGE_N_CHARTS]; /* (owned) (element-type LbCoverageGroup) */
  guint n_said[LB_COVERAGE_N_CHARTS];
};

G_DEFINE_FINAL_TYPE (LbCoverage, lb_coverage, G_TYPE_OBJECT)

static void
group_free (gpointer data)
{
  LbCoverageGroup *self = data;

  g_free (self->label);
  g_free (self->query);
  g_free (self);
}

static void
lb_coverage_finalize (GObject *object)
{
  LbCoverage *self = LB_COVERAGE (object);

  for (guint i = 0; i < LB_COVERAGE_N_CHARTS; i++)
    g_ptr_array_unref (self->groups[i]);

  G_OBJECT_CLASS (lb_coverage_parent_class)->finalize (object);
}

static void
lb_coverage_class_init (LbCoverageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_coverage_finalize;
}

static void
lb_coverage_init (LbCoverage *self)
{
  for (guint i = 0; i < LB_COVERAGE_N_CHARTS; i++)
    self->groups[i] = g_ptr_array_new_with_free_func (group_free);
}

static void
add_group (LbCoverage *self,
           LbCoverageChart chart,
           LbQuerySet *set,
           LbCoverageGroupKind kind,
           const char *label,
           char *query)
{
  LbCoverageGroup *group = g_new0 (LbCoverageGroup, 1);

  group->kind = kind;
  group->label = g_strdup (label);
  group->query = query;
  group->n_images = query != NULL ? lb_query_set_count (set, query) : 0;
  g_ptr_array_add (self->groups[chart], group);
}

/* Whether @text has the whole words of @phrase, as a query would look for them. */
static gboolean
says (const char *text, const char *phrase)
{
  const gsize length = strlen (phrase);

  for (const char *at = text; (at = strstr (at, phrase)) != NULL; at++)
    {
      const char *before = at > text ? g_utf8_prev_char (at) : NULL;
      const gunichar after = g_utf8_get_char (at + length);

      if ((before == NULL || !g_unichar_isalnum (g_utf8_get_char (before))) &&
          !g_unichar_isalnum (after))
        return TRUE;
    }

  return FALSE;
}

static gboolean
any_says (GHashTable *values, const char *phrase)
{
  GHashTableIter iter;
  gpointer text = NULL;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    if (says (text, phrase))
      return TRUE;

  return FALSE;
}

/* (transfer full): the conditions joined by OR. */
static char *
join_any (GPtrArray *conditions)
{
  g_ptr_array_add (conditions, NULL);

  return g_strjoinv (" OR ", (char **) conditions->pdata);
}

static void
add_condition (GPtrArray *conditions, const char *path, LbQueryTest test, const char *text)
{
  g_autoptr (LbQueryNode) node = lb_query_node_new (LB_QUERY_PATH, path, test, text);

  g_ptr_array_add (conditions, lb_query_node_format (node));
}

/* (transfer full) (nullable): finds what says any of @phrases; NULL when no value does. Of phrases
 * that have another one in them that is looked for, and of those that nobody uses, none is in it.
 */
static char *
write_term (const LbCoverageTerms *terms, GHashTable *values, char **phrases)
{
  g_autoptr (GPtrArray) conditions = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; phrases[i] != NULL; i++)
    {
      gboolean implied = !any_says (values, phrases[i]);

      for (guint j = 0; phrases[j] != NULL && !implied; j++)
        implied = j != i && says (phrases[i], phrases[j]);
      for (guint p = 0; !implied && p < G_N_ELEMENTS (terms->paths) && terms->paths[p] != NULL; p++)
        add_condition (conditions, terms->paths[p], LB_QUERY_WORDS, phrases[i]);
    }

  return conditions->len > 0 ? join_any (conditions) : NULL;
}

/* Removes from @values what says any of @phrases. */
static void
remove_known (GHashTable *values, char **phrases)
{
  GHashTableIter iter;
  gpointer text = NULL;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    for (guint i = 0; phrases[i] != NULL; i++)
      if (says (text, phrases[i]))
        {
          g_hash_table_iter_remove (&iter);
          break;
        }
}

static void
add_terms (LbCoverage *self, LbCoverageChart chart, LbQuerySet *set, GHashTable *values)
{
  const LbCoverageTerms *terms = lb_coverage_terms_get (chart);

  /* All are looked for before any is taken away: a value can mean several. */
  for (const LbCoverageTerm *term = terms->terms; term->label != NULL; term++)
    {
      g_auto (GStrv) phrases = g_strsplit (term->phrases, "|", -1);
      char *query = write_term (terms, values, phrases);
      LbCoverageGroup *group = NULL;

      if (query == NULL && !term->expected)
        continue;
      add_group (self, chart, set, LB_COVERAGE_TERM, term->label, query);
      group = g_ptr_array_index (self->groups[chart], self->groups[chart]->len - 1);
      group->expected = term->expected;
    }
  for (const LbCoverageTerm *term = terms->terms; term->label != NULL; term++)
    {
      g_auto (GStrv) phrases = g_strsplit (term->phrases, "|", -1);

      remove_known (values, phrases);
    }
}

static char *
write_other (const LbCoverage *self, LbCoverageChart chart)
{
  GPtrArray *groups = self->groups[chart];
  GString *query = g_string_new (NULL);

  g_string_append_printf (query, "%s:*", lb_coverage_terms_get (chart)->paths[0]);
  for (guint i = 0; i < groups->len; i++)
    {
      const LbCoverageGroup *group = g_ptr_array_index (groups, i);

      if (group->query != NULL)
        g_string_append_printf (query, " AND NOT (%s)", group->query);
    }

  return g_string_free_and_steal (query);
}

static void
add_values (LbCoverage *self, LbCoverageChart chart, LbQuerySet *set, GHashTable *values)
{
  const LbCoverageTerms *terms = lb_coverage_terms_get (chart);
  g_autoptr (GPtrArray) joined = lb_said_values_join (values);
  const guint n_least = joined->len <= MAX_SINGLES ? 1 : 2;
  guint n_shown = 0;
  LbCoverageGroup *other = NULL;

  for (guint i = 0; i < joined->len; i++)
    {
      const LbSaidValue *value = g_ptr_array_index (joined, i);

      if (n_shown == MAX_VALUES || value->n_images < n_least ||
          strlen (value->label) > MAX_VALUE_BYTES)
        continue;
      add_group (self, chart, set, LB_COVERAGE_VALUE, value->label,
                 lb_said_value_write (value, terms->paths[0]));
      n_shown++;
    }
  if (n_shown == joined->len)
    return;

  add_group (self, chart, set, LB_COVERAGE_OTHER, NULL, write_other (self, chart));
  other = g_ptr_array_index (self->groups[chart], self->groups[chart]->len - 1);
  other->n_values = joined->len - n_shown;
  /* What says something known too is counted there. */
  if (other->n_images == 0)
    g_ptr_array_remove_index (self->groups[chart], self->groups[chart]->len - 1);
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const LbCoverageGroup *one = *(LbCoverageGroup *const *) a;
  const LbCoverageGroup *other = *(LbCoverageGroup *const *) b;
  const gboolean folded = one->kind >= LB_COVERAGE_OTHER;
  const gboolean other_folded = other->kind >= LB_COVERAGE_OTHER;

  if (folded != other_folded)
    return folded ? 1 : -1;
  if (one->n_images != other->n_images)
    return one->n_images > other->n_images ? -1 : 1;

  return 0;
}

static void
add_unsaid (LbCoverage *self, LbCoverageChart chart, LbQuerySet *set)
{
  GString *query = g_string_new ("caption:*");
  const LbCoverageTerms *terms = lb_coverage_terms_get (chart);
  LbCoverageGroup *unsaid = NULL;

  for (guint i = 0; !terms->terms_only && terms->paths[i] != NULL; i++)
    g_string_append_printf (query, " AND NOT %s:*", terms->paths[i]);
  for (guint i = 0; terms->terms_only && i < self->groups[chart]->len; i++)
    {
      const LbCoverageGroup *group = g_ptr_array_index (self->groups[chart], i);

      if (group->query != NULL)
        g_string_append_printf (query, " AND NOT (%s)", group->query);
    }
  add_group (self, chart, set, LB_COVERAGE_UNSAID, NULL, g_string_free_and_steal (query));
  unsaid = g_ptr_array_index (self->groups[chart], self->groups[chart]->len - 1);
  self->n_said[chart] = self->n_captions - MIN (unsaid->n_images, self->n_captions);
  if (unsaid->n_images == 0)
    g_ptr_array_remove_index (self->groups[chart], self->groups[chart]->len - 1);
}

static void
cover_captions (LbCoverage *self, LbCoverageChart chart, LbQuerySet *set)
{
  g_autoptr (GHashTable) values = lb_said_values_count (set, lb_coverage_terms_get (chart)->paths);

  if (g_hash_table_size (values) == 0)
    return;

  add_terms (self, chart, set, values);
  if (!lb_coverage_terms_get (chart)->terms_only)
    add_values (self, chart, set, values);
  add_unsaid (self, chart, set);
  if (self->n_said[chart] == 0)
    g_ptr_array_set_size (self->groups[chart], 0);
  g_ptr_array_sort (self->groups[chart], compare_groups);
}

/* (transfer full): sizes as the pictures were given; where that is not known, as they are kept. */
static char *
write_fact (const char *query, gboolean given)
{
  g_autoptr (GString) text = g_string_new (query);

  if (!given)
    g_string_replace (text, "source_", "", 0);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
cover_facts (LbCoverage *self, LbCoverageChart chart, LbQuerySet *set)
{
  const LbCoverageTerms *terms = lb_coverage_terms_get (chart);
  gboolean given = FALSE;
  guint n_known = 0;

  for (guint i = 0; i < lb_query_set_get_length (set) && !given; i++)
    given = lb_query_set_get_facts (set, i)->source_width > 0;
  for (const LbCoverageTerm *term = terms->terms; term->label != NULL; term++)
    {
      LbCoverageGroup *group = NULL;

      add_group (self, chart, set, LB_COVERAGE_TERM, term->label,
                 write_fact (term->phrases, given));
      group = g_ptr_array_index (self->groups[chart], self->groups[chart]->len - 1);
      group->expected = term->expected;
      n_known += group->n_images;
    }
  self->n_said[chart] = n_known;
  if (n_known == 0)
    g_ptr_array_set_size (self->groups[chart], 0);
}

LbCoverage *
lb_coverage_new (LbQuerySet *set)
{
  LbCoverage *self = g_object_new (LB_TYPE_COVERAGE, NULL);

  g_return_val_if_fail (set != NULL, self);

  self->n_images = lb_query_set_get_length (set);
  self->n_captions = lb_query_set_count (set, "caption:*");
  for (guint chart = 0; chart < LB_COVERAGE_N_CHARTS; chart++)
    if (chart < LB_COVERAGE_SIZE)
      cover_captions (self, chart, set);
    else
      cover_facts (self, chart, set);

  return self;
}

guint
lb_coverage_get_n_images (LbCoverage *self)
{
  g_return_val_if_fail (LB_IS_COVERAGE (self), 0);

  return self->n_images;
}

guint
lb_coverage_get_n_captions (LbCoverage *self)
{
  g_return_val_if_fail (LB_IS_COVERAGE (self), 0);

  return self->n_captions;
}

GPtrArray *
lb_coverage_get_groups (LbCoverage *self, LbCoverageChart chart)
{
  g_return_val_if_fail (LB_IS_COVERAGE (self), NULL);
  g_return_val_if_fail ((guint) chart < LB_COVERAGE_N_CHARTS, NULL);

  return self->groups[chart];
}

guint
lb_coverage_get_n_said (LbCoverage *self, LbCoverageChart chart)
{
  g_return_val_if_fail (LB_IS_COVERAGE (self), 0);
  g_return_val_if_fail ((guint) chart < LB_COVERAGE_N_CHARTS, 0);

  return self->n_said[chart];
}

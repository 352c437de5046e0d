#include "jobs/lb-replace-look.h"

#include <string.h>

#include "contract/lb-limits.h"
#include "model/lb-prompt-schema.h"
#include "model/lb-replace-hit.h"
#include "session/lb-field-fit.h"

/* Of all that would come; more would not help anybody who looks through it. */
#define MAX_TOTAL_BYTES (128 * 1024 * 1024)

/* A caption. */
typedef struct
{
  LbImage *image; /* (owned) */
  char *text;     /* (owned) */
  gboolean may_change;
} Source;

struct _LbReplaceLook
{
  gatomicrefcount ref_count;
  char *find;             /* (owned) */
  char *with;             /* (owned) */
  char *path;             /* (owned) (nullable) */
  LbFrozenFields *frozen; /* (owned) (nullable) */
  GCancellable *cancel;   /* (owned) */
  GArray *sources;        /* (owned) (element-type Source) */
  GPtrArray *matches;     /* (owned) (element-type LbReplaceMatch) */
  GPtrArray *items;       /* (owned) (element-type LbCaptionItem) */
  LbReplace *replace;     /* (owned) (nullable) */
  gsize n_bytes;          /* of what would come */
  LbReplaceFlags flags;
  LbReplaceIssue issue;
  gboolean has_issue;
  gboolean is_prompt;
};

static void
source_clear (gpointer data)
{
  Source *source = data;

  g_object_unref (source->image);
  g_free (source->text);
}

LbReplaceLook *
lb_replace_look_new (const LbReplaceTerms *terms, gboolean is_prompt, LbFrozenFields *frozen)
{
  LbReplaceLook *self = g_new0 (LbReplaceLook, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->find = g_strdup (terms->find);
  self->with = g_strdup (terms->with);
  self->path = g_strdup (terms->path);
  self->flags = terms->flags;
  self->is_prompt = is_prompt;
  g_set_object (&self->frozen, frozen);
  self->cancel = g_cancellable_new ();
  self->sources = g_array_new (FALSE, FALSE, sizeof (Source));
  g_array_set_clear_func (self->sources, source_clear);
  self->matches = g_ptr_array_new_with_free_func (g_object_unref);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

LbReplaceLook *
lb_replace_look_ref (LbReplaceLook *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lb_replace_look_unref (LbReplaceLook *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->replace, lb_replace_free);
  g_clear_object (&self->frozen);
  g_object_unref (self->cancel);
  g_array_unref (self->sources);
  g_ptr_array_unref (self->matches);
  g_ptr_array_unref (self->items);
  g_free (self->find);
  g_free (self->with);
  g_free (self->path);
  g_free (self);
}

void
lb_replace_look_add (LbReplaceLook *self, LbImage *image, const char *text, gboolean may_change)
{
  const Source source = { g_object_ref (image), g_strdup (text), may_change };

  g_array_append_val (self->sources, source);
}

/* Whether there must be words at @path; R61 for all of a caption. */
static gboolean
is_required (const char *path)
{
  const LbPromptField *field =
    *path != '\0' ? lb_prompt_schema_get_field (LB_PROMPT_CAPTION, path) : NULL;

  return *path == '\0' || (field != NULL && field->required);
}

static LbReplaceMatch *
add_match (LbReplaceLook *self, LbCaptionItem *item, const LbReplaceHit *hit, gboolean may_change)
{
  static const LbReplaceRefusal refusals[] = {
    [LB_REPLACE_FAULT_NONE] = LB_REPLACE_MAY,
    [LB_REPLACE_FAULT_SLOW] = LB_REPLACE_SLOW,
    [LB_REPLACE_FAULT_LONG] = LB_REPLACE_LONG,
  };
  LbReplaceMatch *match =
    lb_replace_match_new (item, hit->change, MAX (hit->n_places, 1), refusals[hit->fault]);
  const char *path = lb_prompt_change_get_path (hit->change);
  g_autofree char *frozen = NULL;

  self->n_bytes += hit->n_bytes;
  if (self->frozen != NULL && *path != '\0')
    frozen = lb_frozen_fields_find (self->frozen, path);
  if (!may_change)
    lb_replace_match_refuse (match, LB_REPLACE_BUSY);
  else if (frozen != NULL)
    lb_replace_match_refuse (match, LB_REPLACE_FROZEN);
  else if (hit->is_blank && is_required (path))
    lb_replace_match_refuse (match, LB_REPLACE_EMPTY);
  else if (self->n_bytes > MAX_TOTAL_BYTES || hit->n_bytes > LB_LIMIT_CAPTION_BYTES)
    lb_replace_match_refuse (match, LB_REPLACE_LONG);
  g_ptr_array_add (self->matches, match);

  return match;
}

/* (transfer full): the changes of those of the matches from @start on that can be replaced. */
static GListModel *
list_changes (LbReplaceLook *self, guint start)
{
  GListStore *changes = g_list_store_new (LB_TYPE_PROMPT_CHANGE);

  for (guint i = start; i < self->matches->len; i++)
    {
      LbReplaceMatch *match = g_ptr_array_index (self->matches, i);

      if (lb_replace_match_get_refusal (match) == LB_REPLACE_MAY)
        g_list_store_append (changes, lb_replace_match_get_change (match));
    }

  return G_LIST_MODEL (changes);
}

/* Why the caption can't become what the changes make of it; LB_REPLACE_MAY where it can. */
static LbReplaceRefusal
judge (LbPrompt *before, GListModel *changes)
{
  g_autoptr (LbPrompt) after = lb_prompt_apply (before, changes, NULL);

  if (after != NULL && strlen (lb_prompt_get_text (after)) > LB_LIMIT_CAPTION_BYTES)
    return LB_REPLACE_LONG;

  return after != NULL && lb_field_fit_is_no_worse (before, after) ? LB_REPLACE_MAY
                                                                   : LB_REPLACE_INVALID;
}

/* Any of the changes may be left out later on, so that each must do by itself as well. */
static void
refuse_worse (LbReplaceLook *self, LbPrompt *before, guint start)
{
  g_autoptr (GListModel) rest = NULL;
  LbReplaceRefusal refusal = LB_REPLACE_MAY;

  for (guint i = start; i < self->matches->len; i++)
    {
      LbReplaceMatch *match = g_ptr_array_index (self->matches, i);
      g_autoptr (GListStore) one = g_list_store_new (LB_TYPE_PROMPT_CHANGE);

      g_list_store_append (one, lb_replace_match_get_change (match));
      if (lb_replace_match_get_refusal (match) == LB_REPLACE_MAY)
        lb_replace_match_refuse (match, judge (before, G_LIST_MODEL (one)));
    }

  rest = list_changes (self, start);
  refusal = judge (before, rest);
  for (guint i = start; i < self->matches->len && refusal != LB_REPLACE_MAY; i++)
    if (lb_replace_match_get_refusal (g_ptr_array_index (self->matches, i)) == LB_REPLACE_MAY)
      lb_replace_match_refuse (g_ptr_array_index (self->matches, i), refusal);
}

static gboolean
is_valid_with (LbPrompt *before, GListModel *changes)
{
  g_autoptr (LbPrompt) after = lb_prompt_apply (before, changes, NULL);

  return after != NULL && strlen (lb_prompt_get_text (after)) <= LB_LIMIT_CAPTION_BYTES &&
         lb_prompt_is_valid (after, LB_PROMPT_CAPTION);
}

static void
look_at_prompt (LbReplaceLook *self, const Source *source, LbPrompt *before, GPtrArray *hits)
{
  g_autoptr (LbCaptionItem) item = lb_caption_item_new (source->image);
  g_autoptr (GListModel) changes = NULL;
  const guint start = self->matches->len;

  for (guint i = 0; i < hits->len; i++)
    add_match (self, item, g_ptr_array_index (hits, i), source->may_change);

  changes = list_changes (self, start);
  if (g_list_model_get_n_items (changes) > 0 && !is_valid_with (before, changes))
    {
      refuse_worse (self, before, start);
      g_object_unref (changes);
      changes = list_changes (self, start);
    }
  if (g_list_model_get_n_items (changes) == 0)
    return;

  lb_caption_item_answer (item, before, changes);
  g_ptr_array_add (self->items, g_steal_pointer (&item));
}

/* @refusal: why it can't be changed, whatever comes of it; LB_REPLACE_MAY where it can. */
static void
look_at_words (LbReplaceLook *self, const Source *source, LbReplaceRefusal refusal)
{
  g_autoptr (LbReplaceHit) hit = lb_replace_find_in_words (self->replace, source->text);
  g_autoptr (LbCaptionItem) item = NULL;
  g_autoptr (GListModel) changes = NULL;
  LbReplaceMatch *match = NULL;

  if (hit == NULL)
    return;

  item = lb_caption_item_new (source->image);
  match = add_match (self, item, hit, source->may_change);
  if (refusal != LB_REPLACE_MAY && source->may_change)
    lb_replace_match_refuse (match, refusal);
  if (lb_replace_match_get_refusal (match) != LB_REPLACE_MAY)
    return;

  changes = list_changes (self, self->matches->len - 1);
  lb_caption_item_answer_words (item, source->text, changes);
  g_ptr_array_add (self->items, g_steal_pointer (&item));
}

static void
look_at (LbReplaceLook *self, const Source *source)
{
  g_autoptr (LbPrompt) before = NULL;
  g_autoptr (GPtrArray) hits = NULL;

  if (source->text == NULL)
    return;
  if (!self->is_prompt)
    {
      if (lb_replace_takes_all (self->replace))
        look_at_words (self, source, LB_REPLACE_MAY);
      return;
    }
  if (!lb_replace_may_be_in (self->replace, source->text))
    return;

  if (!(before = lb_prompt_new (source->text, NULL)))
    look_at_words (self, source, LB_REPLACE_UNREADABLE);
  else if ((hits = lb_replace_find_in_prompt (self->replace, before)) != NULL)
    look_at_prompt (self, source, before, hits);
}

void
lb_replace_look_run (LbReplaceLook *self)
{
  self->replace = lb_replace_new (self->find, self->with, self->flags, self->path, &self->issue);
  self->has_issue = self->replace == NULL;

  for (guint i = 0; i < self->sources->len && !self->has_issue; i++)
    {
      if (lb_replace_look_is_cancelled (self))
        return;
      look_at (self, &g_array_index (self->sources, Source, i));
    }
}

void
lb_replace_look_cancel (LbReplaceLook *self)
{
  g_cancellable_cancel (self->cancel);
}

gboolean
lb_replace_look_is_cancelled (LbReplaceLook *self)
{
  return g_cancellable_is_cancelled (self->cancel);
}

const LbReplaceIssue *
lb_replace_look_get_issue (LbReplaceLook *self)
{
  return self->has_issue ? &self->issue : NULL;
}

GPtrArray *
lb_replace_look_get_matches (LbReplaceLook *self)
{
  return self->matches;
}

GPtrArray *
lb_replace_look_get_items (LbReplaceLook *self)
{
  return self->items;
}

GPtrArray *
lb_replace_look_list_images (LbReplaceLook *self)
{
  GPtrArray *images = g_ptr_array_new_full (self->sources->len, g_object_unref);

  for (guint i = 0; i < self->sources->len; i++)
    g_ptr_array_add (images, g_object_ref (g_array_index (self->sources, Source, i).image));

  return images;
}

gboolean
lb_replace_look_finds_same (LbReplaceLook *self, LbReplaceLook *other)
{
  return g_str_equal (self->find, other->find) && self->flags == other->flags &&
         g_strcmp0 (self->path, other->path) == 0;
}

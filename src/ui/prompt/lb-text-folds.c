#include "config.h"

#include "ui/prompt/lb-text-folds.h"

#include <libdex.h>

#include "base/lb-threads.h"
#include "base/lb-weak.h"

/* Blocks are looked for no more often. */
#define REST_MS 50

typedef struct
{
  LbPromptBlock block;
  gboolean folded;
} Fold;

struct _LbTextFolds
{
  GObject parent_instance;

  GtkTextBuffer *buffer; /* (owned) */
  GtkTextTag *tag;       /* (unowned) on what is hidden */
  GArray *folds;         /* (owned) (element-type Fold): by their first lines */
  guint find_source;     /* time-out until the blocks are found anew */
  gboolean finding;      /* on a thread */
  gboolean outdated;     /* the text has changed since it was read */

  /* Of the change that is being made to the text. */
  guint first_line;
  guint last_line;
  gboolean at_start; /* of the line */
  int n_lines;       /* of the text, before it */
};

G_DEFINE_FINAL_TYPE (LbTextFolds, lb_text_folds, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void find_soon (LbTextFolds *self);

static Fold *
fold_at (LbTextFolds *self, guint position)
{
  return &g_array_index (self->folds, Fold, position);
}

/* (nullable): the one that begins on @line. */
static Fold *
find_fold (LbTextFolds *self, guint line)
{
  guint low = 0, high = self->folds->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      Fold *fold = fold_at (self, middle);

      if (fold->block.first_line == line)
        return fold;
      if (fold->block.first_line < line)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

static void
emit_changed (LbTextFolds *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* From the start of the line behind @first to that of @last: what is between two brackets. */
static void
get_inside (LbTextFolds *self, guint first, guint last, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_line (self->buffer, start, (int) first + 1);
  gtk_text_buffer_get_iter_at_line (self->buffer, end, (int) last);
}

/* Hides what is folded between two lines, and shows all else there. */
static void
show_between (LbTextFolds *self, guint first, guint last)
{
  GtkTextIter start, end;
  guint hidden_until = 0;

  get_inside (self, first, last, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->tag, &start, &end);
  for (guint i = 0; i < self->folds->len; i++)
    {
      const LbPromptBlock *block = &fold_at (self, i)->block;

      if (!fold_at (self, i)->folded || block->first_line >= last || block->last_line <= first ||
          block->last_line <= hidden_until)
        continue;

      get_inside (self, block->first_line, block->last_line, &start, &end);
      gtk_text_buffer_apply_tag (self->buffer, self->tag, &start, &end);
      hidden_until = block->last_line;
    }
}

/* Unfolds what hides a line from @first to @last, or lies between the two. Returns whether there
 * was any. */
static gboolean
unfold_between (LbTextFolds *self, guint first, guint last)
{
  guint from = G_MAXUINT, to = 0;

  for (guint i = 0; i < self->folds->len; i++)
    {
      Fold *fold = fold_at (self, i);

      if (!fold->folded || fold->block.first_line >= last || fold->block.last_line <= first)
        continue;

      fold->folded = FALSE;
      from = MIN (from, fold->block.first_line);
      to = MAX (to, fold->block.last_line);
    }
  if (from > to)
    return FALSE;

  show_between (self, from, to);
  return TRUE;
}

/* What is selected is seen, and so is where the cursor is. */
static void
mark_set_cb (LbTextFolds *self, const GtkTextIter *location, GtkTextMark *mark)
{
  GtkTextIter start, end;

  if (mark != gtk_text_buffer_get_insert (self->buffer) &&
      mark != gtk_text_buffer_get_selection_bound (self->buffer))
    return;

  gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end);
  if (unfold_between (self, (guint) gtk_text_iter_get_line (&start),
                      (guint) gtk_text_iter_get_line (&end)))
    emit_changed (self);
}

static void
note_change (LbTextFolds *self, const GtkTextIter *start, const GtkTextIter *end)
{
  self->first_line = (guint) gtk_text_iter_get_line (start);
  self->last_line = (guint) gtk_text_iter_get_line (end);
  self->at_start = gtk_text_iter_starts_line (start);
  self->n_lines = gtk_text_buffer_get_line_count (self->buffer);
  if (unfold_between (self, self->first_line, self->last_line))
    emit_changed (self);
}

static void
before_insert_cb (LbTextFolds *self, const GtkTextIter *location)
{
  note_change (self, location, location);
}

static void
before_delete_cb (LbTextFolds *self, const GtkTextIter *start, const GtkTextIter *end)
{
  note_change (self, start, end);
}

/* What is written behind the opening bracket of a fold, or in front of the line of its closing one,
 * opens it if it has lines of its own. */
static void
inserted_cb (LbTextFolds *self)
{
  const guint n_new =
    (guint) MAX (gtk_text_buffer_get_line_count (self->buffer) - self->n_lines, 0);
  const guint line = self->first_line;
  gboolean split = FALSE;

  for (guint i = 0; n_new > 0 && i < self->folds->len; i++)
    {
      Fold *fold = fold_at (self, i);
      LbPromptBlock *block = &fold->block;

      split |= fold->folded && (self->at_start ? block->last_line : block->first_line) == line;
      block->first_line += block->first_line + self->at_start > line ? n_new : 0;
      block->last_line += block->last_line + self->at_start > line ? n_new : 0;
    }
  if (split && unfold_between (self, line, line + n_new))
    emit_changed (self);
}

static guint
line_after_delete (LbTextFolds *self, guint line, guint n_gone)
{
  if (line <= self->first_line)
    return line;
  return line <= self->last_line ? self->first_line : line - n_gone;
}

/* Of those that begin on one line from now on, one is left: the one that is folded. */
static void
deleted_cb (LbTextFolds *self)
{
  const guint n_gone =
    (guint) MAX (self->n_lines - gtk_text_buffer_get_line_count (self->buffer), 0);
  guint n_left = 0;

  for (guint i = 0; i < self->folds->len; i++)
    {
      Fold fold = *fold_at (self, i);

      fold.block.first_line = line_after_delete (self, fold.block.first_line, n_gone);
      fold.block.last_line = line_after_delete (self, fold.block.last_line, n_gone);
      if (fold.block.last_line <= fold.block.first_line + 1)
        continue;
      if (n_left > 0 && fold_at (self, n_left - 1)->block.first_line == fold.block.first_line)
        {
          if (fold_at (self, n_left - 1)->folded)
            continue;
          n_left--;
        }
      *fold_at (self, n_left++) = fold;
    }
  g_array_set_size (self->folds, n_left);
}

/* Those that are still there stay folded. */
static void
take_blocks (LbTextFolds *self, GArray *blocks)
{
  g_autoptr (GArray) before = g_steal_pointer (&self->folds);
  guint from = G_MAXUINT, to = 0;
  guint next = 0;

  self->folds = g_array_sized_new (FALSE, TRUE, sizeof (Fold), blocks->len);
  for (guint i = 0; i < blocks->len; i++)
    {
      const Fold fold = { .block = g_array_index (blocks, LbPromptBlock, i) };

      g_array_append_val (self->folds, fold);
    }
  for (guint i = 0; i < before->len; i++)
    {
      const Fold *old = &g_array_index (before, Fold, i);

      if (!old->folded)
        continue;
      while (next < self->folds->len &&
             fold_at (self, next)->block.first_line < old->block.first_line)
        next++;
      if (next < self->folds->len &&
          fold_at (self, next)->block.first_line == old->block.first_line &&
          fold_at (self, next)->block.last_line == old->block.last_line)
        {
          fold_at (self, next)->folded = TRUE;
          continue;
        }
      from = MIN (from, old->block.first_line);
      to = MAX (to, old->block.last_line);
    }
  if (from < to)
    show_between (self, from, to);
  emit_changed (self);
}

static DexFuture *
outline_fiber (gpointer data)
{
  return dex_future_new_take_boxed (G_TYPE_ARRAY, lb_prompt_outline_new (data));
}

static DexFuture *
found_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbTextFolds) self = g_weak_ref_get (data);
  g_autoptr (GArray) blocks = dex_await_boxed (dex_ref (future), NULL);

  if (self == NULL)
    return NULL;

  self->finding = FALSE;
  if (self->outdated)
    find_soon (self);
  else if (blocks != NULL)
    take_blocks (self, blocks);
  return NULL;
}

static void
find_cb (gpointer data)
{
  LbTextFolds *self = data;
  GtkTextIter start, end;

  self->find_source = 0;
  self->finding = TRUE;
  self->outdated = FALSE;
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  dex_future_disown (dex_future_finally (
    lb_threads_run (outline_fiber, gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE),
                    g_free),
    found_cb, lb_weak_new (self), lb_weak_free));
}

static void
find_soon (LbTextFolds *self)
{
  if (self->finding)
    self->outdated = TRUE;
  else if (self->find_source == 0)
    self->find_source = g_timeout_add_once (REST_MS, find_cb, self);
}

static void
lb_text_folds_dispose (GObject *object)
{
  LbTextFolds *self = LB_TEXT_FOLDS (object);

  g_clear_handle_id (&self->find_source, g_source_remove);
  g_clear_object (&self->buffer);

  G_OBJECT_CLASS (lb_text_folds_parent_class)->dispose (object);
}

static void
lb_text_folds_finalize (GObject *object)
{
  LbTextFolds *self = LB_TEXT_FOLDS (object);

  g_clear_pointer (&self->folds, g_array_unref);

  G_OBJECT_CLASS (lb_text_folds_parent_class)->finalize (object);
}

static void
lb_text_folds_class_init (LbTextFoldsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_text_folds_dispose;
  G_OBJECT_CLASS (klass)->finalize = lb_text_folds_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_text_folds_init (LbTextFolds *self)
{
  self->folds = g_array_new (FALSE, TRUE, sizeof (Fold));
}

LbTextFolds *
lb_text_folds_new (GtkTextBuffer *buffer)
{
  LbTextFolds *self;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  self = g_object_new (LB_TYPE_TEXT_FOLDS, NULL);
  self->buffer = g_object_ref (buffer);
  self->tag = gtk_text_buffer_create_tag (buffer, NULL, "invisible", TRUE, NULL);
  g_signal_connect_object (buffer, "mark-set", G_CALLBACK (mark_set_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (before_insert_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (inserted_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (buffer, "delete-range", G_CALLBACK (before_delete_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "delete-range", G_CALLBACK (deleted_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (find_soon), self, G_CONNECT_SWAPPED);
  find_soon (self);
  return self;
}

guint
lb_text_folds_get_n_blocks (LbTextFolds *self)
{
  g_return_val_if_fail (LB_IS_TEXT_FOLDS (self), 0);

  return self->folds->len;
}

guint
lb_text_folds_get_n_folded (LbTextFolds *self)
{
  guint n_folded = 0;

  g_return_val_if_fail (LB_IS_TEXT_FOLDS (self), 0);

  for (guint i = 0; i < self->folds->len; i++)
    n_folded += fold_at (self, i)->folded;
  return n_folded;
}

const LbPromptBlock *
lb_text_folds_get_block (LbTextFolds *self, guint line)
{
  const Fold *fold;

  g_return_val_if_fail (LB_IS_TEXT_FOLDS (self), NULL);

  fold = find_fold (self, line);
  return fold != NULL ? &fold->block : NULL;
}

gboolean
lb_text_folds_is_folded (LbTextFolds *self, guint line)
{
  const Fold *fold;

  g_return_val_if_fail (LB_IS_TEXT_FOLDS (self), FALSE);

  fold = find_fold (self, line);
  return fold != NULL && fold->folded;
}

gboolean
lb_text_folds_is_hidden (LbTextFolds *self, guint line)
{
  GtkTextIter iter;

  g_return_val_if_fail (LB_IS_TEXT_FOLDS (self), FALSE);

  gtk_text_buffer_get_iter_at_line (self->buffer, &iter, (int) line);
  return gtk_text_iter_has_tag (&iter, self->tag);
}

/* The cursor, or what is selected, is not where @block hides it: it is beside the bracket then. */
static void
keep_cursor_in_sight (LbTextFolds *self, const LbPromptBlock *block)
{
  GtkTextIter start, end, inside_start, inside_end;

  gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end);
  get_inside (self, block->first_line, block->last_line, &inside_start, &inside_end);
  if (gtk_text_iter_compare (&start, &inside_end) >= 0 ||
      gtk_text_iter_compare (&end, &inside_start) < 0)
    return;

  gtk_text_iter_backward_char (&inside_start);
  gtk_text_buffer_place_cursor (self->buffer, &inside_start);
}

void
lb_text_folds_set_folded (LbTextFolds *self, guint line, gboolean folded)
{
  Fold *fold;

  g_return_if_fail (LB_IS_TEXT_FOLDS (self));

  fold = find_fold (self, line);
  if (fold == NULL || fold->folded == folded)
    return;

  if (folded)
    keep_cursor_in_sight (self, &fold->block);
  fold->folded = folded;
  show_between (self, fold->block.first_line, fold->block.last_line);
  emit_changed (self);
}

gboolean
lb_text_folds_find (LbTextFolds *self, gboolean folded, guint *line)
{
  const Fold *found = NULL;

  g_return_val_if_fail (LB_IS_TEXT_FOLDS (self), FALSE);
  g_return_val_if_fail (line != NULL, FALSE);

  for (guint i = 0; i < self->folds->len && fold_at (self, i)->block.first_line <= *line; i++)
    if (fold_at (self, i)->folded == folded && fold_at (self, i)->block.last_line >= *line)
      found = fold_at (self, i);
  if (found == NULL)
    return FALSE;

  *line = found->block.first_line;
  return TRUE;
}

/* Whether all others are in the first one. */
static gboolean
has_root (LbTextFolds *self)
{
  for (guint i = 1; i < self->folds->len; i++)
    if (fold_at (self, i)->block.last_line > fold_at (self, 0)->block.last_line)
      return FALSE;
  return self->folds->len > 1;
}

void
lb_text_folds_set_all (LbTextFolds *self, gboolean folded)
{
  guint last = 0;

  g_return_if_fail (LB_IS_TEXT_FOLDS (self));

  for (guint i = folded && has_root (self) ? 1 : 0; i < self->folds->len; i++)
    {
      Fold *fold = fold_at (self, i);

      if (folded && !fold->folded)
        keep_cursor_in_sight (self, &fold->block);
      fold->folded = folded;
      last = MAX (last, fold->block.last_line);
    }
  if (last == 0)
    return;

  show_between (self, 0, last);
  emit_changed (self);
}

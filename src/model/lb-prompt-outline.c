#include "model/lb-prompt-outline.h"

#include <string.h>

/* What is nested deeper is no prompt, and nobody reads it. */
#define MAX_DEPTH 1000
#define PARAGRAPH_SEPARATOR "\xe2\x80\xa9"

/* A bracket that is open where the reading is. */
typedef struct
{
  gboolean object;
  guint line;
  guint n_items;
  guint n_objects;     /* of the items */
  gboolean wants_item; /* behind the bracket or a comma */
} Frame;

typedef struct
{
  const char *text;
  gsize pos;
  guint line;
  GArray *frames;  /* (owned) (element-type Frame) */
  guint n_open[2]; /* of the frames: lists, objects */
  GArray *blocks;  /* (owned) (element-type LbPromptBlock) */
} Reading;

/* What is read next is part of an item, the first of it if one is wanted. */
static void
count_item (Reading *self, gboolean object)
{
  Frame *frame =
    self->frames->len > 0 ? &g_array_index (self->frames, Frame, self->frames->len - 1) : NULL;

  if (frame == NULL || !frame->wants_item)
    return;

  frame->wants_item = FALSE;
  frame->n_items++;
  frame->n_objects += object;
}

static void
open_bracket (Reading *self, gboolean object)
{
  const Frame frame = { .object = object, .line = self->line, .wants_item = TRUE };

  count_item (self, object);
  g_array_append_val (self->frames, frame);
  self->n_open[object]++;
}

static LbPromptItems
items_of (const Frame *frame)
{
  if (frame->object)
    return LB_PROMPT_ITEMS_FIELDS;
  return frame->n_items > 0 && frame->n_objects == frame->n_items ? LB_PROMPT_ITEMS_OBJECTS
                                                                  : LB_PROMPT_ITEMS_VALUES;
}

static void
add_block (Reading *self, const Frame *frame)
{
  const LbPromptBlock block = {
    .first_line = frame->line,
    .last_line = self->line,
    .items = items_of (frame),
    .n_items = frame->n_items,
  };

  if (block.last_line > block.first_line + 1)
    g_array_append_val (self->blocks, block);
}

/* Closes the last bracket of the kind; those behind it never are, and one that closes nothing is
 * passed over. */
static void
close_bracket (Reading *self, gboolean object)
{
  Frame frame;

  if (self->n_open[object] == 0)
    return;

  do
    {
      frame = g_array_index (self->frames, Frame, self->frames->len - 1);
      g_array_set_size (self->frames, self->frames->len - 1);
      self->n_open[frame.object]--;
    }
  while (frame.object != object);
  add_block (self, &frame);
}

static void
next_item (Reading *self)
{
  if (self->frames->len > 0)
    g_array_index (self->frames, Frame, self->frames->len - 1).wants_item = TRUE;
}

/* Bytes of the end of a line at @text; 0 if it isn't one. */
static gsize
line_end (const char *text)
{
  if (*text == '\r')
    return text[1] == '\n' ? 2 : 1;
  if (*text == '\n')
    return 1;
  return strncmp (text, PARAGRAPH_SEPARATOR, strlen (PARAGRAPH_SEPARATOR)) == 0
           ? strlen (PARAGRAPH_SEPARATOR)
           : 0;
}

/* A string, which ends with its line at the latest; a separator of paragraphs may be in it. */
static void
read_string (Reading *self)
{
  const char *text = self->text;
  gsize i = self->pos + 1;

  while (text[i] != '\0' && text[i] != '"' && text[i] != '\n' && text[i] != '\r')
    {
      if (line_end (text + i) > 0)
        self->line++;
      i += text[i] == '\\' && strchr ("\"\\", text[i + 1]) != NULL && text[i + 1] != '\0' ? 2 : 1;
    }
  self->pos = text[i] == '"' ? i + 1 : i;
}

static void
read_next (Reading *self)
{
  const gsize end = line_end (self->text + self->pos);
  const char c = self->text[self->pos];

  if (end > 0)
    {
      self->line++;
      self->pos += end;
      return;
    }
  if (c == '"')
    {
      count_item (self, FALSE);
      read_string (self);
      return;
    }

  self->pos++;
  switch (c)
    {
    case '{':
    case '[':  open_bracket (self, c == '{'); break;
    case '}':
    case ']':  close_bracket (self, c == '}'); break;
    case ',':  next_item (self); break;
    case ' ':
    case '\t': break;
    default:   count_item (self, FALSE);
    }
}

/* (The sort keeps the order of equals, in which what is within comes first.) */
static int
compare_blocks (gconstpointer a, gconstpointer b)
{
  const LbPromptBlock *left = a;
  const LbPromptBlock *right = b;

  if (left->first_line != right->first_line)
    return left->first_line < right->first_line ? -1 : 1;
  return (left->last_line > right->last_line) - (left->last_line < right->last_line);
}

/* Leaves the outermost of those that begin on one line. */
static void
sort_blocks (GArray *blocks)
{
  guint n_left = 0;

  g_array_sort (blocks, compare_blocks);
  for (guint i = 0; i < blocks->len; i++)
    {
      const LbPromptBlock block = g_array_index (blocks, LbPromptBlock, i);

      if (n_left > 0 &&
          g_array_index (blocks, LbPromptBlock, n_left - 1).first_line == block.first_line)
        n_left--;
      g_array_index (blocks, LbPromptBlock, n_left++) = block;
    }
  g_array_set_size (blocks, n_left);
}

GArray *
lb_prompt_outline_new (const char *text)
{
  Reading self = { .text = text };

  g_return_val_if_fail (text != NULL, NULL);

  self.frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  self.blocks = g_array_new (FALSE, FALSE, sizeof (LbPromptBlock));
  while (text[self.pos] != '\0' && self.frames->len < MAX_DEPTH)
    read_next (&self);
  sort_blocks (self.blocks);
  g_array_unref (self.frames);
  return self.blocks;
}

#include "model/lb-prompt-cursor.h"

#include "model/lb-prompt-path.h"

#include <string.h>

#define MAX_DEPTH 64

/* An object or a list that is open where the reading is. */
typedef struct
{
  gboolean object;
  gboolean wants_value; /* of an object: the key and a colon are there */
  guint index;          /* of a list */
  char *key;            /* (owned) (nullable): of an object, the last one */
  GPtrArray *keys;      /* (owned) (element-type utf8): of an object, all but the one written */
} Frame;

typedef struct
{
  const char *text;
  gsize length;
  gsize offset;
  GPtrArray *frames;      /* (owned) (element-type Frame) */
  LbPromptCursor *cursor; /* (unowned): what is found */
  Frame *found;           /* (unowned) (nullable): the one that the cursor is in */
} Reading;

static void
frame_free (gpointer data)
{
  Frame *frame = data;

  g_ptr_array_unref (frame->keys);
  g_free (frame->key);
  g_free (frame);
}

static Frame *
last_frame (Reading *self)
{
  return self->frames->len > 0 ? self->frames->pdata[self->frames->len - 1] : NULL;
}

static void
push (Reading *self, gboolean object)
{
  Frame *frame = g_new0 (Frame, 1);

  frame->object = object;
  frame->keys = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->frames, frame);
}

/* (transfer full): where the frames lead, with the last key if a value is meant. */
static char *
spell_path (Reading *self, gboolean value)
{
  GString *path = g_string_new (NULL);

  for (guint i = 0; i < self->frames->len; i++)
    {
      Frame *frame = self->frames->pdata[i];
      const gboolean last = i + 1 == self->frames->len;

      if (last && !value)
        break;
      if (!frame->object)
        g_string_append_printf (path, "[%u]", frame->index);
      else if (frame->key != NULL)
        lb_prompt_path_append_key (path, frame->key);
    }
  return g_string_free_and_steal (path);
}

static void
find (Reading *self, gsize start, gsize end, gboolean quoted, gboolean closed)
{
  LbPromptCursor *cursor = self->cursor;
  Frame *frame = last_frame (self);
  const gboolean value = frame != NULL && (!frame->object || frame->wants_value);

  self->found = frame;
  if (frame == NULL)
    return;

  cursor->kind = value ? LB_PROMPT_CURSOR_VALUE : LB_PROMPT_CURSOR_KEY;
  g_free (cursor->path);
  cursor->path = spell_path (self, value);
  cursor->start = start;
  cursor->end = end;
  cursor->quoted = quoted;
  cursor->closed = closed;
}

/* The byte behind the text that begins at @start, which ends with its line at the latest. */
static gsize
find_end (Reading *self, gsize start, gboolean *closed)
{
  gsize i = start + 1;

  *closed = FALSE;
  while (i < self->length && self->text[i] != '\n' && self->text[i] != '"')
    i += self->text[i] == '\\' && i + 1 < self->length ? 2 : 1;
  if (i < self->length && self->text[i] == '"')
    *closed = TRUE;
  return *closed ? i + 1 : MIN (i, self->length);
}

/* Returns the byte behind it. */
static gsize
read_text (Reading *self, gsize start)
{
  gboolean closed;
  const gsize end = find_end (self, start, &closed);
  const gsize inner_end = closed ? end - 1 : end;
  const gboolean here = self->offset > start && self->offset <= inner_end;
  Frame *frame = last_frame (self);

  if (here)
    find (self, start + 1, closed ? inner_end : self->offset, TRUE, closed);
  if (frame == NULL || !frame->object || frame->wants_value)
    return end;

  g_free (frame->key);
  frame->key = g_strndup (self->text + start + 1, inner_end - start - 1);
  if (!here)
    g_ptr_array_add (frame->keys, g_strdup (frame->key));
  return end;
}

/* A number, a word, or what becomes one of them. */
static gsize
read_word (Reading *self, gsize start)
{
  gsize end = start;

  while (end < self->length && strchr (" \t\r\n\"{}[]:,", self->text[end]) == NULL)
    end++;
  if (self->offset > start && self->offset <= end)
    find (self, start, end, FALSE, FALSE);
  return end;
}

static void
separate (Reading *self)
{
  Frame *frame = last_frame (self);

  if (frame == NULL)
    return;

  frame->wants_value = FALSE;
  frame->index++;
}

/* FALSE when the object that the cursor is in has ended. */
static gboolean
pop (Reading *self)
{
  Frame *frame = last_frame (self);

  if (frame == NULL || frame == self->found)
    return FALSE;

  g_ptr_array_remove_index (self->frames, self->frames->len - 1);
  return TRUE;
}

/* Returns the byte behind what is read; the length at the end of what matters. */
static gsize
read_next (Reading *self, gsize i)
{
  Frame *frame = last_frame (self);

  switch (self->text[i])
    {
    case '"': return read_text (self, i);
    case '{':
    case '[':
      if (self->frames->len == MAX_DEPTH)
        return self->length;
      push (self, self->text[i] == '{');
      return i + 1;
    case '}':
    case ']': return pop (self) ? i + 1 : self->length;
    case ',': separate (self); return i + 1;
    case ':':
      if (frame != NULL)
        frame->wants_value = TRUE;
      return i + 1;
    case ' ':
    case '\t':
    case '\r':
    case '\n': return i + 1;
    default:   return read_word (self, i);
    }
}

LbPromptCursor *
lb_prompt_cursor_new (const char *text, gsize offset)
{
  LbPromptCursor *cursor;
  Reading self = { 0 };
  gsize i = 0;

  g_return_val_if_fail (text != NULL, NULL);

  cursor = g_new0 (LbPromptCursor, 1);
  self.text = text;
  self.length = strlen (text);
  self.offset = MIN (offset, self.length);
  self.cursor = cursor;
  self.frames = g_ptr_array_new_with_free_func (frame_free);
  cursor->path = g_strdup ("");
  while (i < self.length || (i == self.length && self.found == NULL))
    {
      if (self.found == NULL && i >= self.offset)
        {
          find (&self, self.offset, self.offset, FALSE, FALSE);
          if (self.found == NULL)
            break;
        }
      if (i == self.length)
        break;
      i = read_next (&self, i);
    }

  cursor->keys = g_new0 (char *, 1);
  if (self.found != NULL && cursor->kind == LB_PROMPT_CURSOR_KEY)
    {
      g_free (cursor->keys);
      g_ptr_array_add (self.found->keys, NULL);
      cursor->keys = g_strdupv ((char **) self.found->keys->pdata);
      g_ptr_array_remove_index (self.found->keys, self.found->keys->len - 1);
    }
  g_ptr_array_unref (self.frames);
  return cursor;
}

void
lb_prompt_cursor_free (LbPromptCursor *self)
{
  g_free (self->path);
  g_strfreev (self->keys);
  g_free (self);
}

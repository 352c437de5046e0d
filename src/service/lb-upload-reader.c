#include "service/lb-upload-reader.h"

#include <string.h>

#include "service/lb-base64.h"

#define MEMBER "file"

typedef enum
{
  STATE_BETWEEN, /* values */
  STATE_STRING,
  STATE_FILE /* the string that is taken apart */
} State;

struct _LbUploadReader
{
  State state;
  GByteArray *rest;        /* (owned) */
  guint depth;             /* of arrays and objects */
  gboolean in_value;       /* behind a member's colon, in the outermost object */
  char key[sizeof MEMBER]; /* the beginning of the last string before it */
  guint key_length;
  gboolean escaped; /* the next character is behind a backslash */
  guint hex_left;   /* digits of \uXXXX that are still to come */
  guint hex;
  LbBase64Reader *reader; /* (owned) (nullable) */
  GBytes *file;           /* (owned) (nullable) */
};

LbUploadReader *
lb_upload_reader_new (void)
{
  LbUploadReader *self = g_new0 (LbUploadReader, 1);

  self->rest = g_byte_array_new ();

  return self;
}

void
lb_upload_reader_free (LbUploadReader *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->rest, g_byte_array_unref);
  g_clear_pointer (&self->reader, lb_base64_reader_free);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_free (self);
}

static void
keep (LbUploadReader *self, const char *text, gsize length)
{
  g_byte_array_append (self->rest, (const guint8 *) text, (guint) length);
}

static void
begin_string (LbUploadReader *self)
{
  self->escaped = FALSE;
  if (self->in_value && self->depth == 1 && self->key_length == strlen (MEMBER) &&
      memcmp (self->key, MEMBER, strlen (MEMBER)) == 0)
    {
      self->state = STATE_FILE;
      self->hex_left = 0;
      g_clear_pointer (&self->file, g_bytes_unref);
      self->reader = lb_base64_reader_new ();
      return;
    }

  self->state = STATE_STRING;
  if (!self->in_value)
    self->key_length = 0;
}

static void
push_between (LbUploadReader *self, char letter)
{
  keep (self, &letter, 1);

  switch (letter)
    {
    case '"': begin_string (self); break;
    case '{':
    case '[': self->depth++; break;
    case '}':
    case ']':
      if (self->depth > 0)
        self->depth--;
      break;
    case ':':
      if (self->depth == 1)
        self->in_value = TRUE;
      break;
    case ',':
      if (self->depth == 1)
        self->in_value = FALSE;
      break;
    default: break;
    }
}

static void
push_string (LbUploadReader *self, char letter)
{
  keep (self, &letter, 1);

  if (!self->escaped && letter == '"')
    {
      self->state = STATE_BETWEEN;
      return;
    }

  self->escaped = !self->escaped && letter == '\\';
  if (!self->in_value && self->depth == 1)
    {
      if (self->key_length < strlen (MEMBER))
        self->key[self->key_length] = letter;
      self->key_length = MIN (self->key_length + 1, sizeof MEMBER);
    }
}

/* No such thing is in JSON, nor is it in what is left. */
static void
spoil (LbUploadReader *self)
{
  lb_base64_reader_push (self->reader, "?", 1);
  keep (self, "\\ ", 2);
}

/* Behind the backslash: what base64 may be spelled with besides, and what it may not. */
static void
push_escape (LbUploadReader *self, char letter)
{
  static const char *const escapes = "\"\\/bfnrt";
  static const char *const meanings = "\"\\/\b\f\n\r\t";
  const char *at;

  self->escaped = FALSE;
  if (letter == 'u')
    {
      self->hex_left = 4;
      self->hex = 0;
    }
  else if (letter != '\0' && (at = strchr (escapes, letter)))
    lb_base64_reader_push (self->reader, meanings + (at - escapes), 1);
  else
    spoil (self);
}

static void
push_hex (LbUploadReader *self, char letter)
{
  int digit = g_ascii_xdigit_value (letter);
  char meaning;

  if (digit < 0)
    {
      self->hex_left = 0;
      spoil (self);
      return;
    }

  self->hex = self->hex << 4 | (guint) digit;
  if (--self->hex_left > 0)
    return;

  meaning = self->hex < 0x80 ? (char) self->hex : '?';
  lb_base64_reader_push (self->reader, &meaning, 1);
}

/* As far as letters go that stand for themselves. */
static gsize
count_plain (const char *text, gsize length)
{
  gsize count = 0;

  while (count < length && text[count] != '"' && text[count] != '\\' &&
         (guchar) text[count] >= ' ' && (guchar) text[count] < 0x80)
    count++;

  return count;
}

static void
end_file (LbUploadReader *self)
{
  keep (self, "\"", 1);
  self->file = lb_base64_reader_end (self->reader);
  g_clear_pointer (&self->reader, lb_base64_reader_free);
  self->state = STATE_BETWEEN;
}

/* Returns how much of @text has been taken. */
static gsize
push_file (LbUploadReader *self, const char *text, gsize length)
{
  gsize plain;

  if (self->hex_left > 0)
    push_hex (self, *text);
  else if (self->escaped)
    push_escape (self, *text);
  else if ((plain = count_plain (text, length)) > 0)
    {
      lb_base64_reader_push (self->reader, text, plain);
      return plain;
    }
  else if (*text == '"')
    end_file (self);
  else if (*text == '\\')
    self->escaped = TRUE;
  else
    {
      /* Bare control characters are no JSON, and bytes of other letters may be no UTF-8. */
      lb_base64_reader_push (self->reader, "?", 1);
      keep (self, text, 1);
    }

  return 1;
}

void
lb_upload_reader_push (LbUploadReader *self, const char *text, gsize length)
{
  while (length > 0)
    {
      gsize taken = 1;

      switch (self->state)
        {
        case STATE_STRING:  push_string (self, *text); break;
        case STATE_FILE:    taken = push_file (self, text, length); break;
        case STATE_BETWEEN:
        default:            push_between (self, *text); break;
        }
      text += taken;
      length -= taken;
    }
}

GBytes *
lb_upload_reader_end (LbUploadReader *self, GBytes **file)
{
  *file = g_steal_pointer (&self->file);

  return g_byte_array_free_to_bytes (g_steal_pointer (&self->rest));
}

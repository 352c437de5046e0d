#include "service/lb-base64.h"

#include <string.h>

#include "base/lb-threads.h"
#include "service/lb-fault.h"

#define SCHEME "data:"
#define MARK ";base64"
#define MAX_PREFIX 1024

enum
{
  BLANK = 64, /* behind the values of the letters */
  PADDING,
  FOREIGN
};

typedef enum
{
  STATE_START,  /* as long as it may be a data URI */
  STATE_PREFIX, /* of one, up to the comma */
  STATE_LETTERS,
  STATE_BAD
} State;

struct _LbBase64Reader
{
  State state;
  guint8 values[256];
  GByteArray *bytes;      /* (owned) */
  guint prefix;           /* characters of it so far */
  char tail[sizeof MARK]; /* the last ones of them */
  guint32 bits;
  gsize letters;
  guint padding;
};

typedef struct
{
  const char *text;
  const char *rule;
  const char *field;
} Decode;

LbBase64Reader *
lb_base64_reader_new (void)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  LbBase64Reader *self = g_new0 (LbBase64Reader, 1);

  self->bytes = g_byte_array_new ();
  for (guint i = 0; i < 256; i++)
    self->values[i] = g_ascii_isspace (i) ? BLANK : FOREIGN;
  for (guint i = 0; i < 64; i++)
    self->values[(guchar) letters[i]] = (guint8) i;
  self->values['='] = PADDING;

  return self;
}

void
lb_base64_reader_free (LbBase64Reader *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_free (self);
}

static void
give_up (LbBase64Reader *self)
{
  self->state = STATE_BAD;
  g_byte_array_unref (self->bytes);
  self->bytes = g_byte_array_new ();
}

static void
push_letters (LbBase64Reader *self, const char *text, gsize length)
{
  guint start = self->bytes->len;
  guint8 *out;

  if (length / 4 * 3 > G_MAXINT - start - 3)
    {
      give_up (self);
      return;
    }

  g_byte_array_set_size (self->bytes, start + (guint) (length / 4 * 3) + 3);
  out = self->bytes->data + start;

  for (gsize i = 0; i < length; i++)
    {
      guint8 value = self->values[(guchar) text[i]];

      if (value == BLANK)
        continue;
      if (value == PADDING)
        {
          self->padding++;
          continue;
        }
      if (value == FOREIGN || self->padding > 0)
        {
          give_up (self);
          return;
        }

      self->bits = self->bits << 6 | value;
      if (self->letters++ % 4 > 0)
        *out++ = (guint8) (self->bits >> (6 - 2 * ((self->letters - 1) % 4)));
    }

  g_byte_array_set_size (self->bytes, (guint) (out - self->bytes->data));
}

/* Past "data:image/png;base64,", of which only the end tells something. */
static void
push_prefix (LbBase64Reader *self, char letter)
{
  const gsize mark = strlen (MARK);

  if (letter == ',')
    {
      if (g_ascii_strcasecmp (self->tail, MARK) == 0)
        self->state = STATE_LETTERS;
      else
        give_up (self);
      return;
    }

  if (++self->prefix > MAX_PREFIX)
    {
      give_up (self);
      return;
    }

  memmove (self->tail, self->tail + 1, mark - 1);
  self->tail[mark - 1] = letter;
}

/* What has passed for the beginning of "data:" was none. */
static void
begin_letters (LbBase64Reader *self)
{
  self->state = STATE_LETTERS;
  push_letters (self, self->tail, self->prefix);
}

static void
push_start (LbBase64Reader *self, char letter)
{
  if (g_ascii_tolower (letter) != SCHEME[self->prefix])
    {
      begin_letters (self);
      if (self->state == STATE_LETTERS)
        push_letters (self, &letter, 1);
      return;
    }

  self->tail[self->prefix++] = letter;
  if (self->prefix == strlen (SCHEME))
    {
      memset (self->tail, ' ', strlen (MARK));
      self->state = STATE_PREFIX;
    }
}

void
lb_base64_reader_push (LbBase64Reader *self, const char *text, gsize length)
{
  while (length > 0 && (self->state == STATE_START || self->state == STATE_PREFIX))
    {
      if (self->state == STATE_START)
        push_start (self, *text);
      else
        push_prefix (self, *text);
      text++;
      length--;
    }

  if (self->state == STATE_LETTERS)
    push_letters (self, text, length);
}

GBytes *
lb_base64_reader_end (LbBase64Reader *self)
{
  if (self->state == STATE_START)
    begin_letters (self);

  if (self->state != STATE_LETTERS || self->letters == 0 || self->padding > 2 ||
      (self->letters + self->padding) % 4 != 0)
    return NULL;

  return g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes));
}

static DexFuture *
decode_fiber (gpointer data)
{
  Decode *decode = data;
  g_autoptr (LbBase64Reader) reader = lb_base64_reader_new ();
  GError *error = NULL;
  GBytes *bytes;

  lb_base64_reader_push (reader, decode->text, strlen (decode->text));
  if ((bytes = lb_base64_reader_end (reader)))
    return dex_future_new_take_boxed (G_TYPE_BYTES, bytes);

  lb_fault_set (&error, LB_ERROR_INVALID, decode->rule, decode->field, "The picture is not base64");

  return dex_future_new_for_error (error);
}

DexFuture *
lb_base64_decode (const char *text, const char *rule, const char *field)
{
  Decode *decode = g_new0 (Decode, 1);

  decode->text = text;
  decode->rule = rule;
  decode->field = field;

  return lb_threads_run (decode_fiber, decode, g_free);
}

#include "model/lb-image-name.h"

#include <string.h>

#define CHOSEN_CHARS 6 /* by chance; the rest of a mark follows from them */
#define NAME_BYTES_MAX 255
#define ENDING_BYTES_MAX 8

static int
digit_value (char digit)
{
  if (digit >= '0' && digit <= '9')
    return digit - '0';

  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static guint8
fold (const char *chosen)
{
  guint32 sum = 2166136261u;

  for (gsize i = 0; i < CHOSEN_CHARS; i++)
    sum = (sum ^ (guint8) chosen[i]) * 16777619u;

  return (guint8) (sum ^ (sum >> 8) ^ (sum >> 16) ^ (sum >> 24));
}

static gboolean
is_mark (const char *text)
{
  gboolean letter = FALSE;
  gboolean digit = FALSE;

  for (gsize i = 0; i < LB_IMAGE_NAME_MARK_CHARS; i++)
    {
      if (digit_value (text[i]) < 0)
        return FALSE;
      letter |= g_ascii_isalpha (text[i]);
      digit |= g_ascii_isdigit (text[i]);
    }

  return letter && digit && digit_value (text[6]) * 16 + digit_value (text[7]) == (int) fold (text);
}

char *
lb_image_name_new_uuid (void)
{
  for (;;)
    {
      g_autofree char *uuid = g_uuid_string_random ();
      g_autofree char *end = g_strdup_printf ("%02x", fold (uuid));

      memcpy (uuid + CHOSEN_CHARS, end, 2);
      if (is_mark (uuid))
        return g_steal_pointer (&uuid);
    }
}

/* ".png"; empty when the name has none. */
static const char *
find_ending (const char *name)
{
  const char *dot = strrchr (name, '.');

  if (dot == NULL || dot == name || strlen (dot) > ENDING_BYTES_MAX)
    return name + strlen (name);

  return dot;
}

char *
lb_image_name_mark (const char *name, const char *uuid)
{
  const char *ending = NULL;
  gsize room = 0;
  gsize length = 0;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (uuid != NULL, NULL);

  ending = find_ending (name);
  room = NAME_BYTES_MAX - strlen (ending) - LB_IMAGE_NAME_MARK_CHARS - 1;
  length = (gsize) (ending - name);
  while (length > room)
    length = (gsize) (g_utf8_find_prev_char (name, name + length) - name);

  return g_strdup_printf ("%.*s-%.*s%s", (int) length, name, LB_IMAGE_NAME_MARK_CHARS, uuid,
                          ending);
}

char *
lb_image_name_unmark (const char *name)
{
  const char *ending = NULL;
  gsize length = 0;

  if (name == NULL)
    return NULL;

  ending = find_ending (name);
  length = (gsize) (ending - name);
  if (length <= LB_IMAGE_NAME_MARK_CHARS || ending[-LB_IMAGE_NAME_MARK_CHARS - 1] != '-' ||
      !is_mark (ending - LB_IMAGE_NAME_MARK_CHARS))
    return g_strdup (name);

  return g_strdup_printf ("%.*s%s", (int) (length - LB_IMAGE_NAME_MARK_CHARS - 1), name, ending);
}

#include "config.h"

#include "ui/prompt/lb-text-splice.h"

#include <string.h>

/* Bytes that @a and @b begin with alike, whole characters only. */
static gsize
common_start (const char *a, const char *b)
{
  const char *from = a;

  while (*a != '\0' && *a == *b)
    a++, b++;
  while (a > from && ((*a & 0xc0) == 0x80 || (*b & 0xc0) == 0x80))
    a--, b--;
  return (gsize) (a - from);
}

/* Bytes that @a and @b end with alike, whole characters only. */
static gsize
common_end (const char *a, gsize a_length, const char *b, gsize b_length)
{
  gsize n = 0;

  while (n < a_length && n < b_length && a[a_length - n - 1] == b[b_length - n - 1])
    n++;
  while (n > 0 && (a[a_length - n] & 0xc0) == 0x80)
    n--;
  return n;
}

gboolean
lb_text_splice (GtkTextBuffer *buffer, const char *text)
{
  g_autofree char *before = NULL;
  GtkTextIter start, end;
  gsize head, tail, length;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  before = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  if (g_str_equal (before, text))
    return FALSE;

  length = strlen (before);
  head = common_start (before, text);
  tail = common_end (before + head, length - head, text + head, strlen (text + head));

  gtk_text_buffer_get_iter_at_offset (buffer, &start, (int) g_utf8_strlen (before, (gssize) head));
  gtk_text_buffer_get_iter_at_offset (buffer, &end,
                                      (int) g_utf8_strlen (before, (gssize) (length - tail)));
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, text + head, (int) (strlen (text) - head - tail));
  gtk_text_buffer_end_user_action (buffer);
  return TRUE;
}

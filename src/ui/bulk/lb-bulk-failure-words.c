#include "config.h"

#include "ui/bulk/lb-bulk-failure-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/widgets/lb-pixel-size.h"

#define MAX_FORMAT_CHARS 12

/* The beginnings of what the service on this computer says; a service elsewhere has other words. */
static const struct
{
  const char *said;
  const char *words;
} known[] = {
  { "The file is of no known picture format", N_ ("Not a picture") },
  { "The picture is animated", N_ ("Animated pictures can’t be added") },
  { "The picture is damaged", N_ ("Damaged") },
  { "The entry is damaged", N_ ("Damaged") },
  { "The entry has an empty part in its name", N_ ("A name that is not safe") },
  { "The entry has an absolute name", N_ ("A name that is not safe") },
  { "The entry names a drive", N_ ("A name that is not safe") },
  { "The entry leads out of its folder", N_ ("A name that is not safe") },
  { "The entry has a backslash in its name", N_ ("A name that is not safe") },
  { "The entry has a control character in its name", N_ ("A name that is not safe") },
  { "The entry has a name that is not UTF-8", N_ ("A name that is not safe") },
  { "The entry has too long a name", N_ ("A name that is not safe") },
  { "The entry has the name of an earlier entry", N_ ("The name is there twice") },
  { "The entry is a symbolic link", N_ ("A link, not a picture") },
  { "The entry is neither a file nor a folder", N_ ("A link, not a picture") },
  { "The entry is an archive itself", N_ ("An archive within the archive") },
  { "The entry is compressed in a way", N_ ("Compressed in an unusual way") },
  { "The entry is beyond the limit of images", N_ ("More than a dataset takes") },
  { "There is no text beside the picture", N_ ("No caption text beside it") },
  { "The text beside the picture", N_ ("The text beside it can’t be used") },
  { "The caption is longer than", N_ ("The text beside it is too long") },
};

/* (transfer full) (nullable) */
static char *
size_words (const char *message)
{
  static const char before[] = "The picture has ";
  static const char between[] = " × ";
  g_autofree char *pixels = NULL;
  gint64 width, height;
  char *end;

  if (!g_str_has_prefix (message, before))
    return NULL;

  width = g_ascii_strtoll (message + strlen (before), &end, 10);
  if (!g_str_has_prefix (end, between))
    return NULL;

  height = g_ascii_strtoll (end + strlen (between), NULL, 10);
  if (width <= 0 || width > G_MAXINT || height <= 0 || height > G_MAXINT)
    return NULL;

  pixels = lb_pixel_size_words ((int) width, (int) height);
  /* Translators: %s is the width and height of a picture, in pixels */
  return g_strdup_printf (_ ("Too small, %s"), pixels);
}

/* (transfer full) (nullable) */
static char *
format_words (const char *message)
{
  static const char before[] = "The file is ";
  const char *name = message + strlen (before);
  const char *end;
  g_autofree char *format = NULL;

  if (!g_str_has_prefix (message, before) || (end = strchr (name, ';')) == NULL || end == name ||
      end - name > MAX_FORMAT_CHARS)
    return NULL;

  format = g_strndup (name, (gsize) (end - name));
  return g_strdup_printf (_ ("Not a supported format (%s)"), format);
}

char *
lb_bulk_failure_entry_words (LbBulkEntry *entry)
{
  const char *message = lb_bulk_entry_get_message (entry);

  if (message == NULL)
    return NULL;
  if (lb_bulk_entry_get_verdict (entry) == LB_BULK_TOO_SMALL)
    return size_words (message);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_has_prefix (message, known[i].said))
      return g_strdup (_ (known[i].words));

  return format_words (message);
}

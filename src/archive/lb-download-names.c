#include "archive/lb-download-names.h"

#include <string.h>

#include "archive/lb-zip-name.h"

/* Leaves room for a number and an ending in the 255 that a name may have. */
#define STEM_BYTES 200

struct _LbDownloadNames
{
  GHashTable *stems; /* (owned): folded stem to the number that was given to it last */
};

LbDownloadNames *
lb_download_names_new (void)
{
  LbDownloadNames *self = g_new0 (LbDownloadNames, 1);

  self->stems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

void
lb_download_names_free (LbDownloadNames *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->stems);
  g_free (self);
}

/* What some file system refuses, and what turns a name around or hides a part of it. */
static gboolean
is_unfit (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
         type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR ||
         (c < 0x80 && strchr ("/\\:*?\"<>|", (int) c) != NULL);
}

/* Names that mean devices to Windows. */
static gboolean
is_device (const char *stem)
{
  static const char *const devices[] = { "con", "prn", "aux", "nul" };
  gsize size = strcspn (stem, ".");

  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    if (size == 3 && g_ascii_strncasecmp (stem, devices[i], 3) == 0)
      return TRUE;

  return size == 4 && g_ascii_isdigit (stem[3]) &&
         (g_ascii_strncasecmp (stem, "com", 3) == 0 || g_ascii_strncasecmp (stem, "lpt", 3) == 0);
}

static void
trim (GString *name)
{
  gsize from = strspn (name->str, ". ");

  g_string_erase (name, 0, (gssize) from);
  while (name->len > 0 && strchr (". ", name->str[name->len - 1]) != NULL)
    g_string_truncate (name, name->len - 1);
}

/* @size: bytes of @text to look at. */
static char *
clean (const char *text, gsize size, const char *instead)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *p = text; p < text + size && name->len < STEM_BYTES; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (name, is_unfit (c) ? '_' : c);
    }

  trim (name);
  if (is_device (name->str))
    g_string_prepend_c (name, '_');

  return name->len > 0 ? g_string_free_and_steal (g_steal_pointer (&name)) : g_strdup (instead);
}

char *
lb_download_name_clean (const char *text)
{
  return clean (text, strlen (text), "images");
}

/* The dot before an ending that says "picture", or the end. */
static const char *
find_ending (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && lb_zip_name_get_kind (name) == LB_ZIP_KIND_IMAGE ? dot
                                                                         : name + strlen (name);
}

/* The name's own where it is right, since an upload may have been named as it pleased. */
static const char *
ending_for (const char *own, const char *format)
{
  static const char *const jpeg[] = { ".jpg", ".jpeg" };

  if (!g_str_equal (format, "jpeg"))
    return g_str_equal (format, "png") ? ".png" : ".webp";

  for (guint i = 0; i < G_N_ELEMENTS (jpeg); i++)
    if (g_ascii_strcasecmp (own, jpeg[i]) == 0)
      return jpeg[i];

  return jpeg[0];
}

/* (transfer full): @stem, or @stem with a number. */
static char *
take_stem (LbDownloadNames *self, const char *stem)
{
  g_autofree char *key = lb_zip_name_to_key (stem);
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->stems, key));

  if (number == 0)
    {
      g_hash_table_insert (self->stems, g_steal_pointer (&key), GUINT_TO_POINTER (1));
      return g_strdup (stem);
    }

  while (TRUE)
    {
      g_autofree char *next = g_strdup_printf ("%s (%u)", stem, ++number);
      g_autofree char *next_key = lb_zip_name_to_key (next);

      if (g_hash_table_contains (self->stems, next_key))
        continue;
      g_hash_table_insert (self->stems, g_steal_pointer (&key), GUINT_TO_POINTER (number));
      g_hash_table_insert (self->stems, g_steal_pointer (&next_key), GUINT_TO_POINTER (1));
      return g_steal_pointer (&next);
    }
}

char *
lb_download_names_add (LbDownloadNames *self, const char *image_name, const char *format)
{
  const char *ending = find_ending (image_name);
  g_autofree char *stem = clean (image_name, (gsize) (ending - image_name), "image");
  g_autofree char *taken = take_stem (self, stem);

  return g_strconcat (taken, ending_for (ending, format), NULL);
}

char *
lb_download_name_of_text (const char *file_name)
{
  g_autofree char *stem = g_strndup (file_name, (gsize) (find_ending (file_name) - file_name));

  return g_strconcat (stem, ".txt", NULL);
}

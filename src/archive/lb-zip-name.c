#include "archive/lb-zip-name.h"

#include <string.h>

#define MAX_PART_BYTES 255
#define MAX_NAME_BYTES 1024

static const char *const image_endings[] = { ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp" };

static const char *const text_endings[] = { ".txt" };

static const char *const archive_endings[] = {
  ".zip", ".zipx", ".7z",  ".rar", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz",  ".bz2",
  ".xz",  ".zst",  ".lz4", ".lz",  ".cab", ".cbz", ".cbr", ".jar",  ".apk", ".iso", ".ar",
};

static const char *const desktop_files[] = { ".ds_store", "thumbs.db", "desktop.ini" };

static gboolean
ends_like (const char *name, const char *const *endings, guint n_endings)
{
  const gsize size = strlen (name);

  for (guint i = 0; i < n_endings; i++)
    {
      const gsize ending = strlen (endings[i]);

      if (size >= ending && g_ascii_strcasecmp (name + size - ending, endings[i]) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_control (const char *name, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (g_ascii_iscntrl (name[i]))
      return TRUE;

  return FALSE;
}

/* What comes after any number of leading `./`. */
static const char *
skip_here (const char *name, gsize *size)
{
  while (*size >= 2 && name[0] == '.' && name[1] == '/')
    {
      name += 2;
      *size -= 2;
    }

  return name;
}

static LbZipRefusal
check_part (const char *part, gsize size)
{
  if (size == 2 && part[0] == '.' && part[1] == '.')
    return LB_ZIP_REFUSAL_PARENT;
  if (size == 0 || (size == 1 && part[0] == '.'))
    return LB_ZIP_REFUSAL_EMPTY;
  if (size > MAX_PART_BYTES)
    return LB_ZIP_REFUSAL_LONG;

  return LB_ZIP_REFUSAL_NONE;
}

static LbZipRefusal
check_parts (const char *name, gsize size)
{
  const char *end = name + size;

  /* A folder's name ends in a slash, and that of the top folder may be `./` alone. */
  while (name < end)
    {
      const char *slash = memchr (name, '/', (gsize) (end - name));
      const char *part_end = slash ? slash : end;
      LbZipRefusal refusal = check_part (name, (gsize) (part_end - name));

      if (refusal != LB_ZIP_REFUSAL_NONE)
        return refusal;
      name = slash ? slash + 1 : end;
    }

  return LB_ZIP_REFUSAL_NONE;
}

LbZipRefusal
lb_zip_name_check (const char *name, gsize size)
{
  const gsize whole = size;

  if (size == 0)
    return LB_ZIP_REFUSAL_EMPTY;
  if (has_control (name, size))
    return LB_ZIP_REFUSAL_CONTROL;
  if (!g_utf8_validate (name, (gssize) size, NULL))
    return LB_ZIP_REFUSAL_NOT_UTF8;
  if (memchr (name, '\\', size))
    return LB_ZIP_REFUSAL_BACKSLASH;

  name = skip_here (name, &size);
  if (size == 0)
    return LB_ZIP_REFUSAL_NONE;
  if (name[0] == '/')
    return LB_ZIP_REFUSAL_ABSOLUTE;
  if (size >= 2 && g_ascii_isalpha (name[0]) && name[1] == ':')
    return LB_ZIP_REFUSAL_DRIVE;
  if (whole > MAX_NAME_BYTES)
    return LB_ZIP_REFUSAL_LONG;

  return check_parts (name, size);
}

char *
lb_zip_name_to_display (const char *name, gsize size)
{
  g_autofree char *text = NULL;
  const char *rest = skip_here (name, &size);
  const gboolean cut = size > MAX_NAME_BYTES;

  if (size == 0)
    return g_strdup (rest == name ? "" : ".");

  text = g_utf8_make_valid (rest, (gssize) MIN (size, MAX_NAME_BYTES));
  for (char *at = text; *at; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';

  return cut ? g_strconcat (text, "\342\200\246", NULL) : g_steal_pointer (&text);
}

char *
lb_zip_name_to_key (const char *name)
{
  g_autofree char *apart = NULL;
  g_autofree char *folded = NULL;

  if (g_str_is_ascii (name))
    return g_ascii_strdown (name, -1);

  apart = g_utf8_normalize (name, -1, G_NORMALIZE_NFD);
  folded = g_utf8_casefold (apart, -1);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_NFD);
}

LbZipKind
lb_zip_name_get_kind (const char *name)
{
  const char *slash = strrchr (name, '/');
  const char *last = slash ? slash + 1 : name;

  if (g_str_has_prefix (name, "__MACOSX/") || g_str_has_prefix (last, "._"))
    return LB_ZIP_KIND_METADATA;
  for (guint i = 0; i < G_N_ELEMENTS (desktop_files); i++)
    if (g_ascii_strcasecmp (last, desktop_files[i]) == 0)
      return LB_ZIP_KIND_METADATA;
  if (*last == '\0' || g_str_equal (name, "."))
    return LB_ZIP_KIND_FOLDER;
  if (ends_like (last, image_endings, G_N_ELEMENTS (image_endings)))
    return LB_ZIP_KIND_IMAGE;
  if (ends_like (last, text_endings, G_N_ELEMENTS (text_endings)))
    return LB_ZIP_KIND_TEXT;

  return LB_ZIP_KIND_OTHER;
}

gboolean
lb_zip_name_is_archive (const char *name)
{
  return ends_like (name, archive_endings, G_N_ELEMENTS (archive_endings));
}

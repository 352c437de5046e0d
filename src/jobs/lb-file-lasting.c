#include "jobs/lb-file-lasting.h"

/* "/run/user/UID/doc/ID/NAME", and as it is inside of a Flatpak "/run/flatpak/doc/ID/NAME". */
static gboolean
is_lent (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", 6);
  guint n = g_strv_length (parts);

  if (n < 4 || !g_str_equal (parts[1], "run"))
    return FALSE;
  if (g_str_equal (parts[2], "flatpak"))
    return g_str_equal (parts[3], "doc");

  return n > 4 && g_str_equal (parts[2], "user") && g_str_equal (parts[4], "doc");
}

gboolean
lb_file_is_lasting (GFile *file)
{
  const char *path = NULL;

  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  path = g_file_is_native (file) ? g_file_peek_path (file) : NULL;

  return path != NULL && !is_lent (path);
}

gboolean
lb_file_is_withheld (GFile *file, const GError *error)
{
  const char *confined = g_getenv ("FLATPAK_ID");

  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  if (confined == NULL || *confined == '\0' || !lb_file_is_lasting (file))
    return FALSE;

  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

#include "jobs/lb-export-earlier.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/lb-zip-reader.h"
#include "base/lb-sha256.h"
#include "jobs/lb-export-manifest.h"
#include "jobs/lb-export-part.h"

#define SUM_CHARS 64
#define MANIFEST_MAX_BYTES (16 * 1024 * 1024)
#define BLOCK_BYTES (64 * 1024)

static const char *const desktop_files[] = { ".DS_Store", ".directory", "Thumbs.db", "desktop.ini",
                                             NULL };

static gboolean
is_zip_of_ours (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (LbZipReader) reader = lb_zip_reader_new (&lb_zip_caps_default);

  if (!lb_zip_reader_open_file (reader, file, NULL, NULL))
    return FALSE;

  for (guint i = 0; i < lb_zip_reader_get_n_entries (reader); i++)
    {
      const LbZipEntry *entry = lb_zip_reader_get_entry (reader, i);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (LbExportManifest) manifest = NULL;

      if (!g_str_equal (entry->name, LB_EXPORT_MANIFEST))
        continue;
      bytes = lb_zip_reader_read_bytes (reader, i, MANIFEST_MAX_BYTES, NULL, NULL);
      manifest = bytes != NULL ? lb_export_manifest_new (bytes) : NULL;
      return manifest != NULL;
    }

  return FALSE;
}

gboolean
lb_export_earlier_is_there (const char *path, gboolean zip)
{
  g_autofree char *mark = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  if (zip)
    return is_zip_of_ours (path);

  mark = g_build_filename (path, LB_EXPORT_MANIFEST, NULL);
  return g_file_test (path, G_FILE_TEST_IS_DIR) && g_file_test (mark, G_FILE_TEST_IS_REGULAR);
}

/* (transfer full): path to its sum, as the export has left them; empty when it can't be read. */
static GHashTable *
read_sums (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, LB_EXPORT_SUMS, NULL);
  g_autofree char *text = NULL;
  GHashTable *sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  char *rest = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return sums;

  for (char *line = strtok_r (text, "\n", &rest); line != NULL; line = strtok_r (NULL, "\n", &rest))
    if (strlen (line) > SUM_CHARS + 2)
      g_hash_table_insert (sums, g_strdup (line + SUM_CHARS + 2), g_strndup (line, SUM_CHARS));

  return sums;
}

static gboolean
has_sum (int folder_fd, const char *name, const char *sum)
{
  LbSha256 checksum;
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  g_autofd int fd = openat (folder_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  g_autofree char *found = NULL;
  gssize n = 0;

  lb_sha256_init (&checksum);
  while (fd >= 0 && ((n = read (fd, block, BLOCK_BYTES)) > 0 || (n < 0 && errno == EINTR)))
    if (n > 0)
      lb_sha256_update (&checksum, block, (gsize) n);

  found = lb_sha256_end (&checksum);

  return fd >= 0 && n == 0 && g_str_equal (found, sum);
}

static gboolean
is_as_written (GHashTable *sums, int fd, const char *name, const char *path)
{
  const char *sum = g_hash_table_lookup (sums, path);
  struct stat info;

  if (g_str_equal (path, LB_EXPORT_SUMS) || g_strv_contains (desktop_files, name))
    return fstatat (fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG (info.st_mode);

  return sum != NULL && fstatat (fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISREG (info.st_mode) && has_sum (fd, name, sum);
}

/* @below: (nullable): the folder in the export that is looked at, which has none in it itself */
static char *
find_changed (GHashTable *sums, const char *folder, const char *below)
{
  g_autofree char *here = g_build_filename (folder, below, NULL);
  g_autofd int fd = open (here, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  g_autoptr (GDir) dir = fd >= 0 ? g_dir_open (here, 0, NULL) : NULL;
  const char *name;

  if (dir == NULL)
    return g_strdup (below != NULL ? below : ".");

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path =
        below != NULL ? g_build_filename (below, name, NULL) : g_strdup (name);
      struct stat info;

      if (below == NULL && fstatat (fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
          S_ISDIR (info.st_mode))
        {
          char *changed = find_changed (sums, folder, name);

          if (changed != NULL)
            return changed;
        }
      else if (!is_as_written (sums, fd, name, path))
        {
          return g_steal_pointer (&path);
        }
    }

  return NULL;
}

char *
lb_export_earlier_find_changed (const char *folder)
{
  g_autoptr (GHashTable) sums = NULL;
  g_autofree char *whole = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  sums = read_sums (folder);
  whole = g_canonicalize_filename (folder, NULL);
  return find_changed (sums, whole, NULL);
}

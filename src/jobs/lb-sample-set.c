#include "base/lb-sha256.h"
#include "config.h"

#include "base/lb-threads.h"
#include "jobs/lb-sample-set.h"

#include <string.h>

#define CAPTION_SUFFIX ".json"

static const char *const picture_suffixes[] = { ".jpg", ".png", ".webp" };

static void
picture_free (gpointer data)
{
  LbSamplePicture *picture = data;

  g_free (picture->name);
  g_clear_pointer (&picture->bytes, g_bytes_unref);
  g_free (picture->sha256);
  g_free (picture->caption);
  g_free (picture);
}

static void
clear (gpointer data)
{
  LbSampleSet *self = data;

  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_free (self->schema);
}

LbSampleSet *
lb_sample_set_ref (LbSampleSet *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
lb_sample_set_unref (LbSampleSet *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

G_DEFINE_BOXED_TYPE (LbSampleSet, lb_sample_set, lb_sample_set_ref, lb_sample_set_unref)

char *
lb_sample_set_find_folder (void)
{
  const char *wanted = g_getenv ("LOOKBOOK_SAMPLES");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *built =
    folder != NULL ? g_build_filename (folder, "..", "data", "samples", NULL) : NULL;

  if (wanted != NULL && *wanted != '\0')
    return g_strdup (wanted);
  if (built != NULL && g_file_test (built, G_FILE_TEST_IS_DIR))
    return g_canonicalize_filename (built, NULL);

  return g_build_filename (LB_PKGDATADIR, "samples", NULL);
}

/* (transfer full) (nullable): a text as the service takes it, without the line end of its file. */
static char *
read_text (GFile *file, GError **error)
{
  g_autofree char *text = NULL;

  if (!g_file_load_contents (file, NULL, &text, NULL, NULL, error))
    return NULL;

  return g_strchomp (g_steal_pointer (&text));
}

/* (transfer full) (nullable): the file in @pictures that is called @stem, whatever its format. */
static GFile *
find_picture (GFile *pictures, const char *stem, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (picture_suffixes); i++)
    {
      g_autofree char *name = g_strconcat (stem, picture_suffixes[i], NULL);
      g_autoptr (GFile) file = g_file_get_child (pictures, name);

      if (g_file_query_exists (file, NULL))
        return g_steal_pointer (&file);
    }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no picture of %s", stem);
  return NULL;
}

static gboolean
read_picture (LbSampleSet *self, GFile *pictures, GFile *caption, GError **error)
{
  LbSamplePicture *picture = g_new0 (LbSamplePicture, 1);
  g_autofree char *stem = g_file_get_basename (caption);
  g_autoptr (GFile) file = NULL;

  g_ptr_array_add (self->pictures, picture);
  stem[strlen (stem) - strlen (CAPTION_SUFFIX)] = '\0';
  if (!(file = find_picture (pictures, stem, error)) ||
      !(picture->bytes = g_file_load_bytes (file, NULL, NULL, error)) ||
      !(picture->caption = read_text (caption, error)))
    return FALSE;

  picture->name = g_file_get_basename (file);
  picture->sha256 = lb_sha256_of_bytes (picture->bytes);

  return TRUE;
}

static gboolean
read_pictures (LbSampleSet *self, GFile *captions, GFile *pictures, GError **error)
{
  g_autoptr (GFileEnumerator) files = g_file_enumerate_children (
    captions, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE, NULL, error);

  while (files != NULL)
    {
      GFile *caption = NULL;
      GFileInfo *info = NULL;

      if (!g_file_enumerator_iterate (files, &info, &caption, NULL, error))
        return FALSE;
      if (info == NULL)
        break;
      if (g_str_has_suffix (g_file_info_get_name (info), CAPTION_SUFFIX) &&
          !read_picture (self, pictures, caption, error))
        return FALSE;
    }

  return files != NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const LbSamplePicture *one = *(LbSamplePicture *const *) a;
  const LbSamplePicture *other = *(LbSamplePicture *const *) b;

  return strcmp (one->name, other->name);
}

static DexFuture *
load_fiber (gpointer data)
{
  g_autoptr (LbSampleSet) self = g_atomic_rc_box_new0 (LbSampleSet);
  g_autoptr (GFile) root = g_file_new_for_path (data);
  g_autoptr (GFile) captions = g_file_get_child (root, "captions");
  g_autoptr (GFile) pictures = g_file_get_child (root, "pictures");
  g_autoptr (GFile) schema = g_file_get_child (root, "visual-schema.json");
  g_autoptr (GError) error = NULL;

  self->pictures = g_ptr_array_new_with_free_func (picture_free);
  if (!read_pictures (self, captions, pictures, &error) ||
      !(self->schema = read_text (schema, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_ptr_array_sort (self->pictures, compare_names);

  return dex_future_new_take_boxed (LB_TYPE_SAMPLE_SET, g_steal_pointer (&self));
}

DexFuture *
lb_sample_set_load (const char *folder)
{
  return lb_threads_run (load_fiber, g_strdup (folder), g_free);
}

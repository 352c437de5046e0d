#include "drop-folder.h"
#include "jobs/lb-export-part.h"

/* An export of more than 4 GiB in one ZIP file: what others read it with agrees. */

#define PICTURE_BYTES (50 * 1024 * 1024)
#define N_PICTURES 86

static void
run (const char *folder, const char *const *command)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  g_subprocess_launcher_set_cwd (launcher, folder);
  process = g_subprocess_launcher_spawnv (launcher, command, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
}

static void
test_zip64 (void)
{
  char *folder = drop_folder_new ();
  g_autoptr (GFile) target = g_file_new_build_filename (folder, "out.zip", NULL);
  g_autofree char *data = g_malloc (PICTURE_BYTES);
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbExportPart) part =
    lb_export_part_new (target, TRUE, (guint64) N_PICTURES * PICTURE_BYTES, &error);
  static const char *const unzip[] = { "unzip", "-tqq", "out.zip", NULL };
  static const char *const python[] = {
    "python3", "-c",
    "import zipfile; z = zipfile.ZipFile ('out.zip'); assert len (z.namelist ()) == 87; "
    "assert z.testzip () is None; "
    "s = z.read ('SHA256SUMS').decode ().splitlines (); assert len (s) == 86",
    NULL
  };

  g_assert_no_error (error);
  for (guint i = 0; i < PICTURE_BYTES; i++)
    data[i] = (char) (i * 2654435761u >> 24);
  picture = g_bytes_new_static (data, PICTURE_BYTES);
  for (guint i = 0; i < N_PICTURES; i++)
    {
      g_autofree char *name = g_strdup_printf ("train/%02u.png", i);

      g_assert_true (lb_export_part_add (part, name, picture, &error));
    }
  g_assert_true (lb_export_part_finish (part, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (lb_export_part_get_bytes (part), >, (guint64) G_MAXUINT32);

  run (folder, unzip);
  run (folder, python);
  drop_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/export/zip64", test_zip64);

  return g_test_run ();
}

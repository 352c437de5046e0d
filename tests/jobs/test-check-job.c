#include <fcntl.h>
#include <glib/gstdio.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "check-fixture.h"
#include "drop-folder.h"
#include "imaging/lb-pixels.h"

#define RED 0xff0000ff
#define BLUE 0x0000ffff
#define GREEN 0x00ff00ff
#define GLASS 0x00ff0080

static const char *const whole[] = { "", NULL };

/* "a.png ready, b.gif ..." with a number for each verdict. */
static char *
describe (LbCheckJob *job)
{
  GListModel *list = lb_check_job_get_candidates (job);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (list, i);
      const char *other = lb_candidate_get_duplicate_of (candidate);

      g_string_append_printf (text, "%s%s=%d", i > 0 ? " " : "", lb_candidate_get_name (candidate),
                              lb_candidate_get_verdict (candidate));
      if (other != NULL)
        g_string_append_printf (text, "(%s)", other);
    }

  return g_string_free (text, FALSE);
}

static void
assert_described (LbCheckJob *job, const char *expected)
{
  g_autofree char *text = describe (job);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_verdicts (void)
{
  char *folder = drop_folder_new ();
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);
  g_autofree char *cut = NULL;
  g_autofree char *path = g_build_filename (folder, "p1.png", NULL);
  gsize length;

  drop_folder_add_png (folder, "p1.png", 1024, 1024, RED);
  drop_folder_add_png (folder, "p2.png", 256, 300, RED);
  drop_folder_add_png (folder, "p3.png", 255, 300, RED);
  drop_folder_add_png (folder, "p10.png", 256, 256, GLASS);
  drop_folder_add_bytes (folder, "sub/p4.gif", "GIF89a\x10\0\x10\0\0\0\0;", 14);
  drop_folder_add_bytes (folder, "sub/notes.txt", "hello", -1);
  g_assert_true (g_file_get_contents (path, &cut, &length, NULL));
  drop_folder_add_bytes (folder, "sub/p5.png", cut, (gssize) length / 2);
  drop_folder_add_bytes (folder, ".hidden.png", cut, (gssize) length);
  drop_folder_add_bytes (folder, ".secret/x.png", cut, (gssize) length);
  drop_folder_add_bytes (folder, "sub/p9.png", cut, (gssize) length);

  check_fixture_run (job, folder, whole);
  assert_described (job,
                    "notes.txt=5 p1.png=0 p2.png=1 p3.png=3 p4.gif=5 p5.png=6 p9.png=7(p1.png) "
                    "p10.png=2");
  g_assert_cmpuint (lb_check_job_get_n_addable (job), ==, 3);

  lb_check_job_set_increase_resolution (job, FALSE);
  assert_described (job,
                    "notes.txt=5 p1.png=0 p2.png=3 p3.png=3 p4.gif=5 p5.png=6 p9.png=7(p1.png) "
                    "p10.png=3");
  g_assert_cmpuint (lb_check_job_get_n_addable (job), ==, 1);
  drop_folder_free (folder);
}

static void
test_links (void)
{
  static const char *const roots[] = { "a", "a/one.png", "b", "gone.png", NULL };
  char *folder = drop_folder_new ();
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);

  drop_folder_add_png (folder, "a/one.png", 300, 300, RED);
  drop_folder_add_link (folder, "a/loop", "..");
  drop_folder_add_link (folder, "a/self", "self");
  drop_folder_add_link (folder, "b", "a");

  check_fixture_run (job, folder, roots);
  assert_described (job, "gone.png=9 loop=9 one.png=1 self=9");
  drop_folder_free (folder);
}

static void
assert_error (LbCheckJob *job, guint index, int code)
{
  g_autoptr (LbCandidate) candidate =
    g_list_model_get_item (lb_check_job_get_candidates (job), index);

  g_assert_error (lb_candidate_get_error (candidate), G_IO_ERROR, code);
  g_assert_false (lb_candidate_is_readable (candidate));
}

/* What is named and can't be read is told, whatever it is; nothing is waited for. */
static void
test_no_files (void)
{
  static const char *const roots[] = { "1-pipe", "2-loop", "3-lost", "4-gone", "5-deep", NULL };
  char *folder = drop_folder_new ();
  g_autofree char *pipe_path = g_build_filename (folder, "1-pipe", NULL);
  g_autofree char *deep = g_strnfill (300, 'x');
  g_autofree char *deep_path = g_build_filename (folder, deep, NULL);
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);
  g_autoptr (LbCheckJob) other = lb_check_job_new (NULL, NULL);
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) device = g_file_new_for_path ("/dev/zero");
  g_autoptr (GFile) too_long = g_file_new_for_path (deep_path);

  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  drop_folder_add_link (folder, "2-loop", "2-loop");
  drop_folder_add_link (folder, "3-lost", "nowhere");
  check_fixture_run (job, folder, roots);
  assert_described (job, "1-pipe=9 2-loop=9 3-lost=9 4-gone=9 5-deep=9");
  assert_error (job, 0, G_IO_ERROR_NOT_REGULAR_FILE);
  assert_error (job, 1, G_IO_ERROR_TOO_MANY_LINKS);
  assert_error (job, 2, G_IO_ERROR_TOO_MANY_LINKS);
  assert_error (job, 3, G_IO_ERROR_NOT_FOUND);

  g_list_store_append (list, device);
  g_list_store_append (list, too_long);
  g_assert_true (drop_folder_wait (lb_check_job_run (other, G_LIST_MODEL (list)), NULL));
  assert_error (other, 0, G_IO_ERROR_FILENAME_TOO_LONG);
  assert_error (other, 1, G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_cmpint (g_unlink (pipe_path), ==, 0);
  drop_folder_free (folder);
}

/* In a folder they are told as well, and by what they are: none is opened. */
static void
test_no_files_within (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *pipe_path = g_build_filename (folder, "in", "2.jpg", NULL);
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);

  drop_folder_add_png (folder, "in/1.png", 300, 300, RED);
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  drop_folder_add_link (folder, "in/3.png", "nowhere.png");
  drop_folder_add_link (folder, "in/4.png", "/dev/zero");
  drop_folder_add_link (folder, "in/5.txt", "/dev/zero");
  drop_folder_add_link (folder, "in/.6.png", "nowhere.png");
  check_fixture_run (job, folder, whole);
  assert_described (job, "1.png=1 2.jpg=9 3.png=9 4.png=9 5.txt=9");
  assert_error (job, 1, G_IO_ERROR_NOT_REGULAR_FILE);
  assert_error (job, 2, G_IO_ERROR_TOO_MANY_LINKS);
  assert_error (job, 3, G_IO_ERROR_NOT_REGULAR_FILE);
  assert_error (job, 4, G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_cmpint (g_unlink (pipe_path), ==, 0);
  drop_folder_free (folder);
}

/* What such a link leads to was not named: it is told. One that was named too is followed. */
static void
test_links_to_folders (void)
{
  static const char *const in[] = { "in", NULL };
  static const char *const both[] = { "in", "in/2", NULL };
  char *folder = drop_folder_new ();
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);
  g_autoptr (LbCheckJob) other = lb_check_job_new (NULL, NULL);

  drop_folder_add_png (folder, "in/1.png", 300, 300, RED);
  drop_folder_add_png (folder, "out/3.png", 300, 300, BLUE);
  drop_folder_add_png (folder, "out/deep/4.png", 300, 300, GREEN);
  drop_folder_add_link (folder, "in/2", "../out");
  drop_folder_add_link (folder, "in/5.png", "../out/3.png");
  check_fixture_run (job, folder, in);
  assert_described (job, "1.png=1 2=9 5.png=1");
  assert_error (job, 1, G_IO_ERROR_WOULD_RECURSE);

  check_fixture_run (other, folder, both);
  assert_described (other, "1.png=1 3.png=1 4.png=1 5.png=7(3.png)");
  drop_folder_free (folder);
}

static void
add_rgba (const char *folder, const char *name, int side, guint8 last_alpha)
{
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, side, side);
  g_autoptr (GBytes) bytes = NULL;
  const char *data = NULL;
  gsize length = 0;

  gdk_pixbuf_fill (pixels, RED);
  gdk_pixbuf_get_pixels (pixels)[gdk_pixbuf_get_byte_length (pixels) - 1] = last_alpha;
  g_assert_nonnull (bytes = lb_pixels_encode (pixels, LB_FORMAT_PNG, NULL));
  data = g_bytes_get_data (bytes, &length);
  drop_folder_add_bytes (folder, name, data, (gssize) length);
}

/* An alpha channel in which nothing is transparent takes nothing from a picture. */
static void
test_alpha (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *path = g_build_filename (folder, "1.png", NULL);
  g_autofree char *pasted = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);
  g_autoptr (LbCheckJob) other = lb_check_job_new (NULL, NULL);
  gsize length = 0;

  add_rgba (folder, "1.png", 1024, 255);
  add_rgba (folder, "2.png", 300, 255);
  add_rgba (folder, "3.png", 1024, 254);
  add_rgba (folder, "4.png", 100, 255);
  check_fixture_run (job, folder, whole);
  assert_described (job, "1.png=0 2.png=1 3.png=2 4.png=3");

  g_assert_true (g_file_get_contents (path, &pasted, &length, NULL));
  bytes = g_bytes_new (pasted, length);
  g_assert_true (drop_folder_wait (lb_check_job_run_bytes (other, bytes, "Pasted"), NULL));
  assert_described (other, "Pasted=0");
  drop_folder_free (folder);
}

/* The header of such a picture is good; what follows shows only to who decodes it. */
static void
test_alpha_damaged (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *path = g_build_filename (folder, "1.png", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);
  g_autoptr (LbCheckJob) other = lb_check_job_new (NULL, NULL);
  gsize length = 0;

  add_rgba (folder, "1.png", 1024, 255);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  data[length / 2] ^= 0x55;
  drop_folder_add_bytes (folder, "2.png", data, (gssize) length);
  memset (data + length / 2, 0, length / 4);
  drop_folder_add_bytes (folder, "3.png", data, (gssize) length);
  check_fixture_run (job, folder, whole);
  assert_described (job, "1.png=0 2.png=6 3.png=6");
  g_assert_cmpuint (lb_check_job_get_n_addable (job), ==, 1);

  bytes = g_bytes_new (data, length);
  g_assert_true (drop_folder_wait (lb_check_job_run_bytes (other, bytes, "Pasted"), NULL));
  assert_described (other, "Pasted=6");
  drop_folder_free (folder);
}

/* A folder that can't be read to its end is told by its name; what was found before it stays. */
static void
test_deep (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *name = g_strnfill (200, 'd');
  g_autofree char *file_name = g_strnfill (240, 'f');
  g_autofree char *expected = g_strdup_printf ("a.png=1 %s=9", name);
  g_autoptr (GString) path = g_string_new (folder);
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);
  int fd;

  drop_folder_add_png (folder, "a.png", 300, 300, RED);
  while (path->len < PATH_MAX - 220)
    g_string_append_printf (path, "/%s", name);
  g_assert_cmpint (g_mkdir_with_parents (path->str, 0700), ==, 0);
  fd = open (path->str, O_PATH | O_DIRECTORY | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (mkdirat (fd, file_name, 0700), ==, 0);

  check_fixture_run (job, folder, whole);
  assert_described (job, expected);
  assert_error (job, 1, G_IO_ERROR_FILENAME_TOO_LONG);
  g_assert_cmpint (unlinkat (fd, file_name, AT_REMOVEDIR), ==, 0);
  g_assert_cmpint (close (fd), ==, 0);
  drop_folder_free (folder);
}

/* A name that is no UTF-8 is sent as what can be read of it. */
static void
test_names (void)
{
  char *folder = drop_folder_new ();
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);

  drop_folder_add_png (folder, "caf\xe9.png", 300, 300, RED);
  check_fixture_run (job, folder, whole);
  assert_described (job, "caf\xef\xbf\xbd.png=1");
  drop_folder_free (folder);
}

/* A film is too large at once, and what can't be added has no hash. */
static void
test_large (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *path = g_build_filename (folder, "movie.mp4", NULL);
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);
  g_autoptr (LbCandidate) movie = NULL;
  g_autoptr (LbCandidate) notes = NULL;

  drop_folder_add_bytes (folder, "movie.mp4",
                         "\0\0\0\x18"
                         "ftypisom",
                         12);
  drop_folder_add_bytes (folder, "notes.txt", "hello", -1);
  g_assert_cmpint (truncate (path, G_GINT64_CONSTANT (1) << 40), ==, 0);
  check_fixture_run (job, folder, whole);
  assert_described (job, "movie.mp4=4 notes.txt=5");
  movie = g_list_model_get_item (lb_check_job_get_candidates (job), 0);
  notes = g_list_model_get_item (lb_check_job_get_candidates (job), 1);
  g_assert_null (lb_candidate_get_sha256 (movie));
  g_assert_null (lb_candidate_get_sha256 (notes));
  g_assert_true (lb_candidate_is_readable (notes));
  g_assert_cmpint (lb_candidate_get_probe (movie)->size_bytes, ==, G_GINT64_CONSTANT (1) << 40);
  drop_folder_free (folder);
}

static void
test_present (void)
{
  char *folder = drop_folder_new ();
  g_autoptr (GListStore) present = g_list_store_new (LB_TYPE_IMAGE);
  g_autoptr (LbDataset) dataset = lb_dataset_new (1);
  g_autoptr (LbCheckJob) first = lb_check_job_new (NULL, NULL);
  g_autoptr (LbCheckJob) job = NULL;
  g_autoptr (LbCandidate) candidate = NULL;

  drop_folder_add_png (folder, "a.png", 300, 300, RED);
  drop_folder_add_png (folder, "b.png", 300, 300, BLUE);
  drop_folder_add_png (folder, "c.png", 300, 300, GREEN);
  drop_folder_add_png (folder, "d.png", 300, 301, GREEN);
  check_fixture_run (first, folder, whole);
  candidate = g_list_model_get_item (lb_check_job_get_candidates (first), 0);

  for (guint i = 0; i < 198; i++)
    {
      g_autoptr (LbImage) image =
        g_object_new (LB_TYPE_IMAGE, "id", (gint64) i + 1, "image-name", "there.png",
                      "source-sha256", i == 7 ? lb_candidate_get_sha256 (candidate) : NULL, NULL);

      g_list_store_append (present, image);
    }

  job = lb_check_job_new (dataset, G_LIST_MODEL (present));
  check_fixture_run (job, folder, whole);
  assert_described (job, "a.png=7(there.png) b.png=1 c.png=1 d.png=8");
  g_assert_cmpuint (lb_check_job_get_n_addable (job), ==, 2);
  g_assert_cmpuint (lb_check_job_get_room (job), ==, 0);
  drop_folder_free (folder);
}

/* A twin that a person wants comes too, while there is room, and stays out again. */
static void
test_wanted (void)
{
  char *folder = drop_folder_new ();
  g_autoptr (LbDataset) dataset = lb_dataset_new (1);
  g_autoptr (LbCheckJob) job = NULL;
  g_autoptr (LbCandidate) twin = NULL;

  g_object_set (dataset, "images-count", 198, NULL);
  job = lb_check_job_new (dataset, NULL);
  drop_folder_add_png (folder, "a.png", 300, 300, RED);
  drop_folder_add_png (folder, "b.png", 300, 300, RED);
  check_fixture_run (job, folder, whole);
  assert_described (job, "a.png=1 b.png=7(a.png)");
  g_assert_cmpuint (lb_check_job_get_room (job), ==, 1);

  twin = g_list_model_get_item (lb_check_job_get_candidates (job), 1);
  lb_check_job_want (job, twin, TRUE);
  assert_described (job, "a.png=1 b.png=1(a.png)");
  g_assert_true (lb_candidate_is_addable (twin));
  g_assert_cmpuint (lb_check_job_get_n_addable (job), ==, 2);
  g_assert_cmpuint (lb_check_job_get_room (job), ==, 0);
  /* It stays wanted, and is still judged by itself. */
  lb_check_job_set_increase_resolution (job, FALSE);
  assert_described (job, "a.png=3 b.png=3");
  lb_check_job_set_increase_resolution (job, TRUE);
  g_assert_true (lb_candidate_is_addable (twin));

  lb_check_job_want (job, twin, FALSE);
  assert_described (job, "a.png=1 b.png=7(a.png)");
  g_assert_false (lb_candidate_is_addable (twin));
  g_assert_cmpuint (lb_check_job_get_n_addable (job), ==, 1);
  drop_folder_free (folder);
}

static void
test_again (void)
{
  static const char *const first[] = { "b.png", NULL };
  static const char *const second[] = { "a.png", "c.png", NULL };
  char *folder = drop_folder_new ();
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "a.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = NULL;

  drop_folder_add_png (folder, "a.png", 300, 300, RED);
  drop_folder_add_png (folder, "b.png", 300, 300, RED);
  drop_folder_add_png (folder, "c.png", 300, 300, BLUE);
  check_fixture_run (job, folder, first);
  check_fixture_run (job, folder, second);
  assert_described (job, "a.png=1 b.png=7(a.png) c.png=1");

  bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  g_assert_true (drop_folder_wait (lb_check_job_run_bytes (job, bytes, "pasted"), NULL));
  assert_described (job, "a.png=1 b.png=7(a.png) c.png=1 pasted=7(a.png)");
  drop_folder_free (folder);
}

static void
items_changed_cb (GListModel *list, guint at, guint removed, guint added, gpointer data)
{
  guint *n_changes = data;

  g_assert_cmpuint (removed, ==, 0);
  g_assert_cmpuint (at + added, ==, g_list_model_get_n_items (list));
  (*n_changes)++;
}

static void
test_many (void)
{
  char *folder = drop_folder_new ();
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);
  guint n_changes = 0;
  guint n_found, n_checked;
  gboolean checking;

  for (int i = 0; i < 500; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.txt", i);

      drop_folder_add_bytes (folder, name, name, -1);
    }
  g_signal_connect (lb_check_job_get_candidates (job), "items-changed",
                    G_CALLBACK (items_changed_cb), &n_changes);
  check_fixture_run (job, folder, whole);
  g_object_get (job, "n-found", &n_found, "n-checked", &n_checked, "checking", &checking, NULL);

  g_assert_cmpuint (n_found, ==, 500);
  g_assert_cmpuint (n_checked, ==, 500);
  g_assert_false (checking);
  g_assert_cmpuint (n_changes, ==, 16);
  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (LbCandidate) candidate =
        g_list_model_get_item (lb_check_job_get_candidates (job), i);

      g_assert_cmpint (atoi (lb_candidate_get_name (candidate)), ==, i);
    }
  drop_folder_free (folder);
}

static void
test_cancel (void)
{
  char *folder = drop_folder_new ();
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);
  g_autoptr (GListModel) files = drop_folder_list (folder, whole);
  g_autoptr (GError) error = NULL;
  DexFuture *future = NULL;

  drop_folder_add_png (folder, "a.png", 300, 300, RED);
  future = lb_check_job_run (job, files);
  lb_check_job_cancel (job);
  g_assert_false (drop_folder_wait (future, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  assert_described (job, "");

  check_fixture_run (job, folder, whole); /* and can be run again */
  assert_described (job, "a.png=1");
  drop_folder_free (folder);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jobs/check/verdicts", test_verdicts);
  g_test_add_func ("/jobs/check/links", test_links);
  g_test_add_func ("/jobs/check/no-files", test_no_files);
  g_test_add_func ("/jobs/check/no-files-within", test_no_files_within);
  g_test_add_func ("/jobs/check/links-to-folders", test_links_to_folders);
  g_test_add_func ("/jobs/check/alpha", test_alpha);
  g_test_add_func ("/jobs/check/alpha-damaged", test_alpha_damaged);
  g_test_add_func ("/jobs/check/deep", test_deep);
  g_test_add_func ("/jobs/check/names", test_names);
  g_test_add_func ("/jobs/check/large", test_large);
  g_test_add_func ("/jobs/check/present", test_present);
  g_test_add_func ("/jobs/check/wanted", test_wanted);
  g_test_add_func ("/jobs/check/again", test_again);
  g_test_add_func ("/jobs/check/many", test_many);
  g_test_add_func ("/jobs/check/cancel", test_cancel);
  return g_test_run ();
}

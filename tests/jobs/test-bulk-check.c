#include <glib/gstdio.h>

#include "archive/lb-zip-reader.h"
#include "archive/lb-zip-writer.h"
#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "drop-folder.h"
#include "imaging/lb-probe.h"
#include "jobs/lb-address.h"
#include "jobs/lb-bulk-check.h"
#include "jobs/lb-bulk-pack.h"

#define RED 0xff0000ff
#define GLASS 0x00ff0080

/* A folder, and ZIP files made of what is in it. */
typedef struct
{
  char *folder;
  LbBulkCheck *check; /* (owned) (nullable): the last one */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = drop_folder_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->check);
  drop_folder_free (self->folder);
}

static GBytes *
load (Fixture *self, const char *name)
{
  g_autoptr (GFile) file = g_file_new_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_file_load_bytes (file, NULL, NULL, &error);

  g_assert_no_error (error);
  return bytes;
}

/* @names: entry, then the file of the folder whose bytes it has, until NULL. */
static void
make_zip (Fixture *self, const char *zip_name, const char *const *names)
{
  g_autoptr (GFile) file = g_file_new_build_filename (self->folder, zip_name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileOutputStream) output =
    g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (G_OUTPUT_STREAM (output));

  for (guint i = 0; names[i] != NULL; i += 2)
    {
      g_autoptr (GBytes) bytes = load (self, names[i + 1]);

      g_assert_true (lb_zip_writer_add_bytes (writer, names[i], bytes, NULL, &error));
    }
  g_assert_true (lb_zip_writer_finish (writer, NULL, &error));
  g_assert_true (g_output_stream_close (G_OUTPUT_STREAM (output), NULL, &error));
  g_assert_no_error (error);
}

static void
add_pictures (Fixture *self)
{
  g_autoptr (GBytes) whole = NULL;
  gsize size;

  drop_folder_add_png (self->folder, "src/good.png", 1024, 1024, RED);
  drop_folder_add_png (self->folder, "src/glass.png", 1024, 1100, GLASS);
  drop_folder_add_png (self->folder, "src/small.png", 1023, 2000, RED);
  drop_folder_add_bytes (self->folder, "src/anim.gif", "GIF89a\x10\0\x10\0\0\0\0;", 14);
  drop_folder_add_bytes (self->folder, "src/words.txt", "A red square.\n", -1);
  drop_folder_add_bytes (self->folder, "src/blank.txt", " \n\t\n", -1);
  whole = load (self, "src/good.png");
  drop_folder_add_bytes (self->folder, "src/cut.png", g_bytes_get_data (whole, &size),
                         (gssize) g_bytes_get_size (whole) / 2);
}

static LbBulkReport *
check_files (Fixture *self, gboolean takes_texts, const char *const *names)
{
  g_autoptr (GListModel) files = drop_folder_list (self->folder, names);
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->check);
  self->check = lb_bulk_check_new (takes_texts);
  g_assert_true (drop_folder_wait (lb_bulk_check_run (self->check, files), &error));
  g_assert_no_error (error);
  g_assert_false (lb_bulk_check_get_checking (self->check));
  return lb_bulk_check_get_report (self->check);
}

static LbBulkReport *
check_one (Fixture *self, gboolean takes_texts, const char *name)
{
  const char *const names[] = { name, NULL };

  return check_files (self, takes_texts, names);
}

/* "name=verdict ..." in order. */
static void
assert_described (LbBulkReport *report, const char *expected)
{
  GListModel *entries = lb_bulk_report_get_entries (report);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (LbBulkEntry) entry = g_list_model_get_item (entries, i);

      g_string_append_printf (text, "%s%s=%d", i > 0 ? " " : "", lb_bulk_entry_get_name (entry),
                              lb_bulk_entry_get_verdict (entry));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static const char *const mixed[] = {
  "good.png",
  "src/good.png",
  "sub/glass.png",
  "src/glass.png",
  "small.png",
  "src/small.png",
  "anim.gif",
  "src/anim.gif",
  "cut.png",
  "src/cut.png",
  "words.txt",
  "src/words.txt",
  "good.txt",
  "src/words.txt",
  "sub/glass.txt",
  "src/blank.txt",
  "__MACOSX/._good.png",
  "src/words.txt",
  NULL,
};

static void
test_zip (Fixture *self, gconstpointer data)
{
  LbBulkReport *report;

  add_pictures (self);
  make_zip (self, "set.zip", mixed);
  report = check_one (self, FALSE, "set.zip");

  assert_described (report, "good.png=0 sub/glass.png=1 small.png=2 anim.gif=4 cut.png=6");
  g_assert_cmpuint (lb_bulk_report_get_n_ready (report), ==, 2);
  g_assert_cmpuint (lb_bulk_report_get_n_refused (report), ==, 3);
  g_assert_cmpuint (lb_bulk_report_count (report, LB_BULK_TOO_SMALL), ==, 1);
  g_assert_cmpint (lb_bulk_report_get_obstacle (report), ==, LB_BULK_CAN_GO);
  g_assert_false (lb_bulk_report_must_pack (report));
  g_assert_cmpuint (lb_bulk_check_get_n_found (self->check), ==, 5);
  g_assert_cmpuint (lb_bulk_check_get_n_checked (self->check), ==, 5);
}

/* R81: what has no words beside it stays out only while no machine writes them. */
static void
test_texts (Fixture *self, gconstpointer data)
{
  LbBulkReport *report;

  add_pictures (self);
  make_zip (self, "set.zip", mixed);
  report = check_one (self, TRUE, "set.zip");
  g_assert_true (lb_bulk_report_get_takes_texts (report));
  g_assert_cmpuint (lb_bulk_report_get_n_ready (report), ==, 2);

  lb_bulk_report_set_automatic_captioning (report, FALSE);
  assert_described (report, "good.png=0 sub/glass.png=5 small.png=2 anim.gif=4 cut.png=6");
  g_assert_cmpuint (lb_bulk_report_count (report, LB_BULK_NO_CAPTION), ==, 1);
  g_assert_cmpuint (lb_bulk_report_get_n_ready (report), ==, 1);

  lb_bulk_report_set_automatic_captioning (report, TRUE);
  g_assert_cmpuint (lb_bulk_report_count (report, LB_BULK_NO_CAPTION), ==, 0);
  g_assert_cmpuint (lb_bulk_report_get_n_ready (report), ==, 2);
}

static void
test_folder (Fixture *self, gconstpointer data)
{
  LbBulkReport *report;

  add_pictures (self);
  drop_folder_add_png (self->folder, "src/deep/zulu.png", 1024, 1030, RED);
  report = check_one (self, FALSE, "src");
  assert_described (report,
                    "anim.gif=4 cut.png=6 glass.png=1 good.png=0 small.png=2 deep/zulu.png=0");
  g_assert_true (lb_bulk_report_must_pack (report));
  g_assert_null (lb_bulk_report_get_zip (report));
  g_assert_cmpint (lb_bulk_report_get_obstacle (report), ==, LB_BULK_CAN_GO);
}

static const char *const twice[] = {
  "good.png", "src/good.png", "again.png", "src/good.png", "glass.png", "src/glass.png", NULL,
};

/* What is there twice is told of; it stays out where a ZIP file is made anyway. */
static void
test_twice (Fixture *self, gconstpointer data)
{
  LbBulkReport *report;
  g_autoptr (LbBulkEntry) again = NULL;

  add_pictures (self);
  make_zip (self, "set.zip", twice);
  report = check_one (self, FALSE, "set.zip");
  assert_described (report, "good.png=0 again.png=12 glass.png=1");
  g_assert_cmpuint (lb_bulk_report_get_n_ready (report), ==, 3);
  again = g_list_model_get_item (lb_bulk_report_get_entries (report), 1);
  g_assert_cmpstr (lb_bulk_entry_get_name (lb_bulk_entry_get_twin (again)), ==, "good.png");

  lb_bulk_report_set_only_ready (report, TRUE);
  g_assert_cmpuint (lb_bulk_report_get_n_ready (report), ==, 2);
  lb_bulk_report_set_only_ready (report, FALSE);
  g_assert_cmpuint (lb_bulk_report_get_n_ready (report), ==, 3);

  drop_folder_add_png (self->folder, "more/a.png", 1024, 1024, RED);
  drop_folder_add_png (self->folder, "more/b.png", 1024, 1024, RED);
  report = check_one (self, FALSE, "more");
  assert_described (report, "a.png=0 b.png=12");
  g_assert_cmpuint (lb_bulk_report_get_n_ready (report), ==, 1);
}

/* Names that meet in one ZIP file, and a file that is gone. */
static void
test_files (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "a/one.png", "b/ONE.png", "gone.png", "two\\three.png",
                                       NULL };
  LbBulkReport *report;

  drop_folder_add_png (self->folder, "a/one.png", 1024, 1024, RED);
  drop_folder_add_png (self->folder, "b/ONE.png", 1024, 1024, RED);
  drop_folder_add_png (self->folder, "two\\three.png", 1024, 1024, RED);
  report = check_files (self, FALSE, names);
  g_assert_cmpuint (lb_bulk_report_get_n_ready (report), ==, 1);
  g_assert_cmpuint (lb_bulk_report_count (report, LB_BULK_DUPLICATE_NAME), ==, 1);
  g_assert_cmpuint (lb_bulk_report_count (report, LB_BULK_UNSAFE_NAME), ==, 1);
  g_assert_cmpuint (lb_bulk_report_count (report, LB_BULK_UNREADABLE), ==, 1);
}

static void
test_obstacles (Fixture *self, gconstpointer data)
{
  static const char *const only_small[] = { "small.png", "src/small.png", NULL };
  LbBulkReport *report;

  add_pictures (self);
  make_zip (self, "small.zip", only_small);
  g_assert_cmpint (lb_bulk_report_get_obstacle (check_one (self, FALSE, "small.zip")), ==,
                   LB_BULK_NO_IMAGES);

  report = check_one (self, FALSE, "src/words.txt");
  g_assert_cmpint (lb_bulk_report_get_obstacle (report), ==, LB_BULK_ZIP_REFUSED);
  g_assert_cmpint (lb_bulk_report_get_refusal (report), ==, LB_ZIP_REFUSAL_NOT_ZIP);
  g_assert_nonnull (lb_bulk_report_get_error (report));
}

static LbBulkReport *
make_report (guint n_ready, guint n_small, gint64 size_bytes)
{
  LbBulkReport *report = lb_bulk_report_new (FALSE);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  LbProbeResult probe = {
    .format = LB_FORMAT_PNG, .orientation = 1, .frames = 1, .size_bytes = size_bytes
  };

  for (guint i = 0; i < n_ready + n_small; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);
      const LbZipEntry zip_entry = { .name = name, .kind = LB_ZIP_KIND_IMAGE };
      LbBulkEntry *entry = lb_bulk_entry_new_for_zip (&zip_entry, i);

      probe.width = probe.height = i < n_ready ? 1024 : 1000;
      lb_bulk_entry_set_probe (entry, &probe);
      g_ptr_array_add (entries, entry);
    }
  lb_bulk_report_add (report, entries);
  return report;
}

/* R77: exactly 5,000 go; of more, those that are not ready take no place. */
static void
test_5000 (void)
{
  g_autoptr (GFile) zip = g_file_new_for_path ("/set.zip");
  g_autoptr (LbBulkReport) one_less = make_report (LB_LIMIT_ADVANCED_IMAGES - 1, 0, 1000);
  g_autoptr (LbBulkReport) all = make_report (LB_LIMIT_ADVANCED_IMAGES, 0, 1000);
  g_autoptr (LbBulkReport) one_more = make_report (LB_LIMIT_ADVANCED_IMAGES + 1, 0, 1000);
  g_autoptr (LbBulkReport) with_small = make_report (LB_LIMIT_ADVANCED_IMAGES, 3, 1000);

  lb_bulk_report_set_zip (one_less, zip, 1);
  g_assert_cmpint (lb_bulk_report_get_obstacle (one_less), ==, LB_BULK_CAN_GO);
  lb_bulk_report_set_zip (all, zip, 1);
  lb_bulk_report_set_zip (one_more, zip, 1);
  lb_bulk_report_set_zip (with_small, zip, 1);
  g_assert_cmpint (lb_bulk_report_get_obstacle (all), ==, LB_BULK_CAN_GO);
  g_assert_false (lb_bulk_report_must_pack (all));
  g_assert_cmpint (lb_bulk_report_get_obstacle (one_more), ==, LB_BULK_TOO_MANY);
  g_assert_cmpint (lb_bulk_report_get_obstacle (with_small), ==, LB_BULK_CAN_GO);
  g_assert_true (lb_bulk_report_must_pack (with_small));
}

/* R76: the file as it is may be too large while what is ready in it is not. */
static void
test_5_gb (void)
{
  g_autoptr (GFile) zip = g_file_new_for_path ("/set.zip");
  g_autoptr (LbBulkReport) report = make_report (100, 0, 1000);
  g_autoptr (LbBulkReport) large = make_report (120, 0, LB_LIMIT_FILE_BYTES);

  for (guint less = 0; less < 2; less++)
    {
      lb_bulk_report_set_zip (report, zip, 5000000000 - less);
      g_assert_cmpint (lb_bulk_report_get_obstacle (report), ==, LB_BULK_CAN_GO);
      g_assert_false (lb_bulk_report_must_pack (report));
    }
  lb_bulk_report_set_zip (report, zip, LB_LIMIT_ZIP_BYTES + 1);
  g_assert_cmpint (lb_bulk_report_get_obstacle (report), ==, LB_BULK_CAN_GO);
  g_assert_true (lb_bulk_report_must_pack (report));
  g_assert_cmpint (lb_bulk_report_get_obstacle (large), ==, LB_BULK_TOO_BIG);
}

/* R85: each bad ZIP file of the tests is refused as its manifest says. */
static void
check_nasty (const char *folder, const char *line, guint *n_whole, guint *n_entry)
{
  g_auto (GStrv) words = g_strsplit (line, "\t", 4);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_build_filename (folder, words[0], NULL);
  g_autoptr (LbBulkCheck) check = lb_bulk_check_new (TRUE);
  LbBulkReport *report = lb_bulk_check_get_report (check);

  g_test_message ("%s", line);
  g_list_store_append (files, file);
  g_assert_true (drop_folder_wait (lb_bulk_check_run (check, G_LIST_MODEL (files)), NULL));
  if (g_str_equal (words[1], "whole"))
    {
      g_assert_cmpint (lb_bulk_report_get_obstacle (report), ==, LB_BULK_ZIP_REFUSED);
      g_assert_cmpstr (lb_zip_refusal_to_string (lb_bulk_report_get_refusal (report)), ==,
                       words[2]);
      ++*n_whole;
    }
  else
    {
      g_assert_cmpint (lb_bulk_report_get_obstacle (report), !=, LB_BULK_ZIP_REFUSED);
      g_assert_cmpint (lb_bulk_report_get_obstacle (report), !=, LB_BULK_CANT_OPEN);
      *n_entry += g_str_equal (words[1], "entry");
    }
}

static void
test_nasty (void)
{
  const char *folder = g_getenv ("LB_TEST_ZIPS");
  g_autofree char *path = g_build_filename (folder, "manifest", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_whole = 0;
  guint n_entry = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    check_nasty (folder, lines[i], &n_whole, &n_entry);
  g_assert_cmpuint (n_whole, >, 30);
  g_assert_cmpuint (n_entry, >, 30);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "set.zip", NULL };
  g_autoptr (GListModel) files = drop_folder_list (self->folder, names);
  g_autoptr (LbBulkCheck) check = lb_bulk_check_new (FALSE);
  g_autoptr (GError) error = NULL;
  DexFuture *future;

  add_pictures (self);
  make_zip (self, "set.zip", mixed);
  future = lb_bulk_check_run (check, files);
  lb_bulk_check_cancel (check);
  g_assert_false (drop_folder_wait (future, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
}

/* Packing */

static char *
target_path (Fixture *self)
{
  return g_build_filename (self->folder, "cache", "new", "made.zip", NULL);
}

static gboolean
pack (Fixture *self, LbBulkReport *report, GError **error)
{
  g_autofree char *path = target_path (self);
  g_autoptr (GFile) target = g_file_new_for_path (path);
  g_autoptr (LbBulkPack) job = lb_bulk_pack_new (report, target);

  return drop_folder_wait (lb_bulk_pack_run (job), error);
}

static void
assert_made (Fixture *self, const char *expected)
{
  g_autofree char *path = target_path (self);
  g_autoptr (GFile) target = g_file_new_for_path (path);
  g_autoptr (LbZipReader) reader = lb_zip_reader_new (NULL);
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_true (lb_zip_reader_open_file (reader, target, NULL, NULL));
  for (guint i = 0; i < lb_zip_reader_get_n_entries (reader); i++)
    {
      const LbZipEntry *entry = lb_zip_reader_get_entry (reader, i);
      g_autoptr (GBytes) bytes =
        lb_zip_reader_read_bytes (reader, i, LB_LIMIT_FILE_BYTES, NULL, NULL);

      g_assert_nonnull (bytes);
      g_assert_cmpuint (entry->size_bytes, ==, entry->compressed_bytes);
      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", entry->name);
    }
  g_assert_cmpstr (names->str, ==, expected);
}

static void
assert_nothing (Fixture *self)
{
  g_autofree char *path = target_path (self);
  g_autofree char *part = g_strconcat (path, ".part", NULL);

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

static void
test_pack_folder (Fixture *self, gconstpointer data)
{
  LbBulkReport *report;
  g_autoptr (GError) error = NULL;

  add_pictures (self);
  drop_folder_add_bytes (self->folder, "src/good.txt", "Good.", -1);
  report = check_one (self, TRUE, "src");
  g_assert_true (pack (self, report, &error));
  g_assert_no_error (error);
  assert_made (self, "glass.png good.png");

  lb_bulk_report_set_automatic_captioning (report, FALSE);
  g_assert_true (pack (self, report, NULL));
  assert_made (self, "good.png good.txt");
}

static void
test_pack_zip (Fixture *self, gconstpointer data)
{
  LbBulkReport *report;

  add_pictures (self);
  make_zip (self, "set.zip", mixed);
  report = check_one (self, TRUE, "set.zip");
  g_assert_true (pack (self, report, NULL));
  assert_made (self, "good.png sub/glass.png");
  lb_bulk_report_set_automatic_captioning (report, FALSE);
  g_assert_true (pack (self, report, NULL));
  assert_made (self, "good.png good.txt");
}

static LbBulkEntry *
find_entry (LbBulkReport *report, const char *name)
{
  GListModel *entries = lb_bulk_report_get_entries (report);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (LbBulkEntry) entry = g_list_model_get_item (entries, i);

      if (g_str_equal (lb_bulk_entry_get_name (entry), name))
        return entry;
    }

  g_assert_not_reached ();
}

/* (transfer full): entry @name of the ZIP file that was made. */
static GBytes *
read_made (Fixture *self, const char *name)
{
  g_autofree char *path = target_path (self);
  g_autoptr (GFile) target = g_file_new_for_path (path);
  g_autoptr (LbZipReader) reader = lb_zip_reader_new (NULL);

  g_assert_true (lb_zip_reader_open_file (reader, target, NULL, NULL));
  for (guint i = 0; i < lb_zip_reader_get_n_entries (reader); i++)
    if (g_str_equal (lb_zip_reader_get_entry (reader, i)->name, name))
      return lb_zip_reader_read_bytes (reader, i, LB_LIMIT_FILE_BYTES, NULL, NULL);

  g_assert_not_reached ();
}

static void
assert_size (Fixture *self, const char *name, int width, int height)
{
  g_autoptr (GBytes) bytes = read_made (self, name);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  LbProbeResult probe;

  lb_probe_bytes (data, length, &probe);
  g_assert_cmpint (probe.width, ==, width);
  g_assert_cmpint (probe.height, ==, height);
}

static void
add_wide (Fixture *self)
{
  static const char *const names[] = { "good.png", "src/good.png", "wide.png", "src/wide.png",
                                       NULL };

  drop_folder_add_png (self->folder, "src/good.png", 1024, 1024, RED);
  drop_folder_add_png (self->folder, "src/wide.png", 1600, 1300, RED);
  make_zip (self, "set.zip", names);
}

static void
crop_entry (LbBulkReport *report, LbBulkEntry *entry, LbCrop crop)
{
  lb_bulk_report_crop (report, &entry, &crop, 1);
}

/* Of a folder and of a ZIP file a part of a picture goes in; the others do as they are. */
static void
test_pack_cropped (Fixture *self, gconstpointer data)
{
  const LbCrop crop = { 100, 150, 1200, 1100 };
  LbBulkReport *report = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GBytes) wide = NULL;
  g_autoptr (GBytes) wide_after = NULL;

  add_wide (self);
  before = load (self, "src/good.png");
  wide = load (self, "src/wide.png");
  report = check_one (self, FALSE, data);
  crop_entry (report, find_entry (report, "wide.png"), crop);
  g_assert_true (lb_bulk_report_must_pack (report));
  g_assert_cmpuint (lb_bulk_report_get_n_ready (report), ==, 2);
  g_assert_true (pack (self, report, NULL));
  assert_made (self, "good.png wide.png");
  assert_size (self, "wide.png", 1200, 1100);
  after = read_made (self, "good.png");
  g_assert_true (g_bytes_equal (before, after));
  wide_after = load (self, "src/wide.png");
  g_assert_true (g_bytes_equal (wide, wide_after));
}

/* What is kept has enough pixels, and all of a picture is no crop. */
static void
test_crop_fits (Fixture *self, gconstpointer data)
{
  const LbCrop tiny = { 10, 10, 50, 50 };
  const LbCrop all = { 0, 0, 1600, 1300 };
  LbBulkReport *report = NULL;
  LbBulkEntry *entry = NULL;

  add_wide (self);
  report = check_one (self, FALSE, "set.zip");
  entry = find_entry (report, "wide.png");
  g_assert_true (lb_bulk_entry_can_be_cropped (entry));
  g_assert_false (lb_bulk_report_must_pack (report));
  crop_entry (report, entry, tiny);
  g_assert_cmpint (lb_bulk_entry_get_crop (entry)->width, ==, LB_LIMIT_SIDE_TARGET);
  g_assert_cmpint (lb_bulk_entry_get_crop (entry)->height, ==, LB_LIMIT_SIDE_TARGET);
  g_assert_true (lb_bulk_entry_is_ready (entry));
  crop_entry (report, entry, all);
  g_assert_false (lb_crop_is_set (lb_bulk_entry_get_crop (entry)));
  g_assert_false (lb_bulk_report_must_pack (report));
  crop_entry (report, entry, tiny);
  crop_entry (report, entry, (LbCrop) { 0 });
  g_assert_false (lb_bulk_report_must_pack (report));
}

/* What does not go along is no reason to make a ZIP file, cropped or not. */
static void
test_crop_left_out (Fixture *self, gconstpointer data)
{
  const LbCrop crop = { 100, 150, 1200, 1100 };
  LbBulkReport *report = NULL;

  add_wide (self);
  report = check_one (self, TRUE, "set.zip");
  lb_bulk_report_set_automatic_captioning (report, FALSE);
  crop_entry (report, find_entry (report, "wide.png"), crop);
  g_assert_false (lb_bulk_entry_is_ready (find_entry (report, "wide.png")));
  g_assert_cmpuint (lb_bulk_report_get_n_cropped (report), ==, 1);
  g_assert_false (lb_bulk_report_must_pack (report));
  lb_bulk_report_set_automatic_captioning (report, TRUE);
  g_assert_true (lb_bulk_report_must_pack (report));
}

/* A picture that can't be cropped as it was chosen ends the packing, and nothing is left. */
static void
test_crop_changed (Fixture *self, gconstpointer data)
{
  const LbCrop crop = { 100, 150, 1200, 1100 };
  g_autoptr (GError) error = NULL;
  LbBulkReport *report = NULL;

  add_wide (self);
  report = check_one (self, FALSE, "src");
  crop_entry (report, find_entry (report, "wide.png"), crop);
  drop_folder_add_png (self->folder, "src/wide.png", 2000, 1300, RED);
  g_assert_false (pack (self, report, &error));
  g_assert_nonnull (error);
  assert_nothing (self);
}

/* What is not as it was checked is not packed, and nothing is left behind. */
static void
test_pack_changed (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) gone = NULL;
  LbBulkReport *report;
  g_autofree char *path = g_build_filename (self->folder, "src", "good.png", NULL);

  add_pictures (self);
  report = check_one (self, FALSE, "src");
  drop_folder_add_bytes (self->folder, "src/good.png", "changed", -1);
  g_assert_false (pack (self, report, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFLICT);
  assert_nothing (self);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_false (pack (self, report, &gone));
  g_assert_error (gone, LB_ERROR, LB_ERROR_NOT_FOUND);
  assert_nothing (self);
}

static void
test_pack_cancel (Fixture *self, gconstpointer data)
{
  g_autofree char *path = target_path (self);
  g_autoptr (GFile) target = g_file_new_for_path (path);
  g_autoptr (LbBulkPack) job = NULL;
  g_autoptr (GError) error = NULL;

  add_pictures (self);
  job = lb_bulk_pack_new (check_one (self, FALSE, "src"), target);
  lb_bulk_pack_cancel (job);
  g_assert_false (drop_folder_wait (lb_bulk_pack_run (job), &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  assert_nothing (self);
}

/* What an earlier try has left is in nobody's way, and neither try leaves anything. */
static void
test_pack_leftover (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->folder, "cache", "new", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) left = NULL;
  LbBulkReport *report;

  add_pictures (self);
  report = check_one (self, FALSE, "src");
  drop_folder_add_bytes (self->folder, "cache/new/made.zip.part", "half of it", -1);
  drop_folder_add_bytes (self->folder, "src/good.png", "changed", -1);
  g_assert_false (pack (self, report, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFLICT);

  left = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (left);
  g_assert_cmpstr (g_dir_read_name (left), ==, NULL);
}

/* Addresses */

static void
test_addresses (void)
{
  static const char *const good[][2] = {
    { "https://example.org/boat.png", "https://example.org/boat.png" },
    { "  HTTP://example.org \n", "http://example.org" },
    { "http://[::1]:8080/a?b=c%20d#e", "http://[::1]:8080/a?b=c%20d#e" },
  };
  static const char *const bad[] = {
    NULL,
    "",
    "boat.png",
    "ftp://example.org/a.png",
    "file:///etc/passwd",
    "data:image/png;base64,AA==",
    "javascript:alert(1)",
    "https://",
    "https:///a.png",
    "https://user:word@example.org/a.png",
    "https://example.org/a b.png",
    "https://example.org/a\nhttps://example.org/b",
    "\xff\xfe",
  };
  g_autofree char *path = g_strnfill (2048, 'a');
  g_autofree char *too_long = g_strconcat ("https://example.org/", path, NULL);
  g_autofree char *host = lb_address_get_host ("https://example.org:8080/a.png");

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *address = lb_address_parse (good[i][0]);

      g_assert_cmpstr (address, ==, good[i][1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (lb_address_parse (bad[i]));
  g_assert_null (lb_address_parse (too_long));
  g_assert_cmpstr (host, ==, "example.org");
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  add ("/jobs/bulk/zip", test_zip);
  add ("/jobs/bulk/texts", test_texts);
  add ("/jobs/bulk/folder", test_folder);
  add ("/jobs/bulk/twice", test_twice);
  add ("/jobs/bulk/files", test_files);
  add ("/jobs/bulk/obstacles", test_obstacles);
  g_test_add_func ("/jobs/bulk/R77-5000", test_5000);
  g_test_add_func ("/jobs/bulk/R76-5-gb", test_5_gb);
  g_test_add_func ("/jobs/bulk/nasty", test_nasty);
  add ("/jobs/bulk/cancel", test_cancel);
  add ("/jobs/bulk/pack-folder", test_pack_folder);
  add ("/jobs/bulk/pack-zip", test_pack_zip);
  add ("/jobs/bulk/pack-changed", test_pack_changed);
  g_test_add ("/jobs/bulk/pack-cropped/folder", Fixture, "src", set_up, test_pack_cropped,
              tear_down);
  g_test_add ("/jobs/bulk/pack-cropped/zip", Fixture, "set.zip", set_up, test_pack_cropped,
              tear_down);
  add ("/jobs/bulk/crop-fits", test_crop_fits);
  add ("/jobs/bulk/crop-left-out", test_crop_left_out);
  add ("/jobs/bulk/crop-changed", test_crop_changed);
  add ("/jobs/bulk/pack-cancel", test_pack_cancel);
  add ("/jobs/bulk/pack-leftover", test_pack_leftover);
  g_test_add_func ("/jobs/address", test_addresses);
  return g_test_run ();
}

#include <string.h>

#include "archive/lb-zip-writer.h"
#include "base/lb-error.h"
#include "check-fixture.h"
#include "drop-folder.h"
#include "jobs/lb-caption-file.h"
#include "jobs/lb-caption-fit.h"
#include "jobs/lb-csv.h"

#define RED 0xff0000ff

#define PROMPT                                                                                     \
  "{\"short_description\":\"A boat.\",\"objects\":[],\"background_setting\":\"A harbour.\","       \
  "\"lighting\":{\"conditions\":\"dawn\",\"direction\":\"left\"},\"aesthetics\":{"                 \
  "\"composition\":\"plain\",\"color_scheme\":\"blue\",\"mood_atmosphere\":\"calm\"},"             \
  "\"context\":\"A photograph.\"}"

static LbDataset *
new_dataset (const char *version)
{
  LbDataset *dataset = lb_dataset_new (1);

  g_object_set (dataset, "training-version", version, NULL);
  return dataset;
}

static void
check (LbCheckJob *job, const char *folder, const char *name)
{
  check_fixture_run (job, folder, (const char *const[]) { name, NULL });
}

/* "a.png<a.txt:words;" for every picture, then "!notes.txt=1" for what belongs to none. */
static char *
describe (LbCheckJob *job)
{
  GListModel *list = lb_check_job_get_candidates (job);
  GPtrArray *stray = lb_check_job_get_stray_captions (job);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (list, i);

      g_string_append (text, lb_candidate_get_name (candidate));
      if (lb_candidate_get_caption (candidate) != NULL)
        g_string_append_printf (text, "<%s:%s", lb_candidate_get_caption_file (candidate),
                                lb_candidate_get_caption (candidate));
      g_string_append (text, "; ");
    }
  for (guint i = 0; i < stray->len; i++)
    {
      const LbSidecarNote *note = stray->pdata[i];

      g_string_append_printf (text, "!%s", note->name);
      if (note->line > 0)
        g_string_append_printf (text, ":%u", note->line);
      g_string_append_printf (text, "=%d ", note->fault);
    }

  return g_strchomp (g_string_free (text, FALSE));
}

static void
assert_checked (const char *folder, const char *version, const char *expected)
{
  g_autoptr (LbDataset) dataset = new_dataset (version);
  g_autoptr (LbCheckJob) job = lb_check_job_new (dataset, NULL);
  g_autofree char *text = NULL;

  check (job, folder, "");
  text = describe (job);
  g_assert_cmpstr (text, ==, expected);
}

static void
add_picture (const char *folder, const char *name)
{
  static int side = 1024;

  drop_folder_add_png (folder, name, side++, 1024, RED);
}

static void
test_beside (void)
{
  char *folder = drop_folder_new ();

  add_picture (folder, "a.png");
  add_picture (folder, "sub/B.png");
  add_picture (folder, "c.png");
  add_picture (folder, "caf\xc3\xa9.png");
  add_picture (folder, "e.png");
  drop_folder_add_bytes (folder, "a.txt",
                         "\xef\xbb\xbf"
                         "A fox.\r\nTwo.\r\n",
                         -1);
  drop_folder_add_bytes (folder, "sub/b.caption", "A barn.", -1);
  drop_folder_add_bytes (folder, "c.png.txt", "Whole name.", -1);
  drop_folder_add_bytes (folder, "c.txt", "Stem.", -1);
  drop_folder_add_bytes (folder, "cafe\xcc\x81.txt", "Coffee.\n", -1);
  drop_folder_add_bytes (folder, "b.txt", "Another folder.", -1);
  drop_folder_add_bytes (folder, "e.txt", " \n", -1);

  assert_checked (folder, "max",
                  "B.png<b.caption:A barn.; a.png<a.txt:A fox.\nTwo.; c.png<c.png.txt:Whole name.; "
                  "caf\xc3\xa9.png<cafe\xcc\x81.txt:Coffee.; e.png; !b.txt=1 !c.txt=2 !e.txt=7");
  drop_folder_free (folder);
}

static void
assert_named (const char *folder, const char *const *names, const char *expected)
{
  g_autoptr (LbDataset) dataset = new_dataset ("max");
  g_autoptr (LbCheckJob) job = lb_check_job_new (dataset, NULL);
  g_autofree char *text = NULL;

  check_fixture_run (job, folder, names);
  text = describe (job);
  g_assert_cmpstr (text, ==, expected);
}

/* What is beside a picture that is named alone comes along; what goes to no picture there is not
 * spoken of, but what was named itself is. */
static void
test_beside_one (void)
{
  char *folder = drop_folder_new ();

  add_picture (folder, "a.png");
  add_picture (folder, "b.png");
  add_picture (folder, "c.png");
  add_picture (folder, "sub/d.png");
  add_picture (folder, "sub/e.png");
  drop_folder_add_bytes (folder, "A.TXT", "A fox.", -1);
  drop_folder_add_bytes (folder, "b.png.caption", "A barn.", -1);
  drop_folder_add_bytes (folder, "notes.txt", "Of nothing.", -1);
  drop_folder_add_bytes (folder, "sub/metadata.jsonl",
                         "{\"file_name\": \"d.png\", \"text\": \"A dog.\"}\n"
                         "{\"file_name\": \"gone.png\", \"text\": \"Gone.\"}\nno JSON\n",
                         -1);

  assert_named (folder, (const char *const[]) { "a.png", NULL }, "a.png<A.TXT:A fox.;");
  assert_named (folder, (const char *const[]) { "b.png", "sub/d.png", "c.png", NULL },
                "b.png<b.png.caption:A barn.; c.png; d.png<metadata.jsonl:A dog.;");
  assert_named (folder, (const char *const[]) { "sub/e.png", NULL }, "e.png;");
  assert_named (folder, (const char *const[]) { "c.png", "notes.txt", NULL }, "c.png; notes.txt;");
  assert_named (folder, (const char *const[]) { "a.png", "notes.txt", NULL },
                "a.png<A.TXT:A fox.; !notes.txt=1");
  assert_named (folder, (const char *const[]) { "a.png", "A.TXT", "sub", NULL },
                "a.png<A.TXT:A fox.; d.png<metadata.jsonl:A dog.; e.png; "
                "!metadata.jsonl:3=5 !metadata.jsonl:2=1");
  drop_folder_free (folder);
}

/* Which of several counts, for the two kinds of datasets. */
static void
test_precedence (void)
{
  char *folder = drop_folder_new ();

  add_picture (folder, "a.png");
  drop_folder_add_bytes (folder, "a.txt", "Text.", -1);
  drop_folder_add_bytes (folder, "a.caption", "Caption.", -1);
  drop_folder_add_bytes (folder, "a.json", "{\"caption\": \"Json.\"}", -1);
  drop_folder_add_bytes (folder, "metadata.jsonl", "{\"file_name\":\"a.png\",\"text\":\"Line.\"}\n",
                         -1);
  drop_folder_add_bytes (folder, "metadata.csv", "file_name,caption\na.png,Cell.\n", -1);

  assert_checked (folder, "max",
                  "a.png<a.txt:Text.; !a.caption=2 !a.json=2 !metadata.csv:2=2 "
                  "!metadata.jsonl:1=2");
  assert_checked (folder, "fibo",
                  "a.png<a.json:Json.; !a.caption=2 !a.txt=2 !metadata.csv:2=2 "
                  "!metadata.jsonl:1=2");
  drop_folder_free (folder);
}

/* The words in a JSON file are taken out of it. */
static void
test_words_in_json (void)
{
  char *folder = drop_folder_new ();

  add_picture (folder, "a.png");
  add_picture (folder, "b.png");
  add_picture (folder, "c.png");
  drop_folder_add_bytes (folder, "a.json", "\"A \\\"red\\\" door.\"\n", -1);
  drop_folder_add_bytes (folder, "b.json", "{\"text\": \"A boat.\"}", -1);
  drop_folder_add_bytes (folder, "c.json", "\"\"", -1);
  assert_checked (folder, "max",
                  "a.png<a.json:A \"red\" door.; b.png<b.json:A boat.; c.png; !c.json=7");
  drop_folder_free (folder);
}

/* JSON that is neither words nor an object is no description, and neither is what no document may
 * be. */
static void
test_other_json (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *open = g_strnfill (100, '[');
  g_autofree char *close = g_strnfill (100, ']');
  g_autofree char *deep = g_strconcat (open, close, NULL);
  g_autofree char *object = g_strdup_printf ("{\"objects\": %s}", deep);

  add_picture (folder, "a.png");
  add_picture (folder, "b.png");
  add_picture (folder, "c.png");
  add_picture (folder, "d.png");
  drop_folder_add_bytes (folder, "a.json", deep, -1);
  drop_folder_add_bytes (folder, "b.json", object, -1);
  drop_folder_add_bytes (folder, "c.json", "[\"A boat.\"]", -1);
  drop_folder_add_bytes (folder, "d.json", "{\"text\": \"[[[ of a boat.\"}", -1);
  assert_checked (folder, "max",
                  "a.png; b.png; c.png; d.png<d.json:[[[ of a boat.; !a.json=5 !b.json=5 "
                  "!c.json=5");
  drop_folder_free (folder);
}

/* A link to a file of the person's own is not followed, wherever the folder comes from. */
static void
test_links (void)
{
  char *folder = drop_folder_new ();
  char *own = drop_folder_new ();
  g_autofree char *secret = g_build_filename (own, "token.txt", NULL);

  drop_folder_add_bytes (own, "token.txt", "SECRET", -1);
  add_picture (folder, "a.png");
  add_picture (folder, "b.png");
  add_picture (folder, "c.png");
  drop_folder_add_link (folder, "a.txt", secret);
  drop_folder_add_bytes (folder, "words.caption", "A boat.", -1);
  drop_folder_add_link (folder, "b.txt", "words.caption");
  drop_folder_add_link (folder, "c.txt", "nowhere");
  assert_checked (folder, "max",
                  "a.png; b.png<b.txt:A boat.; c.png; c.txt; !a.txt=8 !words.caption=1");
  drop_folder_free (folder);
  drop_folder_free (own);
}

/* Each line that is wrong is named, and takes no other with it. */
static void
test_broken_table (void)
{
  char *folder = drop_folder_new ();

  add_picture (folder, "a.png");
  add_picture (folder, "b.png");
  add_picture (folder, "c.png");
  drop_folder_add_bytes (folder, "metadata.csv",
                         "file_name,caption\n,none\na.png,\"A \"red\" door.\"\nb.png,A boat.\n"
                         "c.png,\"never closed\nc.png,A gull.\n",
                         -1);
  assert_checked (folder, "max",
                  "a.png; b.png<metadata.csv:A boat.; c.png<metadata.csv:A gull.; "
                  "!metadata.csv:2=5 !metadata.csv:3=5 !metadata.csv:5=5");
  drop_folder_free (folder);
}

/* Without a match a text is no description, and is refused like any file. */
static void
test_no_picture (void)
{
  char *folder = drop_folder_new ();

  add_picture (folder, "a.png");
  drop_folder_add_bytes (folder, "licence.txt", "Free.", -1);
  assert_checked (folder, "fibo", "a.png; licence.txt;");
  drop_folder_free (folder);
}

static void
test_tables (void)
{
  char *folder = drop_folder_new ();

  add_picture (folder, "train/1.png");
  add_picture (folder, "train/2.png");
  add_picture (folder, "deep/er/3.png");
  add_picture (folder, "x/4.png");
  add_picture (folder, "y/4.png");
  drop_folder_add_bytes (folder, "train/metadata.jsonl",
                         "{\"file_name\":\"1.png\",\"text\":\"One.\"}\r\n\n"
                         "not JSON\n"
                         "{\"file_name\":\"../x/4.png\",\"text\":\"Out.\"}\n"
                         "{\"file_name\":\"2.png\",\"text\":null}\n"
                         "{\"file_name\":\"1.png\",\"text\":\"Again.\"}\n",
                         -1);
  drop_folder_add_bytes (folder, "metadata.csv",
                         "\xef\xbb\xbf"
                         "File_Name,Caption\r\n"
                         "train/2.png,\"Two, with \"\"words\"\"\r\non two lines.\"\r\n"
                         "3.png,Three.\r\n4.png,Which?\r\n",
                         -1);

  assert_checked (folder, "max",
                  "1.png<metadata.jsonl:One.; 2.png<metadata.csv:Two, with \"words\"\r\non two "
                  "lines.; 3.png<metadata.csv:Three.; 4.png; 4.png; !metadata.jsonl:3=5 "
                  "!metadata.csv:5=1 !metadata.jsonl:4=1 !metadata.jsonl:6=2");
  drop_folder_free (folder);
}

static void
test_faults (void)
{
  char *folder = drop_folder_new ();
  g_autofree char *long_text = g_strnfill (256 * 1024 + 1, 'x');

  for (int i = 1; i <= 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.png", i);

      add_picture (folder, name);
    }
  drop_folder_add_bytes (folder, "1.txt", "caf\xe9", -1);
  drop_folder_add_bytes (folder, "2.txt", long_text, -1);
  drop_folder_add_bytes (folder, "3.txt",
                         "\xff\xfe"
                         "B\0o\0a\0t\0",
                         10);
  drop_folder_add_bytes (folder, "4.txt", "Good.", -1);
  drop_folder_add_bytes (folder, "metadata.csv", "a,b\n1,2\n", -1);

  assert_checked (folder, "fibo",
                  "1.png; 2.png; 3.png<3.txt:Boat; 4.png<4.txt:Good.; !metadata.csv=5 !1.txt=3 "
                  "!2.txt=4");
  drop_folder_free (folder);
}

static void
test_left_out (void)
{
  char *folder = drop_folder_new ();
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);
  g_autofree char *with = NULL;
  g_autofree char *without = NULL;

  add_picture (folder, "a.png");
  drop_folder_add_bytes (folder, "a.txt", "A fox.", -1);
  check (job, folder, "");
  g_assert_cmpuint (lb_check_job_get_n_captions (job), ==, 1);

  lb_check_job_set_takes_captions (job, FALSE);
  without = describe (job);
  g_assert_cmpstr (without, ==, "a.png;");
  g_assert_cmpuint (lb_check_job_get_n_captions (job), ==, 1);

  lb_check_job_set_takes_captions (job, TRUE);
  with = describe (job);
  g_assert_cmpstr (with, ==, "a.png<a.txt:A fox.;");
  drop_folder_free (folder);
}

static void
add_entry (LbZipWriter *writer, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);

  g_assert_nonnull (bytes);
  g_assert_true (lb_zip_writer_add_bytes (writer, name, bytes, NULL, NULL));
}

/* (transfer full) (nullable): where the copies of a candidate are. */
static char *
folder_of (LbCheckJob *job)
{
  g_autoptr (LbCandidate) first = g_list_model_get_item (lb_check_job_get_candidates (job), 0);
  g_autoptr (GFile) parent = g_file_get_parent (lb_candidate_get_file (first));

  return g_file_get_path (parent);
}

static void
test_zip (void)
{
  char *folder = drop_folder_new ();
  char *drop = drop_folder_new ();
  g_autofree char *path = g_build_filename (drop, "set.zip", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) output = g_file_create (file, 0, NULL, NULL);
  LbZipWriter *writer = lb_zip_writer_new (G_OUTPUT_STREAM (output));
  LbCheckJob *job = lb_check_job_new (NULL, NULL);
  g_autofree char *text = NULL;
  g_autofree char *unpacked = NULL;

  add_picture (folder, "train/1.png");
  drop_folder_add_bytes (folder, "train/1.txt", "One.", -1);
  drop_folder_add_bytes (folder, "notes.gif", "GIF89a\x10\0\x10\0\0\0\0;", 14);
  add_entry (writer, folder, "train/1.png");
  add_entry (writer, folder, "train/1.txt");
  add_entry (writer, folder, "notes.gif");
  g_assert_true (lb_zip_writer_finish (writer, NULL, NULL));
  g_assert_true (g_output_stream_close (G_OUTPUT_STREAM (output), NULL, NULL));
  g_object_unref (writer);

  check (job, drop, "set.zip");
  text = describe (job);
  g_assert_cmpstr (text, ==, "1.png<1.txt:One.; notes.gif;");
  unpacked = folder_of (job);
  g_assert_true (g_file_test (unpacked, G_FILE_TEST_IS_DIR));

  /* The copies go with the candidates. */
  g_object_unref (job);
  g_assert_false (g_file_test (unpacked, G_FILE_TEST_EXISTS));
  drop_folder_free (folder);
  drop_folder_free (drop);
}

static void
test_broken_zip (void)
{
  char *folder = drop_folder_new ();
  g_autoptr (LbCheckJob) job = lb_check_job_new (NULL, NULL);
  g_autoptr (LbCandidate) candidate = NULL;

  drop_folder_add_bytes (folder, "set.zip", "PK\3\4 and nothing more", -1);
  check (job, folder, "set.zip");
  g_assert_cmpuint (g_list_model_get_n_items (lb_check_job_get_candidates (job)), ==, 1);
  candidate = g_list_model_get_item (lb_check_job_get_candidates (job), 0);
  g_assert_cmpint (lb_candidate_get_verdict (candidate), ==, LB_VERDICT_UNREADABLE);
  g_assert_nonnull (lb_candidate_get_error (candidate));
  drop_folder_free (folder);
}

static void
assert_fit (const char *version,
            const char *text,
            const char *present,
            LbCaptionFit fit,
            const char *expected)
{
  g_autoptr (LbDataset) dataset = new_dataset (version);
  g_autofree char *result = lb_caption_fit (dataset, text, present);

  g_assert_cmpint (lb_caption_fit_judge (dataset, text), ==, fit);
  g_assert_cmpstr (result, ==, expected);
}

static void
test_fit (void)
{
  g_autofree char *put = NULL;
  g_autoptr (LbDataset) fibo = new_dataset ("fibo");

  assert_fit ("fibo", PROMPT, NULL, LB_CAPTION_FIT_WHOLE, PROMPT);
  assert_fit ("fibo", "{\"objects\": [", NULL, LB_CAPTION_FIT_DRAFT, "{\"objects\": [");
  assert_fit ("fibo", "A red door.", NULL, LB_CAPTION_FIT_PART,
              "{\"short_description\": \"A red door.\"}");
  assert_fit ("fibo", " \n", NULL, LB_CAPTION_FIT_NONE, NULL);
  assert_fit ("max", "A red door.", "Old.", LB_CAPTION_FIT_WHOLE, "A red door.");
  assert_fit ("max", PROMPT, NULL, LB_CAPTION_FIT_PART, "A boat.");

  assert_fit ("fibo", "{\"short_description\": \"A red door.\"}", NULL, LB_CAPTION_FIT_FIELDS,
              "{\"short_description\": \"A red door.\"}");
  assert_fit ("fibo", "{\"short_description\": \"A red door.\"}", "{}", LB_CAPTION_FIT_FIELDS,
              "{\"short_description\": \"A red door.\"}");
  /* Fields of something else, and one that is wrong, are not mixed with what is there. */
  assert_fit ("fibo", "{\"subject\": \"a fox\"}", PROMPT, LB_CAPTION_FIT_DRAFT,
              "{\"subject\": \"a fox\"}");
  assert_fit ("fibo", "{\"short_description\": \"A door.\", \"objects\": 3}", PROMPT,
              LB_CAPTION_FIT_DRAFT, "{\"short_description\": \"A door.\", \"objects\": 3}");
  put = lb_caption_fit (
    fibo, "{\"short_description\": \"A blue door.\", \"background_setting\": \"A quay.\"}", PROMPT);
  g_assert_true (lb_rules_caption_is_right (fibo, put));
  g_assert_nonnull (strstr (put, "\"A blue door.\""));
  g_assert_nonnull (strstr (put, "\"A quay.\""));
  g_assert_null (strstr (put, "\"A harbour.\""));
  g_clear_pointer (&put, g_free);

  put = lb_caption_fit (fibo, "A red door.", PROMPT);
  g_assert_true (lb_rules_caption_is_right (fibo, put));
  g_assert_nonnull (strstr (put, "\"short_description\":\"A red door.\""));
  g_assert_nonnull (strstr (put, "\"A harbour.\""));
}

static void
assert_csv (const char *text, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  LbCsv csv;
  guint line = 0;

  lb_csv_init (&csv, text, strlen (text));
  while (TRUE)
    {
      g_autoptr (GPtrArray) fields = lb_csv_next (&csv, &line, &error);

      if (fields == NULL)
        break;
      g_string_append_printf (found, "%u", line);
      for (guint i = 0; i < fields->len; i++)
        g_string_append_printf (found, "[%s]", (char *) fields->pdata[i]);
    }
  if (error != NULL)
    g_string_append_c (found, '!');
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_csv (void)
{
  assert_csv ("", "");
  assert_csv ("a,b\nc,d", "1[a][b]2[c][d]");
  assert_csv ("a,\"b \"\"c\"\",\r\nd\"\r\n\r\n,\r\n", "1[a][b \"c\",\r\nd]4[][]");
  assert_csv ("a;b,c;d\n1;2\n", "1[a][b,c][d]2[1][2]");
  assert_csv ("a,\"b", "!");
  assert_csv ("a,b\n\"c\"d,e\n", "1[a][b]!");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();

  g_test_add_func ("/sidecars/beside", test_beside);
  g_test_add_func ("/sidecars/beside-one", test_beside_one);
  g_test_add_func ("/sidecars/precedence", test_precedence);
  g_test_add_func ("/sidecars/words-in-json", test_words_in_json);
  g_test_add_func ("/sidecars/other-json", test_other_json);
  g_test_add_func ("/sidecars/links", test_links);
  g_test_add_func ("/sidecars/broken-table", test_broken_table);
  g_test_add_func ("/sidecars/no-picture", test_no_picture);
  g_test_add_func ("/sidecars/tables", test_tables);
  g_test_add_func ("/sidecars/faults", test_faults);
  g_test_add_func ("/sidecars/left-out", test_left_out);
  g_test_add_func ("/sidecars/zip", test_zip);
  g_test_add_func ("/sidecars/broken-zip", test_broken_zip);
  g_test_add_func ("/sidecars/fit", test_fit);
  g_test_add_func ("/sidecars/csv", test_csv);

  return g_test_run ();
}

#include <libdex.h>

#include "model/lb-cell-put.h"
#include "model/lb-cell-record.h"
#include "model/lb-cell-tally.h"
#include "model/lb-object-name.h"
#include "model/lb-tsv.h"

static const char *const caption =
  "{\"objects\": [{\"pose\": \"sitting\", \"number_of_objects\": 2}, {\"location\": \"left\"},"
  " {\"pose\": \"flying\"}], \"lighting\": {\"direction\": \"backlit\", \"shadows\": null},"
  " \"context\": [\"a pier\", \"a boat\"], \"style_medium\": \"\"}";

static const char *
text_at (LbCellValues *values, LbCellRecord *record, const char *path)
{
  return lb_cell_values_get_text (
    values, lb_cell_record_get (record, lb_cell_values_add_path (values, path)));
}

static void
test_record (void)
{
  g_autoptr (LbCellValues) values = lb_cell_values_new ();
  g_autoptr (LbCellRecord) record = lb_cell_record_new (values, caption, TRUE);
  g_autoptr (LbCellRecord) none = lb_cell_record_new (values, NULL, TRUE);
  g_autoptr (LbCellRecord) plain = lb_cell_record_new (values, "A boat", FALSE);
  g_autoptr (LbCellRecord) broken = lb_cell_record_new (values, "{\"context\":", TRUE);
  g_autoptr (LbCellRecord) twice =
    lb_cell_record_new (values, "{\"context\": \"a\", \"context\": \"b\"}", TRUE);

  g_assert_cmpint (lb_cell_record_get_kind (record), ==, LB_CELL_RECORD_PROMPT);
  g_assert_cmpstr (text_at (values, record, "objects[].pose"), ==, "sitting | flying");
  g_assert_cmpstr (text_at (values, record, "objects[].number_of_objects"), ==, "2");
  g_assert_cmpstr (text_at (values, record, "lighting.direction"), ==, "backlit");
  g_assert_cmpstr (text_at (values, record, "lighting.shadows"), ==, "");
  g_assert_cmpstr (text_at (values, record, "style_medium"), ==, "");
  g_assert_cmpstr (text_at (values, record, "context[]"), ==, "a pier | a boat");
  g_assert_cmpint (lb_cell_record_get_kind (none), ==, LB_CELL_RECORD_NONE);
  g_assert_cmpint (lb_cell_record_get_kind (plain), ==, LB_CELL_RECORD_PLAIN);
  g_assert_cmpint (lb_cell_record_get_kind (broken), ==, LB_CELL_RECORD_BROKEN);
  g_assert_cmpstr (text_at (values, twice, "context"), ==, "b");
}

static const char *
owner_at (LbCellValues *values, LbCellRecord *record, const char *path)
{
  return lb_cell_values_get_text (
    values, lb_cell_record_get_owner (record, lb_cell_values_add_path (values, path)));
}

/* Whose field it is, by the first words of the description. */
static void
test_owners (void)
{
  g_autoptr (LbCellValues) values = lb_cell_values_new ();
  g_autoptr (LbCellRecord) record = lb_cell_record_new (
    values,
    "{\"objects\": [{\"description\": \"Rusty, a fox\", \"pose\": \"up\", \"location\": \"left\"},"
    " {\"pose\": \"down\", \"texture\": \"wet\"}, {\"description\": \" A red\\nboat. \","
    " \"location\": \"right\"}, {\"description\": 3, \"texture\": \"dry\"}],"
    " \"context\": \"a pier\"}",
    TRUE);

  g_assert_cmpstr (owner_at (values, record, "objects[].location"), ==, "Rusty | Red boat");
  g_assert_cmpstr (owner_at (values, record, "objects[].pose"), ==, "Rusty | ");
  g_assert_cmpstr (owner_at (values, record, "context"), ==, "");
  g_assert_cmpstr (owner_at (values, record, "objects[].clothing"), ==, "");
}

static void
test_object_name (void)
{
  static const struct
  {
    const char *description;
    const char *name;
  } names[] = {
    { "A young red fox with oversized ears", "Young red fox" },
    { "Rusty, a fox in oilskins.", "Rusty" },
    { "the quay", "Quay" },
    { "an old wooden fishing boat called Gull II of Leith",
      "Old wooden fishing boat called Gull…" },
    { "", "" },
    { "émile", "Émile" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = lb_object_name (names[i].description);

      g_assert_cmpstr (name, ==, names[i].name);
    }
}

static void
assert_put (const char *before, const char *path, const char *text, const char *after)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (before, NULL);
  LbCellRefusal why;
  guint n_values;
  g_autoptr (LbPrompt) changed = lb_cell_put (prompt, path, text, &why, &n_values);

  g_assert_nonnull (changed);
  g_assert_cmpstr (lb_prompt_get_text (changed), ==, after);
}

static void
assert_refused (const char *before, const char *path, const char *text, LbCellRefusal expected)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (before, NULL);
  LbCellRefusal why = LB_CELL_NO_VALUE;
  guint n_values;
  g_autoptr (LbPrompt) changed = lb_cell_put (prompt, path, text, &why, &n_values);

  g_assert_null (changed);
  g_assert_cmpint (why, ==, expected);
}

static void
test_put (void)
{
  assert_put ("{\"a\": \"b\", \"lighting\": {\"direction\": \"x\"}}", "lighting.direction", " top ",
              "{\"a\": \"b\", \"lighting\": {\"direction\": \"top\"}}");
  assert_put ("{\"objects\":[{\"location\":\"left\"},{\"pose\":\"up\"}]}", "objects[].pose", "down",
              "{\"objects\":[{\"location\":\"left\"},{\"pose\":\"down\"}]}");
  assert_put ("{\"objects\":[{\"location\":\"left\"},{}]}", "objects[].location", "right",
              "{\"objects\":[{\"location\":\"right\"},{}]}");
  assert_put ("{\"objects\":[{\"pose\":\"a\"},{\"pose\":\"b\"}]}", "objects[].pose", "c | d",
              "{\"objects\":[{\"pose\":\"c\"},{\"pose\":\"d\"}]}");
  assert_put ("{\"objects\":[{\"number_of_objects\":1}]}", "objects[].number_of_objects", "12",
              "{\"objects\":[{\"number_of_objects\":12}]}");
  assert_put ("{\"context\":[\"a\",\"b\"]}", "context[]", "c | d", "{\"context\":[\"c\",\"d\"]}");
  assert_put ("{\"size\":3}", "size", "4", "{\"size\":4}");
  assert_put ("{\"size\":3}", "size", "four", "{\"size\":\"four\"}");
  /* What would be left empty goes too; what is not there stays so. */
  assert_put ("{\"a\":\"b\",\"other\":{\"deep\":{\"x\":\"y\"}}}", "other.deep.x", "",
              "{\"a\":\"b\"}");
  assert_put ("{\"a\":\"b\",\"c\":\"d\"}", "c", "", "{\"a\":\"b\"}");
  assert_put ("{\"a\":\"b\"}", "c", "", "{\"a\":\"b\"}");
}

static void
test_put_refused (void)
{
  assert_refused ("{\"objects\":[]}", "objects[].pose", "up", LB_CELL_NO_ELEMENT);
  assert_refused ("{\"objects\":[{\"pose\":\"a\"},{\"pose\":\"b\"}]}", "objects[].pose", "c",
                  LB_CELL_COUNT);
  assert_refused ("{\"objects\":[{\"pose\":\"a\"},{\"pose\":\"b\"}]}", "objects[].pose", "c | ",
                  LB_CELL_COUNT);
  assert_refused ("{\"objects\":[{}]}", "objects[].number_of_objects", "two", LB_CELL_NUMBER);
  assert_refused ("{\"objects\":[{}]}", "objects[].number_of_objects", "007", LB_CELL_NUMBER);
  assert_refused ("{\"context\":[\"a\"]}", "context", "b", LB_CELL_NO_VALUE);
  assert_refused ("{\"lighting\":\"dark\"}", "lighting.direction", "b", LB_CELL_NO_VALUE);
}

/* Values of several objects are not one of the only object; a sign in a value is. */
static void
test_put_several (void)
{
  assert_refused ("{\"objects\":[{\"pose\":\"a\"},{}]}", "objects[].pose", "c | d", LB_CELL_COUNT);
  assert_put ("{\"objects\":[{\"pose\":\"a | b\"}]}", "objects[].pose", "a | c",
              "{\"objects\":[{\"pose\":\"a | c\"}]}");
  assert_put ("{\"mood\":\"a\"}", "mood", "b | c", "{\"mood\":\"b | c\"}");
}

static void
test_paths (void)
{
  g_auto (GStrv) paths = lb_cell_list_paths ();

  g_assert_true (g_strv_contains ((const char *const *) paths, "lighting.direction"));
  g_assert_true (g_strv_contains ((const char *const *) paths, "objects[].pose"));
  g_assert_cmpstr (paths[0], ==, "short_description");
}

static void
test_tally (void)
{
  g_autoptr (LbCellValues) values = lb_cell_values_new ();
  const guint usual = lb_cell_values_add (values, "digital illustration");
  const guint same = lb_cell_values_add (values, " Digital illustration. ");
  const guint rare = lb_cell_values_add (values, "photograph");
  const guint cells[] = { usual, usual, usual, same, rare, 0, usual };
  g_autoptr (LbCellTally) tally = lb_cell_tally_new (values);
  g_autoptr (GArray) counts = NULL;
  g_autoptr (GArray) first = NULL;
  LbCellCount common;

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    lb_cell_tally_add (tally, cells[i]);
  counts = lb_cell_tally_list (tally, 12);
  first = lb_cell_tally_list (tally, 1);
  g_assert_cmpuint (counts->len, ==, 2);
  g_assert_cmpuint (lb_cell_tally_get_n_values (tally), ==, 2);
  g_assert_cmpuint (g_array_index (counts, LbCellCount, 0).value, ==, usual);
  g_assert_cmpuint (g_array_index (counts, LbCellCount, 0).n, ==, 5);
  g_assert_cmpuint (g_array_index (counts, LbCellCount, 1).value, ==, rare);
  g_assert_cmpuint (first->len, ==, 1);
  g_assert_cmpuint (g_array_index (first, LbCellCount, 0).value, ==, usual);
  g_assert_cmpuint (lb_cell_tally_get_n_empty (tally), ==, 1);
  g_assert_cmpuint (lb_cell_tally_get_n_filled (tally), ==, 6);
  g_assert_true (lb_cell_tally_is_outlier (tally, rare, &common));
  g_assert_cmpuint (common.n, ==, 5);
  g_assert_false (lb_cell_tally_is_outlier (tally, same, NULL));
}

/* What is listed is what was counted until then. */
static void
test_tally_listed (void)
{
  g_autoptr (LbCellValues) values = lb_cell_values_new ();
  const guint one = lb_cell_values_add (values, "one");
  const guint two = lb_cell_values_add (values, "two");
  g_autoptr (LbCellTally) tally = lb_cell_tally_new (values);
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;

  lb_cell_tally_add (tally, one);
  before = lb_cell_tally_list (tally, 1);
  lb_cell_tally_add (tally, two);
  lb_cell_tally_add (tally, two);
  after = lb_cell_tally_list (tally, 2);

  g_assert_cmpuint (before->len, ==, 1);
  g_assert_cmpuint (g_array_index (before, LbCellCount, 0).value, ==, one);
  g_assert_cmpuint (after->len, ==, 2);
  g_assert_cmpuint (g_array_index (after, LbCellCount, 0).value, ==, two);
  g_assert_cmpuint (g_array_index (after, LbCellCount, 0).n, ==, 2);
  /* So few say nothing about what stands out. */
  g_assert_false (lb_cell_tally_is_outlier (tally, one, NULL));
}

#define N_MANY 5000

static gpointer
add_cb (gpointer data)
{
  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *text = g_strdup_printf ("value %u", i);

      lb_cell_values_add (data, text);
    }

  return NULL;
}

/* Values are read while others come in. */
static void
test_values_threads (void)
{
  g_autoptr (LbCellValues) values = lb_cell_values_new ();
  GThread *threads[] = { g_thread_new ("one", add_cb, values),
                         g_thread_new ("two", add_cb, values) };

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *text = g_strdup_printf ("VALUE %u", i);
      const guint number = lb_cell_values_add (values, text);

      g_assert_cmpstr (lb_cell_values_get_text (values, number), ==, text);
      g_assert_cmpuint (lb_cell_values_get_same (values, number), <=, number);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *lower = g_strdup_printf ("value %u", i);
      g_autofree char *upper = g_strdup_printf ("VALUE %u", i);
      const guint number = lb_cell_values_add (values, lower);

      g_assert_cmpstr (lb_cell_values_get_text (values, number), ==, lower);
      g_assert_cmpuint (lb_cell_values_get_same (values, number), ==,
                        lb_cell_values_get_same (values, lb_cell_values_add (values, upper)));
      g_assert_cmpuint (number, <=, 2 * N_MANY);
    }
}

static void
test_sort_key (void)
{
  g_autoptr (LbCellValues) values = lb_cell_values_new ();
  const guint two = lb_cell_values_add (values, "2 boats");
  const guint ten = lb_cell_values_add (values, "10 boats");

  g_assert_cmpstr (lb_cell_values_get_sort_key (values, two), <,
                   lb_cell_values_get_sort_key (values, ten));
  g_assert_cmpuint (lb_cell_values_add (values, "2 boats"), ==, two);
  g_assert_cmpuint (lb_cell_values_add (values, ""), ==, 0);
}

static void
test_tsv (void)
{
  g_autoptr (LbTsv) table = lb_tsv_new (2, 3);
  g_autoptr (LbTsv) read = NULL;
  g_autofree char *text = NULL;

  lb_tsv_set (table, 0, 0, "plain");
  lb_tsv_set (table, 0, 1, "a\ttab");
  lb_tsv_set (table, 0, 2, "two\nlines");
  lb_tsv_set (table, 1, 0, "\"quoted\" word");
  lb_tsv_set (table, 1, 1, "in the \"middle\"");
  text = lb_tsv_write (table);
  g_assert_cmpstr (text, ==,
                   "plain\t\"a\ttab\"\t\"two\nlines\"\n"
                   "\"\"\"quoted\"\" word\"\tin the \"middle\"\t\n");

  read = lb_tsv_read (text, 6, NULL);
  g_assert_cmpuint (lb_tsv_get_n_rows (read), ==, 2);
  g_assert_cmpuint (lb_tsv_get_n_columns (read), ==, 3);
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 3; j++)
      g_assert_cmpstr (lb_tsv_get (read, i, j), ==,
                       i == 1 && j == 2 ? "" : lb_tsv_get (table, i, j));
  /* What was never set is left out. */
  g_assert_null (lb_tsv_get (table, 1, 2));
}

static void
assert_tsv (const char *text, guint n_rows, guint n_columns, const char *last)
{
  g_autoptr (LbTsv) table = lb_tsv_read (text, 100, NULL);

  g_assert_nonnull (table);
  g_assert_cmpuint (lb_tsv_get_n_rows (table), ==, n_rows);
  g_assert_cmpuint (lb_tsv_get_n_columns (table), ==, n_columns);
  if (n_rows > 0)
    g_assert_cmpstr (lb_tsv_get (table, n_rows - 1, n_columns - 1), ==, last);
}

/* As spreadsheets and editors write it. */
static void
test_tsv_others (void)
{
  assert_tsv ("", 0, 0, NULL);
  assert_tsv ("one", 1, 1, "one");
  assert_tsv ("one\r\ntwo\r\n", 2, 1, "two");
  assert_tsv ("\n", 1, 1, "");
  assert_tsv ("a\tb\nc", 2, 2, NULL);
  assert_tsv ("\"a\"\"b\"", 1, 1, "a\"b");
  assert_tsv ("\"a\"b\tc", 1, 2, "c");
  assert_tsv ("a\t\n", 1, 2, "");
}

static void
test_tsv_refused (void)
{
  static const char *const texts[] = { "\"open", "a\xff", "1\t2\t3\t4\t5", "1\n2\n3\n4\n5",
                                       "1\t2\t3\n4" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (lb_tsv_read (texts[i], 4 + (i == 4), &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/cells/record", test_record);
  g_test_add_func ("/model/cells/owners", test_owners);
  g_test_add_func ("/model/cells/object-name", test_object_name);
  g_test_add_func ("/model/cells/put", test_put);
  g_test_add_func ("/model/cells/put-refused", test_put_refused);
  g_test_add_func ("/model/cells/put-several", test_put_several);
  g_test_add_func ("/model/cells/paths", test_paths);
  g_test_add_func ("/model/cells/tally", test_tally);
  g_test_add_func ("/model/cells/tally-listed", test_tally_listed);
  g_test_add_func ("/model/cells/values-threads", test_values_threads);
  g_test_add_func ("/model/cells/sort-key", test_sort_key);
  g_test_add_func ("/model/tsv/write", test_tsv);
  g_test_add_func ("/model/tsv/others", test_tsv_others);
  g_test_add_func ("/model/tsv/refused", test_tsv_refused);
  return g_test_run ();
}

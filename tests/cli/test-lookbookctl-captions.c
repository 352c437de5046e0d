#include <glib/gstdio.h>
#include <string.h>

#include "base/lb-json.h"
#include "ctl-fixture.h"
#include "drop-folder.h"

/* The real program and the real service, with five images in "Boats": what is done with its schema
 * and its captions. */
typedef CtlFixture Fixture;

#define FED(self, input, length, output, complaint, command, ...)                                  \
  RUN_FED ((self)->folder, input, length, output, complaint, command, "--data",                    \
           (self)->service.data_dir, __VA_ARGS__)

#define CAPTION                                                                                    \
  "{\"short_description\":\"A boat.\",\"objects\":[],\"background_setting\":\"A harbour\","        \
  "\"lighting\":{\"conditions\":\"fog\",\"direction\":\"above\",\"shadows\":\"none\"},"            \
  "\"aesthetics\":{\"composition\":\"centered\",\"color_scheme\":\"grey\","                        \
  "\"mood_atmosphere\":\"calm\"},\"style_medium\":\"photograph\",\"context\":\"A harbour\"}"
#define SCHEMA "{\"lighting\":{\"conditions\":\"fog\"}}"

static void
set_up (Fixture *self, gconstpointer data)
{
  ctl_fixture_set_up (self, NULL);
  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("in/%u.png", i);

      drop_folder_add_png (self->folder, name, 1024 + (int) i, 1024, 0x203040ff + i * 0x20000000);
    }
  g_assert_cmpint (CTL (self, NULL, NULL, "create", "Boats", "--project=Harbour",
                        "--medium=photography", "--kind=other"),
                   ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "add", "Boats", "in"), ==, 0);
}

/* (transfer none): the dataset as the service has it now, with its images. */
static LbDataset *
look (Fixture *self)
{
  g_autoptr (LbDataset) dataset = NULL;

  g_assert_true (wait_true (lb_session_refresh (self->session)));
  dataset = g_list_model_get_item (lb_session_get_datasets (self->session), 0);
  g_assert_true (wait_true (lb_session_load_images (self->session, dataset)));

  return dataset;
}

/* How many captions the service has that hold @words, which may be NULL for any. */
static guint
count_captions (Fixture *self, const char *words)
{
  GListModel *images = lb_session_get_images (self->session, look (self));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      const char *caption = lb_image_get_caption (image);

      n += caption != NULL && (words == NULL || strstr (caption, words) != NULL);
    }

  return n;
}

static void
test_schema (Fixture *self, gconstpointer data)
{
  g_autofree char *none = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *output = NULL;
  g_autofree char *json = NULL;
  g_autofree char *prefix = NULL;

  g_assert_cmpint (CTL (self, NULL, &none, "schema", "Boats"), ==, 2);
  g_assert_nonnull (strstr (none, "There is no visual schema"));
  g_assert_cmpint (FED (self, "{}", -1, NULL, &wrong, "schema", "Boats", "--set=-"), ==, 2);
  g_assert_nonnull (strstr (wrong, "there is nothing in it"));
  g_assert_cmpint (FED (self, SCHEMA, -1, NULL, NULL, "schema", "Boats", "--set=-", "--dry-run"),
                   ==, 0);
  g_assert_null (lb_dataset_get_visual_schema (look (self)));

  g_assert_cmpint (FED (self, SCHEMA, -1, &output, NULL, "schema", "Boats", "--set=-"), ==, 0);
  g_assert_cmpstr (output, ==, "{\n  \"lighting\": {\n    \"conditions\": \"fog\"\n  }\n}\n");
  g_assert_cmpstr (lb_dataset_get_visual_schema (look (self)), ==, SCHEMA);
  g_assert_cmpint (CTL (self, &json, NULL, "schema", "Boats", "--json"), ==, 0);
  g_assert_nonnull (strstr (json, "\"set\" : true"));

  g_assert_cmpint (CTL (self, NULL, &prefix, "schema", "Boats", "--prefix=A boat,"), ==, 2);
  g_assert_cmpstr (prefix, !=, "");
  g_assert_cmpint (CTL (self, NULL, NULL, "schema", "Boats", "--set=x", "--generate"), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, "schema", "Boats", "--set=gone"), ==, 2);
}

static void
test_generate (Fixture *self, gconstpointer data)
{
  g_autofree char *few = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *json = NULL;

  g_assert_cmpint (CTL (self, NULL, &few, "schema", "Boats", "--generate", "1.png", "2.png"), ==,
                   2);
  g_assert_nonnull (strstr (few, "5"));
  g_assert_cmpint (CTL (self, &plan, NULL, "schema", "Boats", "--generate", "--dry-run"), ==, 0);
  g_assert_nonnull (strstr (plan, "A schema would be written from 5 images:\n"));
  g_assert_cmpint (CTL (self, NULL, NULL, "schema", "Boats", "--generate", "--preview"), ==, 0);
  g_assert_null (lb_dataset_get_visual_schema (look (self)));

  g_assert_cmpint (CTL (self, &json, NULL, "schema", "Boats", "--generate", "--json", "?.png"), ==,
                   0);
  g_assert_nonnull (strstr (json, "\"images\" : ["));
  g_assert_nonnull (lb_dataset_get_visual_schema (look (self)));
}

static void
test_caption (Fixture *self, gconstpointer data)
{
  g_autofree char *lists = g_strnfill (LB_JSON_MAX_DEPTH, '[');
  g_autofree char *deep = g_strconcat ("{\"objects\": ", lists, NULL);
  g_autofree char *nested = NULL;
  g_autofree char *none = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *several = NULL;
  g_autofree char *output = NULL;
  g_autofree char *json = NULL;
  g_autofree char *printed = NULL;

  g_assert_cmpint (CTL (self, NULL, &none, "caption", "Boats", "1.png"), ==, 2);
  g_assert_nonnull (strstr (none, "“1.png” has no caption"));
  g_assert_cmpint (
    FED (self, "{\n \"objects\": 3\n}", -1, NULL, &wrong, "caption", "Boats", "1.png", "--set=-"),
    ==, 2);
  g_assert_nonnull (strstr (wrong, "short_description: the field is missing"));
  g_assert_cmpint (FED (self, deep, -1, NULL, &nested, "caption", "Boats", "1.png", "--set=-"), ==,
                   2);
  g_assert_nonnull (strstr (nested, "arrays and objects are nested too deep"));
  g_assert_cmpint (FED (self, CAPTION, -1, NULL, &several, "caption", "Boats", "*.png", "--set=-"),
                   ==, 2);
  g_assert_nonnull (strstr (several, "one image at a time"));
  g_assert_cmpint (
    FED (self, CAPTION, -1, NULL, NULL, "caption", "Boats", "1.png", "--set=-", "--dry-run"), ==,
    0);
  g_assert_cmpuint (count_captions (self, NULL), ==, 0);

  g_assert_cmpint (FED (self, CAPTION, -1, &output, NULL, "caption", "Boats", "1.png", "--set=-"),
                   ==, 0);
  g_assert_cmpstr (output, ==, "The caption of “1.png” was set\n");
  g_assert_cmpuint (count_captions (self, "A boat."), ==, 1);
  g_assert_cmpint (CTL (self, &json, NULL, "caption", "Boats", "1.png", "--json"), ==, 0);
  g_assert_nonnull (strstr (json, "\"source\" : \"manual\""));
  g_assert_cmpint (CTL (self, &printed, NULL, "caption", "Boats", "*.png"), ==, 3);
  g_assert_nonnull (strstr (printed, "1.png:\n{\n  \"short_description\": \"A boat.\""));
  g_assert_cmpint (CTL (self, NULL, NULL, "caption", "Boats"), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, "caption", "Boats", "9.png"), ==, 2);
}

/* What is printed into a file and set from it again is the same caption, also where it holds what
 * nobody sees: a soft hyphen, and what turns the direction of writing. */
static void
test_caption_again (Fixture *self, gconstpointer data)
{
  static const char words[] = "A \xe2\x80\x8f"
                              "boat\xc2\xad, \xe2\x81\xa7two\xe2\x81\xa9.";
  g_autoptr (GString) caption = g_string_new (CAPTION);
  g_autofree char *printed = NULL;

  g_string_replace (caption, "A boat.", words, 1);
  g_assert_cmpint (FED (self, caption->str, -1, NULL, NULL, "caption", "Boats", "1.png", "--set=-"),
                   ==, 0);
  g_assert_cmpint (CTL (self, &printed, NULL, "caption", "Boats", "1.png"), ==, 0);
  g_assert_nonnull (strstr (printed, words));
}

/* Names on standard input, and that nothing there is not everything. */
static void
test_lists (Fixture *self, gconstpointer data)
{
  g_autofree char *lines = NULL;
  g_autofree char *nulls = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *files = NULL;
  g_autofree char *globbed = NULL;

  g_assert_cmpint (
    FED (self, "1.png\n2.png\n", -1, &lines, NULL, "delete", "Boats", "-", "--dry-run"), ==, 0);
  g_assert_cmpstr (lines, ==, "“1.png” would be deleted\n“2.png” would be deleted\n");
  g_assert_cmpint (
    FED (self, "3.png\0004.png", 11, &nulls, NULL, "delete", "Boats", "-0", "-", "--dry-run"), ==,
    0);
  g_assert_cmpstr (nulls, ==, "“3.png” would be deleted\n“4.png” would be deleted\n");
  g_assert_cmpint (FED (self, "", 0, NULL, &empty, "delete", "Boats", "-"), ==, 2);
  g_assert_nonnull (strstr (empty, "The list of images is empty"));
  g_assert_cmpint (FED (self, "1.png", -1, NULL, &twice, "delete", "Boats", "-", "-"), ==, 1);
  g_assert_nonnull (strstr (twice, "once only"));
  g_assert_cmpint (g_list_model_get_n_items (lb_session_get_images (self->session, look (self))),
                   ==, 5);

  g_assert_cmpint (RUN_FED (self->folder, "in/1.png\nin/2.png\n", -1, &files, NULL, "check", "-"),
                   ==, 0);
  g_assert_nonnull (strstr (files, "2 of 2 files can be added"));
  g_assert_cmpint (RUN (self->folder, &globbed, NULL, "check", "in/[1-3].png"), ==, 0);
  g_assert_nonnull (strstr (globbed, "3 of 3 files can be added"));
}

static void
test_regenerate (Fixture *self, gconstpointer data)
{
  g_autofree char *no_schema = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *json = NULL;
  g_autofree char *all = NULL;

  g_assert_cmpint (CTL (self, NULL, &no_schema, "regenerate", "Boats"), ==, 2);
  g_assert_cmpstr (no_schema, !=, "");
  g_assert_cmpint (FED (self, SCHEMA, -1, NULL, NULL, "schema", "Boats", "--set=-"), ==, 0);
  g_assert_cmpint (FED (self, CAPTION, -1, NULL, NULL, "caption", "Boats", "1.png", "--set=-"), ==,
                   0);
  g_assert_cmpint (CTL (self, &plan, NULL, "regenerate", "Boats", "--dry-run"), ==, 0);
  g_assert_nonnull (strstr (plan, "4 captions would be written anew\n"));
  g_assert_nonnull (strstr (plan, "1 hand-written caption stays"));
  g_assert_cmpuint (count_captions (self, NULL), ==, 1);

  g_assert_cmpint (CTL (self, &json, NULL, "regenerate", "Boats", "--json", "2.png", "3.png"), ==,
                   0);
  g_assert_nonnull (strstr (json, "\"written\" : 2"));
  g_assert_cmpuint (count_captions (self, NULL), ==, 3);
  g_assert_cmpint (CTL (self, NULL, NULL, "regenerate", "Boats", "--filter=state:missing"), ==, 0);
  g_assert_cmpuint (count_captions (self, NULL), ==, 5);
  g_assert_cmpuint (count_captions (self, "A boat."), ==, 1);
  g_assert_cmpint (CTL (self, &all, NULL, "regenerate", "Boats", "--hand-written"), ==, 0);
  g_assert_cmpstr (all, ==, "5 captions were written anew\n");
  g_assert_cmpuint (count_captions (self, "A boat."), ==, 0);
  g_assert_cmpint (CTL (self, NULL, NULL, "regenerate", "Boats", "--filter=state:missing"), ==, 2);
}

static void
test_refine (Fixture *self, gconstpointer data)
{
  g_autofree char *plan = NULL;
  g_autofree char *preview = NULL;
  g_autofree char *json = NULL;
  g_autofree char *schema = NULL;
  g_autofree char *not_understood = NULL;

  g_assert_cmpint (FED (self, SCHEMA, -1, NULL, NULL, "schema", "Boats", "--set=-"), ==, 0);
  g_assert_cmpint (FED (self, CAPTION, -1, NULL, NULL, "caption", "Boats", "1.png", "--set=-"), ==,
                   0);
  g_assert_cmpint (CTL (self, &plan, NULL, "refine", "Boats", "1.png", "--dry-run",
                        "--instruction=set color_scheme to blue"),
                   ==, 0);
  g_assert_cmpstr (plan, ==, "The service would be asked about 1 caption\n");
  g_assert_cmpint (CTL (self, &preview, NULL, "refine", "Boats", "1.png", "--preview",
                        "--instruction=set color_scheme to blue"),
                   ==, 0);
  g_assert_cmpstr (preview, ==, "1.png\n  aesthetics.color_scheme\n  - \"grey\"\n  + \"blue\"\n");
  g_assert_cmpuint (count_captions (self, "blue"), ==, 0);

  /* That of the other has no caption to be changed. */
  g_assert_cmpint (CTL (self, &json, NULL, "refine", "Boats", "1.png", "2.png", "--json",
                        "--instruction=set color_scheme to blue"),
                   ==, 3);
  g_assert_nonnull (strstr (json, "\"state\" : \"changed\""));
  g_assert_nonnull (strstr (json, "\"state\" : \"unreadable\""));
  g_assert_nonnull (strstr (json, "\"after\" : \"\\\"blue\\\"\""));
  g_assert_cmpuint (count_captions (self, "blue"), ==, 1);

  g_assert_cmpint (
    CTL (self, &schema, NULL, "refine", "Boats", "--schema", "--instruction=set conditions to sun"),
    ==, 0);
  g_assert_cmpstr (lb_dataset_get_visual_schema (look (self)), ==,
                   "{\"lighting\":{\"conditions\":\"sun\"}}");

  g_assert_cmpint (
    CTL (self, NULL, &not_understood, "refine", "Boats", "1.png", "--instruction=whistle a tune"),
    ==, 2);
  g_assert_nonnull (strstr (not_understood, "“1.png” stays as it is: "));
  g_assert_cmpint (CTL (self, NULL, NULL, "refine", "Boats", "1.png"), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, "refine", "Boats", "--instruction=x"), ==, 1);
}

/* Captions come to pictures that are there; those of a person stay unless that is asked for. */
static void
test_import (Fixture *self, gconstpointer data)
{
  g_autofree char *added = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *output = NULL;
  g_autofree char *again = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *caption = g_build_filename (self->folder, "in", "1.json", NULL);

  drop_folder_add_bytes (self->folder, "in/1.json", CAPTION, -1);
  g_assert_cmpint (CTL (self, NULL, &added, "add", "Boats", "in"), ==, 0);
  g_assert_nonnull (strstr (added, "1 caption is left out"));
  g_assert_cmpuint (count_captions (self, NULL), ==, 0);
  g_assert_cmpint (CTL (self, &plan, NULL, "import", "Boats", "in", "--dry-run"), ==, 0);
  g_assert_nonnull (strstr (plan, "1 image that is there would get its caption\n"));
  g_assert_cmpuint (count_captions (self, NULL), ==, 0);

  g_assert_cmpint (CTL (self, &output, NULL, "import", "Boats", "in"), ==, 0);
  g_assert_nonnull (strstr (output, "1 image that was there got its caption\n"));
  g_assert_cmpuint (count_captions (self, "A boat."), ==, 1);
  g_assert_cmpint (CTL (self, &again, NULL, "import", "Boats", "in"), ==, 0);
  g_assert_null (strstr (again, "got its caption"));

  drop_folder_add_bytes (self->folder, "in/1.txt", "A ship.", -1);
  g_assert_cmpint (g_unlink (caption), ==, 0);
  g_assert_cmpint (CTL (self, NULL, &kept, "import", "Boats", "in"), ==, 3);
  g_assert_nonnull (strstr (kept, "1 caption stays, since a person has written it"));
  g_assert_cmpuint (count_captions (self, "A boat."), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, "import", "Boats", "in", "--overwrite"), ==, 0);
  g_assert_cmpuint (count_captions (self, "A ship."), ==, 1);
}

static void
test_find (Fixture *self, gconstpointer data)
{
  g_autofree char *found = NULL;
  g_autofree char *nothing = NULL;

  g_assert_cmpint (CTL (self, &found, NULL, "find", "Boats", "name:3.png OR name:4.png"), ==, 0);
  g_assert_nonnull (strstr (found, "3.png"));
  g_assert_null (strstr (found, "1.png"));
  g_assert_cmpint (CTL (self, &nothing, NULL, "find", "Boats", "whale"), ==, 0);
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpint (CTL (self, NULL, NULL, "find", "Boats"), ==, 1);
  g_assert_cmpint (CTL (self, NULL, NULL, "find", "Boats", "(x"), ==, 1);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/lookbookctl/captions/" name, Fixture, NULL, set_up, function, ctl_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("schema", test_schema);
  ADD ("generate", test_generate);
  ADD ("caption", test_caption);
  ADD ("caption-again", test_caption_again);
  ADD ("lists", test_lists);
  ADD ("regenerate", test_regenerate);
  ADD ("refine", test_refine);
  ADD ("import", test_import);
  ADD ("find", test_find);

  return g_test_run ();
}

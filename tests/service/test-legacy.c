#include "lb-test-database.h"

#include <string.h>

#define FORMAT G_GINT64_FORMAT
#define DATASETS "/v1/tailored-gen/datasets"
#define PROJECTS "/v1/tailored-gen/projects"

/* The way of a legacy dataset from its creation to the end. */

static LbTestService *service;

static gint64
add_legacy (const char *version)
{
  g_autofree char *extra = g_strdup_printf (", \"training_version\": \"%s\"", version);

  return lb_test_add_dataset (service, lb_test_add_project (service), extra);
}

static char *
dataset_path (gint64 id)
{
  return lb_test_path ("datasets/%" FORMAT, id);
}

static gint64
add_image (gint64 dataset, guint seed)
{
  g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", seed);

  return lb_test_upload (service, dataset, picture);
}

static char *
add_image_path (gint64 dataset, guint seed)
{
  return lb_test_path ("datasets/%" FORMAT "/images/%" FORMAT, dataset, add_image (dataset, seed));
}

static void
refuse_version (gint64 project, const char *version, guint status, const char *rule)
{
  g_autofree char *body =
    g_strdup_printf ("{\"project_id\": %" FORMAT ", \"name\": \"n\", \"training_version\": \"%s\"}",
                     project, version);

  lb_test_refused (service, "POST", DATASETS, body, status, rule);
}

static void
test_lock_by_first (void)
{
  gint64 project = lb_test_add_project (service);
  g_autofree char *path = lb_test_path ("projects/%" FORMAT, project);
  g_autofree char *dataset = NULL;

  g_assert_true (lb_test_is_null (service, "training_version"));
  dataset =
    dataset_path (lb_test_add_dataset (service, project, ", \"training_version\": \"light\""));
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "light");

  /* It outlives what set it. */
  lb_test_done (service, "DELETE", dataset, NULL, 204);
  lb_test_done (service, "GET", path, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "light");
  refuse_version (project, "fibo", 400, "R22");
}

static void
test_lock_by_project (void)
{
  gint64 project = lb_test_done (service, "POST", PROJECTS,
                                 "{\"project_name\": \"P\", \"ip_medium\": \"photography\","
                                 " \"ip_type\": \"other\", \"training_version\": \"max\"}",
                                 201);

  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "max");
  refuse_version (project, "fibo", 400, "R22");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "project_locked");
  lb_test_add_dataset (service, project, "");
  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "max");
}

static void
test_versions (void)
{
  static const char *const known[] = { "max", "light", "3.2", "2.3" };
  gint64 project = lb_test_add_project (service);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      add_legacy (known[i]);
      g_assert_cmpstr (lb_test_text (service, "training_version"), ==, known[i]);
    }
  refuse_version (project, "4", 400, "R21");
  refuse_version (project, "MAX", 400, "R21");
  refuse_version (project, "", 400, "R21");

  /* A number is not a version. */
  {
    g_autofree char *body = g_strdup_printf (
      "{\"project_id\": %" FORMAT ", \"name\": \"n\", \"training_version\": 3.2}", project);

    lb_test_refused (service, "POST", DATASETS, body, 400, "R21");
  }
}

static void
test_default_of_project (void)
{
  gint64 project = lb_test_add_project (service);

  lb_test_add_dataset (service, project, ", \"training_version\": \"3.2\"");
  lb_test_add_dataset (service, project, "");
  g_assert_cmpstr (lb_test_text (service, "training_version"), ==, "3.2");
}

static void
test_mixed (void)
{
  gint64 project = lb_test_add_project (service);
  gint64 of_fibo = lb_test_add_project (service);

  lb_test_add_dataset (service, project, ", \"training_version\": \"light\"");
  lb_test_add_dataset (service, project, ", \"training_version\": \"max\"");
  lb_test_add_dataset (service, project, ", \"training_version\": \"2.3\"");
  refuse_version (project, "fibo", 400, "R22");

  lb_test_add_dataset (service, of_fibo, "");
  refuse_version (of_fibo, "max", 400, "R22");
}

static void
test_prefix_made (void)
{
  static const struct
  {
    const char *project;
    const char *prefix;
  } cases[] = {
    { "\"ip_medium\": \"illustration\", \"ip_type\": \"defined_character\", \"ip_name\": "
      "\"Rusty\", \"ip_description\": \"a red fox\"",
      "An illustration of Rusty, a red fox, " },
    { "\"ip_medium\": \"photography\", \"ip_type\": \"defined_character\", \"ip_name\": "
      "\"Rusty\", \"ip_description\": \"a red fox\"",
      "A photograph of Rusty, a red fox, " },
    { "\"ip_medium\": \"illustration\", \"ip_type\": \"object_variants\", \"ip_description\": "
      "\"enamel mugs\"",
      "An illustration of enamel mugs, " },
    { "\"ip_medium\": \"photography\", \"ip_type\": \"stylized_scene\"",
      "A photograph in the style of Harbour, " },
    { "\"ip_medium\": \"illustration\", \"ip_type\": \"icons\", \"ip_name\": \"Pier icons\"",
      "An illustration in the style of Pier icons, " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"project_name\": \"Harbour\", %s}", cases[i].project);
      gint64 project = lb_test_done (service, "POST", PROJECTS, body, 201);

      lb_test_add_dataset (service, project, ", \"training_version\": \"max\"");
      g_assert_cmpstr (lb_test_text (service, "caption_prefix"), ==, cases[i].prefix);
      g_assert_true (lb_test_is_null (service, "visual_schema"));
      g_assert_cmpstr (lb_test_text (service, "status"), ==, "draft");
      g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "empty");
      g_assert_true (lb_test_is_null (service, "captions_source"));
    }
}

static void
test_prefix_changes (void)
{
  g_autofree char *path = dataset_path (add_legacy ("3.2"));
  g_autofree char *fibo =
    dataset_path (lb_test_add_dataset (service, lb_test_add_project (service), ""));

  lb_test_done (service, "PUT", path, "{\"caption_prefix\": \"A fox, \"}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption_prefix"), ==, "A fox, ");
  lb_test_done (service, "PUT", path, "{\"name\": \"Second\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption_prefix"), ==, "A fox, ");

  /* No prefix is one too. */
  lb_test_done (service, "PUT", path, "{\"caption_prefix\": \"\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption_prefix"), ==, "");
  g_assert_false (lb_test_is_null (service, "caption_prefix"));

  lb_test_refused (service, "PUT", path, "{\"caption_prefix\": null}", 400, "R27");
  lb_test_refused (service, "PUT", path, "{\"caption_prefix\": 7}", 400, "R27");
  lb_test_refused (service, "PUT", path, "{\"visual_schema\": \"{\\\"a\\\": 1}\"}", 400, "R27");
  lb_test_refused (service, "PUT", fibo, "{\"caption_prefix\": \"A fox, \"}", 400, "R27");
  g_assert_cmpstr (lb_test_text (service, "field"), ==, "caption_prefix");
}

static void
test_prefix_frozen (void)
{
  gint64 id = add_legacy ("2.3");
  g_autofree char *path = dataset_path (id);
  g_autofree char *image = add_image_path (id, 1);

  /* R35: both at once. */
  lb_test_done (service, "PUT", path,
                "{\"caption_prefix\": \"A fox, \", \"status\": \"completed\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption_prefix"), ==, "A fox, ");
  lb_test_refused (service, "PUT", path, "{\"caption_prefix\": \"B\"}", 409, "R34");
  lb_test_refused (service, "PUT", path, "{\"caption_prefix\": \"\"}", 409, "R34");
  lb_test_refused (service, "PUT", image, "{\"caption\": \"on the pier\"}", 409, "R64");
  lb_test_refused (service, "PUT", image, "{\"regenerate_caption\": true}", 409, "R64");
}

static void
test_one_is_enough (void)
{
  gint64 id = add_legacy ("max");
  g_autofree char *path = dataset_path (id);

  lb_test_refused (service, "PUT", path, "{\"status\": \"completed\"}", 409, "R30");
  g_assert_cmpstr (lb_test_text (service, "code"), ==, "too_few_images");
  add_image (id, 1);
  lb_test_done (service, "PUT", path, "{\"status\": \"completed\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "status"), ==, "completed");
}

static void
test_prefix_keeps_captions (void)
{
  gint64 id = add_legacy ("max");
  g_autofree char *path = dataset_path (id);
  g_autofree char *image = add_image_path (id, 1);
  g_autofree char *caption = g_strdup (lb_test_text (service, "caption"));

  lb_test_done (service, "PUT", path, "{\"caption_prefix\": \"A drawing of a vixen, \"}", 200);
  lb_test_done (service, "GET", image, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, caption);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
}

/* What a person would take: one line of words, no JSON, that goes on where the prefix ends. */
static void
assert_reads_well (const char *prefix)
{
  const char *caption = lb_test_text (service, "caption");

  g_test_message ("%s%s", prefix, caption);
  g_assert_cmpstr (caption, !=, "");
  g_assert_null (strpbrk (caption, "{}[]\"\n\r\t\\"));
  g_assert_null (strstr (caption, "  "));
  g_assert_cmpuint (strlen (caption), >, 20);
  g_assert_cmpuint (strlen (caption), <, 400);
  g_assert_true (g_ascii_ispunct (caption[strlen (caption) - 1]));
  g_assert_true (*prefix == '\0' ? g_ascii_isupper (*caption) : g_ascii_islower (*caption));
}

static void
test_caption_on_arrival (void)
{
  gint64 id = add_legacy ("max");
  g_autofree char *path = dataset_path (id);
  g_autofree char *prefix = g_strdup (lb_test_text (service, "caption_prefix"));

  for (guint i = 0; i < 3; i++)
    {
      add_image (id, i);
      g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
      assert_reads_well (prefix);
      /* The prefix has said that already. */
      g_assert_null (strstr (lb_test_text (service, "caption"), "Rusty"));
      g_assert_null (strstr (lb_test_text (service, "caption"), "illustration"));
    }

  /* Without a prefix it stands alone. */
  lb_test_done (service, "PUT", path, "{\"caption_prefix\": \"\"}", 200);
  add_image (id, 4);
  assert_reads_well ("");
  g_assert_nonnull (strstr (lb_test_text (service, "caption"), "Rusty"));
}

static void
test_by_hand (void)
{
  gint64 id = add_legacy ("light");
  g_autofree char *image = add_image_path (id, 1);
  g_autofree char *automatic = g_strdup (lb_test_text (service, "caption"));

  lb_test_done (service, "PUT", image, "{\"caption\": \"on the pier\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, "on the pier");
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "manual");

  lb_test_done (service, "PUT", image, "{\"regenerate_caption\": true}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, automatic);
}

static void
test_plain_text (void)
{
  static const char *const kept[] = {
    "on the pier", "{ not JSON", "{\\\"a\\\": 1}", "im Regen, spät", "two\\nlines",
  };
  static const char *const refused[] = { "", " ", "\\n\\t" };
  gint64 id = add_legacy ("light");
  g_autofree char *image = add_image_path (id, 1);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"caption\": \"%s\"}", kept[i]);
      g_autofree char *wanted = g_strcompress (kept[i]);

      lb_test_done (service, "PUT", image, body, 200);
      g_assert_cmpstr (lb_test_text (service, "caption"), ==, wanted);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"caption\": \"%s\"}", refused[i]);

      lb_test_refused (service, "PUT", image, body, 400, "R63");
    }
}

static void
test_stored_without_prefix (void)
{
  gint64 id = add_legacy ("light");
  g_autofree char *path = dataset_path (id);
  g_autofree char *image = add_image_path (id, 1);

  lb_test_done (service, "PUT", path, "{\"caption_prefix\": \"A fox, \"}", 200);
  lb_test_done (service, "PUT", image, "{\"caption\": \"A fox, on the pier\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, "on the pier");
  lb_test_done (service, "PUT", image, "{\"caption\": \"A foxglove\"}", 200);
  g_assert_cmpstr (lb_test_text (service, "caption"), ==, "A foxglove");
  lb_test_refused (service, "PUT", image, "{\"caption\": \"A fox, \"}", 400, "R63");
}

static void
test_again_needs_no_schema (void)
{
  gint64 id = add_legacy ("light");
  g_autofree char *image = add_image_path (id, 1);

  lb_test_done (service, "PUT", image, "{\"regenerate_caption\": true}", 200);
  assert_reads_well ("An illustration of Rusty, ");

  lb_test_sql (service,
               "UPDATE dataset SET captions_update_status = 'in_progress' WHERE id = %" FORMAT, id);
  lb_test_refused (service, "PUT", image, "{\"regenerate_caption\": true}", 409, "R65");
}

static void
test_all_again (void)
{
  gint64 id = add_legacy ("3.2");
  g_autofree char *images = lb_test_path ("datasets/%" FORMAT "/images", id);
  g_autofree char *image = NULL;

  lb_test_refused (service, "PUT", images, NULL, 409, "R70");
  for (guint i = 0; i < 3; i++)
    {
      g_clear_pointer (&image, g_free);
      image = add_image_path (id, i);
    }
  lb_test_done (service, "PUT", image, "{\"caption\": \"on the pier\"}", 200);

  lb_test_done (service, "PUT", images, NULL, 202);
  g_assert_cmpstr (lb_test_text (service, "captions_update_status"), ==, "in_progress");
  lb_test_wait_for_captions (service, id);
  lb_test_done (service, "GET", image, NULL, 200);
  g_assert_cmpstr (lb_test_text (service, "caption_source"), ==, "automatic");
  assert_reads_well ("An illustration of Rusty, ");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service = lb_test_service_new ();

  g_test_add_func ("/rules/R18-locked-by-first-dataset", test_lock_by_first);
  g_test_add_func ("/rules/R18-locked-by-itself", test_lock_by_project);
  g_test_add_func ("/rules/R21-fixed-list", test_versions);
  g_test_add_func ("/rules/R21-default-is-the-projects", test_default_of_project);
  g_test_add_func ("/rules/R22-families-apart", test_mixed);
  g_test_add_func ("/rules/R23-prefix-is-made", test_prefix_made);
  g_test_add_func ("/rules/R27-prefix-changes", test_prefix_changes);
  g_test_add_func ("/rules/R34-prefix-is-frozen", test_prefix_frozen);
  g_test_add_func ("/rules/R30-one-legacy-image-is-enough", test_one_is_enough);
  g_test_add_func ("/rules/R36-new-prefix-keeps-captions", test_prefix_keeps_captions);
  g_test_add_func ("/rules/R54-legacy-caption-on-arrival", test_caption_on_arrival);
  g_test_add_func ("/rules/R60-legacy-by-hand-and-again", test_by_hand);
  g_test_add_func ("/rules/R63-plain-text", test_plain_text);
  g_test_add_func ("/rules/R63-stored-without-the-prefix", test_stored_without_prefix);
  g_test_add_func ("/rules/R65-legacy-needs-no-schema", test_again_needs_no_schema);
  g_test_add_func ("/rules/R68-legacy-captions-again", test_all_again);

  status = g_test_run ();
  lb_test_service_free (service);

  return status;
}

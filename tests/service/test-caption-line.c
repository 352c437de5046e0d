#include "service/lb-caption-line.h"

static LbProject *
make_project (const char *medium, const char *type, const char *name, const char *description)
{
  return g_object_new (LB_TYPE_PROJECT, "id", G_GINT64_CONSTANT (1), "project-name", "Harbour",
                       "ip-medium", medium, "ip-type", type, "ip-name", name, "ip-description",
                       description, NULL);
}

/* What goes on where the prefix ends, whoever has described the picture. */
static void
test_line (void)
{
  static const char rusty[] = "An illustration of Rusty, a red fox, ";
  static const struct
  {
    const char *prefix;
    const char *described;
    const char *line;
  } cases[] = {
    { rusty, "A bright square illustration of Rusty, a red fox, mostly teal. An area stands out.",
      "a bright square one, mostly teal. An area stands out." },
    { rusty, "A very dark very tall illustration, all in teal.",
      "a very dark very tall one, all in teal." },
    { rusty, "An illustration of a fox that mends a net.", "a fox that mends a net." },
    { rusty, "An illustration shows a fox.", "an illustration shows a fox." },
    { rusty, "The fox mends a net.", "the fox mends a net." },
    { rusty, "Rusty mends a net.", "Rusty mends a net." },
    { rusty, "Im Regen.", "Im Regen." },
    { rusty, "On the\n pier,  at dawn.\t", "on the pier, at dawn." },
    { "RSTY style. ", "The fox mends a net.", "The fox mends a net." },
    { "", "A bright square illustration of Rusty, a red fox.",
      "A bright square illustration of Rusty, a red fox." },
    { NULL, "The fox mends a net.", "The fox mends a net." },
    { "A vixen, ", "A bright illustration of Rusty, a red fox.",
      "a bright illustration of Rusty, a red fox." },
  };
  g_autoptr (LbProject) project =
    make_project ("illustration", "defined_character", "Rusty", "a red fox");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *escaped = g_strescape (cases[i].described, NULL);
      g_autofree char *text = g_strdup_printf ("{\"short_description\": \"%s\"}", escaped);
      g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
      g_autoptr (LbDataset) dataset = g_object_new (LB_TYPE_DATASET, "training-version", "max",
                                                    "caption-prefix", cases[i].prefix, NULL);
      g_autofree char *line = lb_caption_line_write (prompt, project, dataset);

      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

static void
test_prefix (void)
{
  static const struct
  {
    const char *medium;
    const char *type;
    const char *name;
    const char *description;
    const char *prefix;
  } cases[] = {
    { "illustration", "defined_character", "Rusty", "a red fox",
      "An illustration of Rusty, a red fox, " },
    { "photography", "object_variants", NULL, "enamel mugs", "A photograph of enamel mugs, " },
    { "photography", "other", NULL, NULL, "A photograph in the style of Harbour, " },
    { "illustration", "icons", "Pier icons", "", "An illustration in the style of Pier icons, " },
    { "photography", "stylized_scene", "", NULL, "A photograph in the style of Harbour, " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LbProject) project =
        make_project (cases[i].medium, cases[i].type, cases[i].name, cases[i].description);
      g_autofree char *prefix = lb_caption_line_make_prefix (project);

      g_assert_cmpstr (prefix, ==, cases[i].prefix);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/caption-line/line", test_line);
  g_test_add_func ("/caption-line/prefix", test_prefix);

  return g_test_run ();
}

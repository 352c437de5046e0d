#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-filter.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-words.h"

typedef struct
{
  gboolean json;
  char *filter; /* (owned) (nullable) */
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->filter, g_free);
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* The names of its states and of who wrote its caption, as a filter has them. */
static char *
dup_states (const LbQueryFacts *facts)
{
  const char *const *states = lb_query_field_list_values (LB_QUERY_STATE);
  const char *const *sources = lb_query_field_list_values (LB_QUERY_SOURCE);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; states[i] != NULL; i++)
    if ((facts->states & 1u << i) != 0)
      g_strv_builder_add (words, states[i]);
  if (facts->source != LB_QUERY_SOURCE_NONE)
    g_strv_builder_add (words, sources[facts->source]);
  all = g_strv_builder_end (words);

  return g_strjoinv (",", all);
}

/* How many cells its column has. */
static int
name_width (GPtrArray *images)
{
  int width = 0;

  for (guint i = 0; i < images->len; i++)
    {
      g_autofree char *name = lb_visible_text (lb_image_get_shown_name (images->pdata[i]));

      width = MAX (width, name != NULL ? lb_cli_width (name) : 0);
    }

  return width;
}

static void
print_text (GPtrArray *images, LbImageFinder *finder)
{
  const int width = name_width (images);

  for (guint i = 0; i < images->len; i++)
    {
      LbImage *image = images->pdata[i];
      const LbQueryFacts facts = lb_image_finder_get_facts (finder, image);
      g_autofree char *shown = lb_visible_text (lb_image_get_shown_name (image));
      const char *name = shown != NULL ? shown : "";
      g_autofree char *states = dup_states (&facts);
      g_autofree char *size =
        g_strdup_printf ("%d × %d", lb_image_get_width (image), lb_image_get_height (image));

      g_print ("%8" G_GINT64_FORMAT "  %s%*s  %11s  %s\n", lb_image_get_id (image), name,
               width - lb_cli_width (name), "", size, states);
    }
}

static void
add_image (JsonBuilder *builder, LbImage *image, const LbQueryFacts *facts)
{
  const char *const *states = lb_query_field_list_values (LB_QUERY_STATE);
  const char *const *sources = lb_query_field_list_values (LB_QUERY_SOURCE);

  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "id", lb_image_get_id (image));
  lb_cli_json_text (builder, "name", lb_image_get_shown_name (image));
  lb_cli_json_number (builder, "width", facts->width);
  lb_cli_json_number (builder, "height", facts->height);
  lb_cli_json_number (builder, "source_width", facts->source_width);
  lb_cli_json_number (builder, "source_height", facts->source_height);
  lb_cli_json_number (builder, "bytes", facts->size_bytes);
  json_builder_set_member_name (builder, "states");
  json_builder_begin_array (builder);
  for (guint i = 0; states[i] != NULL; i++)
    if ((facts->states & 1u << i) != 0)
      json_builder_add_string_value (builder, states[i]);
  json_builder_end_array (builder);
  lb_cli_json_text (builder, "source",
                    facts->source != LB_QUERY_SOURCE_NONE ? sources[facts->source] : NULL);
  lb_cli_json_text (builder, "caption", lb_image_get_text (image));
  json_builder_end_object (builder);
}

static void
print_json (GPtrArray *images, LbImageFinder *finder)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < images->len; i++)
    {
      const LbQueryFacts facts = lb_image_finder_get_facts (finder, images->pdata[i]);

      add_image (builder, images->pdata[i], &facts);
    }
  json_builder_end_array (builder);

  lb_cli_json_print (builder);
}

static LbCliExit
list (Options *options, const char *wanted, LbQuery *query)
{
  LbCliPlace *place = &options->place;
  g_autoptr (LbImageFinder) finder = NULL;
  g_autoptr (GPtrArray) images = NULL;
  LbCliExit exit = LB_CLI_USAGE;

  if (!lb_cli_place_open_images (place, wanted, &exit))
    return exit;

  finder = lb_image_finder_new (place->session, place->dataset,
                                lb_session_get_images (place->session, place->dataset));
  if (!(images = lb_cli_filter_find (finder, place, query, &exit)))
    return exit;
  if (options->json)
    print_json (images, finder);
  else
    print_text (images, finder);

  return LB_CLI_DONE;
}

static LbCliExit
run (char **arguments, gboolean finds, Options *options)
{
  g_autoptr (LbQuery) query = NULL;

  if (!lb_cli_check_count (arguments, finds ? 2 : 1,
                           finds ? _ ("Name a dataset, and give a filter")
                                 : _ ("Name a dataset")) ||
      !lb_cli_filter_read (finds ? arguments[1] : options->filter, &query))
    return LB_CLI_USAGE;

  return list (options, arguments[0], query);
}

LbCliExit
lb_cli_list (char **argv)
{
  const gboolean finds = g_str_equal (argv[0], "find");
  g_auto (Options) options = { 0 };
  const GOptionEntry filter_entry = { "filter",
                                      0,
                                      0,
                                      G_OPTION_ARG_STRING,
                                      &options.filter,
                                      N_ ("Only the images that the filter finds"),
                                      N_ ("FILTER") };
  const GOptionEntry no_entry = { NULL };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print them as JSON, with captions"),
      NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    finds ? no_entry : filter_entry,
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, finds ? _ ("DATASET FILTER") : _ ("DATASET"),
    finds ? _ ("Lists the images of a dataset that a filter finds: number, name, size, states and "
               "who wrote the caption. A filter is written as in the window, such as “state:stale "
               "AND NOT objects[].clothing:*”. To find nothing is no failure.")
          : _ ("Lists the images of a dataset: number, name, size, states and who wrote the "
               "caption."));

  return arguments != NULL ? run (arguments, finds, &options) : LB_CLI_USAGE;
}

#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <stdio.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-account.h"
#include "cli/lb-cli-dataset.h"
#include "cli/lb-cli-filter.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-report.h"
#include "cli/lb-cli-stop.h"
#include "cli/lb-cli-words.h"

typedef struct
{
  gboolean json;
  char *filter;
  char *account;
  char *data_dir;
  GCancellable *stop;
} Options;

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
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  json_builder_set_member_name (builder, name);
  if (valid != NULL)
    json_builder_add_string_value (builder, valid);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static void
add_image (JsonBuilder *builder, LbImage *image, const LbQueryFacts *facts)
{
  const char *const *states = lb_query_field_list_values (LB_QUERY_STATE);
  const char *const *sources = lb_query_field_list_values (LB_QUERY_SOURCE);

  json_builder_begin_object (builder);
  add_number (builder, "id", lb_image_get_id (image));
  add_text (builder, "name", lb_image_get_shown_name (image));
  add_number (builder, "width", facts->width);
  add_number (builder, "height", facts->height);
  add_number (builder, "source_width", facts->source_width);
  add_number (builder, "source_height", facts->source_height);
  add_number (builder, "bytes", facts->size_bytes);
  json_builder_set_member_name (builder, "states");
  json_builder_begin_array (builder);
  for (guint i = 0; states[i] != NULL; i++)
    if ((facts->states & 1u << i) != 0)
      json_builder_add_string_value (builder, states[i]);
  json_builder_end_array (builder);
  add_text (builder, "source",
            facts->source != LB_QUERY_SOURCE_NONE ? sources[facts->source] : NULL);
  add_text (builder, "caption", lb_image_get_text (image));
  json_builder_end_object (builder);
}

static void
print_json (GPtrArray *images, LbImageFinder *finder)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < images->len; i++)
    {
      const LbQueryFacts facts = lb_image_finder_get_facts (finder, images->pdata[i]);

      add_image (builder, images->pdata[i], &facts);
    }
  json_builder_end_array (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  escaped = lb_cli_report_escape (text);
  printf ("%s\n", escaped); /* UTF-8 in every locale */
}

static LbCliExit
list (LbSession *session, const char *wanted, LbQuery *query, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbImageFinder) finder = NULL;
  g_autoptr (GPtrArray) images = NULL;
  LbDataset *dataset = NULL;

  if (!lb_cli_open_session (session, options->stop, &error))
    return lb_cli_give_up (error);
  if ((dataset = lb_cli_find_dataset (session, wanted)) == NULL)
    return LB_CLI_NOT_FOUND;
  if (!lb_cli_wait (lb_session_load_images (session, dataset), options->stop, &error))
    return lb_cli_give_up (error);

  finder = lb_image_finder_new (session, dataset, lb_session_get_images (session, dataset));
  if ((images = lb_cli_filter_find (finder, session, dataset, query, options->stop, &error)) ==
      NULL)
    return lb_cli_give_up (error);
  if (options->json)
    print_json (images, finder);
  else
    print_text (images, finder);

  return images->len > 0 ? LB_CLI_DONE : LB_CLI_REFUSED;
}

static LbCliExit
run (char **arguments, Options *options)
{
  g_autoptr (LbSession) session = NULL;
  g_autoptr (GCancellable) stop = NULL;
  g_autoptr (LbQuery) query = NULL;
  LbCliExit result;

  if (g_strv_length (arguments) != 1)
    {
      lb_cli_complain ("%s", _ ("Name a dataset"));
      return LB_CLI_USAGE;
    }
  if (!lb_cli_filter_read (options->filter, &query) || !lb_cli_check_data_dir (options->data_dir))
    return LB_CLI_USAGE;
  if (!(session = lb_cli_new_session (options->account, options->data_dir, &result)))
    return result;

  options->stop = stop = lb_cli_stop_new ();
  result = list (session, arguments[0], query, options);
  lb_session_close (session);

  return result;
}

LbCliExit
lb_cli_list (char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter,
      N_ ("Only the images that the filter finds"), N_ ("FILTER") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print them as JSON, with captions"),
      NULL },
    { "account", 0, 0, G_OPTION_ARG_STRING, &options.account,
      N_ ("Of an account and not of this computer"), N_ ("NAME") },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data_dir,
      N_ ("Folder that holds the service’s data"), N_ ("DIR") },
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET"),
    _ ("Lists the images of a dataset: number, name, size, states and who wrote the caption. A "
       "filter is written as in the window, such as “state:stale AND NOT objects[].clothing:*”. "
       "Where there is nothing to list the exit status is 1."));
  LbCliExit result = arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;

  g_free (options.filter);
  g_free (options.account);
  g_free (options.data_dir);
  return result;
}

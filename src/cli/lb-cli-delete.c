#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-confirm.h"
#include "cli/lb-cli-dataset.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-names.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-pick.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-trash-wait.h"
#include "contract/lb-rules.h"
#include "session/lb-session-history.h"

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean yes;
  gboolean is_null;
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

static void
add_images (JsonBuilder *builder, GPtrArray *images)
{
  json_builder_set_member_name (builder, "images");
  json_builder_begin_array (builder);
  for (guint i = 0; images != NULL && i < images->len; i++)
    json_builder_add_int_value (builder, lb_image_get_id (images->pdata[i]));
  json_builder_end_array (builder);
}

/* @images: (nullable): NULL for all of the dataset. */
static void
print_json (const Options *options,
            gint64 dataset_id,
            GPtrArray *images,
            gboolean done,
            gboolean can_restore,
            guint n_waiting)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "dataset_id", dataset_id);
  lb_cli_json_flag (builder, "dataset", images == NULL);
  add_images (builder, images);
  lb_cli_json_flag (builder, "deleted", done);
  lb_cli_json_flag (builder, "in_trash", can_restore);
  lb_cli_json_number (builder, "waiting", n_waiting);
  json_builder_end_object (builder);
  lb_cli_json_print (builder);
}

static void
print_text (const char *name, guint n_images, gboolean of_dataset, gboolean can_restore)
{
  if (!of_dataset)
    {
      g_print (can_restore ? ngettext ("%u image was put into the trash",
                                       "%u images were put into the trash", n_images)
                           : ngettext ("%u image was deleted for good",
                                       "%u images were deleted for good", n_images),
               n_images);
      g_print ("\n");
      return;
    }
  /* Translators: a dataset */
  g_print (can_restore ? _ ("“%s” was put into the trash\n") : _ ("“%s” was deleted for good\n"),
           name);
}

/* Takes @deletion, which is hidden by now. @images: (nullable). */
static LbCliExit
finish (
  const Options *options, LbDeletion *deletion, GPtrArray *images, const char *name, gboolean keep)
{
  LbTrash *trash = lb_session_get_trash (options->place.session);
  GPtrArray *items = lb_deletion_get_items (deletion);
  const gint64 dataset_id = lb_dataset_get_id (options->place.dataset);
  g_autoptr (LbDeletion) owned = deletion;
  g_autoptr (GError) error = NULL;
  guint n_waiting = 0;

  if (!lb_cli_wait (lb_deletion_when_kept (deletion), NULL, &error) ||
      !lb_cli_wait (lb_deletion_commit (deletion), NULL, &error))
    return lb_cli_give_up (error);

  lb_cli_trash_wait (trash, options->place.stop);
  n_waiting = lb_cli_trash_tell (trash, items, &error);
  if (options->json)
    print_json (options, dataset_id, images, TRUE, keep, n_waiting);
  else
    print_text (name, images != NULL ? images->len : 0, images == NULL, keep);
  if (n_waiting == 0)
    return LB_CLI_DONE;

  lb_cli_complain ("%s", _ ("The service has it still; Lookbook deletes it there later"));
  if (g_cancellable_is_cancelled (options->place.stop))
    return LB_CLI_STOPPED;

  return lb_cli_exit_of_failures (items->len - n_waiting, n_waiting, error);
}

static LbCliExit
delete_images (const Options *options, GPtrArray *images)
{
  LbSession *session = options->place.session;
  const gboolean keep = lb_session_can_restore (session, images->pdata[0]);
  g_autoptr (GError) error = NULL;
  LbCliExit exit = LB_CLI_REFUSED;

  if (!lb_rules_check_draft (options->place.dataset, "R43", &error))
    {
      lb_cli_complain (_ ("“%s” is complete and can’t be changed"),
                       lb_dataset_get_name (options->place.dataset));
      return LB_CLI_REFUSED;
    }
  if (options->dry_run)
    {
      if (options->json)
        print_json (options, lb_dataset_get_id (options->place.dataset), images, FALSE, keep, 0);
      for (guint i = 0; i < images->len && !options->json; i++)
        {
          g_autofree char *name = lb_visible_text (lb_image_get_shown_name (images->pdata[i]));

          /* Translators: an image or a dataset */
          g_print (_ ("“%s” would be deleted\n"), name != NULL ? name : "");
        }
      return LB_CLI_DONE;
    }
  if (!keep && !lb_cli_confirm (_ ("They can’t be put back from the trash. Delete them for good?"),
                                options->yes, &exit))
    return exit;

  return finish (options, lb_session_delete_images (session, images), images, NULL, keep);
}

static LbCliExit
delete_dataset (const Options *options)
{
  LbSession *session = options->place.session;
  LbDataset *dataset = options->place.dataset;
  const gboolean keep = lb_session_can_restore (session, dataset);
  g_autofree char *name = lb_cli_dataset_dup_shown_name (session, dataset);
  g_autoptr (LbDataset) kept = g_object_ref (dataset);
  LbCliExit exit = LB_CLI_REFUSED;

  if (options->dry_run)
    {
      if (options->json)
        print_json (options, lb_dataset_get_id (dataset), NULL, FALSE, keep, 0);
      else
        g_print (_ ("“%s” would be deleted\n"), name);
      return LB_CLI_DONE;
    }
  if (!keep && !lb_cli_confirm (_ ("It can’t be put back from the trash. Delete it for good?"),
                                options->yes, &exit))
    return exit;

  return finish (options, lb_session_trash_dataset (session, dataset, keep), NULL, name, keep);
}

static LbCliExit
run (char **arguments, Options *options)
{
  g_autoptr (LbQuery) query = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_auto (GStrv) names = NULL;
  LbCliExit exit = LB_CLI_USAGE;

  if (*arguments == NULL)
    {
      lb_cli_complain ("%s", _ ("Name a dataset"));
      return LB_CLI_USAGE;
    }
  if (!lb_cli_pick_read (arguments + 1, options->is_null, options->filter, &names, &query, &exit))
    return exit;
  if (!lb_cli_place_open_images (&options->place, arguments[0], &exit))
    return exit;
  if (*names == NULL && query == NULL)
    return delete_dataset (options);
  if (!(images = lb_cli_pick_images (&options->place, names, query, &exit)))
    return exit;

  return delete_images (options, images);
}

LbCliExit
lb_cli_delete (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter,
      N_ ("Only the images that the filter finds"), N_ ("FILTER") },
    LB_CLI_NAMES_ENTRY (&options.is_null),
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be deleted, and delete nothing"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &options.yes,
      N_ ("Delete what can’t come back from the trash without a question"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print one JSON object"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("DATASET [IMAGE…]"),
    _ ("Puts a dataset into the trash, or those images of it that are named: by number, by name or "
       "by a pattern such as “beach-*”; - reads a list. “lookbookctl trash” lists what is in it, "
       "and puts it back."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}

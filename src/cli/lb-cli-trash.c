#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-confirm.h"
#include "cli/lb-cli-entered.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-trash-wait.h"
#include "cli/lb-cli-words.h"
#include "contract/lb-timestamp.h"
#include "session/lb-session-history.h"

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean yes;
  LbCliPlace place;
  LbTrash *trash; /* the session keeps it */
} Options;

static void
options_clear (Options *self)
{
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* (transfer full) */
static char *
dup_shown_name (LbTrashItem *item)
{
  g_autofree char *name = lb_cli_trash_dup_name (item);

  return lb_visible_text (name);
}

static void
add_item (JsonBuilder *builder, LbTrashItem *item)
{
  g_autofree char *name = lb_cli_trash_dup_name (item);
  g_autofree char *deleted_at = lb_timestamp_format (lb_trash_item_get_deleted_at (item));

  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "item", lb_trash_item_get_id (item));
  lb_cli_json_text (builder, "thing", lb_trash_item_is_dataset (item) ? "dataset" : "image");
  lb_cli_json_text (builder, "name", name);
  lb_cli_json_text (builder, "place", lb_trash_item_get_place (item));
  lb_cli_json_number (builder, "images", lb_trash_item_get_n_images (item));
  lb_cli_json_number (builder, "bytes", lb_trash_item_get_size_bytes (item));
  lb_cli_json_text (builder, "deleted_at", deleted_at);
  lb_cli_json_number (builder, "days_left", lb_trash_item_get_days_left (item));
  lb_cli_json_number (builder, "lost", lb_trash_item_get_n_lost (item));
  lb_cli_json_flag (builder, "waiting", lb_trash_item_get_waiting (item));
  json_builder_end_object (builder);
}

/* @items: (element-type LbTrashItem) */
static void
print_json (GListModel *items)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbTrashItem) item = g_list_model_get_item (items, i);

      add_item (builder, item);
    }
  json_builder_end_array (builder);
  lb_cli_json_print (builder);
}

/* (transfer full) */
static char *
dup_state (LbTrashItem *item)
{
  const guint days = lb_trash_item_get_days_left (item);
  const guint n_lost = lb_trash_item_get_n_lost (item);
  g_autofree char *left = NULL;
  g_autofree char *lost = NULL;

  if (lb_trash_item_get_waiting (item))
    return g_strdup (_ ("the service has it still"));

  left = days <= 1 ? g_strdup (_ ("last day"))
                   : g_strdup_printf (ngettext ("%'u day left", "%'u days left", days), days);
  if (n_lost == 0)
    return g_steal_pointer (&left);

  lost = g_strdup_printf (ngettext ("%'u picture is missing", "%'u pictures are missing", n_lost),
                          n_lost);

  return g_strdup_printf ("%s  %s", left, lost);
}

static LbCliExit
list (Options *options)
{
  GListModel *items = G_LIST_MODEL (options->trash);

  if (options->json)
    {
      print_json (items);
      return LB_CLI_DONE;
    }

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LbTrashItem) item = g_list_model_get_item (items, i);
      g_autoptr (GDateTime) deleted_at =
        g_date_time_new_from_unix_local_usec (lb_trash_item_get_deleted_at (item));
      g_autofree char *moment = g_date_time_format (deleted_at, "%F %R");
      g_autofree char *name = dup_shown_name (item);
      g_autofree char *place = lb_visible_text (lb_trash_item_get_place (item));
      g_autofree char *state = dup_state (item);
      const guint n = lb_trash_item_get_n_images (item);

      g_print ("%8" G_GINT64_FORMAT "  %s  %s%s%s  ", lb_trash_item_get_id (item), moment,
               place != NULL ? place : "", place != NULL ? "/" : "", name);
      if (lb_trash_item_is_dataset (item))
        g_print (ngettext ("%u image", "%u images", n), n);
      g_print ("%s%s\n", lb_trash_item_is_dataset (item) ? "  " : "", state);
    }

  return LB_CLI_DONE;
}

/* Adds to @wanted what @given says; what that is not is said. */
static gboolean
add_given (LbTrash *trash, const char *given, GListStore *wanted)
{
  gboolean is_plain = TRUE;
  gint64 id = 0;
  const gboolean is_number = lb_cli_entered_read_number (given, &id, &is_plain);
  guint n_numbered = 0;
  guint n_called = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (trash)); i++)
    {
      g_autoptr (LbTrashItem) item = g_list_model_get_item (G_LIST_MODEL (trash), i);
      g_autofree char *name = lb_cli_trash_dup_name (item);
      const gboolean has_number = is_number && lb_trash_item_get_id (item) == id;
      const gboolean is_called = is_plain && !has_number && lb_cli_entered_fits_name (given, name);

      n_numbered += has_number;
      n_called += is_called;
      if ((has_number || is_called) && !g_list_store_find (wanted, item, NULL))
        g_list_store_append (wanted, item);
    }
  if (n_numbered > 0 && n_called > 0)
    lb_cli_entered_complain_of_both (given);
  else if (n_numbered + n_called == 0)
    lb_cli_complain (_ ("There is no “%s” in the trash; “lookbookctl trash” lists it"), given);

  return (n_numbered > 0) != (n_called > 0);
}

static void
complain_of (LbTrashItem *item, const GError *error)
{
  g_autofree char *name = dup_shown_name (item);
  g_autofree char *words = lb_cli_error_words (error);
  const gboolean is_dataset = lb_trash_item_is_dataset (item);

  if (!is_dataset && g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
    lb_cli_complain (_ ("“%s” can’t come back: its dataset is gone"), name);
  else if (!is_dataset && g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT))
    lb_cli_complain (_ ("“%s” can’t come back: its dataset is complete"), name);
  else
    /* Translators: something in the trash, and why */
    lb_cli_complain (_ ("“%s” can’t come back: %s"), name, words);
}

/* What came back, or would. */
static void
print_restored (const Options *options, GListModel *restored)
{
  if (options->json)
    {
      print_json (restored);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (restored); i++)
    {
      g_autoptr (LbTrashItem) item = g_list_model_get_item (restored, i);
      g_autofree char *name = dup_shown_name (item);

      g_print (options->dry_run ? _ ("“%s” would be put back\n") : _ ("“%s” was put back\n"), name);
    }
}

static LbCliExit
restore (Options *options, GListModel *wanted)
{
  g_autoptr (GListStore) restored = g_list_store_new (LB_TYPE_TRASH_ITEM);
  const guint n = g_list_model_get_n_items (wanted);
  LbCliExit exit = LB_CLI_DONE;

  for (guint i = 0; i < n && !g_cancellable_is_cancelled (options->place.stop); i++)
    {
      g_autoptr (LbTrashItem) item = g_list_model_get_item (wanted, i);
      g_autoptr (GError) error = NULL;

      if (options->dry_run ||
          lb_cli_wait (lb_trash_restore (options->trash, item), options->place.stop, &error))
        {
          g_list_store_append (restored, item);
          continue;
        }
      exit = lb_cli_exit_of (error);
      complain_of (item, error);
    }
  print_restored (options, G_LIST_MODEL (restored));

  if (g_cancellable_is_cancelled (options->place.stop))
    return LB_CLI_STOPPED;

  return exit != LB_CLI_DONE && g_list_model_get_n_items (G_LIST_MODEL (restored)) > 0
           ? LB_CLI_PARTLY
           : exit;
}

static LbCliExit
restore_given (Options *options, char **given)
{
  g_autoptr (GListStore) wanted = g_list_store_new (LB_TYPE_TRASH_ITEM);
  gboolean all_there = TRUE;

  for (; *given != NULL; given++)
    all_there &= add_given (options->trash, *given, wanted);

  return all_there ? restore (options, G_LIST_MODEL (wanted)) : LB_CLI_REFUSED;
}

static void
print_emptied (const Options *options, guint n, guint n_waiting)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!options->json)
    {
      g_print (options->dry_run
                 ? ngettext ("%u thing would be deleted for good",
                             "%u things would be deleted for good", n)
                 : ngettext ("%u thing was deleted for good", "%u things were deleted for good", n),
               n);
      g_print ("\n");
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "items", n);
  lb_cli_json_number (builder, "waiting", n_waiting);
  lb_cli_json_flag (builder, "deleted", !options->dry_run);
  json_builder_end_object (builder);
  lb_cli_json_print (builder);
}

/* (transfer full) (element-type LbTrashItem): those of @items that are in the trash by now, all of
 * it where that is NULL. */
static GPtrArray *
list_left (const Options *options, GPtrArray *items)
{
  GListModel *list = G_LIST_MODEL (options->trash);
  GPtrArray *left = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LbTrashItem) item = g_list_model_get_item (list, i);

      if (items == NULL || g_ptr_array_find (items, item, NULL))
        g_ptr_array_add (left, g_steal_pointer (&item));
    }

  return left;
}

static LbCliExit
empty (Options *options)
{
  g_autoptr (GPtrArray) items = list_left (options, NULL);
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  LbCliExit exit = LB_CLI_USAGE;
  guint n_waiting = 0;

  if (items->len == 0 || options->dry_run)
    {
      print_emptied (options, items->len, 0);
      return LB_CLI_DONE;
    }
  if (!lb_cli_confirm (_ ("What is in the trash can’t come back after that. Empty it?"),
                       options->yes, &exit))
    return exit;

  exit = LB_CLI_DONE;
  if (lb_cli_wait (lb_trash_empty (options->trash), options->place.stop, &error))
    lb_cli_trash_wait (options->trash, options->place.stop);
  else
    exit = lb_cli_give_up (error);
  left = list_left (options, items);
  if (error == NULL)
    n_waiting = lb_cli_trash_tell (options->trash, left, NULL);
  print_emptied (options, items->len - left->len, n_waiting);
  if (n_waiting > 0)
    lb_cli_complain ("%s", _ ("The service has it still; Lookbook deletes it there later"));
  if (g_cancellable_is_cancelled (options->place.stop))
    return left->len > 0 ? LB_CLI_STOPPED : LB_CLI_DONE;

  return left->len > 0 && (error == NULL || left->len < items->len) ? LB_CLI_PARTLY : exit;
}

static LbCliExit
run (char **arguments, Options *options)
{
  const char *verb = *arguments != NULL ? *arguments : "list";
  const gboolean restores = g_str_equal (verb, "restore");
  LbCliExit exit = LB_CLI_USAGE;

  if ((!restores && !g_str_equal (verb, "list") && !g_str_equal (verb, "empty")) ||
      (*arguments != NULL && restores != (arguments[1] != NULL)))
    {
      lb_cli_complain ("%s", _ ("Say list, restore ITEM… or empty"));
      return LB_CLI_USAGE;
    }
  if (!lb_cli_place_open (&options->place, NULL, &exit))
    return exit;

  options->trash = lb_session_get_trash (options->place.session);
  if (restores)
    return restore_given (options, arguments + 1);

  return g_str_equal (verb, "empty") ? empty (options) : list (options);
}

LbCliExit
lb_cli_trash (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be put back or deleted, and do nothing"), NULL },
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &options.yes, N_ ("Empty it without a question"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
      N_ ("Print what is there, or what was done, as JSON"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("[list|restore ITEM…|empty]"),
    _ ("Lists what was deleted, here and in the window; puts things back, which are named by the "
       "number that is listed, by name or by a pattern; or deletes all of it for good. An image "
       "comes back into its dataset while that is a draft, a dataset as a draft. How many days "
       "things stay in the trash is set in the window’s Preferences."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}

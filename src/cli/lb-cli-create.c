#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-dataset.h"
#include "cli/lb-cli-entered.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-place.h"
#include "cli/lb-cli-project.h"
#include "contract/lb-rules.h"
#include "model/lb-entered-name.h"

/* What a new project is made of. */
typedef enum
{
  PART_PROJECT,
  PART_MEDIUM,
  PART_KIND,
  PART_SUBJECT,
  PART_DESCRIPTION
} Part;

static const struct
{
  const char *option;
  const char *argument; /* translatable */
  const char *summary;  /* translatable */
  const char *example;
} parts[] = {
  [PART_PROJECT] = { "project", N_ ("PROJECT"),
                     N_ ("The project it belongs to, unless there is one only"), "Harbour" },
  [PART_MEDIUM] = { "medium", N_ ("MEDIUM"), N_ ("Of a new project: photography or illustration"),
                    "photography" },
  [PART_KIND] = { "kind", N_ ("KIND"),
                  N_ ("Of a new project: defined_character, stylized_scene, multi_object_set, "
                      "object_variants, icons, character_variants or other"),
                  "other" },
  [PART_SUBJECT] = { "subject", N_ ("NAME"),
                     N_ ("Of a new project of one character: what it is called"), "Ada" },
  [PART_DESCRIPTION] = { "description", N_ ("TEXT"),
                         N_ ("Of a new project of one character or of variants: what it is"),
                         "a grey cat" },
};

typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean advanced;
  gboolean same_name;
  char *project;     /* (owned) (nullable) */
  char *medium;      /* (owned) (nullable) */
  char *kind;        /* (owned) (nullable) */
  char *subject;     /* (owned) (nullable) */
  char *description; /* (owned) (nullable) */
  char *model;       /* (owned) (nullable) */
  LbCliPlace place;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->project, g_free);
  g_clear_pointer (&self->medium, g_free);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->model, g_free);
  lb_cli_place_clear (&self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* R18: (nullable) (transfer none): the version that decides what @project takes. */
static const char *
locked_version (LbSession *session, LbProject *project)
{
  g_autoptr (GListModel) datasets = lb_session_get_project_datasets (session, project);
  g_autoptr (LbDataset) first = g_list_model_get_item (datasets, 0);

  if (lb_project_get_training_version (project) != NULL)
    return lb_project_get_training_version (project);

  return first != NULL ? lb_dataset_get_training_version (first) : NULL; /* the session keeps it */
}

/* (transfer full): one that is made first. */
static LbProject *
make_project (const Options *options)
{
  LbProject *project = lb_project_new (1);

  g_object_set (project, "project-name", options->project, "ip-medium", options->medium, "ip-type",
                options->kind, "ip-name", options->subject, "ip-description", options->description,
                NULL);

  return project;
}

static gboolean
wants_new_project (const Options *options)
{
  return options->medium != NULL || options->kind != NULL || options->subject != NULL ||
         options->description != NULL;
}

/* R14, R20, R21: whether the command line can be meant at all; all that is wrong is said. */
static gboolean
judge_options (const Options *options, const char *name)
{
  gboolean is_right = lb_cli_entered_check_name (name);

  is_right &= options->project == NULL || lb_cli_entered_check_name (options->project);
  is_right &= lb_cli_entered_check_choice ("--medium", options->medium, lb_rules_list_media ());
  is_right &= lb_cli_entered_check_choice ("--kind", options->kind, lb_rules_list_types ());
  is_right &= lb_cli_entered_check_choice ("--model", options->model, lb_rules_list_versions ());

  return is_right;
}

/* Whether what is said of a project is what @present is: a script may be run again. */
static gboolean
judge_present (const Options *options, LbProject *present)
{
  const struct
  {
    const char *option;
    const char *given;
    const char *there;
  } facts[] = {
    { "--medium", options->medium, lb_project_get_ip_medium (present) },
    { "--kind", options->kind, lb_project_get_ip_type (present) },
    { "--subject", options->subject, lb_project_get_ip_name (present) },
    { "--description", options->description, lb_project_get_ip_description (present) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      if (facts[i].given == NULL || g_strcmp0 (facts[i].given, facts[i].there) == 0)
        continue;
      if (facts[i].there != NULL)
        /* Translators: a project, then twice an option such as --medium and what it has */
        lb_cli_complain (_ ("The project “%s” is there already, with %s=%s and not %s=%s"),
                         lb_project_get_project_name (present), facts[i].option, facts[i].there,
                         facts[i].option, facts[i].given);
      else
        /* Translators: a project, and an option such as --subject */
        lb_cli_complain (_ ("The project “%s” is there already, and was made without %s"),
                         lb_project_get_project_name (present), facts[i].option);
      return FALSE;
    }

  return TRUE;
}

/* (nullable): what is said of @part. */
static const char *
given_part (const Options *options, Part part)
{
  switch (part)
    {
    case PART_PROJECT:     return options->project;
    case PART_MEDIUM:      return options->medium;
    case PART_KIND:        return options->kind;
    case PART_SUBJECT:     return options->subject;
    case PART_DESCRIPTION: return options->description;
    default:               g_return_val_if_reached (NULL);
    }
}

/* R14, R15: whether a new project can't do without @part. */
static gboolean
needs_part (const Options *options, Part part)
{
  switch (part)
    {
    case PART_SUBJECT:     return lb_rules_type_needs_name (options->kind);
    case PART_DESCRIPTION: return lb_rules_type_needs_description (options->kind);
    default:               return TRUE;
    }
}

static gboolean
lacks_part (const Options *options, Part part)
{
  const char *given = given_part (options, part);

  return needs_part (options, part) && (given == NULL || *given == '\0');
}

/* R16 */
static gboolean
lacks_illustration (const Options *options)
{
  return options->medium != NULL && lb_rules_type_needs_illustration (options->kind) &&
         !g_str_equal (options->medium, "illustration");
}

/* (transfer full): @word as a shell takes it. */
static char *
dup_quoted (const char *word)
{
  static const char plain[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_.";

  return *word != '\0' && word[strspn (word, plain)] == '\0' ? g_strdup (word)
                                                             : g_shell_quote (word);
}

/* @value: (nullable) */
static void
add_option (GString *line, const char *option, const char *value)
{
  g_autofree char *word = value != NULL ? dup_quoted (value) : NULL;

  if (word != NULL)
    g_string_append_printf (line, " --%s=%s", option, word);
}

/* (transfer full): a command line that would do, of what was given and what it lacks. */
static char *
dup_example (const Options *options, const char *name)
{
  g_autoptr (GString) line = g_string_new ("lookbookctl create ");
  g_autofree char *quoted = dup_quoted (name);

  g_string_append (line, quoted);
  for (Part part = PART_PROJECT; part <= PART_DESCRIPTION; part++)
    {
      const char *value =
        lacks_part (options, part) ? parts[part].example : given_part (options, part);

      if (part == PART_MEDIUM && lb_rules_type_needs_illustration (options->kind))
        value = "illustration";
      add_option (line, parts[part].option, value);
    }
  add_option (line, "model", options->model);
  if (options->advanced)
    g_string_append (line, " --advanced");
  if (options->same_name)
    g_string_append (line, " --same-name");
  add_option (line, "account", options->place.account);
  add_option (line, "data", options->place.data_dir);

  return lb_visible_text (line->str);
}

/* R14, R15: says all that a new project still needs, so that the next try can be the last. */
static void
complain_of_lacks (const Options *options, const char *name)
{
  g_autofree char *example = dup_example (options, name);

  if (options->project != NULL)
    lb_cli_complain (_ ("There is no project “%s”; to make it, give also:"), options->project);
  else
    lb_cli_complain ("%s", _ ("There is no project yet; to make one, give also:"));
  for (Part part = PART_PROJECT; part <= PART_DESCRIPTION; part++)
    {
      g_autofree char *left =
        g_strdup_printf ("--%s=%s", parts[part].option, _ (parts[part].argument));

      if (lacks_part (options, part))
        g_printerr ("  %s\n      %s\n", left, _ (parts[part].summary));
    }
  if (lacks_illustration (options))
    g_printerr ("  --medium=illustration\n");
  /* Translators: a command line */
  g_printerr (_ ("For example: %s\n"), example);
}

/* What the service would say of a new project, before it is asked. */
static gboolean
judge_new (const Options *options, LbProject *fresh, const char *name)
{
  g_autoptr (GError) error = NULL;
  gboolean lacks = options->project == NULL || !wants_new_project (options);
  g_autofree char *words = NULL;

  if (!lacks && (lb_rules_check_project (fresh, &error) ||
                 !lb_rules_stops (lb_session_get_rules_mode (options->place.session), error)))
    return TRUE;

  for (Part part = PART_PROJECT; part <= PART_DESCRIPTION; part++)
    lacks |= lacks_part (options, part);
  if (lacks)
    complain_of_lacks (options, name);
  else if (lacks_illustration (options))
    /* Translators: what is given for --kind, and another option */
    lb_cli_complain (_ ("--kind=%s needs %s"), options->kind, "--medium=illustration");
  else
    {
      words = lb_visible_text (lb_rules_error_text (error));
      lb_cli_complain ("%s", words);
    }

  return FALSE;
}

/* Whether there is one project, present or to be made; else it is said why not. */
static gboolean
judge_choice (const Options *options, guint n)
{
  LbProject *like =
    n == 0 && options->project != NULL
      ? lb_session_find_project_like (options->place.session, NULL, options->project)
      : NULL;

  if (like != NULL &&
      lb_entered_name_is_same (options->project, lb_project_get_project_name (like)))
    lb_cli_complain (_ ("There is a project “%s”, whose name looks the same; give its number"),
                     lb_project_get_project_name (like));
  else if (n > 1 && options->project != NULL)
    lb_cli_project_complain_of_many (options->project, n);
  else if (n > 1)
    lb_cli_complain ("%s", _ ("Say with --project which project it belongs to"));
  else
    {
      if (like != NULL)
        lb_cli_project_tell_like (options->place.session, NULL, options->project);
      return TRUE;
    }

  return FALSE;
}

/* The same of a dataset in a project that is there. */
static gboolean
judge_in (const Options *options, LbProject *present, const char *name)
{
  LbSession *session = options->place.session;
  const char *locked = locked_version (session, present);
  g_autoptr (GError) error = NULL;

  if (!lb_rules_check_family (locked, options->model, &error) &&
      lb_rules_stops (lb_session_get_rules_mode (session), error))
    {
      /* Translators: what is given for --model, a project, and the model that it has */
      lb_cli_complain (_ ("--model=%s does not fit the project “%s”, which is locked to %s"),
                       options->model, lb_project_get_project_name (present), locked);
      return FALSE;
    }

  return judge_present (options, present) &&
         lb_cli_dataset_check_free (session, present, NULL, name, options->same_name);
}

/* (transfer full) (nullable); takes @future. */
static gpointer
wait_object (DexFuture *future, GCancellable *stop, GError **error)
{
  g_autoptr (DexFuture) kept = dex_ref (future);

  return lb_cli_wait (future, stop, error) ? g_value_dup_object (dex_future_get_value (kept, NULL))
                                           : NULL;
}

static LbCliExit
say_plan (const Options *options, LbProject *project, gboolean is_new, const char *name)
{
  g_autofree char *project_name = lb_visible_text (lb_project_get_project_name (project));
  g_autofree char *shown = lb_visible_text (name);

  if (options->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      lb_cli_json_text (builder, "name", name);
      lb_cli_json_text (builder, "project", lb_project_get_project_name (project));
      lb_cli_json_flag (builder, "new_project", is_new);
      json_builder_end_object (builder);
      lb_cli_json_print (builder);
      return LB_CLI_DONE;
    }

  if (is_new)
    /* Translators: a project */
    g_print (_ ("A project “%s” would be made\n"), project_name);
  /* Translators: a dataset, and the project that it belongs to */
  g_print (_ ("A dataset “%s” would be made in “%s”\n"), shown, project_name);

  return LB_CLI_DONE;
}

static LbCliExit
create (Options *options, LbProject *present, LbProject *fresh, const char *name)
{
  LbSession *session = options->place.session;
  g_autoptr (LbProject) project = present != NULL ? g_object_ref (present) : NULL;
  g_autoptr (LbDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *number = NULL;

  if ((project == NULL && !(project = wait_object (lb_session_create_project (session, fresh),
                                                   options->place.stop, &error))) ||
      !(dataset = wait_object (lb_session_create_dataset (session, project, name, options->model,
                                                          options->advanced ? "advanced" : NULL),
                               options->place.stop, &error)))
    return lb_cli_give_up (error);

  if (options->json)
    {
      lb_cli_dataset_print_json (session, dataset);
      return LB_CLI_DONE;
    }
  shown = lb_cli_dataset_dup_shown_name (session, dataset);
  number = g_strdup_printf ("%" G_GINT64_FORMAT, lb_dataset_get_id (dataset));
  /* Translators: a dataset, and its number */
  g_print (_ ("“%s” was made, number %s\n"), shown, number);

  return LB_CLI_DONE;
}

static LbCliExit
run (char **arguments, Options *options)
{
  LbSession *session = NULL;
  LbProject *present = NULL;
  g_autoptr (LbProject) fresh = NULL;
  LbCliExit exit = LB_CLI_USAGE;
  guint n = 0;

  if (!lb_cli_check_count (arguments, 1, _ ("Name the dataset")))
    return LB_CLI_USAGE;
  if (!judge_options (options, arguments[0]) || !lb_cli_place_open (&options->place, NULL, &exit))
    return exit;

  session = options->place.session;
  present = lb_cli_project_find (session, options->project, &n);
  if (!judge_choice (options, n) || (present != NULL && !judge_in (options, present, arguments[0])))
    return LB_CLI_REFUSED;
  if (present == NULL && !judge_new (options, fresh = make_project (options), arguments[0]))
    return wants_new_project (options) ? LB_CLI_USAGE : LB_CLI_REFUSED;

  return options->dry_run
           ? say_plan (options, present != NULL ? present : fresh, present == NULL, arguments[0])
           : create (options, present, fresh, arguments[0]);
}

LbCliExit
lb_cli_create (char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { parts[PART_PROJECT].option, 0, 0, G_OPTION_ARG_STRING, &options.project,
      parts[PART_PROJECT].summary, parts[PART_PROJECT].argument },
    { parts[PART_MEDIUM].option, 0, 0, G_OPTION_ARG_STRING, &options.medium,
      parts[PART_MEDIUM].summary, parts[PART_MEDIUM].argument },
    { parts[PART_KIND].option, 0, 0, G_OPTION_ARG_STRING, &options.kind, parts[PART_KIND].summary,
      parts[PART_KIND].argument },
    { parts[PART_SUBJECT].option, 0, 0, G_OPTION_ARG_STRING, &options.subject,
      parts[PART_SUBJECT].summary, parts[PART_SUBJECT].argument },
    { parts[PART_DESCRIPTION].option, 0, 0, G_OPTION_ARG_STRING, &options.description,
      parts[PART_DESCRIPTION].summary, parts[PART_DESCRIPTION].argument },
    { "model", 0, 0, G_OPTION_ARG_STRING, &options.model,
      N_ ("fibo, or of the earlier ones max, light, 3.2 or 2.3"), N_ ("MODEL") },
    { "advanced", 0, 0, G_OPTION_ARG_NONE, &options.advanced,
      N_ ("For up to 5000 pictures, which come all at once"), NULL },
    { "same-name", 0, 0, G_OPTION_ARG_NONE, &options.same_name,
      N_ ("Make it although the project has a dataset of that name"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run,
      N_ ("Say what would be made, and make nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("Print the dataset as JSON"), NULL },
    LB_CLI_PLACE_ENTRIES (&options.place),
    { NULL },
  };
  g_auto (GStrv) arguments = lb_cli_parse (
    argv, entries, _ ("NAME"),
    _ ("Makes a dataset. Its project is found by its name or number; with --medium and --kind one "
       "that is not there is made. What the model is stays, and so does the size. A name that the "
       "project has already is refused, unless --same-name is given; one that only looks the same "
       "is told."));

  return arguments != NULL ? run (arguments, &options) : LB_CLI_USAGE;
}

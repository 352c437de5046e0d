#include "config.h"

#include "cli/lb-cli.h"

#include <glib/gi18n.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/lb-cli-options.h"

typedef struct
{
  const char *name;
  const char *arguments; /* translatable */
  const char *summary;   /* translatable */
  LbCliExit (*run) (char **argv);
} Command;

static const Command commands[] = {
  { "check", N_ ("FILE-OR-FOLDER…"), N_ ("Say which pictures can be added to a dataset"),
    lb_cli_check },
  { "datasets", "", N_ ("List the datasets, or the projects, that there are"), lb_cli_datasets },
  { "create", N_ ("NAME"), N_ ("Make a dataset, and its project if need be"), lb_cli_create },
  { "show", N_ ("DATASET"), N_ ("Say what a dataset is, and what it still needs"), lb_cli_show },
  { "add", N_ ("DATASET FILE-OR-FOLDER…"), N_ ("Add pictures to a dataset"), lb_cli_add },
  { "import", N_ ("DATASET FILE-OR-FOLDER…"),
    N_ ("The same, with captions for pictures that are there already"), lb_cli_add },
  { "bulk", N_ ("DATASET ZIP-OR-FOLDER…"), N_ ("Fill an advanced dataset, in its one try"),
    lb_cli_bulk },
  { "list", N_ ("DATASET"), N_ ("List the images of a dataset"), lb_cli_list },
  { "find", N_ ("DATASET FILTER"), N_ ("List the images of a dataset that a filter finds"),
    lb_cli_list },
  { "schema", N_ ("DATASET [IMAGE…]"), N_ ("Print, write or set the visual schema or the prefix"),
    lb_cli_schema },
  { "caption", N_ ("DATASET IMAGE…"), N_ ("Print captions, or set one"), lb_cli_caption },
  { "refine", N_ ("DATASET IMAGE…"), N_ ("Change captions or the schema by an instruction"),
    lb_cli_refine },
  { "regenerate", N_ ("DATASET [IMAGE…]"), N_ ("Have captions written anew"), lb_cli_regenerate },
  { "replace", N_ ("DATASET --find=TEXT --replace=TEXT"), N_ ("Replace words in captions"),
    lb_cli_replace },
  { "export", N_ ("DATASET DESTINATION"), N_ ("Write a dataset out for other programs"),
    lb_cli_export },
  { "complete", N_ ("DATASET"), N_ ("Mark a dataset complete, for good"), lb_cli_complete },
  { "clone", N_ ("DATASET"), N_ ("Make a draft that is a copy of a dataset"), lb_cli_clone },
  { "copy", N_ ("DATASET --to=ACCOUNT"), N_ ("Copy a dataset to an account"), lb_cli_copy },
  { "delete", N_ ("DATASET [IMAGE…]"), N_ ("Put a dataset, or images of it, into the trash"),
    lb_cli_delete },
  { "rename", N_ ("DATASET NAME"), N_ ("Give a dataset or a project another name"), lb_cli_rename },
  { "undo", N_ ("[STEP]"), N_ ("Take back the last step, or list the steps"), lb_cli_undo },
  { "trash", N_ ("[list|restore ITEM…|empty]"), N_ ("Say what was deleted, or put it back"),
    lb_cli_trash },
  { "accounts", N_ ("[list|add NAME|change NAME|remove NAME|test NAME]"),
    N_ ("Say or change which accounts there are"), lb_cli_accounts },
  { "captioner", N_ ("[show|set|built-in|test PICTURE]"),
    N_ ("Say or choose who writes the descriptions"), lb_cli_captioner },
  { "serve", "", N_ ("Run the service in the foreground"), lb_cli_serve },
};

static void
print_help (void)
{
  gsize width = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      gsize used = strlen (commands[i].name) + g_utf8_strlen (_ (commands[i].arguments), -1) + 1;

      width = MAX (width, *commands[i].arguments != '\0' ? used : strlen (commands[i].name));
    }

  g_print ("%s\n  lookbookctl %s\n\n%s\n", _ ("Usage:"), _ ("COMMAND [OPTION…] [ARGUMENT…]"),
           _ ("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const char *arguments = *commands[i].arguments != '\0' ? _ (commands[i].arguments) : "";
      g_autofree char *left = g_strdup_printf ("%s %s", commands[i].name, arguments);
      glong used = g_utf8_strlen (left, -1);

      g_print ("  %s%*s  %s\n", left, MAX (0, (int) width - (int) used), "",
               _ (commands[i].summary));
    }

  g_print ("\n%s\n", _ ("Exit status:"));
  for (int code = 0; code < 256; code++)
    if (lb_cli_exit_words (code) != NULL)
      g_print ("  %3d  %s\n", code, lb_cli_exit_words (code));
  g_print ("\n%s\n", _ ("What was changed can be taken back with “undo”, and what was deleted with "
                        "“trash restore”, here or in the window."));
  g_print ("%s\n", _ ("“lookbookctl COMMAND --help” lists the options of a command."));
}

static int
run_command (int argc, char **argv)
{
  const char *name = argc > 1 ? argv[1] : NULL;

  if (name == NULL)
    {
      lb_cli_complain ("%s", _ ("Name a command; --help lists them"));
      return LB_CLI_USAGE;
    }
  if (g_str_equal (name, "--help") || g_str_equal (name, "-h") || g_str_equal (name, "help"))
    {
      print_help ();
      return LB_CLI_DONE;
    }
  if (g_str_equal (name, "--version"))
    {
      g_print ("lookbookctl %s\n", LB_VERSION);
      return LB_CLI_DONE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (name, commands[i].name))
        return commands[i].run (argv + 1);
    }

  if (*name == '-')
    lb_cli_complain (_ ("“%s” stands behind the command; --help lists those"), name);
  else
    lb_cli_complain (_ ("There is no command “%s”; --help lists them"), name);
  return LB_CLI_USAGE;
}

/* What could not be written was not said: a script must not take it for an empty answer. */
static gboolean
has_said_all (void)
{
  return fflush (stdout) == 0 && !ferror (stdout);
}

/* Whether what reads the output, such as “head”, has gone away. */
static gboolean
has_lost_reader (void)
{
  struct pollfd output = { .fd = STDOUT_FILENO }; /* what went wrong is said unasked */

  return poll (&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

int
lb_cli_run (int argc, char **argv)
{
  const int status = run_command (argc, argv);

  if (has_said_all ())
    return status;

  if (!has_lost_reader ())
    lb_cli_complain (_ ("The output can’t be written"));
  else if (status == LB_CLI_DONE)
    {
      /* GIO ignores the signal for its sockets, so that the work was done to its end. */
      signal (SIGPIPE, SIG_DFL);
      raise (SIGPIPE);
    }

  return status != LB_CLI_DONE ? status : LB_CLI_PARTLY;
}

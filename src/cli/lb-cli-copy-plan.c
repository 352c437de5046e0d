#include "config.h"

#include "cli/lb-cli-copy-plan.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-words.h"
#include "jobs/lb-copy-project.h"

static void print_line (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
print_line (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_print ("  %s\n", text);
}

static void
print_places (const LbCopyPlan *plan)
{
  g_autoptr (LbProject) project = plan->makes_project && plan->record->project != NULL
                                    ? lb_copy_project_from_text (plan->record->project)
                                    : NULL;

  if (project != NULL)
    {
      g_autofree char *name = lb_visible_text (lb_project_get_project_name (project));

      print_line (_ ("A project “%s” is made"), name);
    }
  if (plan->makes_dataset)
    print_line ("%s", plan->completed ? _ ("A dataset is made, a draft though it is complete here")
                                      : _ ("A dataset is made"));
  if (plan->n_same_name > 0)
    print_line ("%s", _ ("A dataset of this name is there already; this is another one"));
  if (plan->sets_schema)
    print_line ("%s", _ ("The visual schema is set"));
  if (plan->sets_prefix)
    print_line ("%s", _ ("The caption prefix is set"));
  if (plan->schema_differs)
    print_line ("%s", _ ("The visual schema was changed there too, and stays as it is there"));
}

static void
print_pictures (const LbCopyPlan *plan)
{
  g_autofree char *size = g_format_size (plan->n_bytes);

  if (plan->n_there > 0)
    print_line (
      ngettext ("%u picture is there already", "%u pictures are there already", plan->n_there),
      plan->n_there);
  if (plan->n_pictures > 0)
    /* Translators: how many pictures, how many bytes */
    print_line (ngettext ("%u picture is sent (%s)", "%u pictures are sent (%s)", plan->n_pictures),
                plan->n_pictures, size);
  if (plan->n_captions > 0)
    print_line (ngettext ("%u caption takes the place of what the service writes",
                          "%u captions take the place of what the service writes",
                          plan->n_captions),
                plan->n_captions);
  if (plan->n_changed > 0)
    print_line (ngettext ("%u caption that was changed here since is sent",
                          "%u captions that were changed here since are sent", plan->n_changed),
                plan->n_changed);
  if (plan->n_without > 0)
    print_line (ngettext ("%u picture has no caption: the service writes one",
                          "%u pictures have no caption: the service writes them", plan->n_without),
                plan->n_without);
}

static void
print_left (const LbCopyPlan *plan)
{
  if (plan->n_drafts_there > 0)
    print_line (ngettext ("%u caption is a draft there, since it is not valid",
                          "%u captions are drafts there, since they are not valid",
                          plan->n_drafts_there),
                plan->n_drafts_there);
  if (plan->n_refused_there > 0)
    print_line (ngettext ("%u caption was refused there, and is kept as a draft",
                          "%u captions were refused there, and are kept as drafts",
                          plan->n_refused_there),
                plan->n_refused_there);
  if (plan->n_conflicts_there > 0)
    print_line (ngettext ("%u caption was changed there too: choose in the window which stays",
                          "%u captions were changed there too: choose in the window which stay",
                          plan->n_conflicts_there),
                plan->n_conflicts_there);
}

static void
print_left_out (const LbCopyPlan *plan)
{
  if (plan->n_drafts > 0)
    print_line (ngettext ("%u caption is not valid, and stays a draft there",
                          "%u captions are not valid, and stay drafts there", plan->n_drafts),
                plan->n_drafts);
  if (plan->n_refused > 0)
    print_line (ngettext ("%u picture is left out: the service does not take it",
                          "%u pictures are left out: the service does not take them",
                          plan->n_refused),
                plan->n_refused);
  if (plan->n_over_limit > 0)
    print_line (ngettext ("%u picture is left out: the dataset is full",
                          "%u pictures are left out: the dataset is full", plan->n_over_limit),
                plan->n_over_limit);
  if (plan->n_approved > 0)
    print_line ("%s", _ ("What you have approved is kept on this computer alone"));
  if (plan->strips && plan->n_pictures > 0)
    print_line ("%s", _ ("Places, owners and serial numbers are taken out of the pictures"));
}

static void
print_time (const LbCopyPlan *plan, guint requests_a_minute, double plan_s)
{
  g_autofree char *pace = NULL;
  g_autofree char *time = NULL;
  g_autofree char *requests = g_strdup_printf (
    ngettext ("About %u request", "About %u requests", plan->n_requests), plan->n_requests);

  if (requests_a_minute == 0)
    {
      print_line ("%s", requests);
      return;
    }

  pace =
    g_strdup_printf (ngettext ("%u a minute", "%u a minute", requests_a_minute), requests_a_minute);
  time = lb_cli_duration_words (plan_s);
  /* Translators: as in “About 90 requests at 10 a minute: about 9 minutes” */
  print_line (_ ("%s at %s: %s"), requests, pace, time);
}

void
lb_cli_copy_plan_print (const LbCopyPlan *plan,
                        LbDataset *dataset,
                        const char *account,
                        guint requests_a_minute,
                        double plan_s)
{
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));
  g_autofree char *to = lb_visible_text (account);

  if (lb_copy_plan_is_empty (plan))
    /* Translators: a dataset, and the name of an account */
    g_print (lb_copy_plan_leaves_captions (plan)
               ? _ ("Nothing more can be sent: “%s” is in “%s”, but for some captions")
               : _ ("Nothing is to be sent: “%s” is in “%s” already"),
             name, to);
  else
    /* Translators: a dataset, and the name of an account */
    g_print (plan->goes_on ? _ ("The copy of “%s” in “%s” is gone on with:")
                           : _ ("“%s” is copied to “%s”:"),
             name, to);
  g_print ("\n");
  print_places (plan);
  print_pictures (plan);
  print_left (plan);
  print_left_out (plan);
  if (!lb_copy_plan_is_empty (plan))
    print_time (plan, requests_a_minute, plan_s);
}

void
lb_cli_copy_plan_add_json (JsonBuilder *builder,
                           const LbCopyPlan *plan,
                           LbDataset *dataset,
                           const char *account,
                           double plan_s)
{
  lb_cli_json_number (builder, "dataset_id", lb_dataset_get_id (dataset));
  json_builder_set_member_name (builder, "account");
  json_builder_add_string_value (builder, account);
  lb_cli_json_flag (builder, "continues", plan->goes_on);
  lb_cli_json_flag (builder, "new_project", plan->makes_project);
  lb_cli_json_flag (builder, "new_dataset", plan->makes_dataset);
  lb_cli_json_flag (builder, "visual_schema", plan->sets_schema);
  lb_cli_json_flag (builder, "caption_prefix", plan->sets_prefix);
  lb_cli_json_flag (builder, "strips_metadata", plan->strips);
  lb_cli_json_number (builder, "same_name", plan->n_same_name);
  lb_cli_json_number (builder, "present", plan->n_there);
  lb_cli_json_number (builder, "pictures", plan->n_pictures);
  lb_cli_json_number (builder, "bytes", (gint64) plan->n_bytes);
  lb_cli_json_number (builder, "captions", plan->n_captions);
  lb_cli_json_number (builder, "captions_changed", plan->n_changed);
  lb_cli_json_number (builder, "captions_missing", plan->n_without);
  lb_cli_json_number (builder, "drafts", plan->n_drafts);
  lb_cli_json_number (builder, "drafts_there", plan->n_drafts_there);
  lb_cli_json_number (builder, "refused_there", plan->n_refused_there);
  lb_cli_json_number (builder, "conflicts_there", plan->n_conflicts_there);
  lb_cli_json_number (builder, "refused", plan->n_refused);
  lb_cli_json_number (builder, "over_limit", plan->n_over_limit);
  lb_cli_json_number (builder, "requests", plan->n_requests);
  json_builder_set_member_name (builder, "seconds");
  json_builder_add_double_value (builder, plan_s);
}

const char *
lb_cli_copy_refusal_words (const LbCopyPlan *plan)
{
  if (g_error_matches (plan->refusal, LB_ERROR, LB_ERROR_UNSUPPORTED))
    return _ ("An advanced dataset can’t be copied: the account takes one ZIP file, from a "
              "public address. Export it, put the ZIP file there, and import it from the account");
  if (g_error_matches (plan->refusal, LB_ERROR, LB_ERROR_CONFLICT))
    return _ ("The copy in the account is complete and can’t be changed");

  return _ ("There is no project for the copy");
}

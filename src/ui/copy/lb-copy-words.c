#include "config.h"

#include "ui/copy/lb-copy-words.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "jobs/lb-copy-project.h"
#include "ui/accounts/lb-plan-words.h"
#include "ui/widgets/lb-duration-words.h"
#include "ui/widgets/lb-error-words.h"

void
lb_copy_line_free (LbCopyLine *self)
{
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self);
}

static GPtrArray *
new_lines (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) lb_copy_line_free);
}

/* @title: (transfer full) */
static void
add (GPtrArray *lines, char *title, const char *subtitle)
{
  LbCopyLine *line = g_new0 (LbCopyLine, 1);

  line->title = title;
  line->subtitle = g_strdup (subtitle);
  g_ptr_array_add (lines, line);
}

static void
add_places (GPtrArray *lines, const LbCopyPlan *plan)
{
  if (plan->makes_project)
    {
      g_autoptr (LbProject) project =
        plan->record->project != NULL ? lb_copy_project_from_text (plan->record->project) : NULL;
      const char *name = project != NULL ? lb_project_get_project_name (project) : NULL;
      g_autofree char *visible = name != NULL ? lb_visible_text (name) : NULL;

      add (lines, g_strdup (_ ("New project")), visible);
    }
  if (plan->makes_dataset)
    {
      g_autofree char *visible = lb_visible_text (plan->record->name);

      add (lines, g_strdup (_ ("New dataset")), visible);
    }
  if (plan->sets_schema)
    add (lines, g_strdup (_ ("Visual schema")), NULL);
  if (plan->sets_prefix)
    add (lines, g_strdup (_ ("Caption prefix")), NULL);
}

GPtrArray *
lb_copy_plan_words (const LbCopyPlan *plan)
{
  GPtrArray *lines = new_lines ();

  add_places (lines, plan);
  if (plan->n_pictures > 0)
    {
      g_autofree char *size = g_format_size (plan->n_bytes);

      add (
        lines,
        g_strdup_printf (ngettext ("%'u image", "%'u images", plan->n_pictures), plan->n_pictures),
        plan->n_bytes > 0 ? size : NULL);
    }
  if (plan->n_captions > 0)
    add (lines,
         g_strdup_printf (ngettext ("%'u caption", "%'u captions", plan->n_captions),
                          plan->n_captions),
         ngettext ("It takes the place of the one that the service writes.",
                   "They take the place of those that the service writes.", plan->n_captions));
  if (plan->n_changed > 0)
    add (lines,
         g_strdup_printf (ngettext ("%'u changed caption", "%'u changed captions", plan->n_changed),
                          plan->n_changed),
         _ ("Where a caption was changed there too, you are asked."));

  return lines;
}

/* @format: the words for @n, which it is put into. */
static void
add_counted (GPtrArray *lines, guint n, const char *format, const char *subtitle)
{
  if (n == 0)
    return;

  add (lines, g_strdup_printf (format, n), subtitle);
}

GPtrArray *
lb_copy_plan_differences (const LbCopyPlan *plan)
{
  GPtrArray *lines = new_lines ();

  if (plan->n_there > 0)
    add (lines,
         g_strdup_printf (
           ngettext ("%'u image is there already", "%'u images are there already", plan->n_there),
           plan->n_there),
         NULL);
  if (plan->n_same_name > 0)
    add (lines, g_strdup (_ ("A dataset of this name is there")), _ ("This will be another one."));
  if (plan->schema_differs)
    add (lines, g_strdup (_ ("The visual schema was changed there too")),
         _ ("It stays as it is there."));
  if (plan->completed)
    add (lines, g_strdup (_ ("The copy is a draft")), _ ("The dataset is complete here."));
  add_counted (
    lines, plan->n_without,
    ngettext ("%'u image without a caption", "%'u images without a caption", plan->n_without),
    _ ("The service writes one, and it stays."));
  add_counted (lines, plan->n_drafts,
               ngettext ("%'u caption is not valid", "%'u captions are not valid", plan->n_drafts),
               ngettext ("A draft of it is kept in the account, beside what the service writes.",
                         "A draft of each is kept in the account, beside what the service writes.",
                         plan->n_drafts));
  add_counted (lines, plan->n_refused,
               ngettext ("%'u image is left out", "%'u images are left out", plan->n_refused),
               _ ("The service does not take it as it is."));
  add_counted (
    lines, plan->n_over_limit,
    ngettext ("%'u image is over the limit", "%'u images are over the limit", plan->n_over_limit),
    _ ("The dataset there is full."));
  if (plan->strips && plan->n_pictures > 0)
    add (lines, g_strdup (_ ("Hidden details are taken out")),
         _ ("Places, owners and serial numbers stay here."));
  if (plan->n_approved > 0)
    add (lines, g_strdup (_ ("Approvals stay on this computer")), NULL);

  return lines;
}

const char *
lb_copy_refusal_words (const LbCopyPlan *plan)
{
  if (g_error_matches (plan->refusal, LB_ERROR, LB_ERROR_UNSUPPORTED))
    return _ ("An advanced dataset gets its images from one ZIP file at a public address, and "
              "nothing of it can be sent from here. Export it as a ZIP file, put that where the "
              "service can fetch it, and import it in the account.");
  if (g_error_matches (plan->refusal, LB_ERROR, LB_ERROR_CONFLICT))
    return _ ("The copy in this account is complete and can’t be changed.");

  return _ ("There is no project for it.");
}

char *
lb_copy_time_words (guint n_requests, guint plan, double seconds)
{
  g_autofree char *requests =
    g_strdup_printf (ngettext ("%'u request", "%'u requests", n_requests), n_requests);
  g_autofree char *pace = NULL;
  g_autofree char *time = NULL;

  if (plan == 0)
    /* Translators: as in “About 28 requests” */
    return g_strdup_printf (_ ("About %s"), requests);

  pace = lb_plan_words (plan);
  time = lb_duration_words (seconds);
  /* Translators: as in “About 28 requests: about 3 minutes at 10 requests a minute” */
  return g_strdup_printf (_ ("About %s: %s at %s"), requests, time, pace);
}

char *
lb_copy_job_words (LbCopyJob *job, const char *account)
{
  const guint n_total = lb_copy_job_get_n_total (job);
  const guint n_done = lb_copy_job_get_n_done (job);

  if (lb_copy_job_get_error (job) != NULL)
    {
      g_autofree char *words = lb_error_words (lb_copy_job_get_error (job));

      /* Translators: the name of an account, then a sentence that says why */
      return g_strdup_printf (_ ("The copy to “%s” waits. %s"), account, words);
    }
  if (lb_copy_job_is_paused (job))
    /* Translators: %s is the name of an account */
    return g_strdup_printf (_ ("The copy to “%s” waits. Its uploads are paused."), account);
  if (lb_copy_job_get_step (job) < LB_COPY_STEP_PICTURES || n_total == 0)
    return g_strdup_printf (_ ("Copying to “%s”…"), account);
  if (n_done >= n_total)
    return g_strdup_printf (_ ("Copying the captions to “%s”…"), account);

  /* Translators: an account, and which image is being copied, of how many */
  return g_strdup_printf (_ ("Copying to “%s”: image %'u of %'u"), account,
                          MIN (n_done + 1, n_total), n_total);
}

char *
lb_copy_job_rest_words (LbCopyJob *job, guint plan)
{
  const double left_s = lb_copy_job_estimate_s (job);
  const GError *error = lb_copy_job_get_error (job);
  g_autofree char *time = NULL;
  g_autofree char *pace = NULL;

  if (error != NULL)
    return lb_error_words (error);
  if (lb_copy_job_is_paused (job))
    return g_strdup (_ ("Uploads to the account are paused."));
  if (plan == 0 || left_s <= 0)
    return g_strdup (_ ("It goes on when this is closed."));

  time = lb_duration_words (left_s);
  pace = lb_plan_words (plan);
  /* Translators: as in “Left: about 3 minutes at 10 requests a minute” */
  return g_strdup_printf (_ ("Left: %s at %s"), time, pace);
}

char *
lb_copy_end_words (LbCopyJob *job, const char *account, const GError *error)
{
  const guint n_done = lb_copy_job_get_n_done (job);
  const guint n_total = lb_copy_job_get_n_total (job);

  if (error == NULL && n_done >= n_total)
    return g_strdup_printf (
      ngettext ("%'u image copied to “%s”", "%'u images copied to “%s”", n_total), n_total,
      account);
  if (error == NULL)
    return g_strdup_printf (
      ngettext ("%'u of %'u image copied to “%s”", "%'u of %'u images copied to “%s”", n_total),
      n_done, n_total, account);
  if (lb_copy_job_get_dataset (job) == NULL)
    return g_strdup (_ ("The copy was stopped; nothing is there"));

  return g_strdup_printf (ngettext ("The copy was stopped; %'u of %'u image is there",
                                    "The copy was stopped; %'u of %'u images are there", n_total),
                          n_done, n_total);
}

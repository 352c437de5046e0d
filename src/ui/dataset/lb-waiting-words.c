#include "config.h"

#include "ui/dataset/lb-waiting-words.h"

#include <glib/gi18n.h>

#include "ui/widgets/lb-duration-words.h"

/* (transfer full) */
static char *
change_words (LbChangeKind kind, guint n)
{
  switch (kind)
    {
    case LB_CHANGE_CAPTION: return g_strdup_printf (ngettext ("%'u caption", "%'u captions", n), n);
    case LB_CHANGE_PROJECT_NAME:
      return g_strdup_printf (ngettext ("%'u name of a project", "%'u names of projects", n), n);
    case LB_CHANGE_DATASET_NAME:
      return g_strdup_printf (ngettext ("%'u name of a dataset", "%'u names of datasets", n), n);
    case LB_CHANGE_SCHEMA:
      return g_strdup_printf (ngettext ("%'u visual schema", "%'u visual schemas", n), n);
    case LB_CHANGE_PREFIX:
      return g_strdup_printf (ngettext ("%'u caption prefix", "%'u caption prefixes", n), n);
    case LB_CHANGE_DELETE_IMAGE:
      return g_strdup_printf (ngettext ("%'u image to be deleted", "%'u images to be deleted", n),
                              n);
    case LB_CHANGE_DELETE_DATASET:
      return g_strdup_printf (
        ngettext ("%'u dataset to be deleted", "%'u datasets to be deleted", n), n);
    case LB_CHANGE_DELETE_PROJECT:
      return g_strdup_printf (
        ngettext ("%'u project to be deleted", "%'u projects to be deleted", n), n);
    case LB_CHANGE_N_KINDS:
    default:                g_return_val_if_reached (g_strdup (""));
    }
}

/* Takes @line. */
static void
append_line (GString *lines, char *line)
{
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, line);
  g_free (line);
}

char *
lb_waiting_words (const LbWaiting *waiting)
{
  GString *lines = g_string_new (NULL);

  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_KINDS; kind++)
    if (waiting->n_changes[kind] > 0)
      append_line (lines, change_words (kind, waiting->n_changes[kind]));
  if (waiting->n_conflicts > 0)
    append_line (lines, g_strdup_printf (ngettext ("%'u caption that was changed elsewhere too",
                                                   "%'u captions that were changed elsewhere too",
                                                   waiting->n_conflicts),
                                         waiting->n_conflicts));
  if (waiting->n_change_conflicts > 0)
    append_line (lines, g_strdup_printf (ngettext ("%'u other change that was made elsewhere too",
                                                   "%'u other changes that were made elsewhere too",
                                                   waiting->n_change_conflicts),
                                         waiting->n_change_conflicts));
  if (waiting->n_refused > 0)
    append_line (
      lines, g_strdup_printf (ngettext ("%'u caption that was not accepted",
                                        "%'u captions that were not accepted", waiting->n_refused),
                              waiting->n_refused));
  if (waiting->n_refusals > 0)
    append_line (lines, g_strdup_printf (ngettext ("%'u change that was not sent and is kept",
                                                   "%'u changes that were not sent and are kept",
                                                   waiting->n_refusals),
                                         waiting->n_refusals));
  if (lines->len == 0)
    g_string_append (lines, _ ("No change waits."));

  return g_string_free_and_steal (lines);
}

char *
lb_hold_words (guint hold_s)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) end = g_date_time_add_seconds (now, hold_s);
  /* Translators: a time of the day such as “14:05”; see g_date_time_format() */
  g_autofree char *time = g_date_time_format (end, _ ("%H:%M"));

  /* Translators: %s is a time of the day */
  return g_strdup_printf (_ ("Too many requests: going on at %s"), time);
}

char *
lb_paced_words (const LbWaiting *waiting, double left_s)
{
  g_autofree char *what = NULL;
  g_autofree char *time = lb_duration_words (left_s);
  guint n = 0;

  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_KINDS; kind++)
    n += waiting->n_changes[kind];
  what = waiting->n_changes[LB_CHANGE_CAPTION] == n
           ? g_strdup_printf (
               ngettext ("%'u caption waits to be sent", "%'u captions wait to be sent", n), n)
           : g_strdup_printf (
               ngettext ("%'u change waits to be sent", "%'u changes wait to be sent", n), n);

  /* Translators: what waits, and how long; as in “197 captions wait to be sent, about 20 minutes
     left” */
  return g_strdup_printf (_ ("%s, %s left"), what, time);
}

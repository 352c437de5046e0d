#include "config.h"

#include "cli/lb-cli-report.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-captions.h"
#include "cli/lb-cli-json.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-words.h"
#include "contract/lb-rules.h"
#include "jobs/lb-candidate.h"

#define N_COLUMNS 5
#define NAME_WIDTH_MAX 48

static char *
enlarge_text (const LbProbeResult *probe)
{
  int width, height, new_width, new_height;

  lb_probe_result_shown_size (probe, &width, &height);
  lb_rules_stored_size (width, height, TRUE, &new_width, &new_height);

  /* Translators: the shorter side of a picture in pixels, before and after */
  return g_strdup_printf (_ ("Will be enlarged, %d → %d"), MIN (width, height),
                          MIN (new_width, new_height));
}

static char *
unsupported_text (const LbProbeResult *probe)
{
  const char *format = lb_format_name (probe->format);

  if (probe->frames > 1 && lb_format_word (probe->format) != NULL)
    return g_strdup (_ ("Animated pictures can’t be added"));

  return format != NULL ? g_strdup_printf (_ ("Not a supported format (%s)"), format)
                        : g_strdup (_ ("Not a picture"));
}

static char *
duplicate_text (LbCandidate *candidate)
{
  const char *twin = lb_candidate_get_duplicate_of (candidate);

  if (twin == NULL || g_str_equal (twin, lb_candidate_get_name (candidate)))
    return g_strdup (_ ("There already"));

  return g_strdup_printf (_ ("Duplicate of %s"), twin);
}

/* The words of the window, and for what can't be opened also why. */
static char *
verdict_text (LbCandidate *candidate, LbDataset *dataset)
{
  const LbProbeResult *probe = lb_candidate_get_probe (candidate);
  const GError *error = lb_candidate_get_error (candidate);
  int width, height;

  lb_probe_result_shown_size (probe, &width, &height);

  switch (lb_candidate_get_verdict (candidate))
    {
    case LB_VERDICT_READY:       return g_strdup (_ ("Ready"));
    case LB_VERDICT_ENLARGE:     return enlarge_text (probe);
    case LB_VERDICT_FLATTEN:     return g_strdup (_ ("Transparency turns black"));
    case LB_VERDICT_TOO_SMALL:   return g_strdup_printf (_ ("Too small, %d × %d"), width, height);
    case LB_VERDICT_TOO_LARGE:   return g_strdup (_ ("Too large"));
    case LB_VERDICT_UNSUPPORTED: return unsupported_text (probe);
    case LB_VERDICT_DAMAGED:     return g_strdup (_ ("Damaged"));
    case LB_VERDICT_DUPLICATE:   return duplicate_text (candidate);
    case LB_VERDICT_OVER_LIMIT:
      return g_strdup_printf (_ ("Over the limit of %d"), (int) lb_rules_image_limit (dataset));
    default: return error != NULL ? lb_cli_error_words (error) : g_strdup (_ ("Can’t be opened"));
    }
}

static char *
outcome_text (LbCandidate *candidate, LbDataset *dataset)
{
  const GError *error = lb_candidate_get_error (candidate);
  g_autofree char *words = error != NULL ? lb_cli_error_words (error) : NULL;

  switch (lb_candidate_get_state (candidate))
    {
    case LB_CANDIDATE_DONE:       return g_strdup (_ ("Added"));
    case LB_CANDIDATE_CANCELLED:  return g_strdup (_ ("Stopped"));
    case LB_CANDIDATE_WAITING:
    case LB_CANDIDATE_SENDING:
    case LB_CANDIDATE_CAPTIONING: return g_strdup (_ ("Still to be sent"));
    case LB_CANDIDATE_FAILED:
      return words != NULL ? g_strdup_printf (_ ("Not added: %s"), words)
                           : g_strdup (_ ("Not added"));
    default: return verdict_text (candidate, dataset);
    }
}

/* (transfer full): the cells of one row. */
static char **
new_row (LbCandidate *candidate, LbCliFiles *files, LbDataset *dataset)
{
  const LbProbeResult *probe = lb_candidate_get_probe (candidate);
  const char *format = lb_format_name (probe->format);
  char **row = g_new0 (char *, N_COLUMNS + 1);
  int width, height;

  lb_probe_result_shown_size (probe, &width, &height);
  row[0] = lb_cli_files_dup_path (files, candidate);
  row[1] = width > 0 ? g_strdup_printf (_ ("%d × %d"), width, height) : g_strdup ("");
  row[2] = g_strdup (format != NULL ? format : "");
  row[3] = lb_candidate_is_readable (candidate) ? g_format_size ((guint64) probe->size_bytes)
                                                : g_strdup ("");
  row[4] = outcome_text (candidate, dataset);

  for (gsize i = 0; i < N_COLUMNS; i++)
    {
      g_autofree char *text = row[i];

      row[i] = lb_visible_text (text);
    }

  return row;
}

static void
print_row (char **row, const int *widths)
{
  GString *line = g_string_new (NULL);

  for (gsize i = 0; i < N_COLUMNS; i++)
    {
      int blanks = MAX (0, widths[i] - lb_cli_width (row[i]));
      gboolean to_the_right = i == 1 || i == 3;

      if (i == N_COLUMNS - 1)
        blanks = 0;
      if (widths[i] == 0)
        continue;
      g_string_append_printf (line, "%*s%s%*s", to_the_right ? blanks : 0, "", row[i],
                              to_the_right ? 0 : blanks, "");
      if (i < N_COLUMNS - 1)
        g_string_append (line, "  ");
    }

  g_print ("%s\n", line->str);
  g_string_free (line, TRUE);
}

void
lb_cli_report_text (GListModel *candidates, LbCliFiles *files, LbDataset *dataset)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  int widths[N_COLUMNS] = { 0 };

  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);
      char **row = new_row (candidate, files, dataset);

      for (gsize j = 0; j < N_COLUMNS; j++)
        widths[j] = MAX (widths[j], lb_cli_width (row[j]));
      g_ptr_array_add (rows, row);
    }

  widths[0] = MIN (widths[0], NAME_WIDTH_MAX);
  for (guint i = 0; i < rows->len; i++)
    print_row (rows->pdata[i], widths);
}

static const char *
verdict_title (LbVerdict verdict)
{
  switch (verdict)
    {
    case LB_VERDICT_READY:       return _ ("Ready");
    case LB_VERDICT_ENLARGE:     return _ ("Will be enlarged");
    case LB_VERDICT_FLATTEN:     return _ ("Transparency turns black");
    case LB_VERDICT_TOO_SMALL:   return _ ("Too small");
    case LB_VERDICT_TOO_LARGE:   return _ ("Too large");
    case LB_VERDICT_UNSUPPORTED: return _ ("Not a supported format");
    case LB_VERDICT_DAMAGED:     return _ ("Damaged");
    case LB_VERDICT_DUPLICATE:   return _ ("Duplicate");
    case LB_VERDICT_OVER_LIMIT:  return _ ("Over the limit");
    case LB_VERDICT_UNREADABLE:
    default:                     return _ ("Can’t be opened");
    }
}

/* As in the rows, where what is no picture is told from one of a kind that is not taken. */
static gboolean
is_no_picture (LbCandidate *candidate)
{
  return lb_candidate_get_verdict (candidate) == LB_VERDICT_UNSUPPORTED &&
         lb_format_name (lb_candidate_get_probe (candidate)->format) == NULL;
}

static void
print_total (guint n, guint n_all, const char *title)
{
  if (n > 0 && n < n_all)
    g_print ("%8u  %s\n", n, title);
}

void
lb_cli_report_totals (GListModel *candidates)
{
  const guint n_all = g_list_model_get_n_items (candidates);
  guint n[LB_VERDICT_UNREADABLE + 1] = { 0 };
  guint n_no_picture = 0;

  for (guint i = 0; i < n_all; i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);

      if (is_no_picture (candidate))
        n_no_picture++;
      else
        n[lb_candidate_get_verdict (candidate)]++;
    }
  for (LbVerdict verdict = 0; verdict <= LB_VERDICT_UNREADABLE; verdict++)
    {
      print_total (n[verdict], n_all, verdict_title (verdict));
      if (verdict == LB_VERDICT_UNSUPPORTED)
        print_total (n_no_picture, n_all, _ ("Not a picture"));
    }
}

/* Stable words for scripts, never translated. */
static const char *const verdict_words[] = {
  [LB_VERDICT_READY] = "ready",           [LB_VERDICT_ENLARGE] = "enlarge",
  [LB_VERDICT_FLATTEN] = "flatten",       [LB_VERDICT_TOO_SMALL] = "too_small",
  [LB_VERDICT_TOO_LARGE] = "too_large",   [LB_VERDICT_UNSUPPORTED] = "unsupported",
  [LB_VERDICT_DAMAGED] = "damaged",       [LB_VERDICT_DUPLICATE] = "duplicate",
  [LB_VERDICT_OVER_LIMIT] = "over_limit", [LB_VERDICT_UNREADABLE] = "unreadable",
};

static const char *const state_words[] = {
  [LB_CANDIDATE_JUDGED] = "judged",       [LB_CANDIDATE_WAITING] = "waiting",
  [LB_CANDIDATE_SENDING] = "sending",     [LB_CANDIDATE_CAPTIONING] = "captioning",
  [LB_CANDIDATE_DONE] = "added",          [LB_CANDIDATE_FAILED] = "failed",
  [LB_CANDIDATE_CANCELLED] = "cancelled",
};

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  if (text == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

/* From 1; 0: it is in none. */
static guint
find_group (GPtrArray *near, LbCandidate *candidate)
{
  for (guint i = 0; near != NULL && i < near->len; i++)
    if (g_ptr_array_find (near->pdata[i], candidate, NULL))
      return i + 1;

  return 0;
}

/* The shape that is nearest to what is sent, and what that is of a picture that is cropped. */
static void
add_shape (JsonBuilder *builder, LbCandidate *candidate)
{
  const LbProbeResult sent = lb_candidate_get_sent_probe (candidate);
  const LbCrop *crop = lb_candidate_get_crop (candidate);
  int width, height;

  lb_probe_result_shown_size (&sent, &width, &height);
  add_text (builder, "aspect_bucket", lb_aspect_bucket_find_nearest (width, height)->name);
  if (!lb_crop_is_set (crop))
    return;

  json_builder_set_member_name (builder, "crop");
  json_builder_begin_object (builder);
  lb_cli_json_number (builder, "x", crop->x);
  lb_cli_json_number (builder, "y", crop->y);
  lb_cli_json_number (builder, "width", crop->width);
  lb_cli_json_number (builder, "height", crop->height);
  json_builder_end_object (builder);
}

static void
add_candidate (JsonBuilder *builder, LbCandidate *candidate, LbSession *session, guint group)
{
  const LbProbeResult *probe = lb_candidate_get_probe (candidate);
  const GError *error = lb_candidate_get_error (candidate);
  g_autoptr (LbImage) image = NULL;
  g_autofree char *path = NULL;
  int width, height;

  if (lb_candidate_get_file (candidate) != NULL)
    path = g_file_get_parse_name (lb_candidate_get_file (candidate));
  lb_probe_result_shown_size (probe, &width, &height);
  g_object_get (candidate, "image", &image, NULL);

  json_builder_begin_object (builder);
  add_text (builder, "name", lb_candidate_get_name (candidate));
  add_text (builder, "file", path);
  add_text (builder, "verdict", verdict_words[lb_candidate_get_verdict (candidate)]);
  add_text (builder, "state", state_words[lb_candidate_get_state (candidate)]);
  add_text (builder, "format", lb_format_name (probe->format));
  lb_cli_json_number (builder, "width", width);
  lb_cli_json_number (builder, "height", height);
  if (width > 0 && height > 0)
    add_shape (builder, candidate);
  lb_cli_json_number (builder, "size_bytes", probe->size_bytes);
  add_text (builder, "sha256", lb_candidate_get_sha256 (candidate));
  add_text (builder, "duplicate_of", lb_candidate_get_duplicate_of (candidate));
  if (group > 0)
    lb_cli_json_number (builder, "near_group", group);
  add_text (builder, "caption_file", lb_candidate_get_caption_file (candidate));
  add_text (builder, "caption_state", lb_cli_captions_get_state_word (session, candidate));
  add_text (builder, "error", error != NULL ? lb_cli_error_name (error) : NULL);
  add_text (builder, "message", lb_candidate_get_error_message (candidate));
  if (image != NULL)
    lb_cli_json_number (builder, "image_id", lb_image_get_id (image));
  json_builder_end_object (builder);
}

void
lb_cli_report_json (GListModel *candidates, LbSession *session, GPtrArray *near)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);

      add_candidate (builder, candidate, session, find_group (near, candidate));
    }
  json_builder_end_array (builder);

  lb_cli_json_print (builder);
}

void
lb_cli_report_clipped (LbCheckJob *check)
{
  GListModel *candidates = lb_check_job_get_candidates (check);
  guint n_files = g_list_model_get_n_items (candidates);
  gboolean clipped = FALSE;

  g_object_get (check, "clipped", &clipped, NULL);
  if (clipped)
    lb_cli_complain (ngettext ("There are more files than the %u that was looked at",
                               "There are more files than the %u that were looked at", n_files),
                     n_files);
}

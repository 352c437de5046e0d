#include "config.h"

#include "cli/lb-cli-captions.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-options.h"
#include "jobs/lb-caption-fit.h"

#define PATIENCE_S 60
#define LOOK_MS 200

/* (transfer full) (nullable): the image that has got a description. */
static LbImage *
get_described (LbCandidate *candidate)
{
  LbImage *image = NULL;

  if (lb_candidate_get_caption (candidate) != NULL)
    g_object_get (candidate, "image", &image, NULL);

  return image;
}

static gboolean
is_on_its_way (LbSession *session, GListModel *candidates)
{
  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);
      g_autoptr (LbImage) image = get_described (candidate);
      LbEditState state =
        image != NULL ? lb_session_get_edit_state (session, image) : LB_EDIT_SAVED;

      if (state == LB_EDIT_PENDING || state == LB_EDIT_SENDING || state == LB_EDIT_UNKEPT)
        return TRUE;
    }

  return FALSE;
}

static gboolean
set_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
wait_for_all (LbSession *session, GListModel *candidates, GCancellable *stop)
{
  gboolean is_late = FALSE;
  guint timeout_id = g_timeout_add_seconds (PATIENCE_S, set_cb, &is_late);

  while (!is_late && !g_cancellable_is_cancelled (stop) && is_on_its_way (session, candidates))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout_id);
}

static const char *
state_words (LbEditState state)
{
  switch (state)
    {
    case LB_EDIT_DRAFT:    return _ ("it is no valid structured prompt, and is kept as a draft");
    case LB_EDIT_REFUSED:  return _ ("the service refused it; it is kept as a draft");
    case LB_EDIT_UNKEPT:   return _ ("it could not be kept");
    case LB_EDIT_CONFLICT: return _ ("it was changed elsewhere; choose in the window which stays");
    default:               return _ ("it could not be sent yet, and is kept until it can be");
    }
}

/* (transfer full): the file with the description, as far as it is known, as it is called from what
 * was typed. */
static char *
dup_caption_path (LbCandidate *candidate, LbCliFiles *files)
{
  g_autofree char *picture = lb_cli_files_dup_path (files, candidate);
  g_autofree char *folder = g_path_get_dirname (picture);
  const char *name = lb_candidate_get_caption_file (candidate);

  if (lb_candidate_get_caption_line (candidate) > 0 || g_str_equal (folder, "."))
    return g_strdup (name);

  return g_build_filename (folder, name, NULL);
}

/* Plain words where a structured prompt is wanted are the beginning of one, and so are some of its
 * fields. */
static gboolean
is_begun (LbDataset *dataset, LbCandidate *candidate, LbEditState state)
{
  const LbCaptionFit fit = lb_caption_fit_judge (dataset, lb_candidate_get_caption (candidate));

  return state == LB_EDIT_DRAFT && (fit == LB_CAPTION_FIT_PART || fit == LB_CAPTION_FIT_FIELDS);
}

static void
complain_one (LbCandidate *candidate, LbCliFiles *files, LbEditState state)
{
  g_autofree char *caption = dup_caption_path (candidate, files);
  g_autofree char *picture = lb_cli_files_dup_path (files, candidate);

  /* Translators: names of a file with a description, and of the picture it is for; then why */
  lb_cli_complain (_ ("The description in “%s” is not with “%s”: %s"), caption, picture,
                   state_words (state));
}

guint
lb_cli_captions_settle (LbSession *session,
                        LbDataset *dataset,
                        GListModel *candidates,
                        LbCliFiles *files,
                        GCancellable *stop)
{
  guint n_left = 0;
  guint n_begun = 0;

  wait_for_all (session, candidates, stop);
  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);
      g_autoptr (LbImage) image = get_described (candidate);
      LbEditState state =
        image != NULL ? lb_session_get_edit_state (session, image) : LB_EDIT_SAVED;

      if (state == LB_EDIT_SAVED)
        continue;
      n_left++;
      if (is_begun (dataset, candidate, state))
        n_begun++;
      else
        complain_one (candidate, files, state);
    }
  if (n_begun > 0)
    lb_cli_complain (ngettext ("%u caption was kept as a draft: other fields are still missing",
                               "%u captions were kept as drafts: other fields are still missing",
                               n_begun),
                     n_begun);

  return n_left;
}

#define MARK_KEY "lb-cli-captions-mark"

void
lb_cli_captions_mark (LbCandidate *candidate, const char *word)
{
  g_object_set_data (G_OBJECT (candidate), MARK_KEY, (gpointer) word);
}

static const char *
get_mark (LbCandidate *candidate)
{
  return g_object_get_data (G_OBJECT (candidate), MARK_KEY);
}

/* Unless it was brought to the image that is there. */
static gboolean
is_left_out (LbCandidate *candidate)
{
  g_autoptr (LbImage) image = get_described (candidate);

  return image == NULL && lb_candidate_get_caption (candidate) != NULL &&
         lb_candidate_get_state (candidate) == LB_CANDIDATE_JUDGED &&
         lb_candidate_get_verdict (candidate) == LB_VERDICT_DUPLICATE;
}

void
lb_cli_captions_report_duplicates (GListModel *candidates, LbCliFiles *files)
{
  guint n_there = 0;

  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);
      const char *twin = lb_candidate_get_duplicate_of (candidate);
      g_autofree char *name = NULL;

      if (!is_left_out (candidate) || get_mark (candidate) != NULL)
        continue;
      if (twin == NULL || g_str_equal (twin, lb_candidate_get_name (candidate)))
        {
          n_there++;
          continue;
        }
      name = dup_caption_path (candidate, files);
      if (lb_candidate_get_caption_line (candidate) > 0)
        /* Translators: a file, a line in it, and the name of a picture */
        lb_cli_complain (_ ("“%s”, line %u, is left out: its picture is the same as “%s”"), name,
                         lb_candidate_get_caption_line (candidate), twin);
      else
        /* Translators: a file with a description, and the name of a picture */
        lb_cli_complain (_ ("“%s” is left out: its picture is the same as “%s”"), name, twin);
    }
  if (n_there > 0)
    lb_cli_complain (ngettext ("%u caption is left out: its picture is there already",
                               "%u captions are left out: their pictures are there already",
                               n_there),
                     n_there);
}

const char *
lb_cli_captions_edit_word (LbSession *session, LbImage *image)
{
  static const char *const words[LB_EDIT_N_STATES] = {
    [LB_EDIT_SAVED] = "sent",        [LB_EDIT_DRAFT] = "draft",     [LB_EDIT_PENDING] = "waiting",
    [LB_EDIT_SENDING] = "waiting",   [LB_EDIT_REFUSED] = "refused", [LB_EDIT_UNKEPT] = "not_kept",
    [LB_EDIT_CONFLICT] = "conflict",
  };

  return words[lb_session_get_edit_state (session, image)];
}

const char *
lb_cli_captions_get_state_word (LbSession *session, LbCandidate *candidate)
{
  g_autoptr (LbImage) image = get_described (candidate);

  if (get_mark (candidate) != NULL)
    return get_mark (candidate);
  if (is_left_out (candidate))
    return "left_out";

  return session != NULL && image != NULL ? lb_cli_captions_edit_word (session, image) : NULL;
}

/* How many captions of @dataset the service does not have yet, those that can't be sent included.
 */
static guint
count_unsent (LbSession *session, LbDataset *dataset, gboolean *moving)
{
  GListModel *images = lb_session_get_images (session, dataset);
  guint n = 0;

  *moving = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      LbEditState state = lb_session_get_edit_state (session, image);

      n += state != LB_EDIT_SAVED;
      *moving |= state == LB_EDIT_PENDING || state == LB_EDIT_SENDING || state == LB_EDIT_UNKEPT;
    }

  return n;
}

guint
lb_cli_captions_settle_dataset (LbSession *session, LbDataset *dataset, GCancellable *stop)
{
  gboolean moving = FALSE;
  guint n = count_unsent (session, dataset, &moving);

  /* As long as some arrive. */
  while (moving && !lb_session_get_needs_sign_in (session) && !g_cancellable_is_cancelled (stop))
    {
      const guint before = n;
      gboolean is_late = FALSE;
      guint timeout_id = g_timeout_add_seconds (PATIENCE_S, set_cb, &is_late);

      while (moving && n == before && !is_late && !lb_session_get_needs_sign_in (session) &&
             !g_cancellable_is_cancelled (stop))
        {
          lb_cli_wait (dex_timeout_new_msec (LOOK_MS), stop, NULL);
          n = count_unsent (session, dataset, &moving);
        }
      g_source_remove (timeout_id);
      if (is_late)
        break;
    }

  return n;
}

static gboolean
is_moving (LbEditState state)
{
  return state == LB_EDIT_PENDING || state == LB_EDIT_SENDING || state == LB_EDIT_UNKEPT;
}

LbCliExit
lb_cli_captions_settle_image (LbSession *session, LbImage *image, GCancellable *stop)
{
  gboolean is_late = FALSE;
  guint timeout_id = g_timeout_add_seconds (PATIENCE_S, set_cb, &is_late);
  LbEditState state = lb_session_get_edit_state (session, image);
  g_autoptr (GError) error = NULL;

  while (is_moving (state) && !is_late && !lb_session_get_needs_sign_in (session) &&
         !g_cancellable_is_cancelled (stop))
    {
      lb_cli_wait (dex_timeout_new_msec (LOOK_MS), stop, NULL);
      state = lb_session_get_edit_state (session, image);
    }
  g_source_remove (timeout_id);
  if (state == LB_EDIT_SAVED)
    return LB_CLI_DONE;

  /* Translators: an image, and why the service does not have its new caption */
  lb_cli_complain (_ ("The caption of “%s” is not with the service: %s"),
                   lb_image_get_shown_name (image), state_words (state));
  if (g_cancellable_is_cancelled (stop))
    return LB_CLI_STOPPED;
  if (lb_session_get_needs_sign_in (session))
    {
      lb_cli_complain ("%s", _ ("The service does not take the token"));
      return LB_CLI_AUTH;
    }
  if ((error = lb_session_dup_edit_error (session, image)) != NULL)
    return lb_cli_exit_of (error);

  return is_moving (state) ? LB_CLI_UNREACHABLE : LB_CLI_REFUSED;
}

static const char *
fault_words (LbSidecarFault fault)
{
  switch (fault)
    {
    case LB_SIDECAR_UNMATCHED: return _ ("no picture has its name");
    case LB_SIDECAR_SECOND:    return _ ("the picture has another description");
    case LB_SIDECAR_NOT_TEXT:  return _ ("it is not text in UTF-8");
    case LB_SIDECAR_TOO_LARGE: return _ ("it is too large");
    case LB_SIDECAR_WRONG:     return _ ("it can’t be understood");
    case LB_SIDECAR_BLANK:     return _ ("it is empty");
    case LB_SIDECAR_LINK:      return _ ("it is a link to a file elsewhere");
    default:                   return _ ("it can’t be opened");
    }
}

void
lb_cli_captions_report_stray (GPtrArray *stray)
{
  for (guint i = 0; i < stray->len; i++)
    {
      const LbSidecarNote *note = stray->pdata[i];

      if (note->line > 0)
        /* Translators: a file, a line in it, and why that is not used */
        lb_cli_complain (_ ("“%s”, line %u, is left out: %s"), note->name, note->line,
                         fault_words (note->fault));
      else
        lb_cli_complain (_ ("“%s” is left out: %s"), note->name, fault_words (note->fault));
    }
}

#include "config.h"

#include "ui/upload/lb-upload-words.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "contract/lb-limits.h"
#include "jobs/lb-address.h"
#include "ui/accounts/lb-plan-words.h"
#include "ui/crop/lb-crop-words.h"
#include "ui/widgets/lb-duration-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-pixel-size.h"

/* On this computer pictures are added, and nothing is sent anywhere. */
static gboolean
is_hosted (LbUploadQueue *queue)
{
  return lb_session_is_hosted (lb_upload_queue_get_session (queue));
}

/* (nullable): why nothing is sent. */
static const char *
resting_words (LbUploadQueue *queue)
{
  if (lb_upload_queue_get_paused (queue))
    return C_ ("upload", "Paused");

  switch (lb_upload_queue_get_halt (queue))
    {
    case LB_UPLOAD_HALT_OFFLINE:
      return is_hosted (queue) ? _ ("Waiting for the network") : _ ("The service does not answer");
    case LB_UPLOAD_HALT_UNAUTHORIZED:
      return lb_session_get_token_state (lb_upload_queue_get_session (queue)) == LB_TOKEN_MISSING
               ? _ ("Not signed in")
               : _ ("The token was rejected");
    case LB_UPLOAD_HALT_SPACE:     return _ ("Not enough room on the disk");
    case LB_UPLOAD_HALT_ELSEWHERE: return _ ("Another window is uploading");
    case LB_UPLOAD_HALT_NONE:
    default:                       return NULL;
    }
}

/* (transfer full) */
static char *
space_words (LbUploadQueue *queue)
{
  g_autofree char *size = g_format_size ((guint64) lb_upload_queue_get_needed_bytes (queue));

  /* Translators: %s is an amount of room on a disk, such as 64 MB */
  return g_strdup_printf (_ ("Uploads continue when %s are free."), size);
}

/* (transfer full): what can be expected of it. */
static char *
rest_time_words (LbUploadQueue *queue)
{
  if (lb_upload_queue_get_paused (queue))
    return g_strdup (is_hosted (queue) ? _ ("Nothing is sent until you resume.")
                                       : _ ("Nothing is added until you resume."));

  switch (lb_upload_queue_get_halt (queue))
    {
    case LB_UPLOAD_HALT_OFFLINE:      return g_strdup (_ ("It goes on by itself."));
    case LB_UPLOAD_HALT_UNAUTHORIZED: return g_strdup (_ ("Sign in to go on."));
    case LB_UPLOAD_HALT_SPACE:        return space_words (queue);
    case LB_UPLOAD_HALT_ELSEWHERE:    return g_strdup (_ ("It goes on here when that one is closed."));
    case LB_UPLOAD_HALT_NONE:
    default:                          return g_strdup ("");
    }
}

const char *
lb_upload_queue_elsewhere_words (LbUploadQueue *queue)
{
  return lb_upload_queue_get_halt (queue) == LB_UPLOAD_HALT_ELSEWHERE
           ? _ ("Only the window that uploads can do that")
           : NULL;
}

/* (transfer full) */
static char *
running_words (LbUploadQueue *queue, guint number, guint n_total)
{
  if (is_hosted (queue))
    /* Translators: the number of the file being sent, of how many files */
    return g_strdup_printf (_ ("Uploading %'u of %'u"), number, n_total);

  /* Translators: the number of the file being added on this computer, of how many files */
  return g_strdup_printf (_ ("Adding %'u of %'u"), number, n_total);
}

/* (transfer full) */
static char *
n_failed_words (LbUploadQueue *queue, guint n)
{
  if (is_hosted (queue))
    /* Translators: so many images */
    return g_strdup_printf (ngettext ("%'u not sent", "%'u not sent", n), n);

  /* Translators: so many images */
  return g_strdup_printf (ngettext ("%'u not added", "%'u not added", n), n);
}

char *
lb_upload_queue_words (LbUploadQueue *queue)
{
  const guint total = lb_upload_queue_get_n_total (queue);
  const guint done = lb_upload_queue_get_n_done (queue);
  const guint failed = lb_upload_queue_get_n_failed (queue);
  const guint stopped = lb_upload_queue_get_n_cancelled (queue);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (lb_upload_queue_get_running (queue) && resting_words (queue) != NULL)
    return g_strdup (resting_words (queue));
  if (lb_upload_queue_get_running (queue))
    return running_words (queue, MIN (done + failed + stopped + 1, total), total);

  g_strv_builder_take (
    parts, g_strdup_printf (ngettext ("%'u image added", "%'u images added", done), done));
  if (failed > 0)
    g_strv_builder_take (parts, n_failed_words (queue, failed));
  if (stopped > 0)
    g_strv_builder_take (
      parts, g_strdup_printf (ngettext ("%'u stopped", "%'u stopped", stopped), stopped));
  list = g_strv_builder_end (parts);

  /* Translators: between parts of a line, as in “3 images added · 1 not sent” */
  return g_strjoinv (C_ ("separator", " · "), list);
}

/* (transfer full): the service has asked for a rest. */
static char *
held_words (double held_s)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_add_seconds (now, held_s);
  /* Translators: the time of day, hours and minutes; see the documentation of g_date_time_format */
  g_autofree char *time = g_date_time_format (then, C_ ("time", "%H:%M"));

  /* Translators: %s is a time of day, such as 14:05 */
  return g_strdup_printf (_ ("Too many requests: going on at %s"), time);
}

/* (transfer full) */
static char *
left_words (double left_s, guint plan)
{
  g_autofree char *left = lb_duration_left_words (left_s);
  g_autofree char *pace = NULL;

  if (left_s < 60 || plan == 0)
    return g_steal_pointer (&left);

  pace = lb_plan_words (plan);
  /* Translators: as in “About 3 minutes left at 10 requests a minute” */
  return g_strdup_printf (_ ("%s at %s"), left, pace);
}

/* How many requests a minute the account may send; 0: any number. */
static guint
get_plan (LbSession *session)
{
  LbAccountEntry *account = lb_session_get_account (session);

  return account != NULL && lb_session_is_hosted (session) ? lb_account_entry_get_plan (account)
                                                           : 0;
}

char *
lb_upload_queue_time_words (LbUploadQueue *queue)
{
  const double held_s = lb_upload_queue_get_held_s (queue);
  double left_s;

  if (!lb_upload_queue_get_running (queue))
    return g_strdup ("");
  if (resting_words (queue) != NULL)
    return rest_time_words (queue);
  if (held_s >= 1)
    return held_words (held_s);

  left_s = lb_upload_queue_estimate_s (queue);
  if (left_s < 0)
    return g_strdup ("");

  return left_words (left_s, get_plan (lb_upload_queue_get_session (queue)));
}

gboolean
lb_upload_queue_needs_sign_in (LbUploadQueue *queue)
{
  return lb_upload_queue_get_running (queue) && !lb_upload_queue_get_paused (queue) &&
         lb_upload_queue_get_halt (queue) == LB_UPLOAD_HALT_UNAUTHORIZED;
}

char *
lb_upload_hidden_words (guint n_waiting, guint n_done)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (n_waiting > 0)
    g_strv_builder_take (
      parts,
      g_strdup_printf (ngettext ("%'u more waiting", "%'u more waiting", n_waiting), n_waiting));
  if (n_done > 0)
    /* Translators: pictures that are there and no longer in the list */
    g_strv_builder_take (parts,
                         g_strdup_printf (ngettext ("%'u done", "%'u done", n_done), n_done));
  list = g_strv_builder_end (parts);

  return g_strjoinv (C_ ("separator", " · "), list);
}

static const char *
failed_words (LbUpload *upload, gboolean hosted)
{
  switch (lb_upload_get_remedy (upload))
    {
    case LB_UPLOAD_REMEDY_CONFIRM: return _ ("Has changed");
    case LB_UPLOAD_REMEDY_NONE:    return _ ("Refused");
    case LB_UPLOAD_REMEDY_RETRY:
    default:                       return hosted ? _ ("Not sent") : C_ ("upload", "Not added");
    }
}

char *
lb_upload_state_words (LbUpload *upload, LbUploadQueue *queue)
{
  const double fraction = lb_upload_get_fraction (upload);
  const gboolean hosted = is_hosted (queue);

  switch (lb_upload_get_state (upload))
    {
    case LB_UPLOAD_SENDING:
      if (fraction < 0)
        return g_strdup (hosted ? _ ("Sending…") : _ ("Adding…"));
      /* Translators: how much of a file is sent */
      return g_strdup_printf (_ ("%d %%"), (int) (fraction * 100));
    case LB_UPLOAD_CAPTIONING: return g_strdup (_ ("Writing the caption…"));
    case LB_UPLOAD_CHECKING:   return g_strdup (_ ("Checking"));
    case LB_UPLOAD_DONE:       return g_strdup (C_ ("upload", "Done"));
    case LB_UPLOAD_FAILED:     return g_strdup (failed_words (upload, hosted));
    case LB_UPLOAD_CANCELLED:  return g_strdup (C_ ("upload", "Stopped"));
    case LB_UPLOAD_QUEUED:
    case LB_UPLOAD_WAITING:
    default:                   return g_strdup (C_ ("upload", "Waiting"));
    }
}

const char *
lb_upload_state_icon (LbUpload *upload)
{
  switch (lb_upload_get_state (upload))
    {
    case LB_UPLOAD_SENDING:
    case LB_UPLOAD_CAPTIONING: return NULL;
    case LB_UPLOAD_CHECKING:   return "view-refresh-symbolic";
    case LB_UPLOAD_DONE:       return "object-select-symbolic";
    case LB_UPLOAD_FAILED:     return "dialog-error-symbolic";
    case LB_UPLOAD_CANCELLED:  return "process-stop-symbolic";
    case LB_UPLOAD_QUEUED:
    case LB_UPLOAD_WAITING:
    default:                   return "content-loading-symbolic";
    }
}

const char *
lb_upload_state_style (LbUpload *upload)
{
  switch (lb_upload_get_state (upload))
    {
    case LB_UPLOAD_SENDING:
    case LB_UPLOAD_CAPTIONING: return NULL;
    case LB_UPLOAD_CHECKING:   return "warning";
    case LB_UPLOAD_DONE:       return "success";
    case LB_UPLOAD_FAILED:     return "error";
    case LB_UPLOAD_CANCELLED:
    case LB_UPLOAD_QUEUED:
    case LB_UPLOAD_WAITING:
    default:                   return "dim-label";
    }
}

/* (transfer full) */
static char *
host_words (const char *address)
{
  g_autofree char *host = lb_address_get_host (address);
  g_autofree char *shown = lb_visible_text (host);

  /* Translators: %s is the name of a computer, such as example.org, that has a picture */
  return g_strdup_printf (_ ("From %s"), shown);
}

/* (transfer full) */
static char *
size_words (LbUpload *upload)
{
  const LbProbeResult probe = lb_upload_get_sent_probe (upload);
  g_autofree char *pixels = NULL;
  int width, height, shorter;

  if (lb_upload_get_address (upload) != NULL)
    return host_words (lb_upload_get_address (upload));

  lb_probe_result_shown_size (&probe, &width, &height);
  shorter = MIN (width, height);
  if (lb_crop_is_set (lb_upload_get_crop (upload)))
    return lb_cropped_words (lb_upload_get_crop (upload));
  if (!lb_upload_is_enlarged (upload) || shorter <= 0)
    return g_format_size ((guint64) MAX (probe.size_bytes, 0));

  pixels = lb_pixel_size_words ((int) ((gint64) width * LB_LIMIT_SIDE_TARGET / shorter),
                                (int) ((gint64) height * LB_LIMIT_SIDE_TARGET / shorter));
  /* Translators: %s is a size in pixels, such as 1280 × 1024 */
  return g_strdup_printf (_ ("Enlarged to %s"), pixels);
}

char *
lb_upload_detail_words (LbUpload *upload)
{
  const GError *error = lb_upload_get_error (upload);

  switch (lb_upload_get_state (upload))
    {
    case LB_UPLOAD_CHECKING:   return g_strdup (_ ("No answer came; looking before sending again"));
    case LB_UPLOAD_DONE:       return g_strdup (_ ("Added to the dataset"));
    case LB_UPLOAD_FAILED:     return error != NULL ? lb_error_words (error) : g_strdup ("");
    case LB_UPLOAD_QUEUED:
    case LB_UPLOAD_WAITING:
    case LB_UPLOAD_SENDING:
    case LB_UPLOAD_CAPTIONING:
    case LB_UPLOAD_CANCELLED:
    default:                   return size_words (upload);
    }
}

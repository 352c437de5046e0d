#include "config.h"

#include "cli/lb-cli-queue.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "cli/lb-cli-account.h"
#include "cli/lb-cli-options.h"
#include "cli/lb-cli-progress.h"
#include "cli/lb-cli-words.h"

#define PATIENCE_S 60 /* with a service or a disk that is away */

/* (transfer full): beside that of a window, which may be open. */
static LbUploadQueue *
new_queue (LbSession *session)
{
  g_autofree char *folder = lb_cli_dup_queue_dir (session);

  if (g_str_equal (folder, lb_session_get_state_dir (session)))
    return lb_upload_queue_new (session);

  return lb_upload_queue_new_beside (session, folder);
}

static void
tell_set_aside (LbUploadQueue *queue)
{
  const char *aside = lb_upload_queue_get_set_aside (queue);

  if (aside != NULL)
    lb_cli_complain (_ ("The record of pictures that wait was damaged and is kept as “%s”"), aside);
}

LbUploadQueue *
lb_cli_queue_open (LbSession *session, GCancellable *stop, LbCliExit *exit)
{
  g_autoptr (LbUploadQueue) queue = new_queue (session);
  g_autoptr (GError) error = NULL;
  gboolean said = FALSE;

  while (lb_cli_wait (lb_upload_queue_open (queue), stop, &error))
    {
      if (lb_upload_queue_get_halt (queue) != LB_UPLOAD_HALT_ELSEWHERE)
        {
          tell_set_aside (queue);
          return g_steal_pointer (&queue);
        }

      if (!said)
        lb_cli_complain ("%s", _ ("Waiting for another lookbookctl that adds pictures"));
      said = TRUE;
      while (lb_upload_queue_get_halt (queue) == LB_UPLOAD_HALT_ELSEWHERE &&
             !g_cancellable_is_cancelled (stop))
        g_main_context_iteration (NULL, TRUE);
    }
  *exit = lb_cli_give_up (error);

  return NULL;
}

static gboolean
expired_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

static const char *
halt_words (LbUploadHalt halt)
{
  switch (halt)
    {
    case LB_UPLOAD_HALT_UNAUTHORIZED: return _ ("The service refuses the token");
    case LB_UPLOAD_HALT_SPACE:        return _ ("The disk is full");
    case LB_UPLOAD_HALT_ELSEWHERE:    return _ ("Another program has taken over");
    case LB_UPLOAD_HALT_OFFLINE:
    case LB_UPLOAD_HALT_NONE:
    default:                          return _ ("The service can’t be reached");
    }
}

static LbCliExit
exit_of (LbUploadQueue *queue)
{
  switch (lb_upload_queue_get_halt (queue))
    {
    case LB_UPLOAD_HALT_UNAUTHORIZED: return LB_CLI_AUTH;
    case LB_UPLOAD_HALT_SPACE:
      return lb_upload_queue_get_n_done (queue) > 0 ? LB_CLI_PARTLY : LB_CLI_REFUSED;
    case LB_UPLOAD_HALT_ELSEWHERE: return LB_CLI_REFUSED;
    case LB_UPLOAD_HALT_OFFLINE:
    case LB_UPLOAD_HALT_NONE:
    default:                       return LB_CLI_UNREACHABLE;
    }
}

static guint
count_left (LbUploadQueue *queue)
{
  return lb_upload_queue_get_n_total (queue) - lb_upload_queue_get_n_done (queue) -
         lb_upload_queue_get_n_failed (queue) - lb_upload_queue_get_n_cancelled (queue);
}

static void
complain_about (LbUploadQueue *queue)
{
  guint n = count_left (queue);

  lb_cli_complain ("%s", halt_words (lb_upload_queue_get_halt (queue)));
  lb_cli_complain (ngettext ("%u picture waits; the next “lookbookctl add” sends it",
                             "%u pictures wait; the next “lookbookctl add” sends them", n),
                   n);
}

/* What comes back by itself is waited for; no token does, and no room on the disk while nobody is
 * told that it is needed. What is on its way then may have found room still. */
static gboolean
is_hopeless (LbUploadQueue *queue, gboolean expired)
{
  LbUploadHalt halt = lb_upload_queue_get_halt (queue);

  return halt == LB_UPLOAD_HALT_UNAUTHORIZED || halt == LB_UPLOAD_HALT_ELSEWHERE ||
         (halt == LB_UPLOAD_HALT_SPACE && lb_upload_queue_get_n_active (queue) == 0) ||
         (halt != LB_UPLOAD_HALT_NONE && expired);
}

/* @stop_cb: (nullable): what to do once on Ctrl+C; without it the waiting ends. */
static gboolean
run (LbUploadQueue *queue, GCancellable *stop, void (*stop_cb) (LbUploadQueue *))
{
  LbUploadHalt halt = LB_UPLOAD_HALT_NONE;
  gboolean expired = FALSE;
  gboolean stopped = FALSE;
  guint timer_id = 0;

  while (lb_upload_queue_get_running (queue) && !is_hopeless (queue, expired))
    {
      if (g_cancellable_is_cancelled (stop) && !stopped)
        {
          if (stop_cb == NULL)
            break;
          stopped = TRUE;
          halt = LB_UPLOAD_HALT_NONE; /* what is halted has less time now */
          stop_cb (queue);
        }
      else
        g_main_context_iteration (NULL, TRUE);
      if (lb_upload_queue_get_halt (queue) == halt)
        continue;

      halt = lb_upload_queue_get_halt (queue);
      expired = FALSE;
      g_clear_handle_id (&timer_id, g_source_remove);
      if (halt != LB_UPLOAD_HALT_NONE)
        timer_id = g_timeout_add_seconds (stopped ? 1 : PATIENCE_S, expired_cb, &expired);
    }
  g_clear_handle_id (&timer_id, g_source_remove);

  return !lb_upload_queue_get_running (queue);
}

static void
complain_about_failures (LbUploadQueue *queue)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (queue)); i++)
    {
      g_autoptr (LbUpload) upload = g_list_model_get_item (G_LIST_MODEL (queue), i);
      const GError *error = lb_upload_get_error (upload);
      g_autofree char *words = error != NULL ? lb_cli_error_words (error) : g_strdup ("");

      if (lb_upload_get_state (upload) == LB_UPLOAD_FAILED)
        lb_cli_complain (_ ("“%s” of an earlier run was not added: %s"),
                         lb_upload_get_name (upload), words);
    }
}

gboolean
lb_cli_queue_finish_earlier (LbUploadQueue *queue, GCancellable *stop, LbCliExit *exit)
{
  guint n = 0;

  lb_upload_queue_retry_failed (queue);
  if ((n = count_left (queue)) > 0)
    {
      lb_cli_complain (
        ngettext ("%u picture of an earlier run is still to be sent; it goes first",
                  "%u pictures of an earlier run are still to be sent; they go first", n),
        n);
      lb_cli_progress_follow (queue);
      if (!run (queue, stop, NULL))
        {
          *exit = exit_of (queue);
          if (g_cancellable_is_cancelled (stop))
            {
              *exit = LB_CLI_STOPPED;
              lb_cli_complain ("%s", _ ("Stopped"));
            }
          else
            complain_about (queue);
          return FALSE;
        }
    }
  complain_about_failures (queue);

  return TRUE;
}

gboolean
lb_cli_queue_run (LbUploadQueue *queue, GCancellable *stop, LbCliExit *exit)
{
  lb_cli_progress_follow (queue);
  if (run (queue, stop, lb_upload_queue_cancel_all))
    return TRUE;

  *exit = exit_of (queue);
  complain_about (queue);
  return FALSE;
}

void
lb_cli_queue_close (LbUploadQueue *queue)
{
  lb_upload_queue_close (queue);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_object_unref (queue);
}

#include "jobs/lb-caption-send.h"

#include "base/lb-error.h"
#include "session/lb-session-history.h"

typedef struct
{
  LbSession *session;
  LbImage *image;
  DexPromise *outcome; /* (owned) */
  gboolean sending;    /* an attempt was begun */
} Waiting;

/* Takes @error. */
static void
fail (Waiting *waiting, GError *error)
{
  if (dex_future_is_pending (DEX_FUTURE (waiting->outcome)))
    dex_promise_reject (waiting->outcome, error);
  else
    g_error_free (error);
}

static void
fail_with_reason (Waiting *waiting)
{
  GError *error = lb_session_dup_edit_error (waiting->session, waiting->image);

  if (error == NULL)
    error = g_error_new (LB_ERROR, LB_ERROR_INVALID, "The caption is not valid");
  fail (waiting, error);
}

static void
look (Waiting *waiting)
{
  switch (lb_session_get_edit_state (waiting->session, waiting->image))
    {
    case LB_EDIT_SAVED:
      if (dex_future_is_pending (DEX_FUTURE (waiting->outcome)))
        dex_promise_resolve_boolean (waiting->outcome, TRUE);
      break;
    case LB_EDIT_SENDING: waiting->sending = TRUE; break;
    case LB_EDIT_PENDING:
      if (waiting->sending)
        fail (waiting,
              g_error_new (LB_ERROR, LB_ERROR_OFFLINE, "The caption could not be sent yet"));
      break;
    case LB_EDIT_DRAFT:
    case LB_EDIT_REFUSED:
    case LB_EDIT_UNKEPT:
    default:              fail_with_reason (waiting); break;
    }
}

static void
state_changed_cb (LbSession *session, LbImage *image, Waiting *waiting)
{
  if (image == waiting->image)
    look (waiting);
}

static void
cancelled_cb (GCancellable *cancel, Waiting *waiting)
{
  fail (waiting, g_error_new (LB_ERROR, LB_ERROR_CANCELLED, "The caption was stopped"));
}

/* A text that the service will never take is no draft of a person's. */
static void
drop_refused (LbSession *session, LbImage *image)
{
  const LbEditState state = lb_session_get_edit_state (session, image);
  LbHistory *history = lb_session_get_history (session);
  DexFuture *discarded = NULL;

  if (history == NULL || (state != LB_EDIT_DRAFT && state != LB_EDIT_REFUSED))
    return;

  lb_history_enter (history, LB_HISTORY_UNRECORDED);
  discarded = lb_session_discard_draft (session, image);
  lb_history_leave (history);
  dex_await (discarded, NULL);
}

gboolean
lb_caption_send (
  LbSession *session, LbImage *image, const char *text, GCancellable *cancel, GError **error)
{
  g_autoptr (DexPromise) outcome = dex_promise_new ();
  Waiting waiting = { session, image, outcome, FALSE };
  gulong state_handler =
    g_signal_connect (session, "edit-state-changed", G_CALLBACK (state_changed_cb), &waiting);
  gulong cancel_handler = g_cancellable_connect (cancel, G_CALLBACK (cancelled_cb), &waiting, NULL);
  gboolean done = dex_await (lb_session_give_caption (session, image, text, NULL), error);

  if (done)
    {
      look (&waiting);
      done = dex_await (dex_ref (DEX_FUTURE (outcome)), error);
    }
  g_signal_handler_disconnect (session, state_handler);
  g_cancellable_disconnect (cancel, cancel_handler);
  if (!done)
    drop_refused (session, image);

  return done;
}

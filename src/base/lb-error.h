#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LB_ERROR (lb_error_quark ())

/**
 * LbError:
 *
 * What went wrong, named for what the caller can do next. The message of a GError in this domain
 * is plain English for logs and tests; `ui` says it in translated words by the code.
 */
typedef enum
{
  LB_ERROR_INVALID,       /* the request is wrong: correct it (400) */
  LB_ERROR_UNAUTHORIZED,  /* the token is missing or unknown: sign in (401) */
  LB_ERROR_FORBIDDEN,     /* not allowed for this account or from this origin (403) */
  LB_ERROR_NOT_FOUND,     /* the thing is gone: drop it (404) */
  LB_ERROR_CONFLICT,      /* its present state forbids it: look again (409) */
  LB_ERROR_GONE,          /* the record is there, its picture is not (410) */
  LB_ERROR_TOO_SMALL,     /* a picture below the size limit (412) */
  LB_ERROR_TOO_LARGE,     /* a picture, file or body over its cap (413) */
  LB_ERROR_UNSUPPORTED,   /* neither JPEG, PNG nor WebP, or not JSON (415) */
  LB_ERROR_UNPROCESSABLE, /* refused by moderation, or not to be fetched (422, 460) */
  LB_ERROR_RATE_LIMITED,  /* wait, then go on (429) */
  LB_ERROR_SERVER,        /* a fault inside the service: look before sending again (5xx) */
  LB_ERROR_PROTOCOL,      /* an answer that the contract does not know */
  LB_ERROR_OFFLINE,       /* the service can't be reached */
  LB_ERROR_TIMED_OUT,     /* no answer in time: the outcome is unknown */
  LB_ERROR_CANCELLED,     /* the user stopped it */
  LB_ERROR_DAMAGED,       /* a picture that can't be decoded */
  LB_ERROR_STORAGE,       /* the database or a file failed */
  LB_ERROR_NO_SPACE,      /* the disk is full */
  LB_ERROR_NEWER,         /* written by a newer version of this program */
} LbError;

GQuark lb_error_quark (void);

/* Sets an error of LB_ERROR that also knows the byte @offset at which a text is wrong. */
void lb_error_set_at (GError **error, LbError code, gsize offset, const char *format, ...)
  G_GNUC_PRINTF (4, 5);
/* @offset: (out) (optional). FALSE when @error is not of LB_ERROR or carries no place. */
gboolean lb_error_get_offset (const GError *error, gsize *offset);
/* Lets an error of LB_ERROR know how long the service asked to be left alone. */
void lb_error_set_retry_after (GError *error, guint seconds);
/* Lets an error of LB_ERROR know that its message says what a person has to do, so that it is told
 * in full to whoever would else hear only that something failed. */
void lb_error_set_advice (GError *error);
gboolean lb_error_is_advice (const GError *error);
/* Lets an error of LB_ERROR know that nothing of the request has left this computer, or too little
 * for the service to do anything, so that its outcome is certain. Any other error stays as it is.
 */
void lb_error_set_unsent (GError *error);
gboolean lb_error_is_unsent (const GError *error);
/* The one rule for requests that change something and may not be made twice (R7): whether what
 * failed with @error may have come to be all the same, so that it has to be looked for before it is
 * asked for again. So it is after no answer (LB_ERROR_OFFLINE, TIMED_OUT, CANCELLED), after one
 * that says nothing about the outcome (SERVER, PROTOCOL), and after what is not known here; it is
 * not where nothing was sent, nor after any other answer, which is a refusal. */
gboolean lb_error_is_doubtful (const GError *error);
/* @seconds: (out) (optional): 0 to 600, from when the answer came. FALSE when @error is not of
 * LB_ERROR or the service did not say, whatever the code. */
gboolean lb_error_get_retry_after (const GError *error, guint *seconds);

G_END_DECLS

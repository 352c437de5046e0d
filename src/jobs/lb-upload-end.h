#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the end of a request for a picture means. */
typedef enum
{
  LB_UPLOAD_END_DOUBT,   /* lb_error_is_doubtful(): look before sending again */
  LB_UPLOAD_END_AGAIN,   /* it is not there: send it again, later */
  LB_UPLOAD_END_OFFLINE, /* it is not there, nor is the service: wait for that */
  LB_UPLOAD_END_REST,    /* the service wants to be left alone for a while (429) */
  LB_UPLOAD_END_SIGN_IN, /* no picture will pass before there is another token (401) */
  LB_UPLOAD_END_SPACE,   /* a disk is full: wait for room */
  LB_UPLOAD_END_REFUSED  /* this picture never will pass */
} LbUploadEnd;

LbUploadEnd lb_upload_end_judge (const GError *error);
/* Full jitter: anything up to 1 s, 2 s, 4 s and so on to a minute. @attempts: from 1. */
guint lb_upload_end_backoff_ms (guint attempts);

G_END_DECLS

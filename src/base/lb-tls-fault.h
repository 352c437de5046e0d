#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why a connection is not safe enough for anything to be sent over it. There is no way around it
 * but to mend the server, the clock or this computer. */
typedef enum
{
  LB_TLS_FAULT_NONE,
  LB_TLS_FAULT_UNAVAILABLE,   /* this computer can't make safe connections at all */
  LB_TLS_FAULT_TOO_OLD,       /* older than TLS 1.2 */
  LB_TLS_FAULT_EXPIRED,       /* a certificate that is no longer valid */
  LB_TLS_FAULT_NOT_YET_VALID, /* or not before some day to come: the clock may be wrong */
  LB_TLS_FAULT_OTHER_HOST,    /* the certificate of another server */
  LB_TLS_FAULT_UNKNOWN,       /* by nobody that this computer trusts */
  LB_TLS_FAULT_FAILED,        /* anything else before the first byte */
  LB_TLS_N_FAULTS
} LbTlsFault;

/* Lets an error of LB_ERROR know it. */
void lb_error_set_tls_fault (GError *error, LbTlsFault fault);
/* LB_TLS_FAULT_NONE also for NULL and for errors of other domains. */
LbTlsFault lb_error_get_tls_fault (const GError *error);

G_END_DECLS

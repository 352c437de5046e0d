#include "base/lb-error.h"

#include "base/lb-tls-fault.h"

typedef struct
{
  gboolean located; /* whether offset means anything */
  gsize offset;     /* bytes into the text that was read */
  gboolean dated;   /* whether retry_after_s means anything */
  guint retry_after_s;
  gboolean advice;
  gboolean unsent;
  LbTlsFault tls_fault;
} LbErrorPrivate;

static void
lb_error_private_init (LbErrorPrivate *priv)
{
}

static void
lb_error_private_copy (const LbErrorPrivate *source, LbErrorPrivate *copy)
{
  *copy = *source;
}

static void
lb_error_private_clear (LbErrorPrivate *priv)
{
}

/* The enumeration and the quark share their stem, which is what this macro wants. */
G_DEFINE_EXTENDED_ERROR (LbError, lb_error)

void
lb_error_set_at (GError **error, LbError code, gsize offset, const char *format, ...)
{
  LbErrorPrivate *priv;
  GError *located;
  va_list args;

  va_start (args, format);
  located = g_error_new_valist (LB_ERROR, code, format, args);
  va_end (args);

  priv = lb_error_get_private (located);
  priv->located = TRUE;
  priv->offset = offset;

  g_propagate_error (error, located);
}

gboolean
lb_error_get_offset (const GError *error, gsize *offset)
{
  const LbErrorPrivate *priv;

  if (!error || error->domain != LB_ERROR)
    return FALSE;

  priv = lb_error_get_private (error);
  if (priv->located && offset)
    *offset = priv->offset;

  return priv->located;
}

void
lb_error_set_retry_after (GError *error, guint seconds)
{
  LbErrorPrivate *priv;

  g_return_if_fail (error && error->domain == LB_ERROR);

  priv = lb_error_get_private (error);
  priv->dated = TRUE;
  priv->retry_after_s = seconds;
}

void
lb_error_set_advice (GError *error)
{
  g_return_if_fail (error && error->domain == LB_ERROR);

  lb_error_get_private (error)->advice = TRUE;
}

gboolean
lb_error_is_advice (const GError *error)
{
  return error && error->domain == LB_ERROR && lb_error_get_private (error)->advice;
}

void
lb_error_set_unsent (GError *error)
{
  g_return_if_fail (error);

  if (error->domain == LB_ERROR)
    lb_error_get_private (error)->unsent = TRUE;
}

gboolean
lb_error_is_unsent (const GError *error)
{
  return error && error->domain == LB_ERROR && lb_error_get_private (error)->unsent;
}

gboolean
lb_error_is_doubtful (const GError *error)
{
  g_return_val_if_fail (error, FALSE);

  if (error->domain != LB_ERROR)
    return TRUE;

  switch ((LbError) error->code)
    {
    case LB_ERROR_OFFLINE:
    case LB_ERROR_TIMED_OUT:
    case LB_ERROR_CANCELLED:
    case LB_ERROR_SERVER:
    case LB_ERROR_PROTOCOL:  return !lb_error_is_unsent (error);

    case LB_ERROR_INVALID:
    case LB_ERROR_UNAUTHORIZED:
    case LB_ERROR_FORBIDDEN:
    case LB_ERROR_NOT_FOUND:
    case LB_ERROR_CONFLICT:
    case LB_ERROR_GONE:
    case LB_ERROR_TOO_SMALL:
    case LB_ERROR_TOO_LARGE:
    case LB_ERROR_UNSUPPORTED:
    case LB_ERROR_UNPROCESSABLE:
    case LB_ERROR_RATE_LIMITED:
    case LB_ERROR_DAMAGED:
    case LB_ERROR_STORAGE:
    case LB_ERROR_NO_SPACE:
    case LB_ERROR_NEWER:
    default:                     return FALSE;
    }
}

void
lb_error_set_tls_fault (GError *error, LbTlsFault fault)
{
  g_return_if_fail (error && error->domain == LB_ERROR);

  lb_error_get_private (error)->tls_fault = fault;
}

LbTlsFault
lb_error_get_tls_fault (const GError *error)
{
  return error && error->domain == LB_ERROR ? lb_error_get_private (error)->tls_fault
                                            : LB_TLS_FAULT_NONE;
}

gboolean
lb_error_get_retry_after (const GError *error, guint *seconds)
{
  const LbErrorPrivate *priv;

  if (!error || error->domain != LB_ERROR)
    return FALSE;

  priv = lb_error_get_private (error);
  if (priv->dated && seconds)
    *seconds = priv->retry_after_s;

  return priv->dated;
}

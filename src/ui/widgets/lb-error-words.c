#include "config.h"

#include "ui/widgets/lb-error-words.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "contract/lb-rules.h"
#include "ui/widgets/lb-tls-words.h"
#include "ui/widgets/lb-toast.h"

/* A refusal says what is wrong better than its code can; the message comes from our own service or
 * from the same rules. */
static char *
words_with_reason (const char *sentence, const GError *error)
{
  const char *reason = lb_rules_error_text (error);

  if (reason == NULL || *reason == '\0')
    return g_strdup (sentence);

  /* Translators: a sentence, then the reason as the service gave it */
  return g_strdup_printf (_ ("%s: %s"), sentence, reason);
}

char *
lb_error_words (const GError *error)
{
  if (error == NULL)
    return g_strdup (_ ("Something went wrong"));
  if (lb_error_get_tls_fault (error) != LB_TLS_FAULT_NONE)
    return g_strdup (lb_tls_words (lb_error_get_tls_fault (error)));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup (_ ("Stopped"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_strdup (_ ("The file is not there any more"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return g_strdup (_ ("The file may not be read"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE))
    return g_strdup (_ ("It is neither a file nor a folder"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_LINKS))
    return g_strdup (_ ("A link that leads nowhere"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_RECURSE))
    return g_strdup (_ ("A link, not a picture"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG))
    return g_strdup (_ ("Its path is too long"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
    return g_strdup (_ ("The file has changed since it was checked"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return g_strdup (_ ("The disk is full"));
  if (error->domain != LB_ERROR)
    return words_with_reason (_ ("Something went wrong"), error);

  switch ((LbError) error->code)
    {
    case LB_ERROR_INVALID:      return words_with_reason (_ ("Not accepted"), error);
    case LB_ERROR_UNAUTHORIZED: return g_strdup (_ ("You are not signed in"));
    case LB_ERROR_FORBIDDEN:    return g_strdup (_ ("This account may not do that"));
    case LB_ERROR_NOT_FOUND:    return g_strdup (_ ("It is not there any more"));
    case LB_ERROR_CONFLICT:     return words_with_reason (_ ("Not possible now"), error);
    case LB_ERROR_GONE:         return g_strdup (_ ("The picture file is missing"));
    case LB_ERROR_TOO_SMALL:    return g_strdup (_ ("The picture is too small"));
    case LB_ERROR_TOO_LARGE:    return g_strdup (_ ("The picture is too large"));
    case LB_ERROR_UNSUPPORTED:
      return g_strdup (_ ("Only JPEG, PNG and WebP pictures can be added"));
    case LB_ERROR_UNPROCESSABLE: return words_with_reason (_ ("Refused"), error);
    case LB_ERROR_RATE_LIMITED:  return g_strdup (_ ("Too many requests: try again in a minute"));
    case LB_ERROR_SERVER:        return words_with_reason (_ ("The service has a fault"), error);
    case LB_ERROR_PROTOCOL:
      return g_strdup (lb_error_is_unsent (error)
                         ? _ ("The service sends on to another address, which is not followed")
                         : _ ("The service gave an answer that makes no sense"));
    case LB_ERROR_OFFLINE:   return g_strdup (_ ("The service can’t be reached"));
    case LB_ERROR_TIMED_OUT: return g_strdup (_ ("No answer came in time"));
    case LB_ERROR_CANCELLED: return g_strdup (_ ("Stopped"));
    case LB_ERROR_DAMAGED:   return g_strdup (_ ("The picture is damaged"));
    case LB_ERROR_STORAGE:   return words_with_reason (_ ("It could not be saved"), error);
    case LB_ERROR_NO_SPACE:  return g_strdup (_ ("The disk is full"));
    case LB_ERROR_NEWER:
      return g_strdup (_ ("The data was written by a newer version of Lookbook"));
    default: return words_with_reason (_ ("Something went wrong"), error);
    }
}

AdwToast *
lb_error_toast_new (const char *what, const GError *error)
{
  g_autofree char *reason = lb_error_words (error);
  /* Translators: what did not work, then why */
  g_autofree char *words = g_strdup_printf (_ ("%s: %s"), what, reason);

  return lb_toast_new (words);
}

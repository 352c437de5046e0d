#include "config.h"

#include "cli/lb-cli-words.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "base/lb-duration.h"
#include "base/lb-error.h"
#include "base/lb-tls-fault.h"
#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"

/* What G_IO_ERROR says of a file here, see lb_candidate_get_error(). */
static const char *
file_words (int code)
{
  switch (code)
    {
    case G_IO_ERROR_NOT_FOUND:         return _ ("There is no such file");
    case G_IO_ERROR_PERMISSION_DENIED: return _ ("No permission to read it");
    case G_IO_ERROR_WRONG_ETAG:        return _ ("The file has changed since it was checked");
    case G_IO_ERROR_NOT_REGULAR_FILE:  return _ ("Neither file nor folder");
    case G_IO_ERROR_TOO_MANY_LINKS:    return _ ("A link that leads nowhere");
    case G_IO_ERROR_WOULD_RECURSE:     return _ ("A link, not a picture");
    case G_IO_ERROR_FILENAME_TOO_LONG: return _ ("The path is too long");
    default:                           return _ ("Can’t be opened");
    }
}

const char *
lb_cli_tls_words (const GError *error)
{
  switch (lb_error_get_tls_fault (error))
    {
    case LB_TLS_FAULT_UNAVAILABLE:
      return _ ("Safe connections can’t be made on this computer: install glib-networking");
    case LB_TLS_FAULT_TOO_OLD: return _ ("The server offers no encryption that is safe today");
    case LB_TLS_FAULT_EXPIRED: return _ ("The server’s certificate has expired");
    case LB_TLS_FAULT_NOT_YET_VALID:
      return _ ("The server’s certificate is not valid yet: look at this computer’s clock");
    case LB_TLS_FAULT_OTHER_HOST: return _ ("The server’s certificate belongs to another server");
    case LB_TLS_FAULT_UNKNOWN:
      return _ ("The server’s certificate comes from nobody that this computer trusts");
    case LB_TLS_FAULT_FAILED: return _ ("No safe connection to the server can be made");
    case LB_TLS_FAULT_NONE:
    case LB_TLS_N_FAULTS:
    default:                  return NULL;
    }
}

char *
lb_cli_error_words (const GError *error)
{
  if (lb_cli_tls_words (error) != NULL)
    return g_strdup (lb_cli_tls_words (error));
  if (error->domain == G_IO_ERROR)
    return g_strdup (file_words (error->code));
  if (error->domain != LB_ERROR)
    return lb_visible_text (error->message);

  switch ((LbError) error->code)
    {
    case LB_ERROR_UNAUTHORIZED: return g_strdup (_ ("The service does not take the token"));
    case LB_ERROR_OFFLINE:      return g_strdup (_ ("The service can’t be reached"));
    case LB_ERROR_TIMED_OUT:    return g_strdup (_ ("No answer came in time"));
    case LB_ERROR_RATE_LIMITED: return g_strdup (_ ("Too many requests"));
    case LB_ERROR_NOT_FOUND:    return g_strdup (_ ("The dataset is not there any more"));
    case LB_ERROR_TOO_SMALL:    return g_strdup (_ ("Too small"));
    case LB_ERROR_TOO_LARGE:    return g_strdup (_ ("Too large"));
    case LB_ERROR_UNSUPPORTED:  return g_strdup (_ ("Not a supported format"));
    case LB_ERROR_DAMAGED:      return g_strdup (_ ("Damaged"));
    case LB_ERROR_NO_SPACE:     return g_strdup (_ ("The disk is full"));
    case LB_ERROR_CANCELLED:    return g_strdup (_ ("Stopped"));
    default:                    return lb_visible_text (lb_rules_error_text (error));
    }
}

const char *
lb_cli_error_name (const GError *error)
{
  static const char *const names[] = {
    [LB_ERROR_INVALID] = "invalid",           [LB_ERROR_UNAUTHORIZED] = "unauthorized",
    [LB_ERROR_FORBIDDEN] = "forbidden",       [LB_ERROR_NOT_FOUND] = "dataset_gone",
    [LB_ERROR_CONFLICT] = "conflict",         [LB_ERROR_GONE] = "gone",
    [LB_ERROR_TOO_SMALL] = "too_small",       [LB_ERROR_TOO_LARGE] = "too_large",
    [LB_ERROR_UNSUPPORTED] = "unsupported",   [LB_ERROR_UNPROCESSABLE] = "refused",
    [LB_ERROR_RATE_LIMITED] = "rate_limited", [LB_ERROR_SERVER] = "service_fault",
    [LB_ERROR_PROTOCOL] = "strange_answer",   [LB_ERROR_OFFLINE] = "offline",
    [LB_ERROR_TIMED_OUT] = "timed_out",       [LB_ERROR_CANCELLED] = "cancelled",
    [LB_ERROR_DAMAGED] = "damaged",           [LB_ERROR_STORAGE] = "storage",
    [LB_ERROR_NO_SPACE] = "no_space",         [LB_ERROR_NEWER] = "newer",
  };

  if (error->domain == LB_ERROR && error->code >= 0 && error->code < (int) G_N_ELEMENTS (names))
    return names[error->code];
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return "file_missing";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return "file_forbidden";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
    return "file_changed";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE))
    return "file_irregular";

  return "file_unreadable";
}

char *
lb_cli_duration_words (double seconds)
{
  guint n = 0;

  switch (lb_duration_round (seconds, &n))
    {
    case LB_DURATION_MINUTES:
      return g_strdup_printf (ngettext ("about %u minute", "about %u minutes", n), n);
    case LB_DURATION_HOURS:
      return g_strdup_printf (ngettext ("about %u hour", "about %u hours", n), n);
    case LB_DURATION_MOMENT:
    default:                 return g_strdup (_ ("less than a minute"));
    }
}

int
lb_cli_width (const char *text)
{
  int width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

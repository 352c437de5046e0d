#include "config.h"

#include "ui/widgets/lb-tls-words.h"

#include <glib/gi18n.h>

const char *
lb_tls_words (LbTlsFault fault)
{
  switch (fault)
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

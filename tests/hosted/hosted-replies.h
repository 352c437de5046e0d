#pragma once

#include <glib.h>

#include "contract/lb-routes.h"

G_BEGIN_DECLS

/* What the service elsewhere answers, as each generation of its documentation describes it. */
typedef enum
{
  HOSTED_LEGACY, /* 2025: text captions only */
  HOSTED_MIXED,  /* 2025: fibo beside legacy */
  HOSTED_FIBO,   /* 2026: fibo only; training_version and caption_prefix are gone */
  HOSTED_N_ERAS
} HostedEra;

#define HOSTED_PROJECT 12
#define HOSTED_DATASET 34
#define HOSTED_IMAGE 56

const char *hosted_era_name (HostedEra era);
/* (transfer full) (nullable): the body of @route's success; NULL for what does not exist there.
 * Empty when there is none. @status: (out). */
char *hosted_reply (HostedEra era, LbRoute route, guint *status);

G_END_DECLS

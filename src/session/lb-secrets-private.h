#pragma once

#include "session/lb-secret-keyring.h"
#include "session/lb-secrets.h"

G_BEGIN_DECLS

/* For tests: keyrings that hang are given up sooner. */
void lb_secrets_set_patience (LbSecrets *self, LbSecretPatience patience);

G_END_DECLS

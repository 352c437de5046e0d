#pragma once

#include <gio/gio.h>

#include "hosted-server.h"

G_BEGIN_DECLS

#define CTL_HOSTED_TOKEN "canary-ctl-8b1d"

/* Runs the real lookbookctl beside a service elsewhere, which runs in this process, so nobody may
 * block. Its data are below @root. @input: (nullable): for its standard input; @token: (nullable):
 * for its environment; neither output has the token in it. Returns what it ended with. @output,
 * @complaint: (out) (optional) */
int ctl_hosted_run (const char *root,
                    const char *input,
                    const char *token,
                    const char *const *arguments,
                    char **output,
                    char **complaint);
/* (transfer full): starts it, with pipes. */
GSubprocess *ctl_hosted_start (const char *root, const char *token, const char *const *arguments);

G_END_DECLS

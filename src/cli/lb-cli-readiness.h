#pragma once

#include <json-glib/json-glib.h>

#include "contract/lb-rules.h"
#include "session/lb-image-standing.h"

G_BEGIN_DECLS

#define LB_CLI_N_STATES (LB_IMAGE_CONFLICT + 1)

/**
 * LbCliReadiness:
 * @rules: what the service asks for
 * @n_states: images by #LbImageState
 * @importing: whether images are being imported
 * @n_unsent: edits that a completed dataset would freeze out
 *
 * What a dataset still needs.
 */
typedef struct
{
  LbReadiness rules;
  guint n_states[LB_CLI_N_STATES];
  gboolean importing;
  guint n_unsent;
} LbCliReadiness;

/* @dataset: its images are loaded. */
void lb_cli_readiness_take (LbSession *session, LbDataset *dataset, LbCliReadiness *readiness);
gboolean lb_cli_readiness_is_ready (LbSession *session, const LbCliReadiness *readiness);
/* (transfer full): what stands in the way, in the user's language; empty where nothing does. */
char **lb_cli_readiness_list_needs (const LbCliReadiness *readiness);
/* Never translated: as the filter language has it. */
const char *lb_cli_readiness_state_word (LbImageState state);
/* As members "states" and "readiness" of an object that was begun. */
void lb_cli_readiness_add_json (JsonBuilder *builder,
                                LbSession *session,
                                const LbCliReadiness *readiness);

G_END_DECLS

#include "config.h"

#include "cli/lb-cli-readiness.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-json.h"

void
lb_cli_readiness_take (LbSession *session, LbDataset *dataset, LbCliReadiness *readiness)
{
  GListModel *images = lb_session_get_images (session, dataset);
  const guint n_images = g_list_model_get_n_items (images);
  int n_missing = 0;
  int n_invalid = 0;

  *readiness = (LbCliReadiness) {
    .importing = lb_session_is_importing (session, dataset),
  };
  for (guint i = 0; i < n_images; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      const LbImageState state = lb_image_state (session, dataset, image);

      readiness->n_states[state]++;
      if (lb_session_get_edit_state (session, image) != LB_EDIT_SAVED)
        readiness->n_unsent++;
      else if (state == LB_IMAGE_MISSING || state == LB_IMAGE_WRITING)
        n_missing++;
      else if (state == LB_IMAGE_INVALID)
        n_invalid++;
    }
  lb_rules_readiness (dataset, (int) n_images, n_missing, n_invalid, &readiness->rules);
}

gboolean
lb_cli_readiness_is_ready (LbSession *session, const LbCliReadiness *readiness)
{
  return readiness->n_unsent == 0 && !readiness->importing &&
         lb_readiness_may_complete (lb_session_get_rules_mode (session), &readiness->rules);
}

char **
lb_cli_readiness_list_needs (const LbCliReadiness *readiness)
{
  const LbReadiness *rules = &readiness->rules;
  const guint n_images = (guint) MAX (0, rules->images_missing);
  const guint n_captions = (guint) MAX (0, rules->captions_missing);
  g_autoptr (GStrvBuilder) needs = g_strv_builder_new ();

  if (rules->already)
    g_strv_builder_add (needs, _ ("It is complete already"));
  if (readiness->importing)
    g_strv_builder_add (needs, _ ("Images are being imported"));
  if (n_images > 0)
    g_strv_builder_take (needs, g_strdup_printf (ngettext ("%u more image is needed",
                                                           "%u more images are needed", n_images),
                                                 n_images));
  if (rules->schema_missing)
    g_strv_builder_add (needs, _ ("There is no visual schema"));
  if (rules->run_going)
    g_strv_builder_add (needs, _ ("Captions are being written"));
  if (n_captions > 0)
    g_strv_builder_take (needs, g_strdup_printf (ngettext ("%u image has no caption",
                                                           "%u images have no caption", n_captions),
                                                 n_captions));
  if (readiness->n_unsent > 0)
    g_strv_builder_take (
      needs, g_strdup_printf (ngettext ("%u edit is not with the service",
                                        "%u edits are not with the service", readiness->n_unsent),
                              readiness->n_unsent));

  return g_strv_builder_end (needs);
}

const char *
lb_cli_readiness_state_word (LbImageState state)
{
  static const char *const words[LB_CLI_N_STATES] = {
    [LB_IMAGE_APPROVED] = "approved",   [LB_IMAGE_READY] = "ready",
    [LB_IMAGE_TO_REVIEW] = "to-review", [LB_IMAGE_STALE] = "stale",
    [LB_IMAGE_MISSING] = "missing",     [LB_IMAGE_WRITING] = "writing",
    [LB_IMAGE_INVALID] = "invalid",     [LB_IMAGE_CONFLICT] = "changed-elsewhere",
  };

  return words[state];
}

void
lb_cli_readiness_add_json (JsonBuilder *builder,
                           LbSession *session,
                           const LbCliReadiness *readiness)
{
  const LbReadiness *rules = &readiness->rules;

  json_builder_set_member_name (builder, "states");
  json_builder_begin_object (builder);
  for (LbImageState state = 0; state < LB_CLI_N_STATES; state++)
    lb_cli_json_number (builder, lb_cli_readiness_state_word (state), readiness->n_states[state]);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "readiness");
  json_builder_begin_object (builder);
  lb_cli_json_flag (builder, "ready", lb_cli_readiness_is_ready (session, readiness));
  lb_cli_json_flag (builder, "complete", rules->already);
  lb_cli_json_number (builder, "images_missing", rules->images_missing);
  lb_cli_json_flag (builder, "schema_missing", rules->schema_missing);
  lb_cli_json_flag (builder, "run_going", rules->run_going);
  lb_cli_json_number (builder, "captions_missing", rules->captions_missing);
  lb_cli_json_number (builder, "captions_invalid", rules->captions_invalid);
  lb_cli_json_flag (builder, "importing", readiness->importing);
  lb_cli_json_number (builder, "edits_unsent", readiness->n_unsent);
  json_builder_end_object (builder);
}

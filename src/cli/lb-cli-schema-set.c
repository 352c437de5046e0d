#include "config.h"

#include "cli/lb-cli-schema-set.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-options.h"
#include "cli/lb-cli-text.h"
#include "contract/lb-rules.h"
#include "model/lb-prompt.h"

/* R27, R34 */
static gboolean
may_have_schema (LbDataset *dataset)
{
  if (!lb_dataset_is_fibo (dataset))
    lb_cli_complain ("%s", _ ("Captions of this dataset are plain words, which have no schema"));
  else if (lb_dataset_get_completed (dataset))
    lb_cli_complain (_ ("“%s” is complete and can’t be changed"), lb_dataset_get_name (dataset));
  else
    return TRUE;

  return FALSE;
}

char *
lb_cli_schema_judge (LbSession *session, LbDataset *dataset, const char *text)
{
  g_autoptr (LbPrompt) repaired = NULL;
  g_autoptr (GError) error = NULL;
  const char *accepted = text;

  if (!may_have_schema (dataset))
    return NULL;
  if ((repaired = lb_prompt_new_repaired (text, LB_PROMPT_SCHEMA, NULL, NULL)) != NULL)
    accepted = lb_prompt_get_text (repaired);
  if (lb_rules_check_visual_schema (accepted, &error) ||
      !lb_rules_stops (lb_session_get_rules_mode (session), error))
    return g_strdup (accepted);

  lb_cli_text_complain (accepted, TRUE, error);
  return NULL;
}

LbCliExit
lb_cli_schema_settled (LbSession *session, LbDataset *dataset, LbChangeKind kind)
{
  LbWaiting waiting;

  lb_session_get_waiting (session, &waiting);
  if (lb_session_find_change_conflict (session, dataset) == kind)
    {
      lb_cli_complain ("%s", _ ("It was changed elsewhere too; choose in the window which stays"));
      return LB_CLI_REFUSED;
    }
  if (waiting.n_changes[kind] == 0)
    return LB_CLI_DONE;

  lb_cli_complain ("%s", _ ("The service does not have it yet; it is kept until it can be sent"));
  return waiting.needs_sign_in ? LB_CLI_AUTH : LB_CLI_UNREACHABLE;
}

LbCliExit
lb_cli_schema_set (LbSession *session, LbDataset *dataset, const char *schema, GCancellable *stop)
{
  g_autoptr (GError) error = NULL;

  if (!lb_cli_wait (lb_session_set_visual_schema (session, dataset, schema), stop, &error))
    return lb_cli_give_up (error);

  return lb_cli_schema_settled (session, dataset, LB_CHANGE_SCHEMA);
}

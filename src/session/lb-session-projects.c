#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "model/lb-entered-name.h"
#include "session/lb-session-changes.h"
#include "session/lb-session-record.h"

static DexFuture *
create_project_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  guint64 since = self->clock;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbProject) fresh = NULL;

  if (!dex_await (lb_session_ensure_online (self), &error) ||
      !(fresh = lb_session_await_object (
          self, lb_client_create_project (self->client, LB_PROJECT (call->object)), &error)))
    return lb_session_reject_new (self, g_steal_pointer (&error));

  return lb_session_answer (lb_session_adopt_new (self, fresh, since));
}

/**
 * lb_session_create_project:
 * @self: a session
 * @wanted: name, medium and kind; the id means nothing
 *
 * Returns: (transfer full): a future of the live #LbProject, which is in the list then; fails with
 *   LB_ERROR_INVALID when a field is missing or wrong
 */
DexFuture *
lb_session_create_project (LbSession *self, LbProject *wanted)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_PROJECT (wanted));

  return lb_session_call_run (lb_session_call_new (self, wanted, NULL), create_project_fiber);
}

/**
 * lb_session_rename_project:
 * @self: a session
 * @project: a live project
 * @name: what it is called from now on
 *
 * Kept here, shown at once and sent in its turn.
 *
 * Returns: (transfer full): a future of the live #LbProject, at its place in the list, once the
 *   service has it, or it has to wait for the service; fails with LB_ERROR_NOT_FOUND when it was
 *   deleted meanwhile, also here
 */
DexFuture *
lb_session_rename_project (LbSession *self, LbProject *project, const char *name)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_PROJECT (project));
  dex_return_error_if_fail (name != NULL);

  return lb_session_recorded (self, lb_session_record_name (self, project, name),
                              lb_session_change (self, LB_CHANGE_PROJECT_NAME, project, name));
}

LbProject *
lb_session_find_project_like (LbSession *self, LbProject *own, const char *name)
{
  g_autofree char *looks = NULL;
  LbProject *found = NULL;

  g_return_val_if_fail (LB_IS_SESSION (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  looks = lb_entered_name_dup_looks (name);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->projects)); i++)
    {
      g_autoptr (LbProject) project = g_list_model_get_item (G_LIST_MODEL (self->projects), i);
      const char *other = lb_project_get_project_name (project);
      g_autofree char *others = other != NULL ? lb_entered_name_dup_looks (other) : NULL;

      if (project == own || others == NULL || g_strcmp0 (others, looks) != 0)
        continue;
      if (lb_entered_name_is_same (other, name))
        return project; /* the list keeps it */
      if (found == NULL)
        found = project;
    }

  return found;
}

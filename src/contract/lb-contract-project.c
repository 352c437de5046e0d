#include "contract/lb-contract-json.h"

#include "contract/lb-contract-member.h"

static const LbMember members[] = {
  { "project_name", "project-name", LB_MEMBER_TEXT },
  { "project_description", "project-description", LB_MEMBER_TEXT, .fallback = "" },
  { "ip_name", "ip-name", LB_MEMBER_TEXT },
  { "ip_description", "ip-description", LB_MEMBER_TEXT },
  { "ip_medium", "ip-medium", LB_MEMBER_TEXT },
  { "ip_type", "ip-type", LB_MEMBER_TEXT },
  { "training_version", "training-version", LB_MEMBER_TEXT },
  { "status", "status", LB_MEMBER_TEXT },
  { "created_at", "created-at", LB_MEMBER_TIME },
  { "updated_at", "updated-at", LB_MEMBER_TIME },
};

LbProject *
lb_contract_read_project (JsonNode *node, GError **error)
{
  LbProject *project = NULL;
  JsonObject *object = NULL;
  gint64 id = 0;

  if (!(object = lb_member_open (node, "project", &id, error)))
    return NULL;

  project = lb_project_new (id);
  lb_member_read (members, G_N_ELEMENTS (members), object, G_OBJECT (project));
  return project;
}

JsonNode *
lb_contract_write_project (LbProject *project)
{
  return lb_member_close (lb_member_write (members, G_N_ELEMENTS (members),
                                           lb_project_get_id (project), G_OBJECT (project)));
}

#pragma once

#include "model/lb-record.h"

G_BEGIN_DECLS

/* A project as the service last said it. Every field of the contract is a property of the same name
 * with dashes; enums are the API's own words as strings, so unknown ones survive. Times are unix
 * microseconds, 0 when unknown. Use g_object_get/set or the accessors below. */
#define LB_TYPE_PROJECT (lb_project_get_type ())
G_DECLARE_FINAL_TYPE (LbProject, lb_project, LB, PROJECT, LbRecord)

/* Properties: id (int64, construct-only), project-name, project-description, ip-name,
 * ip-description, ip-medium, ip-type, training-version, status (strings), created-at, updated-at
 * (int64). */
LbProject *lb_project_new (gint64 id);
gint64 lb_project_get_id (LbProject *self);
const char *lb_project_get_project_name (LbProject *self);
const char *lb_project_get_project_description (LbProject *self);
const char *lb_project_get_ip_name (LbProject *self);
const char *lb_project_get_ip_description (LbProject *self);
const char *lb_project_get_ip_medium (LbProject *self);
const char *lb_project_get_ip_type (LbProject *self);
const char *lb_project_get_training_version (LbProject *self);
const char *lb_project_get_status (LbProject *self);
gint64 lb_project_get_created_at (LbProject *self);
gint64 lb_project_get_updated_at (LbProject *self);
/* Takes over every field of @other (same id), notifying only for what differs. */
void lb_project_update_from (LbProject *self, LbProject *other);

G_END_DECLS

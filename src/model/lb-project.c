#include "model/lb-project.h"

struct _LbProject
{
  LbRecord parent_instance;

  gint64 id;                 /* set at construction only; 0 until the service gives one */
  char *project_name;        /* (owned) (nullable) */
  char *project_description; /* (owned) (nullable) */
  char *ip_name;             /* (owned) (nullable) */
  char *ip_description;      /* (owned) (nullable) */
  char *ip_medium;           /* (owned) (nullable) */
  char *ip_type;             /* (owned) (nullable) */
  char *training_version;    /* (owned) (nullable) */
  char *status;              /* (owned) (nullable) */
  gint64 created_at;
  gint64 updated_at;
};

G_DEFINE_FINAL_TYPE (LbProject, lb_project, LB_TYPE_RECORD)

static const LbField fields[] = {
  { "id", LB_FIELD_ID, G_STRUCT_OFFSET (LbProject, id), FALSE, 0 },
  { "project-name", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, project_name), FALSE, 0 },
  { "project-description", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, project_description), TRUE,
    0 },
  { "ip-name", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, ip_name), FALSE, 0 },
  { "ip-description", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, ip_description), FALSE, 0 },
  { "ip-medium", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, ip_medium), TRUE, 0 },
  { "ip-type", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, ip_type), TRUE, 0 },
  { "training-version", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, training_version), TRUE, 0 },
  { "status", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbProject, status), TRUE, 0 },
  { "created-at", LB_FIELD_INT64, G_STRUCT_OFFSET (LbProject, created_at), TRUE, 0 },
  { "updated-at", LB_FIELD_INT64, G_STRUCT_OFFSET (LbProject, updated_at), TRUE, 0 },
};

static void
lb_project_class_init (LbProjectClass *klass)
{
  lb_record_class_install_fields (LB_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
lb_project_init (LbProject *self)
{
}

LbProject *
lb_project_new (gint64 id)
{
  return g_object_new (LB_TYPE_PROJECT, "id", id, NULL);
}

LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, gint64, id, 0)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, project_name, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, project_description, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, ip_name, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, ip_description, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, ip_medium, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, ip_type, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, training_version, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, const char *, status, NULL)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, gint64, created_at, 0)
LB_DEFINE_FIELD_GETTER (LbProject, lb_project, PROJECT, gint64, updated_at, 0)

void
lb_project_update_from (LbProject *self, LbProject *other)
{
  g_return_if_fail (LB_IS_PROJECT (self));
  g_return_if_fail (LB_IS_PROJECT (other));

  lb_record_update_from (LB_RECORD (self), LB_RECORD (other));
}

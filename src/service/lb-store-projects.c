#include "base/lb-error.h"
#include "service/lb-fault.h"
#include "service/lb-store-private.h"

#define PROJECT_COLUMNS                                                                            \
  "id, project_name, project_description, ip_name, ip_description, ip_medium, ip_type, "           \
  "training_version, created_at, updated_at"

static GObject *
read_row (sqlite3_stmt *statement)
{
  g_autofree char *name = lb_store_column_text (statement, 1);
  g_autofree char *description = lb_store_column_text (statement, 2);
  g_autofree char *ip_name = lb_store_column_text (statement, 3);
  g_autofree char *ip_description = lb_store_column_text (statement, 4);
  g_autofree char *ip_medium = lb_store_column_text (statement, 5);
  g_autofree char *ip_type = lb_store_column_text (statement, 6);
  g_autofree char *version = lb_store_column_text (statement, 7);
  LbProject *project = lb_project_new (sqlite3_column_int64 (statement, 0));

  g_object_set (project, "project-name", name, "project-description", description, "ip-name",
                ip_name, "ip-description", ip_description, "ip-medium", ip_medium, "ip-type",
                ip_type, "training-version", version, "status", "active", "created-at",
                sqlite3_column_int64 (statement, 8), "updated-at",
                sqlite3_column_int64 (statement, 9), NULL);

  return G_OBJECT (project);
}

LbProject *
lb_store_read_project (sqlite3 *db, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (
          db, error, "SELECT " PROJECT_COLUMNS " FROM project WHERE id = ?", "i", id)))
    return NULL;

  if (lb_sql_step (statement, &failure))
    return LB_PROJECT (read_row (statement));

  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    lb_fault_set (error, LB_ERROR_NOT_FOUND, "R4", NULL, "There is no such project");

  return NULL;
}

static GValue *
answer_project (sqlite3 *db, gint64 id, GError **error)
{
  LbProject *project = lb_store_read_project (db, id, error);

  return project != NULL ? lb_value_new_object (project) : NULL;
}

static GValue *
list_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!(statement =
          lb_sql_prepare (db, error, "SELECT " PROJECT_COLUMNS " FROM project ORDER BY id", NULL)))
    return NULL;

  return lb_store_list (statement, read_row, error);
}

DexFuture *
lb_store_list_projects (LbStore *self)
{
  return lb_store_run (self, list_work, lb_store_call_new (0, 0));
}

static GValue *
get_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;

  return answer_project (db, call->id, error);
}

DexFuture *
lb_store_get_project (LbStore *self, gint64 id)
{
  return lb_store_run (self, get_work, lb_store_call_new (id, 0));
}

static GValue *
create_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  LbProject *project = call->project;
  const char *description = lb_project_get_project_description (project);
  gint64 now = g_get_real_time ();

  if (!lb_sql_exec (db, error,
                    "INSERT INTO project (project_name, project_description, ip_name,"
                    " ip_description, ip_medium, ip_type, training_version, created_at, updated_at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    "sssssssii", lb_project_get_project_name (project),
                    description != NULL ? description : "", lb_project_get_ip_name (project),
                    lb_project_get_ip_description (project), lb_project_get_ip_medium (project),
                    lb_project_get_ip_type (project), lb_project_get_training_version (project),
                    now, now))
    return NULL;

  return answer_project (db, sqlite3_last_insert_rowid (db), error);
}

DexFuture *
lb_store_create_project (LbStore *self, LbProject *project)
{
  LbStoreCall *call = lb_store_call_new (0, 0);

  call->project = g_object_ref (project);

  return lb_store_run (self, create_work, call);
}

static GValue *
update_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  LbProject *fields = call->project;

  if (!lb_sql_exec (db, error,
                    "UPDATE project SET project_name = coalesce (?, project_name),"
                    " project_description = coalesce (?, project_description),"
                    " ip_name = coalesce (?, ip_name),"
                    " ip_description = coalesce (?, ip_description), updated_at = ?"
                    " WHERE id = ?",
                    "ssssii", lb_project_get_project_name (fields),
                    lb_project_get_project_description (fields), lb_project_get_ip_name (fields),
                    lb_project_get_ip_description (fields), g_get_real_time (), call->id))
    return NULL;

  return answer_project (db, call->id, error);
}

DexFuture *
lb_store_update_project (LbStore *self, gint64 id, LbProject *fields)
{
  LbStoreCall *call = lb_store_call_new (id, 0);

  call->project = g_object_ref (fields);

  return lb_store_run (self, update_work, call);
}

static GValue *
delete_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbProject) project = lb_store_read_project (db, call->id, error);

  if (project == NULL ||
      !lb_sql_exec (db, error, "DELETE FROM project WHERE id = ?", "i", call->id))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_store_delete_project (LbStore *self, gint64 id)
{
  return lb_store_sweep_after (self, lb_store_run (self, delete_work, lb_store_call_new (id, 0)));
}

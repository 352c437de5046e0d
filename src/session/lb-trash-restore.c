#include "session/lb-trash-private.h"

#include <json-glib/json-glib.h>

#include "base/lb-error.h"
#include "contract/lb-contract-json.h"
#include "contract/lb-limits.h"
#include "session/lb-history.h"
#include "session/lb-outbox-private.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"

/* The way back out of the trash. What the service has still is shown again; what it has no more is
 * made anew. */

/* (transfer full) (nullable): it as the service has it. */
static gpointer
look_at (LbTrash *self, const LbTrashRow *row, GError **error)
{
  if (self->session == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The account is closed");
      return NULL;
    }

  return dex_await_object (
    row->kind == LB_HISTORY_IMAGE
      ? lb_session_get (self->session, lb_session_get_image_cb, row->parent_id, row->server_id)
      : lb_session_get (self->session, lb_session_get_dataset_cb, row->server_id, 1),
    error);
}

/* What the service may have deleted while nobody was told. One elsewhere may still be at it, and
 * the copy is let go of only when that can't be. */
static gboolean
settle (LbTrash *self, LbTrashRow *row, GError **error)
{
  const gboolean hosted = lb_session_is_hosted (self->session);
  const guint late_ms = self->session->outbox->late_ms;
  g_autoptr (GObject) fresh = NULL;
  g_autoptr (GError) failure = NULL;

  if (row->state != LB_TRASH_SENDING)
    return TRUE;
  if (row->kind == LB_HISTORY_PROJECT)
    {
      row->state = LB_TRASH_GONE;
      return TRUE;
    }

  fresh = look_at (self, row, &failure);
  if (fresh != NULL && hosted)
    {
      dex_await (dex_timeout_new_msec ((int) late_ms), NULL);
      g_clear_object (&fresh);
      fresh = look_at (self, row, &failure);
    }
  if (fresh != NULL)
    row->state = LB_TRASH_WAITING;
  else if (g_error_matches (failure, LB_ERROR, LB_ERROR_NOT_FOUND))
    row->state = LB_TRASH_GONE;
  else
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return TRUE;
}

/* What was not seen since the start comes with the next list. */
static gpointer
show_again (LbTrash *self, const LbTrashRow *row)
{
  LbSession *session = self->session;
  LbDataset *dataset = NULL;
  gpointer live = lb_session_show_uuid (session, row->uuid);

  if (live != NULL)
    return live;

  if (row->kind == LB_HISTORY_IMAGE &&
      (dataset = lb_session_find_dataset (session, row->parent_id)) != NULL)
    dex_await (lb_session_load_images (session, dataset), NULL);
  else if (row->kind != LB_HISTORY_IMAGE)
    dex_await (lb_session_refresh (session), NULL);

  switch (row->kind)
    {
    case LB_HISTORY_IMAGE:   return lb_session_find_image (session, row->server_id);
    case LB_HISTORY_DATASET: return lb_session_find_dataset (session, row->server_id);
    case LB_HISTORY_PROJECT:
    default:                 return lb_session_find_project (session, row->server_id);
    }
}

/* Datasets. */

/* (nullable) (transfer none) */
static JsonNode *
find_detail (JsonNode *detail, const char *member)
{
  if (detail == NULL || !JSON_NODE_HOLDS_OBJECT (detail))
    return NULL;

  return json_object_get_member (json_node_get_object (detail), member);
}

static JsonNode *
parse_detail (const LbTrashRow *row)
{
  return row->detail != NULL ? json_from_string (row->detail, NULL) : NULL;
}

typedef struct
{
  LbSession *session;  /* not owned */
  LbProject *project;  /* not owned: what is to be made, or of what */
  const char *name;    /* of a dataset */
  const char *version; /* (nullable) */
  const char *upload_type;
} Making;

static gboolean
look_cb (gpointer data, GError **error)
{
  return dex_await (lb_session_refresh (((Making *) data)->session), error);
}

static gint64
project_id_cb (gpointer object)
{
  return lb_project_get_id (object);
}

static gboolean
is_our_project_cb (gpointer object, gpointer data, GError **error)
{
  return g_strcmp0 (lb_project_get_project_name (object),
                    lb_project_get_project_name (((Making *) data)->project)) == 0;
}

static gpointer
create_project_cb (gpointer data, GError **error)
{
  Making *making = data;

  return dex_await_object (lb_session_create_project (making->session, making->project), error);
}

/* (transfer full) (nullable): @row: of it, or of what is to come back in it. */
static LbProject *
find_or_make_project (
  LbTrash *self, LbTrashRow *row, const char *uuid, JsonNode *detail, GError **error)
{
  LbSession *session = self->session;
  JsonNode *node = find_detail (detail, "project");
  LbProject *live = uuid != NULL ? lb_session_find_project_by_uuid (session, uuid) : NULL;
  g_autoptr (LbProject) wanted = NULL;
  Making making = { .session = session };
  const LbTrashMaker maker = { "project",     lb_session_get_projects (session),
                               project_id_cb, is_our_project_cb,
                               look_cb,       create_project_cb,
                               &making };

  if (live != NULL)
    return g_object_ref (live);
  if (node == NULL || !(wanted = lb_contract_read_project (node, NULL)))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "Its project is gone");
      return NULL;
    }

  making.project = wanted;
  if (!look_cb (&making, error))
    return NULL;
  /* An earlier try may have come this far. */
  if (uuid != NULL && (live = lb_session_find_project_by_uuid (session, uuid)) != NULL)
    return g_object_ref (live);

  return lb_trash_make (self, row, uuid, &maker, error);
}

static gint64
dataset_id_cb (gpointer object)
{
  return lb_dataset_get_id (object);
}

static gboolean
is_our_dataset_cb (gpointer object, gpointer data, GError **error)
{
  Making *making = data;

  return lb_dataset_get_project_id (object) == lb_project_get_id (making->project) &&
         g_strcmp0 (lb_dataset_get_name (object), making->name) == 0;
}

static gpointer
create_dataset_cb (gpointer data, GError **error)
{
  Making *making = data;

  return dex_await_object (lb_session_create_dataset (making->session, making->project,
                                                      making->name, making->version,
                                                      making->upload_type),
                           error);
}

/* (transfer full) (nullable): the new draft, which takes the place of the old dataset. */
static LbDataset *
make_dataset (LbTrash *self, LbTrashItem *item, LbDataset *old, JsonNode *detail, GError **error)
{
  LbSession *session = self->session;
  LbTrashRow *row = lb_trash_item_get_row (item);
  const gboolean advanced =
    lb_dataset_is_advanced (old) && (!lb_session_is_hosted (session) || row->n_images == 0);
  g_autoptr (LbProject) project = find_or_make_project (self, row, row->parent_uuid, detail, error);
  Making making = { session, project, row->name != NULL ? row->name : "",
                    lb_dataset_get_training_version (old), advanced ? "advanced" : "basic" };
  const LbTrashMaker maker = { "dataset",     lb_session_get_datasets (session),
                               dataset_id_cb, is_our_dataset_cb,
                               look_cb,       create_dataset_cb,
                               &making };
  g_autoptr (LbDataset) made = NULL;

  if (project == NULL || !look_cb (&making, error) ||
      (!g_set_object (&made, lb_session_find_dataset_by_uuid (session, row->uuid)) &&
       !(made = lb_trash_make (self, row, row->uuid, &maker, error))))
    return NULL;

  row->state = LB_TRASH_RESTORING;
  row->server_id = lb_dataset_get_id (made);
  g_clear_pointer (&row->ids_before, g_free);
  if (!lb_trash_put (self, item, error))
    return NULL;

  return g_steal_pointer (&made);
}

static gboolean
restore_images (LbTrash *self, LbTrashItem *item, LbDataset *dataset, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);
  g_autoptr (GPtrArray) owned =
    dex_await_boxed (lb_trash_run (self, lb_trash_rows_list_owned, lb_trash_row_copy (row)), error);

  for (guint i = 0; owned != NULL && i < owned->len; i++)
    {
      LbTrashRow *one = g_ptr_array_index (owned, i);
      g_autoptr (LbImage) image = NULL;

      if (self->session == NULL)
        {
          g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The account is closed");
          return FALSE;
        }
      /* One that was lost has nothing to come back from. */
      if ((one->sha256 != NULL && !(image = lb_trash_restore_image (self, dataset, one, error))) ||
          !dex_await (lb_trash_run (self, lb_trash_rows_remove, lb_trash_row_copy (one)), error))
        return FALSE;
      row->n_images -= MIN (row->n_images, 1);
      row->n_kept -= MIN (row->n_kept, one->sha256 != NULL);
      lb_trash_note_change (self, item);
    }

  return owned != NULL;
}

/* Only after the images, so that nobody describes them anew on the way. */
static gboolean
restore_settings (LbTrash *self, LbDataset *dataset, LbDataset *old, GError **error)
{
  LbHistory *history = lb_session_get_history (self->session);
  const char *schema = lb_dataset_get_visual_schema (old);
  const char *prefix = lb_dataset_get_caption_prefix (old);
  g_autoptr (DexFuture) changed = NULL;

  lb_history_enter (history, LB_HISTORY_UNRECORDED);
  if (schema != NULL && g_strcmp0 (schema, lb_dataset_get_visual_schema (dataset)) != 0)
    changed = lb_session_set_visual_schema (self->session, dataset, schema);
  else if (prefix != NULL && !lb_dataset_is_fibo (dataset) &&
           g_strcmp0 (prefix, lb_dataset_get_caption_prefix (dataset)) != 0)
    changed = lb_session_set_caption_prefix (self->session, dataset, prefix);
  lb_history_leave (history);

  return changed == NULL || dex_await (g_steal_pointer (&changed), error);
}

static gpointer
restore_dataset (LbTrash *self, LbTrashItem *item, GError **error)
{
  g_autoptr (LbSession) session = g_object_ref (self->session);
  LbTrashRow *row = lb_trash_item_get_row (item);
  g_autoptr (JsonNode) detail = parse_detail (row);
  JsonNode *node = find_detail (detail, "dataset");
  g_autoptr (LbDataset) old = node != NULL ? lb_contract_read_dataset (node, NULL) : NULL;
  g_autoptr (LbDataset) dataset = NULL;

  if (old == NULL)
    old = lb_dataset_new (row->server_id);
  if (lb_session_is_hosted (session) && row->n_images > LB_LIMIT_BASIC_IMAGES)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_TOO_LARGE,
                   "A dataset that takes pictures one by one holds %d at most",
                   LB_LIMIT_BASIC_IMAGES);
      return NULL;
    }
  if (row->state == LB_TRASH_RESTORING)
    g_set_object (&dataset, lb_session_find_dataset_by_uuid (session, row->uuid));
  if (dataset == NULL && !(dataset = make_dataset (self, item, old, detail, error)))
    return NULL;
  if (!restore_images (self, item, dataset, error) || self->session == NULL ||
      !restore_settings (self, dataset, old, error))
    return NULL;

  return lb_session_find_dataset (session, lb_dataset_get_id (dataset));
}

static gpointer
restore_gone (LbTrash *self, LbTrashItem *item, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);
  g_autoptr (JsonNode) detail = NULL;
  g_autoptr (GObject) made = NULL;
  LbDataset *dataset = NULL;

  switch (row->kind)
    {
    case LB_HISTORY_DATASET: return restore_dataset (self, item, error);
    case LB_HISTORY_PROJECT:
      detail = parse_detail (row);
      made = (GObject *) find_or_make_project (self, row, row->uuid, detail, error);
      return made; /* the list keeps it */
    case LB_HISTORY_IMAGE:
    default:               break;
    }

  dataset = lb_session_find_dataset_by_uuid (self->session, row->parent_uuid);
  if (dataset == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "Its dataset is gone");
      return NULL;
    }
  made = (GObject *) lb_trash_restore_image (self, dataset, row, error);

  return made; /* the list keeps it */
}

gpointer
lb_trash_restore_item (LbTrash *self, LbTrashItem *item, GError **error)
{
  LbTrashRow *row = lb_trash_item_get_row (item);
  g_autoptr (GObject) live = NULL;

  if (self->session == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The account is closed");
      return NULL;
    }
  if (!settle (self, row, error))
    return NULL;

  if (row->state < LB_TRASH_GONE)
    {
      if (!lb_trash_drop (self, item, error))
        return NULL;
      g_set_object (&live, show_again (self, row));
    }
  else
    {
      gpointer back = NULL;

      if (self->session->hidden != NULL)
        g_hash_table_remove (self->session->hidden, row->uuid);
      back = restore_gone (self, item, error);

      if (back == NULL)
        {
          lb_trash_put (self, item, NULL);
          return NULL;
        }
      g_set_object (&live, back);
      if (!lb_trash_drop (self, item, error))
        return NULL;
    }
  if (live == NULL)
    g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "It was deleted elsewhere");

  return live; /* the session keeps it */
}

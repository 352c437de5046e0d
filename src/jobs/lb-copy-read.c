#include "jobs/lb-copy-read.h"

#include "base/lb-error.h"
#include "jobs/lb-copy-store.h"
#include "session/lb-account-list.h"

typedef struct
{
  LbSession *source;  /* (owned) */
  LbDataset *dataset; /* (owned) */
  LbSession *target;  /* (owned) */
  LbProject *project; /* (owned) (nullable) */
  gboolean moderation;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_object_unref (self->source);
  g_object_unref (self->dataset);
  g_object_unref (self->target);
  g_clear_object (&self->project);
  g_free (self);
}

const char *
lb_copy_account_id (LbSession *session)
{
  LbAccountEntry *account = lb_session_get_account (session);

  return account != NULL ? lb_account_entry_get_id (account) : LB_ACCOUNT_LOCAL_ID;
}

LbDataset *
lb_copy_find_dataset (LbSession *target, const LbCopyRecord *record)
{
  LbDataset *dataset = NULL;

  if (record->dataset_uuid != NULL)
    dataset = lb_session_find_dataset_by_uuid (target, record->dataset_uuid);
  if (dataset == NULL && record->dataset_id != 0)
    dataset = lb_session_find_dataset (target, record->dataset_id);

  return dataset;
}

LbProject *
lb_copy_find_project (LbSession *source, LbDataset *dataset, LbSession *target)
{
  GListModel *projects = lb_session_get_projects (target);
  LbProject *ours = lb_session_find_project (source, lb_dataset_get_project_id (dataset));

  for (guint i = 0; ours != NULL && i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr (LbProject) project = g_list_model_get_item (projects, i);

      if (g_strcmp0 (lb_project_get_project_name (project), lb_project_get_project_name (ours)) ==
            0 &&
          lb_copy_plan_fits (project, lb_session_get_datasets (target), dataset))
        return project; /* the session keeps it */
    }

  return NULL;
}

static LbFormat
format_of (LbImage *image)
{
  const char *word = lb_image_get_format (image);

  for (LbFormat format = LB_FORMAT_JPEG; format <= LB_FORMAT_WEBP; format++)
    if (g_strcmp0 (word, lb_format_word (format)) == 0)
      return format;

  return LB_FORMAT_UNKNOWN;
}

/* @earlier: (nullable) */
static LbEditState
state_there (LbSession *target, const LbCopyRecord *earlier, const char *uuid)
{
  const LbCopyItem *item = earlier != NULL ? lb_copy_record_find (earlier, uuid) : NULL;
  g_autoptr (LbImage) image =
    item != NULL && item->image_id != 0 ? lb_image_new (item->image_id) : NULL;

  return image != NULL ? lb_session_get_edit_state (target, image) : LB_EDIT_SAVED;
}

static LbCopyPicture *
read_picture (LbSession *source, LbImage *image)
{
  LbCopyPicture *picture = lb_copy_picture_new ();
  const char *name = lb_image_get_shown_name (image);

  picture->uuid = g_strdup (lb_session_get_uuid (source, image));
  picture->name = name != NULL && *name != '\0'
                    ? g_strdup (name)
                    : g_strdup_printf ("%" G_GINT64_FORMAT, lb_image_get_id (image));
  picture->caption = lb_session_dup_caption_text (source, image);
  picture->source = g_strdup (lb_session_get_caption_source (source, image));
  picture->age = lb_session_dup_caption_age (source, image);
  picture->approved = lb_session_is_approved (source, image);
  picture->probe.format = format_of (image);
  picture->probe.width = lb_image_get_width (image);
  picture->probe.height = lb_image_get_height (image);
  picture->probe.size_bytes = lb_image_get_size_bytes (image);

  return picture;
}

/* @earlier: (nullable) */
static GPtrArray *
read_pictures (const Reading *self, const LbCopyRecord *earlier)
{
  GListModel *images = lb_session_get_images (self->source, self->dataset);
  GPtrArray *pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_copy_picture_free);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      LbCopyPicture *picture = read_picture (self->source, image);

      picture->there = state_there (self->target, earlier, picture->uuid);
      g_ptr_array_add (pictures, picture);
    }

  return pictures;
}

static guint
count_same_name (const Reading *self)
{
  GListModel *datasets = lb_session_get_datasets (self->target);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr (LbDataset) other = g_list_model_get_item (datasets, i);

      n += self->project != NULL &&
           lb_dataset_get_project_id (other) == lb_project_get_id (self->project) &&
           g_strcmp0 (lb_dataset_get_name (other), lb_dataset_get_name (self->dataset)) == 0;
    }

  return n;
}

/* (transfer full) (nullable): NULL without @error when there is none. */
static LbCopyRecord *
find_earlier (const Reading *self, GError **error)
{
  LbDatabase *database = lb_session_get_database (self->target);
  const char *uuid = lb_session_get_uuid (self->source, self->dataset);
  g_autoptr (GError) failure = NULL;
  LbCopyRecord *record = NULL;

  if (database == NULL || uuid == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, "The session is not open");
      return NULL;
    }

  record = dex_await_boxed (lb_copy_store_find (database, lb_copy_account_id (self->source), uuid),
                            &failure);
  if (record == NULL && !g_error_matches (failure, LB_ERROR, LB_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&failure));

  return record;
}

static DexFuture *
plan_fiber (gpointer data)
{
  Reading *self = data;
  g_autoptr (GPtrArray) pictures = NULL;
  g_autoptr (LbCopyRecord) earlier = NULL;
  g_autoptr (GError) error = NULL;
  LbCopyRequest request = { 0 };

  if (!dex_await (lb_session_load_images (self->source, self->dataset), &error) ||
      (!(earlier = find_earlier (self, &error)) && error != NULL))
    return dex_future_new_for_error (g_steal_pointer (&error));

  pictures = read_pictures (self, earlier);
  request.source_account = lb_copy_account_id (self->source);
  request.source_uuid = lb_session_get_uuid (self->source, self->dataset);
  request.dataset = self->dataset;
  request.source_project =
    lb_session_find_project (self->source, lb_dataset_get_project_id (self->dataset));
  request.pictures = pictures;
  request.project = self->project;
  request.earlier = earlier;
  request.there = earlier != NULL ? lb_copy_find_dataset (self->target, earlier) : NULL;
  request.n_same_name = count_same_name (self);
  request.mode = lb_session_get_rules_mode (self->target);
  request.strips = lb_session_strips_metadata (self->target);
  request.moderation = self->moderation;

  return dex_future_new_take_boxed (LB_TYPE_COPY_PLAN, lb_copy_plan_new (&request));
}

static Reading *
reading_new (LbSession *source, LbDataset *dataset, LbSession *target)
{
  Reading *self = g_new0 (Reading, 1);

  self->source = g_object_ref (source);
  self->dataset = g_object_ref (dataset);
  self->target = g_object_ref (target);

  return self;
}

DexFuture *
lb_copy_read_plan (
  LbSession *source, LbDataset *dataset, LbSession *target, LbProject *project, gboolean moderation)
{
  Reading *reading = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (source));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (LB_IS_SESSION (target));

  reading = reading_new (source, dataset, target);
  g_set_object (&reading->project, project);
  reading->moderation = moderation;

  return dex_scheduler_spawn (NULL, 0, plan_fiber, reading, reading_free);
}

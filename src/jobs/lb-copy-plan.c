#include "jobs/lb-copy-plan.h"

#include "base/lb-error.h"
#include "jobs/lb-caption-fit.h"
#include "jobs/lb-copy-project.h"
#include "model/lb-image-name.h"
#include "session/lb-caption-meaning.h"

/* What making a project or a dataset takes: the lists before it, and itself. */
#define REQUESTS_TO_MAKE 3
/* Pictures are looked at once before the first is sent. */
#define REQUESTS_TO_LOOK 1
/* A caption that is there is looked at before it is changed. */
#define REQUESTS_TO_CHANGE 2

G_DEFINE_BOXED_TYPE (LbCopyPlan, lb_copy_plan, lb_copy_plan_copy, lb_copy_plan_free)

LbCopyPicture *
lb_copy_picture_new (void)
{
  LbCopyPicture *self = g_new0 (LbCopyPicture, 1);

  self->probe = (LbProbeResult) { .orientation = 1, .frames = 1 };

  return self;
}

void
lb_copy_picture_free (LbCopyPicture *self)
{
  g_clear_pointer (&self->uuid, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->caption, g_free);
  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->age, g_free);
  g_free (self);
}

LbCopyPlan *
lb_copy_plan_copy (const LbCopyPlan *self)
{
  LbCopyPlan *copy = g_memdup2 (self, sizeof *self);

  copy->record = self->record != NULL ? lb_copy_record_copy (self->record) : NULL;
  copy->refusal = self->refusal != NULL ? g_error_copy (self->refusal) : NULL;

  return copy;
}

void
lb_copy_plan_free (LbCopyPlan *self)
{
  g_clear_pointer (&self->record, lb_copy_record_free);
  g_clear_error (&self->refusal);
  g_free (self);
}

/* What is there, and the dataset itself. */

static LbCopyRecord *
new_record (const LbCopyRequest *request)
{
  LbCopyRecord *record = lb_copy_record_new ();

  record->uuid = g_uuid_string_random ();
  record->source_account = g_strdup (request->source_account);
  record->source_uuid = g_strdup (request->source_uuid);
  record->name = g_strdup (lb_dataset_get_name (request->dataset));
  record->training_version = g_strdup (lb_dataset_get_training_version (request->dataset));
  if (request->project != NULL)
    record->project_id = lb_project_get_id (request->project);
  else if (request->source_project != NULL)
    record->project = lb_copy_project_to_text (request->source_project);
  record->step = request->project != NULL ? LB_COPY_STEP_DATASET : LB_COPY_STEP_PROJECT;

  return record;
}

/* One whose dataset was deleted there since is made anew. */
static LbCopyRecord *
begin_record (LbCopyPlan *self, const LbCopyRequest *request)
{
  const LbCopyRecord *earlier = request->earlier;

  self->goes_on =
    earlier != NULL &&
    (request->there != NULL || (earlier->dataset_id == 0 && earlier->state != LB_COPY_STOPPED));

  return self->goes_on ? lb_copy_record_copy (earlier) : new_record (request);
}

/* Whether the copy's schema is not the one that was copied any more, nor what it is here by now. */
static gboolean
is_changed_there (const LbCopyRequest *request, const LbCopyRecord *record, const char *schema)
{
  const char *theirs =
    request->there != NULL ? lb_dataset_get_visual_schema (request->there) : NULL;

  return theirs != NULL && record->visual_schema != NULL && record->step > LB_COPY_STEP_SCHEMA &&
         !lb_caption_means_same (theirs, record->visual_schema) &&
         !lb_caption_means_same (theirs, schema);
}

static void
plan_dataset (LbCopyPlan *self, const LbCopyRequest *request)
{
  LbCopyRecord *record = self->record;
  const char *schema = lb_dataset_get_visual_schema (request->dataset);
  const char *prefix = lb_dataset_get_caption_prefix (request->dataset);

  self->makes_project = record->project_id == 0;
  self->makes_dataset = record->dataset_id == 0;
  /* What was changed there since the copy is not taken back, unless it was changed here too. */
  if (lb_dataset_is_fibo (request->dataset))
    self->sets_schema = schema != NULL && (g_strcmp0 (schema, record->visual_schema) != 0 ||
                                           record->step <= LB_COPY_STEP_SCHEMA);
  else
    self->sets_prefix = prefix != NULL && (g_strcmp0 (prefix, record->caption_prefix) != 0 ||
                                           record->step <= LB_COPY_STEP_SCHEMA);
  self->schema_differs = self->sets_schema && is_changed_there (request, record, schema);
  if (self->schema_differs)
    self->sets_schema = FALSE;
  if ((self->sets_schema || self->sets_prefix) && record->step > LB_COPY_STEP_SCHEMA)
    record->step = LB_COPY_STEP_SCHEMA;
  g_set_str (&record->visual_schema, self->sets_schema ? schema : record->visual_schema);
  g_set_str (&record->caption_prefix, self->sets_prefix ? prefix : record->caption_prefix);
  record->moderation = request->moderation;
  if (self->makes_dataset)
    self->n_same_name = request->n_same_name;
}

/* The pictures. */

static void
take_words (LbCopyItem *item, const LbCopyPicture *picture)
{
  g_set_str (&item->caption, picture->caption);
  g_set_str (&item->source, picture->source);
  g_set_str (&item->age, picture->age);
}

static gboolean
says_the_same (const char *caption, const char *other)
{
  if (caption == NULL || other == NULL)
    return caption == other;

  return lb_caption_means_same (caption, other);
}

/* As it is, or with what the service writes about the picture around it. */
static gboolean
is_sent (const LbCopyRequest *request, const char *caption)
{
  const LbCaptionFit fit = lb_caption_fit_judge (request->dataset, caption);

  return fit != LB_CAPTION_FIT_DRAFT && fit != LB_CAPTION_FIT_NONE;
}

/* What an earlier run has brought there, and the service does not have all the same. */
static void
count_left (LbCopyPlan *self, const LbCopyPicture *picture)
{
  self->n_drafts_there += picture->there == LB_EDIT_DRAFT;
  self->n_refused_there += picture->there == LB_EDIT_REFUSED;
  self->n_conflicts_there += picture->there == LB_EDIT_CONFLICT;
}

/* One that is there, or on its way. */
static void
plan_known (LbCopyPlan *self,
            const LbCopyRequest *request,
            LbCopyItem *item,
            const LbCopyPicture *picture)
{
  self->n_there++;
  if (item->state != LB_COPY_ITEM_CAPTION)
    {
      if (picture->caption == NULL || says_the_same (picture->caption, item->caption))
        {
          count_left (self, picture);
          return;
        }
      g_set_str (&item->base, item->caption);
      item->state = LB_COPY_ITEM_CAPTION;
    }
  take_words (item, picture);
  if (item->caption == NULL || is_sent (request, item->caption))
    self->n_changed++;
  else
    self->n_drafts++;
}

static gboolean
is_refused (const LbCopyRequest *request, const LbCopyPicture *picture)
{
  return lb_format_word (picture->probe.format) != NULL && picture->probe.width > 0 &&
         lb_rules_picture_stops (request->mode, &picture->probe, TRUE);
}

static void
count_sent (LbCopyPlan *self, const LbCopyRequest *request, const LbCopyPicture *picture)
{
  self->n_pictures++;
  self->n_bytes += (guint64) MAX (picture->probe.size_bytes, 0);
  if (picture->caption == NULL || *picture->caption == '\0')
    self->n_without++;
  else if (is_sent (request, picture->caption))
    self->n_captions++;
  else
    self->n_drafts++;
}

/* @item: (nullable): as it was planned before. */
static void
plan_missing (LbCopyPlan *self,
              const LbCopyRequest *request,
              LbCopyItem *item,
              const LbCopyPicture *picture,
              guint room)
{
  if (is_refused (request, picture))
    self->n_refused++;
  else if (self->n_pictures >= room)
    self->n_over_limit++;
  else
    {
      count_sent (self, request, picture);
      if (item == NULL)
        {
          item = lb_copy_item_new ();
          item->image_uuid = g_strdup (picture->uuid);
          item->upload_uuid = lb_image_name_new_uuid ();
          g_ptr_array_add (self->record->items, item);
        }
      item->state = LB_COPY_ITEM_SEND;
      g_set_str (&item->name, picture->name);
      take_words (item, picture);
      return;
    }

  if (item != NULL)
    item->state = LB_COPY_ITEM_LEFT;
}

/* How many pictures more the dataset takes. */
static guint
get_room (const LbCopyRequest *request)
{
  const guint limit = lb_rules_image_limit (request->dataset);
  const int present = request->there != NULL ? lb_dataset_get_images_count (request->there) : 0;

  return present > 0 ? limit - MIN ((guint) present, limit) : limit;
}

static void
plan_pictures (LbCopyPlan *self, const LbCopyRequest *request)
{
  const guint room = get_room (request);

  for (guint i = 0; i < request->pictures->len; i++)
    {
      const LbCopyPicture *picture = g_ptr_array_index (request->pictures, i);
      LbCopyItem *item = lb_copy_record_find (self->record, picture->uuid);

      if (item != NULL && item->image_id != 0)
        plan_known (self, request, item, picture);
      else
        plan_missing (self, request, item, picture, room);
      self->n_approved += picture->approved;
    }
}

/* Pictures that were deleted here before they were sent are not wanted any more. */
static void
drop_gone (LbCopyPlan *self, const LbCopyRequest *request)
{
  g_autoptr (GHashTable) present = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < request->pictures->len; i++)
    g_hash_table_add (present, ((LbCopyPicture *) g_ptr_array_index (request->pictures, i))->uuid);
  for (guint i = 0; i < self->record->items->len; i++)
    {
      LbCopyItem *item = g_ptr_array_index (self->record->items, i);

      if (item->image_id == 0 && !g_hash_table_contains (present, item->image_uuid))
        item->state = LB_COPY_ITEM_LEFT;
    }
}

static void
count_requests (LbCopyPlan *self)
{
  if (self->makes_project)
    self->n_requests += REQUESTS_TO_MAKE;
  if (self->makes_dataset)
    self->n_requests += REQUESTS_TO_MAKE;
  if (self->sets_schema || self->sets_prefix)
    self->n_requests++;
  if (self->n_pictures > 0)
    self->n_requests += REQUESTS_TO_LOOK;
  self->n_requests += self->n_pictures + self->n_captions + self->n_changed * REQUESTS_TO_CHANGE;
}

static gboolean
refuse (LbCopyPlan *self, LbError code, const char *message)
{
  self->refusal = g_error_new_literal (LB_ERROR, code, message);

  return TRUE;
}

static gboolean
is_impossible (LbCopyPlan *self, const LbCopyRequest *request)
{
  if (lb_dataset_is_advanced (request->dataset))
    return refuse (self, LB_ERROR_UNSUPPORTED,
                   "An advanced dataset takes one ZIP file from a public address");
  if (request->there != NULL && lb_dataset_get_completed (request->there))
    return refuse (self, LB_ERROR_CONFLICT, "The copy is complete and can't be changed");
  if (request->project == NULL && request->source_project == NULL && request->earlier == NULL)
    return refuse (self, LB_ERROR_NOT_FOUND, "There is no project for it");

  return FALSE;
}

/**
 * lb_copy_plan_new:
 * @request: what is known of the dataset and of the account it goes to
 *
 * Returns: (transfer full): the plan; one with an earlier copy is of what is missing alone
 */
LbCopyPlan *
lb_copy_plan_new (const LbCopyRequest *request)
{
  LbCopyPlan *self = g_new0 (LbCopyPlan, 1);

  self->strips = request->strips;
  self->completed = lb_dataset_get_completed (request->dataset);
  if (is_impossible (self, request))
    return self;

  self->record = begin_record (self, request);
  drop_gone (self, request);
  plan_dataset (self, request);
  plan_pictures (self, request);
  count_requests (self);

  return self;
}

gboolean
lb_copy_plan_is_empty (const LbCopyPlan *self)
{
  return self->record != NULL && self->n_requests == 0 && self->n_drafts == 0;
}

gboolean
lb_copy_plan_leaves_captions (const LbCopyPlan *self)
{
  return self->n_drafts_there + self->n_refused_there + self->n_conflicts_there > 0;
}

static gboolean
has_family (LbDataset *dataset, LbDataset *other)
{
  return lb_rules_check_family (lb_dataset_get_training_version (dataset),
                                lb_dataset_get_training_version (other), NULL);
}

gboolean
lb_copy_plan_fits (LbProject *project, GListModel *datasets, LbDataset *dataset)
{
  const char *version = lb_project_get_training_version (project);

  if (version != NULL)
    return lb_rules_check_family (version, lb_dataset_get_training_version (dataset), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr (LbDataset) other = g_list_model_get_item (datasets, i);

      if (lb_dataset_get_project_id (other) == lb_project_get_id (project))
        return has_family (other, dataset);
    }

  return TRUE;
}

#include "config.h"

#include "ui/history/lb-step-change-words.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "model/lb-image.h"
#include "model/lb-project.h"
#include "ui/dataset/lb-caption-line.h"

/* (nullable) */
static const char *
name_of (LbStepChange *change, LbHistoryStep *step)
{
  gpointer object = lb_step_change_get_object (change);

  if (LB_IS_IMAGE (object))
    return lb_image_get_shown_name (object);
  if (LB_IS_DATASET (object))
    return lb_dataset_get_name (object);
  if (LB_IS_PROJECT (object))
    return lb_project_get_project_name (object);
  if (lb_step_change_get_deleted_name (change) != NULL)
    return lb_step_change_get_deleted_name (change);

  return lb_history_step_get_count (step) == 1 ? lb_history_step_get_name (step) : NULL;
}

char *
lb_step_change_name_words (LbStepChange *change, LbHistoryStep *step)
{
  const char *name = name_of (change, step);

  if (name != NULL)
    return lb_visible_text (name);

  switch (lb_step_change_get_thing (change))
    {
    case LB_HISTORY_DATASET: return g_strdup (_ ("A dataset"));
    case LB_HISTORY_PROJECT: return g_strdup (_ ("A project"));
    case LB_HISTORY_IMAGE:
    default:                 return g_strdup (_ ("An image"));
    }
}

const char *
lb_step_change_state_words (LbStepChange *change)
{
  const gboolean was_deleted = lb_step_change_get_field (change) == LB_HISTORY_EXISTENCE;
  gpointer object = lb_step_change_get_object (change);

  if (lb_step_change_get_in_trash (change))
    return _ ("In the trash");
  if (object == NULL)
    /* Translators: of an image, dataset or project */
    return was_deleted ? _ ("Deleted for good") : _ ("Not there any more");
  if (was_deleted)
    /* Translators: of an image, dataset or project that was deleted and restored */
    return _ ("There again");
  if (LB_IS_IMAGE (object))
    return lb_caption_line (lb_step_change_get_dataset (change), object);

  return "";
}

gboolean
lb_step_change_has_texts (LbStepChange *change)
{
  switch (lb_step_change_get_field (change))
    {
    case LB_HISTORY_APPROVAL:
    case LB_HISTORY_EXISTENCE:      return FALSE;
    case LB_HISTORY_CAPTION:
    case LB_HISTORY_NAME:
    case LB_HISTORY_VISUAL_SCHEMA:
    case LB_HISTORY_CAPTION_PREFIX:
    case LB_HISTORY_FROZEN:         return TRUE;
    }

  return FALSE;
}

const char *
lb_step_change_field_words (LbStepChange *change)
{
  switch (lb_step_change_get_field (change))
    {
    case LB_HISTORY_NAME:           return _ ("Name");
    case LB_HISTORY_VISUAL_SCHEMA:  return _ ("Visual schema");
    case LB_HISTORY_CAPTION_PREFIX: return _ ("Caption prefix");
    case LB_HISTORY_FROZEN:         return _ ("Frozen fields");
    case LB_HISTORY_CAPTION:
    case LB_HISTORY_APPROVAL:
    case LB_HISTORY_EXISTENCE:      break;
    }

  return NULL;
}

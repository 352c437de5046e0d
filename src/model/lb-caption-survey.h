#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * LbSurveyValue:
 * @text: the value as it was spelled first, without blanks and a full stop around it
 * @n_captions: in how many captions it is
 */
typedef struct
{
  const char *text;
  guint n_captions;
} LbSurveyValue;

/**
 * LbSurveyField:
 * @path: the field over all lists: `objects[].clothing`, `lighting.direction`, `style_medium`
 * @n_captions: how many captions have it
 * @n_values: how many different values it has
 * @values: (array length=n_listed): the most frequent ones, those of the same number as they came
 * @n_listed: length of @values, at most %LB_SURVEY_MAX_VALUES
 *
 * What the captions say in one field. Owned by the survey.
 */
typedef struct
{
  const char *path;
  guint n_captions;
  guint n_values;
  const LbSurveyValue *values;
  guint n_listed;
} LbSurveyField;

#define LB_SURVEY_MAX_VALUES 200

/**
 * LbCaptionSurvey:
 *
 * What a set of captions has in common and where they differ. Immutable: may be made on any thread
 * and handed to another.
 *
 * Values are the same when they differ in case, in blanks around them or in a full stop at the end
 * only. A caption counts once for a value, however many of its objects have it.
 *
 * Not surveyed: short_description and edit_instruction, which are of one picture by their nature,
 * and the scores.
 */
#define LB_TYPE_CAPTION_SURVEY (lb_caption_survey_get_type ())
G_DECLARE_FINAL_TYPE (LbCaptionSurvey, lb_caption_survey, LB, CAPTION_SURVEY, GObject)

LbCaptionSurvey *lb_caption_survey_new (const char *const *captions, gsize n_captions);
/* Captions that were counted; those that are no valid ones, which were not. */
guint lb_caption_survey_get_n_captions (LbCaptionSurvey *self);
guint lb_caption_survey_get_n_invalid (LbCaptionSurvey *self);
/* (transfer none) (nullable): a field that any caption has. */
const LbSurveyField *lb_caption_survey_find (LbCaptionSurvey *self, const char *path);
/* (transfer none) (element-type LbSurveyField) */
GPtrArray *lb_caption_survey_get_shared (LbCaptionSurvey *self);
GPtrArray *lb_caption_survey_get_varied (LbCaptionSurvey *self);

G_END_DECLS

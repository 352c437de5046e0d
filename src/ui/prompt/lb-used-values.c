#include "config.h"

#include "ui/prompt/lb-used-values.h"

#include <libdex.h>
#include <string.h>

#include "base/lb-threads.h"
#include "base/lb-weak.h"
#include "ui/dataset/lb-image-tally.h"

/* A large dataset is not read anew with each field that is written in. */
#define REST_US (5 * G_TIME_SPAN_SECOND)

struct _LbUsedValues
{
  GObject parent_instance;

  LbSession *session;      /* (owned) */
  GListModel *images;      /* (owned) */
  LbImageTally *tally;     /* (owned): tells of captions that change */
  LbCaptionSurvey *survey; /* (owned) (nullable) until the captions are counted */
  gint64 counted_us;       /* when they were last */
  gboolean counting;
  gboolean outdated; /* captions have changed since the counting has begun */
};

G_DEFINE_FINAL_TYPE (LbUsedValues, lb_used_values, G_TYPE_OBJECT)

static void
changed_cb (LbUsedValues *self)
{
  self->outdated = TRUE;
}

static DexFuture *
count_fiber (gpointer data)
{
  const char *const *captions = data;

  return dex_future_new_take_object (
    lb_caption_survey_new (captions, g_strv_length ((char **) captions)));
}

static DexFuture *
counted_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbUsedValues) self = g_weak_ref_get (data);
  g_autoptr (LbCaptionSurvey) survey = dex_await_object (dex_ref (future), NULL);

  if (self == NULL)
    return NULL;

  self->counting = FALSE;
  self->counted_us = g_get_monotonic_time ();
  if (survey != NULL)
    g_set_object (&self->survey, survey);
  return NULL;
}

/* (transfer full) */
static char **
dup_captions (LbUsedValues *self)
{
  const guint n_images = g_list_model_get_n_items (self->images);
  g_autoptr (GStrvBuilder) captions = g_strv_builder_new ();

  for (guint i = 0; i < n_images; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);
      char *text = lb_session_dup_caption_text (self->session, image);

      if (text != NULL)
        g_strv_builder_take (captions, text);
    }
  return g_strv_builder_end (captions);
}

static void
lb_used_values_dispose (GObject *object)
{
  LbUsedValues *self = LB_USED_VALUES (object);

  g_clear_object (&self->tally);
  g_clear_object (&self->images);
  g_clear_object (&self->session);
  g_clear_object (&self->survey);

  G_OBJECT_CLASS (lb_used_values_parent_class)->dispose (object);
}

static void
lb_used_values_class_init (LbUsedValuesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_used_values_dispose;
}

static void
lb_used_values_init (LbUsedValues *self)
{
  self->outdated = TRUE;
}

LbUsedValues *
lb_used_values_new (LbSession *session, LbDataset *dataset)
{
  LbUsedValues *self;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);

  self = g_object_new (LB_TYPE_USED_VALUES, NULL);
  self->session = g_object_ref (session);
  self->images = g_object_ref (lb_session_get_images (session, dataset));
  self->tally = lb_image_tally_new (session, dataset, self->images);
  g_signal_connect_object (self->tally, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
lb_used_values_prepare (LbUsedValues *self)
{
  g_return_if_fail (LB_IS_USED_VALUES (self));

  if (self->counting || !self->outdated ||
      (self->survey != NULL && g_get_monotonic_time () - self->counted_us < REST_US))
    return;

  self->counting = TRUE;
  self->outdated = FALSE;
  dex_future_disown (dex_future_finally (
    lb_threads_run (count_fiber, dup_captions (self), (GDestroyNotify) g_strfreev), counted_cb,
    lb_weak_new (self), lb_weak_free));
}

/* (transfer full): @path over all places of lists: `objects[2].pose` is `objects[].pose`. */
static char *
generalise (const char *path)
{
  GString *general = g_string_new (NULL);

  for (const char *p = path; *p != '\0'; p++)
    {
      g_string_append_c (general, *p);
      if (*p == '[' && g_ascii_isdigit (p[1]))
        p += strspn (p + 1, "0123456789");
    }
  return g_string_free_and_steal (general);
}

const LbSurveyField *
lb_used_values_find (LbUsedValues *self, const char *path)
{
  g_autofree char *general = NULL;

  g_return_val_if_fail (LB_IS_USED_VALUES (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  general = generalise (path);
  return self->survey != NULL ? lb_caption_survey_find (self->survey, general) : NULL;
}

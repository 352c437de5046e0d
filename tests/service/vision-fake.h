#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A server of OpenAI's chat completions, in a thread of its own, as strict as real ones are: what
 * it does not know it refuses, and notes. Any function may be called from the test's thread. */
typedef struct _VisionFake VisionFake;

/* It has the models "m" and, which sees nothing, "blind"; and says so. */

/* How an answer comes. */
typedef enum
{
  VISION_FAKE_WHOLE,
  VISION_FAKE_CUT,  /* the connection is lost within the body */
  VISION_FAKE_HANG, /* it is lost before the answer */
  VISION_FAKE_DRIP, /* a byte now and then, for ever */
  VISION_FAKE_HUGE  /* five MiB */
} VisionFakeWay;

/* An answer instead of the good one; 0 and NULL are 200 and JSON. */
typedef struct
{
  guint status;
  const char *type;
  const char *header; /* "Name: value" */
  const char *body;
  VisionFakeWay way;
} VisionFakeAnswer;

VisionFake *vision_fake_new (void);
/* Fails the test when a question was not as it should be. */
void vision_fake_free (VisionFake *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VisionFake, vision_fake_free)

const char *vision_fake_get_address (VisionFake *self); /* "http://127.0.0.1:PORT" */
/* The next question's answer, or list of models; one after the other, then good ones again.
 * @answer: must outlive it.
 */
void vision_fake_push (VisionFake *self, const VisionFakeAnswer *answer);
/* @key: (nullable): others get 401. */
void vision_fake_set_key (VisionFake *self, const char *key);
/* Which ways to ask it refuses with 400, by their words: "json_schema", "json_object". */
void vision_fake_refuse (VisionFake *self, const char *format);
/* Questions may come without temperature and seed. */
void vision_fake_allow_bare (VisionFake *self);
/* More pictures in one question than this are refused. */
void vision_fake_set_max_pictures (VisionFake *self, guint max_pictures);
/* Questions wait for their answer while this holds. */
void vision_fake_hold (VisionFake *self, gboolean hold);
/* What good captions say from now on. */
void vision_fake_say (VisionFake *self, const char *short_description);

guint vision_fake_count (VisionFake *self);         /* questions */
guint vision_fake_count_lists (VisionFake *self);   /* lists of models that were asked for */
guint vision_fake_count_waiting (VisionFake *self); /* that are held now */
guint vision_fake_count_hung_up (VisionFake *self); /* whose asker went while they were held */
guint vision_fake_most_at_once (VisionFake *self);  /* under way together */
guint vision_fake_most_pictures (VisionFake *self); /* in one question */
/* (transfer full): of the last question: its body, and "json_schema", "json_object" or "text". */
char *vision_fake_dup_body (VisionFake *self);
char *vision_fake_dup_format (VisionFake *self);
/* (transfer full): what Authorization it came with, "" without. */
char *vision_fake_dup_authorization (VisionFake *self);

/* (transfer full): an answer of a model that says @content, JSON text of any kind. */
char *vision_fake_envelope (const char *content, const char *finish_reason);
extern const char *const vision_fake_caption;

G_END_DECLS

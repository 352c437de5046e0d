#include "service/lb-vision-captioner.h"

#include "base/lb-error.h"
#include "contract/lb-rules.h"
#include "model/lb-prompt.h"
#include "service/lb-captioner-address.h"
#include "service/lb-vision-picture.h"
#include "service/lb-vision-post.h"
#include "service/lb-vision-talk.h"
#include "service/lb-vision-traits.h"
#include "service/lb-vision-words.h"

#define TIMEOUT_MS (120 * 1000)
#define PICTURE_SIDE 1024
/* Several in one question must leave room for the answer: ten of this size take a model no more
 * than three or four whole ones. */
#define ONE_OF_MANY_SIDE 512
#define FIBER_BYTES (256 * 1024)

struct _LbVisionCaptioner
{
  GObject parent_instance;

  LbVisionServer *server; /* (owned) */
  SoupSession *session;   /* (owned) */
  GCancellable *closing;  /* (owned) (nullable) */
  guint timeout_ms;
};

static void lb_vision_captioner_init_iface (LbCaptionerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbVisionCaptioner,
                               lb_vision_captioner,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LB_TYPE_CAPTIONER,
                                                      lb_vision_captioner_init_iface))

static void
lb_vision_captioner_finalize (GObject *object)
{
  LbVisionCaptioner *self = LB_VISION_CAPTIONER (object);

  g_clear_object (&self->server);
  g_clear_object (&self->session);
  g_clear_object (&self->closing);

  G_OBJECT_CLASS (lb_vision_captioner_parent_class)->finalize (object);
}

static void
lb_vision_captioner_class_init (LbVisionCaptionerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_vision_captioner_finalize;
}

static void
lb_vision_captioner_init (LbVisionCaptioner *self)
{
  self->session = lb_vision_session_new ();
  self->timeout_ms = TIMEOUT_MS;
}

LbCaptioner *
lb_vision_captioner_new (LbVisionServer *server, GCancellable *closing)
{
  LbVisionCaptioner *self = g_object_new (LB_TYPE_VISION_CAPTIONER, NULL);

  self->server = g_object_ref (server);
  g_set_object (&self->closing, closing);
  /* What is meant to stay on this computer must not go by way of a proxy. */
  if (lb_captioner_address_is_here (lb_vision_server_get_endpoint (server)))
    soup_session_set_proxy_resolver (self->session, NULL);

  return LB_CAPTIONER (self);
}

void
lb_vision_captioner_set_timeout (LbVisionCaptioner *self, guint timeout_ms)
{
  self->timeout_ms = timeout_ms;
}

/* One piece of work; what it does not need is NULL. */
typedef struct
{
  LbVisionCaptioner *self;   /* (owned) */
  LbCaptionRequest *caption; /* (owned) */
  GPtrArray *set;            /* (owned) (element-type LbCaptionRequest) */
  LbRefineRequest *refine;   /* (owned) */
} Work;

static Work *
work_new (LbCaptioner *captioner)
{
  Work *work = g_new0 (Work, 1);

  work->self = g_object_ref (LB_VISION_CAPTIONER (captioner));

  return work;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->self);
  g_clear_pointer (&work->caption, lb_caption_request_free);
  g_clear_pointer (&work->set, g_ptr_array_unref);
  g_clear_pointer (&work->refine, lb_refine_request_free);
  g_free (work);
}

static char *
talk (LbVisionCaptioner *self, LbVisionRequest *request, GCancellable *stop, GError **error)
{
  const LbVisionTalk how = {
    .session = self->session,
    .server = self->server,
    .timeout_ms = self->timeout_ms,
    .stop = stop,
    .closing = self->closing,
  };

  return lb_vision_talk (&how, request, error);
}

static gboolean
add_picture (LbVisionRequest *request, GBytes *picture, int max_side, GError **error)
{
  g_autoptr (GBytes) jpeg = dex_await_boxed (lb_vision_picture_make (picture, max_side), error);

  if (jpeg == NULL)
    return FALSE;

  lb_vision_request_add_picture (request, jpeg);

  return TRUE;
}

static DexFuture *
answer_with (char *text, GError *error)
{
  return text != NULL ? dex_future_new_take_string (text) : dex_future_new_for_error (error);
}

/* (transfer full): the sentence as a structured prompt that has nothing else */
static char *
wrap_sentence (const char *sentence)
{
  g_autoptr (LbPrompt) empty = lb_prompt_new ("{}", NULL);
  g_autoptr (LbPrompt) full = lb_prompt_set_string (empty, "short_description", sentence, NULL);

  return g_strdup (lb_prompt_get_text (full));
}

static DexFuture *
caption_fiber (gpointer data)
{
  Work *work = data;
  const LbCaptionRequest *what = work->caption;
  g_autoptr (LbVisionRequest) request = lb_vision_request_new (
    what->plain ? LB_VISION_SENTENCE : LB_VISION_CAPTION, lb_vision_words_caption_system (what),
    lb_vision_words_caption_question (what));
  g_autofree char *said = NULL;
  GError *error = NULL;

  if (!add_picture (request, what->picture, PICTURE_SIDE, &error) ||
      !(said = talk (work->self, request, what->stop, &error)))
    return dex_future_new_for_error (error);

  return dex_future_new_take_string (
    what->plain ? wrap_sentence (said) : lb_vision_traits_carry (said, what->visual_schema));
}

/* Of a set, whose requests are one caller's. */
static GCancellable *
stop_of (Work *work)
{
  const LbCaptionRequest *first = work->set->pdata[0];

  return first->stop;
}

/* All pictures in one question. */
static char *
look_at_all (Work *work, LbProject *project, GError **error)
{
  g_autoptr (LbVisionRequest) request =
    lb_vision_request_new (LB_VISION_SCHEMA, lb_vision_words_schema_system (project),
                           lb_vision_words_schema_question (work->set->len));

  for (guint i = 0; i < work->set->len; i++)
    {
      const LbCaptionRequest *one = work->set->pdata[i];

      if (!add_picture (request, one->picture, ONE_OF_MANY_SIDE, error))
        return NULL;
    }

  return talk (work->self, request, stop_of (work), error);
}

/* One after the other, and then what was said of them without the pictures. */
static char *
look_at_each (Work *work, LbProject *project, GError **error)
{
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (LbVisionRequest) merge = NULL;

  for (guint i = 0; i < work->set->len; i++)
    {
      const LbCaptionRequest *one = work->set->pdata[i];
      g_autoptr (LbVisionRequest) request =
        lb_vision_request_new (LB_VISION_SCHEMA, lb_vision_words_schema_system (project),
                               lb_vision_words_schema_question (1));
      char *answer;

      if (!add_picture (request, one->picture, PICTURE_SIDE, error) ||
          !(answer = talk (work->self, request, stop_of (work), error)))
        return NULL;
      g_ptr_array_add (answers, answer);
    }

  merge = lb_vision_request_new (LB_VISION_SCHEMA, lb_vision_words_schema_system (project),
                                 lb_vision_words_merge_question (answers));

  return talk (work->self, merge, stop_of (work), error);
}

/* Some servers take one picture at a time, or have no room for ten. */
static DexFuture *
generate_schema_fiber (gpointer data)
{
  Work *work = data;
  LbVisionServer *server = work->self->server;
  LbProject *project = ((LbCaptionRequest *) work->set->pdata[0])->project;
  g_autoptr (GError) failure = NULL;
  GError *error = NULL;
  char *schema = NULL;

  if (lb_vision_server_takes_many (server))
    {
      if ((schema = look_at_all (work, project, &failure)) != NULL)
        return dex_future_new_take_string (schema);
      if (!g_error_matches (failure, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_FAILED) &&
          !g_error_matches (failure, LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_BROKE_OFF))
        return dex_future_new_for_error (g_steal_pointer (&failure));
    }

  schema = look_at_each (work, project, &error);
  if (schema != NULL)
    lb_vision_server_set_takes_many (server, FALSE);

  return answer_with (schema, error);
}

static gboolean
is_caption (const char *text)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);

  return prompt != NULL && lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION);
}

static DexFuture *
refine_fiber (gpointer data)
{
  Work *work = data;
  const LbRefineRequest *what = work->refine;
  gboolean caption = is_caption (what->structured_prompt);
  g_autoptr (LbVisionRequest) request = lb_vision_request_new (
    caption ? LB_VISION_CAPTION : LB_VISION_DOCUMENT, lb_vision_words_refine_system (),
    lb_vision_words_refine_question (what));
  int side = what->context_images->len > 1 ? ONE_OF_MANY_SIDE : PICTURE_SIDE;
  g_autofree char *said = NULL;
  GError *error = NULL;

  for (guint i = 0; i < what->context_images->len; i++)
    if (!add_picture (request, what->context_images->pdata[i], side, &error))
      return dex_future_new_for_error (error);

  if (!(said = talk (work->self, request, what->stop, &error)))
    return dex_future_new_for_error (error);

  return dex_future_new_take_string (
    caption ? lb_vision_traits_keep (said, what->structured_prompt, what->instruction)
            : g_steal_pointer (&said));
}

static DexFuture *
lb_vision_captioner_caption (LbCaptioner *captioner, const LbCaptionRequest *request)
{
  Work *work = work_new (captioner);

  work->caption = lb_caption_request_copy (request);

  return dex_scheduler_spawn (NULL, FIBER_BYTES, caption_fiber, work, work_free);
}

static DexFuture *
lb_vision_captioner_generate_schema (LbCaptioner *captioner, GPtrArray *requests)
{
  Work *work;
  GError *error = NULL;

  if (!lb_rules_check_schema_images (requests->len, &error))
    return dex_future_new_for_error (error);

  work = work_new (captioner);
  work->set = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_caption_request_free);
  for (guint i = 0; i < requests->len; i++)
    g_ptr_array_add (work->set, lb_caption_request_copy (requests->pdata[i]));

  return dex_scheduler_spawn (NULL, FIBER_BYTES, generate_schema_fiber, work, work_free);
}

static DexFuture *
lb_vision_captioner_refine (LbCaptioner *captioner, const LbRefineRequest *request)
{
  Work *work = work_new (captioner);

  work->refine = lb_refine_request_copy (request);

  return dex_scheduler_spawn (NULL, FIBER_BYTES, refine_fiber, work, work_free);
}

static gboolean
lb_vision_captioner_answers_at_once (LbCaptioner *captioner)
{
  return FALSE;
}

static guint
lb_vision_captioner_get_concurrency (LbCaptioner *captioner)
{
  return lb_vision_server_get_concurrency (LB_VISION_CAPTIONER (captioner)->server);
}

static void
lb_vision_captioner_init_iface (LbCaptionerInterface *iface)
{
  iface->caption = lb_vision_captioner_caption;
  iface->generate_schema = lb_vision_captioner_generate_schema;
  iface->refine = lb_vision_captioner_refine;
  iface->answers_at_once = lb_vision_captioner_answers_at_once;
  iface->get_concurrency = lb_vision_captioner_get_concurrency;
}

#include "service/lb-vision-talk.h"

#include <string.h>

#include "base/lb-error.h"
#include "service/lb-vision-reply.h"
#include "service/lb-vision-words.h"

#define REPAIR_TRIES 2
#define SECRET_BYTES 8 /* what is shorter than that is none */

/* What goes back and forth about one question. */
typedef struct
{
  const LbVisionTalk *talk;
  LbVisionRequest *request;
  LbVisionFormat format;
  gboolean bare;
  guint n_repairs;
  GPtrArray *keys; /* unowned (element-type utf8): that were sent, wiped when they go */
} Course;

/* A plainer way to ask is kept once the model itself has answered to it. */
static void
note_format (Course *course, LbVisionVerdict verdict)
{
  LbVisionServer *server = course->talk->server;

  if (course->request->task != LB_VISION_SENTENCE &&
      (verdict == LB_VISION_GOOD || verdict == LB_VISION_REPAIR) &&
      course->format > lb_vision_server_get_format (server))
    lb_vision_server_set_format (server, course->format);
}

/* Whether to ask once more after @reply. */
static gboolean
take_course (Course *course, const LbVisionReply *reply)
{
  gboolean plain = course->request->task == LB_VISION_SENTENCE;

  switch (reply->verdict)
    {
    case LB_VISION_REFORMAT:
      if (plain || course->format == LB_VISION_FORMAT_TEXT)
        return FALSE;
      course->format++;
      return TRUE;

    case LB_VISION_REDUCE:
      if (course->bare)
        return FALSE;
      course->bare = TRUE;
      lb_vision_server_set_bare (course->talk->server, TRUE);
      return TRUE;

    case LB_VISION_REPAIR:
      {
        g_autofree char *words = lb_vision_words_repair (reply->wrong, plain);

        lb_vision_request_add_turn (course->request, reply->text, words);
        return course->n_repairs++ < REPAIR_TRIES;
      }

    case LB_VISION_AGAIN: return course->n_repairs++ < REPAIR_TRIES;

    case LB_VISION_GOOD:
    case LB_VISION_FAILED:
    default:               return FALSE;
    }
}

static void
key_free (gpointer data)
{
  char *key = data;

  explicit_bzero (key, strlen (key));
  g_free (key);
}

static void
note_key (Course *course, const char *key)
{
  if (key != NULL && !g_ptr_array_find_with_equal_func (course->keys, key, g_str_equal, NULL))
    g_ptr_array_add (course->keys, g_strdup (key));
}

/* (transfer full) (nullable) */
static LbVisionAnswer *
ask (Course *course, GError **error)
{
  const LbVisionTalk *talk = course->talk;
  LbVisionServer *server = talk->server;
  g_autoptr (GBytes) body = lb_vision_request_write (
    course->request, lb_vision_server_get_model (server), course->format, course->bare);

  note_key (course, lb_vision_server_get_key (server));
  return dex_await_boxed (lb_vision_post (talk->session, lb_vision_server_get_endpoint (server),
                                          lb_vision_server_get_key (server), body, talk->timeout_ms,
                                          talk->stop, talk->closing),
                          error);
}

/* Some servers say back which key they refuse, and what they say is logged and shown. */
static void
hide_key (const char *key, GError *error)
{
  g_auto (GStrv) parts = NULL;

  if (key == NULL || strlen (key) < SECRET_BYTES || error == NULL)
    return;

  parts = g_strsplit (error->message, key, -1);
  g_free (error->message);
  error->message = g_strjoinv ("…", parts);
}

/* Those that were sent, and the one that has come in the meantime. */
static void
hide_keys (Course *course, GError *error)
{
  hide_key (lb_vision_server_get_key (course->talk->server), error);
  for (guint i = 0; i < course->keys->len; i++)
    hide_key (course->keys->pdata[i], error);
}

static char *
talk_inside (Course *course, GError **error)
{
  for (;;)
    {
      g_autoptr (LbVisionAnswer) answer = ask (course, error);
      g_auto (LbVisionReply) reply = { 0 };

      if (answer == NULL)
        return NULL;

      lb_vision_reply_judge (&reply, answer, course->request->task, course->format);
      note_format (course, reply.verdict);
      if (reply.verdict == LB_VISION_GOOD)
        return g_steal_pointer (&reply.text);
      if (!take_course (course, &reply))
        {
          hide_keys (course, reply.error);
          g_propagate_error (error, g_steal_pointer (&reply.error));
          return NULL;
        }
    }
}

static gboolean
check_wanted (const LbVisionTalk *self, GError **error)
{
  if (!g_cancellable_is_cancelled (self->stop) && !g_cancellable_is_cancelled (self->closing))
    return TRUE;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The caption is not wanted any more");

  return FALSE;
}

char *
lb_vision_talk (const LbVisionTalk *self, LbVisionRequest *request, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (key_free);
  Course course = { .talk = self, .request = request, .keys = keys };
  g_autoptr (GError) failure = NULL;
  char *text = NULL;

  if (!dex_await (lb_vision_server_enter (self->server), error))
    return NULL;

  course.format = lb_vision_server_get_format (self->server);
  course.bare = lb_vision_server_is_bare (self->server);
  if (check_wanted (self, &failure))
    text = talk_inside (&course, &failure);
  lb_vision_server_leave (self->server);

  if (!g_error_matches (failure, LB_ERROR, LB_ERROR_CANCELLED))
    lb_vision_server_note (self->server, failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return text;
}

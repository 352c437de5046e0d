#include "vision-fake.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

#include "vision-raw-answer.h"

#define MAX_SIDE 1024
#define HUGE_BYTES (5 * 1024 * 1024)
#define WATCH_MS 10

struct _VisionFake
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  SoupServer *server;
  GMutex lock;
  GCond ready;

  /* Under the lock. */
  char *address;
  char *key;
  char *refused[4];
  char *said;
  GQueue answers;  /* (element-type VisionFakeAnswer) */
  GPtrArray *held; /* (element-type SoupServerMessage) */
  GPtrArray *gone; /* (element-type SoupServerMessage) whose asker hung up */
  GPtrArray *wrongs;
  gboolean hold;
  gboolean bare;
  guint max_pictures;
  guint n_asked;
  guint n_lists;
  guint n_hung_up;
  guint n_at_once;
  guint most_at_once;
  guint most_pictures;
  char *body;
  char *format;
  char *authorization;
};

const char *const vision_fake_caption =
  "{\"short_description\":\"A lighthouse on a rock.\",\"objects\":[{\"description\":\"a "
  "lighthouse\",\"location\":\"center\",\"relationship\":\"stands alone\",\"relative_size\":null,"
  "\"shape_and_color\":\"white\",\"texture\":null,\"appearance_details\":null,"
  "\"number_of_objects\":null,\"pose\":null,\"expression\":null,\"clothing\":null,\"action\":null,"
  "\"gender\":null,\"skin_tone_and_texture\":null,\"orientation\":null}],"
  "\"background_setting\":\"open sea\",\"lighting\":{\"conditions\":\"overcast\",\"direction\":"
  "\"even\",\"shadows\":null},\"aesthetics\":{\"composition\":\"centered\",\"color_scheme\":"
  "\"greys\",\"mood_atmosphere\":\"calm\"},\"photographic_characteristics\":{\"depth_of_field\":"
  "\"deep\",\"focus\":\"sharp\",\"camera_angle\":\"eye-level\",\"lens_focal_length\":\"50mm\"},"
  "\"style_medium\":\"photograph\",\"text_render\":[],\"context\":\"a picture of the coast\","
  "\"artistic_style\":\"realistic\"}";

static const char *const schema_answer =
  "{\"short_description\":null,\"objects\":[],\"background_setting\":null,\"lighting\":{"
  "\"conditions\":\"soft daylight\",\"direction\":null,\"shadows\":null},\"aesthetics\":{"
  "\"composition\":null,\"color_scheme\":\"muted greys\",\"mood_atmosphere\":\"calm\"},"
  "\"photographic_characteristics\":{\"depth_of_field\":null,\"focus\":null,\"camera_angle\":null,"
  "\"lens_focal_length\":null},\"style_medium\":\"ink and gouache\",\"text_render\":[],\"context\":"
  "null,\"artistic_style\":null}";

char *
vision_fake_envelope (const char *content, const char *finish_reason)
{
  return g_strdup_printf (
    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
    "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":%s},"
    "\"finish_reason\":%s}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,"
    "\"total_tokens\":2}}",
    content, finish_reason);
}

static char *
quote (const char *text)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);

  json_node_set_string (node, text);

  return json_to_string (node, FALSE);
}

/* Questions, read as a server would that knows the protocol and nothing beyond it. */

typedef struct
{
  gboolean bare; /* temperature and seed may be left out */
  GString *wrong;
  guint n_pictures;
  char *system;
  char *format;
} Question;

static void G_GNUC_PRINTF (2, 3) complain (Question *question, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_string_append_printf (question->wrong, "%s; ", text);
}

/* What a strict json_schema may be made of. */
static void
check_schema (Question *question, JsonNode *node, const char *where)
{
  static const char *const known[] = { "type",  "description", "properties",           "required",
                                       "items", "enum",        "additionalProperties", NULL };
  g_autoptr (GList) names = NULL;
  JsonObject *object;
  JsonObject *members;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      complain (question, "%s is no schema", where);
      return;
    }

  object = json_node_get_object (node);
  names = json_object_get_members (object);
  for (GList *at = names; at != NULL; at = at->next)
    if (!g_strv_contains (known, at->data))
      complain (question, "%s has “%s”", where, (char *) at->data);
  if (!json_object_has_member (object, "type"))
    complain (question, "%s has no type", where);

  if (json_object_has_member (object, "items"))
    check_schema (question, json_object_get_member (object, "items"), "items");
  if (!json_object_has_member (object, "properties"))
    return;

  members = json_object_get_object_member (object, "properties");
  if (json_object_get_boolean_member_with_default (object, "additionalProperties", TRUE))
    complain (question, "%s is open", where);
  if (!json_object_has_member (object, "required") ||
      json_array_get_length (json_object_get_array_member (object, "required")) !=
        json_object_get_size (members))
    complain (question, "%s does not require all", where);
  g_clear_pointer (&names, g_list_free);
  names = json_object_get_members (members);
  for (GList *at = names; at != NULL; at = at->next)
    check_schema (question, json_object_get_member (members, at->data), at->data);
}

static void
check_format (Question *question, JsonObject *root)
{
  JsonObject *format;
  JsonObject *schema;

  if (!json_object_has_member (root, "response_format"))
    {
      question->format = g_strdup ("text");
      return;
    }

  format = json_object_get_object_member (root, "response_format");
  question->format = g_strdup (json_object_get_string_member (format, "type"));
  if (g_str_equal (question->format, "json_object"))
    return;

  if (!g_str_equal (question->format, "json_schema") ||
      !json_object_has_member (format, "json_schema"))
    {
      complain (question, "response_format is unknown");
      return;
    }

  schema = json_object_get_object_member (format, "json_schema");
  if (!g_regex_match_simple ("^[a-zA-Z0-9_-]{1,64}$",
                             json_object_get_string_member (schema, "name"), 0, 0))
    complain (question, "the schema's name is wrong");
  if (!json_object_get_boolean_member (schema, "strict"))
    complain (question, "the schema is not strict");
  check_schema (question, json_object_get_member (schema, "schema"), "the whole");
}

static void
check_picture (Question *question, JsonObject *part)
{
  static const char prefix[] = "data:image/jpeg;base64,";
  const char *url =
    json_object_get_string_member (json_object_get_object_member (part, "image_url"), "url");
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autofree guchar *data = NULL;
  GdkPixbuf *pixels;
  gsize size;

  question->n_pictures++;
  if (!g_str_has_prefix (url, prefix))
    {
      complain (question, "a picture is no JPEG data URI");
      return;
    }

  data = g_base64_decode (url + strlen (prefix), &size);
  loader = gdk_pixbuf_loader_new_with_mime_type ("image/jpeg", NULL);
  if (!gdk_pixbuf_loader_write (loader, data, size, NULL) ||
      !gdk_pixbuf_loader_close (loader, NULL))
    {
      complain (question, "a picture is no JPEG");
      return;
    }
  pixels = gdk_pixbuf_loader_get_pixbuf (loader);
  if (MAX (gdk_pixbuf_get_width (pixels), gdk_pixbuf_get_height (pixels)) > MAX_SIDE)
    complain (question, "a picture is over 1024 pixels");
}

static void
check_content (Question *question, JsonNode *content)
{
  JsonArray *parts;

  if (JSON_NODE_HOLDS_VALUE (content))
    return;

  parts = json_node_get_array (content);
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonObject *part = json_array_get_object_element (parts, i);
      const char *type = json_object_get_string_member (part, "type");

      if (g_str_equal (type, "image_url"))
        check_picture (question, part);
      else if (!g_str_equal (type, "text"))
        complain (question, "a part is a “%s”", type);
    }
}

/* system, user, and then assistant and user in turns. */
static void
check_messages (Question *question, JsonArray *messages)
{
  if (json_array_get_length (messages) < 2 || json_array_get_length (messages) % 2 != 0)
    complain (question, "there are %u messages", json_array_get_length (messages));

  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      JsonObject *message = json_array_get_object_element (messages, i);
      const char *role = json_object_get_string_member (message, "role");

      if (!g_str_equal (role, i == 0 ? "system" : i % 2 == 1 ? "user" : "assistant"))
        complain (question, "message %u is of %s", i, role);
      check_content (question, json_object_get_member (message, "content"));
    }

  question->system = g_strdup (
    json_object_get_string_member (json_array_get_object_element (messages, 0), "content"));
}

static void
check_members (Question *question, JsonObject *root)
{
  static const char *const known[] = { "model",      "stream",   "temperature",     "seed",
                                       "max_tokens", "messages", "response_format", NULL };
  g_autoptr (GList) names = json_object_get_members (root);

  for (GList *at = names; at != NULL; at = at->next)
    if (!g_strv_contains (known, at->data))
      complain (question, "“%s” is unknown", (char *) at->data);
  if (!g_str_equal (json_object_get_string_member (root, "model"), "m"))
    complain (question, "the model is another");
  if (json_object_get_boolean_member (root, "stream"))
    complain (question, "it wants a stream");
  /* R67 */
  if (!question->bare && (!json_object_has_member (root, "temperature") ||
                          json_object_get_double_member (root, "temperature") != 0 ||
                          !json_object_has_member (root, "seed")))
    complain (question, "it leaves things to chance");
}

static void
read_question (Question *question, SoupServerMessage *message, const char *path, GBytes *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root;

  question->wrong = g_string_new (NULL);
  if (!g_str_equal (soup_server_message_get_method (message), "POST") ||
      !g_str_equal (path, "/v1/chat/completions"))
    complain (question, "it goes to %s", path);
  if (g_strcmp0 (type, "application/json") != 0)
    complain (question, "it is of type %s", type);
  if (!json_parser_load_from_data (parser, g_bytes_get_data (body, NULL),
                                   (gssize) g_bytes_get_size (body), NULL))
    {
      complain (question, "it is no JSON");
      return;
    }

  root = json_node_get_object (json_parser_get_root (parser));
  check_members (question, root);
  check_messages (question, json_object_get_array_member (root, "messages"));
  check_format (question, root);
}

static void
question_clear (Question *question)
{
  g_string_free (question->wrong, TRUE);
  g_free (question->system);
  g_free (question->format);
}

/* Answers. */

static void
send_json (SoupServerMessage *message, guint status, const char *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body,
                                    strlen (body));
}

static void
send_good (VisionFake *self, SoupServerMessage *message, const Question *question)
{
  g_autofree char *content = NULL;
  g_autofree char *envelope = NULL;

  if (strstr (question->system, "one sentence") != NULL)
    content = quote (self->said != NULL ? self->said : "A lighthouse on a rock.");
  else if (strstr (question->system, "in common") != NULL)
    content = quote (schema_answer);
  else if (self->said != NULL)
    {
      g_autoptr (GString) text = g_string_new (vision_fake_caption);

      g_string_replace (text, "A lighthouse on a rock.", self->said, 1);
      content = quote (text->str);
    }
  else
    content = quote (vision_fake_caption);

  envelope = vision_fake_envelope (content, "\"stop\"");
  send_json (message, 200, envelope);
}

static void
send_canned (VisionFake *self, SoupServerMessage *message, const VisionFakeAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *huge = NULL;
  const char *body = answer->body != NULL ? answer->body : "";

  if (answer->way == VISION_FAKE_HUGE)
    {
      huge = g_strnfill (HUGE_BYTES, ' ');
      body = huge;
    }
  else if (answer->way != VISION_FAKE_WHOLE)
    {
      vision_raw_answer_send (message, answer->way, self->context);
      return;
    }

  if (answer->header != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (answer->header, ": ", 2);

      soup_message_headers_replace (headers, parts[0], parts[1]);
    }
  soup_server_message_set_status (message, answer->status != 0 ? answer->status : 200, NULL);
  soup_server_message_set_response (message,
                                    answer->type != NULL ? answer->type : "application/json",
                                    SOUP_MEMORY_COPY, body, strlen (body));
}

static gboolean
is_refused (VisionFake *self, const char *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->refused); i++)
    if (g_strcmp0 (self->refused[i], format) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_let_in (VisionFake *self)
{
  g_autofree char *wanted = g_strconcat ("Bearer ", self->key, NULL);

  return self->key == NULL || g_str_equal (self->authorization, wanted);
}

static void
note_question (VisionFake *self, SoupServerMessage *message, GBytes *body, Question *question)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");

  self->n_asked++;
  self->most_pictures = MAX (self->most_pictures, question->n_pictures);
  g_free (self->body);
  self->body = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_set_str (&self->format, question->format);
  g_set_str (&self->authorization, authorization != NULL ? authorization : "");
  if (question->wrong->len > 0)
    g_ptr_array_add (self->wrongs, g_strdup (question->wrong->str));
}

static void
answer (VisionFake *self, SoupServerMessage *message, const Question *question)
{
  const VisionFakeAnswer *canned = g_queue_pop_head (&self->answers);

  if (question->wrong->len > 0)
    send_json (message, 400, "{\"error\":{\"message\":\"invalid request\"}}");
  else if (!is_let_in (self))
    send_json (message, 401, "{\"error\":{\"message\":\"Incorrect API key provided\"}}");
  else if (is_refused (self, question->format))
    send_json (message, 400,
               "{\"error\":{\"message\":\"'response_format.type' is not supported\"}}");
  else if (question->n_pictures > self->max_pictures)
    send_json (message, 400, "{\"error\":{\"message\":\"At most 1 image may be provided\"}}");
  else if (canned != NULL)
    send_canned (self, message, canned);
  else
    send_good (self, message, question);
}

static void
finished_cb (SoupServerMessage *message, VisionFake *self)
{
  g_mutex_lock (&self->lock);
  self->n_at_once--;
  if (g_ptr_array_remove (self->held, message))
    self->n_hung_up++;
  g_mutex_unlock (&self->lock);
}

/* While a message is paused nobody reads its line, so nobody would see it closed. */
static gboolean
watch_cb (gpointer data)
{
  VisionFake *self = data;

  g_mutex_lock (&self->lock);
  for (guint i = self->held->len; i > 0; i--)
    {
      GSocket *socket = soup_server_message_get_socket (self->held->pdata[i - 1]);
      char byte;

      if (socket != NULL && recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
        {
          self->n_hung_up++;
          g_ptr_array_add (self->gone, g_ptr_array_steal_index (self->held, i - 1));
        }
    }
  g_mutex_unlock (&self->lock);

  return G_SOURCE_CONTINUE;
}

static const char *const models_answer =
  "{\"object\":\"list\",\"data\":["
  "{\"id\":\"blind\",\"object\":\"model\",\"created\":1,\"owned_by\":\"me\",\"architecture\":"
  "{\"input_modalities\":[\"text\"]}},"
  "{\"id\":\"m\",\"object\":\"model\",\"created\":1,\"owned_by\":\"me\"}]}";

static void
list_models (VisionFake *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");

  g_mutex_lock (&self->lock);
  self->n_lists++;
  g_set_str (&self->authorization, authorization != NULL ? authorization : "");
  if (!g_queue_is_empty (&self->answers))
    send_canned (self, message, g_queue_pop_head (&self->answers));
  else if (!is_let_in (self))
    send_json (message, 401, "{\"error\":{\"message\":\"Incorrect API key provided\"}}");
  else
    send_json (message, 200, models_answer);
  g_mutex_unlock (&self->lock);
}

static void
question_cb (SoupServer *server,
             SoupServerMessage *message,
             const char *path,
             GHashTable *query,
             gpointer data)
{
  VisionFake *self = data;
  g_autoptr (GBytes) body =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  Question question = { 0 };

  if (g_str_equal (soup_server_message_get_method (message), "GET") &&
      g_str_equal (path, "/v1/models"))
    {
      list_models (self, message);
      return;
    }

  g_mutex_lock (&self->lock);
  question.bare = self->bare;
  g_mutex_unlock (&self->lock);
  read_question (&question, message, path, body);

  g_mutex_lock (&self->lock);
  note_question (self, message, body, &question);
  self->n_at_once++;
  self->most_at_once = MAX (self->most_at_once, self->n_at_once);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), self);
  if (question.format != NULL || question.wrong->len > 0)
    answer (self, message, &question);
  if (self->hold)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (self->held, g_object_ref (message));
    }
  g_mutex_unlock (&self->lock);

  question_clear (&question);
}

static gpointer
serve (gpointer data)
{
  VisionFake *self = data;
  GSource *watch = g_timeout_source_new (WATCH_MS);
  GSList *uris;

  g_main_context_push_thread_default (self->context);
  g_source_set_callback (watch, watch_cb, self, NULL);
  g_source_attach (watch, self->context);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, question_cb, self, NULL);
  g_assert_true (soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (self->server);

  g_mutex_lock (&self->lock);
  self->address = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_cond_signal (&self->ready);
  g_mutex_unlock (&self->lock);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  g_main_loop_run (self->loop);

  g_source_destroy (watch);
  g_source_unref (watch);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

VisionFake *
vision_fake_new (void)
{
  VisionFake *self = g_new0 (VisionFake, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->ready);
  g_queue_init (&self->answers);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->gone = g_ptr_array_new_with_free_func (g_object_unref);
  self->wrongs = g_ptr_array_new_with_free_func (g_free);
  self->max_pictures = G_MAXUINT;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("vision-fake", serve, self);

  g_mutex_lock (&self->lock);
  while (self->address == NULL)
    g_cond_wait (&self->ready, &self->lock);
  g_mutex_unlock (&self->lock);

  return self;
}

static gboolean
release_cb (gpointer data)
{
  VisionFake *self = data;
  g_autoptr (GPtrArray) held = NULL;

  g_mutex_lock (&self->lock);
  held = g_steal_pointer (&self->held);
  g_ptr_array_extend_and_steal (held, g_steal_pointer (&self->gone));
  self->gone = g_ptr_array_new_with_free_func (g_object_unref);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < held->len; i++)
    soup_server_message_unpause (held->pdata[i]);

  return G_SOURCE_REMOVE;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

void
vision_fake_free (VisionFake *self)
{
  vision_fake_hold (self, FALSE);
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (self->thread);

  for (guint i = 0; i < self->wrongs->len; i++)
    g_error ("A question was wrong: %s", (char *) self->wrongs->pdata[i]);

  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->gone);
  g_ptr_array_unref (self->wrongs);
  g_queue_clear (&self->answers);
  for (guint i = 0; i < G_N_ELEMENTS (self->refused); i++)
    g_free (self->refused[i]);
  g_free (self->address);
  g_free (self->key);
  g_free (self->said);
  g_free (self->body);
  g_free (self->format);
  g_free (self->authorization);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ready);
  g_free (self);
}

const char *
vision_fake_get_address (VisionFake *self)
{
  return self->address;
}

void
vision_fake_push (VisionFake *self, const VisionFakeAnswer *answer)
{
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->answers, (gpointer) answer);
  g_mutex_unlock (&self->lock);
}

void
vision_fake_set_key (VisionFake *self, const char *key)
{
  g_mutex_lock (&self->lock);
  g_set_str (&self->key, key);
  g_mutex_unlock (&self->lock);
}

void
vision_fake_refuse (VisionFake *self, const char *format)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < G_N_ELEMENTS (self->refused); i++)
    if (self->refused[i] == NULL)
      {
        self->refused[i] = g_strdup (format);
        break;
      }
  g_mutex_unlock (&self->lock);
}

void
vision_fake_allow_bare (VisionFake *self)
{
  g_mutex_lock (&self->lock);
  self->bare = TRUE;
  g_mutex_unlock (&self->lock);
}

void
vision_fake_set_max_pictures (VisionFake *self, guint max_pictures)
{
  g_mutex_lock (&self->lock);
  self->max_pictures = max_pictures;
  g_mutex_unlock (&self->lock);
}

void
vision_fake_hold (VisionFake *self, gboolean hold)
{
  g_mutex_lock (&self->lock);
  self->hold = hold;
  g_mutex_unlock (&self->lock);

  if (!hold)
    g_main_context_invoke (self->context, release_cb, self);
}

void
vision_fake_say (VisionFake *self, const char *short_description)
{
  g_mutex_lock (&self->lock);
  g_set_str (&self->said, short_description);
  g_mutex_unlock (&self->lock);
}

static guint
read_number (VisionFake *self, const guint *number)
{
  guint value;

  g_mutex_lock (&self->lock);
  value = *number;
  g_mutex_unlock (&self->lock);

  return value;
}

guint
vision_fake_count (VisionFake *self)
{
  return read_number (self, &self->n_asked);
}

guint
vision_fake_count_lists (VisionFake *self)
{
  return read_number (self, &self->n_lists);
}

guint
vision_fake_count_waiting (VisionFake *self)
{
  guint value;

  g_mutex_lock (&self->lock);
  value = self->held->len;
  g_mutex_unlock (&self->lock);

  return value;
}

guint
vision_fake_count_hung_up (VisionFake *self)
{
  return read_number (self, &self->n_hung_up);
}

guint
vision_fake_most_at_once (VisionFake *self)
{
  return read_number (self, &self->most_at_once);
}

guint
vision_fake_most_pictures (VisionFake *self)
{
  return read_number (self, &self->most_pictures);
}

static char *
dup_text (VisionFake *self, char *const *text)
{
  char *copy;

  g_mutex_lock (&self->lock);
  copy = g_strdup (*text);
  g_mutex_unlock (&self->lock);

  return copy;
}

char *
vision_fake_dup_body (VisionFake *self)
{
  return dup_text (self, &self->body);
}

char *
vision_fake_dup_format (VisionFake *self)
{
  return dup_text (self, &self->format);
}

char *
vision_fake_dup_authorization (VisionFake *self)
{
  return dup_text (self, &self->authorization);
}

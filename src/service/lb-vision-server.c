#include "service/lb-vision-server.h"

#include <string.h>

struct _LbVisionServer
{
  GObject parent_instance;

  char *endpoint; /* (owned) */
  char *model;    /* (owned) */
  char *key;      /* (owned) (nullable) */
  guint concurrency;
  guint n_inside;
  GQueue waiting; /* (owned) (element-type DexPromise) for a place */
  LbVisionFormat format;
  gboolean bare;
  gboolean takes_many;
  gboolean answered;
  GError *failure; /* (owned) (nullable) of the last question */
};

G_DEFINE_FINAL_TYPE (LbVisionServer, lb_vision_server, G_TYPE_OBJECT)

static void
wipe_key (LbVisionServer *self)
{
  if (self->key != NULL)
    explicit_bzero (self->key, strlen (self->key));
  g_clear_pointer (&self->key, g_free);
}

static void
lb_vision_server_finalize (GObject *object)
{
  LbVisionServer *self = LB_VISION_SERVER (object);

  wipe_key (self);
  g_queue_clear_full (&self->waiting, dex_unref);
  g_clear_pointer (&self->endpoint, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (lb_vision_server_parent_class)->finalize (object);
}

static void
lb_vision_server_class_init (LbVisionServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_vision_server_finalize;
}

static void
lb_vision_server_init (LbVisionServer *self)
{
  self->concurrency = 1;
  self->takes_many = TRUE;
  g_queue_init (&self->waiting);
}

const char *
lb_vision_format_word (LbVisionFormat format)
{
  switch (format)
    {
    case LB_VISION_FORMAT_SCHEMA: return "json_schema";
    case LB_VISION_FORMAT_OBJECT: return "json_object";
    case LB_VISION_FORMAT_TEXT:
    default:                      return "text";
    }
}

char *
lb_vision_endpoint (const char *address)
{
  g_autofree char *base = g_strdup (address);

  while (*base != '\0' && g_str_has_suffix (base, "/"))
    base[strlen (base) - 1] = '\0';

  if (g_str_has_suffix (base, "/chat/completions"))
    return g_steal_pointer (&base);

  return g_strconcat (base, g_str_has_suffix (base, "/v1") ? "" : "/v1", "/chat/completions", NULL);
}

LbVisionServer *
lb_vision_server_new (const char *address, const char *model)
{
  LbVisionServer *self = g_object_new (LB_TYPE_VISION_SERVER, NULL);

  self->endpoint = lb_vision_endpoint (address);
  self->model = g_strdup (model);

  return self;
}

const char *
lb_vision_server_get_endpoint (LbVisionServer *self)
{
  return self->endpoint;
}

const char *
lb_vision_server_get_model (LbVisionServer *self)
{
  return self->model;
}

void
lb_vision_server_set_key (LbVisionServer *self, const char *key)
{
  char *copy = g_strdup (key);

  wipe_key (self);
  self->key = copy;
}

const char *
lb_vision_server_get_key (LbVisionServer *self)
{
  return self->key;
}

/* Lets in as many as there are places for. */
static void
admit (LbVisionServer *self)
{
  while (self->n_inside < self->concurrency && !g_queue_is_empty (&self->waiting))
    {
      g_autoptr (DexPromise) place = g_queue_pop_head (&self->waiting);

      self->n_inside++;
      dex_promise_resolve_boolean (place, TRUE);
    }
}

void
lb_vision_server_set_concurrency (LbVisionServer *self, guint concurrency)
{
  self->concurrency = MAX (concurrency, 1);
  admit (self);
}

guint
lb_vision_server_get_concurrency (LbVisionServer *self)
{
  return self->concurrency;
}

DexFuture *
lb_vision_server_enter (LbVisionServer *self)
{
  DexPromise *place = dex_promise_new ();

  g_queue_push_tail (&self->waiting, dex_ref (place));
  admit (self);

  return DEX_FUTURE (place);
}

void
lb_vision_server_leave (LbVisionServer *self)
{
  g_return_if_fail (self->n_inside > 0);

  self->n_inside--;
  admit (self);
}

LbVisionFormat
lb_vision_server_get_format (LbVisionServer *self)
{
  return self->format;
}

void
lb_vision_server_set_format (LbVisionServer *self, LbVisionFormat format)
{
  self->format = format;
}

gboolean
lb_vision_server_is_bare (LbVisionServer *self)
{
  return self->bare;
}

void
lb_vision_server_set_bare (LbVisionServer *self, gboolean bare)
{
  self->bare = bare;
}

gboolean
lb_vision_server_takes_many (LbVisionServer *self)
{
  return self->takes_many;
}

void
lb_vision_server_set_takes_many (LbVisionServer *self, gboolean takes_many)
{
  self->takes_many = takes_many;
}

void
lb_vision_server_note (LbVisionServer *self, const GError *error)
{
  g_clear_error (&self->failure);
  if (error == NULL)
    self->answered = TRUE;
  else
    self->failure = g_error_copy (error);
}

void
lb_vision_server_forget_failure (LbVisionServer *self)
{
  g_clear_error (&self->failure);
}

const GError *
lb_vision_server_get_failure (LbVisionServer *self)
{
  return self->failure;
}

gboolean
lb_vision_server_has_answered (LbVisionServer *self)
{
  return self->answered;
}

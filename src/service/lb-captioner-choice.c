#include "service/lb-captioner-choice.h"

#include <string.h>
#include <sys/prctl.h>

#include "base/lb-error.h"
#include "service/lb-analyser-captioner.h"
#include "service/lb-captioner-address.h"
#include "service/lb-fault.h"
#include "service/lb-store-captioner.h"
#include "service/lb-vision-captioner.h"
#include "service/lb-vision-models.h"
#include "service/lb-vision-post.h"

#define MAX_MODEL_BYTES 1024
#define MAX_KEY_BYTES 4096

struct _LbCaptionerChoice
{
  GObject parent_instance;

  LbStore *store;              /* (owned) */
  LbCaptionerSetting *setting; /* (owned) what holds; never has the key */
  LbCaptioner *analyser;       /* (owned) */
  LbVisionServer *server;      /* (owned) (nullable) of the vision captioner */
  LbCaptioner *vision;         /* (owned) (nullable) */
  GHashTable *servers;         /* (owned) (element-type utf8 LbVisionServer) by address and model */
  GCancellable *closing;       /* (owned) of all that was ever chosen */
  SoupSession *lister;         /* (owned) (nullable) before models were asked for */
};

static void lb_captioner_choice_init_iface (LbCaptionerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbCaptionerChoice,
                               lb_captioner_choice,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LB_TYPE_CAPTIONER,
                                                      lb_captioner_choice_init_iface))

static void
lb_captioner_choice_finalize (GObject *object)
{
  LbCaptionerChoice *self = LB_CAPTIONER_CHOICE (object);

  g_clear_object (&self->store);
  g_clear_object (&self->setting);
  g_clear_object (&self->analyser);
  g_clear_object (&self->closing);
  g_clear_object (&self->lister);
  g_clear_object (&self->vision);
  g_clear_object (&self->server);
  g_clear_pointer (&self->servers, g_hash_table_unref);

  G_OBJECT_CLASS (lb_captioner_choice_parent_class)->finalize (object);
}

static void
lb_captioner_choice_class_init (LbCaptionerChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_captioner_choice_finalize;
}

static void
lb_captioner_choice_init (LbCaptionerChoice *self)
{
  self->analyser = lb_analyser_captioner_new ();
  self->closing = g_cancellable_new ();
  self->servers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/* (transfer none): what it was seen to understand stays known when it is chosen again. */
static LbVisionServer *
find_server (LbCaptionerChoice *self, LbCaptionerSetting *setting)
{
  const char *address = lb_captioner_setting_get_address (setting);
  const char *model = lb_captioner_setting_get_model (setting);
  g_autofree char *name = g_strdup_printf ("%s\n%s", address, model);
  LbVisionServer *server = g_hash_table_lookup (self->servers, name);

  if (server == NULL)
    {
      server = lb_vision_server_new (address, model);
      g_hash_table_insert (self->servers, g_steal_pointer (&name), server);
    }

  return server;
}

/* @key: (nullable): of the server that is chosen from now on. What the old one was asked is still
 * answered. */
static void
use (LbCaptionerChoice *self, LbCaptionerSetting *setting, const char *key)
{
  LbVisionServer *old = self->server;

  g_clear_object (&self->vision);
  self->server = NULL;
  g_clear_object (&self->setting);
  self->setting = setting;

  if (lb_captioner_setting_is_vision (setting))
    {
      self->server = g_object_ref (find_server (self, setting));
      lb_vision_server_set_key (self->server, key);
      lb_vision_server_forget_failure (self->server);
      lb_vision_server_set_concurrency (self->server,
                                        lb_captioner_setting_get_concurrency (setting));
      self->vision = lb_vision_captioner_new (self->server, self->closing);
    }

  if (old != NULL && old != self->server)
    lb_vision_server_set_key (old, NULL);
  g_clear_object (&old);
}

LbCaptionerChoice *
lb_captioner_choice_new (LbStore *store, GError **error)
{
  g_autoptr (LbCaptionerChoice) self = g_object_new (LB_TYPE_CAPTIONER_CHOICE, NULL);
  LbCaptionerSetting *setting = lb_store_read_captioner (store, error);

  if (setting == NULL)
    return NULL;

  self->store = g_object_ref (store);
  if (lb_captioner_setting_get_concurrency (setting) == 0)
    g_object_set (setting, "concurrency", 1, NULL);
  use (self, setting, NULL);

  return g_steal_pointer (&self);
}

static gboolean
lacks_key (LbCaptionerChoice *self)
{
  return self->server != NULL && lb_captioner_setting_has_key (self->setting) &&
         lb_vision_server_get_key (self->server) == NULL;
}

static const char *
state_of (LbCaptionerChoice *self)
{
  const GError *failure = self->server != NULL ? lb_vision_server_get_failure (self->server) : NULL;

  if (lacks_key (self))
    return "waiting_for_key";
  if (failure == NULL || failure->domain != LB_CAPTIONER_ERROR)
    return "ready";

  switch ((LbCaptionerError) failure->code)
    {
    case LB_CAPTIONER_ERROR_NO_KEY:      return "waiting_for_key";
    case LB_CAPTIONER_ERROR_KEY_REFUSED: return "key_refused";
    case LB_CAPTIONER_ERROR_UNREACHABLE: return "unreachable";
    case LB_CAPTIONER_ERROR_BUSY:        return "busy";
    case LB_CAPTIONER_ERROR_BROKE_OFF:
    case LB_CAPTIONER_ERROR_FAILED:
    default:                             return "ready";
    }
}

/* (transfer full): what holds, for a change or an answer */
static LbCaptionerSetting *
copy_setting (LbCaptionerChoice *self)
{
  LbCaptionerSetting *copy = lb_captioner_setting_new ();

  g_object_set (copy, "kind", lb_captioner_setting_get_kind (self->setting), "address",
                lb_captioner_setting_get_address (self->setting), "model",
                lb_captioner_setting_get_model (self->setting), "concurrency",
                lb_captioner_setting_get_concurrency (self->setting), "has-key",
                (int) lb_captioner_setting_has_key (self->setting), NULL);

  return copy;
}

LbCaptionerSetting *
lb_captioner_choice_get (LbCaptionerChoice *self)
{
  LbCaptionerSetting *setting = copy_setting (self);
  const GError *failure = NULL;
  const char *key = NULL;
  const char *format = NULL;
  gboolean open = FALSE;

  if (self->server != NULL)
    {
      key = lb_vision_server_get_key (self->server);
      failure = lb_vision_server_get_failure (self->server);
      open = lb_captioner_address_is_open (lb_captioner_setting_get_address (setting));
      if (lb_vision_server_has_answered (self->server))
        format = lb_vision_format_word (lb_vision_server_get_format (self->server));
    }

  g_object_set (setting, "has-key", (int) (key != NULL && *key != '\0'), "unencrypted", (int) open,
                "state", state_of (self), "message", failure != NULL ? failure->message : NULL,
                "format", format, NULL);

  return setting;
}

static gboolean
refuse (GError **error, const char *field, const char *words)
{
  lb_fault_set (error, LB_ERROR_INVALID, NULL, field, "%s", words);

  return FALSE;
}

/* What goes into a header is nothing but visible ASCII. */
static gboolean
check_key (const char *key, GError **error)
{
  if (strlen (key) > MAX_KEY_BYTES)
    return refuse (error, "key", "The key is too long");

  for (const char *at = key; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      return refuse (error, "key", "A key has no blanks and no letters beyond ASCII");

  return TRUE;
}

/* @address: (nullable) */
static gboolean
check_address (const char *address, GError **error)
{
  if (address == NULL || !lb_captioner_address_is_valid (address))
    return refuse (error, "address",
                   "“address” is the http or https address of a server, such as "
                   "http://localhost:11434, without a name, a password or a question in it");

  return TRUE;
}

static gboolean
check_setting (LbCaptionerSetting *setting, GError **error)
{
  const char *address = lb_captioner_setting_get_address (setting);
  const char *model = lb_captioner_setting_get_model (setting);
  int concurrency = lb_captioner_setting_get_concurrency (setting);

  if (!lb_captioner_setting_is_vision (setting) &&
      !g_str_equal (lb_captioner_setting_get_kind (setting), "analyser"))
    return refuse (error, "kind", "“kind” is “analyser” or “vision”");
  if (concurrency < 1 || concurrency > LB_CAPTIONER_MAX_CONCURRENCY)
    return refuse (error, "concurrency", "“concurrency” is a number from 1 to 8");
  if (!lb_captioner_setting_is_vision (setting))
    return TRUE;

  if (!check_address (address, error))
    return FALSE;
  if (model == NULL || *model == '\0' || strlen (model) > MAX_MODEL_BYTES)
    return refuse (error, "model", "“model” is the name of a model that the server has");

  return TRUE;
}

/* (transfer full): the choice with the change in it; @key: (out) (nullable) (transfer full) */
static LbCaptionerSetting *
merge (LbCaptionerChoice *self, LbCaptionerSetting *change, char **key)
{
  LbCaptionerSetting *setting = copy_setting (self);
  const char *address = lb_captioner_setting_get_address (change);
  const char *new_key = lb_captioner_setting_get_key (change);
  g_autofree char *kind = NULL;

  g_object_get (change, "kind", &kind, NULL);
  if (kind != NULL)
    g_object_set (setting, "kind", kind, NULL);
  if (address != NULL)
    g_object_set (setting, "address", address, NULL);
  if (lb_captioner_setting_get_model (change) != NULL)
    g_object_set (setting, "model", lb_captioner_setting_get_model (change), NULL);
  if (lb_captioner_setting_get_concurrency (change) != 0)
    g_object_set (setting, "concurrency", lb_captioner_setting_get_concurrency (change), NULL);

  if (new_key != NULL)
    {
      *key = g_strdup (new_key);
      g_object_set (setting, "has-key", (int) (*new_key != '\0'), NULL);
    }
  else if (!lb_captioner_address_same_server (lb_captioner_setting_get_address (self->setting),
                                              lb_captioner_setting_get_address (setting)))
    g_object_set (setting, "has-key", FALSE, NULL);
  else if (self->server != NULL)
    *key = g_strdup (lb_vision_server_get_key (self->server));

  return setting;
}

typedef struct
{
  LbCaptionerChoice *self;     /* (owned) */
  LbCaptionerSetting *setting; /* (owned) (nullable) */
  char *key;                   /* (owned) (nullable) */
  GCancellable *stop;          /* (owned) (nullable) */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  if (change->key != NULL)
    explicit_bzero (change->key, strlen (change->key));
  g_clear_pointer (&change->key, g_free);
  g_clear_object (&change->setting);
  g_clear_object (&change->stop);
  g_clear_object (&change->self);
  g_free (change);
}

/* No core file will have the key in it. @key: (nullable) */
static void
guard_key (const char *key)
{
  if (key != NULL && *key != '\0')
    prctl (PR_SET_DUMPABLE, 0);
}

/* It holds only once it is kept. */
static DexFuture *
change_fiber (gpointer data)
{
  Change *change = data;
  LbCaptionerChoice *self = change->self;
  GError *error = NULL;

  if (!dex_await (lb_store_write_captioner (self->store, change->setting), &error))
    return dex_future_new_for_error (error);

  use (self, g_steal_pointer (&change->setting), change->key);
  lb_captioner_emit_changed (LB_CAPTIONER (self));

  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
lb_captioner_choice_set (LbCaptionerChoice *self, LbCaptionerSetting *wanted)
{
  Change *change;
  GError *error = NULL;

  g_return_val_if_fail (LB_IS_CAPTIONER_CHOICE (self), NULL);

  change = g_new0 (Change, 1);
  change->self = g_object_ref (self);
  change->setting = merge (self, wanted, &change->key);
  if (!check_setting (change->setting, &error) ||
      (change->key != NULL && !check_key (change->key, &error)))
    {
      change_free (change);
      return dex_future_new_for_error (error);
    }

  guard_key (change->key);

  return dex_scheduler_spawn (NULL, 0, change_fiber, change, change_free);
}

static DexFuture *
models_fiber (gpointer data)
{
  Change *wanted = data;
  LbCaptionerChoice *self = wanted->self;

  if (self->lister == NULL)
    self->lister = lb_vision_session_new ();

  return lb_vision_models (self->lister, lb_captioner_setting_get_address (wanted->setting),
                           wanted->key, wanted->stop, self->closing);
}

DexFuture *
lb_captioner_choice_list_models (LbCaptionerChoice *self,
                                 LbCaptionerSetting *wish,
                                 GCancellable *stop)
{
  Change *wanted;
  GError *error = NULL;

  g_return_val_if_fail (LB_IS_CAPTIONER_CHOICE (self), NULL);

  wanted = g_new0 (Change, 1);
  wanted->self = g_object_ref (self);
  wanted->setting = merge (self, wish, &wanted->key);
  g_set_object (&wanted->stop, stop);
  if (!check_address (lb_captioner_setting_get_address (wanted->setting), &error) ||
      (wanted->key != NULL && !check_key (wanted->key, &error)))
    {
      change_free (wanted);
      return dex_future_new_for_error (error);
    }

  guard_key (wanted->key);

  return dex_scheduler_spawn (NULL, 0, models_fiber, wanted, change_free);
}

void
lb_captioner_choice_close (LbCaptionerChoice *self)
{
  g_cancellable_cancel (self->closing);
}

/* (nullable): NULL when it has no key to go on with */
static LbCaptioner *
chosen (LbCaptionerChoice *self)
{
  if (self->vision == NULL)
    return self->analyser;

  return lacks_key (self) ? NULL : self->vision;
}

static DexFuture *
refuse_without_key (void)
{
  return dex_future_new_for_error (lb_captioner_error_new (
    LB_CAPTIONER_ERROR_NO_KEY, 0, "The captioner waits for its key, which is kept in memory only"));
}

static DexFuture *
lb_captioner_choice_caption (LbCaptioner *captioner, const LbCaptionRequest *request)
{
  LbCaptioner *one = chosen (LB_CAPTIONER_CHOICE (captioner));

  return one != NULL ? lb_captioner_caption (one, request) : refuse_without_key ();
}

static DexFuture *
lb_captioner_choice_generate_schema (LbCaptioner *captioner, GPtrArray *requests)
{
  LbCaptioner *one = chosen (LB_CAPTIONER_CHOICE (captioner));

  return one != NULL ? lb_captioner_generate_schema (one, requests) : refuse_without_key ();
}

static DexFuture *
lb_captioner_choice_refine (LbCaptioner *captioner, const LbRefineRequest *request)
{
  LbCaptioner *one = chosen (LB_CAPTIONER_CHOICE (captioner));

  return one != NULL ? lb_captioner_refine (one, request) : refuse_without_key ();
}

static gboolean
lb_captioner_choice_answers_at_once (LbCaptioner *captioner)
{
  return LB_CAPTIONER_CHOICE (captioner)->vision == NULL;
}

static guint
lb_captioner_choice_get_concurrency (LbCaptioner *captioner)
{
  LbCaptionerChoice *self = LB_CAPTIONER_CHOICE (captioner);

  return lb_captioner_get_concurrency (self->vision != NULL ? self->vision : self->analyser);
}

static void
lb_captioner_choice_init_iface (LbCaptionerInterface *iface)
{
  iface->caption = lb_captioner_choice_caption;
  iface->generate_schema = lb_captioner_choice_generate_schema;
  iface->refine = lb_captioner_choice_refine;
  iface->answers_at_once = lb_captioner_choice_answers_at_once;
  iface->get_concurrency = lb_captioner_choice_get_concurrency;
}

#include "config.h"

#include "ui/application/lb-background-portal.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define BACKGROUND "org.freedesktop.portal.Background"
#define STATUS_CHARS 96 /* the portal takes no more */

typedef struct
{
  GDBusConnection *bus; /* (owned) */
  DexPromise *promise;  /* (owned) */
  guint subscription;
  gboolean over;
} Request;

static void
request_clear (gpointer data)
{
  Request *self = data;

  g_clear_object (&self->bus);
  dex_clear (&self->promise);
}

static void
request_end (Request *self, gboolean allowed)
{
  if (self->over)
    return;

  self->over = TRUE;
  dex_promise_resolve_boolean (self->promise, allowed);
  g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
}

static void
response_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *name,
             GVariant *parameters,
             gpointer data)
{
  g_autoptr (GVariant) results = NULL;
  gboolean background = FALSE;
  guint32 response = 0;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  /* 0: answered, 1: a person turned away, 2: it ended in another way */
  request_end (data,
               response == 2 ||
                 (response == 0 &&
                  (!g_variant_lookup (results, "background", "b", &background) || background)));
}

static void
called_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GVariant) handle =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);

  if (handle == NULL)
    request_end (data, TRUE);
  g_rc_box_release_full (data, request_clear);
}

static void
unsubscribed_cb (gpointer data)
{
  g_rc_box_release_full (data, request_clear);
}

/* (transfer full): under which the answer will come. */
static char *
response_path (GDBusConnection *bus, const char *token)
{
  g_autofree char *sender =
    g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (bus) + 1), ".", '_');

  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
}

DexFuture *
lb_background_portal_request (GDBusConnection *bus, const char *reason)
{
  g_autofree char *token = g_strdup_printf ("lookbook%u", g_random_int ());
  g_autofree char *path = NULL;
  GVariantBuilder options;
  DexFuture *future = NULL;
  Request *self = NULL;

  if (bus == NULL || g_dbus_connection_get_unique_name (bus) == NULL)
    return dex_future_new_for_boolean (TRUE);

  self = g_rc_box_new0 (Request);
  self->bus = g_object_ref (bus);
  self->promise = dex_promise_new ();
  path = response_path (bus, token);
  self->subscription = g_dbus_connection_signal_subscribe (
    bus, PORTAL, "org.freedesktop.portal.Request", "Response", path, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
    response_cb, g_rc_box_acquire (self), unsubscribed_cb);
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (reason));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, BACKGROUND, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), NULL, G_DBUS_CALL_FLAGS_NONE,
                          -1, NULL, called_cb, g_rc_box_acquire (self));
  future = dex_ref (DEX_FUTURE (self->promise));
  g_rc_box_release_full (self, request_clear);

  return future;
}

void
lb_background_portal_set_status (GDBusConnection *bus, const char *status)
{
  g_autofree char *message = NULL;
  GVariantBuilder options;

  if (bus == NULL)
    return;

  message = g_utf8_substring (status, 0, MIN (g_utf8_strlen (status, -1), STATUS_CHARS));
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "message", g_variant_new_string (message));
  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, BACKGROUND, "SetStatus",
                          g_variant_new ("(a{sv})", &options), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

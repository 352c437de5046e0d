#include "fault-proxy.h"

#include <gio/gio.h>
#include <string.h>

#include "fault-line.h"

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)

struct _FaultProxy
{
  GSocketService *service;
  char *origin;
  guint16 port; /* of the service */
  GMutex mutex; /* over what follows */
  guint n_open; /* connections */
  guint n_connections;
  guint n_late;     /* pictures that the service is still to be given */
  GArray *expected; /* (element-type Fault) */
  GRand *chance;
  guint tenths;
  gboolean down;
  gboolean stopped;
  GCond goes_on;
  gboolean over;
  guint plan; /* requests a minute; 0: any */
  gint64 (*now_us) (gpointer data);
  gpointer now_data;
  GArray *taken; /* (element-type gint64): when requests came that were not too many */
  guint n_limited;
  GPtrArray *ledger; /* (element-type FaultEntry) */
  GString *heads;
};

static void
entry_free (gpointer data)
{
  FaultEntry *self = data;

  g_free (self->method);
  g_free (self->path);
  g_free (self->image_name);
  g_free (self);
}

static FaultEntry *
entry_copy (const FaultEntry *self)
{
  FaultEntry *copy = g_memdup2 (self, sizeof *self);

  copy->method = g_strdup (self->method);
  copy->path = g_strdup (self->path);
  copy->image_name = g_strdup (self->image_name);

  return copy;
}

static const char *const rests[] = { "2", NULL, "Thu, 01 Jan 1970 00:00:00 GMT", "-5", "soon" };

static Fault
draw (FaultProxy *self, gboolean picture)
{
  static const guint statuses[] = { 500, 502, 503, 504, 429 };
  Fault fault = { .toxic = g_rand_int_range (self->chance, 1, FAULT_N_TOXICS) };

  fault.at = (gsize) g_rand_int_range (self->chance, 0, 600);
  fault.ms = (guint) g_rand_int_range (self->chance, 1, fault.toxic == FAULT_LATE ? 240 : 60);
  fault.status = statuses[g_rand_int_range (
    self->chance, 0, fault.toxic == FAULT_STATUS_AND_KEPT ? 4 : G_N_ELEMENTS (statuses))];
  fault.retry_after = rests[g_rand_int_range (self->chance, 0, G_N_ELEMENTS (rests))];
  if (!picture && fault.toxic == FAULT_LATE)
    fault.toxic = FAULT_RESET_ANSWER;

  return fault;
}

/* Seconds to wait when a request is one too many, 0 when it is not; with the mutex. */
static gint64
limit (FaultProxy *self)
{
  gint64 now = 0;
  gint64 oldest = 0;

  if (self->plan == 0)
    return 0;

  now = self->now_us (self->now_data);
  if (self->taken->len < self->plan)
    oldest = now - MINUTE_US;
  else
    oldest = g_array_index (self->taken, gint64, self->taken->len - self->plan);
  if (now - oldest >= MINUTE_US)
    {
      g_array_append_val (self->taken, now);
      return 0;
    }
  self->n_limited++;

  return (oldest + MINUTE_US - now + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
}

Fault
fault_proxy_take_fault (FaultProxy *self, const FaultRequest *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Fault fault = { 0 };
  gint64 rest_s = limit (self);

  g_string_append (self->heads, request->head->str);
  if (rest_s > 0)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, rest_s);

      fault.toxic = FAULT_STATUS;
      fault.status = 429;
      fault.retry_after = g_intern_string (text);
    }
  else if (self->expected->len > 0 &&
           (request->picture || g_array_index (self->expected, Fault, 0).any))
    {
      fault = g_array_index (self->expected, Fault, 0);
      g_array_remove_index (self->expected, 0);
    }
  else if (self->chance != NULL && (guint) g_rand_int_range (self->chance, 0, 20) <
                                     (request->picture ? 2 * self->tenths : self->tenths))
    {
      fault = draw (self, request->picture);
    }

  return fault;
}

void
fault_proxy_note (FaultProxy *self, const FaultRequest *request, FaultToxic toxic, guint status)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  FaultEntry *entry = g_new0 (FaultEntry, 1);

  entry->method = g_strdup (request->method);
  entry->path = g_strdup (request->path);
  entry->image_name = request->picture ? fault_request_dup_image_name (request) : NULL;
  entry->toxic = toxic;
  entry->status = status;
  g_ptr_array_add (self->ledger, entry);
}

static void
count_open (FaultProxy *self, int change)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_open += change;
  self->n_connections += change > 0;
}

gboolean
fault_proxy_lets_in (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (self->stopped && !self->over)
    g_cond_wait (&self->goes_on, &self->mutex);

  return !self->down;
}

void
fault_proxy_count_late (FaultProxy *self, int change)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_late += change;
}

gboolean
fault_proxy_is_over (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->over;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  FaultProxy *self = data;

  count_open (self, 1);
  fault_line_serve (self, connection);
  count_open (self, -1);

  return TRUE;
}

FaultProxy *
fault_proxy_new (const char *origin)
{
  FaultProxy *self = g_new0 (FaultProxy, 1);
  g_autoptr (GError) error = NULL;
  guint16 port = 0;

  g_mutex_init (&self->mutex);
  g_cond_init (&self->goes_on);
  self->port = (guint16) g_ascii_strtoull (strrchr (origin, ':') + 1, NULL, 10);
  self->expected = g_array_new (FALSE, FALSE, sizeof (Fault));
  self->ledger = g_ptr_array_new_with_free_func (entry_free);
  self->heads = g_string_new (NULL);
  self->taken = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->service = g_threaded_socket_service_new (64);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  self->origin = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);

  return self;
}

void
fault_proxy_free (FaultProxy *self)
{
  g_mutex_lock (&self->mutex);
  self->over = TRUE;
  g_cond_broadcast (&self->goes_on);
  g_mutex_unlock (&self->mutex);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (!fault_proxy_is_idle (self))
    g_main_context_iteration (NULL, FALSE);
  g_object_unref (self->service);
  g_array_unref (self->expected);
  g_array_unref (self->taken);
  g_ptr_array_unref (self->ledger);
  g_string_free (self->heads, TRUE);
  g_clear_pointer (&self->chance, g_rand_free);
  g_cond_clear (&self->goes_on);
  g_mutex_clear (&self->mutex);
  g_free (self->origin);
  g_free (self);
}

guint16
fault_proxy_get_port (FaultProxy *self)
{
  return self->port;
}

const char *
fault_proxy_get_origin (FaultProxy *self)
{
  return self->origin;
}

void
fault_proxy_expect (FaultProxy *self, const Fault *fault)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_array_append_val (self->expected, *fault);
}

void
fault_proxy_set_chance (FaultProxy *self, guint32 seed, guint tenths)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_clear_pointer (&self->chance, g_rand_free);
  self->chance = g_rand_new_with_seed (seed);
  self->tenths = tenths;
}

void
fault_proxy_enforce (FaultProxy *self,
                     guint requests,
                     gint64 (*now_us) (gpointer data),
                     gpointer data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->plan = requests;
  self->now_us = now_us;
  self->now_data = data;
}

guint
fault_proxy_get_n_answered (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->ledger->len;
}

guint
fault_proxy_get_n_connections (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_connections;
}

guint
fault_proxy_get_n_limited (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_limited;
}

void
fault_proxy_set_down (FaultProxy *self, gboolean down)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->down = down;
}

void
fault_proxy_set_stopped (FaultProxy *self, gboolean stopped)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->stopped = stopped;
  g_cond_broadcast (&self->goes_on);
}

gboolean
fault_proxy_is_idle (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_open == 0;
}

guint
fault_proxy_get_n_late (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_late;
}

GPtrArray *
fault_proxy_dup_ledger (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *ledger = g_ptr_array_new_with_free_func (entry_free);

  for (guint i = 0; i < self->ledger->len; i++)
    g_ptr_array_add (ledger, entry_copy (g_ptr_array_index (self->ledger, i)));

  return ledger;
}

static gboolean
is_sent (const FaultEntry *entry)
{
  return fault_request_is_picture (entry->method, entry->path);
}

guint
fault_proxy_count (FaultProxy *self, FaultToxic toxic)
{
  g_autoptr (GPtrArray) ledger = fault_proxy_dup_ledger (self);
  guint n = 0;

  for (guint i = 0; i < ledger->len; i++)
    n += is_sent (ledger->pdata[i]) && ((FaultEntry *) ledger->pdata[i])->toxic == toxic;

  return n;
}

guint
fault_proxy_get_n_sent (FaultProxy *self)
{
  g_autoptr (GPtrArray) ledger = fault_proxy_dup_ledger (self);
  guint n = 0;

  for (guint i = 0; i < ledger->len; i++)
    n += is_sent (ledger->pdata[i]);

  return n;
}

guint
fault_proxy_get_n_kept (FaultProxy *self)
{
  g_autoptr (GPtrArray) ledger = fault_proxy_dup_ledger (self);
  guint n = 0;

  for (guint i = 0; i < ledger->len; i++)
    n += is_sent (ledger->pdata[i]) && ((FaultEntry *) ledger->pdata[i])->status == 201;

  return n;
}

char *
fault_proxy_dup_heads (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->heads->str);
}

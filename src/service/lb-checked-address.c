#include "service/lb-checked-address.h"

struct _LbCheckedAddress
{
  GNetworkAddress parent_instance;

  GPtrArray *places; /* (owned) (element-type GSocketAddress) */
};

static void connectable_init (GSocketConnectableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbCheckedAddress,
                               lb_checked_address,
                               G_TYPE_NETWORK_ADDRESS,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE, connectable_init))

#define LB_TYPE_CHECKED_ENUMERATOR (lb_checked_enumerator_get_type ())
G_DECLARE_FINAL_TYPE (
  LbCheckedEnumerator, lb_checked_enumerator, LB, CHECKED_ENUMERATOR, GSocketAddressEnumerator)

struct _LbCheckedEnumerator
{
  GSocketAddressEnumerator parent_instance;

  GPtrArray *places; /* (owned) (element-type GSocketAddress) */
  guint next;
};

G_DEFINE_FINAL_TYPE (LbCheckedEnumerator, lb_checked_enumerator, G_TYPE_SOCKET_ADDRESS_ENUMERATOR)

static GSocketAddress *
next (GSocketAddressEnumerator *enumerator, GCancellable *cancellable, GError **error)
{
  LbCheckedEnumerator *self = LB_CHECKED_ENUMERATOR (enumerator);

  if (self->next == self->places->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->places, self->next++));
}

static void
lb_checked_enumerator_finalize (GObject *object)
{
  g_ptr_array_unref (LB_CHECKED_ENUMERATOR (object)->places);

  G_OBJECT_CLASS (lb_checked_enumerator_parent_class)->finalize (object);
}

/* Waiting for the next one is the parent's, which asks at once. */
static void
lb_checked_enumerator_class_init (LbCheckedEnumeratorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_checked_enumerator_finalize;
  G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass)->next = next;
}

static void
lb_checked_enumerator_init (LbCheckedEnumerator *self)
{
}

static GSocketAddressEnumerator *
enumerate (GSocketConnectable *connectable)
{
  LbCheckedEnumerator *enumerator = g_object_new (LB_TYPE_CHECKED_ENUMERATOR, NULL);

  enumerator->places = g_ptr_array_ref (LB_CHECKED_ADDRESS (connectable)->places);

  return G_SOCKET_ADDRESS_ENUMERATOR (enumerator);
}

static void
connectable_init (GSocketConnectableIface *iface)
{
  iface->enumerate = enumerate;
  iface->proxy_enumerate = enumerate;
}

static void
lb_checked_address_finalize (GObject *object)
{
  g_ptr_array_unref (LB_CHECKED_ADDRESS (object)->places);

  G_OBJECT_CLASS (lb_checked_address_parent_class)->finalize (object);
}

static void
lb_checked_address_class_init (LbCheckedAddressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_checked_address_finalize;
}

static void
lb_checked_address_init (LbCheckedAddress *self)
{
  self->places = g_ptr_array_new_with_free_func (g_object_unref);
}

GSocketConnectable *
lb_checked_address_new (const char *host, guint16 port, GPtrArray *addresses)
{
  LbCheckedAddress *self =
    g_object_new (LB_TYPE_CHECKED_ADDRESS, "hostname", host, "port", (guint) port, NULL);

  for (guint i = 0; i < addresses->len; i++)
    g_ptr_array_add (self->places,
                     g_inet_socket_address_new (g_ptr_array_index (addresses, i), port));

  return G_SOCKET_CONNECTABLE (self);
}

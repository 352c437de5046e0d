#include "lb-test-resolver.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

struct _LbTestResolver
{
  GResolver parent_instance;

  GHashTable *names; /* (owned) (element-type utf8 utf8) */
  guint count;
};

G_DEFINE_FINAL_TYPE (LbTestResolver, lb_test_resolver, G_TYPE_RESOLVER)

/* (transfer full) (nullable): what is said now, and forgotten unless it is the last. */
static char *
take_answer (LbTestResolver *self, const char *name)
{
  const char *answers = g_hash_table_lookup (self->names, name);
  const char *bar;
  char *answer;

  self->count++;
  if (answers == NULL)
    return NULL;

  if (!(bar = strchr (answers, '|')))
    return g_strdup (answers);

  answer = g_strndup (answers, (gsize) (bar - answers));
  g_hash_table_replace (self->names, g_strdup (name), g_strdup (bar + 1));

  return answer;
}

static GList *
look_up (LbTestResolver *self, const char *name, GError **error)
{
  g_autofree char *answer = take_answer (self, name);
  g_auto (GStrv) words = NULL;
  GList *list = NULL;

  if (answer == NULL)
    {
      g_set_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "No such name");
      return NULL;
    }

  words = g_strsplit (answer, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    list = g_list_append (list, g_inet_address_new_from_string (words[i]));

  return list;
}

static void
free_list (gpointer list)
{
  g_resolver_free_addresses (list);
}

static void
look_up_async (GResolver *resolver,
               const char *name,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, data);
  GError *error = NULL;
  GList *list = look_up (LB_TEST_RESOLVER (resolver), name, &error);

  if (list != NULL)
    g_task_return_pointer (task, list, free_list);
  else
    g_task_return_error (task, error);
}

static void
look_up_flags_async (GResolver *resolver,
                     const char *name,
                     GResolverNameLookupFlags flags,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  look_up_async (resolver, name, cancellable, callback, data);
}

static GList *
look_up_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
lb_test_resolver_finalize (GObject *object)
{
  g_hash_table_unref (LB_TEST_RESOLVER (object)->names);

  G_OBJECT_CLASS (lb_test_resolver_parent_class)->finalize (object);
}

static void
lb_test_resolver_class_init (LbTestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lb_test_resolver_finalize;
  resolver_class->lookup_by_name_async = look_up_async;
  resolver_class->lookup_by_name_finish = look_up_finish;
  resolver_class->lookup_by_name_with_flags_async = look_up_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = look_up_finish;
}

static void
lb_test_resolver_init (LbTestResolver *self)
{
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

LbTestResolver *
lb_test_resolver_new (void)
{
  LbTestResolver *self = g_object_new (LB_TYPE_TEST_RESOLVER, NULL);

  g_resolver_set_default (G_RESOLVER (self));

  return self;
}

void
lb_test_resolver_set (LbTestResolver *self, const char *name, const char *answers)
{
  g_hash_table_replace (self->names, g_strdup (name), g_strdup (answers));
}

guint
lb_test_resolver_get_count (LbTestResolver *self)
{
  return self->count;
}

void
lb_test_network_enter (const char *const *addresses)
{
  int end;

  g_assert_cmpint (unshare (geteuid () == 0 ? CLONE_NEWNET : CLONE_NEWUSER | CLONE_NEWNET), ==, 0);
  end = socket (AF_INET, SOCK_DGRAM, 0);
  g_assert_cmpint (end, >=, 0);

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      struct ifreq request = { 0 };
      struct sockaddr_in *address = (struct sockaddr_in *) &request.ifr_addr;

      g_snprintf (request.ifr_name, sizeof request.ifr_name, i > 0 ? "lo:%u" : "lo", i);
      address->sin_family = AF_INET;
      g_assert_cmpint (inet_pton (AF_INET, addresses[i], &address->sin_addr), ==, 1);
      g_assert_cmpint (ioctl (end, SIOCSIFADDR, &request), ==, 0);
      g_assert_cmpint (inet_pton (AF_INET, "255.255.255.255", &address->sin_addr), ==, 1);
      g_assert_cmpint (ioctl (end, SIOCSIFNETMASK, &request), ==, 0);
      request.ifr_flags = IFF_UP | IFF_RUNNING;
      g_assert_cmpint (ioctl (end, SIOCSIFFLAGS, &request), ==, 0);
    }
  close (end);
}

#include "config.h"

#include "ui/application/lb-search-provider.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "session/lb-dataset-search.h"
#include "ui/accounts/lb-account-words.h"

#define INTERFACE "org.gnome.Shell.SearchProvider2"

/* What a result is known by: the account, a slash, and the UUID of the dataset. */

struct _LbSearchProvider
{
  GObject parent_instance;

  GListModel *accounts; /* (owned) (nullable) */
  GDBusConnection *bus; /* (owned) (nullable) while it is on the bus */
  guint registration;   /* 0: it is not */
};

G_DEFINE_FINAL_TYPE (LbSearchProvider, lb_search_provider, G_TYPE_OBJECT)

enum
{
  SIGNAL_SHOW_DATASET,
  SIGNAL_SEARCH,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char introspection[] =
  "<node><interface name='" INTERFACE "'>"
  "<method name='GetInitialResultSet'>"
  "<arg type='as' name='terms' direction='in'/><arg type='as' name='results' direction='out'/>"
  "</method>"
  "<method name='GetSubsearchResultSet'>"
  "<arg type='as' name='previous_results' direction='in'/>"
  "<arg type='as' name='terms' direction='in'/><arg type='as' name='results' direction='out'/>"
  "</method>"
  "<method name='GetResultMetas'>"
  "<arg type='as' name='identifiers' direction='in'/>"
  "<arg type='aa{sv}' name='metas' direction='out'/>"
  "</method>"
  "<method name='ActivateResult'>"
  "<arg type='s' name='identifier' direction='in'/>"
  "<arg type='as' name='terms' direction='in'/><arg type='u' name='timestamp' direction='in'/>"
  "</method>"
  "<method name='LaunchSearch'>"
  "<arg type='as' name='terms' direction='in'/><arg type='u' name='timestamp' direction='in'/>"
  "</method>"
  "</interface></node>";

/* One call that waits for its answer. */
typedef struct
{
  LbSearchProvider *provider;        /* (owned) */
  GDBusMethodInvocation *invocation; /* (owned) */
  GStrv wanted;                      /* (owned) (nullable): no others are asked about */
} Call;

static void
call_free (gpointer data)
{
  Call *self = data;

  g_object_unref (self->provider);
  g_object_unref (self->invocation);
  g_strfreev (self->wanted);
  g_free (self);
}

static char *
dup_name (const LbDatasetHit *hit)
{
  return g_strdup_printf ("%s/%s", hit->account_id, hit->uuid);
}

static GVariant *
write_results (Call *self, GPtrArray *hits)
{
  GVariantBuilder results;

  g_variant_builder_init (&results, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < hits->len; i++)
    {
      g_autofree char *name = dup_name (g_ptr_array_index (hits, i));

      if (self->wanted == NULL || g_strv_contains ((const char *const *) self->wanted, name))
        g_variant_builder_add (&results, "s", name);
    }

  return g_variant_new ("(as)", &results);
}

/* (nullable): the live account. */
static LbAccountEntry *
find_account (LbSearchProvider *self, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++)
    {
      g_autoptr (LbAccountEntry) account = g_list_model_get_item (self->accounts, i);

      if (g_str_equal (lb_account_entry_get_id (account), id))
        return account; /* the list keeps it */
    }

  return NULL;
}

/* (transfer full) (nullable): where it is. */
static char *
describe (LbSearchProvider *self, const LbDatasetHit *hit)
{
  LbAccountEntry *account = find_account (self, hit->account_id);
  g_autofree char *whose = account != NULL ? lb_account_words (account) : NULL;
  g_autofree char *project = hit->project_name != NULL ? lb_visible_text (hit->project_name) : NULL;

  if (project == NULL)
    return g_steal_pointer (&whose);
  if (whose == NULL)
    return g_steal_pointer (&project);

  /* Translators: the name of a project, and of the account that it is in */
  return g_strdup_printf (_ ("%s · %s"), project, whose);
}

static void
add_meta (LbSearchProvider *self, GVariantBuilder *metas, const LbDatasetHit *hit, const char *id)
{
  g_autofree char *name = lb_visible_text (hit->name);
  g_autofree char *description = describe (self, hit);
  g_autoptr (GIcon) icon = g_themed_icon_new (LB_APP_ID);
  g_autofree char *icon_words = g_icon_to_string (icon);

  g_variant_builder_open (metas, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (metas, "{sv}", "name", g_variant_new_string (name));
  if (description != NULL)
    g_variant_builder_add (metas, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_add (metas, "{sv}", "gicon", g_variant_new_string (icon_words));
  g_variant_builder_close (metas);
}

/* (nullable) */
static const LbDatasetHit *
find_hit (GPtrArray *hits, const char *id)
{
  for (guint i = 0; i < hits->len; i++)
    {
      g_autofree char *name = dup_name (g_ptr_array_index (hits, i));

      if (g_str_equal (name, id))
        return g_ptr_array_index (hits, i);
    }

  return NULL;
}

/* In the order in which they were asked for. */
static GVariant *
write_metas (LbSearchProvider *provider, Call *self, GPtrArray *hits)
{
  GVariantBuilder metas;

  g_variant_builder_init (&metas, G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; self->wanted[i] != NULL; i++)
    {
      const LbDatasetHit *hit = find_hit (hits, self->wanted[i]);

      if (hit != NULL)
        add_meta (provider, &metas, hit, self->wanted[i]);
    }

  return g_variant_new ("(aa{sv})", &metas);
}

static DexFuture *
found_cb (DexFuture *future, gpointer data)
{
  Call *self = data;
  LbSearchProvider *provider = self->provider;
  GPtrArray *hits = g_value_get_boxed (dex_future_get_value (future, NULL));
  const char *method = g_dbus_method_invocation_get_method_name (self->invocation);
  GVariant *answer = NULL;

  if (g_str_equal (method, "GetResultMetas"))
    answer = write_metas (provider, self, hits);
  else if (g_str_equal (method, "ActivateResult"))
    {
      const LbDatasetHit *hit = find_hit (hits, self->wanted[0]);

      g_signal_emit (provider, signals[SIGNAL_SHOW_DATASET], 0,
                     hit != NULL ? hit->account_id : NULL, hit != NULL ? hit->id : 0);
    }
  else
    answer = write_results (self, hits);

  g_dbus_method_invocation_return_value (g_object_ref (self->invocation), answer);
  g_application_release (g_application_get_default ());

  return dex_future_new_true ();
}

/* @wanted: (transfer full) (nullable); @invocation: (transfer full) */
static void
look (LbSearchProvider *self,
      const char *const *terms,
      GStrv wanted,
      GDBusMethodInvocation *invocation)
{
  g_autoptr (GListStore) none = g_list_store_new (G_TYPE_OBJECT);
  Call *call = g_new0 (Call, 1);

  call->provider = g_object_ref (self);
  call->invocation = invocation;
  call->wanted = wanted;
  /* Nothing else may keep the program running. */
  g_application_hold (g_application_get_default ());
  dex_future_disown (dex_future_then (
    lb_dataset_search_run (self->accounts != NULL ? self->accounts : G_LIST_MODEL (none), terms),
    found_cb, call, call_free));
}

static void
called_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer data)
{
  LbSearchProvider *self = data;
  g_autofree const char **terms = NULL;
  g_auto (GStrv) before = NULL;
  char *one = NULL;

  if (g_str_equal (method, "GetInitialResultSet"))
    {
      g_variant_get (parameters, "(^a&s)", &terms);
      look (self, terms, NULL, invocation);
    }
  else if (g_str_equal (method, "GetSubsearchResultSet"))
    {
      g_variant_get (parameters, "(^as^a&s)", &before, &terms);
      look (self, terms, g_steal_pointer (&before), invocation);
    }
  else if (g_str_equal (method, "GetResultMetas"))
    {
      g_variant_get (parameters, "(^as)", &before);
      look (self, NULL, g_steal_pointer (&before), invocation);
    }
  else if (g_str_equal (method, "ActivateResult"))
    {
      g_variant_get (parameters, "(s^a&su)", &one, &terms, NULL);
      before = g_new0 (char *, 2);
      before[0] = one;
      look (self, NULL, g_steal_pointer (&before), invocation);
    }
  else
    {
      g_variant_get (parameters, "(^a&su)", &terms, NULL);
      g_signal_emit (self, signals[SIGNAL_SEARCH], 0, terms);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

static void
lb_search_provider_dispose (GObject *object)
{
  LbSearchProvider *self = LB_SEARCH_PROVIDER (object);

  lb_search_provider_unexport (self);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (lb_search_provider_parent_class)->dispose (object);
}

static void
lb_search_provider_class_init (LbSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_search_provider_dispose;

  signals[SIGNAL_SHOW_DATASET] =
    g_signal_new ("show-dataset", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
  signals[SIGNAL_SEARCH] = g_signal_new ("search", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRV);
}

static void
lb_search_provider_init (LbSearchProvider *self)
{
}

LbSearchProvider *
lb_search_provider_new (void)
{
  return g_object_new (LB_TYPE_SEARCH_PROVIDER, NULL);
}

void
lb_search_provider_set_accounts (LbSearchProvider *self, GListModel *accounts)
{
  g_return_if_fail (LB_IS_SEARCH_PROVIDER (self));

  g_set_object (&self->accounts, accounts);
}

gboolean
lb_search_provider_export (LbSearchProvider *self,
                           GDBusConnection *bus,
                           const char *path,
                           GError **error)
{
  static const GDBusInterfaceVTable vtable = { called_cb };
  g_autoptr (GDBusNodeInfo) node = NULL;
  g_autofree char *below = NULL;

  g_return_val_if_fail (LB_IS_SEARCH_PROVIDER (self), FALSE);
  g_return_val_if_fail (self->registration == 0, FALSE);

  if (!(node = g_dbus_node_info_new_for_xml (introspection, error)))
    return FALSE;

  below = g_strconcat (path, "/SearchProvider", NULL);
  self->registration =
    g_dbus_connection_register_object (bus, below, node->interfaces[0], &vtable, self, NULL, error);
  if (self->registration == 0)
    return FALSE;

  self->bus = g_object_ref (bus);
  return TRUE;
}

void
lb_search_provider_unexport (LbSearchProvider *self)
{
  g_return_if_fail (LB_IS_SEARCH_PROVIDER (self));

  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->bus, self->registration);
  self->registration = 0;
  g_clear_object (&self->bus);
}

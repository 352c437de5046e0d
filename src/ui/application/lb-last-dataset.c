#include "ui/application/lb-last-dataset.h"

#include "session/lb-account-list.h"

#define LOCAL_KEY "last-dataset"
#define OTHERS_KEY "last-hosted-datasets"

static gboolean
is_local (const char *account_id)
{
  return g_str_equal (account_id, LB_ACCOUNT_LOCAL_ID);
}

/* All but that of @account_id. */
static void
init_others (GVariantBuilder *others, GSettings *settings, const char *account_id)
{
  g_autoptr (GVariant) all = g_settings_get_value (settings, OTHERS_KEY);
  GVariantIter iter;
  const char *other = NULL;
  gint64 id = 0;

  g_variant_builder_init (others, G_VARIANT_TYPE ("a{sx}"));
  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "{&sx}", &other, &id))
    if (!g_str_equal (other, account_id))
      g_variant_builder_add (others, "{sx}", other, id);
}

gint64
lb_last_dataset_get (GSettings *settings, const char *account_id)
{
  g_autoptr (GVariant) all = NULL;
  gint64 id = 0;

  if (is_local (account_id))
    return g_settings_get_int64 (settings, LOCAL_KEY);

  all = g_settings_get_value (settings, OTHERS_KEY);
  g_variant_lookup (all, account_id, "x", &id);

  return id;
}

void
lb_last_dataset_set (GSettings *settings, const char *account_id, gint64 id)
{
  GVariantBuilder all;

  if (is_local (account_id))
    {
      g_settings_set_int64 (settings, LOCAL_KEY, id);
      return;
    }

  init_others (&all, settings, account_id);
  g_variant_builder_add (&all, "{sx}", account_id, id);
  g_settings_set_value (settings, OTHERS_KEY, g_variant_builder_end (&all));
}

void
lb_last_dataset_forget (GSettings *settings, const char *account_id)
{
  GVariantBuilder others;

  init_others (&others, settings, account_id);
  g_settings_set_value (settings, OTHERS_KEY, g_variant_builder_end (&others));
}

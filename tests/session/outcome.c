#include "outcome.h"

#include <glib/gstdio.h>

static const GValue *
wait_for (DexFuture *future, GError **error)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  return dex_future_get_value (future, error);
}

GError *
outcome_of (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;
  GError *error = NULL;

  wait_for (future, &error);

  return error;
}

void
outcome_is_done (DexFuture *future)
{
  g_autoptr (GError) error = outcome_of (future);

  g_assert_no_error (error);
}

void
outcome_is_refused (DexFuture *future, LbError code)
{
  g_autoptr (GError) error = outcome_of (future);

  g_assert_error (error, LB_ERROR, (int) code);
}

void
outcome_is_text (DexFuture *future, const char *text)
{
  g_autoptr (DexFuture) owned = future;
  g_autoptr (GError) error = NULL;
  const GValue *value = wait_for (future, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (g_value_get_string (value), ==, text);
}

guint
outcome_mode (const char *path)
{
  GStatBuf about;

  g_assert_cmpint (g_lstat (path, &about), ==, 0);

  return about.st_mode & 07777;
}

void
outcome_clear_folder (char **path)
{
  g_autofree char *folder = g_steal_pointer (path);
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char *[]) { "rm", "-rf", folder, NULL }, NULL, G_SPAWN_SEARCH_PATH, NULL,
                NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

#include "corpus-pictures.h"

GBytes *
corpus_load (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("LB_TEST_CORPUS"), "edge", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static DexFuture *
done_cb (DexFuture *future, gpointer user_data)
{
  return dex_ref (future);
}

void
corpus_wait_for (DexFuture *future)
{
  g_autoptr (DexFuture) done = dex_future_finally (dex_ref (future), done_cb, NULL, NULL);

  while (dex_future_is_pending (done))
    g_main_context_iteration (NULL, TRUE);
}

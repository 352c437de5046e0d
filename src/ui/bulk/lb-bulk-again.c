#include "config.h"

#include "ui/bulk/lb-bulk-again.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"

typedef struct
{
  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
} Again;

static void
again_free (gpointer data)
{
  Again *again = data;

  g_object_unref (again->session);
  g_object_unref (again->dataset);
  g_free (again);
}

static DexFuture *
take_settings (Again *again, LbDataset *made)
{
  const char *schema = lb_dataset_get_visual_schema (again->dataset);
  const char *prefix = lb_dataset_get_caption_prefix (again->dataset);

  if (lb_dataset_is_fibo (again->dataset) && schema != NULL)
    return lb_session_set_visual_schema (again->session, made, schema);
  if (!lb_dataset_is_fibo (again->dataset) && prefix != NULL &&
      g_strcmp0 (prefix, lb_dataset_get_caption_prefix (made)) != 0)
    return lb_session_set_caption_prefix (again->session, made, prefix);

  return NULL;
}

static DexFuture *
again_fiber (gpointer data)
{
  Again *again = data;
  LbProject *project =
    lb_session_find_project (again->session, lb_dataset_get_project_id (again->dataset));
  /* Translators: the name of a dataset that is made because an import into another one failed */
  g_autofree char *name = g_strdup_printf (_ ("%s (2)"), lb_dataset_get_name (again->dataset));
  g_autoptr (LbDataset) made = NULL;
  DexFuture *settings;
  GError *error = NULL;

  if (project == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "The project is gone");

  made =
    dex_await_object (lb_session_create_dataset (again->session, project, name,
                                                 lb_dataset_get_training_version (again->dataset),
                                                 lb_dataset_get_upload_type (again->dataset)),
                      &error);
  if (made == NULL)
    return dex_future_new_for_error (error);

  /* The dataset is there; what it did not take of the other's settings can be set on it. */
  if ((settings = take_settings (again, made)) != NULL)
    dex_await (settings, NULL);

  return dex_future_new_take_object (g_steal_pointer (&made));
}

DexFuture *
lb_bulk_again (LbSession *session, LbDataset *dataset)
{
  Again *again;

  dex_return_error_if_fail (LB_IS_SESSION (session));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));

  again = g_new0 (Again, 1);
  again->session = g_object_ref (session);
  again->dataset = g_object_ref (dataset);
  return dex_scheduler_spawn (NULL, 0, again_fiber, again, again_free);
}

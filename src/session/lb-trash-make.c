#include "session/lb-trash-private.h"

#include <string.h>

#include "base/lb-error.h"
#include "session/lb-outbox-private.h"
#include "session/lb-session-private.h"

/* What comes out of the trash and can't be had back under its old id is made anew, and not twice.
 */

/* Which kind the ids are of stands before them: a dataset may need its project first. */
static char *
dup_ids (const LbTrashMaker *maker)
{
  g_autoptr (GString) ids = g_string_new (maker->what);

  g_string_append_c (ids, ' ');
  for (guint i = 0; i < g_list_model_get_n_items (maker->list); i++)
    {
      g_autoptr (GObject) object = g_list_model_get_item (maker->list, i);

      g_string_append_printf (ids, "%" G_GINT64_FORMAT " ", maker->get_id (object));
    }

  return g_string_free_and_steal (g_steal_pointer (&ids));
}

/* Whether one was asked for, and it is not known what became of that. */
static gboolean
is_in_doubt (const LbTrashRow *row, const LbTrashMaker *maker)
{
  g_autofree char *start = g_strconcat (maker->what, " ", NULL);

  return row->ids_before != NULL && g_str_has_prefix (row->ids_before, start);
}

static gboolean
was_there (const LbTrashRow *row, const LbTrashMaker *maker, gpointer object)
{
  g_autofree char *id = g_strdup_printf (" %" G_GINT64_FORMAT " ", maker->get_id (object));

  return strstr (row->ids_before, id) != NULL;
}

/* @found: (out) (nullable) (transfer full). FALSE when nobody can say. */
static gboolean
find_new (const LbTrashRow *row, const LbTrashMaker *maker, gpointer *found, GError **error)
{
  g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);

  *found = NULL;
  for (guint i = 0; i < g_list_model_get_n_items (maker->list); i++)
    {
      g_autoptr (GObject) object = g_list_model_get_item (maker->list, i);

      if (!was_there (row, maker, object))
        g_ptr_array_add (fresh, g_steal_pointer (&object));
    }
  for (guint i = 0; i < fresh->len; i++)
    {
      g_autoptr (GError) failure = NULL;

      if (maker->is_ours (g_ptr_array_index (fresh, i), maker->data, &failure))
        {
          *found = g_object_ref (g_ptr_array_index (fresh, i));
          return TRUE;
        }
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
is_closed (LbTrash *self, GError **error)
{
  if (self->session != NULL)
    return FALSE;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The account is closed");

  return TRUE;
}

/* Elsewhere it may come late. @found: (out) (nullable) (transfer full). FALSE when nobody can say.
 */
static gboolean
look (
  LbTrash *self, const LbTrashRow *row, const LbTrashMaker *maker, gpointer *found, GError **error)
{
  *found = NULL;
  for (guint n = 1;; n++)
    {
      if (is_closed (self, error) || !maker->look (maker->data, error) ||
          !find_new (row, maker, found, error) || is_closed (self, error))
        return FALSE;
      if (*found != NULL || n == 2 || !lb_session_is_hosted (self->session))
        return TRUE;
      dex_await (dex_timeout_new_msec ((int) self->session->outbox->late_ms), NULL);
    }
}

static gboolean
keep_ids (LbTrash *self, LbTrashRow *row, const char *ids, GError **error)
{
  g_autofree char *before = g_strdup (row->ids_before);

  g_set_str (&row->ids_before, ids);
  if (dex_await (lb_trash_run (self, lb_trash_rows_put, lb_trash_row_copy (row)), error))
    return TRUE;

  g_set_str (&row->ids_before, before);

  return FALSE;
}

/* (transfer full) (nullable) */
static gpointer
ask (LbTrash *self, LbTrashRow *row, const LbTrashMaker *maker, GError **error)
{
  g_autofree char *ids = dup_ids (maker);
  g_autoptr (GObject) made = NULL;
  g_autoptr (GError) failure = NULL;

  if (!keep_ids (self, row, ids, error) || is_closed (self, error))
    return NULL;
  if ((made = maker->create (maker->data, &failure)) != NULL)
    return g_steal_pointer (&made);

  if (!lb_error_is_doubtful (failure))
    keep_ids (self, row, NULL, NULL);
  else if (look (self, row, maker, (gpointer *) &made, NULL) && made != NULL)
    return g_steal_pointer (&made);
  g_propagate_error (error, g_steal_pointer (&failure));

  return NULL;
}

static gpointer
make (LbTrash *self, LbTrashRow *row, const char *uuid, const LbTrashMaker *maker, GError **error)
{
  g_autoptr (GObject) made = NULL;

  if (is_closed (self, error) ||
      (is_in_doubt (row, maker) && !look (self, row, maker, (gpointer *) &made, error)) ||
      (made == NULL && (made = ask (self, row, maker, error)) == NULL) || is_closed (self, error))
    return NULL;
  if (uuid != NULL &&
      !dex_await (lb_session_rebind (self->session, uuid, maker->get_id (made)), error))
    return NULL;

  /* On disk they stand until the row goes, or says by itself how far it has come. */
  g_clear_pointer (&row->ids_before, g_free);

  return g_steal_pointer (&made);
}

gpointer
lb_trash_make (
  LbTrash *self, LbTrashRow *row, const char *uuid, const LbTrashMaker *maker, GError **error)
{
  g_autoptr (LbSession) session = self->session != NULL ? g_object_ref (self->session) : NULL;
  g_autoptr (GListModel) list = g_object_ref (maker->list);
  g_autoptr (DexPromise) promise = NULL;
  gpointer made = NULL;

  while (self->making != NULL)
    dex_await (DEX_FUTURE (dex_ref (self->making)), NULL);

  self->making = dex_promise_new ();
  made = make (self, row, uuid, maker, error);
  promise = g_steal_pointer (&self->making);
  dex_promise_resolve_boolean (promise, TRUE);

  return made;
}

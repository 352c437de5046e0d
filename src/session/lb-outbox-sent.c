#include "session/lb-outbox-private.h"

#include "base/lb-json.h"

/* Texts of ours that the service has, or may have: those under way, and those of which no answer
 * came. */

typedef struct
{
  char *text;         /* (owned) */
  gboolean was_there; /* an earlier attempt had no answer either */
} Out;

static void
out_free (gpointer data)
{
  Out *out = data;

  g_free (out->text);
  g_free (out);
}

GHashTable *
lb_outbox_out_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, out_free);
}

static gboolean
find (GPtrArray *sent, const char *text, guint *at)
{
  return g_ptr_array_find_with_equal_func (sent, text, g_str_equal, at);
}

void
lb_outbox_sent_add (GPtrArray *sent, const char *text)
{
  if (!find (sent, text, NULL))
    g_ptr_array_add (sent, g_strdup (text));
}

void
lb_outbox_sent_remove (GPtrArray *sent, const char *text)
{
  guint at = 0;

  if (find (sent, text, &at))
    g_ptr_array_remove_index (sent, at);
}

char *
lb_outbox_sent_to_text (GPtrArray *sent)
{
  g_autoptr (GString) out = NULL;

  if (sent->len == 0)
    return NULL;

  out = g_string_new ("[");
  for (guint i = 0; i < sent->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      lb_json_append_string (out, g_ptr_array_index (sent, i));
    }
  g_string_append_c (out, ']');

  return g_string_free_and_steal (g_steal_pointer (&out));
}

void
lb_outbox_sent_from_text (GPtrArray *sent, const char *text)
{
  g_autoptr (LbJsonDocument) document = text != NULL ? lb_json_document_new (text, -1, NULL) : NULL;
  const LbJsonNode *root = document != NULL ? lb_json_document_get_root (document) : NULL;

  for (guint i = 0; root != NULL && root->type == LB_JSON_ARRAY && i < lb_json_node_length (root);
       i++)
    {
      const LbJsonNode *node = lb_json_node_element (root, i);

      if (node->type == LB_JSON_STRING)
        lb_outbox_sent_add (sent, node->string);
    }
}

void
lb_outbox_begin_out (LbOutbox *self, LbOutboxEdit *edit)
{
  Out *out = g_new0 (Out, 1);

  out->text = g_strdup (edit->text);
  out->was_there = find (edit->sent, edit->text, NULL);
  lb_outbox_sent_add (edit->sent, edit->text);
  g_hash_table_replace (self->out, g_memdup2 (&edit->image_id, sizeof edit->image_id), out);
}

void
lb_outbox_take_out (LbOutbox *self, LbOutboxEdit *edit)
{
  const Out *out = g_hash_table_lookup (self->out, &edit->image_id);

  if (out != NULL)
    lb_outbox_sent_add (edit->sent, out->text);
}

void
lb_outbox_end_out (
  LbOutbox *self, gint64 image_id, LbOutboxEdit *edit, gboolean arrived, gboolean certain)
{
  const Out *out = g_hash_table_lookup (self->out, &image_id);
  g_autofree char *text = NULL;
  gboolean was_there = FALSE;

  if (out == NULL)
    return;

  text = g_strdup (out->text);
  was_there = out->was_there;
  g_hash_table_remove (self->out, &image_id);
  if (edit == NULL)
    return;
  if (!certain)
    {
      lb_outbox_sent_add (edit->sent, text);
      edit->doubt_us = g_get_monotonic_time ();
    }
  else if (arrived)
    {
      lb_outbox_settle_sent (self, edit);
      lb_outbox_sent_remove (edit->sent, text);
      /* What a wish for something older takes back is to be known by its look. */
      if (edit->restoring)
        lb_outbox_sent_add (edit->sent, text);
    }
  else if (!was_there)
    lb_outbox_sent_remove (edit->sent, text);
}

int
lb_outbox_get_late_ms (LbOutbox *self, LbOutboxEdit *edit)
{
  const gint64 gone_ms = (g_get_monotonic_time () - edit->doubt_us) / 1000;
  const gboolean own = find (edit->sent, edit->text, NULL);

  if (edit->doubt_us == 0 || edit->sent->len <= (own ? 1 : 0) || gone_ms >= self->late_ms)
    return 0;

  return (int) (self->late_ms - gone_ms);
}

void
lb_outbox_settle_sent (LbOutbox *self, LbOutboxEdit *edit)
{
  Out *out = NULL;

  if (lb_outbox_get_late_ms (self, edit) > 0)
    return;

  g_ptr_array_set_size (edit->sent, 0);
  edit->doubt_us = 0;
  if ((out = g_hash_table_lookup (self->out, &edit->image_id)) == NULL)
    return;

  out->was_there = FALSE;
  lb_outbox_sent_add (edit->sent, out->text);
}

gboolean
lb_outbox_is_sending (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), FALSE);

  edit = lb_outbox_find_edit (self, image_id);

  return g_hash_table_contains (self->out, &image_id) ||
         (edit != NULL && !edit->over && edit->sent->len > 0);
}

void
lb_outbox_note_unsent (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;
  const Out *out = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  edit = lb_outbox_find_edit (self, image_id);
  out = g_hash_table_lookup (self->out, &image_id);
  if (out == NULL)
    return;

  if (edit != NULL && !out->was_there)
    lb_outbox_sent_remove (edit->sent, out->text);
  g_hash_table_remove (self->out, &image_id);
}

gboolean
lb_outbox_is_ours (
  LbOutbox *self, gint64 image_id, const char *text, LbOutboxSame same, gpointer data)
{
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), FALSE);
  g_return_val_if_fail (same != NULL, FALSE);

  edit = lb_outbox_find_edit (self, image_id);
  for (guint i = 0; edit != NULL && text != NULL && i < edit->sent->len; i++)
    if (same (text, g_ptr_array_index (edit->sent, i), data))
      return TRUE;

  return FALSE;
}

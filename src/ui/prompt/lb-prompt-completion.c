#include "config.h"

#include "ui/prompt/lb-prompt-completion.h"

#include <string.h>

#include "model/lb-prompt-cursor.h"
#include "model/lb-prompt-schema.h"
#include "ui/prompt/lb-prompt-proposal.h"

/* What is longer is read by nobody while it is typed. */
#define MAX_BYTES (256 * 1024)

struct _LbPromptCompletion
{
  GObject parent_instance;

  LbPromptKind kind;
};

static void provider_iface_init (GtkSourceCompletionProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbPromptCompletion,
                               lb_prompt_completion,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_SOURCE_TYPE_COMPLETION_PROVIDER,
                                                      provider_iface_init))

/* What is typed is never interrupted: the list comes when it is asked for. */
static gboolean
is_wanted (GtkSourceCompletionContext *context)
{
  return gtk_source_completion_context_get_activation (context) ==
         GTK_SOURCE_COMPLETION_ACTIVATION_USER_REQUESTED;
}

/* (transfer full) (nullable): where the cursor of @buffer is; @text: (out). */
static LbPromptCursor *
read_cursor (GtkTextBuffer *buffer, char **text)
{
  GtkTextIter start, end, cursor;
  g_autofree char *before = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  *text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  if (strlen (*text) > MAX_BYTES)
    return NULL;

  before = gtk_text_buffer_get_text (buffer, &start, &cursor, TRUE);
  return lb_prompt_cursor_new (*text, strlen (before));
}

static void
add (GListStore *proposals, const LbPromptField *field, const char *value, const char *written)
{
  g_autoptr (LbPromptProposal) proposal = lb_prompt_proposal_new (field, value);
  guint priority;

  if (gtk_source_completion_fuzzy_match (lb_prompt_proposal_get_text (proposal), written,
                                         &priority))
    g_list_store_append (proposals, proposal);
}

GListModel *
lb_prompt_completion_list (LbPromptCompletion *self, GtkTextBuffer *buffer)
{
  GListStore *proposals;
  g_autoptr (LbPromptCursor) cursor = NULL;
  g_autofree char *text = NULL;
  g_autofree char *raw = NULL;
  g_autofree char *written = NULL;
  const LbPromptField *fields = NULL;
  const LbPromptField *field = NULL;
  guint n_fields = 0;

  g_return_val_if_fail (LB_IS_PROMPT_COMPLETION (self), NULL);
  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  proposals = g_list_store_new (LB_TYPE_PROMPT_PROPOSAL);
  if ((cursor = read_cursor (buffer, &text)) == NULL)
    return G_LIST_MODEL (proposals);

  raw = g_strndup (text + cursor->start, cursor->end - cursor->start);
  written = g_utf8_casefold (raw, -1);
  if (cursor->kind == LB_PROMPT_CURSOR_KEY)
    fields = lb_prompt_schema_list_fields (self->kind, cursor->path, &n_fields);
  for (guint i = 0; i < n_fields; i++)
    if (!g_strv_contains ((const char *const *) cursor->keys, fields[i].key))
      add (proposals, &fields[i], NULL, written);

  if (cursor->kind == LB_PROMPT_CURSOR_VALUE)
    field = lb_prompt_schema_get_field (self->kind, cursor->path);
  for (guint i = 0; field != NULL && field->kind == LB_PROMPT_FIELD_SCORE &&
                    lb_prompt_schema_get_scores ()[i] != NULL;
       i++)
    add (proposals, field, lb_prompt_schema_get_scores ()[i], written);
  return G_LIST_MODEL (proposals);
}

/* What goes behind a new key; @back: (out): characters from its end to where one goes on. */
static const char *
value_template (const LbPromptField *field, int *back)
{
  *back = 1;
  switch (field->kind)
    {
    case LB_PROMPT_FIELD_OBJECT:  return "{}";
    case LB_PROMPT_FIELD_LIST:    return "[]";
    case LB_PROMPT_FIELD_INTEGER: *back = 0; return "1";
    case LB_PROMPT_FIELD_TEXT:
    case LB_PROMPT_FIELD_SCORE:
    case LB_PROMPT_FIELD_LOOSE:
    default:                      return "\"\"";
    }
}

static void
iter_at_byte (GtkTextBuffer *buffer, const char *text, gsize byte, GtkTextIter *iter)
{
  gtk_text_buffer_get_iter_at_offset (buffer, iter, (int) g_utf8_strlen (text, (gssize) byte));
}

void
lb_prompt_completion_write (LbPromptCompletion *self,
                            GtkTextBuffer *buffer,
                            GtkSourceCompletionProposal *proposal)
{
  g_autoptr (LbPromptCursor) cursor = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  GtkTextIter start, end;
  const char *behind;
  gsize from, to;
  int back = 0;

  g_return_if_fail (LB_IS_PROMPT_COMPLETION (self));
  g_return_if_fail (LB_IS_PROMPT_PROPOSAL (proposal));

  if ((cursor = read_cursor (buffer, &text)) == NULL)
    return;

  from = cursor->start - (cursor->quoted ? 1 : 0);
  to = cursor->end + (cursor->closed ? 1 : 0);
  behind = text + to + strspn (text + to, " \t\r\n");
  g_string_append_printf (words, "\"%s\"",
                          lb_prompt_proposal_get_text (LB_PROMPT_PROPOSAL (proposal)));
  if (lb_prompt_proposal_is_key (LB_PROMPT_PROPOSAL (proposal)) && *behind != ':')
    g_string_append_printf (
      words, ": %s",
      value_template (lb_prompt_proposal_get_field (LB_PROMPT_PROPOSAL (proposal)), &back));

  iter_at_byte (buffer, text, from, &start);
  iter_at_byte (buffer, text, to, &end);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, words->str, (int) words->len);
  gtk_text_iter_backward_chars (&start, back);
  gtk_text_buffer_place_cursor (buffer, &start);
  gtk_text_buffer_end_user_action (buffer);
}

static void
populate_async (GtkSourceCompletionProvider *provider,
                GtkSourceCompletionContext *context,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, data);
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (gtk_source_completion_context_get_buffer (context));

  g_task_set_source_tag (task, populate_async);
  if (is_wanted (context))
    g_task_return_pointer (
      task, lb_prompt_completion_list (LB_PROMPT_COMPLETION (provider), buffer), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not asked for");
}

static GListModel *
populate_finish (GtkSourceCompletionProvider *provider, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
refilter (GtkSourceCompletionProvider *provider,
          GtkSourceCompletionContext *context,
          GListModel *model)
{
  g_autoptr (GListModel) proposals = lb_prompt_completion_list (
    LB_PROMPT_COMPLETION (provider),
    GTK_TEXT_BUFFER (gtk_source_completion_context_get_buffer (context)));

  gtk_source_completion_context_set_proposals_for_provider (context, provider, proposals);
}

static void
display (GtkSourceCompletionProvider *provider,
         GtkSourceCompletionContext *context,
         GtkSourceCompletionProposal *proposal,
         GtkSourceCompletionCell *cell)
{
  const char *text = lb_prompt_proposal_get_text (LB_PROMPT_PROPOSAL (proposal));
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (cell), GTK_TYPE_LIST_BOX_ROW);

  if (gtk_source_completion_cell_get_column (cell) != GTK_SOURCE_COMPLETION_COLUMN_TYPED_TEXT)
    return;

  gtk_source_completion_cell_set_text (cell, text);
  /* The list names none of its rows. */
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
activate (GtkSourceCompletionProvider *provider,
          GtkSourceCompletionContext *context,
          GtkSourceCompletionProposal *proposal)
{
  lb_prompt_completion_write (LB_PROMPT_COMPLETION (provider),
                              GTK_TEXT_BUFFER (gtk_source_completion_context_get_buffer (context)),
                              proposal);
}

static void
provider_iface_init (GtkSourceCompletionProviderInterface *iface)
{
  iface->populate_async = populate_async;
  iface->populate_finish = populate_finish;
  iface->refilter = refilter;
  iface->display = display;
  iface->activate = activate;
}

static void
lb_prompt_completion_class_init (LbPromptCompletionClass *klass)
{
}

static void
lb_prompt_completion_init (LbPromptCompletion *self)
{
}

LbPromptCompletion *
lb_prompt_completion_new (void)
{
  return g_object_new (LB_TYPE_PROMPT_COMPLETION, NULL);
}

void
lb_prompt_completion_set_kind (LbPromptCompletion *self, LbPromptKind kind)
{
  g_return_if_fail (LB_IS_PROMPT_COMPLETION (self));

  self->kind = kind;
}

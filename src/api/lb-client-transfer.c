#include "api/lb-client-private.h"

#include "api/lb-part-file.h"
#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "contract/lb-limits.h"

/* What goes over signed links: never with the token, and not as JSON. */

#define PICTURE_DEADLINE_SECONDS 60
#define TRANSFER_DEADLINE_SECONDS 60 /* since the last byte */

DexFuture *
lb_client_fetch (LbClient *self, const char *url)
{
  const LbClientSending how = { .deadline_seconds = PICTURE_DEADLINE_SECONDS,
                                .answer_cap = LB_LIMIT_ANSWER_PICTURE_BYTES };
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupMessage) message = NULL;

  dex_return_error_if_fail (LB_IS_CLIENT (self));

  if (!(message = lb_client_new_link_message (self, SOUP_METHOD_GET, url, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return lb_client_send (self, self->pictures, message, &how, NULL);
}

typedef struct
{
  LbClient *client;     /* (owned) */
  SoupMessage *message; /* (owned) */
  GFile *file;          /* (owned) */
  GCancellable *cancel; /* (owned) (nullable) */
  GFileProgressCallback progress;
  gpointer data;
  goffset sent;
  goffset total;
} Transfer;

static void
transfer_free (Transfer *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->message);
  g_clear_object (&self->file);
  g_clear_object (&self->cancel);
  g_free (self);
}

static DexFuture *
transfer_run (LbClient *client,
              const char *method,
              const char *url,
              GFile *file,
              GCancellable *cancel,
              GFileProgressCallback progress,
              gpointer data,
              DexFiberFunc fiber)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupMessage) message = NULL;
  Transfer *self = NULL;

  if (!(message = lb_client_new_link_message (client, method, url, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  self = g_new0 (Transfer, 1);
  self->client = g_object_ref (client);
  self->message = g_steal_pointer (&message);
  self->file = g_object_ref (file);
  g_set_object (&self->cancel, cancel);
  self->progress = progress;
  self->data = data;

  return dex_scheduler_spawn (NULL, 0, fiber, self, (GDestroyNotify) transfer_free);
}

static DexFuture *
fetch_fiber (gpointer data)
{
  Transfer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPartFile) part = lb_part_file_new (self->file, &error);
  LbClientSending how = { .deadline_seconds = TRANSFER_DEADLINE_SECONDS,
                          .progress = self->progress,
                          .data = self->data };

  if (part == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  how.sink = lb_part_file_get_stream (part);
  if (!dex_await (
        lb_client_send (self->client, self->client->pictures, self->message, &how, self->cancel),
        &error) ||
      !lb_part_file_finish (part, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * lb_client_fetch_to_file:
 * @self: a client
 * @url: a signed link
 * @file: where its body goes; replaced when all of it is there
 * @cancel: (nullable): stops it with LB_ERROR_CANCELLED
 * @progress: (nullable) (scope notified): bytes so far and their total, -1 when it is not known
 * @data: for @progress; has to live until the future is done
 *
 * It takes as long as bytes arrive; a minute without any is LB_ERROR_TIMED_OUT.
 *
 * Returns: (transfer full): a future of %TRUE; fails with LB_ERROR_FORBIDDEN or GONE when the link
 *   has run out, STORAGE or NO_SPACE when the file can't be written
 */
DexFuture *
lb_client_fetch_to_file (LbClient *self,
                         const char *url,
                         GFile *file,
                         GCancellable *cancel,
                         GFileProgressCallback progress,
                         gpointer data)
{
  dex_return_error_if_fail (LB_IS_CLIENT (self));
  dex_return_error_if_fail (G_IS_FILE (file));

  return transfer_run (self, SOUP_METHOD_GET, url, file, cancel, progress, data, fetch_fiber);
}

static void
wrote_body_data_cb (SoupMessage *message, guint chunk_size, Transfer *self)
{
  self->sent = MIN (self->sent + (goffset) chunk_size, self->total);
  self->progress (self->sent, self->total, self->data);
}

typedef struct
{
  GFile *file;              /* (owned) */
  GFileInputStream *stream; /* (owned) (nullable) */
  goffset size;
} Source;

static void
source_free (Source *self)
{
  g_clear_object (&self->file);
  g_clear_object (&self->stream);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Source, source_free)

static DexFuture *
open_fiber (gpointer data)
{
  Source *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = NULL;

  if (!(self->stream = g_file_read (self->file, NULL, &error)) ||
      !(info = g_file_input_stream_query_info (self->stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL,
                                               &error)))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "%s", error->message);

  self->size = g_file_info_get_size (info);
  return dex_future_new_true ();
}

static DexFuture *
put_fiber (gpointer data)
{
  Transfer *self = data;
  const LbClientSending how = { .deadline_seconds = TRANSFER_DEADLINE_SECONDS,
                                .answer_cap = LB_LIMIT_ANSWER_BYTES };
  g_autoptr (GError) error = NULL;
  g_autoptr (Source) source = g_new0 (Source, 1);
  gboolean done = FALSE;
  gulong handler = 0;

  source->file = g_object_ref (self->file);
  if (!dex_await (lb_threads_run (open_fiber, source, NULL), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* No type: a link may be signed for one, and none is right for it more often than a wrong one. */
  self->total = source->size;
  soup_message_set_request_body (self->message, NULL, G_INPUT_STREAM (source->stream),
                                 (gssize) source->size);
  if (self->progress != NULL)
    handler =
      g_signal_connect (self->message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), self);
  done = dex_await (
    lb_client_send (self->client, self->client->transfers, self->message, &how, self->cancel),
    &error);
  g_clear_signal_handler (&handler, self->message);
  if (!done)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * lb_client_put_file:
 * @self: a client
 * @url: a signed link for an upload; https, or http on this computer
 * @file: what is sent, streamed
 * @cancel: (nullable): stops it with LB_ERROR_CANCELLED
 * @progress: (nullable) (scope notified): bytes written so far and their total
 * @data: for @progress; has to live until the future is done
 *
 * Returns: (transfer full): a future of %TRUE; fails with LB_ERROR_FORBIDDEN or GONE when the link
 *   has run out, STORAGE when the file can't be read, INVALID for an address that is not encrypted
 */
DexFuture *
lb_client_put_file (LbClient *self,
                    const char *url,
                    GFile *file,
                    GCancellable *cancel,
                    GFileProgressCallback progress,
                    gpointer data)
{
  dex_return_error_if_fail (LB_IS_CLIENT (self));
  dex_return_error_if_fail (G_IS_FILE (file));

  if (!lb_client_is_private_way (url))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID,
                                  "The upload address must begin with https://");

  return transfer_run (self, SOUP_METHOD_PUT, url, file, cancel, progress, data, put_fiber);
}

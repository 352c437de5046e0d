#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "api/lb-client.h"
#include "api/lb-pacer.h"
#include "contract/lb-routes.h"

G_BEGIN_DECLS

struct _LbClient
{
  GObject parent_instance;

  GUri *base;                /* (owned) (nullable): NULL when @refusal says why */
  char *base_url;            /* (owned) (nullable): without a slash at its end */
  char *token;               /* (owned) (nullable): never logged */
  char *refusal;             /* (owned) (nullable): why this account can't be used at all */
  gboolean local;            /* over a Unix socket */
  SoupSession *interactive;  /* (owned): small calls */
  SoupSession *transfers;    /* (owned): uploads and what makes captions */
  SoupSession *pictures;     /* (owned): signed links, never with the token */
  LbPacer *pacer;            /* (owned): every call takes its turn there */
  GCancellable *cancellable; /* (owned): stops everything under way */
  guint second_ms;           /* how long a second of a deadline is: 1000, but in tests */
};

/* Reads an answer; may run on any thread. Returns a resolved or rejected future. */
typedef DexFuture *(*LbClientReader) (GBytes *body);

/* (transfer full) (nullable): a message to @path with method and token, no redirects. */
SoupMessage *lb_client_new_message (
  LbClient *self, const char *method, const char *path, const char *query, GError **error);
/* (transfer full) (nullable): a message for a signed link; it carries no token. */
SoupMessage *
lb_client_new_link_message (LbClient *self, const char *method, const char *url, GError **error);
/* Whether nobody between here and @url can read along: https, or this computer. */
gboolean lb_client_is_private_way (const char *url);

/**
 * LbClientSending:
 * @deadline_seconds: without an answer; it begins again with every part of the request that is
 *   written, and of an answer that goes into @sink. A connection is waited for 15 seconds at most,
 *   and for the next part of the request to be taken for a minute at most
 * @answer_cap: bytes of a success that are taken in; more is LB_ERROR_PROTOCOL
 * @sink: (nullable): takes the body of a success, of any length
 * @progress: (nullable): what has gone into @sink, and how much is to come or -1
 */
typedef struct
{
  guint deadline_seconds;
  gsize answer_cap;
  GOutputStream *sink;
  GFileProgressCallback progress;
  gpointer data;
} LbClientSending;

/* Sends @message and resolves to the body of a 2xx answer as boxed GBytes, empty with a sink. Every
 * other outcome rejects with an LB_ERROR. @how: copied; @cancel: (nullable). */
DexFuture *lb_client_send (LbClient *self,
                           SoupSession *session,
                           SoupMessage *message,
                           const LbClientSending *how,
                           GCancellable *cancel);

/**
 * LbClientOperation:
 * @query: (nullable)
 * @body: (transfer full) (nullable): resolves to boxed GBytes of JSON
 * @field: (nullable): a member of @body that not every service elsewhere knows (C1)
 * @body_without: (transfer full) (nullable): the same without @field
 * @cancel: (nullable)
 * @progress: (nullable)
 */
typedef struct
{
  LbRoute route;
  gint64 object_id;
  gint64 image_id;
  const char *query;
  DexFuture *body;
  const char *field;
  DexFuture *body_without;
  LbClientReader reader;
  GCancellable *cancel;
  LbClientProgress progress;
  gpointer data;
} LbClientOperation;

/* Runs one operation to its end, for the methods that do nothing else, so it checks @self. All goes
 * out exactly once, but that a service elsewhere is sent once more: a GET after a lost connection
 * or a 5xx; what it refuses for the sake of @field, without that; and what it has at its other path
 * only (C6). */
DexFuture *lb_client_run (LbClient *self, const LbClientOperation *operation);

/* Bodies, both (transfer full); the second is made on a worker thread. */
DexFuture *lb_client_body_from_node (JsonNode *node);
/* @fields: (transfer full): the members beside `file`. */
DexFuture *lb_client_body_for_upload (GBytes *bytes, JsonObject *fields);
/* @fields: (transfer full); @member: of the array of @texts (element-type utf8). */
DexFuture *lb_client_body_with_texts (JsonObject *fields, const char *member, GPtrArray *texts);

G_END_DECLS

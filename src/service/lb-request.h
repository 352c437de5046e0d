#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "contract/lb-routes.h"
#include "model/lb-image.h"
#include "service/lb-bulk-import.h"
#include "service/lb-captioner-choice.h"
#include "service/lb-captioner.h"
#include "service/lb-caption-run.h"
#include "service/lb-fetch.h"
#include "service/lb-hang-up.h"
#include "service/lb-ingest.h"
#include "service/lb-intake.h"
#include "service/lb-signer.h"
#include "service/lb-store.h"
#include "service/lb-streams.h"

G_BEGIN_DECLS

/* What the handlers work with; owned by the service, which outlives every request. */
typedef struct
{
  LbStore *store;
  LbSigner *signer;
  LbCaptionerChoice *choice;
  LbCaptioner *captioner; /* the choice */
  LbFetch *fetch;
  LbIngest *ingest;
  LbCaptionRun *runs;
  LbBulkImport *bulk;
  LbStreams *streams;
  gboolean leaving; /* a newer program asked for it; once the present requests are answered */
} LbServiceParts;

/**
 * LbRequest:
 *
 * One call to the service on its way from guard to answer. Lives on the main thread.
 */
typedef struct
{
  SoupServerMessage *message; /* (owned) */
  LbServiceParts *parts;
  char *path;        /* (owned) decoded */
  GHashTable *query; /* (owned) (nullable) (element-type utf8 utf8) */
  gboolean local;    /* over the Unix socket */
  guint port;        /* of TCP; 0 over the Unix socket */
  LbIntakeResult intake;
  GBytes *body; /* (owned) (nullable) */
  GBytes *file; /* (owned) (nullable): of an upload, taken out of its body and decoded (R45) */

  LbHangUp *hang_up; /* (owned) (nullable) once somebody asked for it */

  LbRoute route;
  gint64 object_id;
  gint64 image_id;
  JsonNode *json; /* (owned) (nullable) an object, for operations that take a body */

  guint status;
  char *content_type;  /* (owned) (nullable) */
  GBytes *answer;      /* (owned) (nullable) */
  LbStreamWrite write; /* (nullable): makes the answer in place of those bytes */
  gpointer write_data; /* (owned) */
  GDestroyNotify write_destroy;
} LbRequest;

LbRequest *lb_request_new (SoupServerMessage *message, LbServiceParts *parts);
void lb_request_free (LbRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbRequest, lb_request_free)

/* Runs inside the request's fiber. Answers through @self, or fails. */
typedef gboolean (*LbHandler) (LbRequest *self, GError **error);

/* Takes apart the body, on a worker: 415 and 400 of R9. */
gboolean lb_request_read_json (LbRequest *self, GError **error);

/* (transfer none) (nullable): cancelled when the caller hangs up, for work that is of no use to
 * anybody then. */
GCancellable *lb_request_get_stop (LbRequest *self);

/* Members of the body. Absent leaves @value as it is; a wrong type, or a text longer than anybody
 * means, is a 400 that names the field. */
gboolean lb_request_get_text (
  LbRequest *self, const char *member, const char *rule, const char **value, GError **error);
gboolean lb_request_get_boolean (
  LbRequest *self, const char *member, const char *rule, gboolean *value, GError **error);
gboolean lb_request_has (LbRequest *self, const char *member);

/* Answers. @node: (transfer full). Each returns TRUE. */
gboolean lb_request_answer_json (LbRequest *self, guint status, JsonNode *node);
/* @json: text that is written already. */
gboolean lb_request_answer_text (LbRequest *self, guint status, const char *json);
gboolean lb_request_answer_nothing (LbRequest *self);
gboolean lb_request_answer_bytes (LbRequest *self, const char *content_type, GBytes *bytes);
/* A file to be kept, which @write makes as it goes out; see lb_streams_start(). @file_name: what to
 * call it. */
gboolean lb_request_answer_stream (LbRequest *self,
                                   const char *content_type,
                                   const char *file_name,
                                   LbStreamWrite write,
                                   gpointer data,
                                   GDestroyNotify destroy);
void lb_request_answer_error (LbRequest *self, const GError *error);
/* 503: there is no room for the body now. */
void lb_request_answer_busy (LbRequest *self);
/* Writes the answer into the message. */
void lb_request_send (LbRequest *self);

/* (transfer full): a signed link that this caller can follow; see lb_signer_link(). */
char *lb_request_sign (LbRequest *self, gint64 id, const char *what);
/* Gives @image the links that this caller can follow. */
void lb_request_sign_image (LbRequest *self, LbImage *image);

G_END_DECLS

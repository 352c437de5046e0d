#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A lookbook-service of a test's own: the real program on a fresh folder, called as raw HTTP. */
typedef struct
{
  char *folder; /* (owned) temporary */
  char *data;   /* (owned) */
  char *socket; /* (owned) */
  char *base;   /* (owned) "http://lookbook.localhost" or the TCP address */
  char *origin; /* (owned) (nullable) that it may fetch from, "HOST:PORT" */
  GSubprocess *process;
  SoupSession *session;

  /* Of the last call. */
  guint status;
  char *body; /* (owned) */
  gsize length;
  JsonNode *json; /* (owned) (nullable) */
  char *content_type;
} LbTestService;

LbTestService *lb_test_service_new (void);
/* One that may fetch from @origin, "HOST:PORT". */
LbTestService *lb_test_service_new_fetching (const char *origin);
/* On a TCP port with @token. */
LbTestService *lb_test_service_new_for_port (const char *token);
void lb_test_service_free (LbTestService *self);
void lb_test_service_start (LbTestService *self);
/* SIGTERM, and a clean end. */
void lb_test_service_stop (LbTestService *self);
void lb_test_service_kill (LbTestService *self);
/* (transfer full) (element-type int): the decoders that the service has started; there must be one.
 */
GArray *lb_test_service_list_decoders (LbTestService *self);
/* To each of them. */
void lb_test_service_signal_decoders (LbTestService *self, int signal);

/* One call; @json: (nullable): the body, sent as application/json. Returns the status. */
guint lb_test_call (LbTestService *self, const char *method, const char *path, const char *json);
/* With everything said: @type (nullable), headers as name, value, ..., NULL. */
guint lb_test_call_full (LbTestService *self,
                         const char *method,
                         const char *url,
                         const char *type,
                         const char *body,
                         ...) G_GNUC_NULL_TERMINATED;
/* Calls and asserts the refusal: status, rule (nullable), and the error body's form. */
void lb_test_refused (LbTestService *self,
                      const char *method,
                      const char *path,
                      const char *json,
                      guint status,
                      const char *rule);
/* Calls and asserts the status; returns the "id" of the answer, 0 without one. */
gint64 lb_test_done (
  LbTestService *self, const char *method, const char *path, const char *json, guint status);

/* Of the last answer; texts are "" when null or absent. */
const char *lb_test_text (LbTestService *self, const char *member);
gint64 lb_test_number (LbTestService *self, const char *member);
gboolean lb_test_is_null (LbTestService *self, const char *member);
guint lb_test_count (LbTestService *self);

/* A project, a fibo dataset in it, and a schema on it. */
gint64 lb_test_add_project (LbTestService *self);
gint64 lb_test_add_dataset (LbTestService *self, gint64 project_id, const char *extra);
void lb_test_set_schema (LbTestService *self, gint64 dataset_id);
/* (transfer full): an upload's body. */
char *lb_test_upload_body (GBytes *picture, const char *extra);
gint64 lb_test_upload (LbTestService *self, gint64 dataset_id, GBytes *picture);
void lb_test_wait_for_captions (LbTestService *self, gint64 dataset_id);
void lb_test_remove_tree (const char *path);
/* (transfer full): a path below the root. */
char *lb_test_path (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* (transfer full): a picture; the same @seed gives the same pixels. @alpha: with a transparent
 * half. */
GBytes *lb_test_picture (int width, int height, gboolean alpha, const char *format, guint seed);

G_END_DECLS

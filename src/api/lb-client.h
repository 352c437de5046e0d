#pragma once

#include <gio/gio.h>
#include <libdex.h>
#include <json-glib/json-glib.h>

#include "model/lb-bulk-upload.h"
#include "model/lb-captioner-setting.h"
#include "model/lb-dataset.h"
#include "model/lb-download.h"
#include "model/lb-image.h"
#include "model/lb-project.h"

G_BEGIN_DECLS

/**
 * LbClient:
 *
 * One account's way to a service, hosted or embedded: one method an operation. Every future
 * resolves on the main context or rejects with an LB_ERROR whose message is the service's own
 * words; the rule of the local service, if it named one, is in front ("R47: ..."). Deadlines: 60 s,
 * 10 minutes where captions are made. The token goes to the base URL's origin only and no redirect
 * is followed. How long a service wants to be left alone (Retry-After) stands in the error, see
 * lb_error_get_retry_after(). A change is sent exactly once; a GET to a service elsewhere once more
 * after a lost connection or a 5xx.
 */
#define LB_TYPE_CLIENT (lb_client_get_type ())
G_DECLARE_FINAL_TYPE (LbClient, lb_client, LB, CLIENT, GObject)

/* The embedded service over its Unix socket; no token. */
LbClient *lb_client_new_for_socket (const char *socket_path);
/* A service at @base_url ("https://host[/prefix]", the part before "/v1"), with @token. */
LbClient *lb_client_new (const char *base_url, const char *token);
/* How many requests a minute the account's plan allows, 0 (at first) for any number. Every call
 * waits for its turn, see LbPacer; a rest that the service asks for is one for all calls. Signed
 * links are no calls. */
void lb_client_set_plan (LbClient *self, guint requests_a_minute);
/* Seconds until @n more calls would have gone; 0 when nothing holds them. */
double lb_client_estimate_s (LbClient *self, guint n);
/* Seconds for which the service has asked to be left alone, 0 when it has not. */
double lb_client_get_held_s (LbClient *self);
/* Whether the service is on this computer, and needs no network. */
gboolean lb_client_is_near (LbClient *self);
/* Whether @base_url will do: https, or http on this computer, with no user, query or fragment in
 * it, and no blank or character that can't be seen; else LB_ERROR_INVALID. */
gboolean lb_client_judge_base_url (const char *base_url, GError **error);
/* From now on calls carry @token (nullable): NULL, or one with blanks in it, and nothing is sent.
 */
void lb_client_set_token (LbClient *self, const char *token);
/* Stops everything under way, and refuses what comes later, with LB_ERROR_CANCELLED. */
void lb_client_close (LbClient *self);

/* Projects. Lists resolve to a boxed GPtrArray (G_TYPE_PTR_ARRAY) of objects. */
DexFuture *lb_client_list_projects (LbClient *self);
DexFuture *lb_client_get_project (LbClient *self, gint64 id);
/* @project carries the fields to send (its id is ignored); resolves to the stored LbProject. */
DexFuture *lb_client_create_project (LbClient *self, LbProject *project);
/* NULL fields are left as they are. */
DexFuture *lb_client_update_project (LbClient *self,
                                     gint64 id,
                                     const char *name,
                                     const char *description,
                                     const char *ip_name,
                                     const char *ip_description);
DexFuture *lb_client_delete_project (LbClient *self, gint64 id); /* resolves to TRUE */

/* Datasets. */
DexFuture *lb_client_list_datasets (LbClient *self);
DexFuture *lb_client_list_project_datasets (LbClient *self, gint64 project_id);
DexFuture *lb_client_get_dataset (LbClient *self, gint64 id, int max_images); /* LbDataset only */
DexFuture *lb_client_get_first_images (LbClient *self, gint64 id, int max_images);
DexFuture *lb_client_create_dataset (LbClient *self,
                                     gint64 project_id,
                                     const char *name,
                                     const char *training_version,
                                     const char *upload_type,
                                     const char *description);
/* NULL fields are left as they are. */
DexFuture *lb_client_update_dataset (
  LbClient *self, gint64 id, const char *name, const char *visual_schema, const char *status);
/* R27: legacy drafts only. @prefix may be empty. */
DexFuture *lb_client_set_caption_prefix (LbClient *self, gint64 id, const char *prefix);
/* @name, @description: (nullable): NULL leaves them to the service (R37). Resolves to the new
 * LbDataset; the embedded images are not read. */
DexFuture *
lb_client_clone_dataset (LbClient *self, gint64 id, const char *name, const char *description);
DexFuture *lb_client_delete_dataset (LbClient *self, gint64 id);
/* R90: resolves to a boxed LbDownload. A service that has nothing at the published path is asked
 * at the longer one once (C6). */
DexFuture *lb_client_download (LbClient *self, gint64 dataset_id);

/* Images. */
DexFuture *lb_client_list_images (LbClient *self, gint64 dataset_id);
DexFuture *lb_client_get_image (LbClient *self, gint64 dataset_id, gint64 image_id);

typedef void (*LbClientProgress) (gint64 sent_bytes, gint64 total_bytes, gpointer data);
/* Sends @bytes as base64, encoded on a worker thread; @cancel: (nullable). Progress
 * counts the bytes written to the connection, and is told of 0 when it is the call's turn. */
DexFuture *lb_client_upload_image (LbClient *self,
                                   gint64 dataset_id,
                                   GBytes *bytes,
                                   const char *image_name,
                                   gboolean increase_resolution,
                                   gboolean content_moderation,
                                   GCancellable *cancel,
                                   LbClientProgress progress,
                                   gpointer data);
/* R44: the service fetches the picture itself. @image_name, @cancel, @progress: (nullable), as
 * above. Resolves to the LbImage. */
DexFuture *lb_client_upload_address (LbClient *self,
                                     gint64 dataset_id,
                                     const char *image_url,
                                     const char *image_name,
                                     gboolean increase_resolution,
                                     gboolean content_moderation,
                                     GCancellable *cancel,
                                     LbClientProgress progress,
                                     gpointer data);
/* Private to the embedded service, which reads the file itself and so needs no bytes sent. @sha256:
 * what the sum of it has to be. LB_ERROR_GONE: the file is not there for the service, or is another
 * one; LB_ERROR_NOT_FOUND also from a service that does not know how. Else as above. */
DexFuture *lb_client_upload_file (LbClient *self,
                                  gint64 dataset_id,
                                  const char *file_url,
                                  const char *sha256,
                                  const char *image_name,
                                  gboolean increase_resolution,
                                  GCancellable *cancel,
                                  LbClientProgress progress,
                                  gpointer data);
DexFuture *
lb_client_set_caption (LbClient *self, gint64 dataset_id, gint64 image_id, const char *caption);
DexFuture *lb_client_regenerate_caption (LbClient *self, gint64 dataset_id, gint64 image_id);
DexFuture *lb_client_regenerate_all (LbClient *self, gint64 dataset_id); /* LbDataset */
DexFuture *lb_client_delete_image (LbClient *self, gint64 dataset_id, gint64 image_id);
/* Private to the embedded service: resolves to the LbImage under its old id. */
DexFuture *lb_client_undelete_image (LbClient *self, gint64 dataset_id, gint64 image_id);
/* The same for what was in a dataset that was deleted: it goes into the one that takes its place,
 * also into an advanced one. @caption, @caption_source: (nullable). @return_key: the same from one
 * try to the next: what is back already under it does not come again. Resolves to the LbImage. */
DexFuture *lb_client_return_image (LbClient *self,
                                   gint64 dataset_id,
                                   GBytes *bytes,
                                   const char *image_name,
                                   const char *caption,
                                   const char *caption_source,
                                   const char *return_key);

/* R73..R81: the one import of an advanced dataset. @automatic_captioning: for legacy datasets.
 * Resolves to an LbBulkUpload; one that is pending when the answer says nothing of it. */
DexFuture *lb_client_bulk_upload (LbClient *self,
                                  gint64 dataset_id,
                                  const char *zip_url,
                                  gboolean automatic_captioning,
                                  gboolean content_moderation);
/* R82, R83: resolves to an LbBulkUpload; LB_ERROR_NOT_FOUND when there was no import. */
DexFuture *lb_client_get_bulk_upload (LbClient *self, gint64 dataset_id);

/* @images: (element-type utf8): base64 or URLs, 5 to 10 (R86); resolves to the schema as a string.
 */
DexFuture *lb_client_generate_visual_schema (LbClient *self, GPtrArray *images);

/* R87..R89: resolves to the edited document as a string. @context_images: (nullable) (element-type
 * utf8): base64 or URLs. @cancel: (nullable): gives the request up. */
DexFuture *lb_client_refine (LbClient *self,
                             gint64 dataset_id,
                             const char *structured_prompt,
                             const char *instruction,
                             GPtrArray *context_images,
                             GCancellable *cancel);

/* A signed picture or thumbnail link, fetched without the token; resolves to boxed GBytes. */
DexFuture *lb_client_fetch (LbClient *self, const char *url);
/* A signed link of any size, without the token, streamed beside @file and then put in its place.
 * Resolves TRUE; else @file is as it was. @cancel: (nullable); @progress: (nullable): bytes so far
 * and their total, -1 when that is not known, on the main thread. */
DexFuture *lb_client_fetch_to_file (LbClient *self,
                                    const char *url,
                                    GFile *file,
                                    GCancellable *cancel,
                                    GFileProgressCallback progress,
                                    gpointer data);
/* Sends @file to a signed upload link with PUT, streamed, without the token; https, or this
 * computer. Resolves TRUE. @cancel and @progress as above. */
DexFuture *lb_client_put_file (LbClient *self,
                               const char *url,
                               GFile *file,
                               GCancellable *cancel,
                               GFileProgressCallback progress,
                               gpointer data);
/* The embedded service's version as a string. */
DexFuture *lb_client_hello (LbClient *self);
/* Private to the embedded service: who writes its descriptions. Both resolve to the
 * LbCaptionerSetting as it is now. */
DexFuture *lb_client_get_captioner (LbClient *self);
DexFuture *lb_client_set_captioner (LbClient *self, LbCaptionerSetting *setting);
/* What it writes about one picture, as a string; nothing is stored. */
DexFuture *lb_client_test_captioner (LbClient *self, GBytes *bytes);
/* The models that the server of @setting's address and key has, each (nullable) for the one that
 * was chosen: a boxed GStrv of their names. */
DexFuture *lb_client_list_models (LbClient *self, LbCaptionerSetting *setting);
/* Asks the embedded service to end once it has answered what is under way; resolves TRUE. Rejects
 * with LB_ERROR_CONFLICT while it makes captions, and with LB_ERROR_NOT_FOUND when it is too old to
 * know. */
DexFuture *lb_client_leave (LbClient *self);

G_END_DECLS

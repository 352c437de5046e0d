#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Readers of answers: each takes the body of a success, on any thread, and returns a resolved
 * future, or one rejected with LB_ERROR_PROTOCOL. */
DexFuture *lb_client_read_nothing (GBytes *body); /* TRUE, whatever it says */
DexFuture *lb_client_read_project (GBytes *body);
DexFuture *lb_client_read_projects (GBytes *body);
DexFuture *lb_client_read_dataset (GBytes *body);
DexFuture *lb_client_read_dataset_images (GBytes *body);
DexFuture *lb_client_read_datasets (GBytes *body);
DexFuture *lb_client_read_image (GBytes *body);
DexFuture *lb_client_read_images (GBytes *body);
DexFuture *lb_client_read_visual_schema (GBytes *body);
DexFuture *lb_client_read_refined (GBytes *body);
DexFuture *lb_client_read_bulk_upload (GBytes *body);
DexFuture *lb_client_read_accepted_bulk_upload (GBytes *body);
DexFuture *lb_client_read_download (GBytes *body);
DexFuture *lb_client_read_caption (GBytes *body);
DexFuture *lb_client_read_captioner (GBytes *body);
DexFuture *lb_client_read_models (GBytes *body);
DexFuture *lb_client_read_version (GBytes *body);

G_END_DECLS

#pragma once

#include "service/lb-request.h"

G_BEGIN_DECLS

/* One function an operation of the contract; see LbHandler. Ids in the path are known to exist when
 * it is called, and the body is a JSON object where the operation takes one. */
gboolean lb_handle_create_project (LbRequest *self, GError **error);
gboolean lb_handle_list_projects (LbRequest *self, GError **error);
gboolean lb_handle_get_project (LbRequest *self, GError **error);
gboolean lb_handle_update_project (LbRequest *self, GError **error);
gboolean lb_handle_delete_project (LbRequest *self, GError **error);

gboolean lb_handle_list_project_datasets (LbRequest *self, GError **error);
gboolean lb_handle_create_dataset (LbRequest *self, GError **error);
gboolean lb_handle_list_datasets (LbRequest *self, GError **error);
gboolean lb_handle_get_dataset (LbRequest *self, GError **error);
gboolean lb_handle_update_dataset (LbRequest *self, GError **error);
gboolean lb_handle_delete_dataset (LbRequest *self, GError **error);
gboolean lb_handle_clone_dataset (LbRequest *self, GError **error);

gboolean lb_handle_upload_image (LbRequest *self, GError **error);
gboolean lb_handle_list_images (LbRequest *self, GError **error);
gboolean lb_handle_get_image (LbRequest *self, GError **error);
gboolean lb_handle_delete_image (LbRequest *self, GError **error);
gboolean lb_handle_undelete_image (LbRequest *self, GError **error);
gboolean lb_handle_return_image (LbRequest *self, GError **error);
gboolean lb_handle_upload_file (LbRequest *self, GError **error);
gboolean lb_handle_file (LbRequest *self, GError **error);
/* A signed link of any kind. */
gboolean lb_handle_link (LbRequest *self, GError **error);
gboolean lb_handle_download (LbRequest *self, GError **error);

gboolean lb_handle_bulk_upload (LbRequest *self, GError **error);
gboolean lb_handle_bulk_status (LbRequest *self, GError **error);

gboolean lb_handle_update_caption (LbRequest *self, GError **error);
gboolean lb_handle_regenerate_all (LbRequest *self, GError **error);
gboolean lb_handle_generate_schema (LbRequest *self, GError **error);
gboolean lb_handle_refine (LbRequest *self, GError **error);

gboolean lb_handle_get_captioner (LbRequest *self, GError **error);
gboolean lb_handle_set_captioner (LbRequest *self, GError **error);
gboolean lb_handle_test_captioner (LbRequest *self, GError **error);
gboolean lb_handle_list_models (LbRequest *self, GError **error);

G_END_DECLS

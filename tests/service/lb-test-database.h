#pragma once

#include "lb-test-service.h"

G_BEGIN_DECLS

/* Statements on the service's own database, beside the service: for states that take long to come
 * by, or that only other versions leave. */
void lb_test_sql (LbTestService *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* (transfer full): the first column of the first row. */
char *lb_test_sql_text (LbTestService *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* (transfer full): where the file of that name is, or would be. */
char *lb_test_blob_path (LbTestService *self, const char *name);
/* Turns a dataset that has an image into an advanced one with @count copies of it, as a bulk upload
 * would leave it; the names are "image-0001.jpg" and so on. */
void lb_test_fill (LbTestService *self, gint64 dataset_id, guint count);
/* A dataset in the project with @count images of 1024 pixels a side, filled like that. */
gint64 lb_test_add_filled (LbTestService *self, gint64 project_id, guint count);
/* (transfer full): that member of the answer to who wants to download the dataset. */
char *lb_test_download_link (LbTestService *self, gint64 dataset_id, const char *member);

G_END_DECLS

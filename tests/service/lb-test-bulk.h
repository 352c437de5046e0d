#pragma once

#include "lb-test-service.h"

G_BEGIN_DECLS

/* A ZIP file in the making, in the folder of a test's service. */
typedef struct _LbTestZip LbTestZip;

LbTestZip *lb_test_zip_new (LbTestService *service, const char *name);
void lb_test_zip_add (LbTestZip *self, const char *name, GBytes *bytes);
void lb_test_zip_add_text (LbTestZip *self, const char *name, const char *text);
/* (transfer full): the one that is called @name in every such file. */
GBytes *lb_test_zip_dup_picture (const char *name);
/* @count pictures named "PREFIX0.jpg" and on, no two of them the same. */
void lb_test_zip_add_pictures (LbTestZip *self, const char *prefix, guint count);
/* (transfer full): its file URI, when all is in it. Frees @self. */
char *lb_test_zip_close (LbTestZip *self);
/* (transfer full): a ZIP with @count pictures. */
char *lb_test_zip_of_pictures (LbTestService *service, const char *name, guint count);

gint64 lb_test_add_advanced (LbTestService *service, gint64 project, const char *extra);
/* (transfer full) */
char *lb_test_bulk_path (gint64 dataset);
char *lb_test_bulk_status_path (gint64 dataset);
/* (transfer full): a request's body. @extra: more members, with a comma before them. */
char *lb_test_bulk_body (const char *zip_url, const char *extra);
/* Starts one, which must be accepted. */
void
lb_test_bulk_start (LbTestService *service, gint64 dataset, const char *zip_url, const char *extra);
/* Waits until it has ended, as @status; the last answer is its state then. */
void lb_test_bulk_wait (LbTestService *service, gint64 dataset, const char *status);
void lb_test_bulk_run (LbTestService *service,
                       gint64 dataset,
                       const char *zip_url,
                       const char *extra,
                       const char *status);
/* Of the last answer: what is listed of an entry, 0 if nothing is; it must not be listed twice. */
guint lb_test_bulk_error (LbTestService *service, const char *filename);
void lb_test_bulk_check (LbTestService *service, gint64 done, gint64 failed);
/* The images of a dataset; the last answer is the list. */
guint lb_test_bulk_list (LbTestService *service, gint64 dataset);
/* Of the last list, (nullable): the text member of the image with this name. */
const char *lb_test_bulk_image (LbTestService *service, const char *name, const char *member);

G_END_DECLS

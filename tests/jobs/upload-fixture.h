#pragma once

#include "drop-folder.h"
#include "forgetful-service.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/* The forgetful service, and a check of a folder "drop" with pictures "1.png" to "N.png" of
 * different sizes and a text for its dataset. */
typedef struct
{
  ForgetfulService *service;
  char *folder;
  char *data;
  LbSession *session;
  LbDataset *dataset;
  LbUploadQueue *queue;
  LbCheckJob *check;
} UploadFixture;

void upload_fixture_set_up (UploadFixture *self, int n_pictures);
void upload_fixture_tear_down (UploadFixture *self);
/* (transfer full): a check of these files of the folder. */
LbCheckJob *upload_fixture_check (UploadFixture *self,
                                  LbDataset *dataset,
                                  const char *const *names,
                                  GListModel *waiting);
/* Adds what was checked. */
void upload_fixture_add (UploadFixture *self);
/* Until nothing is left to be sent. */
void upload_fixture_finish (UploadFixture *self);
LbUpload *upload_fixture_nth (UploadFixture *self, guint index); /* (transfer none) */
void upload_fixture_wait (DexFuture *future);

G_END_DECLS

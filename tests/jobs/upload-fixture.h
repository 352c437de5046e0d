#pragma once

#include "drop-folder.h"
#include "forgetful-service.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-upload-job.h"

G_BEGIN_DECLS

/* A session with a forgetful service, and one upload that is ready to run. */
typedef struct
{
  char *folder;
  char *data;
  ForgetfulService *service;
  LbSession *session;
  LbDataset *dataset; /* 2 of the service */
  LbCheckJob *check;
  LbUploadJob *job;
} UploadFixture;

/* The job has @n_pictures files, "1.png" and so on, and passed over one more. */
void upload_fixture_set_up (UploadFixture *self, int n_pictures);
void upload_fixture_tear_down (UploadFixture *self);
/* (transfer full): checks @names below the fixture's folder for @dataset. @waiting: (nullable). */
LbCheckJob *upload_fixture_check (UploadFixture *self,
                                  LbDataset *dataset,
                                  const char *const *names,
                                  GListModel *waiting);
/* (transfer none) */
LbCandidate *upload_fixture_nth (LbUploadJob *job, guint index);
/* Takes @future, which must resolve. */
void upload_fixture_wait (DexFuture *future);

G_END_DECLS

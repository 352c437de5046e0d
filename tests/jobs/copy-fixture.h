#pragma once

#include "fault-proxy.h"
#include "jobs/lb-copy-job.h"
#include "jobs/lb-copy-plan.h"
#include "test-client-fixture.h"

G_BEGIN_DECLS

#define COPY_TOKEN "canary-copy-41d7"

/* A dataset on this computer, and an account elsewhere: the real service on a port, behind a proxy
 * that knows every request. Waits are a hundred times shorter. */
typedef struct
{
  ServiceFixture service; /* this computer */
  LbSession *source;
  LbDataset *dataset; /* (owned) */
  GSubprocess *there;
  char *there_data; /* (owned) */
  char *there_url;  /* (owned) */
  FaultProxy *proxy;
  char *there_state; /* (owned) */
  LbSession *target; /* (nullable) while it is closed */
  LbUploadQueue *queue;
} CopyFixture;

void copy_fixture_set_up (CopyFixture *self, guint n_pictures);
void copy_fixture_tear_down (CopyFixture *self);
void copy_fixture_start_there (CopyFixture *self);
void copy_fixture_stop_there (CopyFixture *self);
/* Of the account. @url: (nullable): the proxy's. */
void copy_fixture_open_target (CopyFixture *self, const char *url, const char *token);
void copy_fixture_close_target (CopyFixture *self);
void copy_fixture_add_picture (CopyFixture *self, guint nth);
/* (transfer none): in the order they are in. */
LbImage *copy_fixture_nth (LbSession *session, LbDataset *dataset, guint nth);
/* Edits the caption, and waits until the service has it. */
void copy_fixture_edit (LbSession *session, LbImage *image, const char *short_description);

LbCopyPlan *copy_fixture_plan (CopyFixture *self);
LbCopyJob *copy_fixture_new_job (CopyFixture *self, const LbCopyPlan *plan);
/* Runs it to its end. */
void copy_fixture_run (CopyFixture *self, LbCopyJob *job);
/* Plans and does what there is to do. */
void copy_fixture_copy (CopyFixture *self);
/* (transfer none): the one dataset of the account. */
LbDataset *copy_fixture_find_copy (CopyFixture *self);
/* Whether both have the same, in the same order, by what their services hold. */
void copy_fixture_assert_equal (CopyFixture *self);
/* How often the account was asked for @method and something that ends so. */
guint copy_fixture_count (CopyFixture *self, const char *method, const char *ending);

G_END_DECLS

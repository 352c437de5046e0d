#pragma once

#include "api/lb-client.h"
#include "hosted-calls.h"
#include "hosted-server.h"

G_BEGIN_DECLS

#define HOSTED_TOKEN "canary-7d20c4"
#define HOSTED_DATASETS_PATH "/v1/tailored-gen/datasets"
#define HOSTED_DATASET_PATH "/v1/tailored-gen/datasets/34"
#define HOSTED_IMAGES_PATH "/v1/tailored-gen/datasets/34/images"
#define HOSTED_IMAGE_PATH "/v1/tailored-gen/datasets/34/images/56"
#define HOSTED_BULK_PATH "/v1/tailored-gen/datasets/34/images/bulk-upload"
#define HOSTED_BULK_STATUS_PATH "/v1/tailored-gen/datasets/34/images/bulk-upload/status"

/* A client of a service elsewhere. Test data: GUINT_TO_POINTER of the HostedEra. */
typedef struct
{
  HostedServer *server;
  LbClient *client;
} HostedFixture;

void hosted_fixture_set_up (HostedFixture *self, gconstpointer era);
void hosted_fixture_tear_down (HostedFixture *self, gconstpointer era);

G_END_DECLS

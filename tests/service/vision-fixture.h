#pragma once

#include <libdex.h>

#include "service/lb-captioner.h"
#include "service/lb-vision-server.h"
#include "vision-fake.h"

G_BEGIN_DECLS

/* A vision captioner in this process, before a fake server. */
typedef struct
{
  VisionFake *fake;
  LbVisionServer *server;
  LbCaptioner *captioner;
  GBytes *picture;
} VisionFixture;

/* @data: (nullable): with it the picture is a small one. */
void vision_fixture_set_up (VisionFixture *self, gconstpointer data);
void vision_fixture_tear_down (VisionFixture *self, gconstpointer data);

void vision_fixture_wait_until (gboolean (*reached) (gpointer data), gpointer data);
/* Of a future, for vision_fixture_wait_until(). */
gboolean vision_fixture_is_done (gpointer future);
/* (transfer full) (nullable); takes @future. */
char *vision_fixture_take_text (DexFuture *future, GError **error);
/* Asks for a caption of the picture. */
DexFuture *vision_fixture_ask (VisionFixture *self, LbProject *project, const char *schema);
/* (transfer full) (nullable): the caption, without project and schema. */
char *vision_fixture_caption (VisionFixture *self, GError **error);
/* (transfer full) (nullable): what a structured prompt has at @path. */
char *vision_fixture_read_path (const char *text, const char *path);

G_END_DECLS

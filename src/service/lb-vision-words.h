#pragma once

#include "service/lb-captioner.h"

G_BEGIN_DECLS

/* What a model is told, each (transfer full). "system" says what it is for, "question" goes with
 * the pictures. */
char *lb_vision_words_caption_system (const LbCaptionRequest *request);
char *lb_vision_words_caption_question (const LbCaptionRequest *request);
char *lb_vision_words_schema_system (LbProject *project);
char *lb_vision_words_schema_question (guint n_pictures);
/* @answers: (element-type utf8): what was said of each picture by itself. */
char *lb_vision_words_merge_question (GPtrArray *answers);
char *lb_vision_words_refine_system (void);
char *lb_vision_words_refine_question (const LbRefineRequest *request);
char *lb_vision_words_repair (const char *wrong, gboolean plain);

G_END_DECLS

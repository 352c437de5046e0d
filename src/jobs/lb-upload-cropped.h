#pragma once

#include "jobs/lb-upload-stage.h"

G_BEGIN_DECLS

/* Makes the copy of a picture of which a part is sent; in place of what lb_upload_stage() does with
 * a whole one, and with the same outcome. The file is read and judged as any other; it is decoded
 * where all foreign pictures are, upright; the part is written as
 * lb_crop_cut() does. Main thread. */
DexFuture *
lb_upload_cropped_stage (const char *folder, const LbUploadRecord *record, GBytes *bytes);

G_END_DECLS

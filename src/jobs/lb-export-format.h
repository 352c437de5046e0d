#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LbExportFormat:
 * @LB_EXPORT_IMAGEFOLDER: Hugging Face's ImageFolder: pictures and metadata.jsonl in `train`
 * @LB_EXPORT_FIBO: what FIBO's own trainer reads: pictures and metadata.csv
 * @LB_EXPORT_TXT: a file NAME.txt beside each picture, as kohya's scripts and most others read
 * @LB_EXPORT_CAPTION: the same as NAME.caption
 */
typedef enum
{
  LB_EXPORT_IMAGEFOLDER,
  LB_EXPORT_FIBO,
  LB_EXPORT_TXT,
  LB_EXPORT_CAPTION
} LbExportFormat;

#define LB_EXPORT_N_FORMATS (LB_EXPORT_CAPTION + 1)

/* A word for scripts and settings: "imagefolder", "fibo", "txt", "caption". */
const char *lb_export_format_to_string (LbExportFormat format);
/* FALSE for any other word. */
gboolean lb_export_format_from_string (const char *word, LbExportFormat *format);

G_END_DECLS

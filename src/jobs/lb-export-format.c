#include "jobs/lb-export-format.h"

static const char *const words[] = { "imagefolder", "fibo", "txt", "caption" };

G_STATIC_ASSERT (G_N_ELEMENTS (words) == LB_EXPORT_N_FORMATS);

const char *
lb_export_format_to_string (LbExportFormat format)
{
  return words[format];
}

gboolean
lb_export_format_from_string (const char *word, LbExportFormat *format)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (word, words[i]))
      {
        *format = (LbExportFormat) i;
        return TRUE;
      }

  return FALSE;
}

#include "service/lb-base64.h"

#include <string.h>

#include "service/lb-fault.h"

typedef struct
{
  const char *text;
  const char *rule;
  const char *field;
} Decode;

/* Past "data:image/png;base64,"; NULL when a data URI is not in base64. */
static const char *
skip_prefix (const char *text)
{
  const char *comma;

  if (g_ascii_strncasecmp (text, "data:", 5) != 0)
    return text;

  comma = strchr (text, ',');
  if (comma == NULL || comma - text < 7 || g_ascii_strncasecmp (comma - 7, ";base64", 7) != 0)
    return NULL;

  return comma + 1;
}

/* GLib's decoder passes over what is no base64; here it is a mistake of the sender's. */
static gboolean
is_base64 (const char *text)
{
  gsize letters = 0;
  gsize padding = 0;

  for (; *text != '\0'; text++)
    {
      if (g_ascii_isspace (*text))
        continue;
      if (*text == '=')
        padding++;
      else if (padding > 0 || (!g_ascii_isalnum (*text) && *text != '+' && *text != '/'))
        return FALSE;
      else
        letters++;
    }

  return letters > 0 && padding <= 2 && (letters + padding) % 4 == 0;
}

static DexFuture *
decode_fiber (gpointer data)
{
  Decode *decode = data;
  const char *text = skip_prefix (decode->text);
  guchar *bytes;
  gsize size;

  if (text == NULL || !is_base64 (text))
    {
      GError *error = NULL;

      lb_fault_set (&error, LB_ERROR_INVALID, decode->rule, decode->field,
                    "The picture is not base64");
      return dex_future_new_for_error (error);
    }

  bytes = g_base64_decode (text, &size);

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new_take (bytes, size));
}

DexFuture *
lb_base64_decode (const char *text, const char *rule, const char *field)
{
  Decode *decode = g_new0 (Decode, 1);

  decode->text = text;
  decode->rule = rule;
  decode->field = field;

  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, decode_fiber, decode,
                              g_free);
}

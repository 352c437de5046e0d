#include "service/lb-picture-argument.h"

#include <string.h>

#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "imaging/lb-probe.h"
#include "service/lb-address-filter.h"
#include "service/lb-base64.h"
#include "service/lb-fault.h"

#define NAME_BYTES 255

static gboolean
is_address (const char *text)
{
  return g_ascii_strncasecmp (text, "http://", 7) == 0 ||
         g_ascii_strncasecmp (text, "https://", 8) == 0;
}

/* R51: a page about a picture is none; pictures of other formats are told as such. */
static gboolean
check_is_picture (GBytes *bytes, const char *rule, const char *field, GError **error)
{
  LbProbeResult probe = { 0 };
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  lb_probe_bytes (data, size, &probe);
  if (probe.format != LB_FORMAT_UNKNOWN)
    return TRUE;

  lb_fault_set (error, LB_ERROR_UNPROCESSABLE, rule, field, "There is no picture at the address");

  return FALSE;
}

/* That the service is about to end says nothing of the address. */
static void
tell_failure (const GError *failure, const char *rule, const char *field, GError **error)
{
  if (g_error_matches (failure, LB_ERROR, LB_ERROR_CANCELLED))
    lb_fault_set (error, LB_ERROR_SERVER, NULL, NULL, "%s", failure->message);
  else if (g_error_matches (failure, LB_ERROR, LB_ERROR_TOO_LARGE))
    lb_fault_set (error, LB_ERROR_TOO_LARGE, "R57", field, "%s", failure->message);
  else
    lb_fault_set (error, LB_ERROR_UNPROCESSABLE, rule, field, "%s", failure->message);
}

GBytes *
lb_picture_argument_fetch (
  LbRequest *self, const char *url, const char *rule, const char *field, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!dex_await (lb_intake_wait (self->message), error))
    return NULL;

  bytes = dex_await_boxed (lb_fetch_bytes (self->parts->fetch, url, LB_LIMIT_FILE_BYTES), &failure);

  if (bytes == NULL)
    {
      tell_failure (failure, rule, field, error);
      return NULL;
    }

  if (!check_is_picture (bytes, rule, field, error))
    return NULL;

  return g_steal_pointer (&bytes);
}

/* What the limits of uploading say of the format and the size of the file; a small one is good
 * enough. */
static gboolean
check_usable (GBytes *bytes, GError **error)
{
  LbProbeResult probe = { 0 };
  g_autoptr (GError) failure = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  lb_probe_bytes (data, size, &probe);
  if (lb_rules_check_picture (&probe, TRUE, &failure) ||
      g_error_matches (failure, LB_ERROR, LB_ERROR_TOO_SMALL))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

GBytes *
lb_picture_argument_load (
  LbRequest *self, const char *text, const char *rule, const char *field, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (is_address (text))
    bytes = lb_picture_argument_fetch (self, text, rule, field, error);
  else
    bytes = dex_await_boxed (lb_base64_decode (text, rule, field), error);

  if (bytes == NULL || !check_usable (bytes, error))
    return NULL;

  return g_steal_pointer (&bytes);
}

GBytes *
lb_picture_argument_load_context (LbRequest *self, const char *text, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *words = NULL;
  GBytes *bytes = lb_picture_argument_load (self, text, "R89", "context_images", &failure);
  guint status;

  if (bytes != NULL)
    return bytes;

  words = lb_fault_tell (failure, &status);
  if (status >= 500)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    lb_fault_set (error, LB_ERROR_INVALID, "R89", "context_images", "%s", words);

  return NULL;
}

/* Cut where a letter ends. */
static void
shorten (char *name)
{
  const char *end = name;

  while (*end != '\0' && g_utf8_next_char (end) - name <= NAME_BYTES)
    end = g_utf8_next_char (end);
  name[end - name] = '\0';
}

char *
lb_picture_argument_name (const char *url)
{
  g_autoptr (GUri) uri = lb_address_filter_parse (url, NULL, NULL);
  g_autofree char *name = NULL;
  const char *slash;

  if (uri == NULL || !(slash = strrchr (g_uri_get_path (uri), '/')))
    return NULL;

  name = g_uri_unescape_string (slash + 1, NULL);
  if (name == NULL || !g_utf8_validate (name, -1, NULL))
    return NULL;

  for (char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (*at == '/' || *at == '\\' || (guchar) *at < ' ' || *at == 0x7f)
      *at = '_';
  shorten (name);
  g_strstrip (name);
  if (*name == '\0' || g_str_equal (name, ".") || g_str_equal (name, ".."))
    return NULL;

  return g_steal_pointer (&name);
}

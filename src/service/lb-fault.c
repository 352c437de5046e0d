#include "service/lb-fault.h"

#include <string.h>

#include "contract/lb-api-error.h"
#include "contract/lb-rules.h"
#include "service/lb-captioner.h"

/* A fault's message is "R20[name]: words" or "[name]: words"; without a field it is spelled as the
 * contract's own errors are. */

typedef struct
{
  const char *rule;
  LbError code;
  const char *word;
  const char *field; /* (nullable): the only one that it is said of */
} FaultWord;

static const FaultWord words[] = {
  { "R9", LB_ERROR_INVALID, "bad_json" },
  { "R9", LB_ERROR_UNSUPPORTED, "not_json" },
  { "R9", LB_ERROR_TOO_LARGE, "body_too_large" },
  { "R22", LB_ERROR_INVALID, "project_locked" },
  { "R28", LB_ERROR_INVALID, "schema_invalid" },
  { "R30", LB_ERROR_CONFLICT, "too_few_images" },
  { "R31", LB_ERROR_CONFLICT, "schema_missing" },
  { "R32", LB_ERROR_CONFLICT, "captions_not_ready" },
  { "R33", LB_ERROR_CONFLICT, "dataset_completed" },
  { "R34", LB_ERROR_CONFLICT, "dataset_completed" },
  { "R42", LB_ERROR_INVALID, "dataset_advanced" },
  { "R43", LB_ERROR_CONFLICT, "dataset_completed" },
  { "R51", LB_ERROR_UNPROCESSABLE, "url_not_fetched" },
  { "R53", LB_ERROR_CONFLICT, "dataset_full" },
  { "R61", LB_ERROR_INVALID, "caption_invalid" },
  { "R64", LB_ERROR_CONFLICT, "dataset_completed" },
  { "R65", LB_ERROR_CONFLICT, "cannot_regenerate" },
  { "R66", LB_ERROR_GONE, "picture_gone" },
  { "R70", LB_ERROR_CONFLICT, "cannot_regenerate" },
  { "R73", LB_ERROR_INVALID, "bulk_not_here" },
  { "R74", LB_ERROR_INVALID, "bulk_tried" },
  { "R75", LB_ERROR_INVALID, "zip_url_invalid" },
  { "R76", LB_ERROR_TOO_LARGE, "zip_too_large" },
  { "R83", LB_ERROR_INVALID, "bulk_not_here" },
  { "R88", LB_ERROR_INVALID, "instruction_needs_model", "instruction" },
  { "R90", LB_ERROR_CONFLICT, "dataset_basic" },
  { "R90", LB_ERROR_NOT_FOUND, "nothing_stored" },
  { "R92", LB_ERROR_FORBIDDEN, "bad_link" },
  { "R92", LB_ERROR_GONE, "link_outdated" },
};

/* What ails the captioner is nothing that the caller did, and worth telling. */
static const char *
captioner_word (const GError *error)
{
  if (error->domain != LB_CAPTIONER_ERROR)
    return NULL;

  switch ((LbCaptionerError) error->code)
    {
    case LB_CAPTIONER_ERROR_NO_KEY:      return "captioner_waits_for_key";
    case LB_CAPTIONER_ERROR_KEY_REFUSED: return "captioner_refuses_key";
    case LB_CAPTIONER_ERROR_UNREACHABLE: return "captioner_unreachable";
    case LB_CAPTIONER_ERROR_BUSY:        return "captioner_busy";
    case LB_CAPTIONER_ERROR_BROKE_OFF:
    case LB_CAPTIONER_ERROR_FAILED:
    default:                             return "captioner_failed";
    }
}

static const char *
word_for (const char *rule, const char *field, LbError code)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].code == code && g_strcmp0 (words[i].rule, rule) == 0 &&
        (words[i].field == NULL || g_strcmp0 (words[i].field, field) == 0))
      return words[i].word;

  switch (code)
    {
    case LB_ERROR_INVALID:       return "invalid";
    case LB_ERROR_PROTOCOL:      return "bad_request";
    case LB_ERROR_UNAUTHORIZED:  return "unauthorized";
    case LB_ERROR_FORBIDDEN:     return "forbidden";
    case LB_ERROR_NOT_FOUND:     return "not_found";
    case LB_ERROR_CONFLICT:      return "conflict";
    case LB_ERROR_GONE:          return "picture_gone";
    case LB_ERROR_TOO_SMALL:     return "picture_too_small";
    case LB_ERROR_TOO_LARGE:     return "too_large";
    case LB_ERROR_UNSUPPORTED:   return "unsupported_format";
    case LB_ERROR_DAMAGED:       return "picture_damaged";
    case LB_ERROR_UNPROCESSABLE: return "unprocessable";
    case LB_ERROR_NO_SPACE:      return "no_space";
    default:                     return "server_error";
    }
}

void
lb_fault_set (
  GError **error, LbError code, const char *rule, const char *field, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *mark = NULL;
  va_list args;

  if (error == NULL)
    return;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  if (field != NULL)
    mark = g_strdup_printf ("%s[%s]: ", rule != NULL ? rule : "", field);
  else if (rule != NULL)
    mark = g_strdup_printf ("%s: ", rule);

  g_set_error (error, LB_ERROR, (int) code, "%s%s", mark != NULL ? mark : "", text);
}

/* Takes "R20[name]: words" apart; FALSE when the message names no field. */
static gboolean
split_field (const char *message, char **rule, char **field, const char **text)
{
  const char *open = message;
  const char *close;

  if (*open == 'R')
    for (open++; g_ascii_isdigit (*open); open++)
      ;

  if (*open != '[' || !(close = strstr (open, "]: ")))
    return FALSE;

  *rule = open > message ? g_strndup (message, open - message) : NULL;
  *field = g_strndup (open + 1, close - open - 1);
  *text = close + 3;

  return TRUE;
}

/* A picture that our decoder refused is refused as its format would be (R46). */
static guint
status_for (LbError code)
{
  return code == LB_ERROR_DAMAGED ? 415 : lb_api_error_status (code);
}

/* (transfer full): what is said; @rule, @field: (out) (transfer full) (nullable) */
static char *
take_apart (const GError *error, guint *status, char **rule, char **field)
{
  LbError code = error->domain == LB_ERROR ? (LbError) error->code : LB_ERROR_SERVER;
  const char *text = NULL;

  *status = status_for (code);
  if (captioner_word (error) != NULL)
    return g_strdup (error->message);
  if (*status >= 500)
    {
      g_warning ("Answering %u: %s", *status, error->message);
      if (lb_error_is_advice (error))
        return g_strdup (error->message);
      return g_strdup (code == LB_ERROR_NO_SPACE ? "The disk is full"
                                                 : "The service failed inside");
    }

  if (!split_field (error->message, rule, field, &text))
    {
      *rule = lb_rules_error_rule (error);
      text = lb_rules_error_text (error);
    }

  return g_strdup (text);
}

char *
lb_fault_tell (const GError *error, guint *status)
{
  g_autofree char *rule = NULL;
  g_autofree char *field = NULL;

  return take_apart (error, status, &rule, &field);
}

char *
lb_fault_write (const GError *error, guint *status)
{
  LbError code = error->domain == LB_ERROR ? (LbError) error->code : LB_ERROR_SERVER;
  g_autofree char *rule = NULL;
  g_autofree char *field = NULL;
  g_autofree char *text = take_apart (error, status, &rule, &field);

  const char *word = captioner_word (error);

  return lb_api_error_write (text, word != NULL ? word : word_for (rule, field, code), rule, field);
}

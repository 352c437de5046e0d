#include "config.h"

#include "ui/prompt/lb-form-limits.h"

#include <string.h>

#include "base/lb-json.h"

#define MAX_DOCUMENT_BYTES (32 * 1024)
#define MAX_TEXT_BYTES 5000
#define MAX_TEXTS_BYTES 20000
#define MAX_MEMBERS 100

/* @texts: (inout): bytes of all texts so far. */
static gboolean
allow_text (const char *text, gsize *texts)
{
  const gsize length = text != NULL ? strlen (text) : 0;

  *texts += length;
  return length <= MAX_TEXT_BYTES && *texts <= MAX_TEXTS_BYTES;
}

static gboolean
allow_node (const LbJsonNode *node, gsize *texts)
{
  const guint n_members = node->children != NULL ? node->children->len : 0;

  if (!allow_text (node->key, texts) || !allow_text (node->string, texts) ||
      n_members > MAX_MEMBERS)
    return FALSE;

  for (guint i = 0; i < n_members; i++)
    if (!allow_node (node->children->pdata[i], texts))
      return FALSE;
  return TRUE;
}

gboolean
lb_form_limits_allow (const char *text)
{
  g_autoptr (LbJsonDocument) document = NULL;
  gsize texts = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  return strlen (text) <= MAX_DOCUMENT_BYTES &&
         (document = lb_json_document_new (text, -1, NULL)) != NULL &&
         allow_node (lb_json_document_get_root (document), &texts);
}

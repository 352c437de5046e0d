/* The JSON scanner (base/lb-json.h) and the structured prompt on top of it (model/lb-prompt.h). */

#include "fuzz-target.h"

#include <stdlib.h>
#include <string.h>

#include "base/lb-json.h"

/* Every value lies within what is around it. */
static void
check_node (const LbJsonNode *node, gsize start, gsize end, guint depth)
{
  if (node->start < start || node->end > end || node->start >= node->end ||
      depth > LB_JSON_MAX_DEPTH)
    abort ();
  for (guint i = 0; node->children != NULL && i < node->children->len; i++)
    check_node (node->children->pdata[i], node->start, node->end, depth + 1);
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  LbJsonDocument *document = lb_json_document_new ((const char *) data, (gssize) size, &error);
  const char *text;
  gsize offset;
  gsize length;
  guint line;
  guint column;

  if (document != NULL)
    {
      text = lb_json_document_get_text (document, &length);
      if (length != size || (size > 0 && memcmp (text, data, size) != 0))
        abort ();
      check_node (lb_json_document_get_root (document), 0, length, 0);
      lb_json_document_unref (document);
    }
  else if (lb_json_error_offset (error, &offset))
    {
      g_autofree char *copy = g_strndup ((const char *) data, size);

      if (offset > size)
        abort ();
      if (offset <= strlen (copy))
        lb_json_locate (copy, offset, &line, &column);
    }

  return 0;
}

/* A caption as a service takes it (R61, R62): repaired, judged, read, edited and written back. */

#include "fuzz-target.h"

#include <stdlib.h>
#include <string.h>

#include "contract/lb-rules.h"
#include "model/lb-instruction.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  return 0;
}

/* What was repaired once is right, and stays as it is. */
static void
check_accepted (const char *caption)
{
  g_autofree char *again = lb_rules_accept_caption (NULL, caption, NULL);

  if (again == NULL || !g_str_equal (again, caption) || !lb_rules_caption_is_right (NULL, caption))
    abort ();
}

/* The bytes up to the first NUL are the caption, those behind it an instruction. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *caption = g_strndup ((const char *) data, size);
  gsize length = strlen (caption);
  g_autofree char *instruction =
    length < size ? g_strndup ((const char *) data + length + 1, size - length - 1) : NULL;
  g_autofree char *accepted = lb_rules_accept_caption (NULL, caption, NULL);
  g_autofree char *edited = NULL;

  if (accepted != NULL)
    check_accepted (accepted);

  if (accepted != NULL && instruction != NULL && g_utf8_validate (instruction, -1, NULL))
    {
      edited = lb_instruction_apply (accepted, instruction, NULL);
      if (edited != NULL && !lb_rules_caption_is_right (NULL, edited))
        abort ();
    }

  return 0;
}

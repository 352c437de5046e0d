/* What takes metadata out of a picture (imaging/lb-strip.h) on the bytes of a file. */

#include "fuzz-target.h"

#include <stdlib.h>

#include "imaging/lb-probe.h"
#include "imaging/lb-strip.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GBytes) stripped = lb_strip_metadata (bytes, NULL);
  g_autoptr (GBytes) again = NULL;
  LbProbeResult before = { 0 };
  LbProbeResult after = { 0 };

  if (stripped == NULL)
    return 0;

  /* There is nothing left to be taken out, and the picture is the same. */
  again = lb_strip_metadata (stripped, NULL);
  if (again == NULL || !g_bytes_equal (again, stripped))
    abort ();
  lb_probe_bytes (data, size, &before);
  lb_probe_bytes (g_bytes_get_data (stripped, NULL), g_bytes_get_size (stripped), &after);
  if (before.width > 0 && (before.width != after.width || before.height != after.height))
    abort ();

  return 0;
}

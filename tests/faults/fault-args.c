#include "fault-args.h"

#include <string.h>

gboolean
fault_take_deep (int *argc, char **argv)
{
  for (int i = 1; i < *argc; i++)
    if (g_str_equal (argv[i], "--deep"))
      {
        memmove (argv + i, argv + i + 1, (gsize) (*argc - i) * sizeof *argv);
        (*argc)--;
        return TRUE;
      }

  return FALSE;
}

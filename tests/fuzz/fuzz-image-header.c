/* The header probe (imaging/lb-probe.h) on the bytes of a file. */

#include "fuzz-target.h"

#include <stdlib.h>

#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "imaging/lb-probe.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  LbProbeResult probe = { 0 };

  lb_probe_bytes (data, size, &probe);
  if (lb_verdict_is_addable (lb_rules_judge_picture (&probe, TRUE)) &&
      (probe.width < LB_LIMIT_SIDE_MIN || probe.height < LB_LIMIT_SIDE_MIN ||
       probe.width > LB_LIMIT_SIDE_MAX || probe.height > LB_LIMIT_SIDE_MAX))
    abort ();

  return 0;
}

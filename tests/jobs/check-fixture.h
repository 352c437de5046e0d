#pragma once

#include "jobs/lb-check-job.h"

/* Looking through what was dropped, for the tests here. */

/* Runs @job over what has @names in @folder (see drop-folder.h), to its end; it must succeed. */
void check_fixture_run (LbCheckJob *job, const char *folder, const char *const *names);

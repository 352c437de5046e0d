#include "check-fixture.h"

#include "drop-folder.h"

void
check_fixture_run (LbCheckJob *job, const char *folder, const char *const *names)
{
  g_autoptr (GListModel) files = drop_folder_list (folder, names);
  g_autoptr (GError) error = NULL;

  g_assert_true (drop_folder_wait (lb_check_job_run (job, files), &error));
  g_assert_no_error (error);
}

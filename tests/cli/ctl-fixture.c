#include "ctl-fixture.h"

#include "drop-folder.h"

void
ctl_fixture_set_up (CtlFixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  g_setenv ("XDG_DATA_HOME", self->service.root, TRUE);
  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  g_assert_true (wait_true (lb_session_open (self->session)));
  self->folder = drop_folder_new ();
}

void
ctl_fixture_tear_down (CtlFixture *self, gconstpointer data)
{
  lb_session_close (self->session);
  g_clear_object (&self->session);
  drop_folder_free (self->folder);
  service_fixture_tear_down (&self->service);
}

void
ctl_fixture_make_plain (CtlFixture *self)
{
  g_autoptr (LbProject) wanted = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;
  g_autoptr (LbDataset) boats = NULL;

  g_object_set (wanted, "project-name", "Harbour", "ip-medium", "photography", "ip-type", "other",
                NULL);
  project = wait_object (lb_session_create_project (self->session, wanted));
  boats = wait_object (lb_session_create_dataset (self->session, project, "Boats", "max", NULL));
}

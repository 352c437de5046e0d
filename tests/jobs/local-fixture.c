#include "local-fixture.h"

void
local_fixture_set_up (LocalFixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  g_assert_true (wait_true (lb_session_open (self->session)));
}

void
local_fixture_tear_down (LocalFixture *self, gconstpointer data)
{
  lb_session_close (self->session);
  g_clear_object (&self->session);
  service_fixture_tear_down (&self->service);
}

LbProject *
local_fixture_create_project (LocalFixture *self, const char *version)
{
  g_autoptr (LbProject) wanted = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;

  g_object_set (wanted, "project-name", "Storybook", "ip-medium", "illustration", "ip-type",
                "defined_character", "ip-name", "Rusty", "ip-description", "A fox",
                "training-version", version, NULL);
  project = wait_object (lb_session_create_project (self->session, wanted));
  g_assert_true (LB_IS_PROJECT (project));

  return project;
}

LbDataset *
local_fixture_create_dataset (LocalFixture *self,
                              LbProject *project,
                              const char *name,
                              const char *version,
                              const char *upload_type)
{
  g_autoptr (LbDataset) dataset =
    wait_object (lb_session_create_dataset (self->session, project, name, version, upload_type));

  g_assert_true (LB_IS_DATASET (dataset));

  return dataset;
}

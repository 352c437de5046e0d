#pragma once

#include "page-fixture.h"
#include "ui/application/lb-application.h"
#include "ui/application/lb-window.h"

G_BEGIN_DECLS

/* The application with its real window, over the session of a page fixture. */
typedef struct
{
  PageFixture page;
  LbApplication *application; /* (unowned) the same for all tests */
  LbWindow *window;           /* (unowned) until it is destroyed */
  GSettings *settings;        /* (owned) */
} ShellFixture;

/* @n_images: in its one dataset; -1: there is no project. */
void shell_fixture_set_up (ShellFixture *self, int n_images);
void shell_fixture_tear_down (ShellFixture *self);
/* Opens another window in place of the one there is, as the next start does. */
void shell_fixture_restart (ShellFixture *self);
/* A template child of the sidebar. */
gpointer shell_fixture_sidebar_child (ShellFixture *self, const char *name);
/* @object: a dataset or project. The service has it no more when this returns. */
void shell_fixture_delete (ShellFixture *self, gpointer object);
/* Waits until the root stack of the window shows @page. */
void shell_fixture_wait_page (ShellFixture *self, const char *page);

G_END_DECLS

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The databases of Lookbook as the programs open and change them, for tests that pull the plug. */
typedef struct
{
  const char *name;
  const char *file;      /* in its folder */
  gboolean starts_anew;  /* a broken file is set aside, and an empty one takes its place */
  const char *forgetful; /* (nullable): a table whose rows differ with each making */

  gpointer (*open) (const char *folder, GError **error);
  void (*close) (gpointer opened);
  /* (nullable): where the broken file was put that was there. */
  const char *(*get_set_aside) (gpointer opened);
  /* Has what was written go into the main file often. */
  void (*checkpoint_often) (gpointer opened);
  /* Reads all there is, well or not. */
  void (*look) (gpointer opened);
  /* One transaction at random. Refusals for what the state forbids are no failures. */
  gboolean (*change) (gpointer opened, GRand *rand, GError **error);
} FaultDatabase;

extern const FaultDatabase fault_account;
extern const FaultDatabase fault_service;

/* Like its function, failing the test on an error. */
gpointer fault_open (const FaultDatabase *of, const char *folder);
void fault_change (const FaultDatabase *of, gpointer opened, GRand *rand);

/* On a connection of its own. (transfer full): all rows of all tables, but those that each start
 * clears away; @without: (nullable): a table to leave out. */
char *fault_dump (const char *path, const char *without);
/* PRAGMA integrity_check says "ok". */
void fault_assert_whole (const char *path);
/* Makes in @folder an account's file as the second version of it left one, with a row. */
void fault_make_old_account (const char *folder);
/* (transfer full): of that file in that folder. */
char *fault_path (const FaultDatabase *of, const char *folder);
/* (transfer full): a new empty folder below @parent. */
char *fault_make_folder (const char *parent);
/* With all that is in it; blocking. */
void fault_remove_folder (const char *folder);

G_END_DECLS

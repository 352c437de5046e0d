#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs the real lookbookctl in @folder; returns what it ended with. @output, @complaint: (out)
 * (optional): what it wrote; never into the test's own output. */
int ctl_run (const char *folder, const char *const *arguments, char **output, char **complaint);
/* The same with @input for its standard input. @length: -1 for all of a text. */
int ctl_run_fed (const char *folder,
                 const char *input,
                 gssize length,
                 const char *const *arguments,
                 char **output,
                 char **complaint);
/* Starts it. */
GSubprocess *ctl_start (const char *folder, const char *const *arguments);
/* Takes out of @text the line that the address sanitizer says of every program with fibers. */
void ctl_drop_sanitizer_line (char *text);

#define RUN(folder, output, complaint, ...)                                                        \
  ctl_run (folder, (const char *const[]) { __VA_ARGS__, NULL }, output, complaint)

#define RUN_FED(folder, input, length, output, complaint, ...)                                     \
  ctl_run_fed (folder, input, length, (const char *const[]) { __VA_ARGS__, NULL }, output,         \
               complaint)

G_END_DECLS

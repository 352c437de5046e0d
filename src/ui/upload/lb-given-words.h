#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Of files that come from outside of the window: folders, ZIP files and pictures. All (transfer
 * full); @files: (element-type GFile), at least one. */

/* Asks which dataset they are for. */
char *lb_given_question_words (GListModel *files);
/* That they wait for the dataset which is being made. */
char *lb_given_waiting_words (GListModel *files);

G_END_DECLS

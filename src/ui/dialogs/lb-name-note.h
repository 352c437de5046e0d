#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Notes below an entry for a name: that another one has it, or one that looks the same. Nothing is
 * forbidden by them, since names need not be unique. @note: where it is said; @entry: what a screen
 * reader says it of. */

/* @project: (nullable): where the dataset is to be; nothing is said without. @own: (nullable): the
 * dataset that is renamed. */
void lb_name_note_of_dataset (
  GtkLabel *note, GtkEditable *entry, LbSession *session, LbProject *project, LbDataset *own);
/* @own: (nullable): the project that is renamed. */
void
lb_name_note_of_project (GtkLabel *note, GtkEditable *entry, LbSession *session, LbProject *own);
/* Says nothing. */
void lb_name_note_clear (GtkLabel *note, GtkEditable *entry);

G_END_DECLS

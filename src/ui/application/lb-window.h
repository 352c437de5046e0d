#pragma once

#include <adwaita.h>

#include "session/lb-account-list.h"
#include "session/lb-secrets.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* The main window: welcome, or sidebar and dataset, with the image page over both. */
#define LB_TYPE_WINDOW (lb_window_get_type ())
G_DECLARE_FINAL_TYPE (LbWindow, lb_window, LB, WINDOW, AdwApplicationWindow)

LbWindow *lb_window_new (GtkApplication *application, LbSession *session);
/* From now on accounts can be added and signed in to and out of. Once, before it is shown. */
void lb_window_set_accounts (LbWindow *self, LbAccountList *accounts, LbSecrets *secrets);
/* What follows is done as soon as it is known what there is, and no dialog is open. */
/* @files: (element-type GFile): asks which dataset they are for, and shows them for review. */
void lb_window_open_files (LbWindow *self, GListModel *files);
/* (transfer full) (nullable): those that it has shown for no review yet, for another window. */
GListModel *lb_window_take_files (LbWindow *self);
/* Shows the dataset of that number, of the account that the window shows. */
void lb_window_show_wanted (LbWindow *self, gint64 id);
/* Looks for datasets by their name, in the sidebar. */
void lb_window_search_datasets (LbWindow *self, const char *text);
void lb_window_ask_new_dataset (LbWindow *self);
/* What waits to be sent goes on, though it was paused. */
void lb_window_resume_uploads (LbWindow *self);
/* Closes it for good, though pictures are being sent: they wait, and are sent when the account is
 * opened again, which a notification says unless @quietly. It asks first when work would be lost.
 */
void lb_window_leave (LbWindow *self, gboolean quietly);
/* How many pictures wait to be sent or are on their way. */
guint lb_window_get_n_unsent (LbWindow *self);
/* What @dialog signals as "wanted", a detailed action, is done once it is out of the way. */
void lb_window_follow_wanted (LbWindow *self, AdwDialog *dialog);
/* Says it once, and goes on. */
void lb_window_tell (LbWindow *self, const char *words);

G_END_DECLS

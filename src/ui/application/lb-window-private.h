#pragma once

#include "jobs/lb-sample-job.h"
#include "session/lb-history.h"
#include "ui/application/lb-window.h"
#include "ui/copy/lb-copies.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/dialogs/lb-create-dialog.h"
#include "ui/sidebar/lb-sidebar.h"
#include "ui/upload/lb-upload-bar.h"
#include "ui/upload/lb-upload-list.h"
#include "ui/welcome/lb-welcome-page.h"

G_BEGIN_DECLS

struct _LbWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwNavigationView *views;
  GtkStack *root;
  AdwStatusPage *failed_page;
  GtkWidget *try_again_button;
  LbWelcomePage *welcome_page;
  AdwBottomSheet *sheet;
  AdwNavigationSplitView *split;
  AdwNavigationView *panes; /* beside the sidebar: a dataset, and what opens over it */
  AdwNavigationPage *nothing_page;
  AdwStatusPage *nothing_status;
  GtkButton *nothing_button;
  LbSidebar *sidebar;
  LbUploadBar *upload_bar;
  LbUploadList *upload_list;

  LbSession *session;       /* (owned) */
  LbAccountList *accounts;  /* (owned) (nullable): without, there is the one account */
  LbSecrets *secrets;       /* (owned) (nullable) with it */
  char *wanted_action;      /* (owned) (nullable): to follow when a dialog has gone */
  GSettings *settings;      /* (owned) */
  LbHistory *history;       /* (owned) (nullable): whose steps undo and redo take */
  AdwToast *undo_toast;     /* (weak) (nullable): what was undone last */
  LbDatasetPage *page;      /* (nullable): in the split view */
  gboolean begun;           /* what was shown last time has been looked for */
  GListStore *opened_files; /* (owned) (nullable): GFile from outside, waiting for a dataset */
  LbDataset *files_target;  /* (owned) (nullable): that one */
  gint64 wanted_dataset;    /* to be shown; 0: none */
  char *wanted_search;      /* (owned) (nullable): for a dataset */
  gboolean wants_new_dataset;
  gboolean uploads_known;  /* what earlier runs have left to be sent */
  gboolean wants_uploads;  /* those that wait are to go on, once they are known */
  GHashTable *notices;     /* (owned): ids of notifications that are shown */
  guint withdraw_id;       /* (owned): takes them back */
  LbDataset *sent_to;      /* (owned) (nullable): whose pictures were the last to be sent */
  guint errands_id;        /* looks whether all that can be done now */
  gint64 refreshed_us;     /* monotonic: when what others changed was last looked for */
  AdwDialog *close_dialog; /* (weak) (nullable): asks before closing */
  GtkWidget *last_focus;   /* (weak) (nullable): what had the focus last */
  gboolean restores_focus; /* it is being given back now */
  LbUploadQueue *uploads;  /* (owned) */
  LbCopies *copies;        /* (owned) (nullable) with the accounts */
  guint inhibit_cookie;    /* 0: suspending is not held back */
  gboolean behind;         /* closed, and at work */
  gboolean uploads_behind; /* and that was, or is, with pictures of its own */
  GPtrArray *ends;         /* (owned) (element-type utf8): what has come of it so far */
  guint patience_id;       /* until that is given up */
  guint end_id;            /* that is over, if nothing else begins at once */
  gboolean leaving;        /* it is being closed for good */
  gboolean quiet;          /* and who asked for that tells of it */
  LbSampleJob *sample;     /* (owned) (nullable): while the sample set is being made */
  char *failure;           /* (owned) (nullable): why the last start failed, to be copied */
  guint room_id;           /* looks for room on a full disk */
  AdwToast *sample_toast;  /* (owned) (nullable): that says so */
  guint sample_wait_id;    /* until it takes long */
  guint done_id;           /* until the uploads that went well are put away */
};

/* @toast: (transfer full) */
void lb_window_add_toast (LbWindow *self, AdwToast *toast);
void lb_window_add_error (LbWindow *self, const char *what, const GError *error);
void lb_window_show_dataset (LbWindow *self, LbDataset *dataset);

/* lb-window-start.c */
/* Shows what was shown last, the first page, or why there is nothing. */
void lb_window_start (LbWindow *self);
/* The lists are filled from what was last seen before the service has answered: they are shown. */
void lb_window_show_known (LbWindow *self);
void lb_window_update_reach (LbWindow *self);
void lb_window_install_start_actions (GtkWidgetClass *widget_class);
/* Reads what there is, and shows it. */
void lb_window_open_session (LbWindow *self);
/* lb-window-failure.c */
/* Shows why nothing can be opened; once there is room on a full disk it goes on by itself. */
void lb_window_show_failure (LbWindow *self, const GError *error);
void lb_window_stop_failure (LbWindow *self);
/* Opens the session once more, a little later. */
void lb_window_await_room (LbWindow *self);
void lb_window_install_failure_actions (GtkWidgetClass *widget_class);
/* Says which broken file was set aside, if one was. */
void lb_window_tell_set_aside (LbWindow *self);
void lb_window_tell_list_aside (LbWindow *self, const char *path);
/* lb-window-accounts.c */
void lb_window_install_account_actions (GtkWidgetClass *widget_class);
/* lb-window-sign-out.c: the same account, no longer */
void lb_window_install_sign_out_actions (GtkWidgetClass *widget_class);
/* lb-window-accounts.c */
void lb_window_follow_token (LbWindow *self);
/* Whether there is nothing yet but the choice of how to begin. */
gboolean lb_window_begins_with_welcome (LbWindow *self);
/* 0 for none */
gint64 lb_window_get_last_dataset (LbWindow *self);
void lb_window_set_last_dataset (LbWindow *self, gint64 id);
/* lb-window-state.c: size and panes, from one time to the next */
void lb_window_restore_state (LbWindow *self);
void lb_window_keep_pane (LbWindow *self);
/* lb-window-focus.c */
/* The toolkit lets the focus go when what has it is hidden or can't be used any more, and then no
 * key reaches the page. From now on what is nearest takes it. */
void lb_window_keep_focus (LbWindow *self);
/* lb-window-actions.c */
void lb_window_install_actions (GtkWidgetClass *widget_class);
void lb_window_update_actions (LbWindow *self);
/* A shortcut must not reach past an open dialog, nor past a page that covers the datasets. */
gboolean lb_window_is_covered (LbWindow *self);
/* Shows and chooses it, wherever the window is. */
void lb_window_go_to_dataset (LbWindow *self, LbDataset *dataset);
/* Asks for a name, and shows the clone once it is there. */
void lb_window_clone (LbWindow *self, LbDataset *dataset);
/* Asks for a new dataset, in the project that is chosen; no dialog may be open. */
LbCreateDialog *lb_window_present_create (LbWindow *self);
/* lb-window-errands.c: what is asked from outside */
void lb_window_follow_errands (LbWindow *self);
void lb_window_run_errands (LbWindow *self);
void lb_window_stop_errands (LbWindow *self);
/* lb-window-notices.c */
/* Unless the window is looked at, the desktop says how a batch has ended, or that it is held up;
 * @kind: of work, of which there is one at a time; @dataset: (nullable): what is opened then. */
void lb_window_notify (
  LbWindow *self, const char *kind, const char *title, const char *body, LbDataset *dataset);
/* The same for @file, which the file manager shows. */
void lb_window_notify_file (LbWindow *self,
                            const char *kind,
                            const char *title,
                            const char *body,
                            LbDataset *dataset,
                            GFile *file);
void lb_window_follow_notices (LbWindow *self);
void lb_window_stop_notices (LbWindow *self);
void lb_window_install_notice_actions (GtkWidgetClass *widget_class);
/* lb-window-deletion.c: of datasets and projects */
void lb_window_install_deletion_actions (GtkWidgetClass *widget_class);
/* lb-window-history.c: undo, redo, history and trash */
void lb_window_install_history_actions (GtkWidgetClass *widget_class);
/* The account may have been opened since, or be another: its steps are what undo takes. */
void lb_window_follow_history (LbWindow *self);
void lb_window_stop_history (LbWindow *self);
/* lb-window-downloads.c */
/* Says what came of each download, whichever page is shown; they end with the window. */
void lb_window_follow_downloads (LbWindow *self);
void lb_window_stop_downloads (LbWindow *self);
void lb_window_show_file (LbWindow *self, GFile *file);
/* Says @words, with a button that shows @file. */
void lb_window_tell_file (LbWindow *self, const char *words, GFile *file);
/* lb-window-copies.c */
/* Says what came of each copy into an account; once the accounts are known. */
void lb_window_follow_copies (LbWindow *self);
void lb_window_stop_copies (LbWindow *self);
/* (transfer full) (nullable): what the one that gets furthest is doing. */
char *lb_window_copy_words (LbWindow *self);
/* Whether they are told of by the uploads of the window itself. */
gboolean lb_window_is_own_copy (LbWindow *self, LbCopyJob *job);
/* lb-window-exports.c: the same for exports */
void lb_window_follow_exports (LbWindow *self);
void lb_window_stop_exports (LbWindow *self);
/* lb-window-pages.c: the places that open over the dataset */
void lb_window_follow_page (LbWindow *self, LbDatasetPage *page);
/* Shows @page beside the sidebar, in place of all that is there. */
void lb_window_replace_pane (LbWindow *self, AdwNavigationPage *page);
/* Whether the dataset page is what stands beside the sidebar. */
gboolean lb_window_shows_dataset_page (LbWindow *self);
/* Says so when a schema is left that was changed and not applied: it stays with its dataset. */
void lb_window_keep_schema (LbWindow *self);
/* From now on the window does not close before it was asked about every such schema. */
void lb_window_guard_schemas (LbWindow *self);
/* Says what came of each caption run, whichever page is shown; the runs end with the window. */
void lb_window_follow_captions (LbWindow *self);
void lb_window_stop_captions (LbWindow *self);
/* lb-window-refusals.c */
/* Says which changes that were kept here the service does not take. */
void lb_window_follow_refusals (LbWindow *self);
void lb_window_install_refusal_actions (GtkWidgetClass *widget_class);
/* lb-window-sample.c */
void lb_window_install_sample_actions (GtkWidgetClass *widget_class);
void lb_window_stop_sample (LbWindow *self);
/* lb-window-bulk.c */
/* Checks @files for the one import of an advanced dataset. */
void lb_window_review_import (LbWindow *self, LbDataset *dataset, GListModel *files);
/* Says what came of each import, whichever page is shown. */
void lb_window_follow_imports (LbWindow *self);
/* What earlier runs have left to do for imports. */
void lb_window_resume_imports (LbWindow *self);
void lb_window_stop_imports (LbWindow *self);
/* lb-window-uploads.c */
void lb_window_review_files (LbWindow *self, LbDataset *dataset, GListModel *files);
void lb_window_review_picture (LbWindow *self, LbDataset *dataset, GBytes *bytes, const char *name);
/* Shows what lb_window.uploads does at the foot of the window. Once. */
void lb_window_follow_uploads (LbWindow *self);
/* Reads what an earlier run has left to be sent; once the account is open. */
void lb_window_open_uploads (LbWindow *self);
/* What went well is not put away by itself any more. */
void lb_window_stop_uploads_end (LbWindow *self);
/* lb-window-background.c */
/* Pictures on their way keep the computer awake. */
void lb_window_follow_sending (LbWindow *self);
void lb_window_stop_sending (LbWindow *self);
/* The same for copies into accounts, which are there later. */
void lb_window_follow_copying (LbWindow *self);
/* Behind a closed window: what has ended is told when all has. */
void lb_window_keep_end (LbWindow *self, const char *words);
/* A window that is closed while something is sent is hidden until it is; FALSE when it may go, and
 * then it was told what is left to be sent. */
gboolean lb_window_stays_behind (LbWindow *self);
/* Whatever asks before the window closes. */
void lb_window_stop_jobs (LbWindow *self);
void lb_window_install_upload_actions (GtkWidgetClass *widget_class);
gboolean lb_window_is_uploading (LbWindow *self);

G_END_DECLS

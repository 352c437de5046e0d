#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* The main window: welcome, or sidebar and dataset, with the image page over both. */
#define LB_TYPE_WINDOW (lb_window_get_type ())
G_DECLARE_FINAL_TYPE (LbWindow, lb_window, LB, WINDOW, AdwApplicationWindow)

LbWindow *lb_window_new (GtkApplication *application, LbSession *session);
/* @files: (element-type GFile): offered for the dataset that is shown, once there is one. */
void lb_window_open_files (LbWindow *self, GListModel *files);
/* Says it once, and goes on. */
void lb_window_tell (LbWindow *self, const char *words);

G_END_DECLS

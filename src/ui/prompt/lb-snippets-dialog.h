#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The phrases that the user keeps: to be reworded, put in order and deleted. */
#define LB_TYPE_SNIPPETS_DIALOG (lb_snippets_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbSnippetsDialog, lb_snippets_dialog, LB, SNIPPETS_DIALOG, AdwDialog)

LbSnippetsDialog *lb_snippets_dialog_new (void);

G_END_DECLS

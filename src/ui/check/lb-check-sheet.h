#pragma once

#include <adwaita.h>

#include "ui/check/lb-check-group.h"

G_BEGIN_DECLS

/**
 * LbCheckSheet:
 *
 * The frame of a sheet that says, of each thing a person wants to bring in, whether it can come,
 * before any does: the title counts while they are checked, then options stand over two groups,
 * those that come and those that stay out, and a button takes the first. A kind of sheet gives its
 * words by the virtual functions, and puts its options in as children of the type "options", and
 * what belongs beside the title as one of the type "header".
 *
 * Signal: accepted. Closing it before that cancels the check.
 */
#define LB_TYPE_CHECK_SHEET (lb_check_sheet_get_type ())
G_DECLARE_DERIVABLE_TYPE (LbCheckSheet, lb_check_sheet, LB, CHECK_SHEET, AdwDialog)

struct _LbCheckSheetClass
{
  AdwDialogClass parent_class;

  /* Whether more is to come: the lists then follow four times a second only. */
  gboolean (*is_checking) (LbCheckSheet *self);
  /* Says all words but those of the groups again. */
  void (*update) (LbCheckSheet *self);
  /* Fills both groups again. */
  void (*fill) (LbCheckSheet *self);
  /* (transfer full): what is checked, a line each, to be pasted elsewhere. */
  char *(*dup_list) (LbCheckSheet *self);
  /* Nobody wants to know any more; @accepted: since it has been accepted. */
  void (*end) (LbCheckSheet *self, gboolean accepted);
};

/* Once everything is there: shows it, and again whenever lb_check_sheet_queue() has said so. */
void lb_check_sheet_begin (LbCheckSheet *self);
void lb_check_sheet_queue (LbCheckSheet *self);
/* At once, without the groups. */
void lb_check_sheet_update (LbCheckSheet *self);
/* As high as the lists are; the window is the limit, behind which they scroll. */
void lb_check_sheet_fit (LbCheckSheet *self);

/* (transfer none): those that come, and those that stay out. */
LbCheckGroup *lb_check_sheet_get_taken (LbCheckSheet *self);
LbCheckGroup *lb_check_sheet_get_refused (LbCheckSheet *self);
/* Whether there is room for the shortest words only. */
gboolean lb_check_sheet_is_tiny (LbCheckSheet *self);
/* A button beside the title copies the list, as Ctrl+C does; it can be used while @enabled. */
void lb_check_sheet_show_copy (LbCheckSheet *self, gboolean enabled);
/* The focus does not go to the button that accepts when it becomes possible: there is something to
 * fill in. */
void lb_check_sheet_keep_focus (LbCheckSheet *self);
void lb_check_sheet_set_title (LbCheckSheet *self, const char *title, const char *subtitle);
/* Of those found, so many are checked; the bar goes, and the options come, when all are. */
void lb_check_sheet_set_progress (LbCheckSheet *self, guint n_checked, guint n_found);
/* @label: of the button that accepts, with an underline. */
void lb_check_sheet_set_accept (LbCheckSheet *self, const char *label, gboolean sensitive);
void lb_check_sheet_set_note (LbCheckSheet *self, const char *note);

G_END_DECLS

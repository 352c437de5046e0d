#pragma once

#include <adwaita.h>

#include "session/lb-frozen-fields.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* One field of many captions: another value, or other words in it; or all fields that are frozen.
 * What is accepted of the changes that are shown is applied as one step of the history, which may
 * be stopped; a toast over the window that the dialog is presented in says how many captions that
 * were. */
#define LB_TYPE_FIELD_DIALOG (lb_field_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbFieldDialog, lb_field_dialog, LB, FIELD_DIALOG, AdwDialog)

/* Which images of a dataset they are. */
typedef enum
{
  LB_FIELD_SELECTED, /* those that a person has selected */
  LB_FIELD_SHOWN,    /* those that are shown, of which a filter may leave some out */
  LB_FIELD_ALL
} LbFieldExtent;

/**
 * LbFieldScope:
 * @session: a session
 * @dataset: a fibo draft
 * @images: (element-type LbImage): of @dataset
 * @extent: which these are
 *
 * Whose captions they are.
 */
typedef struct
{
  LbSession *session;
  LbDataset *dataset;
  GPtrArray *images;
  LbFieldExtent extent;
} LbFieldScope;

/* @from: a widget of the window. @path: which field, in each of their captions. @value: (nullable):
 * JSON text that all get; NULL to ask for words. */
void lb_field_dialog_present (GtkWidget *from,
                              const LbFieldScope *scope,
                              const char *path,
                              const char *value);
/* Brings @fields to their values, once it is known that a caption has others; else a toast says
 * that none has. */
void
lb_field_dialog_present_frozen (GtkWidget *from, const LbFieldScope *scope, LbFrozenFields *fields);

G_END_DECLS

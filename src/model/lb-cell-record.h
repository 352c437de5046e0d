#pragma once

#include "model/lb-cell-values.h"

G_BEGIN_DECLS

/* What a caption is to a table of captions. */
typedef enum
{
  LB_CELL_RECORD_PROMPT,
  LB_CELL_RECORD_NONE,  /* there is no caption */
  LB_CELL_RECORD_PLAIN, /* it is plain words by its kind */
  LB_CELL_RECORD_BROKEN /* it should be a structured prompt, and can't be read as one */
} LbCellRecordKind;

/**
 * LbCellRecord:
 *
 * The cells of one caption: a number of an #LbCellValues for each field that it has. Immutable: may
 * be made on any thread and handed to another.
 *
 * The values that the elements of a list have in one field are one cell, with %LB_CELL_SEPARATOR
 * between them: `objects[].pose` of two objects is "sitting | flying".
 */
typedef struct _LbCellRecord LbCellRecord;

/* @caption: (nullable); @is_prompt: whether it should be a structured prompt. */
LbCellRecord *lb_cell_record_new (LbCellValues *values, const char *caption, gboolean is_prompt);
LbCellRecord *lb_cell_record_ref (LbCellRecord *self);
void lb_cell_record_unref (LbCellRecord *self);
LbCellRecordKind lb_cell_record_get_kind (const LbCellRecord *self);
/* The number of the value in field @path; 0 where there is none. */
guint lb_cell_record_get (const LbCellRecord *self, guint path);
/* The number of the name of the object that has it, as lb_object_name() gives it, and of several as
 * many names, like their values; 0 where nothing is named, and for what is no field of objects. */
guint lb_cell_record_get_owner (const LbCellRecord *self, guint path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCellRecord, lb_cell_record_unref)

G_END_DECLS

#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

/* Why a text can't be put into a cell of a table of captions. */
typedef enum
{
  LB_CELL_NO_ELEMENT, /* the list has nothing in it that could have the field */
  LB_CELL_COUNT,      /* several elements have the field, and there are not as many values */
  LB_CELL_NUMBER,     /* only digits may stand there */
  LB_CELL_NO_VALUE    /* a list or an object stands there */
} LbCellRefusal;

LbPrompt *lb_cell_put (
  LbPrompt *caption, const char *path, const char *text, LbCellRefusal *why, guint *n_values);
/* (transfer full): the fields that the contract knows, in its order: `lighting.direction`,
 * `objects[].pose`. */
char **lb_cell_list_paths (void);

G_END_DECLS

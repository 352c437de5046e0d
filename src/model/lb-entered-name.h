#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is wrong with a name that somebody has entered. A name that is there already, from another
 * program, is shown whatever it is. */
typedef enum
{
  LB_ENTERED_NAME_GOOD,
  LB_ENTERED_NAME_BLANK,    /* nothing in it can be seen */
  LB_ENTERED_NAME_ENCODING, /* it is not text in UTF-8 */
  LB_ENTERED_NAME_LINE,     /* it is no single line: a new line or another control character */
  LB_ENTERED_NAME_TURN,     /* it turns the direction of text, so it would look like another one */
  LB_ENTERED_NAME_LONG      /* it has more bytes than a service takes */
} LbEnteredName;

#define LB_ENTERED_NAME_BYTES 1024

/* Of a project, a dataset or an account. */
LbEnteredName lb_entered_name_judge (const char *name);
/* Whether they are the same but for spaces around them, characters without a width, and the way in
 * which letters are put together. Both are UTF-8. */
gboolean lb_entered_name_is_same (const char *name, const char *other);
/* Whether one may be taken for the other: those that are the same are, and so are letters of
 * another case, width or font, and Cyrillic and Greek ones that look like Latin ones. */
gboolean lb_entered_name_is_like (const char *name, const char *other);
/* (transfer full): how @name looks: equal for names that are like each other, so that many can be
 * compared; never to be shown. */
char *lb_entered_name_dup_looks (const char *name);

G_END_DECLS

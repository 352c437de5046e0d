#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* (nullable) (transfer none): the first project that is called @wanted (nullable: any) or has that
 * number; "id:" stands before what is a number alone. @n: (out): how many there are. */
LbProject *lb_cli_project_find (LbSession *session, const char *wanted, guint *n);
/* Says that @n projects are called @wanted, which are too many. */
void lb_cli_project_complain_of_many (const char *wanted, guint n);
/* Says that another project than @own (nullable) is called @name, or looks as if it were; that is
 * nothing forbidden. */
void lb_cli_project_tell_like (LbSession *session, LbProject *own, const char *name);

G_END_DECLS

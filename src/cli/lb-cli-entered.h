#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What was entered on the command line. What is wrong is said on standard error, in its words. */

/* @name: of a new project, dataset or account. */
gboolean lb_cli_entered_check_name (const char *name);
/* @option: such as "--medium"; @given: (nullable), which is right; @choices: what it may be. */
gboolean
lb_cli_entered_check_choice (const char *option, const char *given, const char *const *choices);
/* @given: a number in words, or "id:" before one, which is a number alone. @is_plain: (out): it
 * may be a name as well. */
gboolean lb_cli_entered_read_number (const char *given, gint64 *number, gboolean *is_plain);
/* Whether @given is @name, or has "name:" before it, which is a name alone. */
gboolean lb_cli_entered_is_name (const char *given, const char *name);
/* The same where @given may be a pattern such as "beach-*". @name: (nullable) */
gboolean lb_cli_entered_fits_name (const char *given, const char *name);
/* Says that @given is the number of one thing and the name of another. */
void lb_cli_entered_complain_of_both (const char *given);

G_END_DECLS

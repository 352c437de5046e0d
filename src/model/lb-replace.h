#pragma once

#include <gio/gio.h>

#include "model/lb-replace-issue.h"

G_BEGIN_DECLS

#define LB_REPLACE_MAX_BYTES 8192                /* of what is found, and of what comes */
#define LB_REPLACE_MAX_RESULT_BYTES (512 * 1024) /* of a text in which something was replaced */

typedef enum
{
  LB_REPLACE_PLAIN = 0,
  LB_REPLACE_MATCH_CASE = 1 << 0,
  LB_REPLACE_WHOLE_WORDS = 1 << 1,
  LB_REPLACE_REGEX = 1 << 2 /* what is found is an expression, and what comes may refer to it */
} LbReplaceFlags;

/**
 * LbReplace:
 *
 * What is to be found in texts, and what comes in its place. Immutable: may be used on any thread,
 * and on several at once.
 *
 * Expressions are those of #GRegex (Perl’s). What comes in their place may have `\1` to `\99` and
 * `\g<name>` for what is in a group, `\0` for all that was found, `\n`, and `\U`, `\L`, `\u`, `\l`,
 * `\E` for capitals and small letters. No expression may take forever: the work in one text is
 * limited.
 */
typedef struct _LbReplace LbReplace;

/* @path: (nullable): of the field, as a query has it (see #LbQuery); NULL or "" for all. @issue:
 * (out): why there is none. Takes as long as the expression is large: not for the main thread.
 * Returns (transfer full) (nullable). */
LbReplace *lb_replace_new (const char *find,
                           const char *with,
                           LbReplaceFlags flags,
                           const char *path,
                           LbReplaceIssue *issue);
void lb_replace_free (LbReplace *self);
/* Whether it is meant for the field at @path, a path of #LbPrompt with `[]` for any index. */
gboolean lb_replace_takes_path (LbReplace *self, const char *path);
gboolean lb_replace_takes_all (LbReplace *self);
/* FALSE where no value in the JSON @text has anything to be replaced; most often it is quicker than
 * to read the JSON. */
gboolean lb_replace_may_be_in (LbReplace *self, const char *text);
/* @text: UTF-8. @n: (out): how many places of it are replaced, those that become what they were not
 * counted. Returns (transfer full) (nullable) what comes of it; NULL where nothing changes, and
 * where it fails: with LB_ERROR_TIMED_OUT where an expression takes too long, as it may in
 * more than 32 KiB, with LB_ERROR_TOO_LARGE where that would have more than
 * LB_REPLACE_MAX_RESULT_BYTES. */
char *lb_replace_run (LbReplace *self, const char *text, guint *n, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbReplace, lb_replace_free)

G_END_DECLS

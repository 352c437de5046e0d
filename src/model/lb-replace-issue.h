#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is wrong with what is to be found, or with what comes in its place. */
typedef enum
{
  LB_REPLACE_ISSUE_NOTHING,     /* there is nothing to be found */
  LB_REPLACE_ISSUE_ENCODING,    /* it is not UTF-8 */
  LB_REPLACE_ISSUE_LENGTH,      /* more than LB_REPLACE_MAX_BYTES */
  LB_REPLACE_ISSUE_BRACKET,     /* a bracket that is not closed */
  LB_REPLACE_ISSUE_OPEN,        /* a parenthesis that is not closed */
  LB_REPLACE_ISSUE_CLOSE,       /* one that is not open */
  LB_REPLACE_ISSUE_REPEAT,      /* nothing that could be repeated */
  LB_REPLACE_ISSUE_RANGE,       /* a range that ends before it begins */
  LB_REPLACE_ISSUE_BACKSLASH,   /* nothing behind a backslash */
  LB_REPLACE_ISSUE_LOOK_BEHIND, /* it may be of any length */
  LB_REPLACE_ISSUE_GROUP,       /* there is no such group */
  LB_REPLACE_ISSUE_TOO_LARGE,   /* the expression takes too much memory */
  LB_REPLACE_ISSUE_SYNTAX,      /* anything else */
  LB_REPLACE_ISSUE_ESCAPE,      /* not known, in what comes */
  LB_REPLACE_ISSUE_PATH         /* not how a field is spelled */
} LbReplaceIssueKind;

#define LB_REPLACE_N_ISSUES (LB_REPLACE_ISSUE_PATH + 1)

/* In which of the texts. */
typedef enum
{
  LB_REPLACE_IN_FIND,
  LB_REPLACE_IN_WITH,
  LB_REPLACE_IN_PATH
} LbReplacePart;

/**
 * LbReplaceIssue:
 * @kind: what is wrong
 * @part: in what
 * @place: at which character of it, from 1; 0 where that is not known
 */
typedef struct
{
  LbReplaceIssueKind kind;
  LbReplacePart part;
  guint place;
} LbReplaceIssue;

/* @error: of g_regex_new() with @pattern */
LbReplaceIssue lb_replace_issue_from_error (const GError *error, const char *pattern);
/* What is wrong with the references and escapes in @with, for @regex. TRUE for nothing. */
gboolean lb_replace_issue_check_with (const char *with, GRegex *regex, LbReplaceIssue *issue);

G_END_DECLS

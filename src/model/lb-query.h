#pragma once

#include <glib-object.h>

#include "model/lb-query-node.h"

G_BEGIN_DECLS

#define LB_QUERY_MAX_BYTES 8192
#define LB_QUERY_MAX_DEPTH 64 /* of parentheses and of NOT in each other */

/* What is wrong with the text of a query. */
typedef enum
{
  LB_QUERY_ISSUE_ENCODING, /* it is not UTF-8 */
  LB_QUERY_ISSUE_LENGTH,   /* more than LB_QUERY_MAX_BYTES */
  LB_QUERY_ISSUE_DEPTH,
  LB_QUERY_ISSUE_QUOTE,        /* not closed */
  LB_QUERY_ISSUE_EMPTY_QUOTES, /* no words in them */
  LB_QUERY_ISSUE_OPEN,         /* a parenthesis that is not closed */
  LB_QUERY_ISSUE_CLOSE,        /* one that is not open */
  LB_QUERY_ISSUE_EMPTY_GROUP,  /* nothing in the parentheses */
  LB_QUERY_ISSUE_NO_LEFT,      /* nothing in front of AND or OR */
  LB_QUERY_ISSUE_NO_RIGHT,     /* nothing behind AND, OR or NOT */
  LB_QUERY_ISSUE_PATH,         /* not how a field is spelled */
  LB_QUERY_ISSUE_INDEX,        /* a number in brackets: lists are searched as a whole */
  LB_QUERY_ISSUE_COMPARISON,   /* the field can't be compared in this way */
  LB_QUERY_ISSUE_NO_VALUE,     /* nothing behind the comparison */
  LB_QUERY_ISSUE_NUMBER,       /* the value is no number */
  LB_QUERY_ISSUE_SIZE,         /* it is neither a number nor one of bytes, such as 2MB */
  LB_QUERY_ISSUE_RATIO,        /* it is neither a number nor a ratio, such as 16:9 */
  LB_QUERY_ISSUE_SCORE,        /* it is neither a number nor a score, such as high */
  LB_QUERY_ISSUE_STATE,        /* there is no such state */
  LB_QUERY_ISSUE_SOURCE,       /* there is no such source */
  LB_QUERY_ISSUE_STAR,         /* a star that is not at the end of a word, or alone */
  LB_QUERY_ISSUE_INSIDE,       /* what is no field of the caption, asked of one object in it */
  LB_QUERY_ISSUE_FIELD         /* a field that no caption has, see lb_query_find_unknown() */
} LbQueryIssueKind;

#define LB_QUERY_N_ISSUES (LB_QUERY_ISSUE_FIELD + 1)

/**
 * LbQueryIssue:
 * @kind: what is wrong
 * @start: the first byte of the text that is
 * @end: the byte behind it
 */
typedef struct
{
  LbQueryIssueKind kind;
  gsize start;
  gsize end;
} LbQueryIssue;

/**
 * LbQuery:
 *
 * Which images are wanted. Immutable: may be used on any thread.
 *
 *     lighting.direction:backlit AND NOT objects[].clothing:* AND source_width<1024
 *
 * A query is made of conditions. Those that stand side by side, or with AND between them, must all
 * hold; OR asks for one of them, and binds less; NOT turns the next condition round; parentheses
 * hold together. These three words are written in capitals.
 *
 * `word` is looked for in the name and in all that the caption says, also in the midst of words;
 * `"some words"` are whole words, one after the other; `wor*` and `"some wor"*` begin a word. `\"`
 * is a quote in quotes. The case of letters does not matter.
 *
 * `field:word` looks in one field, `field=value` wants it to be all that the field says, and `!=`
 * is NOT with `=`; `field:*` wants it to say anything. Fields are `name`, `caption`, and those of
 * the caption, spelled as #LbPrompt does, with `[]` for all elements of a list. The beginning of
 * such a path can be left out, and so can every `[]`; what is in an object or list counts for it:
 * `clothing:red` and `objects:red` both find `objects[].clothing`. A path that is called as
 * something else is spelled with brackets: `["name"]`.
 *
 * `objects:(clothing:red AND NOT pose:*)` wants all of what is in the parentheses to hold for one
 * and the same of the objects; without them each condition may be true of another one. In front of
 * them stands a list, an object or a single field, behind which words alone are looked for in what
 * stands there: `direction:(backlit OR side*)`. What is no field of the caption can't be asked in
 * there. Such parentheses may be in each other.
 *
 * `source_width`, `source_height`, `width`, `height` (pixels), `megapixels`, `aspect` (also `16:9`)
 * and `bytes` (also `2MB`) are compared with `<`, `<=`, `>`, `>=`, `=`, `!=`; what is not known is
 * only ever `!=`. So are fields of the caption with a number, or with a score by its order
 * (`aesthetic_score>=high`).
 *
 * `state:` takes approved, ready, to-review, stale, invalid, missing, writing, draft, waiting,
 * refused, changed-elsewhere; `source:` takes manual, automatic, unknown.
 */
#define LB_TYPE_QUERY (lb_query_get_type ())
G_DECLARE_FINAL_TYPE (LbQuery, lb_query, LB, QUERY, GObject)

/* @issue: (out) (optional): why there is none. Returns (transfer full) (nullable). */
LbQuery *lb_query_new (const char *text, LbQueryIssue *issue);
/* What it was made of. */
const char *lb_query_get_text (LbQuery *self);
/* (transfer none) (nullable): NULL for the empty query, which lets everything through. */
const LbQueryNode *lb_query_get_root (LbQuery *self);

G_END_DECLS

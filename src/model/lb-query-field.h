#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a condition of a query is about. */
typedef enum
{
  LB_QUERY_ANYTHING, /* the name and all that the caption says */
  LB_QUERY_NAME,
  LB_QUERY_CAPTION,
  LB_QUERY_PATH, /* a field of the caption, or all that is in it */
  LB_QUERY_STATE,
  LB_QUERY_SOURCE,
  LB_QUERY_SOURCE_WIDTH, /* from here on numbers; of the picture as it was given */
  LB_QUERY_SOURCE_HEIGHT,
  LB_QUERY_WIDTH, /* as the service keeps it */
  LB_QUERY_HEIGHT,
  LB_QUERY_MEGAPIXELS,
  LB_QUERY_ASPECT, /* width over height */
  LB_QUERY_BYTES
} LbQueryField;

#define LB_QUERY_N_FIELDS (LB_QUERY_BYTES + 1)

/* How a condition compares. */
typedef enum
{
  LB_QUERY_HAS,    /* the characters are in the value */
  LB_QUERY_WORDS,  /* the whole words are in it, one after the other */
  LB_QUERY_BEGINS, /* the same, but for the last word, which may go on */
  LB_QUERY_ANY,    /* there is a value */
  LB_QUERY_IS,     /* it is the whole value */
  LB_QUERY_IS_NOT,
  LB_QUERY_LESS,
  LB_QUERY_AT_MOST,
  LB_QUERY_MORE,
  LB_QUERY_AT_LEAST
} LbQueryTest;

/* What an image is; it may be several at once. In the order of lb_query_field_list_values(). */
typedef enum
{
  LB_QUERY_STATE_APPROVED = 1 << 0,
  LB_QUERY_STATE_READY = 1 << 1, /* the dataset can be completed with it */
  LB_QUERY_STATE_TO_REVIEW = 1 << 2,
  LB_QUERY_STATE_STALE = 1 << 3,
  LB_QUERY_STATE_INVALID = 1 << 4,
  LB_QUERY_STATE_MISSING = 1 << 5, /* no caption, and none is being written */
  LB_QUERY_STATE_WRITING = 1 << 6,
  LB_QUERY_STATE_DRAFT = 1 << 7,   /* kept here: it can't be sent as it is */
  LB_QUERY_STATE_WAITING = 1 << 8, /* kept here until it can be sent */
  LB_QUERY_STATE_REFUSED = 1 << 9,
  LB_QUERY_STATE_CHANGED_ELSEWHERE = 1 << 10
} LbQueryState;

/* Who wrote a caption. */
typedef enum
{
  LB_QUERY_SOURCE_MANUAL,
  LB_QUERY_SOURCE_AUTOMATIC,
  LB_QUERY_SOURCE_UNKNOWN,
  LB_QUERY_SOURCE_NONE /* there is no caption */
} LbQuerySource;

/* (nullable): what @field is called in a query; NULL for LB_QUERY_ANYTHING and LB_QUERY_PATH. */
const char *lb_query_field_get_name (LbQueryField field);
/* @name: in any case of letters. LB_QUERY_PATH when it is none of the others. */
LbQueryField lb_query_field_from_name (const char *name);
gboolean lb_query_field_is_number (LbQueryField field);
/* (nullable) (array zero-terminated=1): the only values that @field can have. */
const char *const *lb_query_field_list_values (LbQueryField field);
/* Where @text stands among these, in any case of letters, with blanks or underscores for hyphens,
 * and with "generated" and "hand-written" for the sources; -1 for none. */
int lb_query_field_find_value (LbQueryField field, const char *text);
/* Whether @test can be used with @field. */
gboolean lb_query_field_allows (LbQueryField field, LbQueryTest test);
/* @number: (out): what @text says for @field: digits with an optional fraction, for
 * LB_QUERY_BYTES with kB, MB, GB, KiB, MiB or GiB behind, for LB_QUERY_ASPECT also 16:9 or 16/9. */
gboolean lb_query_field_read_number (LbQueryField field, const char *text, double *number);
/* The place of @text in lb_prompt_schema_get_scores(), or -1. */
int lb_query_find_score (const char *text);

G_END_DECLS

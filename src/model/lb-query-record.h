#pragma once

#include <glib.h>

#include "model/lb-query-field.h"

G_BEGIN_DECLS

/**
 * LbQueryPaths:
 *
 * The fields that a set of captions has, each with a number. It only grows, and may be used on
 * several threads at once.
 */
typedef struct _LbQueryPaths LbQueryPaths;

LbQueryPaths *lb_query_paths_new (void);
LbQueryPaths *lb_query_paths_ref (LbQueryPaths *self);
void lb_query_paths_unref (LbQueryPaths *self);
guint lb_query_paths_get_length (LbQueryPaths *self);
/* (transfer full): as `objects[].clothing`; "" for a caption that is not a prompt. */
char *lb_query_paths_dup (LbQueryPaths *self, guint number);
/* Whether field @number is what @keys say, or in it; see #LbQuery. */
gboolean lb_query_paths_fits (LbQueryPaths *self, guint number, const char *const *keys);
/* Whether it is that itself, and not only in it. */
gboolean lb_query_paths_is (LbQueryPaths *self, guint number, const char *const *keys);

/**
 * LbQueryRecord:
 *
 * What an image and its caption say, in a small form that is quick to search: no JSON, one case of
 * letters. Immutable: may be made on any thread and handed to another.
 */
typedef struct _LbQueryRecord LbQueryRecord;

/**
 * LbQueryValue:
 * @path: number of its field
 * @start: its first byte in the text of the record
 * @end: the byte behind it
 */
typedef struct
{
  guint path;
  guint start;
  guint end;
} LbQueryValue;

/**
 * LbQueryPart:
 * @path: number of its field
 * @first: the first of its values
 * @end: the one behind the last; the same as @first for one that says nothing
 * @first_part: the first of the objects in it, which come before it; its own place for none
 *
 * An object in a caption: as an element of a list, or in a field.
 */
typedef struct
{
  guint path;
  guint first;
  guint end;
  guint first_part;
} LbQueryPart;

/**
 * LbQueryFacts:
 * @states: any of #LbQueryState
 * @source: who wrote the caption
 * @source_width: pixels, 0 when not known; the same for the other three
 * @size_bytes: 0 when not known
 *
 * What else is known of an image.
 */
typedef struct
{
  guint states;
  LbQuerySource source;
  int source_width;
  int source_height;
  int width;
  int height;
  gint64 size_bytes;
} LbQueryFacts;

/* @name, @caption: (nullable); @is_prompt: whether the caption is a structured prompt; one that is
 * no JSON is searched as plain words. */
LbQueryRecord *lb_query_record_new (LbQueryPaths *paths,
                                    const char *name,
                                    const char *caption,
                                    gboolean is_prompt);
LbQueryRecord *lb_query_record_ref (LbQueryRecord *self);
void lb_query_record_unref (LbQueryRecord *self);
/* All that it says, as by lb_query_fold(), in lines: the name first, then one a value. */
const char *lb_query_record_get_text (const LbQueryRecord *self, gsize *length);
gsize lb_query_record_get_name_length (const LbQueryRecord *self);
/* In the order of the caption. */
const LbQueryValue *lb_query_record_get_values (const LbQueryRecord *self, guint *n_values);
/* The objects in it, which may be in each other: an inner one comes before the one around it. */
const LbQueryPart *lb_query_record_get_parts (const LbQueryRecord *self, guint *n_parts);

/* (transfer full): @text with one case of letters, single blanks and none around it. */
char *lb_query_fold (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbQueryPaths, lb_query_paths_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbQueryRecord, lb_query_record_unref)

G_END_DECLS

#pragma once

#include "base/lb-json.h"

G_BEGIN_DECLS

/* Writes pretty-printed JSON: two spaces a level, members in the order they are added. */
typedef struct
{
  GString *out; /* (owned) */
  int depth;
  gboolean first; /* nothing yet written at this level */
} LbAnalyserWriter;

void lb_analyser_writer_init (LbAnalyserWriter *self);
void lb_analyser_writer_open (LbAnalyserWriter *self, const char *key, char bracket);
void lb_analyser_writer_close (LbAnalyserWriter *self, char bracket);
/* A NULL or empty @text is left out. */
void lb_analyser_writer_add_text (LbAnalyserWriter *self, const char *key, const char *text);
void lb_analyser_writer_add_json (LbAnalyserWriter *self, const char *key, const char *json);
char *lb_analyser_writer_end (LbAnalyserWriter *self);

/* Whether @said has @clause in it, in any case. */
gboolean lb_analyser_says (const char *said, const char *clause);
/* Joins what a schema says with what was measured; what it says already is not said again,
 * and what was measured is marked as being so here, in this picture. What the schema was itself
 * given by measuring gives way to what was measured here.
 * @clauses: (array length=n_clauses): measured; those that are NULL are passed over */
char *lb_analyser_join (const char *said, const char *const *clauses, guint n_clauses);
/* (transfer full) (nullable): all texts in @node, at any depth, joined by commas */
char *lb_analyser_collect_text (const LbJsonNode *node);
/* (nullable): the text of the member, NULL when it is no text or has nothing in it */
const char *lb_analyser_member_text (const LbJsonNode *node, const char *key);

G_END_DECLS

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LbInstructionSentence:
 * @text: its words, without what is around them and without "please" and the like
 * @mask: for each byte of @text whether it stands in quotes, braces or brackets
 * @offset: byte of the instruction at which @text begins
 *
 * One sentence of an instruction.
 */
typedef struct
{
  char *text;   /* (owned) */
  guint8 *mask; /* (owned) (array) */
  gsize length;
  gsize offset;
} LbInstructionSentence;

/* What is written at one place of a sentence. */
typedef enum
{
  LB_INSTRUCTION_WORDS,
  LB_INSTRUCTION_QUOTED,
  LB_INSTRUCTION_JSON
} LbInstructionWriting;

/* A part of a sentence, from byte @start up to byte @end, without blanks around it. */
typedef struct
{
  const LbInstructionSentence *sentence;
  gsize start;
  gsize end;
} LbInstructionSpan;

void lb_instruction_sentence_free (LbInstructionSentence *self);
GPtrArray *lb_instruction_split (const char *instruction, GError **error);

gboolean lb_instruction_is_verb (const char *word);
char *lb_instruction_abridge (const char *text);
gboolean lb_instruction_read_number (const char *word, guint *number);

LbInstructionSpan
lb_instruction_span (const LbInstructionSentence *sentence, gsize start, gsize end);
gboolean
lb_instruction_span_find (LbInstructionSpan self, const char *word, gsize from, gsize *position);
gboolean lb_instruction_span_holds_verb (LbInstructionSpan self);
char *lb_instruction_span_dup (LbInstructionSpan self);
char *lb_instruction_span_read (LbInstructionSpan self, LbInstructionWriting *writing);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbInstructionSentence, lb_instruction_sentence_free)

G_END_DECLS

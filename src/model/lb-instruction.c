#include "model/lb-instruction.h"

#include "base/lb-error.h"
#include "model/lb-instruction-sentence.h"
#include "model/lb-instruction-verbs.h"
#include "model/lb-prompt.h"

#include <string.h>

#define WHAT_WORKS                                                                                 \
  "Without a model these can be followed, with full stops between them: “set PATH to …”, "         \
  "“replace A with B [in PATH]”, “remove PATH”, “add PATH: …”, “rename PATH to …”, "               \
  "“shorten PATH to N words”. A PATH is written like lighting.direction or objects[0].pose."

/* @reason: (nullable): why @sentence can't be followed; NULL when it is another kind of sentence */
static void
set_refusal (GError **error, const LbInstructionSentence *sentence, const char *reason)
{
  g_autofree char *shown = lb_instruction_abridge (sentence->text);

  if (reason && *reason)
    lb_error_set_at (error, LB_ERROR_INVALID, sentence->offset,
                     "“%s” cannot be followed: %s. " WHAT_WORKS, shown, reason);
  else
    lb_error_set_at (error, LB_ERROR_INVALID, sentence->offset,
                     "“%s” needs a model to be understood. " WHAT_WORKS, shown);
}

static void
set_whole_refusal (GError **error, const char *reason)
{
  lb_error_set_at (error, LB_ERROR_INVALID, 0, "%s. " WHAT_WORKS, reason);
}

/* The first thing that is wrong with @prompt, which is to be @kind. */
static char *
describe_issue (LbPrompt *prompt, LbPromptKind kind)
{
  g_autoptr (GListModel) issues = lb_prompt_validate (prompt, kind);
  g_autoptr (LbPromptIssue) issue = g_list_model_get_item (issues, 0);
  g_autofree char *message =
    lb_instruction_abridge (issue ? lb_prompt_issue_get_message (issue) : "it is not valid");

  return g_strdup_printf ("the document would not be valid any more (%s)", message);
}

/* What is edited. A document that is both is a caption, and stays one. */
typedef struct
{
  LbPromptKind kind;
  gboolean either; /* it is neither so far, and may become either */
} Nature;

static Nature
nature_of (LbPrompt *prompt)
{
  if (lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION))
    return (Nature) { LB_PROMPT_CAPTION, FALSE };

  return (Nature) { LB_PROMPT_SCHEMA, !lb_prompt_is_valid (prompt, LB_PROMPT_SCHEMA) };
}

static gboolean
is_fit (LbPrompt *prompt, Nature nature)
{
  return lb_prompt_is_valid (prompt, nature.kind) ||
         (nature.either && lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION));
}

/* Follows all of @sentences; the result is judged once, at the end, and the last sentence that made
 * it unfit is to blame. */
static LbPrompt *
follow_all (LbPrompt *prompt, GPtrArray *sentences, GError **error)
{
  const Nature nature = nature_of (prompt);
  g_autoptr (LbPrompt) present = g_object_ref (prompt);
  const LbInstructionSentence *blamed = NULL;

  for (guint i = 0; i < sentences->len; i++)
    {
      const LbInstructionSentence *sentence = sentences->pdata[i];
      g_autoptr (GError) failure = NULL;
      LbPrompt *next = lb_instruction_follow (present, nature.kind, sentence, &failure);

      if (!next)
        {
          set_refusal (error, sentence, failure->message);
          return NULL;
        }
      g_object_unref (present);
      present = next;
      if (strlen (lb_prompt_get_text (present)) > LB_INSTRUCTION_MAX_DOCUMENT)
        {
          set_refusal (error, sentence, LB_INSTRUCTION_GROWS_TOO_LONG);
          return NULL;
        }
      if (is_fit (present, nature))
        blamed = NULL;
      else if (!blamed)
        blamed = sentence;
    }
  if (blamed)
    {
      g_autofree char *reason = describe_issue (present, nature.kind);

      set_refusal (error, blamed, reason);
      return NULL;
    }

  return g_steal_pointer (&present);
}

char *
lb_instruction_apply (const char *structured_prompt, const char *instruction, GError **error)
{
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (LbPrompt) result = NULL;
  g_autoptr (GPtrArray) sentences = NULL;

  g_return_val_if_fail (structured_prompt != NULL && instruction != NULL, NULL);

  if (!(prompt = lb_prompt_new (structured_prompt, error)))
    return NULL;
  if (strlen (instruction) > LB_INSTRUCTION_MAX_BYTES || !g_utf8_validate (instruction, -1, NULL))
    {
      set_whole_refusal (error, "The instruction is too long, or not text");
      return NULL;
    }
  if (!(sentences = lb_instruction_split (instruction, error)))
    return NULL;
  if (sentences->len == 0 || sentences->len > LB_INSTRUCTION_MAX_SENTENCES)
    {
      set_whole_refusal (error, sentences->len == 0 ? "The instruction says nothing to do"
                                                    : "The instruction has too many sentences");
      return NULL;
    }
  result = follow_all (prompt, sentences, error);

  return result ? g_strdup (lb_prompt_get_text (result)) : NULL;
}

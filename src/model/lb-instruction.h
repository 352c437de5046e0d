#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LB_INSTRUCTION_MAX_BYTES 65536
#define LB_INSTRUCTION_MAX_SENTENCES 64
#define LB_INSTRUCTION_MAX_DOCUMENT (256 * 1024) /* bytes, after each sentence */
#define LB_INSTRUCTION_GROWS_TOO_LONG "the document would become too long"

/**
 * lb_instruction_apply:
 * @structured_prompt: JSON text of a caption or of a visual schema
 * @instruction: one or several sentences
 * @error: return location for an error
 *
 * Edits a document by an instruction that needs no model to be understood. Of what it does not
 * name nothing changes, to the byte; and either all of its sentences are followed, or none.
 *
 *     instruction = sentence { separator sentence }
 *     separator   = "." ";" a new line, ", then", "and then"
 *     sentence    = "set" PATH "to" VALUE           (or "change")
 *                 | "replace" TEXT "with" TEXT [ "in" PATH ]
 *                 | "remove" PATH                   (or "delete")
 *                 | "add" PATH ":" VALUE
 *                 | "add" VALUE "to" PATH
 *                 | "rename" PATH "to" KEY
 *                 | "shorten" PATH "to" N "words"
 *     VALUE, TEXT = words up to the end of the sentence, or a text in quotes of any kind, which
 *                   keeps its punctuation; a VALUE may be JSON in braces or brackets as well
 *     PATH        = `lighting.direction`, `objects[0].pose`, or in words: "the lighting
 *                   direction", "object 1's pose", "pose of the last object"; a field may go by
 *                   its last key alone when no other has it
 *
 * A sentence may begin with "please", "also" and the like, or as the item of a list.
 *
 * Returns: (transfer full) (nullable): the edited document, or %NULL with %LB_ERROR_INVALID, which
 *   names the sentence that cannot be followed, says why and what would work, and knows the byte
 *   of @instruction at which that sentence begins
 */
char *lb_instruction_apply (const char *structured_prompt, const char *instruction, GError **error);

G_END_DECLS

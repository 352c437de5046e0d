#include "model/lb-prompt-hash.h"

#include "base/lb-json-canonical.h"
#include "base/lb-sha256.h"

/**
 * lb_prompt_hash:
 * @text: a caption or schema, or any text
 * @kind: which of the two
 *
 * All spellings of one document have the same hash: blanks, escapes, the order of keys and whatever
 * the service repairs (R62) make no difference. It is the first 64 bits of the SHA-256 of
 * lb_json_append_canonical(). Of a text that is no prompt every byte counts, except for blanks
 * around it.
 *
 * Hashes are kept on disk: another way to make them would make every caption look stale.
 *
 * Returns: (transfer full): %LB_PROMPT_HASH_LENGTH small hexadecimal digits
 */
char *
lb_prompt_hash (const char *text, LbPromptKind kind)
{
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (LbJsonDocument) document = NULL;
  g_autoptr (GString) words = NULL;
  g_autofree char *digest = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if ((prompt = lb_prompt_new_repaired (text, kind, NULL, NULL)))
    document = lb_json_document_new (lb_prompt_get_text (prompt), -1, NULL);

  words = g_string_new (NULL);
  if (document != NULL)
    lb_json_append_canonical (words, lb_json_document_get_root (document));
  else
    {
      g_autofree char *bare = g_strstrip (g_strdup (text));

      g_string_append (words, bare);
    }
  digest = lb_sha256_of_data (words->str, words->len);

  return g_strndup (digest, LB_PROMPT_HASH_LENGTH);
}

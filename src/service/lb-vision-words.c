#include "service/lb-vision-words.h"

#define ONE_OBJECT "Answer with one JSON object and nothing else: no code fence, no comment."

static gboolean
is_said (const char *text)
{
  return text != NULL && *text != '\0';
}

/* Medium and subject: what a model could only guess. */
static void
append_project (GString *out, LbProject *project)
{
  const char *medium = project != NULL ? lb_project_get_ip_medium (project) : NULL;
  const char *name = project != NULL ? lb_project_get_ip_name (project) : NULL;
  const char *description = project != NULL ? lb_project_get_ip_description (project) : NULL;
  const char *about = project != NULL ? lb_project_get_project_description (project) : NULL;

  if (g_strcmp0 (medium, "photography") == 0)
    g_string_append (out, "\nThe pictures of this set are photographs.");
  else if (g_strcmp0 (medium, "illustration") == 0)
    g_string_append (out, "\nThe pictures of this set are illustrations.");

  if (is_said (name))
    g_string_append_printf (out,
                            "\nTheir subject is called “%s”: use this name when it is in the "
                            "picture.",
                            name);
  if (is_said (description))
    g_string_append_printf (out, "\nOf the subject is known: %s", description);
  if (is_said (about))
    g_string_append_printf (out, "\nOf the set is known: %s", about);
}

char *
lb_vision_words_caption_system (const LbCaptionRequest *request)
{
  g_autoptr (GString) out = g_string_new (
    "You describe pictures for people who teach an image generator a style or a subject. Describe "
    "only what can be seen, in plain English and concrete words. Never guess at names, places or "
    "what was before or after.");

  if (request->plain)
    g_string_append (out, "\nAnswer with one sentence of at most 40 words and nothing else: no "
                          "quotes, no list, no JSON.");
  else
    g_string_append (out, "\n" ONE_OBJECT " Name each important thing once in “objects”, the most "
                          "important first. Where a detail does not apply, write null.");

  append_project (out, request->project);
  if (!request->plain && request->visual_schema != NULL)
    g_string_append_printf (
      out,
      "\nAll pictures of the set share the traits below. Take each over, word "
      "for word, in the field of the same name, and add what this picture "
      "has beyond it:\n%s",
      request->visual_schema);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

char *
lb_vision_words_caption_question (const LbCaptionRequest *request)
{
  if (!request->plain)
    return g_strdup ("Describe this picture.");
  if (!is_said (request->prefix))
    return g_strdup ("Describe this picture in one sentence.");

  return g_strdup_printf (
    "Describe this picture in one sentence. These words go in front of it, so "
    "do not repeat what they say: %s",
    request->prefix);
}

char *
lb_vision_words_schema_system (LbProject *project)
{
  g_autoptr (GString) out = g_string_new (
    "You find what the pictures of one set have in common, for people who teach an image generator "
    "their style: medium, light, colours, composition, mood, what recurs. Say only what holds for "
    "nearly all of them; where they differ, write null or an empty list. Plain English, concrete "
    "words.\n" ONE_OBJECT);

  append_project (out, project);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

char *
lb_vision_words_schema_question (guint n_pictures)
{
  if (n_pictures == 1)
    return g_strdup ("This is one picture of the set. Say what of it may be its style rather than "
                     "what it happens to show.");

  return g_strdup_printf ("What do these %u pictures have in common?", n_pictures);
}

char *
lb_vision_words_merge_question (GPtrArray *answers)
{
  g_autoptr (GString) out =
    g_string_new ("This was said of each picture of the set. What do they have in common?");

  for (guint i = 0; i < answers->len; i++)
    g_string_append_printf (out, "\n%u. %s", i + 1, (const char *) answers->pdata[i]);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

char *
lb_vision_words_refine_system (void)
{
  return g_strdup (
    "You edit a JSON document that describes a picture. Do what the instruction says "
    "and leave everything else word for word as it is, with the same keys in the same "
    "order. Pictures that come along show what the instruction means.\n" ONE_OBJECT);
}

char *
lb_vision_words_refine_question (const LbRefineRequest *request)
{
  return g_strdup_printf ("The document:\n%s\n\nThe instruction:\n%s\n\nAnswer with the whole "
                          "document as it is after that.",
                          request->structured_prompt, request->instruction);
}

char *
lb_vision_words_repair (const char *wrong, gboolean plain)
{
  return g_strdup_printf ("%s\nAnswer again, with %s and nothing else.", wrong,
                          plain ? "the sentence" : "the whole JSON object");
}

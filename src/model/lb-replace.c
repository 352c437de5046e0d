#include "model/lb-replace.h"

#include <string.h>

#include "base/lb-error.h"
#include "model/lb-query-private.h"
#include "model/lb-query-scanner.h"

/* Steps back in the search from one place of a text: what takes more would take forever. About a
 * millisecond. */
#define LIMIT "(*LIMIT_MATCH=50000)"
/* There may be as many such places as characters; no field of a caption is meant to be so long. */
#define MAX_REGEX_TEXT_BYTES (32 * 1024)

struct _LbReplace
{
  GRegex *regex;
  char *with;
  char **keys;         /* (nullable): of the field; NULL for all */
  LbQueryPaths *paths; /* (nullable): that were asked about */
  LbReplaceFlags flags;
};

static gboolean
is_word_char (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '_';
}

/* (transfer full): a plain text as an expression. At an end that is no letter, anything may stand
 * beside a whole word. */
static char *
escape (const char *find, LbReplaceFlags flags)
{
  g_autofree char *escaped = g_regex_escape_string (find, -1);
  const gboolean words = (flags & LB_REPLACE_WHOLE_WORDS) != 0;
  const gboolean at_start = words && is_word_char (g_utf8_get_char (find));
  const gboolean at_end =
    words && is_word_char (g_utf8_get_char (g_utf8_prev_char (find + strlen (find))));

  return g_strconcat (LIMIT, at_start ? "(?<!\\w)" : "", escaped, at_end ? "(?!\\w)" : "", NULL);
}

/* (transfer full): an expression that stands alone; `\E` ends a quotation that it leaves open. */
static char *
enclose (const char *find, LbReplaceFlags flags)
{
  if ((flags & LB_REPLACE_WHOLE_WORDS) == 0)
    return g_strconcat (LIMIT, find, NULL);

  return g_strconcat (LIMIT, "(?<!\\w)(?:", find, "\\E)(?!\\w)", NULL);
}

static gboolean
fail (LbReplaceIssue *issue, LbReplaceIssueKind kind, LbReplacePart part, guint place)
{
  *issue = (LbReplaceIssue) { kind, part, place };
  return FALSE;
}

static gboolean
compile (LbReplace *self, const char *find, LbReplaceIssue *issue)
{
  const gboolean plain = (self->flags & LB_REPLACE_REGEX) == 0;
  const GRegexCompileFlags flags =
    (self->flags & LB_REPLACE_MATCH_CASE) != 0 ? 0 : G_REGEX_CASELESS;
  g_autoptr (GRegex) alone = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *pattern = plain ? escape (find, self->flags) : enclose (find, self->flags);

  /* By itself, for the place of what is wrong. */
  if (!plain && !(alone = g_regex_new (find, flags, 0, &error)))
    {
      *issue = lb_replace_issue_from_error (error, find);
      return FALSE;
    }
  if (!(self->regex = g_regex_new (pattern, flags | G_REGEX_OPTIMIZE, 0, NULL)))
    return fail (issue, LB_REPLACE_ISSUE_SYNTAX, LB_REPLACE_IN_FIND, 0);

  return plain || lb_replace_issue_check_with (self->with, self->regex, issue);
}

static gboolean
check_text (const char *text, LbReplacePart part, LbReplaceIssue *issue)
{
  if (strlen (text) > LB_REPLACE_MAX_BYTES)
    return fail (issue, LB_REPLACE_ISSUE_LENGTH, part, 0);

  return g_utf8_validate (text, -1, NULL) || fail (issue, LB_REPLACE_ISSUE_ENCODING, part, 0);
}

static gboolean
read_path (LbReplace *self, const char *path, LbReplaceIssue *issue)
{
  gsize wrong_at = 0;
  gboolean is_index = FALSE;

  if (path == NULL || *path == '\0')
    return TRUE;
  if (!check_text (path, LB_REPLACE_IN_PATH, issue))
    return FALSE;
  if (!(self->keys = lb_query_path_read (path, &wrong_at, &is_index)))
    return fail (issue, LB_REPLACE_ISSUE_PATH, LB_REPLACE_IN_PATH,
                 (guint) g_utf8_strlen (path, (gssize) wrong_at) + 1);

  self->paths = lb_query_paths_new ();
  return TRUE;
}

LbReplace *
lb_replace_new (
  const char *find, const char *with, LbReplaceFlags flags, const char *path, LbReplaceIssue *issue)
{
  g_autoptr (LbReplace) self = NULL;

  g_return_val_if_fail (find != NULL && with != NULL && issue != NULL, NULL);

  self = g_new0 (LbReplace, 1);
  self->flags = flags;
  self->with = g_strdup (with);
  if (*find == '\0')
    {
      fail (issue, LB_REPLACE_ISSUE_NOTHING, LB_REPLACE_IN_FIND, 0);
      return NULL;
    }

  return check_text (find, LB_REPLACE_IN_FIND, issue) &&
             check_text (with, LB_REPLACE_IN_WITH, issue) && read_path (self, path, issue) &&
             compile (self, find, issue)
           ? g_steal_pointer (&self)
           : NULL;
}

void
lb_replace_free (LbReplace *self)
{
  g_clear_pointer (&self->regex, g_regex_unref);
  g_clear_pointer (&self->paths, lb_query_paths_unref);
  g_strfreev (self->keys);
  g_free (self->with);
  g_free (self);
}

gboolean
lb_replace_takes_path (LbReplace *self, const char *path)
{
  return self->keys == NULL ||
         lb_query_paths_fits (self->paths, lb_query_paths_add (self->paths, path),
                              (const char *const *) self->keys);
}

gboolean
lb_replace_takes_all (LbReplace *self)
{
  return self->keys == NULL;
}

/* Without a backslash, JSON has its texts as they are. */
gboolean
lb_replace_may_be_in (LbReplace *self, const char *text)
{
  return (self->flags & LB_REPLACE_REGEX) != 0 || strchr (text, '\\') != NULL ||
         g_regex_match (self->regex, text, 0, NULL);
}

/* (transfer full) (nullable): what comes in the place of what was found. */
static char *
dup_new (LbReplace *self, const GMatchInfo *found, GError **error)
{
  if ((self->flags & LB_REPLACE_REGEX) == 0)
    return g_strdup (self->with);

  return g_match_info_expand_references (found, self->with, error);
}

static gboolean
add_match (LbReplace *self,
           const char *text,
           const GMatchInfo *found,
           int *done,
           GString *out,
           guint *n,
           GError **error)
{
  g_autofree char *new = dup_new (self, found, error);
  int start = 0;
  int end = 0;

  if (new == NULL)
    return FALSE;

  g_match_info_fetch_pos (found, 0, &start, &end);
  g_string_append_len (out, text + *done, start - *done);
  g_string_append (out, new);
  *n += strlen (new) != (gsize) (end - start) || memcmp (new, text + start, strlen (new)) != 0;
  *done = end;
  if (out->len <= LB_REPLACE_MAX_RESULT_BYTES)
    return TRUE;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_TOO_LARGE, "The text would be too long");
  return FALSE;
}

char *
lb_replace_run (LbReplace *self, const char *text, guint *n, GError **error)
{
  g_autoptr (GMatchInfo) found = NULL;
  g_autoptr (GString) out = NULL;
  g_autoptr (GError) failure = NULL;
  int done = 0;

  *n = 0;
  if ((self->flags & LB_REPLACE_REGEX) != 0 && strlen (text) > MAX_REGEX_TEXT_BYTES)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_TIMED_OUT, "The text is too long");
      return NULL;
    }

  g_regex_match_full (self->regex, text, -1, 0, 0, &found, &failure);
  for (; failure == NULL && g_match_info_matches (found); g_match_info_next (found, &failure))
    {
      if (out == NULL)
        out = g_string_new (NULL);
      if (!add_match (self, text, found, &done, out, n, error))
        return NULL;
    }
  if (failure != NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_TIMED_OUT, failure->message);
      return NULL;
    }
  if (*n == 0)
    return NULL;

  g_string_append (out, text + done);
  return g_string_free_and_steal (g_steal_pointer (&out));
}

#include "model/lb-replace-issue.h"

#include <string.h>

/* In characters from 1; 0 where there is none. GLib says it only in the words of the error, behind
 * the pattern, in whatever language. */
static guint
read_place (const GError *error, const char *pattern)
{
  const char *at = strstr (error->message, pattern);

  if (at == NULL)
    return 0;

  for (at += strlen (pattern); *at != '\0' && !g_ascii_isdigit (*at); at++)
    ;
  return *at != '\0' ? (guint) g_ascii_strtoull (at, NULL, 10) + 1 : 0;
}

/* (nullable): behind a character class such as `[^]a-z[:alpha:]]`, whose bracket is at @at; NULL
 * where it is not closed. */
static const char *
skip_class (const char *at)
{
  at++;
  if (*at == '^')
    at++;
  if (*at == ']')
    at++;
  while (*at != '\0' && *at != ']')
    {
      const char *posix = *at == '[' && at[1] == ':' ? strstr (at + 2, ":]") : NULL;

      if (posix != NULL)
        at = posix + 2;
      else
        at += *at == '\\' && at[1] != '\0' ? 2 : 1;
    }

  return *at != '\0' ? at + 1 : NULL;
}

/* Behind what is quoted by a backslash at @at. */
static const char *
skip_escape (const char *at)
{
  const char *end = at[1] == 'Q' ? strstr (at, "\\E") : NULL;

  if (at[1] == 'Q')
    return end != NULL ? end + 2 : at + strlen (at);

  return at[1] != '\0' ? g_utf8_next_char (at + 1) : at + 1;
}

/* (nullable): the bracket, or else the innermost parenthesis, that @pattern does not close. */
static const char *
find_open (const char *pattern)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();

  for (const char *at = pattern; *at != '\0';)
    {
      const char *end = at + 1;

      if (*at == '\\')
        end = skip_escape (at);
      else if (*at == '[' && !(end = skip_class (at)))
        return at;
      else if (*at == '(')
        g_ptr_array_add (open, (gpointer) at);
      else if (*at == ')' && open->len > 0)
        g_ptr_array_set_size (open, (int) open->len - 1);
      at = end;
    }

  return open->len > 0 ? g_ptr_array_index (open, open->len - 1) : NULL;
}

static LbReplaceIssueKind
kind_of (int code)
{
  switch (code)
    {
    case G_REGEX_ERROR_UNTERMINATED_CHARACTER_CLASS:    return LB_REPLACE_ISSUE_BRACKET;
    case G_REGEX_ERROR_UNMATCHED_PARENTHESIS:           return LB_REPLACE_ISSUE_OPEN;
    case G_REGEX_ERROR_NOTHING_TO_REPEAT:               return LB_REPLACE_ISSUE_REPEAT;
    case G_REGEX_ERROR_RANGE_OUT_OF_ORDER:
    case G_REGEX_ERROR_QUANTIFIERS_OUT_OF_ORDER:        return LB_REPLACE_ISSUE_RANGE;
    case G_REGEX_ERROR_STRAY_BACKSLASH:                 return LB_REPLACE_ISSUE_BACKSLASH;
    case G_REGEX_ERROR_VARIABLE_LENGTH_LOOKBEHIND:      return LB_REPLACE_ISSUE_LOOK_BEHIND;
    case G_REGEX_ERROR_INEXISTENT_SUBPATTERN_REFERENCE: return LB_REPLACE_ISSUE_GROUP;
    case G_REGEX_ERROR_EXPRESSION_TOO_LARGE:
    case G_REGEX_ERROR_MEMORY_ERROR:                    return LB_REPLACE_ISSUE_TOO_LARGE;
    default:                                            return LB_REPLACE_ISSUE_SYNTAX;
    }
}

LbReplaceIssue
lb_replace_issue_from_error (const GError *error, const char *pattern)
{
  LbReplaceIssue issue = { kind_of (error->code), LB_REPLACE_IN_FIND, 0 };
  const guint length = (guint) g_utf8_strlen (pattern, -1);
  const char *open = NULL;

  /* The engine only knows the end of what it has read. */
  issue.place = MIN (read_place (error, pattern), length);
  if (issue.kind == LB_REPLACE_ISSUE_BRACKET || issue.kind == LB_REPLACE_ISSUE_OPEN)
    open = find_open (pattern);
  if (open != NULL)
    issue.place = (guint) g_utf8_pointer_to_offset (pattern, open) + 1;
  else if (issue.kind == LB_REPLACE_ISSUE_OPEN)
    issue.kind = LB_REPLACE_ISSUE_CLOSE;

  return issue;
}

static gboolean
set_issue (LbReplaceIssue *issue, LbReplaceIssueKind kind, const char *with, const char *at)
{
  issue->kind = kind;
  issue->part = LB_REPLACE_IN_WITH;
  issue->place = (guint) g_utf8_pointer_to_offset (with, at) + 1;

  return FALSE;
}

static gboolean
has_group (GRegex *regex, const char *name)
{
  char *end = NULL;
  const guint64 number = g_ascii_strtoull (name, &end, 10);

  if (g_ascii_isdigit (*name) && *end == '\0')
    return number <= (guint64) g_regex_get_capture_count (regex);

  return g_regex_get_string_number (regex, name) >= 0;
}

/* (nullable): behind the escape at @at, a backslash; NULL where GLib knows none. @name: (out)
 * (transfer full) (nullable): which group is meant. */
static const char *
read_escape (const char *at, char **name)
{
  const char *end = at + 2;

  if (at[1] == 'g' && at[2] == '<' && (end = strchr (at, '>')) != NULL && end > at + 3)
    {
      *name = g_strndup (at + 3, (gsize) (end - at - 3));
      return end + 1;
    }
  if (g_ascii_isdigit (at[1]))
    {
      while (end < at + 4 && g_ascii_isdigit (*end))
        end++;
      /* Otherwise a character by its octal number. */
      if (at[1] != '0' || end == at + 2)
        *name = g_strndup (at + 1, (gsize) (end - at - 1));
      return end;
    }
  if (at[1] == 'x')
    {
      g_autofree char *one = NULL;

      end = at[2] == '{' ? strchr (at, '}') : at + strnlen (at, 4) - 1;
      one = end != NULL ? g_strndup (at, (gsize) (end + 1 - at)) : NULL;
      return one != NULL && g_regex_check_replacement (one, NULL, NULL) ? end + 1 : NULL;
    }

  return at[1] != '\0' && strchr ("tnvrfab\\lLuUE", at[1]) != NULL ? end : NULL;
}

gboolean
lb_replace_issue_check_with (const char *with, GRegex *regex, LbReplaceIssue *issue)
{
  const char *at = with;

  while ((at = strchr (at, '\\')) != NULL)
    {
      g_autofree char *name = NULL;
      const char *end = read_escape (at, &name);

      if (at[1] == '\0')
        return set_issue (issue, LB_REPLACE_ISSUE_BACKSLASH, with, at);
      if (end == NULL)
        return set_issue (issue, LB_REPLACE_ISSUE_ESCAPE, with, at);
      if (name != NULL && !has_group (regex, name))
        return set_issue (issue, LB_REPLACE_ISSUE_GROUP, with, at);
      at = end;
    }

  return TRUE;
}

/* Writes an edited document: what has not changed is copied, what is new takes the layout of what
 * stands around it. Documents are bounded in depth, so is the recursion here. */
#include "model/lb-prompt-write.h"

#include <string.h>

#define LONGEST_COLON 3 /* bytes of a colon with its blanks that is still taken as a habit */

typedef struct
{
  GString *out;        /* unowned */
  const char *text;    /* unowned: of the document */
  const char *newline; /* unowned */
  char *unit;          /* (owned) one level of indentation */
  char *colon;         /* (owned) what stands between a key and its value */
  gboolean spaced;     /* whether values in one line have blanks between them */
} Writer;

/* What stands around the members of one array or object. */
typedef struct
{
  char *first; /* (owned) in front of the first member */
  char *next;  /* (owned) behind a comma */
  char *close; /* (owned) in front of the closing bracket */
  char *colon; /* (owned) */
} Gaps;

static void
gaps_clear (Gaps *self)
{
  g_free (self->first);
  g_free (self->next);
  g_free (self->close);
  g_free (self->colon);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Gaps, gaps_clear)

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static char *
slice (const char *text, gsize start, gsize end)
{
  return g_strndup (text + start, end - start);
}

static gsize
member_start (const LbJsonNode *node)
{
  return node->key ? node->key_start : node->start;
}

/* The blanks in front of a member. */
static char *
copy_lead (const char *text, const LbJsonNode *node)
{
  const gsize end = member_start (node);
  gsize start = end;

  while (start > 0 && is_blank (text[start - 1]))
    start--;

  return slice (text, start, end);
}

/* The blanks behind a value. */
static char *
copy_trail (const char *text, const LbJsonNode *node)
{
  gsize end = node->end;

  while (is_blank (text[end]))
    end++;

  return slice (text, node->end, end);
}

/* The indentation at the end of @lead (transfer full), or NULL when it has no line break. */
static char *
indent_of (const char *lead)
{
  const char *line = strrchr (lead, '\n');

  return line ? g_strdup (line + 1) : NULL;
}

/* (transfer full) (nullable): the colon of @object's first member with its blanks. */
static char *
copy_colon (const char *text, const LbJsonNode *object)
{
  const LbJsonNode *first = lb_json_node_element (object, 0);

  if (!first || !first->key || first->start - first->key_end > LONGEST_COLON ||
      memchr (text + first->key_end, '\n', first->start - first->key_end))
    return NULL;

  return slice (text, first->key_end, first->start);
}

static void
writer_init (Writer *self, GString *out, LbJsonDocument *document)
{
  const LbJsonNode *root = lb_json_document_get_root (document);
  const LbJsonNode *first = lb_json_node_element (root, 0);
  g_autofree char *lead = NULL;

  self->out = out;
  self->text = lb_json_document_get_text (document, NULL);
  lead = first ? copy_lead (self->text, first) : g_strdup ("");
  self->newline = strstr (lead, "\r\n") ? "\r\n" : "\n";
  self->unit = indent_of (lead);
  if (!self->unit || !*self->unit)
    g_set_str (&self->unit, "  ");
  self->colon = copy_colon (self->text, root);
  if (!self->colon)
    self->colon = g_strdup (": ");
  self->spaced = g_str_has_suffix (self->colon, " ");
}

static void
writer_clear (Writer *self)
{
  g_free (self->unit);
  g_free (self->colon);
}

/* Writes a value of another text. @indent: (nullable): of the line it starts in; NULL writes it in
 * one line. */
static void
write_value (Writer *self, const char *text, const LbJsonNode *node, const char *indent)
{
  const gboolean object = node->type == LB_JSON_OBJECT;
  const guint n = lb_json_node_length (node);
  g_autofree char *deeper = indent ? g_strconcat (indent, self->unit, NULL) : NULL;

  if (!node->children)
    {
      g_string_append_len (self->out, text + node->start, node->end - node->start);
      return;
    }

  g_string_append_c (self->out, object ? '{' : '[');
  for (guint i = 0; i < n; i++)
    {
      const LbJsonNode *child = lb_json_node_element (node, i);

      if (i > 0)
        g_string_append (self->out, !indent && self->spaced ? ", " : ",");
      if (indent)
        g_string_append_printf (self->out, "%s%s", self->newline, deeper);
      if (child->key)
        {
          g_string_append_len (self->out, text + child->key_start,
                               child->key_end - child->key_start);
          g_string_append (self->out, self->colon);
        }
      write_value (self, text, child, deeper);
    }
  if (n > 0 && indent)
    g_string_append_printf (self->out, "%s%s", self->newline, indent);
  g_string_append_c (self->out, object ? '}' : ']');
}

static void write_slot (Writer *self, const LbPromptSlot *slot, const char *indent);

/* Writes key and colon of a member; @colon is for a new one. */
static void
write_key (Writer *self, const LbPromptSlot *slot, const char *colon)
{
  const LbJsonNode *source = slot->source;

  if (slot->key)
    lb_json_append_string (self->out, slot->key);
  else if (source && source->key)
    g_string_append_len (self->out, self->text + source->key_start,
                         source->key_end - source->key_start);
  else
    return;

  if (source)
    g_string_append_len (self->out, self->text + source->key_end, source->start - source->key_end);
  else
    g_string_append (self->out, colon);
}

/* Same members in the same order: only the changed ones are not copied. */
static void
write_in_place (Writer *self, const LbPromptSlot *slot)
{
  gsize pos = slot->source->start;

  for (guint i = 0; i < slot->members->len; i++)
    {
      const LbPromptSlot *member = g_ptr_array_index (slot->members, i);
      g_autofree char *lead = NULL;
      g_autofree char *indent = NULL;

      if (!member->changed)
        continue;

      lead = copy_lead (self->text, member->source);
      indent = indent_of (lead);
      g_string_append_len (self->out, self->text + pos, member_start (member->source) - pos);
      write_key (self, member, NULL);
      write_slot (self, member, indent);
      pos = member->source->end;
    }
  g_string_append_len (self->out, self->text + pos, slot->source->end - pos);
}

static void
read_gaps (Writer *self, const LbPromptSlot *slot, const char *indent, Gaps *gaps)
{
  const LbJsonNode *source = slot->made ? NULL : slot->source;
  const guint n = lb_json_node_length (source);

  gaps->colon = source ? copy_colon (self->text, source) : NULL;
  if (!gaps->colon)
    gaps->colon = g_strdup (self->colon);

  if (n > 0)
    {
      gaps->first = copy_lead (self->text, lb_json_node_element (source, 0));
      gaps->close = copy_trail (self->text, lb_json_node_element (source, n - 1));
    }
  else
    {
      gaps->first = indent ? g_strconcat (self->newline, indent, self->unit, NULL) : g_strdup ("");
      gaps->close = indent ? g_strconcat (self->newline, indent, NULL) : g_strdup ("");
    }

  if (n > 1)
    gaps->next = copy_lead (self->text, lb_json_node_element (source, 1));
  else if (strchr (gaps->first, '\n'))
    gaps->next = g_strdup (gaps->first);
  else
    gaps->next = g_strdup (self->spaced ? " " : "");
}

/* Writes one member with what stands in front of it. @previous: (nullable): the one before. */
static void
write_member (Writer *self,
              const LbPromptSlot *member,
              const LbPromptSlot *previous,
              const Gaps *gaps)
{
  const LbPromptSlot *parent = member->parent;
  g_autofree char *lead = NULL;
  g_autofree char *indent = NULL;

  if (!previous)
    lead = g_strdup (gaps->first);
  else if (member->source && member->source != lb_json_node_element (parent->source, 0))
    lead = copy_lead (self->text, member->source);
  else
    lead = g_strdup (gaps->next);

  if (previous && previous->source &&
      previous->source !=
        lb_json_node_element (parent->source, lb_json_node_length (parent->source) - 1))
    {
      g_autofree char *trail = copy_trail (self->text, previous->source);

      g_string_append (self->out, trail);
    }

  indent = indent_of (lead);
  g_string_append_printf (self->out, "%s%s", previous ? "," : "", lead);
  write_key (self, member, gaps->colon);
  write_slot (self, member, indent);
}

/* Members came or went. */
static void
write_reordered (Writer *self, const LbPromptSlot *slot, const char *indent)
{
  const gboolean object = slot->type == LB_JSON_OBJECT;
  const LbPromptSlot *previous = NULL;
  g_auto (Gaps) gaps = { 0 };

  read_gaps (self, slot, indent, &gaps);
  g_string_append_c (self->out, object ? '{' : '[');
  for (guint i = 0; i < slot->members->len; i++)
    {
      const LbPromptSlot *member = g_ptr_array_index (slot->members, i);

      if (member->removed || member->moved)
        continue;
      write_member (self, member, previous, &gaps);
      previous = member;
    }
  if (previous)
    g_string_append (self->out, gaps.close);
  g_string_append_c (self->out, object ? '}' : ']');
}

static void
write_slot (Writer *self, const LbPromptSlot *slot, const char *indent)
{
  if (slot->wrapped)
    g_string_append_c (self->out, '[');

  if (slot->carried)
    write_slot (self, slot->carried, indent);
  else if (slot->value)
    write_value (self, lb_json_document_get_text (slot->value, NULL),
                 lb_json_document_get_root (slot->value), indent);
  else if (slot->made || slot->reordered)
    write_reordered (self, slot, indent);
  else if (slot->members)
    write_in_place (self, slot);
  else
    g_string_append_len (self->out, self->text + slot->source->start,
                         slot->source->end - slot->source->start);

  if (slot->wrapped)
    g_string_append_c (self->out, ']');
}

/* The text of @document with the edits in @root, the slot of its root. */
char *
lb_prompt_write (LbJsonDocument *document, const LbPromptSlot *root)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const LbJsonNode *source = lb_json_document_get_root (document);
  Writer writer = { 0 };
  gsize length;

  writer_init (&writer, out, document);
  lb_json_document_get_text (document, &length);
  g_string_append_len (out, writer.text, source->start);
  write_slot (&writer, root, NULL);
  g_string_append_len (out, writer.text + source->end, length - source->end);
  writer_clear (&writer);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* The document with two spaces a level; keys, numbers and texts as they are spelled. */
char *
lb_prompt_write_pretty (LbJsonDocument *document)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Writer writer = { .out = out, .newline = "\n", .unit = (char *) "  ", .colon = (char *) ": " };

  write_value (&writer, lb_json_document_get_text (document, NULL),
               lb_json_document_get_root (document), "");

  return g_string_free_and_steal (g_steal_pointer (&out));
}

#include "config.h"

#include "ui/print/lb-caption-entry.h"

#include <glib/gi18n.h>

#include "base/lb-json.h"
#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"
#include "model/lb-object-name.h"
#include "model/lb-prompt-schema.h"
#include "ui/conflict/lb-value-words.h"
#include "ui/prompt/lb-choice-row.h"
#include "ui/prompt/lb-field-names.h"
#include "ui/prompt/lb-form-groups.h"

#define TEXTS "text_render" /* the list of what is written in the picture */

/* The entries while they are made. */
typedef struct
{
  GPtrArray *entries;   /* (owned) */
  const char *document; /* (unowned) the caption */
  const char *group;    /* (nullable): its title, until something is in it */
} Making;

static void
entry_free (gpointer data)
{
  LbCaptionEntry *entry = data;

  g_free (entry->title);
  g_free (entry->text);
  g_free (entry);
}

static void
push (Making *self, LbCaptionEntryKind kind, const char *title, char *text)
{
  LbCaptionEntry *entry = g_new0 (LbCaptionEntry, 1);

  entry->kind = kind;
  entry->title = g_strdup (title);
  entry->text = text;
  g_ptr_array_add (self->entries, entry);
}

static void
add (Making *self, LbCaptionEntryKind kind, const char *title, char *text)
{
  if (self->group != NULL)
    push (self, LB_CAPTION_GROUP, self->group, NULL);
  self->group = NULL;
  push (self, kind, title, text);
}

/* @field: (nullable): unknown to the contract. @node: of any kind; several values are as many
 * lines. */
static void
add_field (Making *self, const LbPromptField *field, const char *title, const LbJsonNode *node)
{
  const gboolean is_score =
    field != NULL && field->kind == LB_PROMPT_FIELD_SCORE && node->type == LB_JSON_STRING;
  const char *score = is_score ? lb_choice_row_words (node->string) : NULL;
  g_autofree char *json = g_strndup (self->document + node->start, node->end - node->start);
  g_autofree char *words = NULL;

  if (score != NULL)
    add (self, LB_CAPTION_FIELD, title, g_strdup (score));
  else if (lb_value_words (json, &words))
    add (self, LB_CAPTION_FIELD, title, g_steal_pointer (&words));
}

/* The known members in the order of the contract, then the others. @shape: (nullable). */
static void
add_members (Making *self, const LbPromptShape *shape, const LbJsonNode *object)
{
  for (guint i = 0; shape != NULL && i < shape->n_fields; i++)
    {
      const LbJsonNode *member = lb_json_node_member (object, shape->fields[i].key);
      g_autofree char *title = lb_field_name (shape->fields[i].key);

      if (member != NULL)
        add_field (self, &shape->fields[i], title, member);
    }

  for (guint i = 0; i < lb_json_node_length (object); i++)
    {
      const LbJsonNode *member = lb_json_node_element (object, i);
      g_autofree char *title = lb_field_name (member->key);

      if (shape == NULL || lb_prompt_shape_find (shape, member->key) == NULL)
        add_field (self, NULL, title, member);
    }
}

/* A title over the fields of @object, where there are any. */
static void
add_section (Making *self, const char *title, const LbPromptShape *shape, const LbJsonNode *object)
{
  const guint place = self->entries->len;
  const char *group = self->group;

  add (self, LB_CAPTION_SECTION, title, NULL);
  add_members (self, shape, object);
  if (((LbCaptionEntry *) g_ptr_array_index (self->entries, self->entries->len - 1))->kind !=
      LB_CAPTION_FIELD)
    {
      g_ptr_array_set_size (self->entries, (int) place);
      self->group = group;
    }
}

/* (transfer full): the number of an element of the list @key, and what it is called. */
static char *
element_title (const char *key, guint number, const LbJsonNode *element)
{
  const gboolean is_text = g_str_equal (key, TEXTS);
  const LbJsonNode *naming = !is_text && element->type == LB_JSON_OBJECT
                               ? lb_json_node_member (element, "description")
                               : NULL;
  g_autofree char *counted = g_strdup_printf (is_text ? _ ("Text %u") : _ ("Object %u"), number);
  g_autofree char *line = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *name = NULL;

  if (naming == NULL || naming->type != LB_JSON_STRING)
    return g_steal_pointer (&counted);

  line = g_strstrip (g_strdelimit (g_strdup (naming->string), "\r\n\t", ' '));
  shown = lb_visible_text (line);
  name = lb_object_name (shown);
  if (*name == '\0')
    return g_steal_pointer (&counted);

  /* Translators: on paper: an object of a picture by its number and its name, as in “Object 1 ·
     Rusty” */
  return g_strdup_printf (C_ ("object", "%s · %s"), counted, name);
}

static void
add_list (Making *self, const LbPromptField *field, const LbJsonNode *list)
{
  for (guint i = 0; i < lb_json_node_length (list); i++)
    {
      const LbJsonNode *element = lb_json_node_element (list, i);
      g_autofree char *title = element_title (field->key, i + 1, element);

      if (element->type == LB_JSON_OBJECT)
        add_section (self, title, field->shape, element);
      else
        add_field (self, NULL, title, element);
    }
}

/* @field: (nullable): unknown to the contract. */
static void
add_member (Making *self, const LbPromptField *field, const char *title, const LbJsonNode *member)
{
  if (field != NULL && field->kind == LB_PROMPT_FIELD_LIST && member->type == LB_JSON_ARRAY)
    add_list (self, field, member);
  else if (member->type == LB_JSON_OBJECT)
    add_section (self, title, field != NULL ? field->shape : NULL, member);
  else
    add_field (self, field, title, member);
}

static void
add_group (Making *self, const LbFormGroup *group, const LbJsonNode *root)
{
  const LbPromptShape *shape = lb_prompt_schema_get_root (LB_PROMPT_CAPTION);

  self->group = _ (group->title);
  for (gsize i = 0; group->keys[i] != NULL; i++)
    {
      const LbJsonNode *member = lb_json_node_member (root, group->keys[i]);
      const LbPromptField *field = lb_prompt_shape_find (shape, group->keys[i]);
      g_autofree char *title =
        (group->flags & LB_FIELD_LIST_BARE) == 0 ? lb_field_name (group->keys[i]) : NULL;

      if (member != NULL && field != NULL)
        add_member (self, field, title, member);
    }

  for (guint i = 0; (group->flags & LB_FIELD_LIST_UNKNOWN) != 0 && i < lb_json_node_length (root);
       i++)
    {
      const LbJsonNode *member = lb_json_node_element (root, i);
      g_autofree char *title = lb_field_name (member->key);

      if (lb_prompt_shape_find (shape, member->key) == NULL)
        add_member (self, NULL, title, member);
    }
}

static void
add_prompt (Making *self, const LbJsonNode *root)
{
  guint n_groups = 0;
  const LbFormGroup *groups = lb_form_groups_get (&n_groups);

  for (guint i = 0; i < n_groups; i++)
    add_group (self, &groups[i], root);
}

static void
add_plain (Making *self, const char *prefix, const char *caption)
{
  if (prefix != NULL && *prefix != '\0')
    add (self, LB_CAPTION_FIELD, _ ("Caption prefix"), lb_lines_words (prefix));
  add (self, LB_CAPTION_FIELD, NULL, lb_lines_words (caption));
}

GPtrArray *
lb_caption_entries_new (LbDataset *dataset, const char *caption)
{
  const gboolean is_prompt = lb_rules_caption_is_prompt (dataset);
  g_autoptr (LbJsonDocument) document = NULL;
  Making making = { .entries = g_ptr_array_new_with_free_func (entry_free), .document = caption };

  if (caption == NULL || *caption == '\0')
    return making.entries;

  document = is_prompt ? lb_json_document_new (caption, -1, NULL) : NULL;
  if (document != NULL && lb_json_document_get_root (document)->type == LB_JSON_OBJECT)
    add_prompt (&making, lb_json_document_get_root (document));
  else
    add_plain (&making, is_prompt ? NULL : lb_dataset_get_caption_prefix (dataset), caption);

  return making.entries;
}

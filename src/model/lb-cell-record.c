#include "model/lb-cell-record.h"

#include <string.h>

#include "base/lb-json.h"
#include "model/lb-object-name.h"
#include "model/lb-prompt-path.h"

struct _LbCellRecord
{
  gatomicrefcount ref_count;
  LbCellRecordKind kind;
  guint n_cells;
  guint cells[]; /* the fields, then as many values, then as many owners */
};

/* Several times what a caption of the contract has; what is behind is in no table. */
#define MAX_CELLS 256
#define OBJECTS "objects" /* whose elements have names */

/* A cell while it is made. */
typedef struct
{
  guint path;
  GString *text;
  GString *owners; /* the names of the objects that it is of */
} Cell;

/* A record while it is made. */
typedef struct
{
  LbCellValues *values;    /* (unowned) */
  GString *path;           /* of the value that is read */
  GArray *cells;           /* (element-type Cell) */
  const char *owner;       /* the name of the object that is read; "" where there is none */
  gboolean has_duplicates; /* keys used twice in one object */
} Making;

static void
cell_clear (gpointer data)
{
  Cell *self = data;

  g_string_free (self->text, TRUE);
  g_string_free (self->owners, TRUE);
}

static void
add_value (Making *self, const char *text)
{
  Cell cell = { 0 };
  guint path;

  if (*text == '\0')
    return;

  path = lb_cell_values_add_path (self->values, self->path->str);

  for (guint i = 0; i < self->cells->len; i++)
    {
      Cell *known = &g_array_index (self->cells, Cell, i);

      if (known->path != path)
        continue;
      g_string_append (known->text, LB_CELL_SEPARATOR);
      g_string_append (known->text, text);
      g_string_append (known->owners, LB_CELL_SEPARATOR);
      g_string_append (known->owners, self->owner);
      return;
    }

  if (self->cells->len == MAX_CELLS)
    return;

  cell.path = path;
  cell.text = g_string_new (text);
  cell.owners = g_string_new (self->owner);
  g_array_append_val (self->cells, cell);
}

/* (transfer full): of an element of the objects. */
static char *
dup_name (const LbJsonNode *object)
{
  const LbJsonNode *description =
    object->type == LB_JSON_OBJECT ? lb_json_node_member (object, "description") : NULL;
  g_autofree char *line = NULL;

  if (description == NULL || description->type != LB_JSON_STRING)
    return g_strdup ("");

  line = g_strstrip (g_strdelimit (g_strdup (description->string), "\r\n\t", ' '));
  return lb_object_name (line);
}

static void
add_node (Making *self, const LbJsonNode *node)
{
  const gsize here = self->path->len;
  const gboolean is_objects = node->type == LB_JSON_ARRAY && g_str_equal (self->path->str, OBJECTS);

  if (node->type == LB_JSON_NULL)
    return;
  if (node->type != LB_JSON_OBJECT && node->type != LB_JSON_ARRAY)
    {
      add_value (self, node->string);
      return;
    }

  for (guint i = 0; i < lb_json_node_length (node); i++)
    {
      const LbJsonNode *child = g_ptr_array_index (node->children, i);
      g_autofree char *name = is_objects ? dup_name (child) : NULL;

      /* Of a key used twice the last counts. */
      if (self->has_duplicates && node->type == LB_JSON_OBJECT &&
          lb_json_node_member (node, child->key) != child)
        continue;
      if (node->type == LB_JSON_OBJECT)
        lb_prompt_path_append_key (self->path, child->key);
      else
        g_string_append (self->path, "[]");
      if (is_objects)
        self->owner = name;
      add_node (self, child);
      if (is_objects)
        self->owner = "";
      g_string_truncate (self->path, here);
    }
}

static LbCellRecord *
record_new (LbCellRecordKind kind, Making *making)
{
  const guint n_cells = making != NULL ? making->cells->len : 0;
  LbCellRecord *self = g_malloc (sizeof *self + 3 * n_cells * sizeof (guint));

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->n_cells = n_cells;
  for (guint i = 0; i < n_cells; i++)
    {
      const Cell *cell = &g_array_index (making->cells, Cell, i);

      self->cells[i] = cell->path;
      self->cells[n_cells + i] = lb_cell_values_add (making->values, cell->text->str);
      self->cells[2 * n_cells + i] = lb_cell_values_add (making->values, cell->owners->str);
    }

  return self;
}

LbCellRecord *
lb_cell_record_new (LbCellValues *values, const char *caption, gboolean is_prompt)
{
  g_autoptr (LbJsonDocument) document = NULL;
  g_autoptr (GString) path = NULL;
  g_autoptr (GArray) cells = NULL;
  Making making = { .values = values, .owner = "" };

  if (caption == NULL || *caption == '\0')
    return record_new (LB_CELL_RECORD_NONE, NULL);
  if (!is_prompt)
    return record_new (LB_CELL_RECORD_PLAIN, NULL);
  if (!(document = lb_json_document_new (caption, -1, NULL)) ||
      lb_json_document_get_root (document)->type != LB_JSON_OBJECT)
    return record_new (LB_CELL_RECORD_BROKEN, NULL);

  path = g_string_new (NULL);
  cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  g_array_set_clear_func (cells, cell_clear);
  making.path = path;
  making.cells = cells;
  making.has_duplicates = lb_json_document_get_n_duplicates (document) > 0;
  add_node (&making, lb_json_document_get_root (document));

  return record_new (LB_CELL_RECORD_PROMPT, &making);
}

LbCellRecord *
lb_cell_record_ref (LbCellRecord *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lb_cell_record_unref (LbCellRecord *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

LbCellRecordKind
lb_cell_record_get_kind (const LbCellRecord *self)
{
  return self->kind;
}

/* -1 where there is none. */
static int
find_cell (const LbCellRecord *self, guint path)
{
  for (guint i = 0; i < self->n_cells; i++)
    if (self->cells[i] == path)
      return (int) i;

  return -1;
}

guint
lb_cell_record_get (const LbCellRecord *self, guint path)
{
  const int nth = find_cell (self, path);

  return nth >= 0 ? self->cells[self->n_cells + (guint) nth] : 0;
}

guint
lb_cell_record_get_owner (const LbCellRecord *self, guint path)
{
  const int nth = find_cell (self, path);

  return nth >= 0 ? self->cells[2 * self->n_cells + (guint) nth] : 0;
}

#include "config.h"

#include "ui/prompt/lb-list-group.h"

#include <glib/gi18n.h>

#include "base/lb-json.h"
#include "ui/prompt/lb-field-row.h"
#include "ui/prompt/lb-issue-line.h"
#include "ui/prompt/lb-prompt-summary.h"
#include "ui/prompt/lb-section-row.h"

#define NO_GAP (G_MAXUINT - 1)
#define LINE_HEIGHT 3

typedef struct
{
  GtkWidget *row; /* (unowned) */
  char *json;     /* (owned): what it showed last */
} Element;

struct _LbListGroup
{
  AdwPreferencesGroup parent_instance;

  LbPromptDraft *draft; /* (owned) */
  const LbPromptField *field;
  GtkWidget *add_button; /* (unowned) */
  LbIssueLine *issue;    /* (unowned) */
  GtkWidget *odd_row;    /* (unowned) (nullable): for what is no list */
  GPtrArray *elements;   /* (owned) (element-type Element) */
  guint gap;             /* rows above the place that it would go to, or NO_GAP */
  guint last_gap;        /* rows above the pointer while something is dragged, or NO_GAP */
};

G_DEFINE_FINAL_TYPE (LbListGroup, lb_list_group, ADW_TYPE_PREFERENCES_GROUP)

static void
element_free (gpointer data)
{
  Element *element = data;

  g_free (element->json);
  g_free (element);
}

static Element *
nth_element (LbListGroup *self, guint i)
{
  return g_ptr_array_index (self->elements, i);
}

static char *
element_path (LbListGroup *self, guint i)
{
  return g_strdup_printf ("%s[%u]", self->field->key, i);
}

static gboolean
is_texts (LbListGroup *self)
{
  return g_str_equal (self->field->key, "text_render");
}

static guint
find_row (LbListGroup *self, GtkWidget *row)
{
  guint i = 0;

  while (i < self->elements->len && nth_element (self, i)->row != row)
    i++;
  return i;
}

/* Where the focus goes when the row that had it is gone. */
static void
focus_near (LbListGroup *self, guint i)
{
  if (self->elements->len == 0)
    gtk_widget_grab_focus (self->add_button);
  else
    gtk_widget_grab_focus (nth_element (self, MIN (i, self->elements->len - 1))->row);
}

static void
remove_cb (LbSectionRow *row, LbListGroup *self)
{
  const guint i = find_row (self, GTK_WIDGET (row));
  g_autofree char *path = element_path (self, i);

  lb_prompt_draft_set (self->draft, path, NULL);
  focus_near (self, i);
}

/* Tells the rows from @from on where they are now. */
static void
show_places (LbListGroup *self, guint from)
{
  for (guint i = from; i < self->elements->len; i++)
    {
      g_autofree char *path = element_path (self, i);

      lb_form_row_set_path (LB_FORM_ROW (nth_element (self, i)->row), path);
    }
}

static void
move_row (LbListGroup *self, guint from, guint to)
{
  Element *element = g_ptr_array_steal_index (self->elements, from);
  GtkWidget *row = g_object_ref (element->row);
  GtkWidget *list = gtk_widget_get_parent (row);

  g_ptr_array_insert (self->elements, (int) to, element);
  gtk_list_box_remove (GTK_LIST_BOX (list), row);
  gtk_list_box_insert (GTK_LIST_BOX (list), row, (int) to);
  g_object_unref (row);
}

/* What a screen reader says of where @row is now. */
static void
announce_place (LbListGroup *self, GtkWidget *row, guint place)
{
  /* Translators: %s is what an object in the picture is called; then its place, and how many */
  g_autofree char *words =
    g_strdup_printf (_ ("%s, %u of %u"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                     place + 1, self->elements->len);

  gtk_accessible_announce (GTK_ACCESSIBLE (row), words,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
move_element (LbListGroup *self, guint from, guint to)
{
  GtkWidget *row = nth_element (self, from)->row;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  move_row (self, from, to);
  show_places (self, 0);
  lb_prompt_draft_move (self->draft, self->field->key, from, to);
  /* It had left the list for a moment; a button can have become insensitive. */
  if (focus != NULL && gtk_widget_is_sensitive (focus) && focus != GTK_WIDGET (root))
    gtk_widget_grab_focus (focus);
  else
    gtk_widget_grab_focus (row);
  announce_place (self, row, to);
}

static void
move_cb (LbSectionRow *row, int by, LbListGroup *self)
{
  const guint from = find_row (self, GTK_WIDGET (row));
  const guint to = from + (guint) by;

  if (from < self->elements->len && to < self->elements->len)
    move_element (self, from, to);
}

/* Dragging */

/* (transfer none) (nullable): the row of this list that is being dragged. */
static GtkWidget *
get_dragged (LbListGroup *self, GdkDrop *drop)
{
  GdkDrag *drag = drop != NULL ? gdk_drop_get_drag (drop) : NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  GtkWidget *row;

  if (drag == NULL)
    return NULL;

  g_value_init (&value, LB_TYPE_SECTION_ROW);
  if (!gdk_content_provider_get_value (gdk_drag_get_content (drag), &value, NULL))
    return NULL;
  row = g_value_get_object (&value);
  return row != NULL && find_row (self, row) < self->elements->len ? row : NULL;
}

static gboolean
accept_cb (GtkDropTarget *target, GdkDrop *drop, LbListGroup *self)
{
  return lb_prompt_draft_get_editable (self->draft) && get_dragged (self, drop) != NULL;
}

/* How many rows are above @y, which is the place in between that is nearest. */
static guint
find_gap (LbListGroup *self, double y)
{
  guint gap = 0;

  while (gap < self->elements->len)
    {
      graphene_rect_t bounds;

      if (!gtk_widget_compute_bounds (nth_element (self, gap)->row, GTK_WIDGET (self), &bounds) ||
          y < bounds.origin.y + bounds.size.height / 2)
        break;
      gap++;
    }
  return gap;
}

static void
show_gap (LbListGroup *self, guint gap)
{
  if (self->gap == gap)
    return;

  self->gap = gap;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The row that is next on the way comes into view, so that a drag reaches all of a long list. */
static void
follow_drag (LbListGroup *self, guint gap)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);
  const guint next = gap < self->last_gap ? gap - MIN (gap, 1) : gap;

  if (viewport != NULL && gap != self->last_gap && self->last_gap != NO_GAP &&
      next < self->elements->len)
    gtk_viewport_scroll_to (GTK_VIEWPORT (viewport), nth_element (self, next)->row, NULL);
  self->last_gap = gap;
}

static GdkDragAction
motion_cb (GtkDropTarget *target, double x, double y, LbListGroup *self)
{
  GtkWidget *row = get_dragged (self, gtk_drop_target_get_current_drop (target));
  const guint from = row != NULL ? find_row (self, row) : NO_GAP;
  const guint gap = find_gap (self, y);
  const gboolean stays = gap == from || gap == from + 1;

  if (row == NULL)
    return 0;

  follow_drag (self, gap);
  show_gap (self, stays ? NO_GAP : gap);
  return stays ? 0 : GDK_ACTION_MOVE;
}

static void
leave_cb (GtkDropTarget *target, LbListGroup *self)
{
  self->last_gap = NO_GAP;
  show_gap (self, NO_GAP);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, LbListGroup *self)
{
  const guint from = find_row (self, g_value_get_object (value));
  const guint gap = find_gap (self, y);

  show_gap (self, NO_GAP);
  if (from >= self->elements->len || gap == from || gap == from + 1)
    return FALSE;

  move_element (self, from, gap > from ? gap - 1 : gap);
  return TRUE;
}

static void
add_drop_target (LbListGroup *self)
{
  GtkDropTarget *target = gtk_drop_target_new (LB_TYPE_SECTION_ROW, GDK_ACTION_MOVE);

  g_signal_connect_object (target, "accept", G_CALLBACK (accept_cb), self, 0);
  g_signal_connect_object (target, "enter", G_CALLBACK (motion_cb), self, 0);
  g_signal_connect_object (target, "motion", G_CALLBACK (motion_cb), self, 0);
  g_signal_connect_object (target, "leave", G_CALLBACK (leave_cb), self, 0);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* The line in between, over the rows. */
static void
lb_list_group_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LbListGroup *self = LB_LIST_GROUP (widget);
  const gboolean last = self->gap == self->elements->len;
  graphene_rect_t bounds;
  GdkRGBA *color = NULL;
  float y;

  GTK_WIDGET_CLASS (lb_list_group_parent_class)->snapshot (widget, snapshot);
  if (self->gap > self->elements->len || self->elements->len == 0 ||
      !gtk_widget_compute_bounds (nth_element (self, self->gap - (last ? 1 : 0))->row, widget,
                                  &bounds))
    return;

  y = bounds.origin.y + (last ? bounds.size.height : 0) - LINE_HEIGHT / 2.0F;
  color = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());
  gtk_snapshot_append_color (
    snapshot, color, &GRAPHENE_RECT_INIT (bounds.origin.x, y, bounds.size.width, LINE_HEIGHT));
  gdk_rgba_free (color);
}

static Element *
new_element (LbListGroup *self, guint i, const char *json)
{
  Element *element = g_new0 (Element, 1);
  g_autofree char *path = element_path (self, i);

  if (*json == '{')
    {
      element->row = lb_section_row_new_element (self->draft, path, self->field);
      g_signal_connect_object (element->row, "remove", G_CALLBACK (remove_cb), self, 0);
      g_signal_connect_object (element->row, "move", G_CALLBACK (move_cb), self, 0);
    }
  else
    element->row = lb_field_row_new (self->draft, path, self->field->key, self->field);
  if (LB_IS_FIELD_ROW (element->row))
    {
      g_autofree char *title = lb_prompt_summary_title (self->draft, path, self->field->key);

      lb_field_row_set_title (LB_FIELD_ROW (element->row), title);
    }
  element->json = g_strdup (json);
  return element;
}

static void
insert_element (LbListGroup *self, guint i, const char *json)
{
  GtkWidget *sibling = i < self->elements->len ? nth_element (self, i)->row : NULL;
  Element *element = new_element (self, i, json);

  lb_form_row_insert (GTK_WIDGET (self), element->row, sibling);
  g_ptr_array_insert (self->elements, (int) i, element);
}

static void
remove_element (LbListGroup *self, guint i)
{
  lb_form_row_remove (GTK_WIDGET (self), nth_element (self, i)->row);
  g_ptr_array_remove_index (self->elements, i);
}

/* (transfer full): JSON text of each element there is now. */
static char **
dup_elements (LbListGroup *self)
{
  g_autofree char *list = lb_prompt_draft_dup_json (self->draft, self->field->key);
  const guint n_elements = lb_prompt_draft_get_length (self->draft, self->field->key);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; list != NULL && *list == '[' && i < n_elements; i++)
    {
      g_autofree char *path = element_path (self, i);

      g_strv_builder_take (builder, lb_prompt_draft_dup_json (self->draft, path));
    }
  return g_strv_builder_end (builder);
}

/* What is the same at the start and at the end keeps its row; between the two those that came in or
 * went away are to be found. */
static void
match_rows (LbListGroup *self, char **now)
{
  guint head = 0;
  guint tail = 0;
  guint n_now = g_strv_length (now);

  while (head < n_now && head < self->elements->len &&
         g_str_equal (now[head], nth_element (self, head)->json))
    head++;
  while (
    tail + head < n_now && tail + head < self->elements->len &&
    g_str_equal (now[n_now - 1 - tail], nth_element (self, self->elements->len - 1 - tail)->json))
    tail++;

  while (self->elements->len > n_now)
    remove_element (self, self->elements->len - 1 - tail);
  while (self->elements->len < n_now)
    insert_element (self, self->elements->len - tail, now[self->elements->len - tail]);
  show_places (self, head);
}

static void
update_rows (LbListGroup *self)
{
  g_auto (GStrv) now = dup_elements (self);

  match_rows (self, now);
  for (guint i = 0; now[i] != NULL; i++)
    {
      Element *element = nth_element (self, i);
      const gboolean is_object = *now[i] == '{';

      g_set_str (&element->json, now[i]);
      if (LB_IS_SECTION_ROW (element->row) != is_object)
        {
          remove_element (self, i);
          insert_element (self, i, now[i]);
          element = nth_element (self, i);
        }
      lb_form_row_update (LB_FORM_ROW (element->row));
      if (is_object)
        lb_section_row_set_place (LB_SECTION_ROW (element->row), i, self->elements->len);
    }
}

/* A value that is no list is shown as it is. */
static void
update_odd_row (LbListGroup *self)
{
  g_autofree char *json = lb_prompt_draft_dup_json (self->draft, self->field->key);
  const gboolean odd = json != NULL && *json != '[' && !g_str_equal (json, "null");

  if (odd && self->odd_row == NULL)
    {
      self->odd_row =
        lb_field_row_new (self->draft, self->field->key, self->field->key, self->field);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->odd_row);
    }
  else if (!odd && self->odd_row != NULL)
    {
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->odd_row);
      self->odd_row = NULL;
    }
  if (self->odd_row != NULL)
    lb_form_row_update (LB_FORM_ROW (self->odd_row));
  gtk_widget_set_visible (self->add_button, !odd && lb_prompt_draft_get_editable (self->draft));
}

/* (transfer full): a new object with the fields that it must have. */
static char *
write_new (LbListGroup *self)
{
  const LbPromptShape *shape = self->field->shape;
  GString *json = g_string_new ("{");

  for (guint i = 0; i < shape->n_fields; i++)
    {
      /* One must be there in any case, and the first is what it is. */
      if (!shape->fields[i].required && i > 0)
        continue;
      if (json->len > 1)
        g_string_append (json, ", ");
      lb_json_append_string (json, shape->fields[i].key);
      g_string_append (json, ": \"\"");
    }
  g_string_append_c (json, '}');
  return g_string_free_and_steal (json);
}

static void
add_clicked_cb (LbListGroup *self)
{
  g_autofree char *path = element_path (self, self->elements->len);
  g_autofree char *json = write_new (self);

  lb_prompt_draft_set (self->draft, path, json);
  lb_list_group_show_path (self, path);
}

static void
lb_list_group_finalize (GObject *object)
{
  LbListGroup *self = LB_LIST_GROUP (object);

  g_clear_object (&self->draft);
  g_clear_pointer (&self->elements, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_list_group_parent_class)->finalize (object);
}

static void
lb_list_group_class_init (LbListGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_list_group_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = lb_list_group_snapshot;
}

static void
lb_list_group_init (LbListGroup *self)
{
  GtkWidget *issue = lb_issue_line_new ();

  self->elements = g_ptr_array_new_with_free_func (element_free);
  self->gap = self->last_gap = NO_GAP;
  self->issue = LB_ISSUE_LINE (issue);
  self->add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add_button, "flat");
  gtk_widget_set_valign (self->add_button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (add_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add_button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), issue);
  gtk_widget_add_css_class (GTK_WIDGET (self), "list-group");
  add_drop_target (self);
}

GtkWidget *
lb_list_group_new (LbPromptDraft *draft, const char *title, const LbPromptField *field)
{
  LbListGroup *self;

  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (draft), NULL);
  g_return_val_if_fail (field != NULL && field->kind == LB_PROMPT_FIELD_LIST, NULL);

  self = g_object_new (LB_TYPE_LIST_GROUP, NULL);
  self->draft = g_object_ref (draft);
  self->field = field;
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  gtk_widget_set_tooltip_text (self->add_button,
                               is_texts (self) ? _ ("Add Text") : _ ("Add Object"));
  lb_list_group_update (self);
  return GTK_WIDGET (self);
}

/* (nullable): what stands under the title when nothing else does. */
static const char *
empty_words (LbListGroup *self)
{
  if (self->elements->len > 0 || self->odd_row != NULL)
    return NULL;

  return is_texts (self) ? _ ("No text is to be seen.") : _ ("Nothing is listed yet.");
}

void
lb_list_group_update (LbListGroup *self)
{
  g_return_if_fail (LB_IS_LIST_GROUP (self));

  update_odd_row (self);
  update_rows (self);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), empty_words (self));
  /* The row of what is no list says it by itself. */
  lb_issue_line_set_issue (
    self->issue,
    self->odd_row == NULL ? lb_prompt_draft_find_issue (self->draft, self->field->key) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), self->elements->len > 0 || self->odd_row != NULL ||
                                               lb_prompt_draft_get_editable (self->draft));
}

gboolean
lb_list_group_show_path (LbListGroup *self, const char *path)
{
  g_return_val_if_fail (LB_IS_LIST_GROUP (self), FALSE);

  if (!lb_prompt_draft_is_within (path, self->field->key))
    return FALSE;

  for (guint i = 0; i < self->elements->len; i++)
    if (lb_form_row_show_path (LB_FORM_ROW (nth_element (self, i)->row), path))
      return TRUE;

  if (self->odd_row != NULL)
    gtk_widget_grab_focus (self->odd_row);
  else if (self->elements->len > 0)
    gtk_widget_grab_focus (nth_element (self, 0)->row);
  else
    gtk_widget_grab_focus (self->add_button);
  return TRUE;
}

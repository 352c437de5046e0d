#include "config.h"

#include "ui/prompt/lb-field-list.h"

#include <glib/gi18n.h>

#include "model/lb-prompt-path.h"
#include "ui/prompt/lb-field-row.h"

typedef enum
{
  PLACE_NONE, /* not decided yet */
  PLACE_MAIN,
  PLACE_MORE /* behind the row for more */
} Place;

typedef struct
{
  char *key;                  /* (owned) */
  const LbPromptField *field; /* (nullable): unknown to the contract */
  GtkWidget *row;             /* (unowned) (nullable) until it can be seen */
  Place place;
} Entry;

struct _LbFieldList
{
  GObject parent_instance;

  GtkWidget *container; /* (unowned) */
  GtkWidget *tail;      /* (unowned) (nullable) */
  GtkWidget *more;      /* (unowned) (nullable) until there is need */
  gboolean more_built;  /* it has been open, so that its rows are there */
  LbPromptDraft *draft; /* (owned) */
  char *path;           /* (owned) */
  const LbPromptShape *shape;
  LbFieldListFlags flags;
  GPtrArray *entries; /* (owned) (element-type Entry): known ones in their order, then others */
  guint document;     /* of the draft, for which they have their places */
};

G_DEFINE_FINAL_TYPE (LbFieldList, lb_field_list, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key);
  g_free (entry);
}

static Entry *
nth_entry (LbFieldList *self, guint i)
{
  return g_ptr_array_index (self->entries, i);
}

static char *
member_path (LbFieldList *self, const char *key)
{
  GString *path = g_string_new (self->path);

  lb_prompt_path_append_key (path, key);
  return g_string_free_and_steal (path);
}

static GtkWidget *
container_of (LbFieldList *self, Entry *entry)
{
  return entry->place == PLACE_MORE ? self->more : self->container;
}

/* (nullable): the row that the one of entry @i goes in front of. */
static GtkWidget *
sibling_of (LbFieldList *self, guint i)
{
  const Place place = nth_entry (self, i)->place;

  for (guint j = i + 1; j < self->entries->len; j++)
    if (nth_entry (self, j)->place == place && nth_entry (self, j)->row != NULL)
      return nth_entry (self, j)->row;

  if (place == PLACE_MORE)
    return NULL;
  return self->more != NULL ? self->more : self->tail;
}

static void
drop_row (LbFieldList *self, Entry *entry)
{
  if (entry->row != NULL)
    lb_form_row_remove (container_of (self, entry), entry->row);
  entry->row = NULL;
}

static void
build_row (LbFieldList *self, guint i)
{
  Entry *entry = nth_entry (self, i);
  g_autofree char *path = member_path (self, entry->key);

  entry->row = GTK_WIDGET (lb_form_row_new (self->draft, path, entry->key, entry->field));
  if ((self->flags & LB_FIELD_LIST_BARE) != 0 && LB_IS_FIELD_ROW (entry->row))
    lb_field_row_hide_title (LB_FIELD_ROW (entry->row));
  lb_form_row_insert (container_of (self, entry), entry->row, sibling_of (self, i));
}

static gboolean
is_more_open (LbFieldList *self)
{
  return self->more != NULL && adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self->more));
}

/* Whether the field of @entry is to be seen at once. */
static gboolean
belongs_up (LbFieldList *self, Entry *entry, const char *path, const char *json)
{
  return entry->field == NULL || entry->field->required ||
         (self->flags & LB_FIELD_LIST_BARE) != 0 || (json != NULL && !g_str_equal (json, "null")) ||
         lb_prompt_draft_has_issue_within (self->draft, path);
}

/* A field that is filled in behind the row for more stays there while that is open, and one that
 * is cleared stays where it is, so that nothing moves about while it is written. @anew: it is in
 * another document now. */
static Place
find_place (LbFieldList *self, Entry *entry, const char *path, const char *json, gboolean anew)
{
  const gboolean up = belongs_up (self, entry, path, json);

  if (anew)
    return up ? PLACE_MAIN : PLACE_MORE;
  if (entry->place == PLACE_MORE && up && !is_more_open (self))
    return PLACE_MAIN;
  if (entry->place == PLACE_MAIN && !up && entry->field->kind == LB_PROMPT_FIELD_OBJECT)
    return PLACE_MORE;
  if (entry->place == PLACE_NONE)
    return up ? PLACE_MAIN : PLACE_MORE;

  return entry->place;
}

static void
update_entry (LbFieldList *self, guint i, gboolean anew)
{
  Entry *entry = nth_entry (self, i);
  g_autofree char *path = member_path (self, entry->key);
  g_autofree char *json = lb_prompt_draft_dup_json (self->draft, path);
  const Place place = find_place (self, entry, path, json, anew);

  if (place != entry->place ||
      (entry->row != NULL && !lb_form_row_fits (LB_FORM_ROW (entry->row), json)))
    drop_row (self, entry);
  entry->place = place;

  if (entry->row != NULL)
    lb_form_row_update (LB_FORM_ROW (entry->row));
  else if (place == PLACE_MAIN || self->more_built)
    build_row (self, i);
}

static void
more_expanded_cb (LbFieldList *self)
{
  if (is_more_open (self) || self->more_built)
    {
      self->more_built = TRUE;
      lb_field_list_update (self);
    }
}

static void
make_more (LbFieldList *self)
{
  self->more = adw_expander_row_new ();
  gtk_widget_add_css_class (self->more, "more-row");
  lb_form_row_insert (self->container, self->more, self->tail);
  g_signal_connect_object (self->more, "notify::expanded", G_CALLBACK (more_expanded_cb), self,
                           G_CONNECT_SWAPPED);
}

static guint
count_more (LbFieldList *self)
{
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    n += nth_entry (self, i)->place == PLACE_MORE ? 1 : 0;
  return n;
}

static void
show_more (LbFieldList *self)
{
  const guint n_more = count_more (self);
  g_autofree char *title = NULL;

  if (self->more == NULL)
    return;

  /* Translators: a row that opens to show the fields of a caption that are still empty */
  title = g_strdup_printf (ngettext ("%'u More Field", "%'u More Fields", n_more), n_more);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->more), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_widget_set_visible (self->more, n_more > 0 && lb_prompt_draft_get_editable (self->draft));
}

static Entry *
find_entry (LbFieldList *self, const char *key)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (g_str_equal (nth_entry (self, i)->key, key))
      return nth_entry (self, i);
  return NULL;
}

static void
add_entry (LbFieldList *self, const char *key, const LbPromptField *field)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->key = g_strdup (key);
  entry->field = field;
  g_ptr_array_add (self->entries, entry);
}

static void
find_unknown (LbFieldList *self)
{
  g_auto (GStrv) keys = lb_prompt_draft_get_keys (self->draft, self->path);

  for (guint i = self->entries->len; i > 0; i--)
    {
      Entry *entry = nth_entry (self, i - 1);

      if (entry->field != NULL || g_strv_contains ((const char *const *) keys, entry->key))
        continue;
      drop_row (self, entry);
      g_ptr_array_remove_index (self->entries, i - 1);
    }
  for (gsize i = 0; keys[i] != NULL; i++)
    if ((self->shape == NULL || lb_prompt_shape_find (self->shape, keys[i]) == NULL) &&
        find_entry (self, keys[i]) == NULL)
      add_entry (self, keys[i], NULL);
}

static void
lb_field_list_finalize (GObject *object)
{
  LbFieldList *self = LB_FIELD_LIST (object);

  g_clear_object (&self->draft);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->entries, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_field_list_parent_class)->finalize (object);
}

static void
lb_field_list_class_init (LbFieldListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_field_list_finalize;
}

static void
lb_field_list_init (LbFieldList *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
}

LbFieldList *
lb_field_list_new (GtkWidget *container,
                   GtkWidget *tail,
                   LbPromptDraft *draft,
                   const char *path,
                   const LbPromptShape *shape,
                   const char *const *keys,
                   LbFieldListFlags flags)
{
  LbFieldList *self;

  g_return_val_if_fail (GTK_IS_WIDGET (container), NULL);
  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (draft), NULL);

  self = g_object_new (LB_TYPE_FIELD_LIST, NULL);
  self->container = container;
  self->tail = tail;
  self->draft = g_object_ref (draft);
  self->path = g_strdup (path);
  self->shape = shape;
  self->flags = flags;
  for (guint i = 0; keys == NULL && shape != NULL && i < shape->n_fields; i++)
    add_entry (self, shape->fields[i].key, &shape->fields[i]);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      const LbPromptField *field = lb_prompt_shape_find (shape, keys[i]);

      if (field != NULL)
        add_entry (self, keys[i], field);
    }
  lb_field_list_update (self);
  return self;
}

void
lb_field_list_update (LbFieldList *self)
{
  guint document;
  gboolean anew;

  g_return_if_fail (LB_IS_FIELD_LIST (self));

  document = lb_prompt_draft_get_document (self->draft);
  anew = self->document != document;
  self->document = document;
  if ((self->flags & LB_FIELD_LIST_UNKNOWN) != 0)
    find_unknown (self);
  for (guint i = 0; i < self->entries->len; i++)
    update_entry (self, i, anew);
  if (self->more == NULL && count_more (self) > 0)
    make_more (self);
  show_more (self);
}

void
lb_field_list_set_path (LbFieldList *self, const char *path)
{
  g_return_if_fail (LB_IS_FIELD_LIST (self));

  g_set_str (&self->path, path);
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = nth_entry (self, i);
      g_autofree char *member = member_path (self, entry->key);

      if (entry->row != NULL)
        lb_form_row_set_path (LB_FORM_ROW (entry->row), member);
    }
}

gboolean
lb_field_list_show_path (LbFieldList *self, const char *path)
{
  g_return_val_if_fail (LB_IS_FIELD_LIST (self), FALSE);

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = nth_entry (self, i);
      g_autofree char *member = member_path (self, entry->key);

      if (!lb_prompt_draft_is_within (path, member))
        continue;
      if (entry->place == PLACE_MORE)
        adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->more), TRUE);
      return lb_form_row_show_path (LB_FORM_ROW (entry->row), path);
    }

  return FALSE;
}

gboolean
lb_field_list_has_rows (LbFieldList *self)
{
  g_return_val_if_fail (LB_IS_FIELD_LIST (self), FALSE);

  for (guint i = 0; i < self->entries->len; i++)
    if (nth_entry (self, i)->place == PLACE_MAIN)
      return TRUE;
  return self->more != NULL && gtk_widget_get_visible (self->more);
}

void
lb_field_list_focus_first (LbFieldList *self)
{
  g_return_if_fail (LB_IS_FIELD_LIST (self));

  for (guint i = 0; i < self->entries->len; i++)
    if (nth_entry (self, i)->place == PLACE_MAIN)
      {
        gtk_widget_grab_focus (nth_entry (self, i)->row);
        return;
      }
}

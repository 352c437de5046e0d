#include "config.h"

#include "ui/prompt/lb-section-row.h"

#include <glib/gi18n.h>

#include "ui/prompt/lb-field-list.h"
#include "ui/prompt/lb-field-menu.h"
#include "ui/prompt/lb-field-names.h"
#include "ui/prompt/lb-frozen-mark.h"
#include "ui/prompt/lb-issue-words.h"
#include "ui/prompt/lb-prompt-summary.h"

struct _LbSectionRow
{
  AdwExpanderRow parent_instance;

  LbPromptDraft *draft;       /* (owned) */
  char *path;                 /* (owned) */
  char *key;                  /* (owned): its own, or that of its list */
  const LbPromptField *field; /* (nullable): as @key */
  gboolean element;           /* of a list */
  gboolean was_null;          /* so it is when it is removed */
  guint document;             /* of the draft, in which it was */

  LbFieldList *fields;           /* (owned) (nullable) until it is opened */
  GtkWidget *handle;             /* (unowned) (nullable): what it is dragged by */
  GtkEventController *drag_keys; /* (owned) (nullable): of the window, while it is dragged */
  guint place;                   /* in its list */
  guint drag_end_source;         /* idle until the keys are for the window again */
  guint n_places;                /* elements of that */
  GtkWidget *issue_icon;         /* (unowned) */
  LbFrozenMark *mark;            /* (unowned) */
  GtkWidget *foot;          /* (unowned) (nullable): row with what can be done with all of it */
  GtkWidget *up_button;     /* (unowned) (nullable) */
  GtkWidget *down_button;   /* (unowned) (nullable) */
  GtkWidget *remove_button; /* (unowned) (nullable) */
};

static void form_row_iface_init (LbFormRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbSectionRow,
                               lb_section_row,
                               ADW_TYPE_EXPANDER_ROW,
                               G_IMPLEMENT_INTERFACE (LB_TYPE_FORM_ROW, form_row_iface_init))

enum
{
  REMOVE,
  MOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (nullable): what the contract says of what is in it. */
static const LbPromptShape *
get_shape (LbSectionRow *self)
{
  return self->field != NULL ? self->field->shape : NULL;
}

static gboolean
is_set (LbSectionRow *self)
{
  g_autofree char *json = lb_prompt_draft_dup_json (self->draft, self->path);

  return json != NULL && *json == '{';
}

static void
remove_clicked_cb (LbSectionRow *self)
{
  if (self->element)
    g_signal_emit (self, signals[REMOVE], 0);
  else
    lb_prompt_draft_set (self->draft, self->path, self->was_null ? "null" : NULL);
}

/* One place up or down. */
static void
move (LbSectionRow *self, int by)
{
  if (self->element && lb_prompt_draft_may_edit (self->draft, self->path))
    g_signal_emit (self, signals[MOVE], 0, by);
}

static void
up_clicked_cb (LbSectionRow *self)
{
  move (self, -1);
}

static void
down_clicked_cb (LbSectionRow *self)
{
  move (self, 1);
}

static void
move_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move (LB_SECTION_ROW (widget), g_variant_get_int32 (parameter));
}

static GdkContentProvider *
drag_prepare_cb (LbSectionRow *self, double x, double y, GtkDragSource *source)
{
  return lb_prompt_draft_may_edit (self->draft, self->path)
           ? gdk_content_provider_new_typed (LB_TYPE_SECTION_ROW, self)
           : NULL;
}

/* What ends the drag is handed on as any key, and would close the page. */
static gboolean
drag_key_cb (
  GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state, gpointer source)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  gtk_drag_source_drag_cancel (source);
  return GDK_EVENT_STOP;
}

static void
watch_keys (LbSectionRow *self, GtkDragSource *source)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root == NULL || self->drag_keys != NULL)
    return;

  self->drag_keys = g_object_ref (gtk_event_controller_key_new ());
  gtk_event_controller_set_propagation_phase (self->drag_keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (self->drag_keys, "key-pressed", G_CALLBACK (drag_key_cb), source, 0);
  gtk_widget_add_controller (GTK_WIDGET (root), self->drag_keys);
}

static void
unwatch_keys (LbSectionRow *self)
{
  GtkWidget *root =
    self->drag_keys != NULL ? gtk_event_controller_get_widget (self->drag_keys) : NULL;

  g_clear_handle_id (&self->drag_end_source, g_source_remove);
  if (root != NULL)
    gtk_widget_remove_controller (root, self->drag_keys);
  g_clear_object (&self->drag_keys);
}

static void
drag_ended_cb (gpointer data)
{
  LbSectionRow *self = data;

  self->drag_end_source = 0;
  unwatch_keys (self);
}

/* What is under the pointer is called as the row, which may be higher than the window. */
static void
drag_begin_cb (LbSectionRow *self, GdkDrag *drag, GtkDragSource *source)
{
  GtkWidget *label = gtk_label_new (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_add_css_class (label, "drag-title");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
  gtk_widget_add_css_class (GTK_WIDGET (self), "dragged");
  watch_keys (self, source);
}

static void
drag_end_cb (LbSectionRow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "dragged");
  /* The key that has ended it is still on its way. */
  if (self->drag_end_source == 0)
    self->drag_end_source = g_idle_add_once (drag_ended_cb, self);
}

/* What stands in front of the title, which would keep its distance to a handle that is hidden. */
static GtkWidget *
get_prefixes (LbSectionRow *self)
{
  GtkWidget *prefixes = self->handle;

  for (GtkWidget *widget = self->handle; widget != GTK_WIDGET (self);
       widget = gtk_widget_get_parent (widget))
    if (gtk_widget_has_css_class (widget, "prefixes"))
      prefixes = widget;

  return prefixes;
}

static void
make_handle (LbSectionRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();

  /* The keyboard has buttons and keys for it. */
  self->handle = g_object_new (GTK_TYPE_IMAGE, "icon-name", "list-drag-handle-symbolic",
                               "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_tooltip_text (self->handle, _ ("Drag to Move"));
  gtk_widget_set_cursor_from_name (self->handle, "grab");
  gtk_widget_add_css_class (self->handle, "drag-handle");
  gtk_widget_add_css_class (self->handle, "dim-label");
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (drag_prepare_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->handle, GTK_EVENT_CONTROLLER (source));
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), self->handle);
  gtk_widget_set_visible (get_prefixes (self), FALSE);
}

static void
show_place (LbSectionRow *self)
{
  if (self->handle != NULL)
    gtk_widget_set_visible (get_prefixes (self),
                            lb_prompt_draft_may_edit (self->draft, self->path) &&
                              self->n_places > 1);
  if (self->up_button == NULL)
    return;

  gtk_widget_set_sensitive (self->up_button, self->place > 0);
  gtk_widget_set_sensitive (self->down_button, self->place + 1 < self->n_places);
}

static GtkWidget *
add_button (LbSectionRow *self, GtkWidget *box, const char *icon_name, GCallback clicked_cb)
{
  GtkWidget *button = gtk_button_new ();

  if (icon_name != NULL)
    gtk_button_set_icon_name (GTK_BUTTON (button), icon_name);
  else
    gtk_button_set_label (GTK_BUTTON (button), _ ("Remove"));
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", clicked_cb, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
make_foot (LbSectionRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_add_css_class (box, "section-foot");
  if (self->element)
    {
      self->up_button = add_button (self, box, "go-up-symbolic", G_CALLBACK (up_clicked_cb));
      self->down_button = add_button (self, box, "go-down-symbolic", G_CALLBACK (down_clicked_cb));
      gtk_widget_set_tooltip_text (self->up_button, _ ("Move Up"));
      gtk_widget_set_tooltip_text (self->down_button, _ ("Move Down"));
    }
  self->remove_button = add_button (self, box, NULL, G_CALLBACK (remove_clicked_cb));
  gtk_widget_set_halign (self->remove_button, GTK_ALIGN_END);
  gtk_widget_set_hexpand (self->remove_button, TRUE);

  self->foot = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->foot), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->foot), FALSE);
  gtk_widget_set_focusable (self->foot, FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), self->foot);
}

static void
name_button (GtkWidget *button, const char *format, const char *name)
{
  g_autofree char *label = NULL;

  if (button == NULL)
    return;

  /* Rather than by the words on it, which are the same on all of them. */
  label = g_strdup_printf (format, name);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
update_foot (LbSectionRow *self, const char *name)
{
  if (self->foot == NULL)
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->foot), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_widget_set_visible (self->foot,
                          lb_prompt_draft_may_edit (self->draft, self->path) && is_set (self));
  /* Translators: of these three: %s is what an object in the picture is called */
  name_button (self->up_button, _ ("Move %s Up"), name);
  name_button (self->down_button, _ ("Move %s Down"), name);
  name_button (self->remove_button, _ ("Remove %s"), name);
}

static void
update_header (LbSectionRow *self)
{
  LbPromptIssue *issue = lb_prompt_draft_find_issue (self->draft, self->path);
  const char *words = NULL;
  const gboolean bad = lb_prompt_draft_has_issue_within (self->draft, self->path);
  g_autofree char *title = self->element
                             ? lb_prompt_summary_title (self->draft, self->path, self->key)
                             : lb_field_name (self->key);
  g_autofree char *subtitle =
    issue != NULL ? lb_issue_words (issue)
                  : lb_prompt_summary_subtitle (self->draft, self->path, get_shape (self));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_visible (self->issue_icon, bad);
  lb_frozen_mark_update (self->mark, self->draft, self->path);
  words = lb_frozen_mark_get_words (self->mark);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words != NULL ? words : "", -1);
  if (issue != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  update_foot (self, title);
}

static void
lb_section_row_update (LbFormRow *row)
{
  LbSectionRow *self = LB_SECTION_ROW (row);
  g_autofree char *json = lb_prompt_draft_dup_json (self->draft, self->path);
  const guint document = lb_prompt_draft_get_document (self->draft);
  const gboolean was_null = self->document == document && self->was_null;

  self->document = document;
  self->was_null = json != NULL && (was_null || g_str_equal (json, "null"));
  update_header (self);
  if (self->fields != NULL)
    lb_field_list_update (self->fields);
}

static void
lb_section_row_set_path (LbFormRow *row, const char *path)
{
  LbSectionRow *self = LB_SECTION_ROW (row);

  g_set_str (&self->path, path);
  if (self->fields != NULL)
    lb_field_list_set_path (self->fields, path);
}

static const char *
lb_section_row_get_path (LbFormRow *row)
{
  return LB_SECTION_ROW (row)->path;
}

static gboolean
lb_section_row_show_path (LbFormRow *row, const char *path)
{
  LbSectionRow *self = LB_SECTION_ROW (row);

  if (!lb_prompt_draft_is_within (path, self->path))
    return FALSE;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  if (!lb_field_list_show_path (self->fields, path))
    lb_field_list_focus_first (self->fields);
  return TRUE;
}

static gboolean
lb_section_row_fits (LbFormRow *row, const char *json)
{
  LbSectionRow *self = LB_SECTION_ROW (row);

  return self->element ? json != NULL && *json == '{' : lb_section_row_can_show (self->field, json);
}

static void
form_row_iface_init (LbFormRowInterface *iface)
{
  iface->update = lb_section_row_update;
  iface->set_path = lb_section_row_set_path;
  iface->get_path = lb_section_row_get_path;
  iface->show_path = lb_section_row_show_path;
  iface->fits = lb_section_row_fits;
}

static void
expanded_cb (LbSectionRow *self)
{
  const gboolean expanded = adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self));

  /* What was typed in it since is what it says when it is closed. */
  if (!expanded)
    update_header (self);
  if (!expanded || self->fields != NULL)
    return;

  if (self->element || (self->field != NULL && !self->field->required))
    make_foot (self);
  self->fields = lb_field_list_new (GTK_WIDGET (self), self->foot, self->draft, self->path,
                                    get_shape (self), NULL, LB_FIELD_LIST_UNKNOWN);
  show_place (self);
  update_header (self);
}

static void
lb_section_row_dispose (GObject *object)
{
  unwatch_keys (LB_SECTION_ROW (object));

  G_OBJECT_CLASS (lb_section_row_parent_class)->dispose (object);
}

static void
lb_section_row_finalize (GObject *object)
{
  LbSectionRow *self = LB_SECTION_ROW (object);

  g_clear_object (&self->draft);
  g_clear_object (&self->fields);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->key, g_free);

  G_OBJECT_CLASS (lb_section_row_parent_class)->finalize (object);
}

static void
lb_section_row_class_init (LbSectionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GdkModifierType both = GDK_ALT_MASK | GDK_SHIFT_MASK;

  G_OBJECT_CLASS (klass)->dispose = lb_section_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = lb_section_row_finalize;

  gtk_widget_class_install_action (widget_class, "section.move", "i", move_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, both, "section.move", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, both, "section.move", "i", 1);

  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVE] = g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
lb_section_row_init (LbSectionRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_expander_row_set_title_lines (ADW_EXPANDER_ROW (self), 1);
  adw_expander_row_set_subtitle_lines (ADW_EXPANDER_ROW (self), 1);
  gtk_widget_add_css_class (GTK_WIDGET (self), "section-row");

  self->issue_icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");
  gtk_widget_add_css_class (self->issue_icon, "error");
  /* First: with each tooltip of what is to be seen the toolkit asks where the pointer is. */
  gtk_widget_set_visible (self->issue_icon, FALSE);
  gtk_widget_set_tooltip_text (self->issue_icon, _ ("Something in it is not valid yet"));
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (self), self->issue_icon);
  self->mark = LB_FROZEN_MARK (lb_frozen_mark_new ());
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->mark));
}

static GtkWidget *
new_row (LbPromptDraft *draft,
         const char *path,
         const char *key,
         const LbPromptField *field,
         gboolean element)
{
  LbSectionRow *self = g_object_new (LB_TYPE_SECTION_ROW, NULL);

  self->draft = g_object_ref (draft);
  self->path = g_strdup (path);
  self->key = g_strdup (key);
  self->field = field;
  self->element = element;
  if (element)
    make_handle (self);
  lb_field_menu_attach (GTK_WIDGET (self), draft);
  lb_section_row_update (LB_FORM_ROW (self));
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
  return GTK_WIDGET (self);
}

GtkWidget *
lb_section_row_new (LbPromptDraft *draft,
                    const char *path,
                    const char *key,
                    const LbPromptField *field)
{
  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (draft), NULL);

  return new_row (draft, path, key, field, FALSE);
}

GtkWidget *
lb_section_row_new_element (LbPromptDraft *draft, const char *path, const LbPromptField *field)
{
  g_return_val_if_fail (LB_IS_PROMPT_DRAFT (draft), NULL);

  return new_row (draft, path, field->key, field, TRUE);
}

void
lb_section_row_set_place (LbSectionRow *self, guint place, guint n_places)
{
  g_return_if_fail (LB_IS_SECTION_ROW (self));

  self->place = place;
  self->n_places = n_places;
  show_place (self);
}

gboolean
lb_section_row_can_show (const LbPromptField *field, const char *json)
{
  if (field == NULL)
    return FALSE;
  if (field->kind == LB_PROMPT_FIELD_LOOSE)
    return json != NULL && *json == '{';

  return field->kind == LB_PROMPT_FIELD_OBJECT &&
         (json == NULL || *json == '{' || g_str_equal (json, "null"));
}

#include "config.h"

#include "ui/prompt/lb-frozen-mark.h"

#include <glib/gi18n.h>

#include "ui/diff/lb-change-words.h"

struct _LbFrozenMark
{
  GtkBox parent_instance;

  GtkMenuButton *button; /* (unowned) (nullable) until a field is frozen */
  GtkLabel *label;       /* (unowned) (nullable): in its popover */
  GtkButton *unfreeze;   /* (unowned) (nullable): in its popover */
  char *path;            /* (owned) (nullable): what is frozen */
  char *words;           /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbFrozenMark, lb_frozen_mark, GTK_TYPE_BOX)

static void
lb_frozen_mark_finalize (GObject *object)
{
  LbFrozenMark *self = LB_FROZEN_MARK (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (lb_frozen_mark_parent_class)->finalize (object);
}

static void
lb_frozen_mark_class_init (LbFrozenMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_frozen_mark_finalize;
}

static void
lb_frozen_mark_init (LbFrozenMark *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
lb_frozen_mark_new (void)
{
  return g_object_new (LB_TYPE_FROZEN_MARK, NULL);
}

static void
unfreeze_cb (LbFrozenMark *self)
{
  g_autofree char *path = g_strdup (self->path);

  gtk_menu_button_popdown (self->button);
  gtk_widget_activate_action (GTK_WIDGET (self), "image.unfreeze-field", "s", path);
}

static GtkWidget *
make_popover (LbFrozenMark *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_max_width_chars (self->label, 32);
  gtk_label_set_xalign (self->label, 0);
  self->unfreeze = GTK_BUTTON (gtk_button_new_with_mnemonic (_ ("_Unfreeze")));
  g_signal_connect_object (self->unfreeze, "clicked", G_CALLBACK (unfreeze_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->unfreeze));
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_popover_set_child (GTK_POPOVER (popover), box);

  return popover;
}

static void
make_button (LbFrozenMark *self)
{
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->button, "changes-prevent-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "dim-label");
  gtk_menu_button_set_popover (self->button, make_popover (self));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->button));
}

/* Spelled otherwise it may be the same. */
static gboolean
differs (LbPromptDraft *draft, const char *path, const char *value)
{
  LbPrompt *prompt = lb_prompt_draft_get_prompt (draft);
  g_autoptr (LbPrompt) put = prompt != NULL ? lb_prompt_set (prompt, path, value, NULL) : NULL;
  g_autoptr (GListModel) changes = put != NULL ? lb_prompt_diff (prompt, put) : NULL;

  return changes == NULL || g_list_model_get_n_items (changes) > 0;
}

/* (transfer full) */
static char *
make_words (LbPromptDraft *draft, const char *path)
{
  g_autofree char *value = lb_prompt_draft_dup_frozen (draft, path);
  g_autoptr (LbPromptChange) change = lb_prompt_change_new (path, NULL, value);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (!differs (draft, path, value))
    return g_strdup (
      _ ("Frozen in this dataset: new captions get this value, and it can’t be edited."));

  lb_change_texts (change, &before, &after);
  return g_strdup_printf (
    /* Translators: %s is the value of a field */
    _ ("Frozen as “%s” in this dataset. This caption has another value: it was there before, or "
       "the frozen one would not be valid here."),
    after != NULL ? after : value);
}

void
lb_frozen_mark_update (LbFrozenMark *self, LbPromptDraft *draft, const char *path)
{
  g_autofree char *frozen = NULL;

  g_return_if_fail (LB_IS_FROZEN_MARK (self));

  frozen = lb_prompt_draft_find_frozen (draft, path);
  g_set_str (&self->path, frozen);
  g_clear_pointer (&self->words, g_free);
  gtk_widget_set_visible (GTK_WIDGET (self), frozen != NULL);
  if (frozen == NULL)
    return;

  if (self->button == NULL)
    make_button (self);
  self->words = make_words (draft, frozen);
  gtk_label_set_label (self->label, self->words);
  gtk_widget_set_visible (GTK_WIDGET (self->unfreeze), lb_prompt_draft_get_editable (draft));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), self->words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Frozen Field"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->words, -1);
}

const char *
lb_frozen_mark_get_words (LbFrozenMark *self)
{
  g_return_val_if_fail (LB_IS_FROZEN_MARK (self), NULL);

  return self->words;
}

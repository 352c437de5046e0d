#include "config.h"

#include "ui/replace/lb-replace-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "session/lb-image-standing.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/diff/lb-change-text.h"
#include "ui/diff/lb-change-words.h"
#include "ui/replace/lb-replace-words.h"
#include "ui/widgets/lb-thumbnail.h"

struct _LbReplaceRow
{
  AdwBin parent_instance;

  GtkCheckButton *check;
  LbThumbnail *thumbnail;
  GtkLabel *name;
  GtkLabel *field;
  GtkWidget *written;
  GtkWidget *refusal;
  GtkImage *refusal_icon;
  GtkLabel *refusal_label;
  LbChangeText *text;

  LbSession *session;    /* (owned) */
  LbReplaceJob *job;     /* (owned) */
  LbReplaceMatch *match; /* (owned) (nullable) */
  char *words;           /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbReplaceRow, lb_replace_row, ADW_TYPE_BIN)

static void
toggled_cb (LbReplaceRow *self)
{
  if (self->match != NULL)
    lb_replace_job_accept (self->job, self->match, gtk_check_button_get_active (self->check));
}

static void
show_accepted (LbReplaceRow *self)
{
  const gboolean accepted = lb_replace_match_get_accepted (self->match);

  gtk_check_button_set_active (self->check, accepted);
  if (accepted)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "refused");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "refused");
}

static void
show_refusal (LbReplaceRow *self)
{
  const LbReplaceRefusal refusal = lb_replace_match_get_refusal (self->match);
  const char *words = lb_replace_refusal_words (refusal);

  gtk_widget_set_visible (self->refusal, words != NULL);
  gtk_image_set_from_icon_name (self->refusal_icon, lb_replace_refusal_icon (refusal));
  gtk_label_set_label (self->refusal_label, words != NULL ? words : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), words == NULL);
}

/* Strokes and tints are for the eye. */
static char *
dup_words (LbReplaceRow *self, const char *before, const char *after)
{
  const char *name = gtk_label_get_label (self->name);
  const char *field = gtk_label_get_label (self->field);
  const char *refusal = lb_replace_refusal_words (lb_replace_match_get_refusal (self->match));
  g_autofree char *title = NULL;

  if (*field == '\0')
    title = g_strdup (name);
  else
    /* Translators: the name of an image, and of a field of its caption */
    title = g_strdup_printf (_ ("%s · %s"), name, field);
  if (refusal != NULL)
    /* Translators: whose text it is, what it says, and why that stays */
    return g_strdup_printf (_ ("%s. Text: %s. Not replaced: %s"), title, before, refusal);

  /* Translators: a field of a caption, then what it says before and after a change */
  return g_strdup_printf (_ ("%s. Before: %s. After: %s"), title, before,
                          *after != '\0' ? after : _ ("Empty"));
}

static void
show_match (LbReplaceRow *self)
{
  LbImage *image = lb_replace_match_get_image (self->match);
  g_autofree char *name = lb_visible_text (lb_image_shown_name (image));
  g_autofree char *field = lb_replace_match_field (self->match);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  lb_change_texts (lb_replace_match_get_change (self->match), &before, &after);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->field, field);
  gtk_widget_set_visible (GTK_WIDGET (self->field), *field != '\0');
  gtk_widget_set_visible (self->written, lb_image_is_hand_written (self->session, image));
  lb_thumbnail_set_image (self->thumbnail, self->session, image);
  lb_change_text_set_texts (self->text, before, after);
  show_refusal (self);

  g_free (self->words);
  self->words = dup_words (self, before != NULL ? before : "", after != NULL ? after : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->words, -1);
}

void
lb_replace_row_set_match (LbReplaceRow *self, LbReplaceMatch *match)
{
  g_return_if_fail (LB_IS_REPLACE_ROW (self));

  if (self->match != NULL)
    g_signal_handlers_disconnect_by_data (lb_replace_match_get_change (self->match), self);
  /* The check must not speak for one while it turns to another. */
  g_clear_object (&self->match);
  if (match == NULL)
    {
      if (self->thumbnail != NULL)
        lb_thumbnail_set_image (self->thumbnail, self->session, NULL);
      return;
    }

  gtk_check_button_set_active (self->check, lb_replace_match_get_accepted (match));
  self->match = g_object_ref (match);
  g_signal_connect_swapped (lb_replace_match_get_change (match), "notify::accepted",
                            G_CALLBACK (show_accepted), self);
  show_match (self);
  show_accepted (self);
}

static void
lb_replace_row_dispose (GObject *object)
{
  LbReplaceRow *self = LB_REPLACE_ROW (object);

  lb_replace_row_set_match (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_REPLACE_ROW);
  g_clear_object (&self->job);
  g_clear_object (&self->session);
  g_clear_pointer (&self->words, g_free);

  G_OBJECT_CLASS (lb_replace_row_parent_class)->dispose (object);
}

static void
lb_replace_row_class_init (LbReplaceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_replace_row_dispose;

  g_type_ensure (LB_TYPE_THUMBNAIL);
  g_type_ensure (LB_TYPE_CHANGE_TEXT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/replace/lb-replace-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbReplaceRow, check);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceRow, name);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceRow, field);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceRow, written);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceRow, refusal);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceRow, refusal_icon);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceRow, refusal_label);
  gtk_widget_class_bind_template_child (widget_class, LbReplaceRow, text);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
lb_replace_row_init (LbReplaceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_replace_row_new (LbSession *session, LbReplaceJob *job)
{
  LbReplaceRow *self = g_object_new (LB_TYPE_REPLACE_ROW, NULL);

  self->session = g_object_ref (session);
  self->job = g_object_ref (job);

  return GTK_WIDGET (self);
}

const char *
lb_replace_row_get_words (LbReplaceRow *self)
{
  g_return_val_if_fail (LB_IS_REPLACE_ROW (self), NULL);

  return self->words;
}

#include "config.h"

#include "ui/dialogs/lb-prefix-dialog.h"

#include <string.h>

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "contract/lb-rules.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-thumbnail.h"
#include "ui/widgets/lb-width-bin.h"

#define N_SAMPLES 3

struct _LbPrefixDialog
{
  AdwDialog parent_instance;

  GtkButton *cancel_button;
  GtkWidget *save_button;
  GtkLabel *problem;
  GtkEditable *prefix_row;
  GtkListBox *samples;
  GtkImage *note_icon;
  GtkLabel *note_words;

  LbSession *session; /* (owned) */
  LbDataset *dataset; /* (owned) */
  LbDataset *trial;   /* (owned): of the same kind, with the prefix as it is typed */
  GPtrArray *labels;  /* (owned) (element-type GtkLabel): of the samples */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (LbPrefixDialog, lb_prefix_dialog, ADW_TYPE_DIALOG)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Blanks at its end count, as they stand before the caption; nothing but blanks is nothing. */
static char *
dup_prefix (LbPrefixDialog *self)
{
  const char *text = gtk_editable_get_text (self->prefix_row);
  g_autofree char *words = g_strstrip (g_strdup (text));

  return g_strdup (*words != '\0' ? text : "");
}

static gboolean
is_changed (LbPrefixDialog *self)
{
  const char *before = lb_dataset_get_caption_prefix (self->dataset);
  g_autofree char *prefix = dup_prefix (self);

  return g_strcmp0 (prefix, before != NULL ? before : "") != 0;
}

/* Told apart by weight as well as by colour. */
static PangoAttrList *
new_marks (guint length)
{
  AdwStyleManager *styles = adw_style_manager_get_default ();
  PangoAttrList *marks = pango_attr_list_new ();
  PangoAttribute *parts[3];
  GdkRGBA colour;

  adw_accent_color_to_standalone_rgba (adw_style_manager_get_accent_color (styles),
                                       adw_style_manager_get_dark (styles), &colour);
  parts[0] = pango_attr_foreground_new ((guint16) (colour.red * G_MAXUINT16),
                                        (guint16) (colour.green * G_MAXUINT16),
                                        (guint16) (colour.blue * G_MAXUINT16));
  /* Words by themselves are a little transparent, which is too faint for a colour. */
  parts[1] = pango_attr_foreground_alpha_new (G_MAXUINT16);
  parts[2] = pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      parts[i]->start_index = 0;
      parts[i]->end_index = length;
      pango_attr_list_insert (marks, parts[i]);
    }

  return marks;
}

static void
show_sample (LbPrefixDialog *self, GtkLabel *label)
{
  const char *caption = g_object_get_data (G_OBJECT (label), "lb-caption");
  g_autofree char *full = lb_rules_full_caption (self->trial, caption);
  g_autofree char *front = g_strndup (full, strlen (full) - strlen (caption));
  g_autofree char *shown_front = lb_visible_text (front);
  g_autofree char *shown = lb_visible_text (caption);
  g_autofree char *words = g_strconcat (shown_front, shown, NULL);
  g_autoptr (PangoAttrList) marks = new_marks ((guint) strlen (shown_front));

  gtk_label_set_label (label, words);
  gtk_label_set_attributes (label, marks);
}

static void
show_samples (LbPrefixDialog *self)
{
  for (guint i = 0; i < self->labels->len; i++)
    show_sample (self, g_ptr_array_index (self->labels, i));
}

static void
show_note (LbPrefixDialog *self)
{
  const gboolean frozen = lb_dataset_get_completed (self->dataset);

  gtk_image_set_from_icon_name (self->note_icon, frozen ? "changes-prevent-symbolic"
                                                        : "dialog-information-symbolic");
  gtk_label_set_label (
    self->note_words,
    frozen ? _ ("Complete datasets can’t be changed. Clone it as a draft first.")
           : _ ("Captions that are written already stay as they are. Regenerate those that should "
                "follow another prefix."));
}

static void
changed_cb (LbPrefixDialog *self)
{
  g_autofree char *prefix = NULL;

  if (self->trial == NULL)
    return;

  prefix = dup_prefix (self);
  g_object_set (self->trial, "caption-prefix", prefix, NULL);
  show_samples (self);
  gtk_widget_set_sensitive (self->save_button, !self->busy && is_changed (self));
}

static void
show_problem (LbPrefixDialog *self, const char *words)
{
  gtk_label_set_label (self->problem, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), words != NULL);
}

static DexFuture *
saved_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbPrefixDialog) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  self->busy = FALSE;
  if (dex_await (dex_ref (future), &error))
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      return dex_future_new_true ();
    }

  words = lb_error_words (error);
  show_problem (self, words);
  changed_cb (self);

  return dex_future_new_true ();
}

static void
save_clicked_cb (GtkButton *button, LbPrefixDialog *self)
{
  g_autofree char *prefix = dup_prefix (self);

  self->busy = TRUE;
  show_problem (self, NULL);
  lb_first_focus_end (ADW_DIALOG (self));
  gtk_widget_set_sensitive (self->save_button, FALSE);
  dex_future_disown (
    dex_future_finally (lb_session_set_caption_prefix (self->session, self->dataset, prefix),
                        saved_cb, lb_weak_new (self), lb_weak_free));
}

static void
lb_prefix_dialog_dispose (GObject *object)
{
  LbPrefixDialog *self = LB_PREFIX_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_PREFIX_DIALOG);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_object (&self->trial);
  g_clear_object (&self->dataset);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_prefix_dialog_parent_class)->dispose (object);
}

static void
lb_prefix_dialog_class_init (LbPrefixDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_prefix_dialog_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dialogs/lb-prefix-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbPrefixDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LbPrefixDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, LbPrefixDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, LbPrefixDialog, prefix_row);
  gtk_widget_class_bind_template_child (widget_class, LbPrefixDialog, samples);
  gtk_widget_class_bind_template_child (widget_class, LbPrefixDialog, note_icon);
  gtk_widget_class_bind_template_child (widget_class, LbPrefixDialog, note_words);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
}

static void
lb_prefix_dialog_init (LbPrefixDialog *self)
{
  AdwStyleManager *styles = adw_style_manager_get_default ();

  self->labels = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_first_focus_set (ADW_DIALOG (self), GTK_WIDGET (self->prefix_row));
  g_signal_connect_object (styles, "notify::dark", G_CALLBACK (show_samples), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (styles, "notify::accent-color", G_CALLBACK (show_samples), self,
                           G_CONNECT_SWAPPED);
}

/* @image: (nullable): there is no caption yet; @caption: what goes behind the prefix. */
static void
add_sample (LbPrefixDialog *self, LbImage *image, const char *caption)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *row = gtk_list_box_row_new ();

  if (image != NULL)
    {
      GtkWidget *picture = g_object_new (LB_TYPE_THUMBNAIL, "width-request", 48, "height-request",
                                         40, "minimum-width", 40, "valign", GTK_ALIGN_CENTER,
                                         "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

      gtk_widget_add_css_class (picture, "row");
      lb_thumbnail_set_image (LB_THUMBNAIL (picture), self->session, image);
      gtk_box_append (GTK_BOX (box), picture);
    }
  g_object_set (label, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0, "lines", 8,
                "ellipsize", PANGO_ELLIPSIZE_END, "hexpand", TRUE, NULL);
  g_object_set_data_full (G_OBJECT (label), "lb-caption", g_strdup (caption), g_free);
  gtk_box_append (GTK_BOX (box), label);
  g_object_set (box, "margin-start", 12, "margin-end", 12, "margin-top", 9, "margin-bottom", 9,
                NULL);
  g_object_set (row, "child", box, "activatable", FALSE, "focusable", FALSE, NULL);
  gtk_list_box_append (self->samples, row);
  g_ptr_array_add (self->labels, g_object_ref (label));
}

static void
add_samples (LbPrefixDialog *self, GListModel *images)
{
  const guint n_images = g_list_model_get_n_items (images);

  for (guint i = 0; i < n_images && self->labels->len < N_SAMPLES; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);
      g_autofree char *caption = lb_session_dup_caption_text (self->session, image);

      if (lb_rules_caption_is_right (self->dataset, caption))
        add_sample (self, image, caption);
    }

  /* Translators: stands for a caption, after the words that go in front of each */
  if (self->labels->len == 0)
    add_sample (self, NULL, _ ("…and here what is in the picture"));
}

LbPrefixDialog *
lb_prefix_dialog_new (LbSession *session, LbDataset *dataset, GListModel *images)
{
  LbPrefixDialog *self;
  const char *prefix;
  gboolean frozen;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (LB_IS_DATASET (dataset), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);

  self = g_object_new (LB_TYPE_PREFIX_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->dataset = g_object_ref (dataset);
  add_samples (self, images);
  self->trial = lb_dataset_new (0);
  g_object_set (self->trial, "training-version", lb_dataset_get_training_version (dataset), NULL);
  prefix = lb_dataset_get_caption_prefix (dataset);
  gtk_editable_set_text (self->prefix_row, prefix != NULL ? prefix : "");
  changed_cb (self);

  frozen = lb_dataset_get_completed (dataset);
  gtk_editable_set_editable (self->prefix_row, !frozen);
  gtk_widget_set_visible (self->save_button, !frozen);
  gtk_button_set_label (self->cancel_button, frozen ? _ ("_Close") : _ ("_Cancel"));
  show_note (self);

  return self;
}

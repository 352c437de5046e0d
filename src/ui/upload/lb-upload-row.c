#include "config.h"

#include "ui/upload/lb-upload-row.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "ui/crop/lb-crop-dialog.h"
#include "ui/upload/lb-upload-words.h"
#include "ui/upload/lb-verdict-words.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-thumbnail.h"

struct _LbUploadRow
{
  AdwBin parent_instance;

  LbThumbnail *thumbnail;
  GtkLabel *name;
  GtkLabel *detail;
  GtkProgressBar *progress;
  GtkWidget *spinner;
  GtkImage *icon;
  GtkLabel *words;
  GtkButton *action_button;
  GtkWidget *first_button;
  GtkMenuButton *menu_button;
  GtkWidget *cancel_button;

  LbUploadQueue *queue; /* (owned) */
  LbUploadRows *rows;   /* (owned) */
  LbUpload *upload;     /* (owned) (nullable) */
  char *spoken;         /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbUploadRow, lb_upload_row, ADW_TYPE_BIN)

typedef enum
{
  PROP_WORDS = 1
} LbUploadRowProperty;

static GParamSpec *props[PROP_WORDS + 1];

static void
set_style (GtkWidget *widget, const char *style)
{
  static const char *const styles[] = { "success", "warning", "error", "dim-label" };

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    if (g_strcmp0 (styles[i], style) == 0)
      gtk_widget_add_css_class (widget, styles[i]);
    else
      gtk_widget_remove_css_class (widget, styles[i]);
}

/* (nullable): what can be done about one that has failed. */
static const char *
action_label (LbUpload *upload)
{
  if (lb_upload_get_state (upload) != LB_UPLOAD_FAILED)
    return NULL;

  switch (lb_upload_get_remedy (upload))
    {
    case LB_UPLOAD_REMEDY_CONFIRM: return _ ("_Send It");
    case LB_UPLOAD_REMEDY_NONE:    return _ ("_Details");
    case LB_UPLOAD_REMEDY_RETRY:
    default:                       return _ ("_Retry");
    }
}

/* A button of many that are alike says what it is about. */
static void
name_button (gpointer button, const char *action, const char *name)
{
  /* Translators: what a screen reader says of a button: what it does, then the name of a file */
  g_autofree char *label = g_strdup_printf (_ ("%s: %s"), action, name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static char *
without_mnemonic (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", 2);

  return g_strjoinv ("", parts);
}

/* What is sent next has nothing to overtake. */
static void
update_first (LbUploadRow *self)
{
  gtk_widget_set_sensitive (self->first_button,
                            lb_upload_queue_elsewhere_words (self->queue) == NULL &&
                              self->upload != lb_upload_rows_get_first_waiting (self->rows));
}

/* What another program sends is only looked at here. */
static void
update_elsewhere (LbUploadRow *self)
{
  const char *elsewhere = lb_upload_queue_elsewhere_words (self->queue);
  const gboolean tells = lb_upload_get_remedy (self->upload) == LB_UPLOAD_REMEDY_NONE;

  gtk_widget_set_sensitive (GTK_WIDGET (self->action_button), elsewhere == NULL || tells);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->action_button), tells ? NULL : elsewhere);
  gtk_widget_set_sensitive (GTK_WIDGET (self->menu_button), elsewhere == NULL);
  gtk_widget_set_sensitive (self->cancel_button, elsewhere == NULL);
  gtk_widget_set_tooltip_text (self->cancel_button, elsewhere != NULL ? elsewhere : _ ("Stop"));
  gtk_widget_set_tooltip_text (self->first_button,
                               elsewhere != NULL ? elsewhere : _ ("Send First"));
  update_first (self);
}

static void
update_menu (LbUploadRow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _ ("_Crop…"), "upload-row.crop");
  if (lb_crop_is_set (lb_upload_get_crop (self->upload)))
    g_menu_append (menu, _ ("_Undo Crop"), "upload-row.uncrop");
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
}

static void
update_buttons (LbUploadRow *self)
{
  const LbUploadState state = lb_upload_get_state (self->upload);
  const gboolean waiting = state == LB_UPLOAD_QUEUED || state == LB_UPLOAD_WAITING;
  const char *label = action_label (self->upload);
  const char *name = gtk_label_get_label (self->name);

  gtk_widget_set_visible (GTK_WIDGET (self->action_button), label != NULL);
  if (label != NULL)
    {
      g_autofree char *spoken = without_mnemonic (label);

      gtk_button_set_label (self->action_button, label);
      name_button (self->action_button, spoken, name);
    }
  if (lb_upload_get_remedy (self->upload) == LB_UPLOAD_REMEDY_NONE)
    gtk_widget_add_css_class (GTK_WIDGET (self->action_button), "flat");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->action_button), "flat");
  gtk_widget_set_visible (self->first_button, waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button),
                          state == LB_UPLOAD_WAITING &&
                            lb_upload_get_origin (self->upload) != NULL);
  gtk_widget_set_visible (self->cancel_button, waiting || state == LB_UPLOAD_SENDING);
  update_elsewhere (self);
  name_button (self->first_button, _ ("Send First"), name);
  name_button (self->menu_button, _ ("More"), name);
  name_button (self->cancel_button, _ ("Stop"), name);
}

static void
update_spoken (LbUploadRow *self, const char *words, const char *detail)
{
  /* Translators: what a screen reader says of a file: its name, its state, its size or what was in
   * the way */
  g_autofree char *spoken =
    g_strdup_printf (_ ("%s, %s, %s"), gtk_label_get_label (self->name), words, detail);

  if (g_set_str (&self->spoken, spoken))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WORDS]);
}

/* (transfer full): with what tells it from others of its name. */
static char *
detail_words (LbUploadRow *self)
{
  g_autofree char *words = lb_upload_detail_words (self->upload);
  g_autofree char *folder = lb_upload_rows_dup_folder (self->rows, self->upload);

  return lb_words_in_folder (folder, words);
}

static void
update (LbUploadRow *self)
{
  const LbUploadState state = lb_upload_get_state (self->upload);
  const double fraction = lb_upload_get_fraction (self->upload);
  const char *icon = lb_upload_state_icon (self->upload);
  const char *style = lb_upload_state_style (self->upload);
  g_autofree char *words = lb_upload_state_words (self->upload, self->queue);
  g_autofree char *detail = detail_words (self);

  gtk_label_set_label (self->detail, detail);
  gtk_label_set_label (self->words, words);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon != NULL);
  gtk_image_set_from_icon_name (self->icon, icon);
  set_style (GTK_WIDGET (self->icon), style);
  set_style (GTK_WIDGET (self->words), style);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), state == LB_UPLOAD_SENDING && fraction >= 0);
  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_widget_set_visible (self->spinner, state == LB_UPLOAD_CAPTIONING);
  update_spoken (self, words, detail);
  update_buttons (self);
}

static void
show_details (LbUploadRow *self)
{
  g_autofree char *words = lb_upload_detail_words (self->upload);
  const GError *error = lb_upload_get_error (self->upload);
  g_autofree char *said = error != NULL ? lb_visible_text (error->message) : g_strdup ("");
  g_autofree char *body =
    g_str_equal (words, said) ? g_strdup (words) : g_strdup_printf ("%s\n\n%s", words, said);
  g_autofree char *heading =
    g_strdup_printf (_ ("“%s” Was Refused"), gtk_label_get_label (self->name));
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
action_clicked_cb (GtkButton *button, LbUploadRow *self)
{
  switch (lb_upload_get_remedy (self->upload))
    {
    case LB_UPLOAD_REMEDY_CONFIRM: lb_upload_queue_confirm (self->queue, self->upload); break;
    case LB_UPLOAD_REMEDY_NONE:    show_details (self); break;
    case LB_UPLOAD_REMEDY_RETRY:
    default:                       lb_upload_queue_retry (self->queue, self->upload); break;
    }
}

static void
first_clicked_cb (GtkButton *button, LbUploadRow *self)
{
  lb_upload_queue_send_first (self->queue, self->upload);
}

static void
cancel_clicked_cb (GtkButton *button, LbUploadRow *self)
{
  lb_upload_queue_cancel (self->queue, self->upload);
}

/* What was to be sent still is. */
static DexFuture *
not_cropped_cb (DexFuture *future, gpointer data)
{
  g_autoptr (GtkWidget) window = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  AdwDialog *dialog = NULL;

  if (window == NULL || dex_await (dex_ref (future), &error))
    return dex_future_new_true ();

  words = g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT)
            ? g_strdup (_ ("It is on its way already."))
            : lb_error_words (error);
  dialog = adw_alert_dialog_new (_ ("Not Cropped"), words);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_dialog_present (dialog, window);

  return dex_future_new_true ();
}

/* @widget: in the window that is told when it fails. */
static void
crop (LbUploadQueue *queue, LbUpload *upload, const LbCrop *crop, GtkWidget *widget)
{
  dex_future_disown (dex_future_catch (lb_upload_queue_crop (queue, upload, crop), not_cropped_cb,
                                       lb_weak_new (gtk_widget_get_root (widget)), lb_weak_free));
}

/* The row may show another one by then, or be gone. */
static void
applied_cb (LbCropDialog *dialog, LbUploadQueue *queue)
{
  const LbCrop wanted = lb_crop_dialog_get_crop (dialog);

  crop (queue, g_object_get_data (G_OBJECT (dialog), "lb-upload"), &wanted, GTK_WIDGET (dialog));
}

static void
crop_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbUploadRow *self = LB_UPLOAD_ROW (widget);
  LbCropDialog *dialog =
    lb_crop_dialog_new (gtk_label_get_label (self->name), lb_upload_get_origin (self->upload), NULL,
                        lb_upload_get_probe (self->upload), lb_upload_get_crop (self->upload),
                        lb_upload_may_be_enlarged (self->upload));

  g_object_set_data_full (G_OBJECT (dialog), "lb-upload", g_object_ref (self->upload),
                          g_object_unref);
  g_signal_connect_object (dialog, "applied", G_CALLBACK (applied_cb), self->queue, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
uncrop_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbUploadRow *self = LB_UPLOAD_ROW (widget);
  const LbCrop none = { 0 };

  crop (self->queue, self->upload, &none, widget);
}

/* Its copy is another picture now. */
static void
cropped_cb (LbUploadRow *self)
{
  lb_thumbnail_set_file (self->thumbnail, lb_upload_get_file (self->upload),
                         lb_upload_get_bytes (self->upload));
  update_menu (self);
}

static void
namesakes_cb (LbUploadRow *self)
{
  if (self->upload != NULL)
    update (self);
}

static void
halt_cb (LbUploadRow *self)
{
  if (self->upload != NULL)
    update_elsewhere (self);
}

static void
unbind (LbUploadRow *self)
{
  if (self->upload != NULL)
    g_signal_handlers_disconnect_by_data (self->upload, self);
  g_clear_object (&self->upload);
}

static void
lb_upload_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((LbUploadRowProperty) prop_id)
    {
    case PROP_WORDS: g_value_set_string (value, LB_UPLOAD_ROW (object)->spoken); break;
    default:         G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_upload_row_dispose (GObject *object)
{
  LbUploadRow *self = LB_UPLOAD_ROW (object);

  unbind (self);
  g_clear_object (&self->queue);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->spoken, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_UPLOAD_ROW);

  G_OBJECT_CLASS (lb_upload_row_parent_class)->dispose (object);
}

static void
lb_upload_row_class_init (LbUploadRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = lb_upload_row_get_property;
  G_OBJECT_CLASS (klass)->dispose = lb_upload_row_dispose;
  props[PROP_WORDS] =
    g_param_spec_string ("words", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (props), props);

  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/upload/lb-upload-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbUploadRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbUploadRow, name);
  gtk_widget_class_bind_template_child (widget_class, LbUploadRow, detail);
  gtk_widget_class_bind_template_child (widget_class, LbUploadRow, progress);
  gtk_widget_class_bind_template_child (widget_class, LbUploadRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, LbUploadRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LbUploadRow, words);
  gtk_widget_class_bind_template_child (widget_class, LbUploadRow, action_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadRow, first_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadRow, cancel_button);
  gtk_widget_class_install_action (widget_class, "upload-row.crop", NULL, crop_cb);
  gtk_widget_class_install_action (widget_class, "upload-row.uncrop", NULL, uncrop_cb);
  gtk_widget_class_bind_template_callback (widget_class, action_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, first_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
lb_upload_row_init (LbUploadRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_upload_row_new (LbUploadQueue *queue, LbUploadRows *rows)
{
  LbUploadRow *self = g_object_new (LB_TYPE_UPLOAD_ROW, NULL);

  self->queue = g_object_ref (queue);
  self->rows = g_object_ref (rows);
  g_signal_connect_object (queue, "notify::halt", G_CALLBACK (halt_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rows, "notify::first-waiting", G_CALLBACK (update_first), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rows, "notify::has-namesakes", G_CALLBACK (namesakes_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
lb_upload_row_bind (LbUploadRow *self, LbUpload *upload)
{
  g_autofree char *name = NULL;

  g_return_if_fail (LB_IS_UPLOAD_ROW (self));

  unbind (self);
  if (upload == NULL)
    {
      lb_thumbnail_set_file (self->thumbnail, NULL, NULL);
      return;
    }

  self->upload = g_object_ref (upload);
  name = lb_visible_text (lb_upload_get_name (upload));
  gtk_label_set_label (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  lb_thumbnail_set_file (self->thumbnail, lb_upload_get_file (upload),
                         lb_upload_get_bytes (upload));
  g_signal_connect_swapped (upload, "notify", G_CALLBACK (update), self);
  g_signal_connect_swapped (upload, "notify::cropped", G_CALLBACK (cropped_cb), self);
  update_menu (self);
  update (self);
}

#include "config.h"

#include "ui/upload/lb-upload-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
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

  LbUpload *upload; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbUploadRow, lb_upload_row, ADW_TYPE_BIN)

typedef struct
{
  const char *icon;  /* (nullable) */
  const char *style; /* (nullable) */
  char *words;       /* (owned) */
} State;

static State
describe (LbUpload *upload)
{
  double fraction = lb_upload_get_fraction (upload);

  switch (lb_upload_get_state (upload))
    {
    case LB_UPLOAD_SENDING:
      return (State) { NULL, NULL,
                       fraction < 0 ? g_strdup (_ ("Sending…"))
                                    : /* Translators: how much of a file is sent */
                         g_strdup_printf (_ ("%d %%"), (int) (fraction * 100)) };
    case LB_UPLOAD_CAPTIONING: return (State) { NULL, NULL, g_strdup (_ ("Writing the caption…")) };
    case LB_UPLOAD_CHECKING:
      return (State) { "view-refresh-symbolic", "warning", g_strdup (_ ("Checking")) };
    case LB_UPLOAD_DONE:
      return (State) { "object-select-symbolic", "success", g_strdup (_ ("Done")) };
    case LB_UPLOAD_FAILED:
      return (State) { "dialog-error-symbolic", "error",
                       g_strdup (lb_upload_get_remedy (upload) == LB_UPLOAD_REMEDY_NONE
                                   ? _ ("Refused")
                                   : _ ("Not sent")) };
    case LB_UPLOAD_CANCELLED:
      return (State) { "process-stop-symbolic", "dim-label", g_strdup (_ ("Stopped")) };
    case LB_UPLOAD_QUEUED:
    case LB_UPLOAD_WAITING:
    default:                return (State) { "content-loading-symbolic", "dim-label", g_strdup (_ ("Waiting")) };
    }
}

/* (transfer full): under the name. */
static char *
detail_words (LbUpload *upload)
{
  const GError *error = lb_upload_get_error (upload);
  const LbProbeResult *probe = lb_upload_get_probe (upload);

  switch (lb_upload_get_state (upload))
    {
    case LB_UPLOAD_CHECKING: return g_strdup (_ ("No answer came; looking before sending again"));
    case LB_UPLOAD_DONE:     return g_strdup (_ ("Added to the dataset"));
    case LB_UPLOAD_FAILED:   return error != NULL ? lb_error_words (error) : g_strdup ("");
    default:                 return g_format_size ((guint64) MAX (probe->size_bytes, 0));
    }
}

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

static void
update (LbUploadRow *self)
{
  LbUploadState state = lb_upload_get_state (self->upload);
  State shown = describe (self->upload);
  g_autofree char *detail = detail_words (self->upload);
  double fraction = lb_upload_get_fraction (self->upload);

  gtk_label_set_label (self->detail, detail);
  gtk_label_set_label (self->words, shown.words);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), shown.icon != NULL);
  gtk_image_set_from_icon_name (self->icon, shown.icon);
  set_style (GTK_WIDGET (self->icon), shown.style);
  set_style (GTK_WIDGET (self->words), shown.style);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), state == LB_UPLOAD_SENDING && fraction >= 0);
  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_widget_set_visible (self->spinner, state == LB_UPLOAD_CAPTIONING);
  g_free (shown.words);
}

static void
unbind (LbUploadRow *self)
{
  if (self->upload != NULL)
    g_signal_handlers_disconnect_by_data (self->upload, self);
  g_clear_object (&self->upload);
}

static void
lb_upload_row_dispose (GObject *object)
{
  unbind (LB_UPLOAD_ROW (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_UPLOAD_ROW);

  G_OBJECT_CLASS (lb_upload_row_parent_class)->dispose (object);
}

static void
lb_upload_row_class_init (LbUploadRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_upload_row_dispose;

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
}

static void
lb_upload_row_init (LbUploadRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_upload_row_new (void)
{
  return g_object_new (LB_TYPE_UPLOAD_ROW, NULL);
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
  lb_thumbnail_set_file (self->thumbnail, lb_upload_get_file (upload),
                         lb_upload_get_bytes (upload));
  g_signal_connect_swapped (upload, "notify", G_CALLBACK (update), self);
  update (self);
}

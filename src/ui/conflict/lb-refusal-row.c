#include "config.h"

#include "ui/conflict/lb-refusal-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-thumbnail.h"
#include "ui/widgets/lb-toast.h"

/* The toolkit measures no more than the beginning of one that is longer, in bytes. */
#define LONG_TEXT 200

struct _LbRefusalRow
{
  AdwBin parent_instance;

  LbThumbnail *thumbnail;
  GtkLabel *title;
  GtkLabel *reason;
  GtkScrolledWindow *scrolled;
  GtkTextView *text_view;
  GtkWidget *actions;
  GtkWidget *retry_button;
  GtkWidget *discard_button;

  LbRefusal *refusal; /* (owned): as shown last */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (LbRefusalRow, lb_refusal_row, ADW_TYPE_BIN)

enum
{
  RETRY,
  DISCARD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static LbRefusal *
copy_refusal (const LbRefusal *refusal)
{
  LbRefusal *copy = g_memdup2 (refusal, sizeof *refusal);

  copy->name = g_strdup (refusal->name);
  copy->place = g_strdup (refusal->place);
  copy->text = g_strdup (refusal->text);
  copy->error = refusal->error != NULL ? g_error_copy (refusal->error) : NULL;

  return copy;
}

/* Of what has no name any more. */
static const char *
nameless_title (LbChangeKind kind)
{
  switch (kind)
    {
    case LB_CHANGE_PROJECT_NAME:   return _ ("Name of a Deleted Project");
    case LB_CHANGE_DATASET_NAME:   return _ ("Name of a Deleted Dataset");
    case LB_CHANGE_SCHEMA:         return _ ("Visual Schema of a Deleted Dataset");
    case LB_CHANGE_PREFIX:         return _ ("Caption Prefix of a Deleted Dataset");
    case LB_CHANGE_CAPTION:
    case LB_CHANGE_DELETE_IMAGE:
    case LB_CHANGE_DELETE_DATASET:
    case LB_CHANGE_DELETE_PROJECT:
    case LB_CHANGE_N_KINDS:
    default:                       return _ ("Caption of a Deleted Image");
    }
}

char *
lb_refusal_title (const LbRefusal *refusal)
{
  g_autofree char *name = refusal->name != NULL ? lb_visible_text (refusal->name) : NULL;

  if (name == NULL)
    return g_strdup (nameless_title (refusal->kind));

  switch (refusal->kind)
    {
    case LB_CHANGE_PROJECT_NAME:
    case LB_CHANGE_DATASET_NAME:
      /* Translators: of all these, %s is the name of a project, a dataset or an image */
      return g_strdup_printf (_ ("Name of “%s”"), name);
    case LB_CHANGE_SCHEMA:         return g_strdup_printf (_ ("Visual Schema of “%s”"), name);
    case LB_CHANGE_PREFIX:         return g_strdup_printf (_ ("Caption Prefix of “%s”"), name);
    case LB_CHANGE_CAPTION:
    case LB_CHANGE_DELETE_IMAGE:
    case LB_CHANGE_DELETE_DATASET:
    case LB_CHANGE_DELETE_PROJECT:
    case LB_CHANGE_N_KINDS:
    default:                       return g_strdup_printf (_ ("Caption of “%s”"), name);
    }
}

/* (transfer full) */
static char *
reason_words (const LbRefusal *refusal)
{
  g_autofree char *place = refusal->place != NULL ? lb_visible_text (refusal->place) : NULL;

  if (!refusal->gone)
    return lb_error_words (refusal->error);
  if (refusal->kind == LB_CHANGE_PROJECT_NAME)
    return g_strdup (_ ("The project was deleted elsewhere."));
  if (refusal->kind != LB_CHANGE_CAPTION)
    return g_strdup (_ ("The dataset was deleted elsewhere."));
  if (place == NULL)
    return g_strdup (_ ("The image was deleted elsewhere."));

  /* Translators: %s is the name of a dataset */
  return g_strdup_printf (_ ("The image was deleted elsewhere. It was in “%s”."), place);
}

char *
lb_refusal_row_dup_text (LbRefusalRow *self)
{
  GtkTextBuffer *buffer = NULL;
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (LB_IS_REFUSAL_ROW (self), NULL);

  buffer = gtk_text_view_get_buffer (self->text_view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
retry_clicked_cb (LbRefusalRow *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

static void
discard_clicked_cb (LbRefusalRow *self)
{
  g_signal_emit (self, signals[DISCARD], 0);
}

static void
copy_clicked_cb (LbRefusalRow *self)
{
  g_autofree char *text = lb_refusal_row_dup_text (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  lb_toast_show (GTK_WIDGET (self), lb_toast_new (_ ("Copied")));
}

static void
lb_refusal_row_dispose (GObject *object)
{
  LbRefusalRow *self = LB_REFUSAL_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_REFUSAL_ROW);
  g_clear_pointer (&self->refusal, lb_refusal_free);

  G_OBJECT_CLASS (lb_refusal_row_parent_class)->dispose (object);
}

static void
lb_refusal_row_class_init (LbRefusalRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_refusal_row_dispose;

  signals[RETRY] = g_signal_new ("retry", LB_TYPE_REFUSAL_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  signals[DISCARD] = g_signal_new ("discard", LB_TYPE_REFUSAL_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  g_type_ensure (LB_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/conflict/lb-refusal-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbRefusalRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, LbRefusalRow, title);
  gtk_widget_class_bind_template_child (widget_class, LbRefusalRow, reason);
  gtk_widget_class_bind_template_child (widget_class, LbRefusalRow, scrolled);
  gtk_widget_class_bind_template_child (widget_class, LbRefusalRow, text_view);
  gtk_widget_class_bind_template_child (widget_class, LbRefusalRow, actions);
  gtk_widget_class_bind_template_child (widget_class, LbRefusalRow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, LbRefusalRow, discard_button);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_clicked_cb);
}

static void
lb_refusal_row_init (LbRefusalRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
lb_refusal_row_new (const LbRefusal *refusal)
{
  LbRefusalRow *self = g_object_new (LB_TYPE_REFUSAL_ROW, NULL);

  lb_refusal_row_update (self, refusal);

  return GTK_WIDGET (self);
}

gboolean
lb_refusal_row_is_of (LbRefusalRow *self, const LbRefusal *refusal)
{
  g_return_val_if_fail (LB_IS_REFUSAL_ROW (self), FALSE);

  return self->refusal->kind == refusal->kind && self->refusal->id == refusal->id;
}

/* A caption is a structured prompt or plain words. */
static gboolean
is_json (const LbRefusal *refusal)
{
  return refusal->kind == LB_CHANGE_SCHEMA || g_str_has_prefix (refusal->text, "{");
}

void
lb_refusal_row_update (LbRefusalRow *self, const LbRefusal *refusal)
{
  g_autofree char *title = lb_refusal_title (refusal);
  g_autofree char *reason = reason_words (refusal);
  g_autofree char *text = NULL;

  g_return_if_fail (LB_IS_REFUSAL_ROW (self));

  text = lb_refusal_row_dup_text (self);
  if (self->refusal == NULL || g_strcmp0 (text, self->refusal->text) == 0)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), refusal->text, -1);
  g_clear_pointer (&self->refusal, lb_refusal_free);
  self->refusal = copy_refusal (refusal);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->reason, reason);
  gtk_scrolled_window_set_min_content_height (
    self->scrolled, strlen (refusal->text) < LONG_TEXT
                      ? -1
                      : gtk_scrolled_window_get_max_content_height (self->scrolled));
  gtk_text_view_set_editable (self->text_view, !refusal->gone);
  gtk_text_view_set_monospace (self->text_view, is_json (refusal));
  gtk_widget_set_visible (self->retry_button, !refusal->gone);
}

void
lb_refusal_row_set_picture (LbRefusalRow *self, GBytes *encoded)
{
  g_return_if_fail (LB_IS_REFUSAL_ROW (self));

  lb_thumbnail_set_file (self->thumbnail, NULL, encoded);
  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail), TRUE);
}

const LbRefusal *
lb_refusal_row_get_refusal (LbRefusalRow *self)
{
  g_return_val_if_fail (LB_IS_REFUSAL_ROW (self), NULL);

  return self->refusal;
}

void
lb_refusal_row_set_busy (LbRefusalRow *self, gboolean busy)
{
  g_return_if_fail (LB_IS_REFUSAL_ROW (self));

  self->busy = busy;
  gtk_widget_set_sensitive (self->actions, !busy);
  gtk_text_view_set_editable (self->text_view, !busy && !self->refusal->gone);
}

gboolean
lb_refusal_row_get_busy (LbRefusalRow *self)
{
  g_return_val_if_fail (LB_IS_REFUSAL_ROW (self), FALSE);

  return self->busy;
}

void
lb_refusal_row_set_error (LbRefusalRow *self, const GError *error)
{
  g_autofree char *words = lb_error_words (error);

  g_return_if_fail (LB_IS_REFUSAL_ROW (self));

  gtk_label_set_label (self->reason, words);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

#include "config.h"

#include "ui/upload/lb-upload-list.h"

#include <glib/gi18n.h>

#include "ui/upload/lb-upload-row.h"
#include "ui/upload/lb-upload-rows.h"
#include "ui/upload/lb-upload-words.h"
#include "ui/widgets/lb-list-bin.h"
#include "ui/widgets/lb-width-bin.h"

#define UPDATE_MS 200 /* at most so often, however much happens */
#define TICK_MS 1000  /* what is done goes, and the time left is told again */

struct _LbUploadList
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *time;
  GtkWidget *retry_button;
  GtkWidget *stop_button;
  GtkWidget *sign_in_button;
  GtkWidget *pause_button;
  AdwButtonContent *pause_content;
  GtkWidget *close_button;
  GtkProgressBar *progress;
  GtkWidget *card;
  GtkListView *list;
  GtkWidget *hidden_button;
  GtkLabel *hidden;
  GtkLabel *safe;

  LbUploadQueue *queue; /* (owned) (nullable) until set */
  LbUploadRows *rows;   /* (owned) (nullable) until set */
  guint update_id;
};

G_DEFINE_FINAL_TYPE (LbUploadList, lb_upload_list, ADW_TYPE_BIN)

static void queue_update (LbUploadList *self, guint wait_ms);

/* Whether somebody has to say that it goes on. */
static gboolean
rests (LbUploadList *self)
{
  return lb_upload_queue_get_paused (self->queue) ||
         lb_upload_queue_get_halt (self->queue) != LB_UPLOAD_HALT_NONE;
}

static void
update_pause (LbUploadList *self, gboolean running)
{
  const gboolean signs_in = lb_upload_queue_needs_sign_in (self->queue);
  const gboolean resting = rests (self);

  gtk_widget_set_visible (self->sign_in_button, signs_in);
  gtk_widget_set_visible (self->pause_button, running && !signs_in);
  adw_button_content_set_icon_name (self->pause_content, resting ? "media-playback-start-symbolic"
                                                                 : "media-playback-pause-symbolic");
  adw_button_content_set_label (self->pause_content, lb_upload_queue_get_paused (self->queue)
                                                       ? _ ("_Resume")
                                                     : resting ? _ ("_Try Again")
                                                               : _ ("_Pause"));
}

static void
update_buttons (LbUploadList *self)
{
  const gboolean running = lb_upload_queue_get_running (self->queue);
  const gboolean resting = rests (self);
  const char *elsewhere = lb_upload_queue_elsewhere_words (self->queue);

  gtk_widget_set_tooltip_text (self->retry_button, elsewhere);
  gtk_widget_set_tooltip_text (self->stop_button, elsewhere);
  gtk_widget_set_visible (self->retry_button, lb_upload_queue_get_n_failed (self->queue) > 0);
  gtk_widget_set_visible (self->stop_button, running && resting);
  gtk_widget_set_visible (self->close_button, !running);
  gtk_widget_set_visible (GTK_WIDGET (self->safe), running);
  gtk_label_set_label (self->safe, resting
                                     ? _ ("Safe to close: the queue goes on next time.")
                                     : _ ("Safe to close: the queue goes on in the background."));
  update_pause (self, running);
}

static void
update (LbUploadList *self)
{
  g_autofree char *words = lb_upload_queue_words (self->queue);
  g_autofree char *time = lb_upload_queue_time_words (self->queue);
  const gboolean young = lb_upload_rows_update (self->rows, g_get_monotonic_time ());
  const guint n_waiting = lb_upload_rows_get_n_waiting (self->rows);
  g_autofree char *hidden =
    lb_upload_hidden_words (n_waiting, lb_upload_rows_get_n_done (self->rows));

  gtk_label_set_label (self->title, words);
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (GTK_WIDGET (self->time), *time != '\0');
  gtk_progress_bar_set_fraction (self->progress, lb_upload_queue_get_fraction (self->queue));
  gtk_label_set_label (self->hidden, hidden);
  gtk_widget_set_visible (self->hidden_button, *hidden != '\0');
  gtk_widget_set_sensitive (self->hidden_button, n_waiting > 0);
  gtk_widget_set_visible (self->card,
                          g_list_model_get_n_items (lb_upload_rows_get_model (self->rows)) > 0);
  update_buttons (self);

  if (young || (lb_upload_queue_get_running (self->queue) && !rests (self) &&
                gtk_widget_get_mapped (GTK_WIDGET (self))))
    queue_update (self, TICK_MS);
}

static void
update_cb (gpointer data)
{
  LbUploadList *self = data;

  self->update_id = 0;
  update (self);
}

static void
queue_update (LbUploadList *self, guint wait_ms)
{
  g_clear_handle_id (&self->update_id, g_source_remove);
  self->update_id = g_timeout_add_once (wait_ms, update_cb, self);
}

static void
changed_cb (LbUploadList *self)
{
  GSource *source =
    self->update_id != 0 ? g_main_context_find_source_by_id (NULL, self->update_id) : NULL;

  /* What is due sooner stays. */
  if (source == NULL ||
      g_source_get_ready_time (source) > g_get_monotonic_time () + UPDATE_MS * 1000)
    queue_update (self, UPDATE_MS);
}

static void
pause_clicked_cb (GtkButton *button, LbUploadList *self)
{
  if (rests (self))
    lb_upload_queue_resume (self->queue);
  else
    lb_upload_queue_pause (self->queue);
  update (self);
}

static void
hidden_clicked_cb (GtkButton *button, LbUploadList *self)
{
  lb_upload_rows_set_all_waiting (self->rows, TRUE);
  update (self);
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbUploadList *self)
{
  GtkWidget *row = lb_upload_row_new (self->queue, self->rows);

  gtk_list_item_set_child (item, row);
  g_object_bind_property (row, "words", item, "accessible-label", G_BINDING_SYNC_CREATE);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbUploadList *self)
{
  lb_upload_row_bind (LB_UPLOAD_ROW (gtk_list_item_get_child (item)),
                      gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LbUploadList *self)
{
  lb_upload_row_bind (LB_UPLOAD_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
lb_upload_list_map (GtkWidget *widget)
{
  LbUploadList *self = LB_UPLOAD_LIST (widget);

  GTK_WIDGET_CLASS (lb_upload_list_parent_class)->map (widget);
  if (self->queue != NULL)
    changed_cb (self);
}

static void
lb_upload_list_dispose (GObject *object)
{
  LbUploadList *self = LB_UPLOAD_LIST (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_UPLOAD_LIST);
  g_clear_object (&self->rows);
  g_clear_object (&self->queue);

  G_OBJECT_CLASS (lb_upload_list_parent_class)->dispose (object);
}

static void
lb_upload_list_class_init (LbUploadListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_upload_list_dispose;
  widget_class->map = lb_upload_list_map;

  g_type_ensure (LB_TYPE_LIST_BIN);
  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/upload/lb-upload-list.ui");
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, title);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, time);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, retry_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, stop_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, pause_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, pause_content);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, close_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, progress);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, card);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, list);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, hidden_button);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, hidden);
  gtk_widget_class_bind_template_child (widget_class, LbUploadList, safe);
  gtk_widget_class_bind_template_callback (widget_class, pause_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, hidden_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
lb_upload_list_init (LbUploadList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
lb_upload_list_set_queue (LbUploadList *self, LbUploadQueue *queue)
{
  g_autoptr (GtkNoSelection) rows = NULL;

  g_return_if_fail (LB_IS_UPLOAD_LIST (self));
  g_return_if_fail (self->queue == NULL);

  self->queue = g_object_ref (queue);
  self->rows = lb_upload_rows_new (queue);
  rows = gtk_no_selection_new (g_object_ref (lb_upload_rows_get_model (self->rows)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (rows));
  g_signal_connect_object (queue, "notify", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (queue, "items-changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

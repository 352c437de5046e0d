#include "config.h"

#include "ui/bulk/lb-bulk-failures.h"

#include <glib/gi18n.h>

#include "ui/bulk/lb-bulk-row.h"
#include "ui/bulk/lb-bulk-words.h"

struct _LbBulkFailures
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *content_box;
  LbCheckGroup *group;

  GListStore *entries; /* (owned) (element-type LbBulkEntry) */
};

G_DEFINE_FINAL_TYPE (LbBulkFailures, lb_bulk_failures, ADW_TYPE_DIALOG)

static void
copy_list_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbBulkFailures *self = LB_BULK_FAILURES (widget);
  g_autofree char *text = lb_bulk_entries_to_text (G_LIST_MODEL (self->entries));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
lb_bulk_failures_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_BULK_FAILURES);
  g_clear_object (&LB_BULK_FAILURES (object)->entries);

  G_OBJECT_CLASS (lb_bulk_failures_parent_class)->dispose (object);
}

static void
lb_bulk_failures_class_init (LbBulkFailuresClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_bulk_failures_dispose;

  g_type_ensure (LB_TYPE_CHECK_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/bulk/lb-bulk-failures.ui");
  gtk_widget_class_bind_template_child (widget_class, LbBulkFailures, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbBulkFailures, content_box);
  gtk_widget_class_bind_template_child (widget_class, LbBulkFailures, group);
  gtk_widget_class_install_action (widget_class, "bulk.copy", NULL, copy_list_cb);
}

static void
lb_bulk_failures_init (LbBulkFailures *self)
{
  self->entries = g_list_store_new (LB_TYPE_BULK_ENTRY);
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_check_group_set_kind (self->group, lb_bulk_row_get_kind (), NULL);
}

LbBulkFailures *
lb_bulk_failures_new (LbBulkUpload *upload)
{
  LbBulkFailures *self = g_object_new (LB_TYPE_BULK_FAILURES, NULL);
  GPtrArray *failures = lb_bulk_upload_get_failures (upload);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *words = lb_bulk_left_out_words (upload);

  for (guint i = 0; i < failures->len; i++)
    {
      const LbBulkFailure *failure = failures->pdata[i];

      g_ptr_array_add (entries, lb_bulk_entry_new_for_failure (
                                  failure->filename, failure->error_code, failure->error_message));
    }

  g_list_store_splice (self->entries, 0, 0, entries->pdata, entries->len);
  adw_window_title_set_subtitle (self->window_title, words);
  lb_check_group_set (self->group, NULL, entries);

  return self;
}

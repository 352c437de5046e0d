#include "config.h"

#include "ui/sidebar/lb-sidebar-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/bulk/lb-bulk-runs.h"
#include "ui/sidebar/lb-dataset-cover.h"
#include "ui/sidebar/lb-dataset-names.h"
#include "ui/widgets/lb-text-line.h"

struct _LbSidebarRow
{
  GtkWidget parent_instance;

  LbDatasetCover *cover;
  LbTextLine *name;
  LbTextLine *detail;
  GtkWidget *lock;    /* (nullable): at the end, since the first time it was wanted */
  GtkWidget *spinner; /* (nullable): after it, since then */

  LbSession *session;   /* (owned) (nullable) */
  GObject *item;        /* (owned) (nullable): LbDataset or LbProject */
  LbBulkUpload *upload; /* (owned) (nullable): the import of the dataset, followed */
  gboolean shared;      /* its name */
};

G_DEFINE_FINAL_TYPE (LbSidebarRow, lb_sidebar_row, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_WORDS = 1
} LbSidebarRowProperty;

static GParamSpec *props[PROP_WORDS + 1];

enum
{
  SIGNAL_ADD_FILES,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (transfer full) (nullable): how far the import of its one ZIP file is, while there is one. */
static char *
import_words (LbSidebarRow *self)
{
  LbDataset *dataset = LB_DATASET (self->item);

  if (self->upload == NULL)
    return lb_bulk_runs_find (lb_bulk_runs_get (self->session), dataset) != NULL
             ? g_strdup (_ ("Importing…"))
             : NULL;
  if (lb_bulk_upload_get_ended (self->upload))
    return NULL;

  /* Translators: how far the import of a dataset’s images is: “Importing · 35 %” */
  return g_strdup_printf (_ ("Importing · %d %%"),
                          CLAMP (lb_bulk_upload_get_progress_percentage (self->upload), 0, 100));
}

/* There are many rows, most of which need neither. */
static void
show_lock (LbSidebarRow *self, gboolean shown)
{
  if (shown && self->lock == NULL)
    {
      self->lock = gtk_image_new_from_icon_name ("changes-prevent-symbolic");
      gtk_widget_set_tooltip_text (self->lock, _ ("Complete"));
      gtk_widget_add_css_class (self->lock, "dim-label");
      gtk_widget_insert_before (self->lock, GTK_WIDGET (self), self->spinner);
    }
  if (self->lock != NULL)
    gtk_widget_set_visible (self->lock, shown);
}

/* @why: (nullable): what it stands for, none to hide it */
static void
show_spinner (LbSidebarRow *self, const char *why)
{
  if (why != NULL && self->spinner == NULL)
    {
      self->spinner = adw_spinner_new ();
      gtk_widget_set_size_request (self->spinner, 16, 16);
      gtk_widget_insert_before (self->spinner, GTK_WIDGET (self), NULL);
    }
  if (self->spinner == NULL)
    return;

  gtk_widget_set_visible (self->spinner, why != NULL);
  if (why != NULL)
    gtk_widget_set_tooltip_text (self->spinner, why);
}

static void
update_dataset (LbSidebarRow *self)
{
  LbDataset *dataset = LB_DATASET (self->item);
  LbDatasetNames *names = lb_dataset_names_get (self->session);
  const gboolean completed = lb_dataset_get_completed (dataset);
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));
  g_autofree char *detail = lb_dataset_names_dup_detail (names, dataset);
  g_autofree char *import = import_words (self);

  self->shared = lb_dataset_names_is_shared (names, dataset);
  lb_text_line_set_text (self->name, name);
  lb_text_line_set_text (self->detail, import != NULL ? import : detail);
  show_lock (self, completed);
  show_spinner (self, import != NULL                        ? _ ("Images are being imported")
                      : lb_dataset_get_captioning (dataset) ? _ ("Captions are being written")
                                                            : NULL);
}

static void
update (LbSidebarRow *self)
{
  if (LB_IS_DATASET (self->item))
    {
      update_dataset (self);
    }
  else
    {
      lb_text_line_set_text (self->name, _ ("No datasets yet"));
      lb_text_line_set_text (self->detail, _ ("Create the first one"));
      show_lock (self, FALSE);
      show_spinner (self, NULL);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WORDS]);
}

static void
names_changed_cb (LbSidebarRow *self, LbDatasetNames *names)
{
  if (lb_dataset_names_is_shared (names, LB_DATASET (self->item)) != self->shared)
    update (self);
}

/* An advanced dataset without images may have its import under way, which the service knows. */
static gboolean
is_to_be_asked (LbDataset *dataset)
{
  return lb_dataset_get_images_count (dataset) <= 0 && lb_dataset_is_advanced (dataset) &&
         !lb_dataset_get_completed (dataset);
}

static void
follow_upload (LbSidebarRow *self, LbBulkUpload *upload)
{
  if (self->upload == upload)
    return;

  if (self->upload != NULL)
    g_signal_handlers_disconnect_by_data (self->upload, self);
  g_set_object (&self->upload, upload);
  if (upload != NULL)
    g_signal_connect_swapped (upload, "notify", G_CALLBACK (update), self);
}

static void
import_changed_cb (LbSidebarRow *self, LbDataset *dataset)
{
  if ((GObject *) dataset != self->item)
    return;

  follow_upload (self, lb_session_get_bulk_upload (self->session, dataset));
  update (self);
}

static void
unbind (LbSidebarRow *self)
{
  follow_upload (self, NULL);
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (lb_bulk_runs_get (self->session), self);
      g_signal_handlers_disconnect_by_data (lb_dataset_names_get (self->session), self);
    }
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);

  g_clear_object (&self->item);
  g_clear_object (&self->session);
}

static gboolean
may_drop (LbSidebarRow *self)
{
  return LB_IS_DATASET (self->item) && !lb_dataset_get_completed (LB_DATASET (self->item));
}

/* The row itself says what a drop would do, in place of the count. */
static void
show_drop_words (LbSidebarRow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;

  if (!LB_IS_DATASET (self->item))
    return;

  name = lb_visible_text (lb_dataset_get_name (LB_DATASET (self->item)));
  words = may_drop (self) ? g_strdup_printf (_ ("Drop to Add to “%s”"), name)
                          : g_strdup (_ ("Complete datasets can’t be changed"));
  lb_text_line_set_text (self->detail, words);
}

static GdkDragAction
enter_cb (GtkDropTarget *target, double x, double y, LbSidebarRow *self)
{
  show_drop_words (self);
  if (!may_drop (self))
    return 0;

  gtk_widget_add_css_class (GTK_WIDGET (self), "drop-here");
  return GDK_ACTION_COPY;
}

static void
leave_cb (GtkDropTarget *target, LbSidebarRow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "drop-here");
  if (self->item != NULL)
    update (self);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, LbSidebarRow *self)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  leave_cb (target, self);
  if (!may_drop (self))
    return FALSE;

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  g_signal_emit (self, signals[SIGNAL_ADD_FILES], 0, self->item, files);

  return TRUE;
}

static void
lb_sidebar_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbSidebarRow *self = LB_SIDEBAR_ROW (object);

  switch ((LbSidebarRowProperty) prop_id)
    {
    case PROP_WORDS:
      /* Translators: what a screen reader says of a dataset: its name, its count and state */
      g_value_take_string (value, g_strdup_printf (_ ("%s, %s"), lb_text_line_get_text (self->name),
                                                   lb_text_line_get_text (self->detail)));
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_sidebar_row_dispose (GObject *object)
{
  LbSidebarRow *self = LB_SIDEBAR_ROW (object);
  GtkWidget *child;

  unbind (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_SIDEBAR_ROW);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (lb_sidebar_row_parent_class)->dispose (object);
}

static void
lb_sidebar_row_class_init (LbSidebarRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = lb_sidebar_row_get_property;
  G_OBJECT_CLASS (klass)->dispose = lb_sidebar_row_dispose;

  props[PROP_WORDS] =
    g_param_spec_string ("words", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (props), props);

  signals[SIGNAL_ADD_FILES] =
    g_signal_new ("add-files", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, LB_TYPE_DATASET, G_TYPE_LIST_MODEL);

  g_type_ensure (LB_TYPE_DATASET_COVER);
  g_type_ensure (LB_TYPE_TEXT_LINE);
  gtk_widget_class_set_css_name (widget_class, "sidebar-row");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/sidebar/lb-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LbSidebarRow, cover);
  gtk_widget_class_bind_template_child (widget_class, LbSidebarRow, name);
  gtk_widget_class_bind_template_child (widget_class, LbSidebarRow, detail);
}

static void
lb_sidebar_row_init (LbSidebarRow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (target, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
lb_sidebar_row_new (void)
{
  return g_object_new (LB_TYPE_SIDEBAR_ROW, NULL);
}

void
lb_sidebar_row_bind (LbSidebarRow *self, LbSession *session, GObject *item)
{
  g_return_if_fail (LB_IS_SIDEBAR_ROW (self));

  unbind (self);
  lb_dataset_cover_set (self->cover, session, LB_IS_DATASET (item) ? LB_DATASET (item) : NULL);
  if (item == NULL)
    return;

  self->session = g_object_ref (session);
  self->item = g_object_ref (item);
  g_signal_connect_swapped (item, "notify", G_CALLBACK (update), self);
  if (LB_IS_DATASET (item))
    {
      g_signal_connect_swapped (lb_bulk_runs_get (session), "changed",
                                G_CALLBACK (import_changed_cb), self);
      g_signal_connect_swapped (lb_dataset_names_get (session), "changed",
                                G_CALLBACK (names_changed_cb), self);
      follow_upload (self, lb_session_get_bulk_upload (session, LB_DATASET (item)));
      if (is_to_be_asked (LB_DATASET (item)))
        dex_future_disown (lb_session_load_images (session, LB_DATASET (item)));
    }
  update (self);
}

#include "config.h"

#include "ui/upload/lb-address-dialog.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "contract/lb-rules.h"
#include "jobs/lb-address.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-first-focus.h"
#include "ui/widgets/lb-width-bin.h"

struct _LbAddressDialog
{
  AdwDialog parent_instance;

  GtkWidget *add_button;
  GtkStack *add_stack;
  GtkWidget *content_box;
  GtkWidget *entry_row;
  GtkWidget *address_row;
  GtkLabel *address_label;
  GtkLabel *who_label;
  AdwSwitchRow *enlarge_row;
  AdwSwitchRow *moderation_row;
  GtkWidget *problem;
  GtkLabel *problem_label;

  LbUploadQueue *queue; /* (owned) */
  LbDataset *dataset;   /* (owned) */
  char *address;        /* (owned) (nullable) while none is typed */
  gboolean given;       /* not typed here */
  gboolean waiting;
};

G_DEFINE_FINAL_TYPE (LbAddressDialog, lb_address_dialog, ADW_TYPE_DIALOG)

static void
set_waiting (LbAddressDialog *self, gboolean waiting)
{
  GtkWidget *inputs[] = { self->entry_row, GTK_WIDGET (self->enlarge_row),
                          GTK_WIDGET (self->moderation_row) };

  self->waiting = waiting;
  gtk_stack_set_visible_child_name (self->add_stack, waiting ? "wait" : "add");
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    gtk_widget_set_sensitive (inputs[i], !waiting);
  gtk_widget_set_sensitive (self->add_button, !waiting && self->address != NULL);
}

/* R51: the words of the service say what could not be fetched, or was no picture. */
static char *
problem_words (const GError *error)
{
  if (g_error_matches (error, LB_ERROR, LB_ERROR_UNPROCESSABLE))
    return g_strdup (lb_rules_error_text (error));
  if (g_error_matches (error, LB_ERROR, LB_ERROR_UNSUPPORTED))
    return g_strdup (_ ("There is no JPEG, PNG or WebP picture at this address"));

  return lb_error_words (error);
}

static void
show_problem (LbAddressDialog *self, const GError *error)
{
  g_autofree char *words = problem_words (error);
  g_autofree char *shown = lb_visible_text (words);

  set_waiting (self, FALSE);
  gtk_label_set_label (self->problem_label, shown);
  gtk_widget_set_visible (self->problem, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), shown, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
  gtk_widget_grab_focus (self->given ? self->add_button : self->entry_row);
}

/* The dialog may be closed while the service is at it: then the list of uploads tells. */
typedef struct
{
  GWeakRef dialog;
  LbUploadQueue *queue; /* (owned) */
  LbUpload *upload;     /* (owned) (nullable) until it is on disk */
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_weak_ref_clear (&asked->dialog);
  g_object_unref (asked->queue);
  g_clear_object (&asked->upload);
  g_free (asked);
}

static DexFuture *
queued_cb (DexFuture *future, gpointer data)
{
  Asked *asked = data;

  asked->upload = dex_await_object (dex_ref (future), NULL);

  return lb_upload_queue_await (asked->queue, asked->upload);
}

static DexFuture *
added_cb (DexFuture *future, gpointer data)
{
  Asked *asked = data;
  g_autoptr (LbAddressDialog) self = g_weak_ref_get (&asked->dialog);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbImage) image = dex_await_object (dex_ref (future), &error);

  if (self == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return dex_future_new_true ();

  if (image != NULL)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }

  /* What the dialog tells, the list need not keep. */
  if (asked->upload != NULL)
    lb_upload_queue_forget (asked->queue, asked->upload);
  show_problem (self, error);

  return dex_future_new_true ();
}

static void
add_clicked_cb (GtkButton *button, LbAddressDialog *self)
{
  Asked *asked;

  if (self->address == NULL || self->waiting)
    return;

  asked = g_new0 (Asked, 1);
  g_weak_ref_init (&asked->dialog, self);
  asked->queue = g_object_ref (self->queue);
  gtk_widget_set_visible (self->problem, FALSE);
  set_waiting (self, TRUE);
  dex_future_disown (dex_future_finally (
    dex_future_then (lb_upload_queue_add_address (self->queue, self->dataset, self->address,
                                                  adw_switch_row_get_active (self->enlarge_row),
                                                  adw_switch_row_get_active (self->moderation_row)),
                     queued_cb, asked, NULL),
    added_cb, asked, asked_free));
}

static void
changed_cb (GtkEditable *entry, LbAddressDialog *self)
{
  const char *text = gtk_editable_get_text (entry);

  g_clear_pointer (&self->address, g_free);
  self->address = lb_address_parse (text);
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_widget_set_sensitive (self->add_button, self->address != NULL && !self->waiting);
}

static void
lb_address_dialog_dispose (GObject *object)
{
  LbAddressDialog *self = LB_ADDRESS_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_ADDRESS_DIALOG);
  g_clear_object (&self->queue);
  g_clear_object (&self->dataset);
  g_clear_pointer (&self->address, g_free);

  G_OBJECT_CLASS (lb_address_dialog_parent_class)->dispose (object);
}

static void
lb_address_dialog_class_init (LbAddressDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_address_dialog_dispose;

  g_type_ensure (LB_TYPE_WIDTH_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/upload/lb-address-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbAddressDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, LbAddressDialog, add_stack);
  gtk_widget_class_bind_template_child (widget_class, LbAddressDialog, content_box);
  gtk_widget_class_bind_template_child (widget_class, LbAddressDialog, entry_row);
  gtk_widget_class_bind_template_child (widget_class, LbAddressDialog, address_row);
  gtk_widget_class_bind_template_child (widget_class, LbAddressDialog, address_label);
  gtk_widget_class_bind_template_child (widget_class, LbAddressDialog, who_label);
  gtk_widget_class_bind_template_child (widget_class, LbAddressDialog, enlarge_row);
  gtk_widget_class_bind_template_child (widget_class, LbAddressDialog, moderation_row);
  gtk_widget_class_bind_template_child (widget_class, LbAddressDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, LbAddressDialog, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
lb_address_dialog_init (LbAddressDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_address (LbAddressDialog *self)
{
  g_autofree char *shown = lb_visible_text (self->address);

  self->given = self->address != NULL;
  gtk_widget_set_visible (self->entry_row, !self->given);
  gtk_widget_set_visible (self->address_row, self->given);
  if (!self->given)
    {
      lb_first_focus_set (ADW_DIALOG (self), self->entry_row);
      return;
    }

  adw_dialog_set_title (ADW_DIALOG (self), _ ("Add from This Address?"));
  gtk_label_set_label (self->address_label, shown);
  gtk_widget_set_sensitive (self->add_button, TRUE);
  lb_first_focus_set (ADW_DIALOG (self), self->add_button);
}

LbAddressDialog *
lb_address_dialog_new (LbUploadQueue *queue,
                       LbDataset *dataset,
                       GSettings *settings,
                       const char *address)
{
  LbAddressDialog *self = g_object_new (LB_TYPE_ADDRESS_DIALOG, NULL);
  const gboolean hosted = lb_session_is_hosted (lb_upload_queue_get_session (queue));

  self->queue = g_object_ref (queue);
  self->dataset = g_object_ref (dataset);
  self->address = g_strdup (address);
  gtk_label_set_label (
    self->who_label,
    hosted ? _ ("The service fetches it.")
           : _ ("The service on this computer fetches it. The server there learns of that."));
  gtk_widget_set_visible (GTK_WIDGET (self->moderation_row), hosted);
  if (settings != NULL)
    g_settings_bind (settings, "increase-resolution", self->enlarge_row, "active",
                     G_SETTINGS_BIND_GET);
  show_address (self);

  return self;
}

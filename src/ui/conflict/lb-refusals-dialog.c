#include "config.h"

#include "ui/conflict/lb-refusals-dialog.h"

#include <glib/gi18n.h>
#include <libdex.h>

#include "base/lb-weak.h"
#include "session/lb-refusal.h"
#include "ui/conflict/lb-refusal-row.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

/* More are counted, and come up when these are decided. */
#define MAX_ROWS 50

struct _LbRefusalsDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkBox *rows;
  GtkLabel *more_label;

  LbSession *session; /* (owned) */
  GPtrArray *given;   /* (owned) (element-type LbRefusalRow): discarded, and not for good yet */
};

G_DEFINE_FINAL_TYPE (LbRefusalsDialog, lb_refusals_dialog, ADW_TYPE_DIALOG)

static void refresh (LbRefusalsDialog *self);

/* What one row asks for. */
typedef struct
{
  GWeakRef dialog;
  LbRefusalRow *row; /* (owned) */
} Errand;

static Errand *
errand_new (LbRefusalsDialog *self, LbRefusalRow *row)
{
  Errand *errand = g_new0 (Errand, 1);

  g_weak_ref_init (&errand->dialog, self);
  errand->row = g_object_ref (row);

  return errand;
}

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  g_weak_ref_clear (&errand->dialog);
  g_clear_object (&errand->row);
  g_free (errand);
}

static void
errand_free_closure (gpointer data, GClosure *closure)
{
  errand_free (data);
}

/* Sending again. */

static DexFuture *
retried_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (LbRefusalsDialog) self = g_weak_ref_get (&errand->dialog);
  g_autoptr (GError) error = NULL;
  const gboolean done = dex_future_get_value (future, &error) != NULL;

  if (self == NULL)
    return dex_future_new_true ();

  lb_refusal_row_set_busy (errand->row, FALSE);
  refresh (self);
  if (!done)
    lb_refusal_row_set_error (errand->row, error);

  return dex_future_new_true ();
}

static void
retry_cb (LbRefusalRow *row, LbRefusalsDialog *self)
{
  g_autofree char *text = lb_refusal_row_dup_text (row);

  lb_refusal_row_set_busy (row, TRUE);
  dex_future_disown (dex_future_finally (
    lb_session_retry_refusal (self->session, lb_refusal_row_get_refusal (row), text), retried_cb,
    errand_new (self, row), errand_free));
}

/* Discarding. */

static void
discard (LbSession *session, LbRefusalRow *row)
{
  dex_future_disown (lb_session_discard_refusal (session, lb_refusal_row_get_refusal (row)));
}

static void
take_back_cb (AdwToast *toast, Errand *errand)
{
  g_autoptr (LbRefusalsDialog) self = g_weak_ref_get (&errand->dialog);

  if (self == NULL)
    return;

  g_ptr_array_remove (self->given, errand->row);
  refresh (self);
}

static void
dismissed_cb (AdwToast *toast, Errand *errand)
{
  g_autoptr (LbRefusalsDialog) self = g_weak_ref_get (&errand->dialog);

  if (self != NULL && g_ptr_array_find (self->given, errand->row, NULL))
    {
      discard (self->session, errand->row);
      g_ptr_array_remove (self->given, errand->row);
    }
}

static void
discard_cb (LbRefusalRow *row, LbRefusalsDialog *self)
{
  AdwToast *toast = lb_toast_new (_ ("Discarded"));

  g_ptr_array_add (self->given, g_object_ref (row));
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (take_back_cb), errand_new (self, row),
                         errand_free_closure, 0);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (dismissed_cb), errand_new (self, row),
                         errand_free_closure, 0);
  refresh (self);
  adw_toast_overlay_add_toast (self->toasts, toast);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "list") == 0)
    gtk_widget_child_focus (GTK_WIDGET (self->rows), GTK_DIR_TAB_FORWARD);
}

/* Who closes the dialog takes nothing back any more. */
static void
closed_cb (AdwDialog *dialog, LbRefusalsDialog *self)
{
  g_autoptr (GPtrArray) given = g_steal_pointer (&self->given);

  self->given = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < given->len; i++)
    discard (self->session, g_ptr_array_index (given, i));
}

/* Showing. */

static gboolean
is_given (LbRefusalsDialog *self, const LbRefusal *refusal)
{
  for (guint i = 0; i < self->given->len; i++)
    if (lb_refusal_row_is_of (g_ptr_array_index (self->given, i), refusal))
      return TRUE;

  return FALSE;
}

/* (transfer none) (nullable) */
static LbRefusalRow *
find_row (LbRefusalsDialog *self, const LbRefusal *refusal)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (lb_refusal_row_is_of (LB_REFUSAL_ROW (row), refusal))
      return LB_REFUSAL_ROW (row);

  return NULL;
}

static DexFuture *
picture_loaded_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbRefusalRow) row = g_weak_ref_get (data);
  g_autoptr (GBytes) picture = dex_await_boxed (dex_ref (future), NULL);

  if (row != NULL)
    lb_refusal_row_set_picture (row, picture);

  return dex_future_new_true ();
}

static void
show (LbRefusalsDialog *self, const LbRefusal *refusal)
{
  LbRefusalRow *row = find_row (self, refusal);

  if (row != NULL)
    {
      lb_refusal_row_update (row, refusal);
      return;
    }

  row = LB_REFUSAL_ROW (lb_refusal_row_new (refusal));
  g_signal_connect_object (row, "retry", G_CALLBACK (retry_cb), self, 0);
  g_signal_connect_object (row, "discard", G_CALLBACK (discard_cb), self, 0);
  gtk_box_append (self->rows, GTK_WIDGET (row));
  dex_future_disown (dex_future_then (lb_session_load_refusal_picture (self->session, refusal),
                                      picture_loaded_cb, lb_weak_new (row), lb_weak_free));
}

static gboolean
is_listed (GPtrArray *refusals, LbRefusalRow *row)
{
  for (guint i = 0; i < refusals->len; i++)
    if (lb_refusal_row_is_of (row, g_ptr_array_index (refusals, i)))
      return TRUE;

  return FALSE;
}

/* Those that are on their way, or were refused again, keep their place. */
static guint
remove_others (LbRefusalsDialog *self, GPtrArray *refusals)
{
  GtkWidget *next = NULL;
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = next)
    {
      next = gtk_widget_get_next_sibling (row);
      if (lb_refusal_row_get_busy (LB_REFUSAL_ROW (row)) ||
          is_listed (refusals, LB_REFUSAL_ROW (row)))
        n++;
      else
        gtk_box_remove (self->rows, row);
    }

  return n;
}

static void
refresh (LbRefusalsDialog *self)
{
  g_autoptr (GPtrArray) refusals = lb_session_list_refusals (self->session);
  g_autofree char *more = NULL;
  guint n_left = 0;

  for (guint i = refusals->len; i-- > 0;)
    if (is_given (self, g_ptr_array_index (refusals, i)))
      g_ptr_array_remove_index (refusals, i);
  n_left = refusals->len - MIN (refusals->len, MAX_ROWS);
  for (guint i = 0; i < refusals->len - n_left; i++)
    show (self, g_ptr_array_index (refusals, i));
  gtk_stack_set_visible_child_name (self->stack,
                                    remove_others (self, refusals) > 0 ? "list" : "empty");

  more = g_strdup_printf (ngettext ("And %'u more", "And %'u more", n_left), n_left);
  gtk_label_set_label (self->more_label, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more_label), n_left > 0);
}

static void
lb_refusals_dialog_dispose (GObject *object)
{
  LbRefusalsDialog *self = LB_REFUSALS_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_REFUSALS_DIALOG);
  g_clear_pointer (&self->given, g_ptr_array_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (lb_refusals_dialog_parent_class)->dispose (object);
}

static void
lb_refusals_dialog_class_init (LbRefusalsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_refusals_dialog_dispose;

  g_type_ensure (LB_TYPE_REFUSAL_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/conflict/lb-refusals-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LbRefusalsDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, LbRefusalsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LbRefusalsDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, LbRefusalsDialog, more_label);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
}

static void
lb_refusals_dialog_init (LbRefusalsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->given = g_ptr_array_new_with_free_func (g_object_unref);
}

LbRefusalsDialog *
lb_refusals_dialog_new (LbSession *session)
{
  LbRefusalsDialog *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  self = g_object_new (LB_TYPE_REFUSALS_DIALOG, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::n-waiting", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  refresh (self);

  return self;
}

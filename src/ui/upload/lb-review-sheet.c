#include "config.h"

#include "ui/upload/lb-review-sheet.h"

#include <glib/gi18n.h>

#include "ui/upload/lb-verdict-words.h"

#define REFILL_MS 250

struct _LbReviewSheet
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkProgressBar *progress;
  GtkWidget *enlarge_group;
  AdwSwitchRow *enlarge_row;
  AdwSwitchRow *moderation_row;
  LbReviewGroup *addable;
  LbReviewGroup *refused;
  GtkLabel *note;
  GtkButton *add_button;
  GtkWidget *cancel_button;
  GtkScrolledWindow *scrolled;
  AdwBreakpoint *tiny_breakpoint;

  LbCheckJob *job; /* (owned) */
  guint room;
  guint refill_id;
  gboolean accepted;
};

G_DEFINE_FINAL_TYPE (LbReviewSheet, lb_review_sheet, ADW_TYPE_DIALOG)

enum
{
  SIGNAL_ACCEPTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
fill_groups (LbReviewSheet *self)
{
  GListModel *candidates = lb_check_job_get_candidates (self->job);
  g_autoptr (GPtrArray) good = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) bad = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *good_title = NULL;
  g_autofree char *bad_title = NULL;
  guint n = g_list_model_get_n_items (candidates);

  for (guint i = 0; i < n; i++)
    {
      LbCandidate *candidate = g_list_model_get_item (candidates, i);
      gboolean addable = lb_candidate_is_addable (candidate);

      g_ptr_array_add (addable ? good : bad, candidate);
    }

  good_title = g_strdup_printf (
    ngettext ("%'u Image Will Be Added", "%'u Images Will Be Added", good->len), good->len);
  bad_title = g_strdup_printf (
    ngettext ("%'u Item Won’t Be Added", "%'u Items Won’t Be Added", bad->len), bad->len);
  lb_review_group_set (self->addable, good_title, good);
  lb_review_group_set (self->refused, bad_title, bad);
}

static void
update_title (LbReviewSheet *self, gboolean checking, guint checked, guint found)
{
  g_autofree char *title = NULL;
  g_autofree char *items = NULL;
  g_autofree char *room = NULL;
  g_autofree char *subtitle = NULL;

  if (checking)
    {
      title = g_strdup_printf (_ ("Checking %'u of %'u…"), checked, found);
      adw_window_title_set_title (self->window_title, title);
      adw_window_title_set_subtitle (self->window_title, "");
      return;
    }

  items = g_strdup_printf (ngettext ("%'u item checked", "%'u items checked", checked), checked);
  room =
    g_strdup_printf (ngettext ("room for %'u more", "room for %'u more", self->room), self->room);
  subtitle = adw_dialog_get_current_breakpoint (ADW_DIALOG (self)) == self->tiny_breakpoint
               ? g_steal_pointer (&items)
               : g_strdup_printf ("%s · %s", items, room);
  adw_window_title_set_title (self->window_title, _ ("Add Images"));
  adw_window_title_set_subtitle (self->window_title, subtitle);
}

static void
update (LbReviewSheet *self)
{
  gboolean checking;
  guint found;
  guint checked;
  guint n = lb_check_job_get_n_addable (self->job);
  g_autofree char *add = NULL;

  g_object_get (self->job, "checking", &checking, "n-found", &found, "n-checked", &checked, NULL);

  update_title (self, checking, checked, found);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), checking);
  gtk_widget_set_visible (self->enlarge_group, !checking);
  if (found > 0)
    gtk_progress_bar_set_fraction (self->progress, (double) checked / found);

  add = n > 0 ? g_strdup_printf (ngettext ("_Add %'u Image", "_Add %'u Images", n), n)
              : g_strdup (_ ("_Add Images"));
  gtk_button_set_use_underline (self->add_button, TRUE);
  gtk_button_set_label (self->add_button, add);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), !checking && n > 0);

  if (checking)
    gtk_label_set_label (self->note, "");
  else if (found == 0)
    gtk_label_set_label (self->note, _ ("No pictures were found."));
  else if (n == 0)
    gtk_label_set_label (self->note, _ ("None of these can be added."));
  else
    gtk_label_set_label (self->note, _ ("Copies are made. Your files stay as they are."));
}

/* As high as the lists are; the window is the limit, behind which they scroll. */
static void
fit_height (LbReviewSheet *self)
{
  int height;

  gtk_widget_measure (adw_dialog_get_child (ADW_DIALOG (self)), GTK_ORIENTATION_VERTICAL,
                      adw_dialog_get_content_width (ADW_DIALOG (self)), NULL, &height, NULL, NULL);
  adw_dialog_set_content_height (ADW_DIALOG (self), height);
}

static void
breakpoint_cb (LbReviewSheet *self, GParamSpec *pspec, gpointer data)
{
  if (self->job != NULL)
    update (self);
}

static gboolean
can_add (LbReviewSheet *self)
{
  return gtk_widget_get_sensitive (GTK_WIDGET (self->add_button));
}

static void
refill_cb (gpointer data)
{
  LbReviewSheet *self = data;

  gboolean could_add = can_add (self);

  self->refill_id = 0;
  update (self);
  fill_groups (self);
  fit_height (self);

  /* Enter adds as soon as that is possible; without any focus Escape would do nothing. */
  if (!could_add && can_add (self))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->add_button));
      /* What has come above the lists is not to be scrolled past. */
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
    }
  else if (adw_dialog_get_focus (ADW_DIALOG (self)) == NULL)
    gtk_widget_grab_focus (self->cancel_button);
}

/* While thousands are checked, the lists follow four times a second. */
static void
queue_refill (LbReviewSheet *self)
{
  gboolean checking;

  g_object_get (self->job, "checking", &checking, NULL);
  if (self->refill_id != 0 && checking)
    return;

  g_clear_handle_id (&self->refill_id, g_source_remove);
  self->refill_id =
    checking ? g_timeout_add_once (REFILL_MS, refill_cb, self) : g_idle_add_once (refill_cb, self);
}

static void
add_clicked_cb (GtkButton *button, LbReviewSheet *self)
{
  self->accepted = TRUE;
  g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
copy_list (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbReviewSheet *self = LB_REVIEW_SHEET (widget);
  GListModel *candidates = lb_check_job_get_candidates (self->job);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = g_list_model_get_n_items (candidates);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);
      g_autofree char *words = lb_verdict_words (candidate);

      g_string_append_printf (text, "%s\t%s\n", lb_candidate_get_name (candidate), words);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text->str);
}

static void
lb_review_sheet_closed (AdwDialog *dialog)
{
  LbReviewSheet *self = LB_REVIEW_SHEET (dialog);

  if (!self->accepted)
    lb_check_job_cancel (self->job);
}

static void
lb_review_sheet_dispose (GObject *object)
{
  LbReviewSheet *self = LB_REVIEW_SHEET (object);

  g_clear_handle_id (&self->refill_id, g_source_remove);
  if (self->job != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->job, self);
      g_signal_handlers_disconnect_by_data (lb_check_job_get_candidates (self->job), self);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_REVIEW_SHEET);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (lb_review_sheet_parent_class)->dispose (object);
}

static void
lb_review_sheet_class_init (LbReviewSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_review_sheet_dispose;
  ADW_DIALOG_CLASS (klass)->closed = lb_review_sheet_closed;

  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (LB_TYPE_REVIEW_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/upload/lb-review-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, window_title);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, progress);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, enlarge_group);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, enlarge_row);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, moderation_row);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, addable);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, refused);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, note);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, add_button);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, scrolled);
  gtk_widget_class_bind_template_child (widget_class, LbReviewSheet, tiny_breakpoint);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, breakpoint_cb);
  gtk_widget_class_install_action (widget_class, "review.copy", NULL, copy_list);
}

static void
lb_review_sheet_init (LbReviewSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

LbReviewSheet *
lb_review_sheet_new (LbCheckJob *job, GSettings *settings, guint room)
{
  LbReviewSheet *self = g_object_new (LB_TYPE_REVIEW_SHEET, NULL);

  self->job = g_object_ref (job);
  self->room = room;
  if (settings != NULL)
    g_settings_bind (settings, "increase-resolution", job, "increase-resolution",
                     G_SETTINGS_BIND_DEFAULT);
  g_object_bind_property (job, "increase-resolution", self->enlarge_row, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_swapped (job, "notify", G_CALLBACK (queue_refill), self);
  g_signal_connect_swapped (lb_check_job_get_candidates (job), "items-changed",
                            G_CALLBACK (queue_refill), self);
  update (self);
  fill_groups (self);
  fit_height (self);

  return self;
}

void
lb_review_sheet_offer_moderation (LbReviewSheet *self)
{
  g_return_if_fail (LB_IS_REVIEW_SHEET (self));

  gtk_widget_set_visible (GTK_WIDGET (self->moderation_row), TRUE);
  fit_height (self);
}

gboolean
lb_review_sheet_get_content_moderation (LbReviewSheet *self)
{
  g_return_val_if_fail (LB_IS_REVIEW_SHEET (self), FALSE);

  return adw_switch_row_get_active (self->moderation_row);
}

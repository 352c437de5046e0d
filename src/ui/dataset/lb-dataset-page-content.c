#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "base/lb-weak.h"
#include "contract/lb-rules.h"

/* What stands in the page: the images, that there are none, or that they are on their way. */

void
lb_dataset_page_update_title (LbDatasetPage *self)
{
  guint n = g_list_model_get_n_items (self->images);
  g_autofree char *project =
    self->project != NULL ? lb_visible_text (lb_project_get_project_name (self->project)) : NULL;
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (self->dataset));
  g_autofree char *count = NULL;
  g_autofree char *subtitle = NULL;
  guint limit = lb_rules_image_limit (self->dataset);

  if (!lb_dataset_page_is_draft (self) && self->narrow)
    count = g_strdup_printf (ngettext ("%'u image", "%'u images", n), n);
  else if (!lb_dataset_page_is_draft (self))
    /* Translators: of a dataset that is complete */
    count = g_strdup_printf (ngettext ("%'u image, complete", "%'u images, complete", n), n);
  else if (lb_bulk_pane_is_busy (self->bulk_pane))
    count = g_strdup (_ ("importing images"));
  else if (n == 0)
    count = g_strdup (_ ("no images yet"));
  else if (self->narrow)
    /* Translators: how many images there are, of how many there may be, in little room */
    count = g_strdup_printf (_ ("%'u of %'u"), n, limit);
  else
    /* Translators: how many images there are, of how many there may be */
    count = g_strdup_printf (ngettext ("%'u of %'u image", "%'u of %'u images", limit), n, limit);

  /* The number is not cut for the sake of the project, which the sidebar shows as well. */
  subtitle =
    project != NULL && !self->tiny ? g_strdup_printf ("%s · %s", project, count) : g_strdup (count);
  adw_window_title_set_title (self->window_title, name != NULL ? name : "");
  adw_window_title_set_subtitle (self->window_title, subtitle);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), name != NULL ? name : "");
}

void
lb_dataset_page_update_stack (LbDatasetPage *self)
{
  guint all = g_list_model_get_n_items (self->images);
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  const char *page = lb_dataset_page_images_name (self);
  gboolean was_loading;
  gboolean was_empty;

  if (lb_dataset_page_shows_bulk (self))
    page = "bulk";
  else if (all == 0)
    page = self->loaded ? "empty" : "loading";
  else if (shown == 0)
    page = "no-result";

  was_loading = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "loading") == 0;
  was_empty = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "empty") == 0 ||
              g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "bulk") == 0;
  /* What was waited for does not come slowly. */
  gtk_stack_set_visible_child_full (self->stack, page,
                                    was_loading ? GTK_STACK_TRANSITION_TYPE_NONE
                                                : GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  lb_dataset_page_update_count (self);

  /* The button that was just used goes with the empty page: its focus goes to what it brought. */
  if ((was_empty && lb_dataset_page_shows_images (self)) || (was_loading && self->wants_focus))
    lb_dataset_page_take_focus (self);
  gtk_widget_set_visible (self->chips_row, all > 0 && !lb_dataset_page_shows_bulk (self));
  lb_dataset_page_update_layout (self);
  gtk_widget_set_sensitive (self->search_button, all > 0 && !lb_dataset_page_shows_bulk (self));
  gtk_widget_set_sensitive (self->view_toggles, all > 0 && !lb_dataset_page_shows_bulk (self));
}

static DexFuture *
loaded_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbDatasetPage) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  if (dex_await (dex_ref (future), &error))
    {
      self->loaded = TRUE;
      lb_dataset_page_update_stack (self);
      lb_dataset_page_update_actions (self);
    }
  else
    lb_dataset_page_show_unread (self, error);

  return dex_future_new_true ();
}

static void
reload_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "failed") == 0)
    gtk_stack_set_visible_child_name (self->stack, "loading");
  dex_future_disown (dex_future_finally (lb_session_load_images (self->session, self->dataset),
                                         loaded_cb, lb_weak_new (self), lb_weak_free));
}

void
lb_dataset_page_take_focus (LbDatasetPage *self)
{
  const char *page;

  g_return_if_fail (LB_IS_DATASET_PAGE (self));

  page = gtk_stack_get_visible_child_name (self->stack);
  self->wants_focus = g_strcmp0 (page, "loading") == 0;
  if (lb_dataset_page_shows_images (self))
    lb_dataset_page_focus_images (self);
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

void
lb_dataset_page_install_content_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.reload", NULL, reload_cb);
}

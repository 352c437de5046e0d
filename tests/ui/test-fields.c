#include "config.h"

#include "page-fixture.h"
#include "session/lb-session-frozen.h"
#include "session/lb-session-history.h"
#include "ui/diff/lb-change-list.h"
#include "ui/fields/lb-field-dialog.h"
#include "ui/fields/lb-freeze.h"
#include "ui/prompt/lb-choice-row.h"
#include "ui/prompt/lb-field-row.h"
#include "ui/prompt/lb-form-row.h"
#include "ui/prompt/lb-frozen-mark.h"
#include "ui/prompt/lb-section-row.h"
#include "ui/prompt/lb-text-pane.h"

#include <string.h>

#define N_IMAGES 4
#define CONDITIONS "lighting.conditions"

/* One field in the captions of many. */

typedef struct
{
  PageFixture base;
  LbImagePage *page; /* (unowned) in the window: of the first image */
} Fixture;

/* Three captions, and a text that is none. */
static void
set_up (Fixture *self, gconstpointer data)
{
  PageFixture *base = &self->base;

  page_fixture_set_up (base, N_IMAGES);
  for (guint i = 0; i + 1 < N_IMAGES; i++)
    {
      g_autofree char *text = make_prompt ("A fox at dawn.");
      g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
      g_autofree char *light = g_strdup_printf ("Light %u.", i);
      g_autoptr (LbPrompt) lit = lb_prompt_set_string (prompt, CONDITIONS, light, NULL);

      page_fixture_save_caption (base, page_fixture_nth (base, i), lb_prompt_get_text (lit));
    }
  g_assert_true (wait_true (
    lb_session_edit_caption (base->session, page_fixture_nth (base, N_IMAGES - 1), "{ not yet")));
  self->page = page_fixture_open_image (base, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  page_fixture_tear_down (&self->base);
}

static gpointer
child (LbFieldDialog *dialog, const char *name)
{
  return page_child (dialog, LB_TYPE_FIELD_DIALOG, name);
}

static LbFieldDialog *
open_dialog (Fixture *self, const char *action, const char *path)
{
  AdwDialog *dialog = NULL;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->page), action, "s", path));
  dialog = adw_window_get_visible_dialog (self->base.window);
  g_assert_true (LB_IS_FIELD_DIALOG (dialog));

  return LB_FIELD_DIALOG (dialog);
}

static void
wait_apply (LbFieldDialog *dialog, const char *words)
{
  page_wait_label (dialog, LB_TYPE_FIELD_DIALOG, "apply_label", words);
}

static void
assert_left_out (LbFieldDialog *dialog, const char *words)
{
  g_assert_true (gtk_widget_get_visible (child (dialog, "left_out_group")));
  g_assert_cmpstr (adw_preferences_row_get_title (child (dialog, "left_out_row")), ==, words);
}

static void
assert_value (Fixture *self, guint i, const char *path, const char *expected)
{
  g_autofree char *text =
    lb_session_dup_caption_text (self->base.session, page_fixture_nth (&self->base, i));
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autofree char *value = lb_prompt_get_string (prompt, path);

  g_assert_cmpstr (value, ==, expected);
}

static guint
n_steps (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (lb_session_get_history (self->base.session)));
}

typedef struct
{
  GtkWidget *widget;
  const char *words;
} Wanted;

static gboolean
says (gpointer data)
{
  Wanted *wanted = data;

  if (GTK_IS_LABEL (wanted->widget) &&
      g_strcmp0 (gtk_label_get_label (GTK_LABEL (wanted->widget)), wanted->words) == 0)
    return TRUE;
  for (GtkWidget *one = gtk_widget_get_first_child (wanted->widget); one != NULL;
       one = gtk_widget_get_next_sibling (one))
    {
      Wanted inner = { one, wanted->words };

      if (says (&inner))
        return TRUE;
    }
  return FALSE;
}

/* Presses the button, and waits for the toast. */
static void
apply (Fixture *self, LbFieldDialog *dialog, const char *words)
{
  Wanted wanted = { GTK_WIDGET (self->base.window), words };

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "field.apply", NULL));
  page_fixture_wait_no_dialog (&self->base);
  wait_until (says, &wanted, words);
}

/* To all others but the one that is not checked, in one step, which one undo takes back. */
static void
test_copy (Fixture *self, gconstpointer data)
{
  LbFieldDialog *dialog = open_dialog (self, "image.copy-field", CONDITIONS);
  const guint n = n_steps (self);
  g_autoptr (LbPromptChange) first = NULL;

  g_assert_false (gtk_widget_get_visible (child (dialog, "words_group")));
  wait_apply (dialog, "Change 2 Captions");
  assert_left_out (dialog, "1 caption is left out");
  g_assert_cmpstr (gtk_label_get_label (child (dialog, "scope_label")), ==, "In 3 shown images");
  g_assert_cmpstr (adw_window_title_get_subtitle (child (dialog, "window_title")), ==,
                   "Lighting › Conditions");
  first = g_list_model_get_item (lb_change_list_get_changes (child (dialog, "list")), 0);
  lb_prompt_change_set_accepted (first, FALSE);
  wait_apply (dialog, "Change 1 Caption");
  lb_prompt_change_set_accepted (first, TRUE);
  wait_apply (dialog, "Change 2 Captions");

  apply (self, dialog, "2 captions changed");
  assert_value (self, 1, CONDITIONS, "Light 0.");
  assert_value (self, 2, CONDITIONS, "Light 0.");
  g_assert_cmpuint (n_steps (self), ==, n + 1);

  g_object_unref (wait_object (lb_session_undo (self->base.session)));
  assert_value (self, 0, CONDITIONS, "Light 0.");
  assert_value (self, 1, CONDITIONS, "Light 1.");
  assert_value (self, 2, CONDITIONS, "Light 2.");
}

/* A text is put behind what is there, and a field that was not there gets it. */
static void
test_append (Fixture *self, gconstpointer data)
{
  LbFieldDialog *dialog = open_dialog (self, "image.change-field", CONDITIONS);
  g_autoptr (LbPromptChange) first = NULL;

  page_settle ();
  g_assert_cmpstr (gtk_label_get_label (child (dialog, "apply_label")), ==, "Change Captions");
  gtk_editable_set_text (child (dialog, "text_row"), "Then fog.");
  wait_apply (dialog, "Change 3 Captions");
  apply (self, dialog, "3 captions changed");
  assert_value (self, 0, CONDITIONS, "Light 0. Then fog.");
  assert_value (self, 2, CONDITIONS, "Light 2. Then fog.");

  dialog = open_dialog (self, "image.change-field", "lighting.shadows");
  gtk_editable_set_text (child (dialog, "text_row"), "Long.");
  wait_apply (dialog, "Change 3 Captions");
  first = g_list_model_get_item (lb_change_list_get_changes (child (dialog, "list")), 0);
  lb_prompt_change_set_accepted (first, FALSE);
  wait_apply (dialog, "Change 2 Captions");
  apply (self, dialog, "2 captions changed");
  assert_value (self, 0, "lighting.shadows", NULL);
  assert_value (self, 1, "lighting.shadows", "Long.");
}

/* A caption that was changed since it was looked at stays as it is now. */
static void
test_replace (Fixture *self, gconstpointer data)
{
  LbFieldDialog *dialog = open_dialog (self, "image.change-field", CONDITIONS);
  LbImage *second = page_fixture_nth (&self->base, 1);
  g_autofree char *text = lb_session_dup_caption_text (self->base.session, second);
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autoptr (LbPrompt) other = lb_prompt_set_string (prompt, CONDITIONS, "Light of lamps.", NULL);

  adw_combo_row_set_selected (child (dialog, "edit_row"), 1);
  gtk_editable_set_text (child (dialog, "find_row"), "Light");
  gtk_editable_set_text (child (dialog, "text_row"), "Glow");
  wait_apply (dialog, "Change 3 Captions");
  g_assert_true (
    wait_true (lb_session_edit_caption (self->base.session, second, lb_prompt_get_text (other))));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "field.apply", NULL));
  page_wait_label (dialog, LB_TYPE_FIELD_DIALOG, "message_label", "2 captions changed");
  g_assert_true (adw_window_get_visible_dialog (self->base.window) == ADW_DIALOG (dialog));
  assert_left_out (dialog, "2 captions are left out");
  assert_value (self, 0, CONDITIONS, "Glow 0.");
  assert_value (self, 1, CONDITIONS, "Light of lamps.");
  assert_value (self, 2, CONDITIONS, "Glow 2.");

  /* It is looked at again as it is by now. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "field.retry", NULL));
  wait_apply (dialog, "Change 1 Caption");
  assert_left_out (dialog, "1 caption is left out");
  apply (self, dialog, "1 caption changed");
  assert_value (self, 1, CONDITIONS, "Glow of lamps.");
}

static void
stop_cb (GtkLabel *label, GParamSpec *pspec, GtkWidget *dialog)
{
  if (g_str_has_prefix (gtk_label_get_label (label), "1 of"))
    g_assert_true (gtk_widget_activate_action (dialog, "field.stop", NULL));
}

/* Of those that were selected where the page was opened from; what was changed before it was
 * stopped is one step. */
static void
test_stop (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  const guint n = n_steps (self);
  LbFieldDialog *dialog = NULL;
  GtkWidget *button = NULL;

  for (guint i = 0; i + 1 < N_IMAGES; i++)
    g_ptr_array_add (chosen, page_fixture_nth (&self->base, i));
  lb_image_page_set_chosen (self->page, chosen);
  dialog = open_dialog (self, "image.copy-field", CONDITIONS);
  g_assert_cmpstr (gtk_label_get_label (child (dialog, "scope_label")), ==, "In 2 selected images");
  wait_apply (dialog, "Change 2 Captions");
  button = child (dialog, "stop_button");
  g_assert_false (gtk_widget_get_visible (button));
  g_assert_false (gtk_widget_is_sensitive (button));

  g_signal_connect (child (dialog, "progress_label"), "notify::label", G_CALLBACK (stop_cb),
                    dialog);
  apply (self, dialog, "Stopped: 1 of 2 captions changed");
  assert_value (self, 1, CONDITIONS, "Light 0.");
  assert_value (self, 2, CONDITIONS, "Light 2.");
  g_assert_cmpuint (n_steps (self), ==, n + 1);
}

static gboolean
has_title (gpointer data)
{
  Wanted *wanted = data;

  return g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (wanted->widget)),
                    wanted->words) == 0;
}

static void
wait_left_out (LbFieldDialog *dialog, const char *words)
{
  Wanted wanted = { child (dialog, "left_out_row"), words };

  wait_until (has_title, &wanted, words);
}

/* What would make a caption invalid is left out, and nothing that is found is no change. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  LbFieldDialog *dialog = open_dialog (self, "image.change-field", "aesthetics.preference_score");

  gtk_editable_set_text (child (dialog, "text_row"), "fairly nice");
  wait_left_out (dialog, "4 captions are left out");
  g_assert_false (gtk_widget_get_visible (child (dialog, "list")));
  g_assert_cmpstr (gtk_label_get_label (child (dialog, "apply_label")), ==, "Change Captions");

  adw_combo_row_set_selected (child (dialog, "edit_row"), 1);
  gtk_editable_set_text (child (dialog, "find_row"), "never said");
  wait_left_out (dialog, "1 caption is left out");
}

static GtkWidget *
find_mark (GtkWidget *widget)
{
  if (LB_IS_FROZEN_MARK (widget) && gtk_widget_get_visible (widget))
    return widget;
  for (GtkWidget *one = gtk_widget_get_first_child (widget); one != NULL;
       one = gtk_widget_get_next_sibling (one))
    {
      GtkWidget *mark = find_mark (one);

      if (mark != NULL)
        return mark;
    }
  return NULL;
}

static gboolean
has_mark (gpointer page)
{
  return find_mark (page) != NULL;
}

static gboolean
has_no_mark (gpointer page)
{
  return find_mark (page) == NULL;
}

static gboolean
is_asked (gpointer window)
{
  return ADW_IS_ALERT_DIALOG (adw_window_get_visible_dialog (window));
}

static gboolean
is_field_dialog (gpointer window)
{
  return LB_IS_FIELD_DIALOG (adw_window_get_visible_dialog (window));
}

static void
freeze (Fixture *self, const char *path)
{
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (self->page), "image.freeze-field", "s", path));
  wait_until (is_asked, self->base.window, "the question");
  page_fixture_answer (&self->base, "freeze");
}

/* The captions that differ are offered, the row says that it is frozen and can't be typed in, and
 * unfreezing makes it as the others again. */
static void
test_freeze (Fixture *self, gconstpointer data)
{
  LbTextPane *pane = page_child (self->page, LB_TYPE_IMAGE_PAGE, "editor");
  Wanted wanted = { GTK_WIDGET (self->base.window), "“Style medium” is frozen" };
  LbFrozenFields *frozen = NULL;
  GtkWidget *mark = NULL;
  GtkWidget *row = NULL;
  g_autofree char *value = NULL;

  freeze (self, "style_medium");
  wait_until (says, &wanted, "what was frozen");
  g_assert_null (adw_window_get_visible_dialog (self->base.window));

  frozen = lb_session_get_frozen (self->base.session, self->base.dataset);
  value = lb_frozen_fields_dup_value (frozen, "style_medium");
  g_assert_nonnull (value);
  lb_text_pane_set_view_name (pane, "form");
  wait_until (has_mark, self->page, "the mark of what is frozen");
  g_assert_nonnull (strstr (
    lb_frozen_mark_get_words (LB_FROZEN_MARK (find_mark (GTK_WIDGET (self->page)))), "Frozen"));

  /* By keys it is behind the text. */
  mark = find_mark (GTK_WIDGET (self->page));
  row = gtk_widget_get_ancestor (mark, LB_TYPE_FIELD_ROW);
  gtk_widget_grab_focus (row);
  g_assert_false (gtk_text_view_get_editable (lb_field_row_get_view (LB_FIELD_ROW (row))));
  g_assert_true (gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD));
  g_assert_nonnull (gtk_widget_get_focus_child (mark));
  g_assert_true (gtk_widget_child_focus (row, GTK_DIR_TAB_BACKWARD));
  g_assert_null (gtk_widget_get_focus_child (mark));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->page), "image.unfreeze-field", "s",
                                             "style_medium"));
  wait_until (has_no_mark, self->page, "the end of the mark");
  g_object_unref (wait_object (lb_session_undo (self->base.session)));
  wait_until (has_mark, self->page, "the mark again");
}

/* What others have is brought to it, in one step. */
static void
test_apply_frozen (Fixture *self, gconstpointer data)
{
  Wanted wanted = { GTK_WIDGET (self->base.window), NULL };
  LbFieldDialog *dialog = NULL;

  freeze (self, CONDITIONS);
  wait_until (is_field_dialog, self->base.window, "the captions");
  dialog = LB_FIELD_DIALOG (adw_window_get_visible_dialog (self->base.window));
  g_assert_cmpstr (adw_dialog_get_title (ADW_DIALOG (dialog)), ==, "Apply Frozen Fields");
  g_assert_cmpstr (gtk_label_get_label (child (dialog, "scope_label")), ==,
                   "In all 4 images of the dataset");
  wait_apply (dialog, "Change 2 Captions");
  assert_left_out (dialog, "1 caption is left out");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "field.apply", NULL));
  page_fixture_wait_no_dialog (&self->base);
  assert_value (self, 1, CONDITIONS, "Light 0.");
  assert_value (self, 2, CONDITIONS, "Light 0.");

  /* With nothing left to change there is nothing to ask; one of them is no caption. */
  wanted.words = "All captions that can be changed have the frozen values";
  lb_freeze_show_others (GTK_WIDGET (self->page), self->base.session, self->base.dataset);
  wait_until (says, &wanted, wanted.words);
  g_assert_null (adw_window_get_visible_dialog (self->base.window));
  page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, N_IMAGES - 1),
                             lb_image_get_text (page_fixture_nth (&self->base, 1)));
  wanted.words = "All captions have the frozen values";
  lb_freeze_show_others (GTK_WIDGET (self->page), self->base.session, self->base.dataset);
  wait_until (says, &wanted, wanted.words);
}

/* (nullable): the first of @type in @widget that is shown, of a field that can be frozen. */
static GtkWidget *
find_shown (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_get_mapped (widget) &&
      lb_frozen_fields_can_have (lb_form_row_get_path (LB_FORM_ROW (widget))))
    return widget;
  for (GtkWidget *one = gtk_widget_get_first_child (widget); one != NULL;
       one = gtk_widget_get_next_sibling (one))
    {
      GtkWidget *found = find_shown (one, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Does what the keys of @row do that ask for its menu. */
static gboolean
press_menu_key (GtkWidget *row)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (row);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          g_autofree char *keys =
            gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));

          if (strstr (keys, "F10") != NULL)
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, row, NULL);
        }
    }
  return FALSE;
}

/* @row can be frozen by keys. */
static void
assert_menu (GtkWidget *row)
{
  GtkWidget *popover = NULL;
  GMenuModel *menu = NULL;
  gboolean found = FALSE;

  g_assert_nonnull (row);
  g_assert_true (press_menu_key (row));
  for (GtkWidget *one = gtk_widget_get_first_child (row); one != NULL && popover == NULL;
       one = gtk_widget_get_next_sibling (one))
    if (GTK_IS_POPOVER_MENU (one) && gtk_widget_get_visible (one))
      popover = one;
  g_assert_nonnull (popover);
  menu = gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (popover));
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autofree char *action = NULL;
      g_autofree char *path = NULL;

      g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action);
      g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_TARGET, "s", &path);
      if (g_strcmp0 (action, "image.freeze-field") == 0)
        {
          found = TRUE;
          g_assert_cmpstr (path, ==, lb_form_row_get_path (LB_FORM_ROW (row)));
        }
    }
  g_assert_true (found);
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static gboolean
has_section (gpointer page)
{
  return find_shown (page, LB_TYPE_SECTION_ROW) != NULL;
}

static gboolean
has_choice (gpointer page)
{
  return find_shown (page, LB_TYPE_CHOICE_ROW) != NULL;
}

static void
unfold (GtkWidget *widget)
{
  if (LB_IS_SECTION_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *one = gtk_widget_get_first_child (widget); one != NULL;
       one = gtk_widget_get_next_sibling (one))
    unfold (one);
}

/* Rows of sections and of choices have it as well as those of words. */
static void
test_menus (Fixture *self, gconstpointer data)
{
  GtkWidget *page = GTK_WIDGET (self->page);
  g_autofree char *text = make_prompt ("A fox at noon.");
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autoptr (LbPrompt) scored =
    lb_prompt_set_string (prompt, "aesthetics.preference_score", "high", NULL);

  page_fixture_save_caption (&self->base, page_fixture_nth (&self->base, 0),
                             lb_prompt_get_text (scored));
  lb_text_pane_set_view_name (page_child (self->page, LB_TYPE_IMAGE_PAGE, "editor"), "form");
  wait_until (has_section, page, "a section");
  assert_menu (find_shown (page, LB_TYPE_SECTION_ROW));
  unfold (page);
  wait_until (has_choice, page, "a choice");
  assert_menu (find_shown (page, LB_TYPE_CHOICE_ROW));
}

/* What a new caption would not be valid with is told, once. */
static void
test_left_out (Fixture *self, gconstpointer data)
{
  g_autoptr (LbFrozenFields) none = lb_frozen_fields_new (NULL);
  g_autoptr (LbFrozenFields) fields = lb_frozen_fields_with (none, CONDITIONS, "3");
  Wanted wanted = { GTK_WIDGET (self->base.window),
                    "Not valid with its frozen value, so left as it was written: "
                    "Lighting › Conditions" };

  page_fixture_set_schema (&self->base);
  g_assert_true (
    wait_true (lb_session_set_frozen (self->base.session, self->base.dataset, fields)));
  g_object_unref (wait_object (
    lb_session_regenerate_caption (self->base.session, page_fixture_nth (&self->base, 1))));
  wait_until (says, &wanted, "what was left out");
}

static void
test_completed (Fixture *self, gconstpointer data)
{
  g_object_set (self->base.dataset, "status", "completed", NULL);
  page_settle ();
  gtk_widget_activate_action (GTK_WIDGET (self->page), "image.copy-field", "s", CONDITIONS);
  gtk_widget_activate_action (GTK_WIDGET (self->page), "image.change-field", "s", CONDITIONS);
  g_assert_null (adw_window_get_visible_dialog (self->base.window));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  add ("/ui/fields/copy", test_copy);
  add ("/ui/fields/append", test_append);
  add ("/ui/fields/replace", test_replace);
  add ("/ui/fields/refused", test_refused);
  add ("/ui/fields/freeze", test_freeze);
  add ("/ui/fields/apply-frozen", test_apply_frozen);
  add ("/ui/fields/stop", test_stop);
  add ("/ui/fields/menus", test_menus);
  add ("/ui/fields/left-out", test_left_out);
  add ("/ui/fields/completed", test_completed);

  return g_test_run ();
}

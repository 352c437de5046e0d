#include "config.h"

#include "ui/dataset/lb-filter-chips.h"

#include <glib/gi18n.h>

/* As they stand in the row. */
static const LbImageShow order[] = { LB_SHOW_ALL,     LB_SHOW_TO_REVIEW,    LB_SHOW_OUTLIERS,
                                     LB_SHOW_EMPTY,   LB_SHOW_STALE,        LB_SHOW_INVALID,
                                     LB_SHOW_MISSING, LB_SHOW_HAND_WRITTEN, LB_SHOW_CONFLICT };

G_STATIC_ASSERT (G_N_ELEMENTS (order) == LB_N_IMAGE_SHOWS);

struct _LbFilterChips
{
  AdwBin parent_instance;

  GtkBox *box;
  GtkToggleButton *chips[LB_N_IMAGE_SHOWS];
  GtkLabel *counts[LB_N_IMAGE_SHOWS];

  LbImageTally *tally; /* (owned) (nullable) */
  LbImageShow show;
  guint n_outliers; /* cells */
  guint n_empty;    /* the same */
  gboolean with_cells;
};

G_DEFINE_FINAL_TYPE (LbFilterChips, lb_filter_chips, ADW_TYPE_BIN)

typedef enum
{
  PROP_SHOW = 1
} LbFilterChipsProperty;

static GParamSpec *props[PROP_SHOW + 1];

static const char *
title (LbImageShow show)
{
  switch (show)
    {
    case LB_SHOW_TO_REVIEW:    return _ ("To Review");
    case LB_SHOW_STALE:        return C_ ("captions", "Stale");
    case LB_SHOW_INVALID:      return _ ("Invalid");
    case LB_SHOW_MISSING:      return C_ ("captions", "Missing");
    case LB_SHOW_HAND_WRITTEN: return _ ("Hand-Written");
    case LB_SHOW_CONFLICT:     return _ ("Changed Elsewhere");
    /* Translators: cells of a table that say something else than nearly all others */
    case LB_SHOW_OUTLIERS: return _ ("Outliers");
    case LB_SHOW_EMPTY:    return C_ ("cells", "Empty");
    case LB_SHOW_ALL:
    default:               return _ ("All");
    }
}

static gboolean
goes_by_cells (LbImageShow show)
{
  return show == LB_SHOW_OUTLIERS || show == LB_SHOW_EMPTY;
}

static guint
count_of (LbFilterChips *self, LbImageShow show)
{
  if (goes_by_cells (show))
    return show == LB_SHOW_EMPTY ? self->n_empty : self->n_outliers;

  return self->tally != NULL ? lb_image_tally_get_shown (self->tally, show) : 0;
}

/* What is rare takes no room while there is none, nor does what can't be. */
static gboolean
is_offered (LbFilterChips *self, LbImageShow show)
{
  if (goes_by_cells (show))
    return self->with_cells;

  return count_of (self, show) > 0 ||
         (show != LB_SHOW_CONFLICT &&
          (self->tally == NULL || lb_image_tally_knows (self->tally, show)));
}

static void
update_chip (LbFilterChips *self, LbImageShow show)
{
  GtkWidget *chip = GTK_WIDGET (self->chips[show]);
  const guint n = count_of (self, show);
  const gboolean chosen = show == self->show;
  g_autofree char *words = g_strdup_printf ("%'u", n);
  /* Translators: what a screen reader says of a filter: its name, how many images it shows */
  g_autofree char *spoken = g_strdup_printf (_ ("%s, %'u"), title (show), n);

  gtk_label_set_label (self->counts[show], words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_STATE_CHECKED,
    chosen ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  gtk_widget_set_sensitive (chip, n > 0 || show == LB_SHOW_ALL || chosen);
  gtk_widget_set_visible (chip, chosen || is_offered (self, show));
  /* One stop for Tab; the arrows move within. */
  gtk_widget_set_focusable (chip, chosen);
}

static void
update (LbFilterChips *self)
{
  for (LbImageShow show = LB_SHOW_ALL; show < LB_N_IMAGE_SHOWS; show++)
    update_chip (self, show);
}

static void
toggled_cb (GtkToggleButton *button, LbFilterChips *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;

  for (LbImageShow show = LB_SHOW_ALL; show < LB_N_IMAGE_SHOWS; show++)
    if (self->chips[show] == button)
      lb_filter_chips_set_show (self, show);
}

/* Chooses the next chip that shows something, from the one at @place on, round the ends. */
static void
step (LbFilterChips *self, int place, int direction)
{
  for (guint i = 0; i < LB_N_IMAGE_SHOWS; i++, place += direction)
    {
      const LbImageShow show = order[(place + LB_N_IMAGE_SHOWS) % LB_N_IMAGE_SHOWS];
      GtkWidget *chip = GTK_WIDGET (self->chips[show]);

      if (!gtk_widget_get_sensitive (chip) || !gtk_widget_get_visible (chip))
        continue;
      lb_filter_chips_set_show (self, show);
      gtk_widget_grab_focus (chip);
      return;
    }
}

static int
place_of (LbImageShow show)
{
  int place = 0;

  while (order[place] != show)
    place++;
  return place;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                LbFilterChips *self)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const int forth = rtl ? -1 : 1;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right: step (self, place_of (self->show) + forth, forth); break;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:  step (self, place_of (self->show) - forth, -forth); break;
    case GDK_KEY_Home:     step (self, 0, 1); break;
    case GDK_KEY_End:      step (self, LB_N_IMAGE_SHOWS - 1, -1); break;
    default:               return GDK_EVENT_PROPAGATE;
    }

  return GDK_EVENT_STOP;
}

static void
add_chip (LbFilterChips *self, LbImageShow show)
{
  GtkWidget *chip =
    g_object_new (GTK_TYPE_TOGGLE_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *count = gtk_label_new (NULL);

  gtk_widget_add_css_class (count, "numeric");
  if (show != LB_SHOW_ALL)
    gtk_widget_add_css_class (count, "dim-label");
  gtk_box_append (GTK_BOX (words), gtk_label_new (title (show)));
  gtk_box_append (GTK_BOX (words), count);
  gtk_button_set_child (GTK_BUTTON (chip), words);
  gtk_box_append (self->box, chip);

  self->chips[show] = GTK_TOGGLE_BUTTON (chip);
  self->counts[show] = GTK_LABEL (count);
  gtk_toggle_button_set_group (self->chips[show], show > 0 ? self->chips[0] : NULL);
  gtk_toggle_button_set_active (self->chips[show], show == self->show);
  g_signal_connect (chip, "toggled", G_CALLBACK (toggled_cb), self);
}

static void
lb_filter_chips_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbFilterChips *self = LB_FILTER_CHIPS (object);

  switch ((LbFilterChipsProperty) prop_id)
    {
    case PROP_SHOW: g_value_set_int (value, self->show); break;
    default:        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_filter_chips_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  LbFilterChips *self = LB_FILTER_CHIPS (object);

  switch ((LbFilterChipsProperty) prop_id)
    {
    case PROP_SHOW: lb_filter_chips_set_show (self, g_value_get_int (value)); break;
    default:        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_filter_chips_dispose (GObject *object)
{
  LbFilterChips *self = LB_FILTER_CHIPS (object);

  if (self->tally != NULL)
    g_signal_handlers_disconnect_by_data (self->tally, self);
  g_clear_object (&self->tally);
  gtk_widget_dispose_template (GTK_WIDGET (self), LB_TYPE_FILTER_CHIPS);

  G_OBJECT_CLASS (lb_filter_chips_parent_class)->dispose (object);
}

static void
lb_filter_chips_class_init (LbFilterChipsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = lb_filter_chips_get_property;
  object_class->set_property = lb_filter_chips_set_property;
  object_class->dispose = lb_filter_chips_dispose;

  props[PROP_SHOW] =
    g_param_spec_int ("show", NULL, NULL, 0, LB_N_IMAGE_SHOWS - 1, LB_SHOW_ALL,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/dataset/lb-filter-chips.ui");
  gtk_widget_class_bind_template_child (widget_class, LbFilterChips, box);
}

static void
lb_filter_chips_init (LbFilterChips *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    add_chip (self, order[i]);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  update (self);
}

void
lb_filter_chips_set_tally (LbFilterChips *self, LbImageTally *tally)
{
  g_return_if_fail (LB_IS_FILTER_CHIPS (self));

  if (self->tally != NULL)
    g_signal_handlers_disconnect_by_data (self->tally, self);
  g_set_object (&self->tally, tally);
  if (tally != NULL)
    g_signal_connect_swapped (tally, "changed", G_CALLBACK (update), self);
  update (self);
}

void
lb_filter_chips_set_with_cells (LbFilterChips *self, gboolean with_cells)
{
  g_return_if_fail (LB_IS_FILTER_CHIPS (self));

  if (self->with_cells == with_cells)
    return;

  self->with_cells = with_cells;
  update (self);
}

void
lb_filter_chips_set_cells (LbFilterChips *self, guint n_outliers, guint n_empty)
{
  g_return_if_fail (LB_IS_FILTER_CHIPS (self));

  self->n_outliers = n_outliers;
  self->n_empty = n_empty;
  update (self);
}

LbImageShow
lb_filter_chips_get_show (LbFilterChips *self)
{
  g_return_val_if_fail (LB_IS_FILTER_CHIPS (self), LB_SHOW_ALL);

  return self->show;
}

void
lb_filter_chips_set_show (LbFilterChips *self, LbImageShow show)
{
  g_return_if_fail (LB_IS_FILTER_CHIPS (self));

  if (self->show == show)
    return;

  self->show = show;
  gtk_toggle_button_set_active (self->chips[show], TRUE);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW]);
}

const char *
lb_filter_chips_get_count (LbFilterChips *self, LbImageShow show)
{
  g_return_val_if_fail (LB_IS_FILTER_CHIPS (self), NULL);

  return gtk_label_get_label (self->counts[show]);
}

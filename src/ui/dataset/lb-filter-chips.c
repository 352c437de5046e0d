#include "config.h"

#include "ui/dataset/lb-filter-chips.h"

#include <glib/gi18n.h>

struct _LbFilterChips
{
  AdwBin parent_instance;

  GtkToggleButton *all;
  GtkToggleButton *invalid;
  GtkToggleButton *missing;
  GtkToggleButton *hand_written;
  GtkLabel *all_count;
  GtkLabel *invalid_count;
  GtkLabel *missing_count;
  GtkLabel *hand_written_count;

  LbImageTally *tally; /* (owned) (nullable) */
  LbImageShow show;
};

G_DEFINE_FINAL_TYPE (LbFilterChips, lb_filter_chips, ADW_TYPE_BIN)

typedef enum
{
  PROP_SHOW = 1
} LbFilterChipsProperty;

static GParamSpec *props[PROP_SHOW + 1];

static GtkToggleButton *
chip (LbFilterChips *self, LbImageShow show)
{
  switch (show)
    {
    case LB_SHOW_INVALID:      return self->invalid;
    case LB_SHOW_MISSING:      return self->missing;
    case LB_SHOW_HAND_WRITTEN: return self->hand_written;
    case LB_SHOW_ALL:
    default:                   return self->all;
    }
}

static GtkLabel *
count_label (LbFilterChips *self, LbImageShow show)
{
  switch (show)
    {
    case LB_SHOW_INVALID:      return self->invalid_count;
    case LB_SHOW_MISSING:      return self->missing_count;
    case LB_SHOW_HAND_WRITTEN: return self->hand_written_count;
    case LB_SHOW_ALL:
    default:                   return self->all_count;
    }
}

static const char *
title (LbImageShow show)
{
  switch (show)
    {
    case LB_SHOW_INVALID:      return _ ("Invalid");
    case LB_SHOW_MISSING:      return _ ("Missing");
    case LB_SHOW_HAND_WRITTEN: return _ ("Hand-Written");
    case LB_SHOW_ALL:
    default:                   return _ ("All");
    }
}

static void
update (LbFilterChips *self)
{
  for (LbImageShow show = LB_SHOW_ALL; show < LB_N_IMAGE_SHOWS; show++)
    {
      guint n = self->tally != NULL ? lb_image_tally_get_shown (self->tally, show) : 0;
      g_autofree char *words = g_strdup_printf ("%'u", n);
      /* Translators: what a screen reader says of a filter: its name, how many images it shows */
      g_autofree char *spoken = g_strdup_printf (_ ("%s, %'u"), title (show), n);

      gtk_label_set_label (count_label (self, show), words);
      gtk_accessible_update_property (GTK_ACCESSIBLE (chip (self, show)),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
      gtk_widget_set_sensitive (GTK_WIDGET (chip (self, show)),
                                n > 0 || show == LB_SHOW_ALL || show == self->show);
    }
}

static void
toggled_cb (GtkToggleButton *button, LbFilterChips *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;

  for (LbImageShow show = LB_SHOW_ALL; show < LB_N_IMAGE_SHOWS; show++)
    if (chip (self, show) == button)
      lb_filter_chips_set_show (self, show);
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
  gtk_widget_class_bind_template_child (widget_class, LbFilterChips, all);
  gtk_widget_class_bind_template_child (widget_class, LbFilterChips, invalid);
  gtk_widget_class_bind_template_child (widget_class, LbFilterChips, missing);
  gtk_widget_class_bind_template_child (widget_class, LbFilterChips, hand_written);
  gtk_widget_class_bind_template_child (widget_class, LbFilterChips, all_count);
  gtk_widget_class_bind_template_child (widget_class, LbFilterChips, invalid_count);
  gtk_widget_class_bind_template_child (widget_class, LbFilterChips, missing_count);
  gtk_widget_class_bind_template_child (widget_class, LbFilterChips, hand_written_count);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
lb_filter_chips_init (LbFilterChips *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
  gtk_toggle_button_set_active (chip (self, show), TRUE);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW]);
}

const char *
lb_filter_chips_get_count (LbFilterChips *self, LbImageShow show)
{
  g_return_val_if_fail (LB_IS_FILTER_CHIPS (self), NULL);

  return gtk_label_get_label (count_label (self, show));
}

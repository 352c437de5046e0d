#include "config.h"

#include "ui/matrix/lb-matrix-footer.h"

#include <glib/gi18n.h>

#include "ui/matrix/lb-matrix-words.h"
#include "ui/widgets/lb-button-name.h"

struct _LbMatrixFooter
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *detail;
  GtkWidget *values_area;
  GtkBox *values;
  AdwButtonContent *fill_content;
  AdwButtonContent *replace_content;

  char *counted; /* (owned) (nullable): what @detail says of the cells */
  char *busy;    /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbMatrixFooter, lb_matrix_footer, ADW_TYPE_BIN)

enum
{
  SIGNAL_VALUE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lb_matrix_footer_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LB_TYPE_MATRIX_FOOTER);

  G_OBJECT_CLASS (lb_matrix_footer_parent_class)->dispose (object);
}

static void
lb_matrix_footer_finalize (GObject *object)
{
  LbMatrixFooter *self = LB_MATRIX_FOOTER (object);

  g_clear_pointer (&self->counted, g_free);
  g_clear_pointer (&self->busy, g_free);

  G_OBJECT_CLASS (lb_matrix_footer_parent_class)->finalize (object);
}

static void
lb_matrix_footer_class_init (LbMatrixFooterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lb_matrix_footer_dispose;
  object_class->finalize = lb_matrix_footer_finalize;

  signals[SIGNAL_VALUE] = g_signal_new ("value", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               LB_RESOURCE_PATH "/matrix/lb-matrix-footer.ui");
  gtk_widget_class_bind_template_child (widget_class, LbMatrixFooter, title);
  gtk_widget_class_bind_template_child (widget_class, LbMatrixFooter, detail);
  gtk_widget_class_bind_template_child (widget_class, LbMatrixFooter, values_area);
  gtk_widget_class_bind_template_child (widget_class, LbMatrixFooter, values);
  gtk_widget_class_bind_template_child (widget_class, LbMatrixFooter, fill_content);
  gtk_widget_class_bind_template_child (widget_class, LbMatrixFooter, replace_content);
}

static void
lb_matrix_footer_init (LbMatrixFooter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lb_button_name_keep (self->fill_content);
  lb_button_name_keep (self->replace_content);
}

static void
clicked_cb (GtkButton *button, LbMatrixFooter *self)
{
  const gpointer value = g_object_get_data (G_OBJECT (button), "lb-value");

  g_signal_emit (self, signals[SIGNAL_VALUE], 0, GPOINTER_TO_UINT (value));
}

static GtkWidget *
add_button (LbMatrixFooter *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_add_css_class (label, "numeric");
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "matrix-value");
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (self->values, button);

  return button;
}

static void
show_value (GtkWidget *button, LbCellValues *values, guint value, guint n)
{
  g_autofree char *text = lb_matrix_value_words (values, value);
  /* Translators: a value, and how many images have it */
  g_autofree char *words = g_strdup_printf (C_ ("value", "%s %'u"), text, n);

  gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), words);
  gtk_widget_set_tooltip_text (button, _ ("Select These Images"));
  g_object_set_data (G_OBJECT (button), "lb-value", GUINT_TO_POINTER (value));
}

/* Buttons are used again: the one with the focus keeps it. */
static void
show_values (LbMatrixFooter *self, LbMatrixSheet *sheet, int column)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->values));
  LbCellTally *tally = column >= 0 ? lb_matrix_sheet_get_tally (sheet, (guint) column) : NULL;
  g_autoptr (GArray) counts =
    tally != NULL ? lb_cell_tally_list (tally, LB_CELL_TALLY_LISTED) : NULL;
  const guint n_empty = tally != NULL ? lb_cell_tally_get_n_empty (tally) : 0;
  const guint n_shown = counts != NULL ? counts->len : 0;

  for (guint i = 0; i < n_shown + (n_empty > 0); i++)
    {
      const LbCellCount count =
        i < n_shown ? g_array_index (counts, LbCellCount, i) : (LbCellCount) { 0, n_empty };

      if (button == NULL)
        button = add_button (self);
      show_value (button, lb_matrix_sheet_get_values (sheet), count.value, count.n);
      button = gtk_widget_get_next_sibling (button);
    }
  while (button != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (button);

      gtk_box_remove (self->values, button);
      button = next;
    }
}

static void
show_detail (LbMatrixFooter *self)
{
  const char *words = self->busy != NULL ? self->busy : self->counted;

  gtk_label_set_text (self->detail, words != NULL ? words : "");
}

void
lb_matrix_footer_show (
  LbMatrixFooter *self, LbMatrixSheet *sheet, int column, guint n_cells, guint n_empty)
{
  g_autofree char *title =
    column >= 0 ? lb_matrix_column_words (sheet, (guint) column) : g_strdup (_ ("Images"));
  g_autofree char *cells =
    n_cells > 0
      ? g_strdup_printf (ngettext ("%'u cell selected", "%'u cells selected", n_cells), n_cells)
      : NULL;
  g_autofree char *empty =
    n_empty > 0 ? g_strdup_printf (ngettext ("%'u empty", "%'u empty", n_empty), n_empty) : NULL;

  g_return_if_fail (LB_IS_MATRIX_FOOTER (self));

  gtk_label_set_text (self->title, title);
  g_free (self->counted);
  self->counted = empty != NULL ? g_strdup_printf ("%s · %s", cells, empty) : g_strdup (cells);
  show_detail (self);
  show_values (self, sheet, column);
}

void
lb_matrix_footer_set_narrow (LbMatrixFooter *self, gboolean narrow)
{
  g_return_if_fail (LB_IS_MATRIX_FOOTER (self));

  adw_button_content_set_label (self->fill_content, narrow ? "" : _ ("Fill Down"));
  adw_button_content_set_label (self->replace_content, narrow ? "" : _ ("Replace…"));
}

void
lb_matrix_footer_set_busy (LbMatrixFooter *self, const char *words)
{
  g_return_if_fail (LB_IS_MATRIX_FOOTER (self));

  if (g_set_str (&self->busy, words))
    show_detail (self);
}

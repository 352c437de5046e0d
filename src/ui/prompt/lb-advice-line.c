#include "config.h"

#include "ui/prompt/lb-advice-line.h"

#include <glib/gi18n.h>

struct _LbAdviceLine
{
  AdwBin parent_instance;

  GtkLabel *label; /* (unowned) (nullable) until there is a text */
};

G_DEFINE_FINAL_TYPE (LbAdviceLine, lb_advice_line, ADW_TYPE_BIN)

static void
lb_advice_line_class_init (LbAdviceLineClass *klass)
{
}

static void
lb_advice_line_init (LbAdviceLine *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "advice-line");
}

/* Whatever stands between blanks and has a letter or digit in it. */
static guint
count_words (const char *text)
{
  guint n = 0;
  gboolean in_word = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        in_word = FALSE;
      else if (!in_word && g_unichar_isalnum (c))
        {
          in_word = TRUE;
          n++;
        }
    }
  return n;
}

static void
make_label (LbAdviceLine *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
}

GtkWidget *
lb_advice_line_new (void)
{
  return g_object_new (LB_TYPE_ADVICE_LINE, NULL);
}

void
lb_advice_line_set_text (LbAdviceLine *self, const char *text, guint advised_words)
{
  const guint n_words = text != NULL ? count_words (text) : 0;
  g_autofree char *words = NULL;
  g_autofree char *advice = NULL;

  g_return_if_fail (LB_IS_ADVICE_LINE (self));

  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  if (text == NULL)
    return;

  if (self->label == NULL)
    make_label (self);
  words = g_strdup_printf (ngettext ("%'u word", "%'u words", n_words), n_words);
  /* Translators: %s is how many words a text has (“42 words”), %u how many it should have at most
   */
  advice = g_strdup_printf (_ ("%s · up to %'u advised"), words, advised_words);
  gtk_label_set_label (self->label, advice);
}

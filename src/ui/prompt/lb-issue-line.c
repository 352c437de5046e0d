#include "config.h"

#include "ui/prompt/lb-issue-line.h"

#include "ui/prompt/lb-issue-words.h"

struct _LbIssueLine
{
  AdwBin parent_instance;

  GtkLabel *label; /* (unowned) (nullable) until there is an issue */
};

G_DEFINE_FINAL_TYPE (LbIssueLine, lb_issue_line, ADW_TYPE_BIN)

static void
lb_issue_line_class_init (LbIssueLineClass *klass)
{
}

static void
lb_issue_line_init (LbIssueLine *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "issue-line");
}

static void
make_label (LbIssueLine *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_widget_add_css_class (box, "caption");
  gtk_widget_add_css_class (box, "error");
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
lb_issue_line_new (void)
{
  return g_object_new (LB_TYPE_ISSUE_LINE, NULL);
}

void
lb_issue_line_set_issue (LbIssueLine *self, LbPromptIssue *issue)
{
  g_return_if_fail (LB_IS_ISSUE_LINE (self));

  if (issue != NULL)
    {
      g_autofree char *words = lb_issue_words (issue);

      if (self->label == NULL)
        make_label (self);
      gtk_label_set_label (self->label, words);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), issue != NULL);
}

const char *
lb_issue_line_get_words (LbIssueLine *self)
{
  g_return_val_if_fail (LB_IS_ISSUE_LINE (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_label (self->label) : NULL;
}

#include "config.h"

#include "ui/accounts/lb-plan-words.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

static const guint plans[] = { 10, 60, 1000, 0 };

char *
lb_plan_words (guint requests_a_minute)
{
  if (requests_a_minute == 0)
    return g_strdup (C_ ("requests a minute", "no limit"));

  return g_strdup_printf (
    ngettext ("%'u request a minute", "%'u requests a minute", requests_a_minute),
    requests_a_minute);
}

gboolean
lb_plan_is_usual (guint requests_a_minute)
{
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    if (plans[i] == requests_a_minute)
      return TRUE;

  return FALSE;
}

GListModel *
lb_plan_list_choices (guint other)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    gtk_string_list_take (list,
                          plans[i] != 0 ? lb_plan_words (plans[i]) : g_strdup (_ ("No limit")));
  if (other != 0)
    gtk_string_list_take (list, lb_plan_words (other));

  return G_LIST_MODEL (list);
}

guint
lb_plan_of_choice (guint position, guint other)
{
  return position < G_N_ELEMENTS (plans) ? plans[position] : other;
}

guint
lb_plan_to_choice (guint requests_a_minute, guint other)
{
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    if (plans[i] == requests_a_minute)
      return i;

  return G_N_ELEMENTS (plans);
}

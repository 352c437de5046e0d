#include "config.h"

#include "ui/upload/lb-given-words.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"

/* (transfer full): of the first, by its own name, also where a portal lends it under a path that
 * says nothing. */
static char *
first_name (GListModel *files)
{
  g_autoptr (GFile) file = g_list_model_get_item (files, 0);
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (base);

  return lb_visible_text (shown);
}

char *
lb_given_question_words (GListModel *files)
{
  g_autofree char *name = first_name (files);
  const guint n_more = g_list_model_get_n_items (files) - 1;

  if (n_more == 0)
    /* Translators: %s is the name of a picture, a folder or a ZIP file */
    return g_strdup_printf (_ ("Where does “%s” go?"), name);

  /* Translators: the name of a file, and how many others there are */
  return g_strdup_printf (
    ngettext ("Where do “%s” and %'u more go?", "Where do “%s” and %'u more go?", n_more), name,
    n_more);
}

char *
lb_given_waiting_words (GListModel *files)
{
  g_autofree char *name = first_name (files);
  const guint n_more = g_list_model_get_n_items (files) - 1;

  if (n_more == 0)
    /* Translators: while a dataset is made that a file was opened for; %s is the name of a picture,
     * a folder or a ZIP file */
    return g_strdup_printf (_ ("“%s” waits for this dataset."), name);

  /* Translators: while a dataset is made that files were opened for; the name of one of them, and
   * how many others there are */
  return g_strdup_printf (ngettext ("“%s” and %'u more wait for this dataset.",
                                    "“%s” and %'u more wait for this dataset.", n_more),
                          name, n_more);
}

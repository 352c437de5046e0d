#include "config.h"

#include "ui/sidebar/lb-sidebar-filter.h"

struct _LbSidebarFilter
{
  GtkFilter parent_instance;

  LbSession *session; /* (owned) */
  GStrv words;        /* (owned): folded; empty = all */
};

G_DEFINE_FINAL_TYPE (LbSidebarFilter, lb_sidebar_filter, GTK_TYPE_FILTER)

static char *
fold (const char *text)
{
  g_autofree char *plain = g_utf8_normalize (text != NULL ? text : "", -1, G_NORMALIZE_ALL);

  return plain != NULL ? g_utf8_casefold (plain, -1) : g_strdup ("");
}

static gboolean
lb_sidebar_filter_match (GtkFilter *filter, gpointer item)
{
  LbSidebarFilter *self = LB_SIDEBAR_FILTER (filter);
  LbProject *project =
    LB_IS_PROJECT (item)
      ? item
      : lb_session_find_project (self->session, lb_dataset_get_project_id (item));
  g_autofree char *project_name =
    fold (project != NULL ? lb_project_get_project_name (project) : NULL);
  g_autofree char *name = fold (LB_IS_DATASET (item) ? lb_dataset_get_name (item) : NULL);

  for (gsize i = 0; self->words[i] != NULL; i++)
    if (strstr (name, self->words[i]) == NULL && strstr (project_name, self->words[i]) == NULL)
      return FALSE;

  return TRUE;
}

static GtkFilterMatch
lb_sidebar_filter_get_strictness (GtkFilter *filter)
{
  return lb_sidebar_filter_is_set (LB_SIDEBAR_FILTER (filter)) ? GTK_FILTER_MATCH_SOME
                                                               : GTK_FILTER_MATCH_ALL;
}

static void
lb_sidebar_filter_finalize (GObject *object)
{
  LbSidebarFilter *self = LB_SIDEBAR_FILTER (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->words, g_strfreev);

  G_OBJECT_CLASS (lb_sidebar_filter_parent_class)->finalize (object);
}

static void
lb_sidebar_filter_class_init (LbSidebarFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_sidebar_filter_finalize;
  GTK_FILTER_CLASS (klass)->match = lb_sidebar_filter_match;
  GTK_FILTER_CLASS (klass)->get_strictness = lb_sidebar_filter_get_strictness;
}

static void
lb_sidebar_filter_init (LbSidebarFilter *self)
{
  self->words = g_new0 (char *, 1);
}

LbSidebarFilter *
lb_sidebar_filter_new (LbSession *session)
{
  LbSidebarFilter *self = g_object_new (LB_TYPE_SIDEBAR_FILTER, NULL);

  self->session = g_object_ref (session);

  return self;
}

void
lb_sidebar_filter_set_text (LbSidebarFilter *self, const char *text)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) pieces = NULL;
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  g_return_if_fail (LB_IS_SIDEBAR_FILTER (self));

  folded = fold (text);
  pieces = g_strsplit_set (folded, " \t\n", -1);
  for (gsize i = 0; pieces[i] != NULL; i++)
    if (*pieces[i] != '\0')
      g_strv_builder_add (words, pieces[i]);
  g_strfreev (self->words);
  self->words = g_strv_builder_end (words);
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

gboolean
lb_sidebar_filter_is_set (LbSidebarFilter *self)
{
  g_return_val_if_fail (LB_IS_SIDEBAR_FILTER (self), FALSE);

  return self->words[0] != NULL;
}

#include "config.h"

#include "ui/sidebar/lb-sidebar-section.h"

struct _LbSidebarSection
{
  GObject parent_instance;

  LbProject *project;   /* (owned) */
  GListModel *datasets; /* (owned) */
};

static GType
lb_sidebar_section_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
lb_sidebar_section_get_n_items (GListModel *model)
{
  return MAX (1, g_list_model_get_n_items (LB_SIDEBAR_SECTION (model)->datasets));
}

static gpointer
lb_sidebar_section_get_item (GListModel *model, guint position)
{
  LbSidebarSection *self = LB_SIDEBAR_SECTION (model);

  if (g_list_model_get_n_items (self->datasets) == 0)
    return position == 0 ? g_object_ref (self->project) : NULL;

  return g_list_model_get_item (self->datasets, position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = lb_sidebar_section_get_item_type;
  iface->get_n_items = lb_sidebar_section_get_n_items;
  iface->get_item = lb_sidebar_section_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LbSidebarSection,
                               lb_sidebar_section,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
items_changed_cb (
  GListModel *datasets, guint position, guint removed, guint added, LbSidebarSection *self)
{
  guint now = g_list_model_get_n_items (datasets);
  guint before = now + removed - added;

  if (before == 0 && now == 0)
    return;

  /* The project's own row comes and goes with the last dataset. */
  g_list_model_items_changed (G_LIST_MODEL (self), position, before == 0 ? 1 : removed,
                              now == 0 ? 1 : added);
}

static void
lb_sidebar_section_dispose (GObject *object)
{
  LbSidebarSection *self = LB_SIDEBAR_SECTION (object);

  if (self->datasets != NULL)
    g_signal_handlers_disconnect_by_data (self->datasets, self);

  G_OBJECT_CLASS (lb_sidebar_section_parent_class)->dispose (object);
}

static void
lb_sidebar_section_finalize (GObject *object)
{
  LbSidebarSection *self = LB_SIDEBAR_SECTION (object);

  g_clear_object (&self->datasets);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (lb_sidebar_section_parent_class)->finalize (object);
}

static void
lb_sidebar_section_class_init (LbSidebarSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_sidebar_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = lb_sidebar_section_finalize;
}

static void
lb_sidebar_section_init (LbSidebarSection *self)
{
}

LbSidebarSection *
lb_sidebar_section_new (LbProject *project, GListModel *datasets)
{
  LbSidebarSection *self = g_object_new (LB_TYPE_SIDEBAR_SECTION, NULL);

  self->project = g_object_ref (project);
  self->datasets = g_object_ref (datasets);
  g_signal_connect (datasets, "items-changed", G_CALLBACK (items_changed_cb), self);

  return self;
}

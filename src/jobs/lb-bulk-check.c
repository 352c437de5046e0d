#include "jobs/lb-bulk-check.h"

#include "base/lb-error.h"
#include "jobs/lb-bulk-reader.h"

struct _LbBulkCheck
{
  GObject parent_instance;

  LbBulkReport *report; /* (owned) */
  GCancellable *cancel; /* (owned) */
  guint n_found;
  guint n_checked;
  gboolean checking;
};

G_DEFINE_FINAL_TYPE (LbBulkCheck, lb_bulk_check, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_FOUND = 1,
  PROP_N_CHECKED,
  PROP_CHECKING
} LbBulkCheckProperty;

static GParamSpec *props[PROP_CHECKING + 1];

static void
lb_bulk_check_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbBulkCheck *self = LB_BULK_CHECK (object);

  switch ((LbBulkCheckProperty) prop_id)
    {
    case PROP_N_FOUND:   g_value_set_uint (value, self->n_found); break;
    case PROP_N_CHECKED: g_value_set_uint (value, self->n_checked); break;
    case PROP_CHECKING:  g_value_set_boolean (value, self->checking); break;
    default:             G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_bulk_check_finalize (GObject *object)
{
  LbBulkCheck *self = LB_BULK_CHECK (object);

  g_clear_object (&self->report);
  g_clear_object (&self->cancel);

  G_OBJECT_CLASS (lb_bulk_check_parent_class)->finalize (object);
}

static void
lb_bulk_check_class_init (LbBulkCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_bulk_check_get_property;
  object_class->finalize = lb_bulk_check_finalize;

  props[PROP_N_FOUND] = g_param_spec_uint ("n-found", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_CHECKED] = g_param_spec_uint ("n-checked", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_CHECKING] = g_param_spec_boolean ("checking", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_bulk_check_init (LbBulkCheck *self)
{
  self->cancel = g_cancellable_new ();
}

LbBulkCheck *
lb_bulk_check_new (gboolean takes_texts)
{
  LbBulkCheck *self = g_object_new (LB_TYPE_BULK_CHECK, NULL);

  self->report = lb_bulk_report_new (takes_texts);
  return self;
}

typedef struct
{
  LbBulkCheck *check;   /* (owned) */
  LbBulkReader *reader; /* (owned) */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->check);
  g_object_unref (run->reader);
  g_free (run);
}

static void
set_checking (LbBulkCheck *self, gboolean checking)
{
  self->checking = checking;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHECKING]);
}

static void
show_found (Run *run)
{
  LbBulkCheck *self = run->check;

  if (lb_bulk_reader_get_zip (run->reader) != NULL)
    lb_bulk_report_set_zip (self->report, lb_bulk_reader_get_zip (run->reader),
                            lb_bulk_reader_get_zip_bytes (run->reader));
  self->n_found = lb_bulk_reader_get_n_found (run->reader);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_FOUND]);
}

/* R81: where every picture has its words, no machine is needed. */
static void
choose_captioning (LbBulkReport *report)
{
  const guint n = lb_bulk_report_get_n_captions (report);

  if (lb_bulk_report_get_takes_texts (report) && n > 0 && n == lb_bulk_report_get_n_ready (report))
    lb_bulk_report_set_automatic_captioning (report, FALSE);
}

static void
show_sidecars (Run *run)
{
  LbBulkReport *report = run->check->report;

  lb_bulk_report_set_sidecars (report, lb_bulk_reader_take_notes (run->reader),
                               lb_bulk_reader_get_manifest (run->reader),
                               lb_bulk_reader_get_n_tables (run->reader));
  choose_captioning (report);
}

static gboolean
check_all (Run *run, GError **error)
{
  LbBulkCheck *self = run->check;
  gboolean any = TRUE;

  if (!dex_await (lb_bulk_reader_open (run->reader), error))
    return FALSE;

  show_found (run);
  while (any)
    {
      g_autoptr (GPtrArray) batch = NULL;

      if (!dex_await (lb_bulk_reader_read (run->reader), error))
        return FALSE;
      if (g_cancellable_is_cancelled (self->cancel))
        return TRUE;

      batch = lb_bulk_reader_take (run->reader);
      any = batch->len > 0;
      if (!any)
        show_sidecars (run);
      lb_bulk_report_add (self->report, batch);
      self->n_checked += batch->len;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_CHECKED]);
    }

  return TRUE;
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  LbBulkCheck *self = run->check;
  g_autoptr (GError) error = NULL;

  set_checking (self, TRUE);
  if (!check_all (run, &error) && !g_cancellable_is_cancelled (self->cancel))
    lb_bulk_report_refuse (self->report, lb_bulk_reader_get_refusal (run->reader), error);
  set_checking (self, FALSE);

  if (g_cancellable_is_cancelled (self->cancel))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The check was stopped");

  return dex_future_new_true ();
}

DexFuture *
lb_bulk_check_run (LbBulkCheck *self, GListModel *files)
{
  g_autoptr (GPtrArray) roots = g_ptr_array_new_with_free_func (g_object_unref);
  Run *run;

  dex_return_error_if_fail (LB_IS_BULK_CHECK (self));
  dex_return_error_if_fail (G_IS_LIST_MODEL (files));

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (roots, g_list_model_get_item (files, i));
  run = g_new0 (Run, 1);
  run->check = g_object_ref (self);
  run->reader =
    lb_bulk_reader_new (roots, !lb_bulk_report_get_takes_texts (self->report), self->cancel);

  return dex_scheduler_spawn (NULL, 0, run_fiber, run, run_free);
}

void
lb_bulk_check_cancel (LbBulkCheck *self)
{
  g_return_if_fail (LB_IS_BULK_CHECK (self));
  g_cancellable_cancel (self->cancel);
}

LbBulkReport *
lb_bulk_check_get_report (LbBulkCheck *self)
{
  g_return_val_if_fail (LB_IS_BULK_CHECK (self), NULL);
  return self->report;
}

guint
lb_bulk_check_get_n_found (LbBulkCheck *self)
{
  g_return_val_if_fail (LB_IS_BULK_CHECK (self), 0);
  return self->n_found;
}

guint
lb_bulk_check_get_n_checked (LbBulkCheck *self)
{
  g_return_val_if_fail (LB_IS_BULK_CHECK (self), 0);
  return self->n_checked;
}

gboolean
lb_bulk_check_get_checking (LbBulkCheck *self)
{
  g_return_val_if_fail (LB_IS_BULK_CHECK (self), FALSE);
  return self->checking;
}

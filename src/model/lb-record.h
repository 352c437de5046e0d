#pragma once

#include <glib-object.h>

#include "model/lb-fields.h"

G_BEGIN_DECLS

/**
 * LbRecord:
 *
 * Something as a service said it: an object of plain fields, each a property. A class lists its
 * fields in one table, and has their properties, notification, update and freeing from here.
 */
#define LB_TYPE_RECORD (lb_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (LbRecord, lb_record, LB, RECORD, GObject)

struct _LbRecordClass
{
  GObjectClass parent_class;

  /* (nullable): a field has changed, for properties that follow from it. */
  void (*changed) (LbRecord *self, const char *name);

  /*< private >*/
  const LbField *fields;
  guint n_fields;
};

/* Makes properties 1 to @n_fields of the class. Its own, if any, come after these; then its
 * get_property() is set before and leaves the fields to its parent's. @fields: for good. */
void lb_record_class_install_fields (LbRecordClass *klass, const LbField *fields, guint n_fields);
/* Takes over every field that @other, of the same class, states. */
void lb_record_update_from (LbRecord *self, LbRecord *other);

G_END_DECLS

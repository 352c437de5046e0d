#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  LB_FIELD_ID,    /* gint64, set at construction only */
  LB_FIELD_TEXT,  /* char * */
  LB_FIELD_TEXTS, /* GStrv */
  LB_FIELD_INT,   /* int */
  LB_FIELD_INT64  /* gint64 */
} LbFieldType;

/**
 * LbField:
 * @name: the property's name
 * @type: what stands at @offset
 * @offset: where the value is in the instance
 * @partial: some answers leave it out, and then an update keeps the value it has
 * @unset: the number that means "not said"
 *
 * One plain property of a kind of LbRecord.
 */
typedef struct
{
  const char *name;
  LbFieldType type;
  gsize offset;
  gboolean partial;
  gint64 unset;
} LbField;

GParamSpec *lb_field_new_pspec (const LbField *field);
void lb_field_get (const LbField *field, GObject *object, GValue *value);
/* Whether the value changed; the caller notifies. */
gboolean lb_field_set (const LbField *field, GObject *object, const GValue *value);
/* Takes the value over from @other; whether it changed. */
gboolean lb_field_update (const LbField *field, GObject *object, GObject *other);
void lb_field_clear (const LbField *field, GObject *object);

/* An accessor with the class's usual check. */
#define LB_DEFINE_FIELD_GETTER(TypeName, type_name, TYPE_NAME, ctype, member, fallback)            \
  ctype type_name##_get_##member (TypeName *self)                                                  \
  {                                                                                                \
    g_return_val_if_fail (LB_IS_##TYPE_NAME (self), fallback);                                     \
    return self->member;                                                                           \
  }

G_END_DECLS

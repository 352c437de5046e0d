#include "session/lb-account-entry-private.h"

#include "session/lb-lease.h"

struct _LbAccountEntry
{
  GObject parent_instance;

  char *id;        /* (owned) */
  char *state_dir; /* (owned) */
  LbAccountKind kind;
  char *label;    /* (owned) (nullable) */
  char *base_url; /* (owned) (nullable) */
  guint plan;
  LbSecretPlace secret_place;
  gboolean strips_metadata;
  gboolean was_asked;
};

G_DEFINE_FINAL_TYPE (LbAccountEntry, lb_account_entry, G_TYPE_OBJECT)

typedef enum
{
  PROP_LABEL = 1,
  PROP_BASE_URL,
  PROP_PLAN,
  PROP_SECRET_PLACE,
  PROP_STRIPS_METADATA,
  PROP_WAS_ASKED
} LbAccountEntryProperty;

static GParamSpec *props[PROP_WAS_ASKED + 1];

static void
lb_account_entry_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbAccountEntry *self = LB_ACCOUNT_ENTRY (object);

  switch ((LbAccountEntryProperty) prop_id)
    {
    case PROP_LABEL:           g_value_set_string (value, self->label); break;
    case PROP_BASE_URL:        g_value_set_string (value, self->base_url); break;
    case PROP_PLAN:            g_value_set_uint (value, self->plan); break;
    case PROP_SECRET_PLACE:    g_value_set_int (value, (int) self->secret_place); break;
    case PROP_STRIPS_METADATA: g_value_set_boolean (value, self->strips_metadata); break;
    case PROP_WAS_ASKED:       g_value_set_boolean (value, self->was_asked); break;
    default:                   G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_account_entry_finalize (GObject *object)
{
  LbAccountEntry *self = LB_ACCOUNT_ENTRY (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->state_dir, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->base_url, g_free);

  G_OBJECT_CLASS (lb_account_entry_parent_class)->finalize (object);
}

static void
lb_account_entry_class_init (LbAccountEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_account_entry_get_property;
  object_class->finalize = lb_account_entry_finalize;

  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  props[PROP_BASE_URL] = g_param_spec_string ("base-url", NULL, NULL, NULL, flags);
  props[PROP_PLAN] = g_param_spec_uint ("plan", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_SECRET_PLACE] =
    g_param_spec_int ("secret-place", NULL, NULL, 0, LB_SECRET_FILE, 0, flags);
  props[PROP_STRIPS_METADATA] = g_param_spec_boolean ("strips-metadata", NULL, NULL, FALSE, flags);
  props[PROP_WAS_ASKED] = g_param_spec_boolean ("was-asked", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_account_entry_init (LbAccountEntry *self)
{
}

gboolean
lb_account_entry_is_in_use (LbAccountEntry *self)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (LB_IS_ACCOUNT_ENTRY (self), FALSE);

  path = g_build_filename (self->state_dir, "sender.lock", NULL);

  return lb_lease_is_taken (path);
}

LbAccountEntry *
lb_account_entry_new (const char *id, LbAccountKind kind, const char *state_dir)
{
  LbAccountEntry *self = g_object_new (LB_TYPE_ACCOUNT_ENTRY, NULL);

  self->id = g_strdup (id);
  self->kind = kind;
  self->state_dir = g_strdup (state_dir);

  return self;
}

void
lb_account_entry_set (LbAccountEntry *self, const LbAccountRecord *record)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  if (g_set_str (&self->label, record->label))
    g_object_notify_by_pspec (object, props[PROP_LABEL]);
  if (g_set_str (&self->base_url, record->base_url))
    g_object_notify_by_pspec (object, props[PROP_BASE_URL]);
  if (self->plan != record->plan)
    {
      self->plan = record->plan;
      g_object_notify_by_pspec (object, props[PROP_PLAN]);
    }
  if (self->secret_place != record->secret_place)
    {
      self->secret_place = record->secret_place;
      g_object_notify_by_pspec (object, props[PROP_SECRET_PLACE]);
    }
  if (self->strips_metadata != record->strips_metadata)
    {
      self->strips_metadata = record->strips_metadata;
      g_object_notify_by_pspec (object, props[PROP_STRIPS_METADATA]);
    }
  if (self->was_asked != record->was_asked)
    {
      self->was_asked = record->was_asked;
      g_object_notify_by_pspec (object, props[PROP_WAS_ASKED]);
    }
  g_object_thaw_notify (object);
}

const char *
lb_account_entry_get_id (LbAccountEntry *self)
{
  g_return_val_if_fail (LB_IS_ACCOUNT_ENTRY (self), NULL);

  return self->id;
}

LbAccountKind
lb_account_entry_get_kind (LbAccountEntry *self)
{
  g_return_val_if_fail (LB_IS_ACCOUNT_ENTRY (self), LB_ACCOUNT_LOCAL);

  return self->kind;
}

const char *
lb_account_entry_get_label (LbAccountEntry *self)
{
  g_return_val_if_fail (LB_IS_ACCOUNT_ENTRY (self), NULL);

  return self->label;
}

const char *
lb_account_entry_get_base_url (LbAccountEntry *self)
{
  g_return_val_if_fail (LB_IS_ACCOUNT_ENTRY (self), NULL);

  return self->base_url;
}

guint
lb_account_entry_get_plan (LbAccountEntry *self)
{
  g_return_val_if_fail (LB_IS_ACCOUNT_ENTRY (self), 0);

  return self->plan;
}

LbSecretPlace
lb_account_entry_get_secret_place (LbAccountEntry *self)
{
  g_return_val_if_fail (LB_IS_ACCOUNT_ENTRY (self), LB_SECRET_NOWHERE);

  return self->secret_place;
}

gboolean
lb_account_entry_strips_metadata (LbAccountEntry *self)
{
  g_return_val_if_fail (LB_IS_ACCOUNT_ENTRY (self), FALSE);

  return self->kind == LB_ACCOUNT_HOSTED && self->strips_metadata;
}

gboolean
lb_account_entry_was_asked (LbAccountEntry *self)
{
  g_return_val_if_fail (LB_IS_ACCOUNT_ENTRY (self), FALSE);

  return self->was_asked;
}

const char *
lb_account_entry_get_state_dir (LbAccountEntry *self)
{
  g_return_val_if_fail (LB_IS_ACCOUNT_ENTRY (self), NULL);

  return self->state_dir;
}

#include "model/lb-captioner-setting.h"

struct _LbCaptionerSetting
{
  LbRecord parent_instance;

  char *kind;    /* (owned) (nullable) */
  char *address; /* (owned) (nullable) */
  char *model;   /* (owned) (nullable) */
  char *key;     /* (owned) (nullable): never written down */
  int concurrency;
  int has_key;
  int unencrypted;
  char *state;   /* (owned) (nullable) */
  char *message; /* (owned) (nullable) */
  char *format;  /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (LbCaptionerSetting, lb_captioner_setting, LB_TYPE_RECORD)

#define FIELD(name, type, member)                                                                  \
  { name, type, G_STRUCT_OFFSET (LbCaptionerSetting, member), FALSE, 0 }

static const LbField fields[] = {
  FIELD ("kind", LB_FIELD_TEXT, kind),
  FIELD ("address", LB_FIELD_TEXT, address),
  FIELD ("model", LB_FIELD_TEXT, model),
  FIELD ("key", LB_FIELD_TEXT, key),
  FIELD ("concurrency", LB_FIELD_INT, concurrency),
  FIELD ("has-key", LB_FIELD_INT, has_key),
  FIELD ("unencrypted", LB_FIELD_INT, unencrypted),
  FIELD ("state", LB_FIELD_TEXT, state),
  FIELD ("message", LB_FIELD_TEXT, message),
  FIELD ("format", LB_FIELD_TEXT, format),
};

static void
lb_captioner_setting_class_init (LbCaptionerSettingClass *klass)
{
  lb_record_class_install_fields (LB_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
lb_captioner_setting_init (LbCaptionerSetting *self)
{
}

LbCaptionerSetting *
lb_captioner_setting_new (void)
{
  return g_object_new (LB_TYPE_CAPTIONER_SETTING, NULL);
}

LB_DEFINE_FIELD_GETTER (
  LbCaptionerSetting, lb_captioner_setting, CAPTIONER_SETTING, const char *, address, NULL)
LB_DEFINE_FIELD_GETTER (
  LbCaptionerSetting, lb_captioner_setting, CAPTIONER_SETTING, const char *, model, NULL)
LB_DEFINE_FIELD_GETTER (
  LbCaptionerSetting, lb_captioner_setting, CAPTIONER_SETTING, const char *, key, NULL)
LB_DEFINE_FIELD_GETTER (
  LbCaptionerSetting, lb_captioner_setting, CAPTIONER_SETTING, int, concurrency, 0)
LB_DEFINE_FIELD_GETTER (
  LbCaptionerSetting, lb_captioner_setting, CAPTIONER_SETTING, const char *, message, NULL)
LB_DEFINE_FIELD_GETTER (
  LbCaptionerSetting, lb_captioner_setting, CAPTIONER_SETTING, const char *, format, NULL)

const char *
lb_captioner_setting_get_kind (LbCaptionerSetting *self)
{
  g_return_val_if_fail (LB_IS_CAPTIONER_SETTING (self), NULL);

  return self->kind != NULL ? self->kind : "analyser";
}

gboolean
lb_captioner_setting_is_vision (LbCaptionerSetting *self)
{
  return g_strcmp0 (lb_captioner_setting_get_kind (self), "vision") == 0;
}

gboolean
lb_captioner_setting_has_key (LbCaptionerSetting *self)
{
  g_return_val_if_fail (LB_IS_CAPTIONER_SETTING (self), FALSE);

  return self->has_key != 0;
}

gboolean
lb_captioner_setting_is_unencrypted (LbCaptionerSetting *self)
{
  g_return_val_if_fail (LB_IS_CAPTIONER_SETTING (self), FALSE);

  return self->unencrypted != 0;
}

const char *
lb_captioner_setting_get_state (LbCaptionerSetting *self)
{
  g_return_val_if_fail (LB_IS_CAPTIONER_SETTING (self), NULL);

  return self->state != NULL ? self->state : "ready";
}

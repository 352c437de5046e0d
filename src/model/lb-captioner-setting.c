#include "model/lb-captioner-setting.h"

struct _LbCaptionerSetting
{
  LbRecord parent_instance;

  char *kind;      /* (owned) (nullable) */
  char *url;       /* (owned) (nullable) */
  char *model;     /* (owned) (nullable) */
  char *key;       /* (owned) (nullable): never written down */
  char *key_state; /* (owned) (nullable) */
  int parallel;
};

G_DEFINE_FINAL_TYPE (LbCaptionerSetting, lb_captioner_setting, LB_TYPE_RECORD)

static const LbField fields[] = {
  { "kind", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbCaptionerSetting, kind), FALSE, 0 },
  { "url", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbCaptionerSetting, url), FALSE, 0 },
  { "model", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbCaptionerSetting, model), FALSE, 0 },
  { "key", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbCaptionerSetting, key), FALSE, 0 },
  { "key-state", LB_FIELD_TEXT, G_STRUCT_OFFSET (LbCaptionerSetting, key_state), FALSE, 0 },
  { "parallel", LB_FIELD_INT, G_STRUCT_OFFSET (LbCaptionerSetting, parallel), FALSE, 0 },
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
  LbCaptionerSetting, lb_captioner_setting, CAPTIONER_SETTING, const char *, url, NULL)
LB_DEFINE_FIELD_GETTER (
  LbCaptionerSetting, lb_captioner_setting, CAPTIONER_SETTING, const char *, model, NULL)
LB_DEFINE_FIELD_GETTER (
  LbCaptionerSetting, lb_captioner_setting, CAPTIONER_SETTING, const char *, key, NULL)
LB_DEFINE_FIELD_GETTER (
  LbCaptionerSetting, lb_captioner_setting, CAPTIONER_SETTING, int, parallel, 0)

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

const char *
lb_captioner_setting_get_key_state (LbCaptionerSetting *self)
{
  g_return_val_if_fail (LB_IS_CAPTIONER_SETTING (self), NULL);

  return self->key_state != NULL ? self->key_state : "none";
}

#include "config.h"

#include "ui/prompt/lb-form-groups.h"

#include <glib/gi18n.h>

static const LbFormGroup groups[] = {
  { N_ ("Short Description"), { "short_description" }, LB_FIELD_LIST_BARE },
  { N_ ("Objects"), { "objects" }, 0 },
  { N_ ("Scene"), { "background_setting", "lighting" }, 0 },
  /* Translators: of a picture: how it is made and what it is like */
  { N_ ("Look"),
    { "style", "style_medium", "artistic_style", "colors", "aesthetics",
      "photographic_characteristics" },
    0 },
  { N_ ("Text in the Image"), { "text_render" }, 0 },
  /* Translators: what the picture is for */
  { N_ ("Purpose"), { "context", "edit_instruction" }, 0 },
  { N_ ("Other Fields"), { NULL }, LB_FIELD_LIST_UNKNOWN },
};

const LbFormGroup *
lb_form_groups_get (guint *n_groups)
{
  g_return_val_if_fail (n_groups != NULL, NULL);

  *n_groups = G_N_ELEMENTS (groups);

  return groups;
}

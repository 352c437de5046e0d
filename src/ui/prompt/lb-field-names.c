#include "config.h"

#include "ui/prompt/lb-field-names.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"

#define OBJECT_LENGTH 20 /* of the name of an object before a field: both are to be read */

typedef struct
{
  const char *key;
  const char *name;
} FieldName;

/* In the order of the contract. */
static const FieldName names[] = {
  /* Translators: from here on the names of the fields of a caption, as titles over what they say */
  { "short_description", N_ ("Short description") },
  { "objects", N_ ("Objects") },
  { "background_setting", N_ ("Background") },
  { "lighting", N_ ("Lighting") },
  { "aesthetics", N_ ("Aesthetics") },
  /* Translators: how the picture is taken: lens, focus and so on */
  { "photographic_characteristics", N_ ("Photography") },
  /* Translators: what the picture is made with, such as “oil painting” */
  { "style_medium", N_ ("Style medium") },
  /* Translators: writing that is to be seen in the picture */
  { "text_render", N_ ("Text in the image") },
  /* Translators: what the picture is for, such as “book cover” */
  { "context", N_ ("Context") },
  { "artistic_style", N_ ("Artistic style") },
  { "edit_instruction", N_ ("Edit instruction") },
  { "style", N_ ("Style") },
  { "colors", N_ ("Colors") },
  /* Translators: from here on the fields of an object in the picture */
  { "description", N_ ("Description") },
  { "location", N_ ("Location") },
  /* Translators: what it has to do with the other objects */
  { "relationship", N_ ("Relationship") },
  { "relative_size", N_ ("Relative size") },
  { "shape_and_color", N_ ("Shape and color") },
  { "texture", N_ ("Texture") },
  { "appearance_details", N_ ("Appearance details") },
  { "number_of_objects", N_ ("Number of objects") },
  { "pose", N_ ("Pose") },
  /* Translators: of a face */
  { "expression", N_ ("Expression") },
  { "clothing", N_ ("Clothing") },
  { "action", N_ ("Action") },
  { "gender", N_ ("Gender") },
  { "skin_tone_and_texture", N_ ("Skin tone and texture") },
  /* Translators: which way it faces */
  { "orientation", N_ ("Orientation") },
  /* Translators: the kind of light, such as “soft daylight” */
  { "conditions", N_ ("Conditions") },
  /* Translators: where the light comes from */
  { "direction", N_ ("Direction") },
  { "shadows", N_ ("Shadows") },
  { "composition", N_ ("Composition") },
  { "color_scheme", N_ ("Color scheme") },
  { "mood_atmosphere", N_ ("Mood and atmosphere") },
  { "preference_score", N_ ("Preference score") },
  { "aesthetic_score", N_ ("Aesthetic score") },
  { "depth_of_field", N_ ("Depth of field") },
  /* Translators: of a lens */
  { "focus", N_ ("Focus") },
  { "camera_angle", N_ ("Camera angle") },
  { "lens_focal_length", N_ ("Lens focal length") },
  /* Translators: from here on the fields of a text in the picture; this is what it says */
  { "text", N_ ("Text") },
  { "size", N_ ("Size") },
  { "color", N_ ("Color") },
  { "font", N_ ("Font") },
};

char *
lb_field_name (const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].key, key))
      return g_strdup (_ (names[i].name));

  return lb_visible_text (key);
}

char *
lb_field_within (const char *group, const char *field)
{
  /* Translators: a field and the one it is in, as in “Lighting › Direction” */
  return g_strdup_printf (C_ ("field", "%s › %s"), group, field);
}

/* (transfer full): of a name that is a value. */
static char *
object_words (const char *name)
{
  g_autofree char *begin = NULL;
  g_autofree char *cut = NULL;

  if (g_utf8_strlen (name, -1) <= OBJECT_LENGTH)
    return lb_visible_text (name);

  begin = g_strchomp (g_utf8_substring (name, 0, OBJECT_LENGTH - 1));
  cut = g_strconcat (begin, "…", NULL);
  return lb_visible_text (cut);
}

char *
lb_field_of_object (const char *object, const char *field)
{
  g_autofree char *words = object_words (object);

  return lb_field_within (words, field);
}

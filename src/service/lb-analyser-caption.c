#include "service/lb-analyser-caption.h"
#include "service/lb-analyser-phrases.h"
#include "service/lb-analyser-words.h"
#include "service/lb-analyser-writer.h"

#include <string.h>

#define N_OBJECTS_MAX 5 /* the contract's advice */
#define N_MAIN_COLORS 3
#define MAIN_SHARE_MIN 0.07   /* of the picture, for a colour to be named as one of its main ones */
#define SCHEME_SHARE_MIN 0.01 /* for one to be listed, if only as an accent */

/* Everything a caption is written from. */
typedef struct
{
  const LbMeasures *measures;
  const LbPictureExif *exif;
  int width, height;
  LbProject *project;
  const LbJsonNode *schema; /* (nullable): the root object */
  char *subject_color;      /* (owned) (nullable): set when a region stands out */
  char *subject_colors;     /* (owned) (nullable): all of its colours */
  LbAnalyserWriter writer;
} Caption;

static const LbJsonNode *
get_group (const Caption *self, const char *key)
{
  const LbJsonNode *group = self->schema ? lb_json_node_member (self->schema, key) : NULL;

  return group && group->type == LB_JSON_OBJECT ? group : NULL;
}

static void
add_joined (
  Caption *self, const char *key, const char *said, const char *const *clauses, guint n_clauses)
{
  g_autofree char *text = lb_analyser_join (said, clauses, n_clauses);

  lb_analyser_writer_add_text (&self->writer, key, text);
}

/* Text that a schema has in a group beyond the members written already. */
static void
add_other_members (Caption *self, const LbJsonNode *group, const char *const *written)
{
  for (guint i = 0; i < lb_json_node_length (group); i++)
    {
      const LbJsonNode *member = lb_json_node_element (group, i);

      if (member->type == LB_JSON_STRING && !member->duplicate &&
          !g_strv_contains (written, member->key))
        lb_analyser_writer_add_text (&self->writer, member->key, member->string);
    }
}

static int
count_colors (const LbMeasures *measures, int most, double least_share)
{
  int n_colors = 0;

  while (n_colors < MIN (measures->n_palette, most) &&
         (n_colors == 0 || measures->palette[n_colors].share >= least_share))
    n_colors++;
  return n_colors;
}

static char *
name_main_colors (const Caption *self)
{
  int n_colors = count_colors (self->measures, N_MAIN_COLORS, MAIN_SHARE_MIN);

  return lb_analyser_palette_words (self->measures->palette, n_colors, FALSE, self->subject_color);
}

static void
append_sentence (GString *out, const char *text)
{
  g_autofree char *words = g_strstrip (g_strdup (text));
  const gsize length = strlen (words);

  if (length == 0)
    return;

  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append (out, words);
  if (!strchr (".!?", words[length - 1]))
    g_string_append_c (out, '.');
}

static const char *
pick_article (const char *word)
{
  return strchr ("aeiouAEIOU", *word) ? "An" : "A";
}

static char *
describe_medium (const Caption *self)
{
  g_autofree char *medium = lb_analyser_medium (self->project, self->exif);

  if (medium)
    return g_steal_pointer (&medium);
  return g_strdup (lb_analyser_looks_drawn (self->measures) ? "illustration" : "picture");
}

static void
add_short_description (Caption *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) sentence = g_string_new (NULL);
  g_autofree char *medium = describe_medium (self);
  g_autofree char *subject = lb_analyser_subject (self->project);
  g_autofree char *colors = name_main_colors (self);
  const char *said = lb_analyser_member_text (self->schema, "short_description");
  const char *light = lb_analyser_light_words (self->measures);

  if (said)
    append_sentence (out, said);
  g_string_printf (sentence, "%s %s %s %s", pick_article (light), light,
                   lb_analyser_format_words (self->width, self->height), medium);
  if (subject)
    g_string_append_printf (sentence, " of %s", subject);
  if (lb_analyser_looks_drawn (self->measures))
    g_string_append (sentence, " in flat colours");
  if (*colors)
    g_string_append_printf (sentence, "%s %s",
                            self->measures->n_palette == 1 ? ", all in" : ", mostly", colors);
  append_sentence (out, sentence->str);
  if (self->subject_colors)
    {
      g_string_printf (sentence, "An area in %s stands out %s", self->subject_colors,
                       lb_analyser_place_words (self->measures));
      append_sentence (out, sentence->str);
    }
  lb_analyser_writer_add_text (&self->writer, "short_description", out->str);
}

/* An object that the schema says recurs; where it is in this picture was not measured. */
static void
add_schema_object (Caption *self, const LbJsonNode *object)
{
  static const char *const written[] = { "description", "location", "relationship", NULL };
  const char *description = lb_analyser_member_text (object, "description");
  const char *location = lb_analyser_member_text (object, "location");
  const char *relationship = lb_analyser_member_text (object, "relationship");
  const LbJsonNode *number = lb_json_node_member (object, "number_of_objects");
  g_autofree char *all_text = lb_analyser_collect_text (object);

  lb_analyser_writer_open (&self->writer, NULL, '{');
  lb_analyser_writer_add_text (&self->writer, "description", description ? description : all_text);
  lb_analyser_writer_add_text (&self->writer, "location", location ? location : "not determined");
  lb_analyser_writer_add_text (&self->writer, "relationship",
                               relationship ? relationship
                                            : "Recurs throughout the pictures of this set.");
  add_other_members (self, object, written);
  if (number && number->type == LB_JSON_NUMBER &&
      strspn (number->string, "0123456789") == strlen (number->string))
    lb_analyser_writer_add_json (&self->writer, "number_of_objects", number->string);
  lb_analyser_writer_close (&self->writer, '}');
}

static guint
add_schema_objects (Caption *self, gboolean *names_subject)
{
  const LbJsonNode *objects = self->schema ? lb_json_node_member (self->schema, "objects") : NULL;
  const char *name = self->project ? lb_project_get_ip_name (self->project) : NULL;
  guint n_added = 0;

  if (!objects || objects->type != LB_JSON_ARRAY)
    return 0;

  for (guint i = 0; i < lb_json_node_length (objects) && n_added < N_OBJECTS_MAX - 1; i++)
    {
      const LbJsonNode *object = lb_json_node_element (objects, i);
      g_autofree char *text = lb_analyser_collect_text (object);

      if (object->type != LB_JSON_OBJECT || !text)
        continue;
      add_schema_object (self, object);
      if (name && *name && strstr (text, name))
        *names_subject = TRUE;
      n_added++;
    }

  return n_added;
}

static void
add_project_subject (Caption *self, const char *subject)
{
  const char *name = lb_project_get_project_name (self->project);
  g_autofree char *relationship = name && *name
                                    ? g_strdup_printf ("Main subject of the project “%s”.", name)
                                    : g_strdup ("Main subject of the project.");

  lb_analyser_writer_open (&self->writer, NULL, '{');
  lb_analyser_writer_add_text (&self->writer, "description", subject);
  lb_analyser_writer_add_text (&self->writer, "location", "not determined");
  lb_analyser_writer_add_text (&self->writer, "relationship", relationship);
  lb_analyser_writer_close (&self->writer, '}');
}

static void
add_region (Caption *self)
{
  const LbMeasures *measures = self->measures;
  double area = measures->subject_width * measures->subject_height;
  double ratio =
    measures->subject_width * self->width / MAX (measures->subject_height * self->height, 1e-6);
  const char *shape = ratio > 1.4   ? "wider than tall"
                      : ratio < 0.7 ? "taller than wide"
                                    : "about as wide as tall";
  g_autofree char *hex = lb_palette_color_hex (&measures->subject_color);
  g_autofree char *around = name_main_colors (self);
  g_autofree char *description =
    g_strdup_printf ("An area in %s that stands out from its surroundings.", self->subject_colors);
  g_autofree char *relationship = *around
                                    ? g_strdup_printf ("Set against %s.", around)
                                    : g_strdup ("Set against lighter and darker tones of its own "
                                                "colour.");
  g_autofree char *color = g_strdup_printf ("%s (%s), %s", self->subject_color, hex, shape);

  lb_analyser_writer_open (&self->writer, NULL, '{');
  lb_analyser_writer_add_text (&self->writer, "description", description);
  lb_analyser_writer_add_text (&self->writer, "location", lb_analyser_place_label (measures));
  lb_analyser_writer_add_text (&self->writer, "relationship", relationship);
  lb_analyser_writer_add_text (&self->writer, "relative_size",
                               area > 0.35   ? "large within frame"
                               : area > 0.08 ? "medium"
                                             : "small");
  lb_analyser_writer_add_text (&self->writer, "shape_and_color", color);
  lb_analyser_writer_close (&self->writer, '}');
}

static void
add_objects (Caption *self)
{
  g_autofree char *subject = lb_analyser_subject (self->project);
  gboolean names_subject = FALSE;

  lb_analyser_writer_open (&self->writer, "objects", '[');
  if (add_schema_objects (self, &names_subject) < N_OBJECTS_MAX - 1 && subject && !names_subject)
    add_project_subject (self, subject);
  if (self->subject_color)
    add_region (self);
  lb_analyser_writer_close (&self->writer, ']');
}

static void
add_background (Caption *self)
{
  g_autofree char *colors = name_main_colors (self);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) sentence = g_string_new (NULL);
  const char *said = lb_analyser_member_text (self->schema, "background_setting");
  const char *ground = lb_analyser_ground_words (self->measures);

  if (said && !lb_analyser_is_measured (said, colors))
    append_sentence (out, said);
  if (!*colors)
    g_string_assign (sentence, "One colour with little variation");
  else
    g_string_append_printf (sentence, "%s %s", self->measures->n_palette == 1 ? "Only" : "Mostly",
                            colors);
  if (self->subject_color)
    g_string_append (sentence, " around the area that stands out");
  if (!ground)
    g_string_append_printf (sentence, ", with %s", lb_analyser_sharpness_words (self->measures));
  else
    g_string_append_printf (sentence, ", with %s", ground);
  append_sentence (out, sentence->str);
  lb_analyser_writer_add_text (&self->writer, "background_setting", out->str);
}

static void
add_lighting (Caption *self)
{
  static const char *const written[] = { "conditions", "direction", "shadows", NULL };
  const LbJsonNode *group = get_group (self, "lighting");
  const char *direction = lb_analyser_direction_words (self->measures);
  g_autofree char *deep = lb_analyser_shadow_words (self->measures);
  const char *highlights = lb_analyser_share_words (self->measures->highlight_share);
  g_autofree char *light = g_strdup_printf ("%s overall", lb_analyser_light_words (self->measures));
  g_autofree char *bright =
    highlights ? g_strdup_printf ("near-white highlights in %s of the frame", highlights) : NULL;

  lb_analyser_writer_open (&self->writer, "lighting", '{');
  add_joined (self, "conditions", lb_analyser_member_text (group, "conditions"),
              (const char *[]) { light, lb_analyser_contrast_words (self->measures) }, 2);
  add_joined (self, "direction", lb_analyser_member_text (group, "direction"),
              (const char *[]) { direction ? direction : "even across the frame" }, 1);
  add_joined (self, "shadows", lb_analyser_member_text (group, "shadows"),
              (const char *[]) { deep, bright }, 2);
  add_other_members (self, group, written);
  lb_analyser_writer_close (&self->writer, '}');
}

/* What schema keys outside the caption's own say of colours, mood or style, by their names. */
static char *
collect_loose (const Caption *self, const char *const *keys, const char *said)
{
  g_autoptr (GString) out = g_string_new (said);

  for (guint i = 0; i < lb_json_node_length (self->schema); i++)
    {
      const LbJsonNode *member = lb_json_node_element (self->schema, i);
      g_autofree char *key = g_ascii_strdown (member->key, -1);
      g_autofree char *text = NULL;

      if (member->duplicate || !g_strv_contains (keys, key) ||
          !(text = lb_analyser_collect_text (member)) || strstr (out->str, text))
        continue;
      g_string_append_printf (out, "%s%s", out->len ? "; " : "", text);
    }

  return out->len ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static void
add_composition (Caption *self, const LbJsonNode *group)
{
  g_autofree char *format =
    g_strdup_printf ("%s format", lb_analyser_format_words (self->width, self->height));
  g_autofree char *place = NULL;

  if (!self->subject_color)
    place = g_strdup ("no single area stands out");
  else if (self->measures->thirds > 0.7)
    place = g_strdup_printf ("the area that stands out lies %s, near a point of thirds",
                             lb_analyser_place_words (self->measures));
  else
    place = g_strdup_printf ("the area that stands out lies %s",
                             lb_analyser_place_words (self->measures));
  add_joined (self, "composition", lb_analyser_member_text (group, "composition"),
              (const char *[]) { format, place, lb_analyser_symmetry_words (self->measures) }, 3);
}

static void
add_aesthetics (Caption *self)
{
  static const char *const written[] = { "composition",      "color_scheme",    "mood_atmosphere",
                                         "preference_score", "aesthetic_score", NULL };
  static const char *const color_keys[] = { "color",   "colors",        "colour", "colours",
                                            "palette", "color_palette", NULL };
  static const char *const mood_keys[] = { "mood", "atmosphere", "tone", NULL };
  const LbJsonNode *group = get_group (self, "aesthetics");
  const char *vividness = lb_analyser_vividness_words (self->measures);
  g_autofree char *colors =
    collect_loose (self, color_keys, lb_analyser_member_text (group, "color_scheme"));
  g_autofree char *mood =
    collect_loose (self, mood_keys, lb_analyser_member_text (group, "mood_atmosphere"));
  int n_colors = count_colors (self->measures, LB_MEASURES_PALETTE, SCHEME_SHARE_MIN);
  g_autofree char *palette = lb_analyser_scheme_words (self->measures->palette, n_colors);
  const char *clauses[] = { lb_analyser_warmth_words (self->measures), vividness,
                            lb_analyser_light_words (self->measures) };

  lb_analyser_writer_open (&self->writer, "aesthetics", '{');
  add_composition (self, group);
  add_joined (self, "color_scheme", colors,
              (const char *[]) { palette, lb_analyser_tone_words (palette, vividness) }, 2);
  add_joined (self, "mood_atmosphere", mood, clauses, G_N_ELEMENTS (clauses));
  add_other_members (self, group, written);
  lb_analyser_writer_close (&self->writer, '}');
}

static void
add_photographic (Caption *self)
{
  static const char *const written[] = { "depth_of_field", "focus", "camera_angle",
                                         "lens_focal_length", NULL };
  const LbJsonNode *group = get_group (self, "photographic_characteristics");
  const char *angle = lb_analyser_member_text (group, "camera_angle");
  const char *lens_said = lb_analyser_member_text (group, "lens_focal_length");
  g_autofree char *said = group ? lb_analyser_collect_text (group) : NULL;
  g_autofree char *lens = lb_analyser_lens_words (self->exif);
  g_autofree char *focus = NULL;

  if (!lb_analyser_is_photograph (self->project, self->exif) && !said)
    return;

  if (self->subject_color)
    focus =
      g_strdup_printf ("the area that stands out %s", lb_analyser_place_words (self->measures));
  lb_analyser_writer_open (&self->writer, "photographic_characteristics", '{');
  add_joined (self, "depth_of_field", lb_analyser_member_text (group, "depth_of_field"),
              (const char *[]) { lb_analyser_sharpness_words (self->measures) }, 1);
  add_joined (self, "focus", lb_analyser_member_text (group, "focus"),
              (const char *[]) { focus ? focus : "no single area stands out" }, 1);
  lb_analyser_writer_add_text (&self->writer, "camera_angle", angle ? angle : "not determined");
  add_joined (self, "lens_focal_length", lens_said,
              (const char *[]) { lens || lens_said ? lens : "not recorded" }, 1);
  add_other_members (self, group, written);
  lb_analyser_writer_close (&self->writer, '}');
}

static void
add_style (Caption *self)
{
  static const char *const style_keys[] = { "style", "medium", "technique", NULL };
  const char *look = lb_analyser_look_words (self->measures);
  g_autofree char *medium = lb_analyser_medium (self->project, self->exif);
  const char *member = lb_analyser_member_text (self->schema, "style_medium");
  g_autofree char *said =
    collect_loose (self, style_keys, member && lb_analyser_is_look (member) ? NULL : member);
  g_autoptr (GString) out = g_string_new (said);

  if (medium && !strstr (out->str, medium))
    g_string_append_printf (out, "%s%s", out->len ? "; " : "", medium);
  if (out->len == 0 && look)
    g_string_append (out, look);
  lb_analyser_writer_add_text (&self->writer, "style_medium", out->str);
}

static void
add_context (Caption *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *medium = describe_medium (self);
  const char *said = lb_analyser_member_text (self->schema, "context");
  const char *name = self->project ? lb_project_get_project_name (self->project) : NULL;
  const char *about = self->project ? lb_project_get_project_description (self->project) : NULL;
  g_autofree char *of_project = NULL;

  if (said)
    append_sentence (out, said);
  if (name && *name)
    {
      of_project =
        g_strdup_printf ("%s %s for the project “%s”", pick_article (medium), medium, name);
      if (!strstr (out->str, name))
        append_sentence (out, of_project);
    }
  if (about && *about && !strstr (out->str, about))
    append_sentence (out, about);
  if (out->len == 0)
    {
      g_autofree char *plain =
        g_strdup_printf ("A single %s; nothing is recorded of its purpose", medium);

      append_sentence (out, plain);
    }
  lb_analyser_writer_add_text (&self->writer, "context", out->str);
}

/* Keys of the schema that the caption has no place for are carried along as they are, if text. */
static void
add_unknown (Caption *self)
{
  static const char *const placed[] = { "short_description",
                                        "objects",
                                        "background_setting",
                                        "lighting",
                                        "aesthetics",
                                        "photographic_characteristics",
                                        "style_medium",
                                        "text_render",
                                        "context",
                                        "artistic_style",
                                        "style",
                                        "medium",
                                        "technique",
                                        "color",
                                        "colors",
                                        "colour",
                                        "colours",
                                        "palette",
                                        "color_palette",
                                        "mood",
                                        "atmosphere",
                                        "tone",
                                        "edit_instruction",
                                        NULL };

  if (self->schema)
    add_other_members (self, self->schema, placed);
}

/**
 * lb_analyser_write_caption:
 * @measures: what was measured in the picture
 * @exif: (nullable): what the picture says of how it was taken
 * @width: of the picture; only its relation to @height is used
 * @height: of the picture
 * @project: (nullable): what the picture belongs to
 * @visual_schema: (nullable): JSON text; what is no JSON object is left out
 *
 * Writes a structured prompt that says what was measured or read, and nothing else.
 *
 * Returns: (transfer full): JSON text, the same for the same arguments
 */
char *
lb_analyser_write_caption (const LbMeasures *measures,
                           const LbPictureExif *exif,
                           int width,
                           int height,
                           LbProject *project,
                           const char *visual_schema)
{
  g_autoptr (LbJsonDocument) document =
    visual_schema ? lb_json_document_new (visual_schema, -1, NULL) : NULL;
  const LbJsonNode *root = document ? lb_json_document_get_root (document) : NULL;
  g_autofree char *subject_color =
    lb_analyser_has_subject (measures) ? lb_palette_color_name (&measures->subject_color) : NULL;
  g_autofree char *subject_colors = lb_analyser_subject_colors (measures);
  const char *artistic;
  Caption self = {
    .measures = measures,
    .exif = exif,
    .width = width,
    .height = height,
    .project = project,
    .schema = root && root->type == LB_JSON_OBJECT ? root : NULL,
    .subject_color = subject_color,
    .subject_colors = subject_colors,
  };

  lb_analyser_writer_init (&self.writer);
  lb_analyser_writer_open (&self.writer, NULL, '{');
  add_short_description (&self);
  add_objects (&self);
  add_background (&self);
  add_lighting (&self);
  add_aesthetics (&self);
  add_photographic (&self);
  add_style (&self);
  add_context (&self);
  artistic = lb_analyser_member_text (self.schema, "artistic_style");
  lb_analyser_writer_add_text (
    &self.writer, "artistic_style",
    artistic && !lb_analyser_is_look (artistic) ? artistic : lb_analyser_artistic_words (measures));
  add_unknown (&self);
  lb_analyser_writer_close (&self.writer, '}');
  return lb_analyser_writer_end (&self.writer);
}

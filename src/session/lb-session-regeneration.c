#include "session/lb-session-record.h"

#include <json-glib/json-glib.h>

#include "session/lb-session-private.h"

/* Captions that the service was asked to write anew. What an image was at that time is on disk
 * until it is known what came of it, so that one of which no answer came is a step of the history
 * as soon as it is seen, be it by the next run of the program. */

#define TEXT "text"               /* what was shown to who asked */
#define SOURCE "source"           /* who wrote that */
#define APPROVED "approved"       /* the words that were */
#define BASE "base"               /* what the service had */
#define BASE_SOURCE "base-source" /* who wrote that, by its word */

static void
add (JsonObject *asked, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (asked, member, text);
}

/* (nullable) */
static const char *
get (JsonNode *asked, const char *member)
{
  return JSON_NODE_HOLDS_OBJECT (asked)
           ? json_object_get_string_member_with_default (json_node_get_object (asked), member, NULL)
           : NULL;
}

/* (transfer full) (nullable): NULL when it was not asked for another one. */
static JsonNode *
read_asked (LbSession *self, gint64 image_id)
{
  const char *note =
    self->notes != NULL ? lb_image_notes_get (self->notes, LB_IMAGE_NOTE_ASKED, image_id) : NULL;

  return note != NULL ? json_from_string (note, NULL) : NULL;
}

static DexFuture *
set_note (LbSession *self, LbImage *image, const char *note)
{
  return lb_image_notes_set (self->notes, LB_IMAGE_NOTE_ASKED, lb_image_get_dataset_id (image),
                             lb_image_get_id (image), note);
}

DexFuture *
lb_session_expect_regeneration (LbSession *self,
                                LbImage *image,
                                const LbCaptionBefore *before,
                                const char *text)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *note = NULL;
  JsonObject *asked = NULL;
  const gint64 id = lb_image_get_id (image);

  if (self->notes == NULL || before->group == LB_HISTORY_UNRECORDED)
    return dex_future_new_true ();

  asked = json_object_new ();
  add (asked, TEXT, text);
  add (asked, SOURCE, before->source);
  add (asked, APPROVED, before->approved);
  add (asked, BASE, lb_image_get_caption (image));
  add (asked, BASE_SOURCE, lb_image_get_caption_source (image));
  json_node_take_object (node, asked);
  note = json_to_string (node, FALSE);
  g_hash_table_remove (self->settled, &id);

  return set_note (self, image, note);
}

void
lb_session_end_regeneration (LbSession *self, LbImage *image)
{
  const gint64 id = lb_image_get_id (image);

  if (self->notes == NULL || lb_image_notes_get (self->notes, LB_IMAGE_NOTE_ASKED, id) == NULL)
    return;

  /* In memory it stands until it is off the disk. */
  g_hash_table_add (self->settled, g_memdup2 (&id, sizeof id));
  dex_future_disown (set_note (self, image, NULL));
}

static gboolean
is_manual (LbImage *image)
{
  return g_strcmp0 (lb_image_get_caption_source (image), "manual") == 0;
}

/* Whether @image has another caption than at that time. One that the service writes may be the
 * same, and then its word for who wrote it tells. */
static gboolean
has_changed (JsonNode *asked, LbImage *image)
{
  const char *caption = lb_image_get_caption (image);

  return caption != NULL && (g_strcmp0 (caption, get (asked, BASE)) != 0 ||
                             (g_strcmp0 (get (asked, BASE_SOURCE), "manual") == 0 &&
                              g_strcmp0 (lb_image_get_caption_source (image), "automatic") == 0));
}

gboolean
lb_session_was_regenerated (LbSession *self, LbImage *image)
{
  g_autoptr (JsonNode) asked = read_asked (self, lb_image_get_id (image));

  return asked != NULL && has_changed (asked, image) && !is_manual (image);
}

/* As when the answer had come. What was typed since stays, and is a step by itself. */
static void
record_seen (LbSession *self, LbImage *image, JsonNode *asked)
{
  const gint64 id = lb_image_get_id (image);
  const char *draft = lb_outbox_get_text (self->outbox, id);
  g_autoptr (LbCaptionBefore) before = NULL;

  if (draft != NULL && g_strcmp0 (draft, get (asked, TEXT)) != 0)
    return;

  before = g_new0 (LbCaptionBefore, 1);
  before->text = g_strdup (get (asked, TEXT));
  before->source = g_strdup (get (asked, SOURCE));
  before->approved = g_strdup (get (asked, APPROVED));
  before->group = LB_HISTORY_ALONE;
  lb_session_record_regeneration (self, image, before);
  dex_future_disown (
    lb_outbox_end_anew (self->outbox, id, lb_image_get_caption (image), before->text));
  dex_future_disown (lb_session_end_approval (self, image));
}

void
lb_session_settle_regeneration (LbSession *self, LbImage *image)
{
  const gint64 id = lb_image_get_id (image);
  g_autoptr (JsonNode) asked = NULL;

  if (self->outbox == NULL || g_hash_table_contains (self->regenerations, &id) ||
      g_hash_table_contains (self->settled, &id) || (asked = read_asked (self, id)) == NULL ||
      !has_changed (asked, image))
    return;

  /* What a person has written since is not what was asked for. */
  if (!is_manual (image))
    record_seen (self, image, asked);
  lb_session_end_regeneration (self, image);
}

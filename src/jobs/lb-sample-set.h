#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * LbSamplePicture:
 * @name: the name of its file
 * @bytes: the encoded picture
 * @sha256: of @bytes
 * @caption: its structured prompt
 */
typedef struct
{
  char *name;
  GBytes *bytes;
  char *sha256;
  char *caption;
} LbSamplePicture;

/**
 * LbSampleSet:
 * @pictures: (element-type LbSamplePicture): in the order of their names
 * @schema: the visual schema that they share
 *
 * The drawings that come with the program: a folder with `captions/NAME.json`, a picture
 * `pictures/NAME` in any format for each, and `visual-schema.json`. It never changes.
 */
typedef struct
{
  GPtrArray *pictures;
  char *schema;
} LbSampleSet;

/* (transfer full): where the set is: $LOOKBOOK_SAMPLES, beside the build, or installed. */
char *lb_sample_set_find_folder (void);
/* Reads the set on a worker thread. Resolves to a boxed LbSampleSet; rejects with G_IO_ERROR when
 * something is missing or unreadable. */
DexFuture *lb_sample_set_load (const char *folder);

#define LB_TYPE_SAMPLE_SET (lb_sample_set_get_type ())
GType lb_sample_set_get_type (void) G_GNUC_CONST;
LbSampleSet *lb_sample_set_ref (LbSampleSet *self);
void lb_sample_set_unref (LbSampleSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbSampleSet, lb_sample_set_unref)

G_END_DECLS

#include "decoder/decode.h"

#include <gexiv2/gexiv2.h>
#include <math.h>
#include <string.h>

static double
read_number (GExiv2Metadata *metadata, const char *tag)
{
  int numerator = 0;
  int denominator = 0;
  double value;

  if (!gexiv2_metadata_try_has_tag (metadata, tag, NULL) ||
      !gexiv2_metadata_try_get_exif_tag_rational (metadata, tag, &numerator, &denominator, NULL) ||
      denominator == 0)
    return 0;

  value = (double) numerator / denominator;
  return isfinite (value) && value > 0 ? value : 0;
}

static glong
read_whole (GExiv2Metadata *metadata, const char *tag)
{
  if (!gexiv2_metadata_try_has_tag (metadata, tag, NULL))
    return 0;
  return MAX (0, gexiv2_metadata_try_get_tag_long (metadata, tag, NULL));
}

static void
read_lens (GExiv2Metadata *metadata, LbDecoderReply *reply)
{
  g_autofree char *lens = NULL;
  g_autofree char *valid = NULL;

  if (gexiv2_metadata_try_has_tag (metadata, "Exif.Photo.LensModel", NULL))
    lens = gexiv2_metadata_try_get_tag_string (metadata, "Exif.Photo.LensModel", NULL);
  if (!lens)
    return;

  valid = g_utf8_make_valid (g_strstrip (lens), -1);
  g_strlcpy (reply->lens, valid, sizeof reply->lens);
}

void
prepare_exif (void)
{
  gexiv2_log_set_level (GEXIV2_LOG_LEVEL_MUTE);
  gexiv2_initialize ();
}

void
read_exif (const guint8 *data, gsize length, LbDecoderReply *reply)
{
  g_autoptr (GExiv2Metadata) metadata = NULL;

  metadata = gexiv2_metadata_new ();
  if (!gexiv2_metadata_open_buf (metadata, data, (glong) length, NULL))
    return;

  reply->focal_length_mm = read_number (metadata, "Exif.Photo.FocalLength");
  reply->focal_length_35mm = read_whole (metadata, "Exif.Photo.FocalLengthIn35mmFilm");
  reply->exposure_s = read_number (metadata, "Exif.Photo.ExposureTime");
  reply->f_number = read_number (metadata, "Exif.Photo.FNumber");
  reply->iso = (gint32) MIN (G_MAXINT32, read_whole (metadata, "Exif.Photo.ISOSpeedRatings"));
  read_lens (metadata, reply);
}

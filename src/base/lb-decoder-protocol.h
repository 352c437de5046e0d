#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the client and lookbook-decoder say to each other: fixed-size messages over a SOCK_SEQPACKET
 * pair, one request and one reply at a time. A request carries a sealed memfd with the file's
 * bytes, a reply to either DECODE a sealed memfd with the pixels; a reply to LOOK only says what
 * was seen. Both ends are of one build. */

#define LB_DECODER_FD 3 /* where the worker finds its end */
#define LB_DECODER_MAGIC 0x4c424431
#define LB_DECODER_SIDE_MAX 16384                    /* R57 */
#define LB_DECODER_PIXELS_MAX (100 * 1000 * 1000)    /* R57 */
#define LB_DECODER_FILE_BYTES_MAX (50 * 1024 * 1024) /* R57 */
#define LB_DECODER_LENS_BYTES 128

typedef enum
{
  LB_DECODER_DECODE = 1,
  LB_DECODER_DECODE_OPAQUE, /* what is transparent becomes black */
  LB_DECODER_EXIF,
  LB_DECODER_LOOK /* at every pixel, and keeps none */
} LbDecoderOperation;

/* Told by the client from the header: the worker does not guess. */
typedef enum
{
  LB_DECODER_JPEG = 1,
  LB_DECODER_PNG,
  LB_DECODER_WEBP
} LbDecoderFormat;

typedef enum
{
  LB_DECODER_OK = 1,
  LB_DECODER_DAMAGED,
  LB_DECODER_TOO_LARGE /* over the limits, or more memory than a worker may take */
} LbDecoderStatus;

typedef struct
{
  guint32 magic;
  guint32 operation;   /* LbDecoderOperation */
  guint32 format;      /* LbDecoderFormat */
  guint32 orientation; /* 1..8, to be applied */
  guint32 max_side;    /* 0: full size */
  guint32 reserved;
  guint64 length; /* bytes in the memfd */
} LbDecoderRequest;

typedef struct
{
  guint32 magic;
  guint32 status; /* LbDecoderStatus */
  guint32 width;  /* as shown */
  guint32 height;
  guint32 stride;
  guint32 channels;    /* 3 or 4 */
  guint32 transparent; /* by LOOK: whether any pixel is not opaque */
  double focal_length_mm;
  double focal_length_35mm;
  double exposure_s;
  double f_number;
  gint32 iso;
  char lens[LB_DECODER_LENS_BYTES]; /* UTF-8, terminated */
} LbDecoderReply;

G_END_DECLS

#pragma once

#include <glib.h>

#include "base/lb-error.h"

G_BEGIN_DECLS

/**
 * LbZipRefusal:
 *
 * Why a ZIP file, or one entry of it, is not taken. From %LB_ZIP_REFUSAL_NOT_ZIP on it is the whole
 * file that is refused, and what was read of it before is to be dropped.
 */
typedef enum
{
  LB_ZIP_REFUSAL_NONE,
  /* one entry; the others can still be read */
  LB_ZIP_REFUSAL_EMPTY,     /* no name, or an empty or `.` part within it */
  LB_ZIP_REFUSAL_ABSOLUTE,  /* a name that begins with a slash */
  LB_ZIP_REFUSAL_DRIVE,     /* a name that begins with a drive letter */
  LB_ZIP_REFUSAL_PARENT,    /* a `..` part */
  LB_ZIP_REFUSAL_BACKSLASH, /* a backslash anywhere */
  LB_ZIP_REFUSAL_CONTROL,   /* NUL or another control character */
  LB_ZIP_REFUSAL_NOT_UTF8,  /* a name that is not valid UTF-8 */
  LB_ZIP_REFUSAL_LONG,      /* a part over 255 bytes, or a name over 1024 */
  LB_ZIP_REFUSAL_DUPLICATE, /* the name of an earlier entry, in the same or the other case */
  LB_ZIP_REFUSAL_SYMLINK,   /* a symbolic link */
  LB_ZIP_REFUSAL_SPECIAL,   /* a device, pipe or socket, or a folder that holds bytes */
  LB_ZIP_REFUSAL_NESTED,    /* an archive within the archive, by its name or its first bytes */
  LB_ZIP_REFUSAL_METHOD,    /* compressed by other means than deflate */
  LB_ZIP_REFUSAL_IMAGES,    /* an image beyond the cap of images */
  LB_ZIP_REFUSAL_DAMAGED,   /* its bytes can't be read, or their checksum is wrong */
  /* the whole file */
  LB_ZIP_REFUSAL_NOT_ZIP,   /* something else */
  LB_ZIP_REFUSAL_BROKEN,    /* cut short, split, or a directory that leads nowhere */
  LB_ZIP_REFUSAL_LIES,      /* what it says at two places, or of its sizes, does not agree */
  LB_ZIP_REFUSAL_OVERLAP,   /* two entries share bytes */
  LB_ZIP_REFUSAL_ENCRYPTED, /* a password is needed */
  LB_ZIP_REFUSAL_ENTRIES,   /* more entries than the cap */
  LB_ZIP_REFUSAL_BYTES,     /* more bytes, once unpacked, than the cap */
  LB_ZIP_REFUSAL_RATIO,     /* unpacks to more times its size than the cap */
} LbZipRefusal;

gboolean lb_zip_refusal_is_whole (LbZipRefusal refusal);
/* A short name such as "not-utf8", for logs and tests. */
const char *lb_zip_refusal_to_string (LbZipRefusal refusal);
/* Not for LB_ZIP_REFUSAL_NONE. INVALID for names and links, TOO_LARGE for what is over a cap,
 * UNSUPPORTED for what we do not read, DAMAGED for the rest. */
LbError lb_zip_refusal_to_code (LbZipRefusal refusal);
/* Sets an error of LB_ERROR. @name: (nullable): what is refused, as a person may see it. */
void lb_zip_refusal_set_error (LbZipRefusal refusal, const char *name, GError **error);

G_END_DECLS

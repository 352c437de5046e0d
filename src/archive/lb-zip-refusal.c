#include "archive/lb-zip-refusal.h"

typedef struct
{
  const char *nick;
  LbError code;
  const char *sentence;
} Refusal;

static const Refusal refusals[] = {
  [LB_ZIP_REFUSAL_NONE] = { "none", LB_ERROR_INVALID, "is fine" },
  [LB_ZIP_REFUSAL_EMPTY] = { "empty", LB_ERROR_INVALID, "has an empty part in its name" },
  [LB_ZIP_REFUSAL_ABSOLUTE] = { "absolute", LB_ERROR_INVALID, "has an absolute name" },
  [LB_ZIP_REFUSAL_DRIVE] = { "drive", LB_ERROR_INVALID, "names a drive" },
  [LB_ZIP_REFUSAL_PARENT] = { "parent", LB_ERROR_INVALID, "leads out of its folder" },
  [LB_ZIP_REFUSAL_BACKSLASH] = { "backslash", LB_ERROR_INVALID, "has a backslash in its name" },
  [LB_ZIP_REFUSAL_CONTROL] = { "control", LB_ERROR_INVALID, "has a control character in its name" },
  [LB_ZIP_REFUSAL_NOT_UTF8] = { "not-utf8", LB_ERROR_INVALID, "has a name that is not UTF-8" },
  [LB_ZIP_REFUSAL_LONG] = { "long", LB_ERROR_INVALID, "has too long a name" },
  [LB_ZIP_REFUSAL_DUPLICATE] = { "duplicate", LB_ERROR_INVALID,
                                 "has the name of an earlier entry" },
  [LB_ZIP_REFUSAL_SYMLINK] = { "symlink", LB_ERROR_INVALID, "is a symbolic link" },
  [LB_ZIP_REFUSAL_SPECIAL] = { "special", LB_ERROR_INVALID, "is neither a file nor a folder" },
  [LB_ZIP_REFUSAL_NESTED] = { "nested", LB_ERROR_UNSUPPORTED, "is an archive itself" },
  [LB_ZIP_REFUSAL_METHOD] = { "method", LB_ERROR_UNSUPPORTED,
                              "is compressed in a way that is not supported" },
  [LB_ZIP_REFUSAL_IMAGES] = { "images", LB_ERROR_TOO_LARGE, "is beyond the limit of images" },
  [LB_ZIP_REFUSAL_DAMAGED] = { "damaged", LB_ERROR_DAMAGED, "is damaged" },
  [LB_ZIP_REFUSAL_NOT_ZIP] = { "not-zip", LB_ERROR_UNSUPPORTED, "is not a ZIP file" },
  [LB_ZIP_REFUSAL_BROKEN] = { "broken", LB_ERROR_DAMAGED, "is cut short or damaged" },
  [LB_ZIP_REFUSAL_LIES] = { "lies", LB_ERROR_DAMAGED, "contradicts itself" },
  [LB_ZIP_REFUSAL_OVERLAP] = { "overlap", LB_ERROR_TOO_LARGE, "has entries that overlap" },
  [LB_ZIP_REFUSAL_ENCRYPTED] = { "encrypted", LB_ERROR_UNSUPPORTED, "is encrypted" },
  [LB_ZIP_REFUSAL_ENTRIES] = { "entries", LB_ERROR_TOO_LARGE, "has too many entries" },
  [LB_ZIP_REFUSAL_BYTES] = { "bytes", LB_ERROR_TOO_LARGE, "is too large once unpacked" },
  [LB_ZIP_REFUSAL_RATIO] = { "ratio", LB_ERROR_TOO_LARGE, "unpacks to far more than its size" },
};

gboolean
lb_zip_refusal_is_whole (LbZipRefusal refusal)
{
  return refusal >= LB_ZIP_REFUSAL_NOT_ZIP;
}

const char *
lb_zip_refusal_to_string (LbZipRefusal refusal)
{
  g_return_val_if_fail ((guint) refusal < G_N_ELEMENTS (refusals), NULL);

  return refusals[refusal].nick;
}

LbError
lb_zip_refusal_to_code (LbZipRefusal refusal)
{
  g_return_val_if_fail ((guint) refusal < G_N_ELEMENTS (refusals), LB_ERROR_DAMAGED);
  g_return_val_if_fail (refusal != LB_ZIP_REFUSAL_NONE, LB_ERROR_DAMAGED);

  return refusals[refusal].code;
}

void
lb_zip_refusal_set_error (LbZipRefusal refusal, const char *name, GError **error)
{
  g_return_if_fail ((guint) refusal < G_N_ELEMENTS (refusals));
  g_return_if_fail (refusal != LB_ZIP_REFUSAL_NONE);

  g_set_error (error, LB_ERROR, refusals[refusal].code, "%s %s", name ? name : "The archive",
               refusals[refusal].sentence);
}

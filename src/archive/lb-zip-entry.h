#pragma once

#include "archive/lb-zip-refusal.h"

G_BEGIN_DECLS

/**
 * LbZipKind:
 *
 * What an entry is by its name. What its bytes are only reading tells.
 */
typedef enum
{
  LB_ZIP_KIND_OTHER,
  LB_ZIP_KIND_IMAGE,    /* ends in .jpg, .jpeg, .jpe, .jfif, .png or .webp, in any case */
  LB_ZIP_KIND_TEXT,     /* ends in .txt */
  LB_ZIP_KIND_FOLDER,   /* no bytes; to be passed over */
  LB_ZIP_KIND_METADATA, /* left there by a desktop, such as __MACOSX; to be passed over */
} LbZipKind;

/**
 * LbZipEntry:
 * @name: valid UTF-8, with slashes. For a refused entry it serves to be shown only: what was not
 *   text in it has become U+FFFD.
 * @size_bytes: what the entry claims to unpack to; reading more than that is refused
 * @compressed_bytes: its share of the file
 * @kind: what it is by its name
 * @refusal: why it can't be read, or %LB_ZIP_REFUSAL_NONE
 */
typedef struct
{
  char *name;
  guint64 size_bytes;
  guint64 compressed_bytes;
  LbZipKind kind;
  LbZipRefusal refusal;
} LbZipEntry;

G_END_DECLS

#pragma once

#include "archive/lb-zip-reader.h"

/* What tests do with a whole ZIP file. */

/* Reads every entry; the hash that make-zips and this program make of all names and contents, or
 * NULL with the error of the first entry that fails. */
char *zip_contents_hash (LbZipReader *reader, GError **error);
/* A reader over @bytes that must open. */
LbZipReader *zip_contents_open (GBytes *bytes);
/* Reads every entry that is not refused and looks whether what fails fails properly: with an error
 * of ours, and never after more bytes than were claimed. */
void zip_contents_try (GBytes *bytes);

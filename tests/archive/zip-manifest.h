#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A ZIP file that make-zips has made. */
typedef struct
{
  char *path;     /* (owned) */
  char **outcome; /* (owned): "good" HASH, "entry" REFUSAL INDEX, "whole" REFUSAL open|INDEX */
} ZipCase;

/* (transfer full) (element-type ZipCase): what the manifest in @folder says. */
GPtrArray *zip_manifest_read (const char *folder);

G_END_DECLS

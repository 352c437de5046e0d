#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A service elsewhere that keeps pictures, on a free loopback port: one project, datasets 1 to 8,
 * and what a test wants to go wrong with the pictures it is sent. */
typedef struct _PictureHost PictureHost;

typedef enum
{
  PICTURE_HOST_TAKE,       /* 201 */
  PICTURE_HOST_TAKE_RESET, /* kept, and the connection is reset */
  PICTURE_HOST_TAKE_FAULT, /* kept, and 500 */
  PICTURE_HOST_TAKE_CUT,   /* kept, and half an answer */
  PICTURE_HOST_TAKE_LATE,  /* the connection is reset, and it is kept a while later */
  PICTURE_HOST_TAKE_AFTER, /* the connection is reset, and it is kept once it was sent again */
  PICTURE_HOST_RESET,      /* not kept, and the connection is reset */
  PICTURE_HOST_FAULT,      /* not kept, and 500 */
  PICTURE_HOST_HOLD,       /* kept, and no answer before picture_host_let_go() */
  PICTURE_HOST_N_FATES
} PictureHostFate;

PictureHost *picture_host_new (void);
void picture_host_free (PictureHost *self);
const char *picture_host_get_origin (PictureHost *self);
/* What becomes of the next picture; several are taken in their order. */
void picture_host_expect (PictureHost *self, PictureHostFate fate);
/* Of every tenth picture by chance, @tenths of ten, something else. */
void picture_host_set_chance (PictureHost *self, guint32 seed, guint tenths);
/* The next pictures are answered with @status and @headers (nullable), and not kept. */
void picture_host_refuse (PictureHost *self, guint status, const char *headers, guint n);
/* How much later; 100 ms at first. */
void picture_host_set_delay (PictureHost *self, guint delay_ms);
/* Pictures get names of its own. */
void picture_host_set_renames (PictureHost *self, gboolean renames);
/* @origin: what the links to the pictures lead to. */
void picture_host_set_links (PictureHost *self, const char *origin);
/* Every connection is closed at once. */
void picture_host_set_down (PictureHost *self, gboolean down);
/* Whatever is asked is sent on to @origin; NULL: not any more. */
void picture_host_set_moved (PictureHost *self, const char *origin);
void picture_host_let_go (PictureHost *self);

guint picture_host_get_n_posts (PictureHost *self);
guint picture_host_get_n_requests (PictureHost *self);
guint picture_host_get_n_pictures (PictureHost *self);
guint picture_host_get_most_at_once (PictureHost *self);
/* (transfer none) (nullable): the name that the picture was sent with, in the order they are kept.
 */
/* Keeps the @nth picture once more, as if a request that was given up came late. */
void picture_host_repeat (PictureHost *self, guint nth);
const char *picture_host_get_name (PictureHost *self, guint nth);
const char *picture_host_get_caption (PictureHost *self, guint nth); /* (nullable) */
/* How many are kept whose bytes have @sha256. */
guint picture_host_count_bytes (PictureHost *self, const char *sha256);

G_END_DECLS

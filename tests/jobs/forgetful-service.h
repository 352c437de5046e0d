#pragma once

#include <gio/gio.h>

#include "model/lb-dataset.h"

G_BEGIN_DECLS

/* A service in this process that holds one project and two empty datasets (2 and 3) in memory, and
 * does what a real one does only on a bad day: it stores a picture and loses the answer. */
typedef struct _ForgetfulService ForgetfulService;

/* Listens where a session for @data_dir looks. */
ForgetfulService *forgetful_service_new (const char *data_dir);
void forgetful_service_free (ForgetfulService *self);

/* The next @n uploads are stored and answered with 500. */
void forgetful_service_lose_answers (ForgetfulService *self, guint n);
/* The next @n uploads are answered with 500 and not stored. */
void forgetful_service_drop_uploads (ForgetfulService *self, guint n);
/* The next @n lists of images are answered with 500. */
void forgetful_service_drop_lists (ForgetfulService *self, guint n);
/* While held, uploads are stored and get no answer. */
void forgetful_service_hold (ForgetfulService *self, gboolean hold);
/* The same, and they are stored no sooner than the hold ends. */
void forgetful_service_hold_unstored (ForgetfulService *self);
/* It reads the files that it is told of; before, as a service of an older version, it has no such
 * operation. */
void forgetful_service_read_files (ForgetfulService *self);
guint forgetful_service_get_n_read (ForgetfulService *self); /* those that were stored */
/* Captions are not made; 0: they are. */
void forgetful_service_refuse_captions (ForgetfulService *self, guint status);
guint forgetful_service_get_n_uploads (ForgetfulService *self); /* requests */
guint forgetful_service_get_n_stored (ForgetfulService *self);
guint forgetful_service_get_n_captions (ForgetfulService *self);   /* requests to make one */
guint forgetful_service_get_most_at_once (ForgetfulService *self); /* uploads held together */
/* (element-type LbImage) (transfer none) */
GPtrArray *forgetful_service_get_images (ForgetfulService *self);
LbDataset *forgetful_service_get_dataset (ForgetfulService *self);

G_END_DECLS

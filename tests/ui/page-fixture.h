#pragma once

#include <adwaita.h>

#include "session/lb-session.h"
#include "test-client-fixture.h"
#include "ui/dataset/lb-dataset-page.h"
#include "ui/image/lb-image-page.h"

G_BEGIN_DECLS

/* A window with a session over the real service: one dataset with some images. */
typedef struct
{
  ServiceFixture service;
  LbSession *session;
  LbDataset *dataset;
  GListModel *images; /* (unowned) live, of @dataset */
  AdwWindow *window;
  AdwNavigationView *views; /* (unowned) in the window, with an empty page */
  GSubprocess *elsewhere;   /* (owned) (nullable): a service that is spoken to as to a hosted one */
} PageFixture;

/* @n_images: the dataset has so many, "1.png" and so on. */
void page_fixture_set_up (PageFixture *self, int n_images);
/* The same over our service as an account that needs a token has it: what it refuses is not known
 * before. */
void page_fixture_set_up_hosted (PageFixture *self, int n_images);
void page_fixture_tear_down (PageFixture *self);
/* (transfer none) */
LbImage *page_fixture_nth (PageFixture *self, guint position);
/* Gives the dataset a schema. */
void page_fixture_set_schema (PageFixture *self);
/* Goes on with another dataset, whose captions are plain words, and which has one image. */
void page_fixture_use_plain (PageFixture *self);
/* Stores @text as the caption of the image and waits until the service has it. */
void page_fixture_save_caption (PageFixture *self, LbImage *image, const char *text);
/* (transfer full): a caption with these words that a person has written, and the service has; a
 * step of its own. */
char *page_fixture_write_by_hand (PageFixture *self, guint position, const char *words);
/* Shows @page in the window, and waits until the way there is over. */
void page_fixture_push (PageFixture *self, AdwNavigationPage *page);
/* (transfer none): the page of one image, shown in the window. */
LbImagePage *page_fixture_open_image (PageFixture *self, guint position);
/* (transfer none): the page of the dataset, shown in the window, with its images. */
LbDatasetPage *page_fixture_open_dataset (PageFixture *self);
/* Waits until no dialog is over the window. */
void page_fixture_wait_no_dialog (PageFixture *self);
/* Captions are opened as text. */
void page_show_text (void);
/* A template child of @widget, which is of type @type. (transfer none) */
gpointer page_child (gpointer widget, GType type, const char *name);
/* (transfer none) (nullable): the first widget of @type in @widget, or the first row of it that is
 * called @title (nullable). */
gpointer page_find (GtkWidget *widget, GType type, const char *title);
/* Waits until the window was drawn again: a turn to another width is over only then. */
void page_fixture_wait_drawn (PageFixture *self);
/* Runs what is due now. */
void page_settle (void);
/* (nullable): the alert that is open over the window. */
AdwAlertDialog *page_fixture_alert (PageFixture *self);
/* Answers it, and waits until it is gone. */
void page_fixture_answer (PageFixture *self, const char *response);
/* Presses the button with @label, wherever it is in the window; waits for it to be there. */
void page_fixture_press (PageFixture *self, const char *label);
/* Waits until the label, a template child of @widget, says @words. */
void page_wait_label (gpointer widget, GType type, const char *name, const char *words);

/* (transfer full) (element-type GFile): the folders "2023" and "2024" below @root, with a
 * "boat.png" each, and "tea.png" in the first. */
GListModel *page_make_namesakes (const char *root);
/* (transfer full): a PNG of 1500 by 1400 pixels, white but for 1100 by 1080 at 100, 200; @blue:
 * of these, what makes them another picture. */
GBytes *page_make_framed (guint8 blue);

G_END_DECLS

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "base/lb-tls-fault.h"
#include "contract/lb-rules.h"
#include "model/lb-bulk-upload.h"
#include "model/lb-captioner-setting.h"
#include "model/lb-dataset.h"
#include "model/lb-download.h"
#include "model/lb-image.h"
#include "model/lb-project.h"
#include "session/lb-account-entry.h"
#include "session/lb-saved-filters.h"
#include "session/lb-secrets.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/**
 * LbSession:
 *
 * One account in use: the one live object per id, the list models that the views show, drafts and
 * the outbox. All on the main thread. Lists change in place (items-changed deltas), objects by
 * notify. Properties: online (boolean: the service answers), error-message (string, nullable),
 * n-waiting (uint: changes that are kept here and that the service does not have yet),
 * needs-sign-in (boolean: the service does not know the token; nothing is sent until there is
 * another). Signals: caption-refused (LbImage, message): an edit that the service will not take;
 * its draft stays. bulk-upload-changed (LbDataset): lb_session_get_bulk_upload() has another
 * answer. change-refused (GObject, int LbChangeKind, GError): the service will not take a change
 * other than a caption that nobody waits for any more; what it was before is there again, and what
 * was written is in lb_session_list_refusals(). The object is NULL when it was deleted meanwhile.
 */
#define LB_TYPE_SESSION (lb_session_get_type ())
G_DECLARE_FINAL_TYPE (LbSession, lb_session, LB, SESSION, GObject)

/* @data_dir: (nullable): the embedded service's folder, NULL for the user's own; @state_dir:
 * (nullable): where drafts and the outbox live, NULL for $XDG_DATA_HOME/lookbook/accounts/local. */
LbSession *lb_session_new_local (const char *data_dir, const char *state_dir);
/* A service elsewhere: see lb_client_new() for @base_url and @token. @state_dir: as above, of this
 * account alone. */
LbSession *lb_session_new_hosted (const char *base_url, const char *token, const char *state_dir);
/* Either of the two for @account. @token: (nullable): comes later, see below. */
LbSession *lb_session_new_for_account (LbAccountEntry *account, const char *token);
LbAccountEntry *lb_session_get_account (LbSession *self); /* (transfer none) (nullable) */
/* Whether pictures are to be sent without what lb_strip_metadata() takes out; follows the account's
 * setting. */
gboolean lb_session_strips_metadata (LbSession *self);

/* What is known of the token of a service elsewhere. Property token-state (LbTokenState as int). */
typedef enum
{
  LB_TOKEN_FINE,     /* as far as is known; always on this computer */
  LB_TOKEN_MISSING,  /* the person has to give one; nothing is sent */
  LB_TOKEN_WITHHELD, /* the keyring that has it does not give it; nothing is sent */
  LB_TOKEN_REJECTED  /* by the service */
} LbTokenState;

LbTokenState lb_session_get_token_state (LbSession *self);
/* From now on calls carry @token; what waited because of it goes on. */
void lb_session_set_token (LbSession *self, const char *token);
/* @token: (transfer full): a future of the token, as from lb_secrets_lookup(). Opening waits for
 * it, and goes on without one when it fails. */
void lb_session_await_token (LbSession *self, DexFuture *token);
/* One cheap call, before an account is kept: resolves TRUE when the service takes the token. Fails
 * as calls do, with UNAUTHORIZED when it does not. */
DexFuture *lb_session_try_token (const char *base_url, const char *token);

/* While it is not online: whether that is because no connection would be safe. Changes with
 * error-message. */
LbTlsFault lb_session_get_tls_fault (LbSession *self);

/* Whether the service is elsewhere: what is only our own reading of its rules warns then, and does
 * not refuse. */
gboolean lb_session_is_hosted (LbSession *self);
/* The same for lb_rules_stops() and its like. */
LbRulesMode lb_session_get_rules_mode (LbSession *self);
/* For a service elsewhere: how many requests a minute the account's plan allows, 0 (at first) for
 * any number. Uploads, polls and edits share them. */
void lb_session_set_plan (LbSession *self, guint requests_a_minute);
/* Seconds until @n more requests would have gone, and for which the service has asked to be left
 * alone; 0 when nothing holds them. */
double lb_session_estimate_s (LbSession *self, guint n);
double lb_session_get_held_s (LbSession *self);
/* Starts or joins the service, loads projects and datasets, sends what the outbox holds. Resolves
 * TRUE. */
DexFuture *lb_session_open (LbSession *self);
DexFuture *lb_session_refresh (LbSession *self);
/* (nullable): after opening, where the broken record of unsent changes and of reviews has gone; a
 * new one was begun. */
const char *lb_session_get_set_aside (LbSession *self);
/* (nullable): the folder of the service on this computer: its pictures and captions. NULL for one
 * elsewhere. */
const char *lb_session_get_data_dir (LbSession *self);
/* Flushes drafts to disk, blocking at most a second. Called on close. */
void lb_session_close (LbSession *self);
/* The account's folder, its own on this computer. */
const char *lb_session_get_state_dir (LbSession *self);
/* (transfer none) (nullable): the account's database; NULL before it is open and after closing. */
LbDatabase *lb_session_get_database (LbSession *self);
/* (transfer none) (nullable): NULL before opening; empty before lb_saved_filters_load(). */
LbSavedFilters *lb_session_get_saved_filters (LbSession *self);

/* Every project, dataset and image has a UUID of its own on this computer. It stays when the
 * service gives the thing another id, and is known of what was deleted too. */
/* @object: an LbProject, LbDataset or LbImage that is live or was. (nullable): NULL before
 * lb_session_open(). */
const char *lb_session_get_uuid (LbSession *self, gpointer object);
/* (transfer none) (nullable): the live object. */
LbProject *lb_session_find_project_by_uuid (LbSession *self, const char *uuid);
LbDataset *lb_session_find_dataset_by_uuid (LbSession *self, const char *uuid);
LbImage *lb_session_find_image_by_uuid (LbSession *self, const char *uuid);

/* (transfer none) live list models, sorted by name (projects) and age (datasets). */
GListModel *lb_session_get_projects (LbSession *self); /* LbProject */
GListModel *lb_session_get_datasets (LbSession *self); /* LbDataset, all */
/* (transfer full): the live, filtered list of one project's datasets. */
GListModel *lb_session_get_project_datasets (LbSession *self, LbProject *project);
/* (transfer none): live LbImage list, oldest first; filled by lb_session_load_images(). */
GListModel *lb_session_get_images (LbSession *self, LbDataset *dataset);
DexFuture *lb_session_load_images (LbSession *self, LbDataset *dataset);
DexFuture *lb_session_load_first_images (LbSession *self, LbDataset *dataset, int max);

LbProject *lb_session_find_project (LbSession *self, gint64 id); /* (nullable) (transfer none) */
LbDataset *lb_session_find_dataset (LbSession *self, gint64 id);
LbImage *lb_session_find_image (LbSession *self, gint64 id);
/* (nullable) (transfer none): another one that has @name, before one whose name only looks the same
 * (lb_entered_name_is_like()). @own: (nullable): the one that is to be called so, which does not
 * count. */
LbProject *lb_session_find_project_like (LbSession *self, LbProject *own, const char *name);
/* The same of the datasets of @project. */
LbDataset *lb_session_find_dataset_like (LbSession *self,
                                         LbProject *project,
                                         LbDataset *own,
                                         const char *name);

/* Each resolves to the live object (or TRUE), after lists and properties have changed. */
DexFuture *lb_session_create_project (LbSession *self, LbProject *wanted);
DexFuture *lb_session_rename_project (LbSession *self, LbProject *project, const char *name);
/* @training_version: (nullable): NULL for the project's, else fibo; @upload_type: (nullable): NULL
 * for basic. */
DexFuture *lb_session_create_dataset (LbSession *self,
                                      LbProject *project,
                                      const char *name,
                                      const char *training_version,
                                      const char *upload_type);
/* @name, @description: (nullable): NULL for what R37 says. Resolves to the live copy, a draft. */
DexFuture *lb_session_clone_dataset (LbSession *self,
                                     LbDataset *dataset,
                                     const char *name,
                                     const char *description);
DexFuture *lb_session_rename_dataset (LbSession *self, LbDataset *dataset, const char *name);
DexFuture *lb_session_set_visual_schema (LbSession *self, LbDataset *dataset, const char *schema);
/* Legacy drafts only; captions stay as they are (R36). */
DexFuture *lb_session_set_caption_prefix (LbSession *self, LbDataset *dataset, const char *prefix);
DexFuture *lb_session_complete_dataset (LbSession *self, LbDataset *dataset);
DexFuture *lb_session_upload_image (LbSession *self,
                                    LbDataset *dataset,
                                    GBytes *bytes,
                                    const char *image_name,
                                    gboolean increase_resolution,
                                    gboolean content_moderation,
                                    GCancellable *cancel,
                                    GFileProgressCallback progress,
                                    gpointer data);
/* The service on this computer reads the file itself. @sha256: of what is in it; @image_name,
 * @cancel, @progress: (nullable). Resolves to the live LbImage. */
DexFuture *lb_session_upload_file (LbSession *self,
                                   LbDataset *dataset,
                                   const char *file_url,
                                   const char *sha256,
                                   const char *image_name,
                                   gboolean increase_resolution,
                                   GCancellable *cancel,
                                   GFileProgressCallback progress,
                                   gpointer data);
/* The service fetches the picture itself. @name, @cancel, @progress: (nullable). Resolves to the
 * live LbImage. */
DexFuture *lb_session_upload_address (LbSession *self,
                                      LbDataset *dataset,
                                      const char *url,
                                      const char *name,
                                      gboolean increase_resolution,
                                      gboolean content_moderation,
                                      GCancellable *cancel,
                                      GFileProgressCallback progress,
                                      gpointer data);
DexFuture *lb_session_delete_image (LbSession *self, LbImage *image);
/* What was written of @from and not sent yet, and what was noted of it, is of @to from now on,
 * another image of the same picture. */
DexFuture *lb_session_move_words (LbSession *self, LbImage *from, LbImage *to);
DexFuture *lb_session_undelete_image (LbSession *self, LbDataset *dataset, gint64 image_id);
/* Sends what is kept first; the draft goes with the new caption unless it was edited meanwhile. */
DexFuture *lb_session_regenerate_caption (LbSession *self, LbImage *image);
/* 5 to 10 live images; the session fetches their pictures. Resolves to a string. */
DexFuture *lb_session_generate_schema (LbSession *self, GPtrArray *images);

/* Resolves to the edited document as a string; nothing is saved. @text: a caption or schema as
 * JSON; @context: (nullable) (element-type LbImage): pictures that help; @cancel: (nullable). */
DexFuture *lb_session_refine (LbSession *self,
                              LbDataset *dataset,
                              const char *text,
                              const char *instruction,
                              GPtrArray *context,
                              GCancellable *cancel);

/* The one import of an advanced dataset. There is one live LbBulkUpload a dataset; while it is not
 * over it is looked at again and again (R71), and images and counts follow. */
/* @automatic_captioning: for legacy datasets, FALSE takes NAME.txt; @content_moderation: whether a
 * service elsewhere is to look at the pictures first (R52). Resolves to the live
 * LbBulkUpload once the service has accepted it. */
DexFuture *lb_session_bulk_upload (LbSession *self,
                                   LbDataset *dataset,
                                   const char *zip_url,
                                   gboolean automatic_captioning,
                                   gboolean content_moderation);
/* (transfer none) (nullable): the live one, as far as it is known here. */
LbBulkUpload *lb_session_get_bulk_upload (LbSession *self, LbDataset *dataset);
/* Whether there is one that is not over, as far as it is known here. */
gboolean lb_session_is_importing (LbSession *self, LbDataset *dataset);
/* Asks the service, and follows what is not over. Resolves to the live LbBulkUpload, or fails with
 * LB_ERROR_NOT_FOUND. Loading the images of an advanced dataset does it too. */
DexFuture *lb_session_find_bulk_upload (LbSession *self, LbDataset *dataset);

/* R90..R92: links to all of an advanced dataset, a boxed LbDownload. They run out soon. */
DexFuture *lb_session_download (LbSession *self, LbDataset *dataset);
/* Streams what a link leads to into @file, which changes only when all of it is there; see
 * lb_client_fetch_to_file(). Fails with LB_ERROR_FORBIDDEN or GONE when the link has run out: ask
 * for new ones then. */
DexFuture *lb_session_fetch_to_file (LbSession *self,
                                     const char *url,
                                     GFile *file,
                                     GCancellable *cancel,
                                     GFileProgressCallback progress,
                                     gpointer data);
/* Streams @file to a signed upload link with PUT, without the token. Resolves TRUE. */
DexFuture *lb_session_put_file (LbSession *self,
                                const char *url,
                                GFile *file,
                                GCancellable *cancel,
                                GFileProgressCallback progress,
                                gpointer data);

/* Who writes the descriptions on this computer; LB_ERROR_INVALID for a service elsewhere. Both
 * resolve to an LbCaptionerSetting as it is then, not live. What @setting leaves NULL or 0 stays.
 */
DexFuture *lb_session_get_captioner (LbSession *self);
DexFuture *lb_session_set_captioner (LbSession *self, LbCaptionerSetting *setting);
/* Resolves to what it writes about a picture, as a string; nothing is stored. */
DexFuture *lb_session_test_captioner (LbSession *self, GBytes *bytes);

/* The models that a server has: a boxed GStrv of their names, without those that can't see.
 * @setting: its address and key, each (nullable) for what was chosen. */
DexFuture *lb_session_list_models (LbSession *self, LbCaptionerSetting *setting);
/* The captioner's key is kept by @secrets, in the keyring as LB_SECRETS_CAPTIONER: whenever the
 * service here was started again and waits for it, it is handed over. Nothing elsewhere. */
void lb_session_set_secrets (LbSession *self, LbSecrets *secrets);

/* Caption edits. lb_session_edit_caption() keeps the text durably as a draft (valid or not), then,
 * when it is a valid prompt, sends it through the outbox; the future resolves TRUE once the draft
 * is on disk and fails when the disk will not take it: the text is then in memory only. */
typedef enum
{
  LB_EDIT_SAVED,   /* the service has what the user sees */
  LB_EDIT_DRAFT,   /* kept here: not valid yet, or too long */
  LB_EDIT_PENDING, /* kept here, waiting to be sent */
  LB_EDIT_SENDING,
  LB_EDIT_REFUSED,  /* kept here, the service said no */
  LB_EDIT_UNKEPT,   /* NOT kept: the disk failed; in memory only, and tried again by itself */
  LB_EDIT_CONFLICT, /* kept here, not sent: the caption was changed elsewhere meanwhile */
  LB_EDIT_N_STATES
} LbEditState;

DexFuture *lb_session_edit_caption (LbSession *self, LbImage *image, const char *text);
/* (transfer full) (nullable): the text to show: the draft if there is one, else the caption. */
char *lb_session_dup_caption_text (LbSession *self, LbImage *image);
LbEditState lb_session_get_edit_state (LbSession *self, LbImage *image);
/* (transfer full) (nullable): why the text can't be kept (UNKEPT: STORAGE, NO_SPACE), can't be sent
 * (DRAFT: TOO_LARGE when it is over the 256 KiB of a caption) or was refused (REFUSED). */
GError *lb_session_dup_edit_error (LbSession *self, LbImage *image);
/* Signal "edit-state-changed" (LbImage): one of edit state, edit error and regenerating changed. */
/* Whether the caption is a person's: the service says so, or there is an edit, sent or not. */
gboolean lb_session_is_manual (LbSession *self, LbImage *image);
/* Whether lb_session_regenerate_caption() is under way for it, whoever asked. */
gboolean lb_session_is_regenerating (LbSession *self, LbImage *image);
/* Drops the draft and shows the service's caption again. */
DexFuture *lb_session_discard_draft (LbSession *self, LbImage *image);
/* The same edit by something that knows who wrote @text: @source is "manual" or "automatic". An old
 * automatic caption that is written back does not become a person's. */
DexFuture *lb_session_edit_caption_from (LbSession *self,
                                         LbImage *image,
                                         const char *text,
                                         const char *source);
/* (nullable): who wrote what lb_session_dup_caption_text() gives: "manual", "automatic" or what the
 * service says. What is known here counts more than that. */
const char *lb_session_get_caption_source (LbSession *self, LbImage *image);

/* Conflicts: what was edited here was changed elsewhere before it could be sent. */
/* @base, @theirs: (out) (optional) (transfer full) (nullable): the caption that the edit was made
 * over, and the service's. FALSE when there is no conflict. */
gboolean lb_session_dup_conflict (LbSession *self, LbImage *image, char **base, char **theirs);
/* @keep_mine: sends the edit over theirs; else the edit is dropped. Resolves TRUE once that is on
 * disk. */
DexFuture *lb_session_resolve_conflict (LbSession *self, LbImage *image, gboolean keep_mine);
/* @text, some of mine and some of theirs, goes out over theirs: one step of the history. Resolves
 * TRUE once that is on disk. */
DexFuture *lb_session_merge_conflict (LbSession *self, LbImage *image, const char *text);

/* What is kept here, in order, until the service has it. The numbers are stored: a new kind comes
 * last. */
typedef enum
{
  LB_CHANGE_CAPTION,
  LB_CHANGE_PROJECT_NAME,
  LB_CHANGE_DATASET_NAME,
  LB_CHANGE_SCHEMA,
  LB_CHANGE_PREFIX,
  LB_CHANGE_DELETE_IMAGE, /* from here on the trash has them, an outbox the ones before */
  LB_CHANGE_DELETE_DATASET,
  LB_CHANGE_DELETE_PROJECT,
  LB_CHANGE_N_KINDS
} LbChangeKind;

/* The same for changes of projects and datasets. What the service has is shown meanwhile. The first
 * kind that is in conflict, LB_CHANGE_N_KINDS for none: */
LbChangeKind lb_session_find_change_conflict (LbSession *self, gpointer object);
gboolean lb_session_dup_change_conflict (
  LbSession *self, LbChangeKind kind, gpointer object, char **base, char **mine, char **theirs);
DexFuture *lb_session_resolve_change_conflict (LbSession *self,
                                               LbChangeKind kind,
                                               gpointer object,
                                               gboolean keep_mine);
/* The same as lb_session_merge_conflict() for a visual schema. */
DexFuture *
lb_session_merge_schema_conflict (LbSession *self, LbDataset *dataset, const char *schema);

/**
 * LbWaiting:
 * @n_changes: by kind: kept here, going out by themselves
 * @n_conflicts: captions that wait for a decision
 * @n_change_conflicts: other changes that do
 * @n_refused: captions that the service will not take, of images that are there
 * @n_refusals: what lb_session_list_refusals() gives
 * @n_drafts: captions that can't be sent as they are
 * @hold_s: for how long the service asked to be left alone, 0 when it did not
 * @needs_sign_in: nothing goes out before there is another token
 * @online: the service answers
 */
typedef struct
{
  guint n_changes[LB_CHANGE_N_KINDS];
  guint n_conflicts;
  guint n_change_conflicts;
  guint n_refused;
  guint n_refusals;
  guint n_drafts;
  guint hold_s;
  gboolean needs_sign_in;
  gboolean online;
} LbWaiting;

/* "notify::n-waiting" says when it changes, but for @n_refused and @n_drafts. */
void lb_session_get_waiting (LbSession *self, LbWaiting *waiting);
guint lb_session_get_n_waiting (LbSession *self);
gboolean lb_session_get_needs_sign_in (LbSession *self);
/* Whether the disk is too full for anything to be written or sent: all is as it was, and goes on by
 * itself once there is room. Property "lacks-room". */
gboolean lb_session_lacks_room (LbSession *self);
/* One more queue of uploads, or one less, waits for a service that is away: it is looked for as
 * often as for changes that do. */
void lb_session_note_queue (LbSession *self, gboolean waits);

/* Reviews are kept on this computer, in the account's database. An approval is of the words that
 * were approved: it outlives the way to the service, which may store them in another spelling, does
 * not hold for other words, is there again when an edit is taken back, and ends with a new caption.
 * Signal "review-changed" (LbImage). */
gboolean lb_session_is_approved (LbSession *self, LbImage *image);
/* Resolves TRUE once it is on disk; fails with LB_ERROR_STORAGE or NO_SPACE, and then nothing has
 * changed. Approving fails with LB_ERROR_INVALID what has no caption or one that can't be sent. */
DexFuture *lb_session_set_approved (LbSession *self, LbImage *image, gboolean approved);

/* Which visual schema a caption was made under is kept on this computer too, also for captions that
 * were taken back. Signal "review-changed" tells of it as well. */
/* Whether the caption was made under another schema than the one that its dataset has: by a person
 * or not. Approving it makes it the present one's. */
gboolean lb_session_is_outdated (LbSession *self, LbImage *image);
/* @schema_hash: (nullable): NULL for no schema. TRUE where nothing else is known. */
gboolean lb_session_is_made_under (LbSession *self, LbImage *image, const char *schema_hash);
/* (transfer full) (nullable): which one it was, as a word that is good in every account; NULL where
 * it is not known. */
char *lb_session_dup_caption_age (LbSession *self, LbImage *image);
/* The caption that @image has now is such a one. */
void lb_session_set_caption_age (LbSession *self, LbImage *image, const char *age);

/* Where on this computer a picture came from, remembered on this computer. */
DexFuture *lb_session_set_origin (LbSession *self, LbImage *image, GFile *file);
/* (transfer full) (nullable): NULL for one that was pasted or came from elsewhere. */
GFile *lb_session_dup_origin (LbSession *self, LbImage *image);

/* Resolve to boxed GBytes of the encoded picture, from a small cache by id and updated-at. */
DexFuture *lb_session_fetch_thumbnail (LbSession *self, LbImage *image);
DexFuture *lb_session_fetch_picture (LbSession *self, LbImage *image);
void lb_session_forget_picture (LbSession *self, LbImage *image);

G_END_DECLS

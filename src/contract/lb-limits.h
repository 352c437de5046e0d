#pragma once

/* Limits of the contract, with the rule each comes from. */
#define LB_LIMIT_BASIC_IMAGES 200                     /* R24, R53 */
#define LB_LIMIT_ADVANCED_IMAGES 5000                 /* R24 */
#define LB_LIMIT_COMPLETE_FIBO 5                      /* R30 */
#define LB_LIMIT_COMPLETE_LEGACY 1                    /* R30 */
#define LB_LIMIT_SIDE_MIN 256                         /* R47, pixels */
#define LB_LIMIT_SIDE_TARGET 1024                     /* R47..R49, pixels */
#define LB_LIMIT_SIDE_MAX 16384                       /* R57, pixels */
#define LB_LIMIT_PIXELS_MAX (100 * 1000 * 1000)       /* R57 */
#define LB_LIMIT_FILE_BYTES (50 * 1024 * 1024)        /* R57, after base64 decoding */
#define LB_LIMIT_BODY_UPLOAD_BYTES (72 * 1024 * 1024) /* R9 */
#define LB_LIMIT_BODY_SCHEMA_BYTES (24 * 1024 * 1024) /* R9, schema and refine */
#define LB_LIMIT_BODY_BYTES (8 * 1024 * 1024)         /* R9 */
#define LB_LIMIT_BODY_VALUES 10000                    /* of a request's JSON; R9 */
#define LB_LIMIT_CAPTION_BYTES (256 * 1024)           /* one caption */
#define LB_LIMIT_ZIP_BYTES 5000000000ull              /* R76, what a client sends */
#define LB_LIMIT_SCHEMA_IMAGES_MIN 5                  /* R86 */
#define LB_LIMIT_SCHEMA_IMAGES_MAX 10                 /* R86 */

/* What a client takes in of one answer, by its kind; bytes. A picture is as large as one may be
 * sent, and some more for one that was enlarged. */
#define LB_LIMIT_ANSWER_BYTES (8 * 1024 * 1024)          /* one thing, or one text */
#define LB_LIMIT_ANSWER_LIST_BYTES (64 * 1024 * 1024)    /* lists, and what embeds one */
#define LB_LIMIT_ANSWER_PICTURE_BYTES (64 * 1024 * 1024) /* of a signed link, in memory */
#define LB_LIMIT_ANSWER_REFUSAL_BYTES (64 * 1024)        /* the rest is not read */
#define LB_LIMIT_ANSWER_VALUES (1000 * 1000)             /* of its JSON: 5000 images of 200 */

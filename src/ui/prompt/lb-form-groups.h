#pragma once

#include "ui/prompt/lb-field-list.h"

G_BEGIN_DECLS

#define LB_FORM_GROUP_MAX_FIELDS 8

/**
 * LbFormGroup:
 * @title: what a person calls it, to be translated
 * @keys: (array zero-terminated=1): the members of the document that are in it, in their order
 * @flags: how they are shown
 *
 * Some fields of the document that belong together. Fields that one of the two documents does not
 * have are left out there.
 */
typedef struct
{
  const char *title;
  const char *keys[LB_FORM_GROUP_MAX_FIELDS + 1];
  LbFieldListFlags flags;
} LbFormGroup;

/* (array length=n_groups): all of them, in the order in which a caption is shown. Static. */
const LbFormGroup *lb_form_groups_get (guint *n_groups);

G_END_DECLS

#pragma once

#include <adwaita.h>

#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/**
 * LbAddressDialog:
 *
 * Asks before the service fetches a picture from an address, and stays until it is there or
 * refused. An address that was pasted or dropped is shown whole; without one it is typed.
 */
#define LB_TYPE_ADDRESS_DIALOG (lb_address_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LbAddressDialog, lb_address_dialog, LB, ADDRESS_DIALOG, AdwDialog)

/* @address: (nullable): as lb_address_parse() gives it. @settings: (nullable): keeps
 * "increase-resolution". */
LbAddressDialog *lb_address_dialog_new (LbUploadQueue *queue,
                                        LbDataset *dataset,
                                        GSettings *settings,
                                        const char *address);

G_END_DECLS

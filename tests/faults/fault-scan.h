#pragma once

#include <glib.h>

/* Fails the test when @token is in what anybody could read of a process: its arguments and its
 * environment. @told: (nullable): the ids of processes that may have it in their environment, and
 * NULL at the end. Returns how many texts were looked at. */
guint fault_scan_processes (const char *token, const char *const *told);

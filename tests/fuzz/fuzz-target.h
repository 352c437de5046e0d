#pragma once

#include <stddef.h>
#include <stdint.h>

/* What every target defines: takes @size bytes from outside as the code under test would get them,
 * and aborts when it breaks a promise. The fuzzer's own main calls it, and so does the replay of
 * the kept bytes. Returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
/* Once, before the first; the second form of libFuzzer's interface. */
int LLVMFuzzerInitialize (int *argc, char ***argv);

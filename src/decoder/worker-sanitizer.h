#pragma once

/* Whether this is a build with a sanitizer: it maps terabytes, makes calls of its own and looks
 * into itself at the end, so the limits that would stop it are left out. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WORKER_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define WORKER_SANITIZED 1
#endif
#endif

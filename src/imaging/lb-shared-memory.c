#include "imaging/lb-shared-memory.h"

#include "base/lb-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  void *start;
  gsize length;
} Mapping;

static void
unmap_cb (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->start, mapping->length);
  g_free (mapping);
}

static GBytes *
take_mapping (void *start, gsize length)
{
  Mapping *mapping = g_new (Mapping, 1);

  mapping->start = start;
  mapping->length = length;

  return g_bytes_new_with_free_func (start, length, unmap_cb, mapping);
}

int
lb_shared_memory_new (const guint8 *data, gsize length, GError **error)
{
  const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
  int fd = memfd_create ("lookbook-input", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd >= 0 && lb_disk_write (fd, data, length) && fcntl (fd, F_ADD_SEALS, seals) == 0)
    return fd;

  g_set_error (error, LB_ERROR, LB_ERROR_SERVER, "No memory to share a picture: %s",
               g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

GBytes *
lb_shared_memory_map (int fd, gsize length)
{
  const int wanted = F_SEAL_SHRINK | F_SEAL_WRITE;
  int seals = fcntl (fd, F_GET_SEALS);
  struct stat info;
  void *start;

  if (seals < 0 || (seals & wanted) != wanted || length == 0 || fstat (fd, &info) != 0 ||
      (guint64) info.st_size < length)
    return NULL;

  start = mmap (NULL, length, PROT_READ, MAP_PRIVATE, fd, 0);
  return start != MAP_FAILED ? take_mapping (start, length) : NULL;
}

GBytes *
lb_shared_memory_reserve (gsize length)
{
  void *start = mmap (NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return start != MAP_FAILED ? take_mapping (start, length) : NULL;
}

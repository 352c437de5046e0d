#include "jobs/lb-caption-file.h"

#include <string.h>

#include "base/lb-error.h"
#include "base/lb-json.h"
#include "contract/lb-limits.h"
#include "jobs/lb-csv.h"
#include "jobs/lb-file-error.h"

/* How the column with the picture, and that with its description, may be called; the first that is
 * there counts. `file_name` is what Hugging Face's ImageFolder and FIBO say, `text` and `caption`
 * what follows it there. */
static const char *const name_columns[] = { "file_name",  "filename", "image", "image_path",
                                            "image_name", "path",     "file",  NULL };
static const char *const text_columns[] = { "text",   "caption",     "structured_prompt",
                                            "prompt", "description", NULL };

static void
record_free (gpointer data)
{
  LbCaptionRecord *record = data;

  g_free (record->file_name);
  g_free (record->text);
  g_free (record);
}

static LbCaptionTable *
table_new (void)
{
  LbCaptionTable *self = g_new0 (LbCaptionTable, 1);

  self->records = g_ptr_array_new_with_free_func (record_free);
  self->faults = g_array_new (FALSE, FALSE, sizeof (LbCaptionFault));
  return self;
}

void
lb_caption_table_free (LbCaptionTable *self)
{
  g_ptr_array_unref (self->records);
  g_array_unref (self->faults);
  g_free (self);
}

static void
refuse (LbCaptionTable *self, guint line, gboolean too_large)
{
  LbCaptionFault fault = { .line = line, .too_large = too_large };

  g_array_append_val (self->faults, fault);
}

/* @text: (transfer full) (nullable) */
static void
add (LbCaptionTable *self, const char *file_name, char *text, guint line)
{
  LbCaptionRecord *record = NULL;

  if (text != NULL && strlen (text) > LB_LIMIT_CAPTION_BYTES)
    {
      g_free (text);
      refuse (self, line, TRUE);
      return;
    }

  record = g_new0 (LbCaptionRecord, 1);
  record->file_name = g_strdup (file_name);
  record->text = text;
  record->line = line;
  g_ptr_array_add (self->records, record);
}

/* (transfer full) (nullable): UTF-16 says so by its mark, in either order. */
static char *
decode_utf16 (const char *data, gsize size, gsize *length)
{
  const guint8 *bytes = (const guint8 *) data;

  if (size < 2 || size % 2 != 0)
    return NULL;
  if (bytes[0] == 0xff && bytes[1] == 0xfe)
    return g_convert (data + 2, (gssize) size - 2, "UTF-8", "UTF-16LE", NULL, length, NULL);
  if (bytes[0] == 0xfe && bytes[1] == 0xff)
    return g_convert (data + 2, (gssize) size - 2, "UTF-8", "UTF-16BE", NULL, length, NULL);

  return NULL;
}

/* (transfer full) (nullable): UTF-8 without a mark. */
static char *
decode (GBytes *bytes, gsize *length, GError **error)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  char *text = decode_utf16 (data, size, length);

  if (text == NULL)
    {
      if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
        {
          data += 3;
          size -= 3;
        }
      if (size == 0 || g_utf8_validate (data, (gssize) size, NULL))
        {
          *length = size;
          return g_strndup (size > 0 ? data : "", size);
        }
    }
  else if (memchr (text, '\0', *length) == NULL)
    return text;

  g_free (text);
  g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED, "The file is no text in UTF-8");
  return NULL;
}

/* Line ends become LF, and the one that ends the file goes. */
static void
tidy_line_ends (char *text)
{
  char *to = text;
  gsize length = 0;

  for (const char *from = text; *from != '\0'; from++)
    if (*from != '\r' || from[1] != '\n')
      *to++ = *from;
  *to = '\0';

  length = strlen (text);
  if (length > 0 && text[length - 1] == '\n')
    text[length - 1] = '\0';
}

/**
 * lb_caption_file_decode:
 * @bytes: of a file with the words of one picture
 * @verbatim: whether line ends are part of the words, as in what this program has written
 *
 * A mark of the byte order is taken off, and UTF-16 that has one is read too.
 *
 * Returns: (transfer full) (nullable): UTF-8
 */
char *
lb_caption_file_decode (GBytes *bytes, gboolean verbatim, GError **error)
{
  gsize length = 0;
  char *text = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!(text = decode (bytes, &length, error)))
    return NULL;
  if (!verbatim)
    tidy_line_ends (text);

  return text;
}

/**
 * lb_caption_file_load:
 *
 * Reads no more than @max_bytes, whatever the file's size is said to be.
 *
 * Returns: (transfer full) (nullable): all of it
 */
GBytes *
lb_caption_file_load (GFile *file, gsize max_bytes, GCancellable *cancel, GError **error)
{
  g_autoptr (GError) below = NULL;
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autoptr (GFileInputStream) input = g_file_read (file, cancel, &below);
  guint8 block[16 * 1024];
  gssize got = 0;

  while (input != NULL && all->len <= max_bytes &&
         (got = g_input_stream_read (G_INPUT_STREAM (input), block, sizeof block, cancel, &below)) >
           0)
    g_byte_array_append (all, block, (guint) got);

  if (below != NULL)
    {
      g_propagate_error (error, lb_file_error_new (below));
      return NULL;
    }
  if (all->len > max_bytes)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_TOO_LARGE,
                   "The file is larger than %" G_GSIZE_FORMAT " bytes", max_bytes);
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static const LbJsonNode *
find_member (const LbJsonNode *object, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const LbJsonNode *member = lb_json_node_member (object, names[i]);

      if (member != NULL)
        return member;
    }

  return NULL;
}

/* (transfer full) (nullable): words, or a structured prompt that stands there as an object. */
static char *
dup_text (LbJsonDocument *document, const LbJsonNode *node)
{
  const char *whole = lb_json_document_get_text (document, NULL);

  if (node == NULL || node->type == LB_JSON_NULL)
    return NULL;
  if (node->type == LB_JSON_STRING)
    return *node->string != '\0' ? g_strdup (node->string) : NULL;

  return g_strndup (whole + node->start, node->end - node->start);
}

static gboolean
read_line (LbCaptionTable *self, const char *line, gsize length, guint number)
{
  g_autoptr (LbJsonDocument) document = lb_json_document_new (line, (gssize) length, NULL);
  const LbJsonNode *root = document != NULL ? lb_json_document_get_root (document) : NULL;
  const LbJsonNode *name = NULL;

  if (root == NULL || root->type != LB_JSON_OBJECT || !(name = find_member (root, name_columns)) ||
      name->type != LB_JSON_STRING || *name->string == '\0')
    return FALSE;

  add (self, name->string, dup_text (document, find_member (root, text_columns)), number);
  return TRUE;
}

static gboolean
is_blank (const char *from, const char *to)
{
  while (from < to && g_ascii_isspace (*from))
    from++;

  return from == to;
}

static LbCaptionTable *
check_table (LbCaptionTable *self, GError **error)
{
  if (self->records->len > 0 || self->faults->len == 0 ||
      g_array_index (self->faults, LbCaptionFault, 0).too_large)
    return self;

  g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "Line %u names no picture",
               g_array_index (self->faults, LbCaptionFault, 0).line);
  lb_caption_table_free (self);
  return NULL;
}

/**
 * lb_caption_table_new_from_jsonl:
 * @bytes: of a metadata.jsonl
 *
 * Returns: (transfer full) (nullable): what its lines say; fails when no line is right
 */
LbCaptionTable *
lb_caption_table_new_from_jsonl (GBytes *bytes, GError **error)
{
  gsize length = 0;
  g_autofree char *text = decode (bytes, &length, error);
  LbCaptionTable *self = NULL;
  const char *end = NULL;
  guint number = 1;

  if (text == NULL)
    return NULL;

  self = table_new ();
  end = text + length;
  for (const char *at = text; at < end; number++)
    {
      const char *line_end = memchr (at, '\n', (gsize) (end - at));
      const char *next = line_end != NULL ? line_end : end;

      if (!is_blank (at, next) && !read_line (self, at, (gsize) (next - at), number))
        refuse (self, number, FALSE);
      at = line_end != NULL ? line_end + 1 : end;
    }

  return check_table (self, error);
}

/* -1: no such column. Names are looked at without their case and blanks around them. */
static int
find_column (GPtrArray *head, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    for (guint j = 0; j < head->len; j++)
      {
        g_autofree char *name = g_strstrip (g_strdup (head->pdata[j]));

        if (g_ascii_strcasecmp (name, names[i]) == 0)
          return (int) j;
      }

  return -1;
}

static void
read_record (LbCaptionTable *self, GPtrArray *fields, int name_at, int text_at, guint line)
{
  const char *name = (guint) name_at < fields->len ? fields->pdata[name_at] : "";
  const char *text = (guint) text_at < fields->len ? fields->pdata[text_at] : "";

  if (*name == '\0')
    refuse (self, line, FALSE);
  else
    add (self, name, *text != '\0' ? g_strdup (text) : NULL, line);
}

/**
 * lb_caption_table_new_from_csv:
 * @bytes: of a metadata.csv, whose first record names the columns
 *
 * Returns: (transfer full) (nullable): what its records say; fails without a column for pictures
 *   and one for descriptions, or when nothing is right
 */
LbCaptionTable *
lb_caption_table_new_from_csv (GBytes *bytes, GError **error)
{
  gsize length = 0;
  g_autofree char *text = decode (bytes, &length, error);
  g_autoptr (LbCaptionTable) self = NULL;
  g_autoptr (GPtrArray) head = NULL;
  g_autoptr (GError) wrong = NULL;
  LbCsv csv;
  guint line = 1;
  int name_at = -1;
  int text_at = -1;

  if (text == NULL)
    return NULL;

  self = table_new ();
  lb_csv_init (&csv, text, length);
  head = lb_csv_next (&csv, &line, &wrong);
  if (wrong != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&wrong));
      return NULL;
    }
  if (head != NULL)
    {
      name_at = find_column (head, name_columns);
      text_at = find_column (head, text_columns);
    }
  if (name_at < 0 || text_at < 0)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                           "The first line names no columns “file_name” and “caption”");
      return NULL;
    }

  while (TRUE)
    {
      g_autoptr (GError) broken = NULL;
      g_autoptr (GPtrArray) fields = lb_csv_next (&csv, &line, &broken);

      if (fields != NULL)
        read_record (self, fields, name_at, text_at, line);
      else if (broken != NULL)
        refuse (self, line, FALSE);
      else
        break;
    }

  return check_table (g_steal_pointer (&self), error);
}

#include "contract/lb-contract-json.h"

#include "contract/lb-contract-member.h"

LbDownload *
lb_contract_read_download (JsonNode *node, GError **error)
{
  g_autofree char *images_url = NULL;
  g_autofree char *captions_url = NULL;

  if (!(images_url = lb_contract_read_string (node, "download_url", error)))
    return NULL;

  captions_url = lb_member_dup_text (json_node_get_object (node), "captions_url");
  if (captions_url != NULL && *captions_url == '\0')
    g_clear_pointer (&captions_url, g_free);

  return lb_download_new (images_url, captions_url);
}

JsonNode *
lb_contract_write_download (const LbDownload *download)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "download_url", download->images_url);
  if (download->captions_url != NULL)
    json_object_set_string_member (object, "captions_url", download->captions_url);

  return lb_member_close (object);
}

/* The C interface from C: open a client, drain it, close it. */
#include <hufu.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  const char* config = "{\"base_url\":\"https://api.example.com\"}";
  hufu_client* client = hufu_open(config, strlen(config));
  if (client == NULL) {
    fprintf(stderr, "%s\n", hufu_open_error());
    return 1;
  }
  printf("hufu %s, %s\n", hufu_version(), hufu_state(client));
  hufu_close(client);
  return 0;
}

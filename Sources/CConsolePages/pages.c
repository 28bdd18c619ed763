#include "CConsolePages.h"

// The files of the console's page, embedded by the compiler (#embed of C23). A new file is one more piece here, and one
// more line below; a test compares both with the folder.

static const unsigned char index_html[] = {
#embed "web/index.html"
};
static const unsigned char icon_svg[] = {
#embed "web/icon.svg"
};

static const console_page pages[] = {
    {"index.html", index_html, sizeof index_html},
    {"icon.svg", icon_svg, sizeof icon_svg},
};

console_page console_page_at(size_t index) {
  const console_page none = {0, 0, 0};
  return index < sizeof pages / sizeof *pages ? pages[index] : none;
}

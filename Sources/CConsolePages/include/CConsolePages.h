#ifndef C_CONSOLE_PAGES_H
#define C_CONSOLE_PAGES_H

#include <stddef.h>

/// A file of the console's page, as it is part of the program.
typedef struct {
  /// Its name, without a folder.
  const char *name;
  /// What is in it; lives as long as the process.
  const unsigned char *bytes;
  /// How many bytes that are.
  size_t length;
} console_page;

/// The file at `index`, from 0; one without a name behind the last.
console_page console_page_at(size_t index);

#endif

// From a page of rows to the bytes that every answer carries unchanged: the cached part of GetCourseProgressResponse.
// Field switches, text times and rounding are applied here and nowhere else.
#pragma once

#include <string>

#include "libs/cache/read_path.h"
#include "libs/progress/progress_reader.h"

namespace cp::query {

// A serialized courseprogress.v1.GetCourseProgressResponse with only `rows` set; empty for a page without rows. Equal
// pages give equal bytes, in a string with little room to spare: it is kept. Hidden fields are absent, visible ones
// present even when zero. Thread-safe.
std::string EncodePage(const progress::PageSnapshot& page);

// EncodePage() with the page's version and the time it was read, ready for the read path.
cache::LoadedPage ToLoadedPage(const progress::PageSnapshot& page, int64_t computed_at_ms);

}  // namespace cp::query

#include "libs/runtime/config_file.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/status.h"

namespace cp::runtime {
namespace {

absl::Status Wrong(absl::string_view rule) { return absl::InvalidArgumentError(rule); }

bool IsName(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
  });
}

bool IsEmptyOrComment(absl::string_view text) {
  return text.empty() || absl::StartsWith(text, "#") || absl::StartsWith(text, ";");
}

// Takes a character of a "string" from the front of `text`, which is not empty.
absl::StatusOr<char> TakeCharacter(absl::string_view* text) {
  const char c = text->front();
  text->remove_prefix(1);
  if (c != '\\') return c;
  constexpr std::pair<char, char> kEscapes[] = {{'\\', '\\'}, {'"', '"'}, {'n', '\n'}, {'t', '\t'}};
  for (const auto& [written, meant] : kEscapes) {
    if (!text->empty() && text->front() == written) {
      text->remove_prefix(1);
      return meant;
    }
  }
  return Wrong("in \"..\" a backslash is written \\\\; in '..' it stands for itself");
}

// Takes a value that is no list from the front of `text`; a bare one ends before any of `stops`.
absl::StatusOr<std::string> TakeScalar(absl::string_view* text, absl::string_view stops) {
  const char quote = text->empty() ? '\0' : text->front();
  if (quote != '"' && quote != '\'') {
    const absl::string_view bare = absl::StripAsciiWhitespace(text->substr(0, text->find_first_of(stops)));
    if (bare.empty()) return Wrong("a value is missing; an empty one is \"\"");
    if (bare.find_first_of("\"'") != absl::string_view::npos) return Wrong("quotes must enclose the whole value");
    text->remove_prefix(bare.size());
    return std::string(bare);
  }
  text->remove_prefix(1);
  std::string value;
  while (!text->empty() && text->front() != quote) {
    if (quote == '"') {
      CP_ASSIGN_OR_RETURN(const char c, TakeCharacter(text));
      value.push_back(c);
    } else {
      value.push_back(text->front());
      text->remove_prefix(1);
    }
  }
  if (!absl::ConsumePrefix(text, absl::string_view(&quote, 1)))
    return Wrong("the quote that opens the value is not closed");
  return value;
}

// Takes "1, 2]" from the front of `text`.
absl::StatusOr<std::vector<std::string>> TakeListItems(absl::string_view* text) {
  std::vector<std::string> items;
  for (;;) {
    *text = absl::StripLeadingAsciiWhitespace(*text);
    if (absl::ConsumePrefix(text, "]")) return items;
    if (IsEmptyOrComment(*text)) return Wrong("the list must be closed by ']' on its line");
    CP_ASSIGN_OR_RETURN(std::string item, TakeScalar(text, ",]#"));
    items.push_back(std::move(item));
    *text = absl::StripLeadingAsciiWhitespace(*text);
    if (!absl::ConsumePrefix(text, ",") && !absl::StartsWith(*text, "]")) {
      return Wrong("the list must be closed by ']' on its line, with ',' between its values");
    }
  }
}

absl::StatusOr<std::vector<std::string>> ParseValue(absl::string_view text) {
  std::vector<std::string> values;
  if (absl::ConsumePrefix(&text, "[")) {
    CP_ASSIGN_OR_RETURN(values, TakeListItems(&text));
  } else {
    CP_ASSIGN_OR_RETURN(std::string value, TakeScalar(&text, "#"));
    values.push_back(std::move(value));
  }
  if (!IsEmptyOrComment(absl::StripLeadingAsciiWhitespace(text))) return Wrong("only a comment may follow the value");
  return values;
}

absl::Status ParseLine(absl::string_view line, FileValues* values) {
  if (IsEmptyOrComment(line)) return absl::OkStatus();
  if (absl::StartsWith(line, "[")) return Wrong("there are no [sections] here; write name = value");
  const size_t equals = line.find('=');
  const absl::string_view name = absl::StripAsciiWhitespace(line.substr(0, equals));
  if (equals == absl::string_view::npos || !IsName(name)) return Wrong("must be name = value, or a comment behind a #");
  CP_ASSIGN_OR_RETURN(std::vector<std::string> value, ParseValue(absl::StripAsciiWhitespace(line.substr(equals + 1))));
  const bool is_new = values->emplace(name, std::move(value)).second;
  return is_new ? absl::OkStatus() : Wrong(absl::StrCat("\"", name, "\" is set in a line above already; keep one"));
}

}  // namespace

absl::StatusOr<FileValues> ParseSettingsFile(absl::string_view content) {
  FileValues values;
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(content, '\n')) {
    ++number;
    if (const absl::Status parsed = ParseLine(absl::StripAsciiWhitespace(line), &values); !parsed.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, ": ", parsed.message()));
    }
  }
  return values;
}

}  // namespace cp::runtime

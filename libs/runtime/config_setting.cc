#include "libs/runtime/config_setting.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "libs/base/dsn_text.h"

namespace cp::runtime {
namespace {

absl::Status NotAllowed(absl::string_view what_is_allowed) {
  return absl::InvalidArgumentError(absl::StrCat("must be ", what_is_allowed));
}

std::string RangeText(IntRange range) {
  const bool no_min = range.min == std::numeric_limits<int64_t>::min();
  const bool no_max = range.max == std::numeric_limits<int64_t>::max();
  if (no_min && no_max) return "a whole number";
  if (no_max) return absl::StrCat("a whole number, ", range.min, " or more");
  if (no_min) return absl::StrCat("a whole number, ", range.max, " or less");
  return absl::StrCat("a whole number, ", range.min, "..", range.max);
}

std::string RangeText(DurationRange range) {
  constexpr absl::string_view kForm = "a duration such as 500ms, 10s, 5m or 1h";
  if (range.max == absl::InfiniteDuration()) {
    return absl::StrCat(kForm, ", ", absl::FormatDuration(range.min), " or more");
  }
  return absl::StrCat(kForm, ", ", absl::FormatDuration(range.min), "..", absl::FormatDuration(range.max));
}

absl::StatusOr<int64_t> ParseInt(absl::string_view text, IntRange range) {
  int64_t value = 0;
  if (!absl::SimpleAtoi(text, &value) || value < range.min || value > range.max) return NotAllowed(RangeText(range));
  return value;
}

// Repeated flags and commas both separate; blanks around an item do not count.
std::vector<std::string> SplitItems(const std::vector<std::string>& texts) {
  std::vector<std::string> items;
  for (const std::string& text : texts) {
    for (const absl::string_view item : absl::StrSplit(text, ',')) {
      const absl::string_view trimmed = absl::StripAsciiWhitespace(item);
      if (!trimmed.empty()) items.emplace_back(trimmed);
    }
  }
  return items;
}

// Parse() has checked that a setting that is no list has exactly one text.
template <typename T, typename ParseOne>
Setting::Convert ConvertOne(T* target, ParseOne parse) {
  return [target, parse](const std::vector<std::string>& texts) -> absl::StatusOr<Setting::Commit> {
    auto value = parse(texts.front());
    if (!value.ok()) return value.status();
    return Setting::Commit([target, v = static_cast<T>(*std::move(value))] { *target = v; });
  };
}

template <typename T>
Setting AnyIntSetting(IntRange range, T* target) {
  range.min = std::max<int64_t>(range.min, std::numeric_limits<T>::min());
  range.max = std::min<int64_t>(range.max, std::numeric_limits<T>::max());
  Setting setting;
  setting.value_name = "N";
  setting.allowed = RangeText(range);
  setting.is_bare_in_toml = true;
  setting.convert = ConvertOne(target, [range](const std::string& text) { return ParseInt(text, range); });
  setting.show = [target] { return absl::StrCat(*target); };
  return setting;
}

}  // namespace

std::string ToString(const Origin& origin) {
  switch (origin.kind) {
    case Origin::Kind::kDefault:
      return "default";
    case Origin::Kind::kFlag:
      return "flag";
    case Origin::Kind::kEnv:
      return absl::StrCat("env ", origin.detail);
    case Origin::Kind::kFile:
      return absl::StrCat("file ", origin.detail);
  }
  return "";
}

std::string EnvNameOf(absl::string_view setting) {
  return absl::StrCat("CP_", absl::AsciiStrToUpper(absl::StrReplaceAll(setting, {{"-", "_"}})));
}

std::string Setting::Redact(absl::string_view value) const {
  switch (secrecy) {
    case Secrecy::kSecret:
      return value.empty() ? "" : "***";
    case Secrecy::kDsn:
      return RedactDsn(value);
    case Secrecy::kPublic:
      return RedactText(value);
  }
  return "";
}

Setting StringSetting(std::string* target, StringCheck check) {
  Setting setting;
  setting.value_name = "TEXT";
  setting.convert = ConvertOne(target, [check](const std::string& text) -> absl::StatusOr<std::string> {
    if (check != nullptr && !text.empty()) {
      if (absl::Status status = check(text); !status.ok()) return status;
    }
    return text;
  });
  setting.show = [target] { return *target; };
  return setting;
}

Setting ChoiceSetting(std::vector<std::string> choices, std::string* target) {
  Setting setting;
  setting.value_name = "WORD";
  setting.allowed = absl::StrJoin(choices, " | ");
  setting.convert =
      ConvertOne(target, [choices, allowed = setting.allowed](const std::string& text) -> absl::StatusOr<std::string> {
        if (std::find(choices.begin(), choices.end(), text) == choices.end()) return NotAllowed(allowed);
        return text;
      });
  setting.show = [target] { return *target; };
  return setting;
}

Setting IntSetting(IntRange range, int64_t* target) { return AnyIntSetting(range, target); }

Setting Int32Setting(IntRange range, int* target) { return AnyIntSetting(range, target); }

Setting BoolSetting(bool* target) {
  Setting setting;
  setting.allowed = "true | false";
  setting.is_bare_in_toml = true;
  setting.convert = ConvertOne(target, [](const std::string& text) -> absl::StatusOr<bool> {
    bool value = false;
    if (!absl::SimpleAtob(text, &value)) return NotAllowed("true or false");
    return value;
  });
  setting.show = [target] { return *target ? "true" : "false"; };
  return setting;
}

Setting DurationSetting(DurationRange range, absl::Duration* target) {
  Setting setting;
  setting.value_name = "DURATION";
  setting.allowed = RangeText(range);
  setting.convert = ConvertOne(target, [range](const std::string& text) -> absl::StatusOr<absl::Duration> {
    absl::Duration value;
    if (!absl::ParseDuration(text, &value) || value < range.min || value > range.max) {
      return NotAllowed(RangeText(range));
    }
    return value;
  });
  setting.show = [target] { return absl::FormatDuration(*target); };
  return setting;
}

Setting IntListSetting(IntRange range, std::vector<int64_t>* target) {
  Setting setting;
  setting.value_name = "N,N,..";
  setting.allowed = absl::StrCat("each ", RangeText(range));
  setting.is_list = true;
  setting.convert = [target, range](const std::vector<std::string>& texts) -> absl::StatusOr<Setting::Commit> {
    std::vector<int64_t> values;
    for (const std::string& item : SplitItems(texts)) {
      absl::StatusOr<int64_t> value = ParseInt(item, range);
      if (!value.ok()) return NotAllowed(absl::StrCat("a list, each ", RangeText(range)));
      values.push_back(*value);
    }
    return Setting::Commit([target, values] { *target = values; });
  };
  setting.show = [target] { return absl::StrJoin(*target, ","); };
  return setting;
}

Setting StringListSetting(std::vector<std::string>* target) {
  Setting setting;
  setting.value_name = "TEXT,TEXT,..";
  setting.is_list = true;
  setting.convert = [target](const std::vector<std::string>& texts) -> absl::StatusOr<Setting::Commit> {
    return Setting::Commit([target, values = SplitItems(texts)] { *target = values; });
  };
  setting.show = [target] { return absl::StrJoin(*target, ","); };
  return setting;
}

}  // namespace cp::runtime

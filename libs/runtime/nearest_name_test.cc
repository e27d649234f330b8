#include "libs/runtime/nearest_name.h"

#include <gtest/gtest.h>

namespace cp::runtime {
namespace {

const std::set<std::string>& Known() {
  static const auto& known = *new std::set<std::string>{"get", "status", "store-dsn", "sync", "token"};
  return known;
}

TEST(NearestName, AllowsOneEditInAShortNameAndTwoInALongOne) {
  const struct {
    const char* name;
    const char* nearest;
  } cases[] = {
      {"token", "token"},
      {"tokens", "token"},
      {"toke", "token"},
      {"tokem", "token"},
      {"tokne", "token"},
      {"gte", "get"},
      {"statsu", "status"},
      {"sttaus", "status"},
      {"tkon", ""},
      {"store_dsn", "store-dsn"},
      {"stroe-dsn", "store-dsn"},
      {"stroe-dns", "store-dsn"},
      {"storrre-dsn", "store-dsn"},
      {"stor-dns", "store-dsn"},
      {"sotre-dsnss", ""},
      {"", ""},
      {"something", ""},
  };
  for (const auto& one : cases) EXPECT_EQ(NearestName(one.name, Known()), one.nearest) << one.name;
}

TEST(DidYouMean, IsTheBeginningOfASentenceEitherWay) {
  EXPECT_EQ(DidYouMean("synk", Known()), "; did you mean sync?");
  EXPECT_EQ(DidYouMean("store-dsm", Known(), "--"), "; did you mean --store-dsn?");
  EXPECT_EQ(DidYouMean("frobnicate", Known()), ";");
}

}  // namespace
}  // namespace cp::runtime

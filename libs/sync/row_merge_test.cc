#include "libs/sync/row_merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/reasons.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"

namespace cp::sync {
namespace {

using ::testing::ElementsAre;
using testing::Facts;
using ::testing::IsEmpty;
using testing::Key;
using testing::Row;
using ::testing::SizeIs;
using testing::StatusIs;

progress::StoredRow Live(const progress::CourseProgress& row) { return {row.key, progress::ContentHash(row), false}; }
progress::StoredRow Dead(int64_t user, int64_t course) { return {Key(user, course), "", true}; }

void Feed(RowMerge& merge, std::vector<progress::PairFacts> pairs) {
  *merge.source_buffer() = std::move(pairs);
  CP_ASSERT_OK(merge.OnSource());
}

// Compares two whole streams.
Changes Compare(std::vector<progress::PairFacts> pairs, std::vector<progress::StoredRow> rows) {
  RowMerge merge({}, 1000, 1000);
  for (MergeNeed need = merge.Run(); need != MergeNeed::kNothing; need = merge.Run()) {
    EXPECT_NE(need, MergeNeed::kCommit);
    if (need == MergeNeed::kSource) Feed(merge, std::exchange(pairs, {}));
    if (need == MergeNeed::kStored) {
      CP_EXPECT_OK(merge.OnStored(std::exchange(rows, {})));
    }
  }
  return merge.TakeChanges();
}

TEST(RowMerge, TwoEmptyStreamsNeedNothing) { EXPECT_EQ(Compare({}, {}).size(), 0u); }

TEST(RowMerge, EqualStreamsNeedNothing) {
  EXPECT_EQ(Compare({Facts(1, 2), Facts(1, 3)}, {Live(Row(1, 2)), Live(Row(1, 3))}).size(), 0u);
}

TEST(RowMerge, InsertsWhatTheStoreLacks) {
  const Changes changes = Compare({Facts(1, 2), Facts(2, 2), Facts(3, 2)}, {Live(Row(2, 2))});
  EXPECT_THAT(changes.upserts, ElementsAre(Row(1, 2), Row(3, 2)));
  EXPECT_EQ(changes.created, 2);
  EXPECT_THAT(changes.tombstones, IsEmpty());
}

TEST(RowMerge, UpdatesWhatDiffers) {
  const Changes changes = Compare({Facts(1, 2, 3)}, {Live(Row(1, 2, 1))});
  EXPECT_THAT(changes.upserts, ElementsAre(Row(1, 2, 3)));
  EXPECT_EQ(changes.updated, 1);
  EXPECT_EQ(changes.created, 0);
}

TEST(RowMerge, TombstonesWhatMoodleLacks) {
  const Changes changes = Compare({Facts(2, 2)}, {Live(Row(1, 2)), Live(Row(2, 2)), Live(Row(3, 2))});
  EXPECT_THAT(changes.tombstones, ElementsAre(Key(1, 2), Key(3, 2)));
  EXPECT_THAT(changes.upserts, IsEmpty());
}

TEST(RowMerge, RevivesTombstonesAndLeavesTheOthers) {
  const Changes changes = Compare({Facts(2, 2)}, {Dead(1, 2), Dead(2, 2), Dead(3, 2)});
  EXPECT_THAT(changes.upserts, ElementsAre(Row(2, 2)));
  EXPECT_EQ(changes.created, 1);
  EXPECT_THAT(changes.tombstones, IsEmpty());
}

TEST(RowMerge, StopsWhenATransactionIsFull) {
  RowMerge merge({}, 2, 1000);
  ASSERT_EQ(merge.Run(), MergeNeed::kSource);
  Feed(merge, {Facts(1, 2), Facts(2, 2), Facts(3, 2)});
  ASSERT_EQ(merge.Run(), MergeNeed::kStored);
  CP_ASSERT_OK(merge.OnStored({}));
  ASSERT_EQ(merge.Run(), MergeNeed::kCommit);
  EXPECT_THAT(merge.TakeChanges().upserts, ElementsAre(Row(1, 2), Row(2, 2)));
  ASSERT_EQ(merge.Run(), MergeNeed::kSource);
  EXPECT_EQ(merge.TakeChanges().size(), 1u);
  EXPECT_EQ(merge.rows_read(), 3);
}

// Until the store's next rows are known, a pair of Moodle can not be told from an unchanged one.
TEST(RowMerge, DecidesNothingBeforeBothHeadsAreKnown) {
  RowMerge merge({}, 1000, 1000);
  ASSERT_EQ(merge.Run(), MergeNeed::kSource);
  Feed(merge, {Facts(5, 2), Facts(6, 2)});
  ASSERT_EQ(merge.Run(), MergeNeed::kStored);
  EXPECT_EQ(merge.stored_position(), std::nullopt);
  CP_ASSERT_OK(merge.OnStored({Live(Row(5, 2))}));
  ASSERT_EQ(merge.Run(), MergeNeed::kStored);
  EXPECT_EQ(merge.stored_position(), Key(5, 2));
  CP_ASSERT_OK(merge.OnStored({Live(Row(6, 2)), Live(Row(7, 2))}));
  ASSERT_EQ(merge.Run(), MergeNeed::kSource);
  EXPECT_EQ(merge.TakeChanges().size(), 0u) << "7 is not gone until the source has ended or passed it";
}

TEST(RowMerge, RefusesAStoreThatGoesBackwards) {
  RowMerge merge({}, 1000, 1000);
  merge.Run();
  Feed(merge, {Facts(1, 2)});
  merge.Run();
  EXPECT_THAT(merge.OnStored({Live(Row(2, 2)), Live(Row(1, 2))}),
              StatusIs(absl::StatusCode::kInternal, "the store gave user 1, course 2 after user 2, course 2"));
}

TEST(RowMerge, KeepsTheSourceBufferForTheNextRows) {
  RowMerge merge({}, 1000, 1000);
  merge.Run();
  std::vector<progress::PairFacts>* const buffer = merge.source_buffer();
  Feed(merge, {Facts(1, 2), Facts(2, 2)});
  merge.Run();
  CP_ASSERT_OK(merge.OnStored({}));
  merge.Run();
  EXPECT_EQ(merge.source_buffer(), buffer);
  EXPECT_THAT(*buffer, SizeIs(2)) << "what was compared is for the source to overwrite";
}

}  // namespace
}  // namespace cp::sync

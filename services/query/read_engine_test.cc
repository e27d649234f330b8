#include "services/query/read_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "absl/synchronization/notification.h"
#include "libs/base/reasons.h"
#include "libs/base/status.h"
#include "libs/cache/entry_codec.h"
#include "libs/cache/memory_cache.h"
#include "libs/runtime/system_clock.h"
#include "libs/testing/builders.h"
#include "libs/testing/status_matchers.h"

namespace cp::query {
namespace {

using cache::Command;
using testing::HasReason;
using testing::IsOk;
using testing::StatusIs;

// A machine whose decisions are written in the test; what is not scripted does nothing. Calls are serialised by the
// engine, so that members need no lock of their own.
class ScriptedPath final : public cache::ReadPath {
 public:
  using Commands = std::vector<Command>;

  void OnRequest(cache::RequestId id, const cache::ReadRequest& request, absl::Duration, Commands* out) override {
    if (on_request) on_request(id, request, out);
  }
  void OnVersions(uint64_t batch, absl::StatusOr<progress::VersionBatch> reply, absl::Duration,
                  Commands* out) override {
    if (on_versions) on_versions(batch, reply, out);
  }
  void OnShared(uint64_t lookup, absl::StatusOr<std::optional<std::string>> bytes, absl::Duration,
                Commands* out) override {
    if (on_shared) on_shared(lookup, bytes, out);
  }
  void OnPage(uint64_t flight, absl::StatusOr<cache::LoadedPage> page, absl::Duration, Commands* out) override {
    if (on_page) on_page(flight, page, out);
  }
  absl::Duration OnTimer(absl::Duration now, Commands* out) override {
    return on_timer ? on_timer(now, out) : absl::InfiniteDuration();
  }
  void OnHint(CompanyId, const DataVersion& version) override { hinted = version; }
  const cache::ReadPathCounters& counters() const override { return counts; }

  std::function<void(cache::RequestId, const cache::ReadRequest&, Commands*)> on_request;
  std::function<void(uint64_t, const absl::StatusOr<progress::VersionBatch>&, Commands*)> on_versions;
  std::function<void(uint64_t, const absl::StatusOr<std::optional<std::string>>&, Commands*)> on_shared;
  std::function<void(uint64_t, const absl::StatusOr<cache::LoadedPage>&, Commands*)> on_page;
  std::function<absl::Duration(absl::Duration, Commands*)> on_timer;
  DataVersion hinted;
  cache::ReadPathCounters counts;
};

// A store whose answers are written in the test.
class ScriptedReader final : public progress::ProgressReader {
 public:
  absl::StatusOr<progress::VersionBatch> ReadVersions(absl::Span<const CompanyId> companies, Deadline) override {
    return versions(companies);
  }
  absl::StatusOr<progress::PageSnapshot> ReadPage(const progress::PageQuery& query, Deadline) override {
    return page(query);
  }

  std::function<absl::StatusOr<progress::VersionBatch>(absl::Span<const CompanyId>)> versions;
  std::function<absl::StatusOr<progress::PageSnapshot>(const progress::PageQuery&)> page;
};

class Waiter final : public ReadWaiter {
 public:
  void OnAnswer(absl::StatusOr<cache::ReadAnswer> answer) override {
    answer_ = std::move(answer);
    done_.Notify();
  }
  const absl::StatusOr<cache::ReadAnswer>& Wait() {
    done_.WaitForNotification();
    return answer_;
  }
  bool answered() const { return done_.HasBeenNotified(); }

 private:
  absl::Notification done_;
  absl::StatusOr<cache::ReadAnswer> answer_;
};

cache::ReadAnswer AnswerOf(const cache::LoadedPage& page) {
  return {.payload = page.payload, .current = page.version, .source = cache::AnswerSource::kStore};
}

class ReadEngineTest : public ::testing::Test {
 protected:
  ~ReadEngineTest() override {
    validation_->Shutdown();
    loads_->Shutdown();
  }

  ReadEngine& Engine() {
    if (engine_ == nullptr) {
      engine_ = std::make_unique<ReadEngine>(
          ReadEngine::Parts{&clock_, &reader_, shared_, validation_.get(), loads_.get(), &failures_, &corrupt_entries_},
          std::move(owned_path_));
    }
    return *engine_;
  }

  cache::RequestId Start(Waiter* waiter, cache::ReadRequest request = {}) {
    const cache::RequestId id = Engine().NextId();
    Engine().Start(id, request, waiter);
    return id;
  }

  void LoadEachRequest() {
    path_->on_request = [](cache::RequestId id, const cache::ReadRequest& request, std::vector<Command>* out) {
      out->push_back(cache::command::LoadPage{id, request.query, request.deadline});
    };
    path_->on_page = [](uint64_t flight, const absl::StatusOr<cache::LoadedPage>& page, std::vector<Command>* out) {
      if (page.ok()) {
        out->push_back(cache::command::Answer{flight, AnswerOf(*page)});
      } else {
        out->push_back(cache::command::Answer{flight, page.status()});
      }
    };
  }

  runtime::SystemClock clock_;
  const runtime::Logger logger_{runtime::LogLevel::kError, &clock_, [](absl::string_view) {}};
  FailureLog failures_{"store_read_failed", &logger_, &clock_};
  FailureLog corrupt_entries_{"cache_entry_corrupt", &logger_, &clock_};
  ScriptedReader reader_;
  cache::MemoryCache memory_{clock_};
  cache::VersionedCache* shared_ = nullptr;
  std::unique_ptr<Executor> validation_ = MakeExecutor("validation", 2, 16);
  std::unique_ptr<Executor> loads_ = MakeExecutor("loads", 1, 1);
  std::unique_ptr<ScriptedPath> owned_path_ = std::make_unique<ScriptedPath>();
  ScriptedPath* const path_ = owned_path_.get();
  std::unique_ptr<ReadEngine> engine_;
};

TEST_F(ReadEngineTest, ReadsVersionsForTheMachine) {
  path_->on_request = [](cache::RequestId, const cache::ReadRequest&, std::vector<Command>* out) {
    out->push_back(cache::command::ReadVersions{77, {CompanyId(5)}, Deadline::At(absl::InfiniteDuration())});
  };
  reader_.versions = [](absl::Span<const CompanyId> companies) {
    progress::VersionBatch batch;
    batch.companies[companies[0]].version = {1, 2};
    return batch;
  };
  path_->on_versions = [](uint64_t batch, const auto& reply, std::vector<Command>* out) {
    EXPECT_EQ(batch, 77U);
    cache::ReadAnswer answer;
    answer.current = reply->companies.at(CompanyId(5));
    out->push_back(cache::command::Answer{1, answer});
  };
  Waiter waiter;
  ASSERT_EQ(Start(&waiter), 1U);
  ASSERT_THAT(waiter.Wait(), IsOk());
  EXPECT_EQ(waiter.Wait()->current.version, (DataVersion{1, 2}));
}

TEST_F(ReadEngineTest, LoadsAndEncodesPages) {
  LoadEachRequest();
  reader_.page = [](const progress::PageQuery& query) {
    progress::PageSnapshot page;
    page.version.version = {3, 4};
    page.rows.push_back(testing::Row(query.company.value(), 2));
    return page;
  };
  Waiter waiter;
  cache::ReadRequest request;
  request.query.company = CompanyId(9);
  Start(&waiter, request);
  ASSERT_THAT(waiter.Wait(), IsOk());
  EXPECT_EQ(waiter.Wait()->payload->version, (DataVersion{3, 4}));
  EXPECT_FALSE(waiter.Wait()->payload->bytes.empty());
}

TEST_F(ReadEngineTest, AFullQueueFailsTheFlightAtOnce) {
  LoadEachRequest();
  absl::Notification busy;
  absl::Notification release;
  reader_.page = [&](const progress::PageQuery&) -> absl::StatusOr<progress::PageSnapshot> {
    if (!busy.HasBeenNotified()) busy.Notify();
    release.WaitForNotification();
    return progress::PageSnapshot();
  };
  Waiter running;
  Waiter queued;
  Waiter refused;
  Start(&running);
  busy.WaitForNotification();
  Start(&queued);
  Start(&refused);
  EXPECT_TRUE(refused.answered());
  EXPECT_THAT(refused.Wait(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(refused.Wait(), HasReason(reason::kOverloaded));
  release.Notify();
  EXPECT_THAT(running.Wait(), IsOk());
  EXPECT_THAT(queued.Wait(), IsOk());
}

TEST_F(ReadEngineTest, APageWhoseDeadlinePassedInTheQueueIsNotRead) {
  LoadEachRequest();
  reader_.page = [](const progress::PageQuery&) -> absl::StatusOr<progress::PageSnapshot> {
    ADD_FAILURE() << "the store was asked";
    return progress::PageSnapshot();
  };
  Waiter waiter;
  cache::ReadRequest request;
  request.deadline = Deadline::At(clock_.Monotonic());
  Start(&waiter, request);
  EXPECT_THAT(waiter.Wait(), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(ReadEngineTest, CallsTheTimerAtTheEarliestDeadline) {
  cache::RequestId waiting = 0;
  path_->on_request = [&](cache::RequestId id, const cache::ReadRequest&, std::vector<Command>*) { waiting = id; };
  path_->on_timer = [&](absl::Duration, std::vector<Command>* out) {
    out->push_back(cache::command::Answer{waiting, absl::DeadlineExceededError("late")});
    return absl::InfiniteDuration();
  };
  Waiter waiter;
  cache::ReadRequest request;
  request.deadline = Deadline::After(clock_, absl::Milliseconds(20));
  Start(&waiter, request);
  EXPECT_THAT(waiter.Wait(), StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_GE(clock_.Monotonic(), request.deadline.at());
}

TEST_F(ReadEngineTest, AnAbandonedWaiterIsNotCalled) {
  Waiter waiter;
  const cache::RequestId id = Start(&waiter);
  EXPECT_TRUE(Engine().Abandon(id));
  EXPECT_FALSE(Engine().Abandon(id));
  path_->on_request = [id](cache::RequestId, const cache::ReadRequest&, std::vector<Command>* out) {
    out->push_back(cache::command::Answer{id, absl::InternalError("too late")});
  };
  Waiter other;
  const cache::RequestId other_id = Start(&other);
  EXPECT_FALSE(waiter.answered());
  EXPECT_TRUE(Engine().Abandon(other_id));
}

TEST_F(ReadEngineTest, WithoutASharedCacheEveryLookUpIsAMiss) {
  path_->on_request = [](cache::RequestId, const cache::ReadRequest&, std::vector<Command>* out) {
    out->push_back(cache::command::GetShared{4, {}});
  };
  path_->on_shared = [](uint64_t lookup, const auto& bytes, std::vector<Command>* out) {
    EXPECT_EQ(lookup, 4U);
    ASSERT_TRUE(bytes.ok());
    EXPECT_FALSE(bytes->has_value());
    out->push_back(cache::command::Answer{1, absl::NotFoundError("miss")});
  };
  Waiter waiter;
  Start(&waiter);
  EXPECT_THAT(waiter.Wait(), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ReadEngineTest, FillsTheSharedCacheWithCheckedEntries) {
  shared_ = &memory_;
  const cache::EntryKey key{CompanyId(1), {2, 3}, {4, 5}};
  const auto payload = std::make_shared<cache::Payload>(cache::Payload{{2, 3}, "rows", 6});
  path_->on_request = [&](cache::RequestId, const cache::ReadRequest&, std::vector<Command>* out) {
    out->push_back(cache::command::PutShared{key, payload, absl::Hours(1)});
    out->push_back(cache::command::GetShared{1, key});
  };
  std::optional<std::string> stored;
  path_->on_shared = [&](uint64_t, const auto& bytes, std::vector<Command>*) { stored = *bytes; };
  Waiter waiter;
  ASSERT_TRUE(Engine().Abandon(Start(&waiter)));
  ASSERT_TRUE(Engine().Abandon(Start(&waiter)));
  ASSERT_TRUE(stored.has_value());
  CP_ASSERT_OK_AND_ASSIGN(const cache::PayloadPtr decoded, cache::DecodeEntry(key, *stored));
  EXPECT_EQ(decoded->bytes, "rows");
}

TEST_F(ReadEngineTest, DestructionWaitsForLookUpsUnderWay) {
  shared_ = &memory_;
  memory_.SetHold(true);
  path_->on_request = [](cache::RequestId, const cache::ReadRequest&, std::vector<Command>* out) {
    out->push_back(cache::command::GetShared{1, {}});
  };
  Waiter waiter;
  ASSERT_TRUE(Engine().Abandon(Start(&waiter)));
  std::thread destroyer([this] { engine_.reset(); });
  EXPECT_EQ(memory_.ReleaseHeld(), 1U);
  destroyer.join();
}

TEST_F(ReadEngineTest, AfterShutdownReadsFailInsteadOfHanging) {
  LoadEachRequest();
  loads_->Shutdown();
  Waiter waiter;
  Start(&waiter);
  EXPECT_THAT(waiter.Wait(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ReadEngineTest, PassesHintsAndCountersOn) {
  path_->counts.local_hits = 7;
  Engine().OnHint(CompanyId(1), {8, 9});
  EXPECT_EQ(path_->hinted, (DataVersion{8, 9}));
  EXPECT_EQ(Engine().counters().local_hits, 7U);
}

}  // namespace
}  // namespace cp::query

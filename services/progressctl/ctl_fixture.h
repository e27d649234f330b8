// Test helper: whole commands, from the words on the command line to output and exit code, against services in this
// process.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "libs/base/status.h"
#include "libs/progress/memory_store.h"
#include "libs/rpc/status.h"
#include "libs/testing/fake_clock.h"
#include "services/progressctl/ctl.h"
#include "services/progressctl/fake_services.h"

namespace cp::ctl {

class CtlTest : public ::testing::Test {
 protected:
  struct Result {
    int exit_code;
    std::string out;
    std::string err;
  };

  // progressctl <words>, pointed at the fake services.
  Result Run(std::vector<std::string> words) {
    words.insert(words.begin(), "progressctl");
    std::vector<const char*> argv;
    for (const std::string& word : words) argv.push_back(word.c_str());
    std::ostringstream out, err;
    const runtime::Environment environment = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment_.find(name);
      return found == environment_.end() ? std::nullopt : std::optional<std::string>(found->second);
    };
    const StoreOpener open = [this](const std::string& dsn, MissingStore missing,
                                    Deadline) -> absl::StatusOr<OpenedStore> {
      opened_.push_back(dsn);
      if (store_down_) return absl::UnavailableError("no store");
      if (missing == MissingStore::kRefuse && !made_file_.empty()) return absl::NotFoundError(made_file_);
      return OpenedStore{store_, made_file_, store_warning_};
    };
    const int exit_code =
        RunProgressctl(static_cast<int>(argv.size()), argv.data(),
                       {clock_, environment, open, out, err, interrupts_, err_is_terminal_, "progressctl 1.2.3"});
    return {exit_code, out.str(), err.str()};
  }

  static grpc::Status Refuse(absl::StatusCode code, const char* reason, const char* text) {
    return rpc::ToGrpcStatus(MakeError(code, reason, text));
  }

  // Ctrl-C that a test presses.
  class FakeInterrupts final : public Interrupts {
   public:
    void Press() { pressed_ = true; }
    void Catch() override { caught_ = true; }
    bool Caught() const override { return caught_ && pressed_; }

   private:
    std::atomic<bool> pressed_{false}, caught_{false};
  };

  testing::FakeClock clock_;
  FakeInterrupts interrupts_;
  bool err_is_terminal_ = false;
  FakeServices services_;
  std::map<std::string, std::string> environment_ = {{"CP_QUERY_ADDRESS", services_.address()},
                                                     {"CP_WORKER_ADDRESS", services_.address()},
                                                     {"CP_TOKEN", "cpt_secret"}};
  const std::shared_ptr<progress::MemoryStore> store_ = std::make_shared<progress::MemoryStore>(clock_);
  bool store_down_ = false;
  std::string made_file_;
  std::string store_warning_;
  std::vector<std::string> opened_;
};

}  // namespace cp::ctl

// What Kubernetes' CronJobs run, taken from the manifests and run against local services; and the shape of the
// manifests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "libs/testing/status_matchers.h"
#include "services/common/setting_names.h"
#include "tests/e2e/stack.h"

namespace cp::e2e {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::filesystem::path Base() {
  return std::filesystem::path(std::getenv("CP_SOURCE_DIR")) / "deploy" / "kubernetes" / "base";
}

// Every object of the base, in the order of kustomization.yaml.
std::vector<YAML::Node> Objects() {
  std::vector<YAML::Node> objects;
  for (const YAML::Node& file : YAML::LoadFile(Base() / "kustomization.yaml")["resources"]) {
    for (const YAML::Node& object : YAML::LoadAllFromFile(Base() / file.as<std::string>())) objects.push_back(object);
  }
  return objects;
}

std::string NameOf(const YAML::Node& object) {
  return absl::StrCat(object["kind"].as<std::string>(), " ", object["metadata"]["name"].as<std::string>());
}

std::map<std::string, YAML::Node> ObjectsByName() {
  std::map<std::string, YAML::Node> objects;
  for (const YAML::Node& object : Objects()) objects[NameOf(object)] = object;
  return objects;
}

YAML::Node PodOf(const YAML::Node& object) {
  const YAML::Node& spec = object["spec"];
  return spec["jobTemplate"] ? spec["jobTemplate"]["spec"]["template"]["spec"] : spec["template"]["spec"];
}

std::vector<std::string> ArgvOf(const YAML::Node& object) {
  return PodOf(object)["containers"][0]["command"].as<std::vector<std::string>>();
}

bool HasPod(const YAML::Node& object) {
  const std::string kind = object["kind"].as<std::string>();
  return kind == "Deployment" || kind == "CronJob";
}

TEST(Manifests, AreTheObjectsThatTheReadmeNames) {
  std::vector<std::string> names;
  for (const YAML::Node& object : Objects()) {
    names.push_back(NameOf(object));
    EXPECT_TRUE(object["apiVersion"]) << names.back();
    EXPECT_FALSE(object["metadata"]["namespace"]) << names.back() << ": an overlay says where";
  }
  EXPECT_THAT(names,
              UnorderedElementsAre("ConfigMap courseprogress-config", "Deployment query-service",
                                   "Service query-service", "Deployment sync-worker", "Service sync-worker",
                                   "CronJob sync-hourly", "CronJob sync-half-hourly", "CronJob sync-nightly-full"));
}

TEST(Manifests, NoFileOfTheBaseIsForgotten) {
  std::set<std::string> listed = {"kustomization.yaml"};
  for (const YAML::Node& file : YAML::LoadFile(Base() / "kustomization.yaml")["resources"]) {
    listed.insert(file.as<std::string>());
  }
  std::set<std::string> there;
  for (const auto& entry : std::filesystem::directory_iterator(Base())) there.insert(entry.path().filename());
  EXPECT_EQ(there, listed);
}

TEST(Manifests, RunWithoutRights) {
  for (const YAML::Node& object : Objects()) {
    if (!HasPod(object)) continue;
    SCOPED_TRACE(NameOf(object));
    const YAML::Node pod = PodOf(object);
    EXPECT_TRUE(pod["securityContext"]["runAsNonRoot"].as<bool>());
    EXPECT_GT(pod["securityContext"]["runAsUser"].as<int>(), 0);
    EXPECT_EQ(pod["securityContext"]["seccompProfile"]["type"].as<std::string>(), "RuntimeDefault");
    EXPECT_FALSE(pod["automountServiceAccountToken"].as<bool>());
    ASSERT_EQ(pod["containers"].size(), 1u);
    const YAML::Node container = pod["containers"][0];
    EXPECT_TRUE(container["securityContext"]["readOnlyRootFilesystem"].as<bool>());
    EXPECT_FALSE(container["securityContext"]["allowPrivilegeEscalation"].as<bool>());
    EXPECT_EQ(container["securityContext"]["capabilities"]["drop"][0].as<std::string>(), "ALL");
    for (const char* amount : {"cpu", "memory"}) EXPECT_TRUE(container["resources"]["requests"][amount]);
    EXPECT_TRUE(container["resources"]["limits"]["memory"]);
  }
}

// Flags, variables and keys of the ConfigMap that no program has would be errors, or worse, nothing at all.
TEST(Manifests, UseSettingsThatExist) {
  const std::vector<std::string> names = service::AllSettingNames();
  const auto is_variable = [&](std::string name) {
    if (!absl::StartsWith(name, "CP_")) return false;
    if (absl::EndsWith(name, "_FILE")) name.resize(name.size() - 5);
    const std::string setting = absl::StrReplaceAll(absl::AsciiStrToLower(name.substr(3)), {{"_", "-"}});
    return std::find(names.begin(), names.end(), setting) != names.end();
  };
  for (const YAML::Node& object : Objects()) {
    SCOPED_TRACE(NameOf(object));
    for (const auto& entry : object["data"]) EXPECT_TRUE(is_variable(entry.first.as<std::string>())) << entry.first;
    if (!HasPod(object)) continue;
    for (const YAML::Node& variable : PodOf(object)["containers"][0]["env"]) {
      EXPECT_TRUE(is_variable(variable["name"].as<std::string>())) << variable["name"];
    }
    for (const std::string& word : ArgvOf(object)) {
      if (!absl::StartsWith(word, "--")) continue;
      EXPECT_THAT(names, Contains(word.substr(2, word.find('=') - 2)));
    }
  }
}

// Each secret file that a variable names is mounted, from a key that the README names.
TEST(Manifests, MountTheSecretsTheyRead) {
  std::ifstream readme(Base().parent_path() / "README.md");
  const std::string text((std::istreambuf_iterator<char>(readme)), std::istreambuf_iterator<char>());
  for (const YAML::Node& object : Objects()) {
    if (!HasPod(object)) continue;
    SCOPED_TRACE(NameOf(object));
    const YAML::Node pod = PodOf(object);
    const YAML::Node volume = pod["volumes"][0]["secret"];
    EXPECT_EQ(volume["secretName"].as<std::string>(), "courseprogress-secrets");
    const std::string folder = pod["containers"][0]["volumeMounts"][0]["mountPath"].as<std::string>();
    std::vector<std::string> mounted, read;
    for (const YAML::Node& item : volume["items"]) {
      mounted.push_back(absl::StrCat(folder, "/", item["path"].as<std::string>()));
      EXPECT_THAT(text, HasSubstr(absl::StrCat("`", item["key"].as<std::string>(), "`")));
    }
    for (const YAML::Node& variable : pod["containers"][0]["env"]) read.push_back(variable["value"].as<std::string>());
    EXPECT_THAT(mounted, ::testing::UnorderedElementsAreArray(read));
  }
}

// In the text of a help, "Default: 25s." below the flag.
int DefaultSeconds(const std::string& binary, const std::string& flag) {
  const std::string help = RunCommand(binary, {"--help"}).out;
  const size_t at = help.find("Default: ", help.find("  " + flag));
  int seconds = 0;
  EXPECT_TRUE(absl::SimpleAtoi(help.substr(at + 9, help.find("s.", at) - at - 9), &seconds)) << help.substr(at, 20);
  return seconds;
}

TEST(Manifests, LetServicesFinishAndAskThemWhetherTheyAreReady) {
  const std::map<std::string, YAML::Node> objects = ObjectsByName();
  for (const std::string name : {"query-service", "sync-worker"}) {
    SCOPED_TRACE(name);
    const YAML::Node pod = PodOf(objects.at("Deployment " + name));
    EXPECT_EQ(ArgvOf(objects.at("Deployment " + name))[0], name);
    EXPECT_GT(pod["terminationGracePeriodSeconds"].as<int>(), DefaultSeconds(name, "--drain-timeout"));
    const YAML::Node container = pod["containers"][0];
    const int port = container["ports"][0]["containerPort"].as<int>();
    EXPECT_EQ(container["readinessProbe"]["grpc"]["port"].as<int>(), port);
    EXPECT_THAT(ArgvOf(objects.at("Deployment " + name)), Contains(absl::StrCat("--listen=0.0.0.0:", port)));
    const YAML::Node service = objects.at("Service " + name)["spec"];
    EXPECT_EQ(service["ports"][0]["port"].as<int>(), port);
    EXPECT_EQ(service["selector"]["app.kubernetes.io/name"].as<std::string>(), name);
    EXPECT_EQ(objects
                  .at("ConfigMap courseprogress-config")["data"][name == "sync-worker" ? "CP_WORKER_ADDRESS"
                                                                                       : "CP_QUERY_ADDRESS"]
                  .as<std::string>(),
              absl::StrCat(name, ":", port));
  }
}

struct CronJob {
  std::string name;
  std::string schedule;
  bool suspended = false;
  std::vector<std::string> argv;
};

std::vector<CronJob> CronJobs() {
  std::vector<CronJob> jobs;
  for (const YAML::Node& object : Objects()) {
    if (object["kind"].as<std::string>() != "CronJob") continue;
    jobs.push_back({object["metadata"]["name"].as<std::string>(), object["spec"]["schedule"].as<std::string>(),
                    object["spec"]["suspend"].as<bool>(), ArgvOf(object)});
  }
  return jobs;
}

TEST(Manifests, SchedulesAreThoseOfTheSourceDocuments) {
  std::map<std::string, std::string> schedules;
  std::set<std::string> active;
  for (const CronJob& job : CronJobs()) {
    schedules[job.name] = job.schedule;
    if (!job.suspended) active.insert(job.name);
  }
  EXPECT_EQ(schedules, (std::map<std::string, std::string>{{"sync-hourly", "0 * * * *"},
                                                           {"sync-half-hourly", "*/30 * * * *"},
                                                           {"sync-nightly-full", "0 2 * * *"}}));
  EXPECT_THAT(active, ElementsAre("sync-hourly", "sync-nightly-full")) << "one of hourly and half-hourly";
}

TEST(Manifests, CronJobsNeverOverlapAndEnd) {
  for (const YAML::Node& object : Objects()) {
    if (object["kind"].as<std::string>() != "CronJob") continue;
    SCOPED_TRACE(NameOf(object));
    const YAML::Node spec = object["spec"];
    EXPECT_EQ(spec["concurrencyPolicy"].as<std::string>(), "Forbid");
    EXPECT_THAT(spec["startingDeadlineSeconds"].as<int>(), Ge(10)) << "Kubernetes looks every 10 s";
    EXPECT_THAT(spec["successfulJobsHistoryLimit"].as<int>(), AllOf(Ge(1), Le(10)));
    EXPECT_THAT(spec["failedJobsHistoryLimit"].as<int>(), AllOf(Ge(1), Le(10)));
    const YAML::Node job = spec["jobTemplate"]["spec"];
    EXPECT_THAT(job["backoffLimit"].as<int>(), Le(2));
    EXPECT_GT(job["activeDeadlineSeconds"].as<int>(), 0);
    EXPECT_EQ(PodOf(object)["restartPolicy"].as<std::string>(), "Never");
    const YAML::Node codes = job["podFailurePolicy"]["rules"][0]["onExitCodes"];
    EXPECT_THAT(codes["values"].as<std::vector<int>>(), ElementsAre(2, 3, 4));
    EXPECT_EQ(codes["containerName"].as<std::string>(), PodOf(object)["containers"][0]["name"].as<std::string>());
  }
}

// The argv of each CronJob, against services on this machine.
class CronTest : public ::testing::TestWithParam<CronJob> {
 protected:
  void StartStack(std::vector<std::string> worker_arguments = {}) {
    const CommandResult demo = RunCommand("progressctl", {"demo", "create", absl::StrCat("--path=", moodle_),
                                                          "--companies=3", "--users=5", "--courses=4", "--seed=7"});
    ASSERT_EQ(demo.exit_code, 0) << demo.err;
    StackOptions options;
    options.moodle_dsn = absl::StrCat("sqlite3://", moodle_);
    options.with_redis = false;
    options.start_query = false;
    options.worker_arguments = std::move(worker_arguments);
    auto stack = Stack::Start(options);
    CP_ASSERT_OK(stack.status());
    stack_ = *std::move(stack);
    std::ofstream(folder_.File("admin-token")) << stack_->admin_token() << "\n";
  }

  // With the environment that the manifest gives, pointed here.
  CommandResult RunJob() {
    const CronJob& job = GetParam();
    EXPECT_EQ(job.argv.at(0), "progressctl");
    return RunCommand(job.argv[0], {job.argv.begin() + 1, job.argv.end()}, absl::Minutes(2),
                      {absl::StrCat("CP_WORKER_ADDRESS=", stack_->worker_address()),
                       absl::StrCat("CP_TOKEN_FILE=", folder_.File("admin-token")), "CP_INSECURE_PLAINTEXT=true"});
  }

  void Execute(const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(absl::StrCat(stack_->folder(), "/progress.db").c_str(), &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 10000);
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK) << (error ? error : "");
    sqlite3_free(error);
    sqlite3_close(db);
  }

  testing::TempDir folder_;
  const std::string moodle_ = folder_.File("moodle.db");
  std::unique_ptr<Stack> stack_;
};

INSTANTIATE_TEST_SUITE_P(Jobs, CronTest, ::testing::ValuesIn(CronJobs()), [](const auto& job) {
  return absl::StrReplaceAll(job.param.name, {{"-", "_"}});
});

TEST_P(CronTest, ExitsWith0WhenItIsDoneOrThereIsNothingToDo) {
  StartStack();
  CP_ASSERT_OK(RunSync(*stack_).status());
  const CommandResult played = RunCommand("progressctl", {"demo", "complete", absl::StrCat("--path=", moodle_)});
  ASSERT_EQ(played.exit_code, 0) << played.err;
  const CommandResult first = RunJob();
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("all 3 companies: 2 records synced"));
  const CommandResult second = RunJob();
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_THAT(second.out, HasSubstr(": 0 records synced (0 created, 0 updated, 0 deleted)"));
}

TEST_P(CronTest, ExitsWith1WhenMoodleIsAway) {
  StartStack();
  CP_ASSERT_OK(RunSync(*stack_).status());
  std::filesystem::rename(moodle_, moodle_ + ".away");
  const CommandResult result = RunJob();
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_THAT(result.err, Not(IsEmpty()));
}

TEST_P(CronTest, ExitsWith3WhenTheTimeBudgetIsUsedUp) {
  StartStack({"--max-sync-time=1ms"});
  CronJob job = GetParam();
  // A budget of its own would let it through.
  const bool has_budget = std::any_of(job.argv.begin(), job.argv.end(), [](const std::string& word) {
    return absl::StartsWith(word, "--max-duration=");
  });
  const CommandResult result =
      has_budget ? RunCommand("progressctl", {"sync", "--all", "--max-duration=1ms"}, absl::Minutes(2),
                              {absl::StrCat("CP_WORKER_ADDRESS=", stack_->worker_address()),
                               absl::StrCat("CP_TOKEN_FILE=", folder_.File("admin-token"))})
                 : RunJob();
  EXPECT_EQ(result.exit_code, 3) << result.err;
  EXPECT_THAT(result.err, HasSubstr("not complete"));
}

TEST_P(CronTest, ExitsWith4WhenSomebodyElseIsAtIt) {
  StartStack();
  CP_ASSERT_OK(RunSync(*stack_).status());
  Execute(
      "UPDATE company SET lease_owner = 'another worker', lease_until = 9000000000000, lease_fence = lease_fence + 1");
  const CommandResult result = RunJob();
  EXPECT_EQ(result.exit_code, 4) << result.err;
  EXPECT_THAT(result.err, HasSubstr("ALREADY_RUNNING"));
}

TEST(PlainCron, TheLinesOfTheReadmeAreThoseOfTheManifests) {
  std::ifstream readme(Base().parent_path() / "README.md");
  std::map<std::string, std::string> lines;  // schedule -> command
  for (std::string line; std::getline(readme, line);) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    const auto command = std::find(words.begin(), words.end(), "progressctl");
    if (words.size() < 7 || words[3] != "*" || command == words.end()) continue;
    std::vector<std::string> argv;
    for (auto it = command; it != words.end() && *it != ">>"; ++it) argv.push_back(*it);
    lines[absl::StrJoin(words.begin(), words.begin() + 5, " ")] = absl::StrJoin(argv, " ");
  }
  for (const CronJob& job : CronJobs()) EXPECT_EQ(lines[job.schedule], absl::StrJoin(job.argv, " ")) << job.name;
}

}  // namespace
}  // namespace cp::e2e

#include "libs/testing/process.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "libs/testing/temp_dir.h"

extern char** environ;

namespace cp::testing {
namespace {

// Everything the child needs between fork and exec, made before: only async-signal-safe calls are allowed there.
struct Launch {
  std::vector<std::string> argv_text, env_text;
  std::vector<char*> argv, env;
  std::string stdin_path, stdout_path, stderr_path, directory;
  bool change_user = false;
  uid_t uid = 0;
  gid_t gid = 0;
  int error_pipe = -1;
};

bool SameName(const std::string& a, const std::string& b) {
  return a.substr(0, a.find('=')) == b.substr(0, b.find('='));
}

std::vector<char*> Pointers(std::vector<std::string>& text) {
  std::vector<char*> pointers;
  for (std::string& item : text) pointers.push_back(item.data());
  pointers.push_back(nullptr);
  return pointers;
}

absl::Status Prepare(const ProcessOptions& options, Launch& launch) {
  if (options.argv.empty()) return absl::InvalidArgumentError("process without argv");
  launch.argv_text = options.argv;
  launch.env_text = options.env;
  for (char** inherited = environ; *inherited != nullptr; ++inherited) {
    bool replaced = false;
    for (const std::string& own : options.env) replaced |= SameName(own, *inherited);
    if (!replaced) launch.env_text.emplace_back(*inherited);
  }
  launch.argv = Pointers(launch.argv_text);
  launch.env = Pointers(launch.env_text);
  launch.stdin_path = options.stdin_path.empty() ? "/dev/null" : options.stdin_path;
  launch.stdout_path = options.stdout_path.empty() ? "/dev/null" : options.stdout_path;
  launch.stderr_path = options.stderr_path.empty() ? "/dev/null" : options.stderr_path;
  launch.directory = options.working_directory;
  if (options.user.empty() || geteuid() != 0) return absl::OkStatus();
  const passwd* entry = getpwnam(options.user.c_str());
  if (entry == nullptr) return absl::NotFoundError(absl::StrCat("no system user ", options.user));
  launch.change_user = true;
  launch.uid = entry->pw_uid;
  launch.gid = entry->pw_gid;
  return absl::OkStatus();
}

bool Redirect(const char* path, int flags, int target) {
  const int fd = open(path, flags, 0644);
  return fd >= 0 && dup2(fd, target) >= 0 && close(fd) == 0;
}

bool SetUpChild(const Launch& launch, pid_t parent) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (setpgid(0, 0) != 0) return false;
  if (!Redirect(launch.stdin_path.c_str(), O_RDONLY, 0)) return false;
  if (!Redirect(launch.stdout_path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 1)) return false;
  if (!Redirect(launch.stderr_path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 2)) return false;
  if (!launch.directory.empty() && chdir(launch.directory.c_str()) != 0) return false;
  if (launch.change_user && (setgroups(1, &launch.gid) != 0 || setgid(launch.gid) != 0 || setuid(launch.uid) != 0)) {
    return false;
  }
  // After setuid, which clears it.
  return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent;
}

[[noreturn]] void RunChild(const Launch& launch, pid_t parent) {
  if (SetUpChild(launch, parent)) execvpe(launch.argv[0], launch.argv.data(), launch.env.data());
  const int reason = errno;
  [[maybe_unused]] const ssize_t written = write(launch.error_pipe, &reason, sizeof(reason));
  _exit(127);
}

ProcessExit ToExit(int status, const rusage& usage) {
  ProcessExit result;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  result.peak_rss_bytes = int64_t{usage.ru_maxrss} * 1024;
  result.cpu_time = absl::DurationFromTimeval(usage.ru_utime) + absl::DurationFromTimeval(usage.ru_stime);
  return result;
}

std::string ReadWhole(const std::string& path) {
  if (path.empty()) return "";
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

// One thread forks the child and waits for its end: the parent-death signal is tied to the thread that forked, so
// that thread has to live as long as the child does.
struct Process::State {
  ProcessOptions options;
  Launch launch;
  mutable absl::Mutex mutex;
  pid_t pid ABSL_GUARDED_BY(mutex) = 0;
  int start_errno ABSL_GUARDED_BY(mutex) = 0;
  bool started ABSL_GUARDED_BY(mutex) = false;
  std::optional<ProcessExit> exit ABSL_GUARDED_BY(mutex);
  std::thread watcher;

  void Watch();
  void ReportStart(pid_t child, int error);
};

void Process::State::ReportStart(pid_t child, int error) {
  absl::MutexLock lock(&mutex);
  pid = child;
  start_errno = error;
  started = true;
}

void Process::State::Watch() {
  int pipe_fds[2];
  if (pipe2(pipe_fds, O_CLOEXEC) != 0) return ReportStart(0, errno);
  launch.error_pipe = pipe_fds[1];
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) RunChild(launch, parent);
  const int fork_errno = errno;
  close(pipe_fds[1]);
  if (child < 0) {
    close(pipe_fds[0]);
    return ReportStart(0, fork_errno);
  }
  int error = 0;
  ssize_t got;
  do {
    got = read(pipe_fds[0], &error, sizeof(error));
  } while (got < 0 && errno == EINTR);
  close(pipe_fds[0]);
  ReportStart(child, got == static_cast<ssize_t>(sizeof(error)) ? (error == 0 ? ECHILD : error) : 0);

  siginfo_t info;
  while (waitid(P_PID, child, &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  absl::MutexLock lock(&mutex);  // reaped under the lock: nobody signals a number that was given to another process
  int status = 0;
  rusage usage{};
  kill(-child, SIGKILL);  // what it left behind
  wait4(child, &status, 0, &usage);
  exit = ToExit(status, usage);
}

Process::Process(std::unique_ptr<State> state) : state_(std::move(state)) {}

absl::StatusOr<std::unique_ptr<Process>> Process::Start(const ProcessOptions& options) {
  auto state = std::make_unique<State>();
  state->options = options;
  if (absl::Status prepared = Prepare(options, state->launch); !prepared.ok()) return prepared;
  State* raw = state.get();
  raw->watcher = std::thread([raw] { raw->Watch(); });
  int error;
  {
    absl::MutexLock lock(&raw->mutex);
    raw->mutex.Await(absl::Condition(&raw->started));
    error = raw->start_errno;
  }
  if (error != 0) {
    raw->watcher.join();
    return absl::UnavailableError(absl::StrCat("can not start ", options.argv[0], ": ", std::strerror(error)));
  }
  return std::unique_ptr<Process>(new Process(std::move(state)));
}

Process::~Process() {
  Stop(SIGKILL, absl::ZeroDuration());
  state_->watcher.join();
}

pid_t Process::pid() const {
  absl::MutexLock lock(&state_->mutex);
  return state_->pid;
}

bool Process::Running() const { return !Wait(absl::ZeroDuration()).has_value(); }

std::optional<ProcessExit> Process::Wait(absl::Duration timeout) const {
  absl::MutexLock lock(&state_->mutex);
  const auto ended = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(state_->mutex) { return state_->exit.has_value(); };
  state_->mutex.AwaitWithTimeout(absl::Condition(&ended), timeout);
  return state_->exit;
}

bool Process::Signal(int signal) const {
  absl::MutexLock lock(&state_->mutex);
  return !state_->exit.has_value() && kill(state_->pid, signal) == 0;
}

ProcessExit Process::Stop(int signal, absl::Duration grace) const {
  Signal(signal);
  if (std::optional<ProcessExit> ended = Wait(grace); ended.has_value()) return *ended;
  {
    absl::MutexLock lock(&state_->mutex);
    if (!state_->exit.has_value()) kill(-state_->pid, SIGKILL);
  }
  return *Wait(absl::InfiniteDuration());
}

std::string Process::Stdout() const { return ReadWhole(state_->options.stdout_path); }

std::string Process::Stderr() const { return ReadWhole(state_->options.stderr_path); }

absl::StatusOr<std::string> RunProcess(ProcessOptions options, absl::Duration timeout) {
  TempDir output;
  if (options.stdout_path.empty()) options.stdout_path = output.File("stdout");
  if (options.stderr_path.empty()) options.stderr_path = output.File("stderr");
  absl::StatusOr<std::unique_ptr<Process>> process = Process::Start(options);
  if (!process.ok()) return process.status();
  const std::optional<ProcessExit> ended = (*process)->Wait(timeout);
  const std::string& program = options.argv[0];
  if (!ended.has_value()) return absl::DeadlineExceededError(absl::StrCat(program, " did not end in time"));
  if (ended->signal != 0 || ended->exit_code != 0) {
    const std::string errors = (*process)->Stderr();
    return absl::InternalError(absl::StrCat(program, " ended with code ", ended->exit_code, " signal ", ended->signal,
                                            ": ", errors.substr(errors.size() > 2000 ? errors.size() - 2000 : 0)));
  }
  return (*process)->Stdout();
}

}  // namespace cp::testing

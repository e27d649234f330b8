#include "libs/files/small_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace cp::files {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  const int fd_;
};

absl::Status Because(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::InvalidArgumentError("there is no such file");
    case EISDIR:
      return absl::InvalidArgumentError("it is a folder; name a file");
    case EACCES:
    case EPERM:
      return absl::InvalidArgumentError("this user may not read it");
    default:
      return absl::InvalidArgumentError(std::strerror(error));
  }
}

}  // namespace

absl::StatusOr<std::string> ReadSmallFile(const std::string& path, size_t max_bytes) {
  // A named pipe that nobody writes must not block the start.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat facts = {};
  if (file.get() < 0 || fstat(file.get(), &facts) != 0) return Because(errno);
  if (S_ISDIR(facts.st_mode)) return Because(EISDIR);
  if (fcntl(file.get(), F_SETFL, O_RDONLY) != 0) return Because(errno);
  std::string content;
  char piece[16384];
  for (;;) {
    const ssize_t size = read(file.get(), piece, sizeof(piece));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return Because(errno);
    if (size == 0) break;
    content.append(piece, static_cast<size_t>(size));
    if (content.size() > max_bytes) {
      return absl::InvalidArgumentError(absl::StrCat("it is larger than ", max_bytes >> 10, " KiB"));
    }
  }
  if (content.empty()) return absl::InvalidArgumentError("it is empty");
  return content;
}

}  // namespace cp::files

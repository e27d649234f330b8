// Strong identifiers. A CompanyId can not be passed where a UserId is meant; both compare, hash and print.
#pragma once

#include <cstdint>
#include <ostream>
#include <utility>

namespace cp {

// A 64-bit identifier that is its own type. Value 0 means "none"; Moodle's identifiers start at 1.
template <typename Tag>
class StrongId {
 public:
  constexpr StrongId() = default;
  explicit constexpr StrongId(int64_t value) : value_(value) {}

  constexpr int64_t value() const { return value_; }

  friend constexpr auto operator<=>(StrongId, StrongId) = default;

  template <typename H>
  friend H AbslHashValue(H state, StrongId id) {
    return H::combine(std::move(state), id.value_);
  }

  friend std::ostream& operator<<(std::ostream& out, StrongId id) { return out << id.value_; }

 private:
  int64_t value_ = 0;
};

using CompanyId = StrongId<struct CompanyIdTag>;  // mdl_company.id; one tenant
using UserId = StrongId<struct UserIdTag>;        // mdl_user.id
using CourseId = StrongId<struct CourseIdTag>;    // mdl_course.id

}  // namespace cp

// Teaches the thread sanitizer Abseil's locks. Debian's Abseil is not instrumented and locks with a futex, so that the
// sanitizer sees no order between two threads that hold the same absl::Mutex and reports every guarded member. Linked
// into the tests of preset tsan, these definitions take the place of the library's, call them, and say what they order.
// Races on unguarded data are found as before (canary_race.cc).
//
// Not covered: Notification::HasBeenNotified(), which is inline.
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"

namespace {

// The library's own function: `this` is the first argument (Itanium C++ ABI).
template <typename Function>
Function* Real(const char* mangled) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, mangled));
}

// A condition is also evaluated while the library holds the lock unseen, often by the thread that gives it up for the
// one that waits. Eval() takes a void* because Condition's constructor for that type, and the call through it, are in
// the library: the templates for other types would be compiled here, and read the waiting thread's stack before Eval()
// has said what orders it.
struct SeenCondition {
  absl::Mutex* mutex;
  const absl::Condition* condition;

  __attribute__((no_sanitize("thread"))) static bool Eval(void* argument) {
    auto* const self = static_cast<SeenCondition*>(argument);
    __tsan_acquire(self->mutex);
    const bool result = self->condition->Eval();
    __tsan_release(self->mutex);
    return result;
  }
};

}  // namespace

#define CP_REAL(signature, mangled) static auto* const real = Real<signature>(mangled)

namespace absl {
ABSL_NAMESPACE_BEGIN

void Mutex::Lock() {
  CP_REAL(void(Mutex*), "_ZN4absl7debian35Mutex4LockEv");
  real(this);
  __tsan_acquire(this);
}

void Mutex::Unlock() {
  CP_REAL(void(Mutex*), "_ZN4absl7debian35Mutex6UnlockEv");
  __tsan_release(this);
  real(this);
}

bool Mutex::TryLock() {
  CP_REAL(bool(Mutex*), "_ZN4absl7debian35Mutex7TryLockEv");
  const bool locked = real(this);
  if (locked) __tsan_acquire(this);
  return locked;
}

void Mutex::ReaderLock() {
  CP_REAL(void(Mutex*), "_ZN4absl7debian35Mutex10ReaderLockEv");
  real(this);
  __tsan_acquire(this);
}

void Mutex::ReaderUnlock() {
  CP_REAL(void(Mutex*), "_ZN4absl7debian35Mutex12ReaderUnlockEv");
  __tsan_release(this);
  real(this);
}

void Mutex::Await(const Condition& condition) {
  CP_REAL(void(Mutex*, const Condition&), "_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE");
  SeenCondition seen = {this, &condition};
  __tsan_release(this);
  real(this, Condition(&SeenCondition::Eval, &seen));
  __tsan_acquire(this);
}

bool Mutex::AwaitWithTimeout(const Condition& condition, Duration timeout) {
  CP_REAL(bool(Mutex*, const Condition&, Duration),
          "_ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE");
  SeenCondition seen = {this, &condition};
  __tsan_release(this);
  const bool result = real(this, Condition(&SeenCondition::Eval, &seen), timeout);
  __tsan_acquire(this);
  return result;
}

bool Mutex::AwaitWithDeadline(const Condition& condition, Time deadline) {
  CP_REAL(bool(Mutex*, const Condition&, Time),
          "_ZN4absl7debian35Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE");
  SeenCondition seen = {this, &condition};
  __tsan_release(this);
  const bool result = real(this, Condition(&SeenCondition::Eval, &seen), deadline);
  __tsan_acquire(this);
  return result;
}

void Mutex::LockWhen(const Condition& condition) {
  CP_REAL(void(Mutex*, const Condition&), "_ZN4absl7debian35Mutex8LockWhenERKNS0_9ConditionE");
  SeenCondition seen = {this, &condition};
  __tsan_release(this);
  real(this, Condition(&SeenCondition::Eval, &seen));
  __tsan_acquire(this);
}

bool Mutex::LockWhenWithTimeout(const Condition& condition, Duration timeout) {
  CP_REAL(bool(Mutex*, const Condition&, Duration),
          "_ZN4absl7debian35Mutex19LockWhenWithTimeoutERKNS0_9ConditionENS0_8DurationE");
  SeenCondition seen = {this, &condition};
  __tsan_release(this);
  const bool result = real(this, Condition(&SeenCondition::Eval, &seen), timeout);
  __tsan_acquire(this);
  return result;
}

void CondVar::Wait(Mutex* mutex) {
  CP_REAL(void(CondVar*, Mutex*), "_ZN4absl7debian37CondVar4WaitEPNS0_5MutexE");
  __tsan_release(mutex);
  real(this, mutex);
  __tsan_acquire(mutex);
}

bool CondVar::WaitWithTimeout(Mutex* mutex, Duration timeout) {
  CP_REAL(bool(CondVar*, Mutex*, Duration), "_ZN4absl7debian37CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE");
  __tsan_release(mutex);
  const bool result = real(this, mutex, timeout);
  __tsan_acquire(mutex);
  return result;
}

bool CondVar::WaitWithDeadline(Mutex* mutex, Time deadline) {
  CP_REAL(bool(CondVar*, Mutex*, Time), "_ZN4absl7debian37CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE");
  __tsan_release(mutex);
  const bool result = real(this, mutex, deadline);
  __tsan_acquire(mutex);
  return result;
}

void Notification::Notify() {
  CP_REAL(void(Notification*), "_ZN4absl7debian312Notification6NotifyEv");
  __tsan_release(this);
  real(this);
}

void Notification::WaitForNotification() const {
  CP_REAL(void(const Notification*), "_ZNK4absl7debian312Notification19WaitForNotificationEv");
  real(this);
  __tsan_acquire(const_cast<Notification*>(this));
}

bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  CP_REAL(bool(const Notification*, Duration),
          "_ZNK4absl7debian312Notification30WaitForNotificationWithTimeoutENS0_8DurationE");
  const bool notified = real(this, timeout);
  if (notified) __tsan_acquire(const_cast<Notification*>(this));
  return notified;
}

bool BlockingCounter::DecrementCount() {
  CP_REAL(bool(BlockingCounter*), "_ZN4absl7debian315BlockingCounter14DecrementCountEv");
  __tsan_release(this);
  return real(this);
}

void BlockingCounter::Wait() {
  CP_REAL(void(BlockingCounter*), "_ZN4absl7debian315BlockingCounter4WaitEv");
  real(this);
  __tsan_acquire(this);
}

ABSL_NAMESPACE_END
}  // namespace absl

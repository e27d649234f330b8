// Ctrl-C as something to look at.
#pragma once

namespace cp::ctl {

// Thread-safe. Until Catch(), Ctrl-C ends the process as ever.
class Interrupts {
 public:
  virtual ~Interrupts() = default;
  // From here on the first Ctrl-C (or SIGTERM) is only noted; the second one ends the process at once.
  virtual void Catch() = 0;
  virtual bool Caught() const = 0;
};

// The process's own. One at a time.
class ProcessInterrupts final : public Interrupts {
 public:
  void Catch() override;
  bool Caught() const override;
};

// For where there is nobody to interrupt.
class NoInterrupts final : public Interrupts {
 public:
  void Catch() override {}
  bool Caught() const override { return false; }
};

}  // namespace cp::ctl

// An LD_PRELOAD library that stands before libfaketime and gives a node the kernel's timerfd calls back.
//
// libfaketime 0.9.10 moves every absolute timerfd time by the fake offset, also of a monotonic timer, and also when
// told to leave the monotonic clock alone. Asio arms a timer that is already due as the absolute time of 1 ns: a clock
// ahead makes of it a negative time, which the kernel refuses (EINVAL), a clock behind one that far in the future. Such
// a timer never fires, and a node with it never dials. On a machine whose wall clock is wrong nothing of that happens.
// Threading: stateless, any thread. Source: timerfd_create(2), and what strace shows of a stuck node.
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

extern "C" {

int timerfd_settime(int fd, int flags, const itimerspec* value, itimerspec* old_value) noexcept {
  return static_cast<int>(::syscall(SYS_timerfd_settime, fd, flags, value, old_value));
}

int timerfd_gettime(int fd, itimerspec* value) noexcept {
  return static_cast<int>(::syscall(SYS_timerfd_gettime, fd, value));
}

}  // extern "C"

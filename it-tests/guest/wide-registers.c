/*
 * Lets User-mode Linux run on processors with AMX. It saves and restores the registers of its processes
 * by ptrace as 2696 bytes, all there was before AMX; the host takes them back only in full length, on
 * such a processor 11008 bytes, and answers EFAULT else. This library, loaded before the C library, adds
 * what is missing: zeros, the state in which AMX is not in use. No process of a guest can use it, for
 * that must be asked for by arch_prctl(ARCH_REQ_XCOMP_PERM), which the guest's kernel does not know.
 *
 * Format: the standard one of XSAVE, whose header at byte 512 says which parts are in use.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define LONGEST 16384

static long call(long request, long pid, void *address, void *data) {
  return syscall(SYS_ptrace, request, pid, address, data);
}

/* Static, for the stacks of User-mode Linux are small; only its main thread traces. */
static unsigned char all[LONGEST];
static size_t length;

static long set_all(long pid, void *type, const struct iovec *given) {
  struct iovec whole = {all, sizeof all};

  if (length == 0) {
    if (call(PTRACE_GETREGSET, pid, type, &whole) < 0) {
      return -1;
    }
    length = whole.iov_len;
  }
  if (given->iov_len >= length) {
    return call(PTRACE_SETREGSET, pid, type, (void *) given);
  }
  memcpy(all, given->iov_base, given->iov_len);
  memset(all + given->iov_len, 0, length - given->iov_len);
  /* Of the parts in use only those that were given: the two of AMX are bits 17 and 18. */
  all[514] &= (unsigned char) ~6;
  whole.iov_len = length;
  return call(PTRACE_SETREGSET, pid, type, &whole);
}

long ptrace(enum __ptrace_request request, ...) {
  va_list more;
  va_start(more, request);
  long pid = va_arg(more, int);
  void *address = va_arg(more, void *);
  void *data = va_arg(more, void *);
  va_end(more);

  if ((int) request == PTRACE_SETREGSET && (long) address == NT_X86_XSTATE) {
    return set_all(pid, address, data);
  }
  if ((int) request >= PTRACE_PEEKTEXT && (int) request <= PTRACE_PEEKUSER) {
    long word;
    return call(request, pid, address, &word) < 0 ? -1 : word;
  }
  return call(request, pid, address, data);
}

package io.troupe.netlink;

import java.util.Optional;

/// What went wrong between this process and the kernel.
///
/// Every case carries the error number with its name, the request in words and, where the kernel
/// gave one, its own text (the extended acknowledgement of `NETLINK_EXT_ACK`). A caller that cares
/// about one error asks {@link #is}; one that treats kinds differently switches over the cases.
public abstract sealed class NetlinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Errno errno;
  private final String request;
  private final String kernelText;

  private NetlinkException(Errno errno, String request, String kernelText, String message) {
    super(message);
    this.errno = errno;
    this.request = request;
    this.kernelText = kernelText;
  }

  /// The error number; of a case without one from the kernel, the nearest (see each case).
  public Errno errno() {
    return errno;
  }

  /// What was asked of the kernel, in words: "add link vx0 (vxlan)".
  public String request() {
    return request;
  }

  /// The kernel's own explanation, where it gave one.
  public Optional<String> kernelText() {
    return kernelText.isEmpty() ? Optional.empty() : Optional.of(kernelText);
  }

  public boolean is(Errno other) {
    return errno.number() == other.number();
  }

  /// The kernel answered a request with an error. Nothing was changed by it.
  public static final class Refused extends NetlinkException {
    private static final long serialVersionUID = 1L;

    public Refused(Errno errno, String request, String kernelText) {
      super(
          errno,
          request,
          kernelText,
          "cannot "
              + request
              + ": "
              + errno
              + (kernelText.isEmpty() ? "" : "; the kernel says: " + kernelText)
              + remedy(errno));
    }
  }

  /// A system call on the socket or the namespace failed before any request reached the kernel.
  public static final class SystemCallFailed extends NetlinkException {
    private static final long serialVersionUID = 1L;

    public SystemCallFailed(String call, Errno errno, String request) {
      super(
          errno,
          request,
          "",
          "cannot " + request + ": " + call + " failed with " + errno + remedy(errno));
    }
  }

  /// The kernel did not answer in time (`ETIMEDOUT`). Whether it has done the work is unknown.
  public static final class TimedOut extends NetlinkException {
    private static final long serialVersionUID = 1L;

    public TimedOut(String request, long milliseconds) {
      super(
          Errno.ETIMEDOUT,
          request,
          "",
          "no answer from the kernel within " + milliseconds + " ms to: " + request);
    }
  }

  /// A dump was inconsistent each time it was tried, because what it lists kept changing (`EINTR`).
  public static final class DumpInterrupted extends NetlinkException {
    private static final long serialVersionUID = 1L;

    public DumpInterrupted(String request, int attempts) {
      super(
          Errno.EINTR,
          request,
          "",
          request + ": the list changed under each of " + attempts + " attempts to read it");
    }
  }

  /// Events were dropped because the subscriber read too slowly (`ENOBUFS`): list everything again.
  public static final class EventsLost extends NetlinkException {
    private static final long serialVersionUID = 1L;

    public EventsLost(String request) {
      super(
          Errno.ENOBUFS,
          request,
          "",
          request + ": the kernel dropped events; what was known may be stale, list it again");
    }
  }

  /// The kernel lacks what was asked for, such as a generic netlink family (`EOPNOTSUPP`).
  public static final class Unsupported extends NetlinkException {
    private static final long serialVersionUID = 1L;

    public Unsupported(String request, String reason) {
      super(Errno.EOPNOTSUPP, request, reason, "cannot " + request + ": " + reason);
    }
  }

  /// Bytes that do not follow the protocol (`EBADMSG`).
  public static final class Malformed extends NetlinkException {
    private static final long serialVersionUID = 1L;

    public Malformed(String request, String reason) {
      super(Errno.EBADMSG, request, reason, request + ": malformed message: " + reason);
    }
  }

  private static String remedy(Errno errno) {
    return errno.number() == Errno.EPERM.number()
        ? "; this needs CAP_NET_ADMIN (and for namespaces CAP_SYS_ADMIN): run as root"
        : "";
  }
}

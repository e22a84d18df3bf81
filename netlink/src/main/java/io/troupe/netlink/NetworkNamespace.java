package io.troupe.netlink;

import io.troupe.netlink.posix.Libc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// A network namespace, held by an open descriptor: it lives as long as this handle, a process in
/// it or its name in `/run/netns`.
///
/// Making and entering one needs `CAP_SYS_ADMIN`. A thread that has entered a namespace stays
/// there, so both happen on platform threads that end with the call; no thread of the caller ever
/// changes its namespace. Sources: `man 7 network_namespaces`, `man 2 setns`, `man 8 ip-netns`.
public final class NetworkNamespace implements AutoCloseable {
  private static final Path NAMES = Path.of("/run/netns");
  private static final String OWN = "/proc/thread-self/ns/net";

  private final AtomicBoolean closed = new AtomicBoolean();
  private final int descriptor;
  private final String label;

  private NetworkNamespace(int descriptor, String label) {
    this.descriptor = descriptor;
    this.label = label;
  }

  /// Work to do inside a namespace.
  @FunctionalInterface
  public interface Work<T, X extends Exception> {
    T call() throws X;
  }

  /// The namespace of the calling thread: that of the process.
  public static NetworkNamespace current() {
    return open(OWN, "the current network namespace");
  }

  /// A new namespace without a name, with its `lo` down; it ends with the last handle or process.
  public static NetworkNamespace anonymous() {
    return onOwnThread(() -> {
      unshare("make a network namespace");
      return open(OWN, "a new network namespace");
    });
  }

  /// A new namespace that `ip netns` lists under `name`.
  ///
  /// @throws NetlinkException.SystemCallFailed `EEXIST` when the name is taken
  public static NetworkNamespace create(String name) {
    String words = "make the network namespace " + name;
    Path file = nameFile(name);
    shareNames(words);
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      throw new NetlinkException.SystemCallFailed("open", Errno.EEXIST, words);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot " + words, e);
    }
    try {
      onOwnThread(() -> {
        unshare(words);
        return check("mount", Libc.mount(OWN, file.toString(), "none", Libc.MS_BIND), words);
      });
    } catch (NetlinkException e) {
      remove(file);
      throw e;
    }
    return named(name);
  }

  /// The namespace that `ip netns` lists under `name`.
  public static NetworkNamespace named(String name) {
    return open(nameFile(name).toString(), "network namespace " + name);
  }

  /// The namespace a process lives in, such as a container's first process.
  public static NetworkNamespace ofProcess(long pid) {
    return open("/proc/" + pid + "/ns/net", "the network namespace of process " + pid);
  }

  /// The names in `/run/netns`.
  public static List<String> names() {
    if (!Files.isDirectory(NAMES)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(NAMES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + NAMES, e);
    }
  }

  /// Takes the name away; the namespace itself lives on while something else holds it.
  public static void delete(String name) {
    Path file = nameFile(name);
    String words = "delete the network namespace " + name;
    int result = Libc.umount(file.toString(), Libc.MNT_DETACH);
    if (-result != Errno.EINVAL.number()) { // EINVAL: a file left over, nothing mounted on it
      check("umount", result, words);
    }
    remove(file);
  }

  /// Runs `work` on a thread inside this namespace and returns what it returns. A file under
  /// `/proc/sys/net` that the work opens is this namespace's; threads it starts are not in it.
  public <T, X extends Exception> T call(Work<T, X> work) throws X {
    return onOwnThread(() -> {
      check("setns", Libc.setns(descriptor(), Libc.CLONE_NEWNET), "enter " + label);
      return work.call();
    });
  }

  /// The open descriptor, for a request that names a namespace by it.
  public int descriptor() {
    if (closed.get()) {
      throw new IllegalStateException("the handle of " + label + " is closed");
    }
    return descriptor;
  }

  /// A path by which another process of this machine can open the namespace while this handle is
  /// open, as in `nsenter --net=PATH`.
  public Path path() {
    return Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Libc.close(descriptor);
    }
  }

  @Override
  public String toString() {
    return label;
  }

  private static NetworkNamespace open(String path, String label) {
    int descriptor = Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC);
    return new NetworkNamespace(check("open", descriptor, "open " + label), label);
  }

  /// Makes `/run/netns` a shared mount of its own, as `ip netns add` does, so that names appear in
  /// the mount namespaces of other processes and go away there too.
  private static void shareNames(String words) {
    try {
      Files.createDirectories(NAMES);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot " + words, e);
    }
    String names = NAMES.toString();
    int shared = Libc.mount("", names, "none", Libc.MS_SHARED | Libc.MS_REC);
    if (-shared == Errno.EINVAL.number()) {
      check("mount", Libc.mount(names, names, "none", Libc.MS_BIND | Libc.MS_REC), words);
      shared = Libc.mount("", names, "none", Libc.MS_SHARED | Libc.MS_REC);
    }
    check("mount", shared, words);
  }

  private static Path nameFile(String name) {
    if (name.isEmpty() || name.contains("/") || name.startsWith(".")) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot name a network namespace: it must be a plain file name");
    }
    return NAMES.resolve(name);
  }

  private static void unshare(String words) {
    check("unshare", Libc.unshare(Libc.CLONE_NEWNET), words);
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }

  private static int check(String call, int result, String words) {
    if (result < 0) {
      throw new NetlinkException.SystemCallFailed(call, Errno.of(-result), words);
    }
    return result;
  }

  private static <T, X extends Exception> T onOwnThread(Work<T, X> work) throws X {
    return NamespaceThread.call(work);
  }
}

package io.troupe.netlink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/// An error number of Linux with its name and text, as the C library's `strerror` gives it.
///
/// Numbers are those of `asm-generic/errno.h`, which x86-64, aarch64 and riscv64 share. A number
/// that no table lists keeps its place with a name made of it.
public record Errno(int number, String name, String text) implements Serializable {
  private static final Map<Integer, Errno> TABLE = read();

  public static final Errno EPERM = of(1);
  public static final Errno ENOENT = of(2);
  public static final Errno ESRCH = of(3);
  public static final Errno EINTR = of(4);
  public static final Errno EAGAIN = of(11);
  public static final Errno EBUSY = of(16);
  public static final Errno EEXIST = of(17);
  public static final Errno ENODEV = of(19);
  public static final Errno EINVAL = of(22);
  public static final Errno ERANGE = of(34);
  public static final Errno EBADMSG = of(74);
  public static final Errno EOPNOTSUPP = of(95);
  public static final Errno EADDRNOTAVAIL = of(99);
  public static final Errno ENOBUFS = of(105);
  public static final Errno ETIMEDOUT = of(110);

  public static Errno of(int number) {
    Errno known = TABLE.get(number);
    return known != null ? known : new Errno(number, "E" + number, "error " + number);
  }

  @Override
  public String toString() {
    return name + " (" + text + ")";
  }

  private static Map<Integer, Errno> read() {
    try (InputStream in = Errno.class.getResourceAsStream("errno.txt")) {
      if (in == null) {
        throw new IllegalStateException("errno.txt is missing beside Errno.class");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 3))
          .map(part -> new Errno(Integer.parseInt(part[0]), part[1], part[2]))
          .collect(Collectors.toUnmodifiableMap(Errno::number, e -> e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.troupe.cli.lab;

import io.troupe.cli.terminal.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The 256 IPv4 addresses of a lab: `.1` is this machine, `.11` the first host.
///
/// @param prefix the first three numbers, as `10.213.0`
public record Subnet(String prefix) {
  static final int MOST_HOSTS = 200;
  private static final int BEFORE_HOSTS = 10;
  private static final Pattern FORM = Pattern.compile("(\\d+\\.\\d+\\.\\d+)\\.0/24");

  /// Reads `A.B.C.0/24`.
  public static Subnet parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw Failure.usage("'" + text + "' is no subnet of a lab: give one as 10.213.0.0/24");
    }
    return new Subnet(matcher.group(1));
  }

  /// The address of this machine in the lab's network.
  public String machine() {
    return prefix + ".1";
  }

  /// The address of a host.
  ///
  /// @param number from 1
  public String host(int number) {
    return prefix + "." + (BEFORE_HOSTS + number);
  }

  @Override
  public String toString() {
    return prefix + ".0/24";
  }
}

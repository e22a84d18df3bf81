package io.troupe.cli.platform;

import io.troupe.cli.terminal.Failure;

/// A host and a port as people write them.
record Endpoint(String host, int port) {
  /// @param option where it was given, for the error
  /// @throws Failure when it is not of the form `host:port`
  static Endpoint parse(String text, String option) {
    int colon = text.lastIndexOf(':');
    if (colon > 0) {
      try {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port >= 0 && port < 65_536) {
          return new Endpoint(text.substring(0, colon), port);
        }
      } catch (NumberFormatException bad) {
        // told below
      }
    }
    throw Failure.usage(
        "'" + text + "' is no address: " + option + " takes HOST:PORT, as 10.0.0.1:2968");
  }

  /// The same where the port may be missing.
  static Endpoint parse(String text, String option, int usualPort) {
    return text.indexOf(':') < 0 ? new Endpoint(text, usualPort) : parse(text, option);
  }
}

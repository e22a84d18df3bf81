package io.troupe.actors.link;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A name in DNS that stands for all control members.
///
/// @param port of their remoting
public record Discovery(String name, int port) {
  private static final int USUAL_PORT = 2968;

  /// Reads `name` or `name:port`.
  ///
  /// @throws IllegalArgumentException when the port is none
  public static Discovery parse(String text) {
    int colon = text.lastIndexOf(':');
    return colon < 0
        ? new Discovery(text, USUAL_PORT)
        : new Discovery(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  /// The addresses it stands for now, as `host:port`, in order; none while it is unknown.
  public CompletionStage<Set<String>> addresses() {
    CompletableFuture<Set<String>> found = new CompletableFuture<>();
    Thread.ofVirtual().name("discovery").start(() -> found.complete(lookUp()));
    return found;
  }

  private Set<String> lookUp() {
    Set<String> addresses = new TreeSet<>();
    try {
      for (InetAddress address : InetAddress.getAllByName(name)) {
        addresses.add(address.getHostAddress() + ":" + port);
      }
    } catch (UnknownHostException unknown) {
      // whoever asks will ask again
    }
    return addresses;
  }
}

package io.troupe.node.network.overlay;

import io.troupe.netlink.NetlinkException;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.network.NetworkFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Steps of which each is tried whatever became of those before; what has failed is told at the
/// end.
final class Attempts {
  private final List<RuntimeException> failures = new ArrayList<>();

  /// Takes a step; false when it has failed.
  boolean run(Runnable step) {
    return get(
            () -> {
              step.run();
              return true;
            })
        .isPresent();
  }

  /// Takes a step that gives something; empty when it has failed.
  <T> Optional<T> get(Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (NetworkFailure | NetlinkException | RuntimeFailure e) {
      failures.add(e);
      return Optional.empty();
    }
  }

  /// Takes note of what has failed elsewhere.
  void failed(NetworkFailure failure) {
    failures.add(failure);
  }

  /// @throws NetworkFailure with all that has failed, if anything has
  void finish() {
    if (failures.isEmpty()) {
      return;
    }
    String message =
        failures.stream().map(Attempts::text).distinct().collect(Collectors.joining("; "));
    NetworkFailure failure = new NetworkFailure(message, failures.getFirst());
    failures.stream().skip(1).forEach(failure::addSuppressed);
    throw failure;
  }

  /// Of many changes sent together the first failure stands for the others.
  private static String text(RuntimeException failure) {
    int more = failure.getSuppressed().length;
    return failure.getMessage() + (more > 0 ? " (and " + more + " more failures)" : "");
  }
}

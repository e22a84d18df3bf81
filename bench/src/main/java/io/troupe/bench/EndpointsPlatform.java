package io.troupe.bench;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.node.network.NetworkRuntime;
import java.time.Instant;
import java.util.function.BiConsumer;

/// A control plane and two nodes, of which one has simulated pods and the other has the rules that
/// lead to them.
interface EndpointsPlatform extends AutoCloseable {
  String SPACE = "bench";

  /// The service whose changes are measured.
  Ref SERVICE = new Ref(Kind.SERVICE, SPACE + ":web");

  /// Whether a pod is one of [#SERVICE].
  static boolean isMeasured(Ref pod) {
    return pod.kind() == Kind.POD && pod.link().startsWith(SERVICE.link() + ":");
  }

  /// Returns when both nodes are there.
  ///
  /// @param rules what has the rules, on a node that no pod fits on: what is measured is always
  ///   another node
  void join(NetworkRuntime rules);

  /// Makes services that are there besides.
  void serve(int services);

  /// Makes [#SERVICE], of one pod.
  void serveMeasured();

  void scale(int replicas);

  /// Tells from now on when, by the log, a pod of [#SERVICE] began to serve and when it ceased to.
  void follow(BiConsumer<Ref, Instant> began, BiConsumer<Ref, Instant> ceased);

  @Override
  void close();
}

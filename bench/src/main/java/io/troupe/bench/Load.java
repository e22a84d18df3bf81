package io.troupe.bench;

import java.util.concurrent.CompletionStage;

/// A way to give a control plane work and to see it done.
interface Load extends AutoCloseable {
  /// Creates a service in namespace `bench`; completes when it is stored.
  CompletionStage<Void> create(String name, int replicas);

  /// Begins to watch: each pod that was seen running is told once, on one thread.
  void watch(long afterRevision, Runnable podIsRunning);

  @Override
  void close();
}

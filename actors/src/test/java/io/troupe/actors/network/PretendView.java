package io.troupe.actors.network;

import io.troupe.actors.view.View;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// A view that shows what a test puts into it.
final class PretendView implements View {
  private final ConcurrentSkipListMap<Ref, State> states = new ConcurrentSkipListMap<>();
  private final AtomicLong revision = new AtomicLong();

  void show(Ref resource, State state) {
    states.put(resource, state);
    revision.incrementAndGet();
  }

  void hide(Ref resource) {
    states.remove(resource);
    revision.incrementAndGet();
  }

  private Item item(Ref resource, State state) {
    return new Item(resource, state, 1, revision.get());
  }

  @Override
  public long revision() {
    return revision.get();
  }

  @Override
  public Optional<Item> find(Ref resource) {
    return Optional.ofNullable(states.get(resource)).map(state -> item(resource, state));
  }

  @Override
  public List<Item> list(Kind kind, String scope) {
    // '!' comes before and '~' after whatever a link begins with, ';' after ':'
    Ref from = new Ref(kind, scope.isEmpty() ? "!" : scope);
    Ref to = new Ref(kind, scope.isEmpty() ? "~" : scope + ";");
    return states.subMap(from, to).entrySet().stream()
        .map(entry -> item(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public CompletionStage<Void> reached(EventId event) {
    return CompletableFuture.completedStage(null);
  }
}

package io.troupe.simulator.world;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.Reservation;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.pod.PodLabels;
import io.troupe.simulator.check.Violation;

/// What an agent may do to containers: none is started beside one that does the same, and none that
/// is right is touched.
final class ContainerChecks implements FlakyContainers.Observer {
  private final World world;
  private final Host host;

  ContainerChecks(World world, Host host) {
    this.world = world;
    this.host = host;
  }

  @Override
  public void starting(ContainerInfo container) {
    note("starts", container);
    for (ContainerInfo other : host.containers()) {
      if (other.running()
          && !other.id().equals(container.id())
          && other.label(PodLabels.POD).equals(container.label(PodLabels.POD))
          && other.label(PodLabels.CONTAINER).equals(container.label(PodLabels.CONTAINER))) {
        world.guarded(() -> {
          throw new Violation(
              "runs-once",
              "%s starts %s of %s, which runs as %s"
                  .formatted(
                      host.name(), container.id(), container.label(PodLabels.POD), other.id()));
        });
      }
    }
  }

  @Override
  public void ending(ContainerInfo container) {
    note("ends", container);
    if (!container.network().isEmpty()) {
      return;
    }
    FlakyContainers.pod(container)
        .ifPresent(pod -> {
          requireUnwanted(pod, container);
          world.overlay().ending(pod, host.name());
        });
  }

  private void requireUnwanted(Ref pod, ContainerInfo container) {
    if (world.checks().state(new Ref(Kind.NODE, host.name())) instanceof NodeState.Member member) {
      Reservation line = member.ledger().get(pod);
      if (line != null
          && line.stage() == Reservation.Stage.CONFIRMED
          && line.spec().hash().equals(container.label(PodLabels.HASH))) {
        world.guarded(() -> {
          throw new Violation(
              "right-is-untouched",
              "%s ends container %s of %s, which is to run there"
                  .formatted(host.name(), container.id(), pod));
        });
      }
    }
  }

  private void note(String what, ContainerInfo container) {
    if (world.chronicle().listens()) {
      world
          .chronicle()
          .note(host.name() + " " + what + " " + container.id() + " " + container.name());
    }
  }
}

package io.troupe.node.pod;

import io.troupe.core.Ref;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.PullPolicy;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.ContainerRuntime;
import io.troupe.node.container.ContainerSpec;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.container.RuntimeFailure.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Brings single containers of a pod to run, with as few calls as possible: create, start, inspect.
/// Whether the image is there is seen from the create itself.
///
/// @param grace what a container gets to end that has to be replaced
record Launch(
    PodTools tools, Ref pod, String hash, ContainerSpecs specs, Duration grace, Pass pass) {
  /// @param info what there is of it, if anything
  /// @param owner the pod's first container; absent for that one itself
  ContainerInfo bring(
      ContainerTemplate template, @Nullable ContainerInfo info, @Nullable ContainerInfo owner)
      throws InterruptedException {
    if (info == null) {
      return inspect(create(template, owner));
    }
    if (owner != null && !info.network().equals(owner.id())) {
      runtime().stop(info.id(), "", grace);
      runtime().remove(info.id());
      return inspect(create(template, owner));
    }
    if (!info.running()) {
      start(info.id());
      return inspect(info.id());
    }
    if (owner != null && before(info.startedAt(), owner.startedAt())) {
      runtime().stop(info.id(), "", grace);
      start(info.id());
      return inspect(info.id());
    }
    return info;
  }

  /// A container that started before the owner of its network did is in a network that is gone.
  private static boolean before(@Nullable Instant started, @Nullable Instant ownerStarted) {
    return started != null && ownerStarted != null && started.isBefore(ownerStarted);
  }

  private ContainerRuntime runtime() {
    return tools.containers();
  }

  private ContainerInfo inspect(String id) {
    return runtime()
        .find(id)
        .orElseThrow(() ->
            new RuntimeFailure(
                Reason.NO_CONTAINER, "container " + id + " vanished right after its start"));
  }

  private String create(ContainerTemplate template, @Nullable ContainerInfo owner)
      throws InterruptedException {
    ContainerSpec spec =
        owner == null
            ? specs.first(template, wait(tools.network()::await))
            : specs.joining(template, owner.id());
    if (template.image().policy() == PullPolicy.ALWAYS) {
      pull(template);
    }
    try {
      return withPermit(() -> createAndStart(spec));
    } catch (RuntimeFailure e) {
      if (e.reason() != Reason.NO_IMAGE) {
        throw e;
      }
      if (template.image().policy() == PullPolicy.NEVER) {
        throw new RuntimeFailure(
            Reason.NO_IMAGE,
            "image "
                + spec.image()
                + " is not on node "
                + tools.node()
                + " and its policy is never to pull it; bring it there or choose another policy",
            e);
      }
    }
    pull(template);
    return withPermit(() -> createAndStart(spec));
  }

  private void pull(ContainerTemplate template) throws InterruptedException {
    pass.pulling();
    wait(() -> tools.images().pull(pod.namespace(), template.image()));
  }

  private void start(String id) throws InterruptedException {
    withPermit(() -> {
      runtime().start(id);
      return id;
    });
  }

  private String createAndStart(ContainerSpec spec) {
    String id = createOrFind(spec);
    runtime().start(id);
    return id;
  }

  /// A name that is taken is that of an earlier attempt whose answer was lost, or of a leftover.
  private String createOrFind(ContainerSpec spec) {
    try {
      return runtime().create(spec);
    } catch (RuntimeFailure e) {
      if (e.reason() != Reason.NAME_TAKEN) {
        throw e;
      }
      ContainerInfo taken = runtime().find(spec.name()).orElse(null);
      if (taken == null) {
        return runtime().create(spec);
      }
      if (!taken.label(PodLabels.POD).equals(pod.link())) {
        throw new RuntimeFailure(
            Reason.NAME_TAKEN,
            "the name "
                + spec.name()
                + " is taken by container "
                + taken.id()
                + ", which is not this pod's; remove it",
            e);
      }
      if (PodLabels.match(taken, spec.labels().getOrDefault(PodLabels.CONTAINER, ""), hash)
          && taken.label(PodLabels.NODE).equals(tools.node())
          && taken.network().equals(spec.network())) {
        return taken.id();
      }
      runtime().stop(taken.id(), "", grace);
      runtime().remove(taken.id());
      return runtime().create(spec);
    }
  }

  private <T> T withPermit(Callable<T> work) throws InterruptedException {
    wait(() -> {
      tools.starts().acquire();
      return true;
    });
    try {
      return call(work);
    } finally {
      tools.starts().release();
    }
  }

  private <T> T wait(Callable<T> wait) throws InterruptedException {
    return call(() -> pass.await(wait));
  }

  private static <T> T call(Callable<T> work) throws InterruptedException {
    try {
      return work.call();
    } catch (RuntimeException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.troupe.bench;

import io.troupe.actors.ControlPlane;
import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PodTemplate;
import io.troupe.persistence.history.LogEntry;
import io.troupe.persistence.history.Subscription;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Work through the facade, without HTTP.
final class DirectLoad implements Load {
  private final ControlPlane control;
  private @Nullable Subscription watch;

  DirectLoad(ControlPlane control) {
    this.control = control;
  }

  @Override
  public CompletionStage<Void> create(String name, int replicas) {
    return control
        .send(
            new Ref(Kind.SERVICE, "bench:" + name),
            new ServiceCommand.Create(patch(replicas)),
            Cause.of("bench", "request-" + name))
        .thenAccept(answer -> {
          if (!(answer.reply() instanceof Reply.Accepted)) {
            throw new IllegalStateException("refused: " + answer.reply());
          }
        });
  }

  private static ServicePatch patch(int replicas) {
    ContainerTemplate container =
        ContainerTemplate.of("main", Image.named("registry.local/shop/web:1.27"))
            .withLimits(new Limits(Cpu.millis(50), Memory.mebibytes(64)));
    PodTemplate template = new PodTemplate(List.of(container), List.of(), 10);
    return new ServicePatch(
        null,
        null,
        replicas,
        null,
        null,
        null,
        null,
        new TemplatePatch(template, Set.of(), Set.of(), false));
  }

  @Override
  public void watch(long afterRevision, Runnable podIsRunning) {
    watch =
        control
            .log()
            .subscribe(
                afterRevision,
                entry -> {
                  if (isRunning(entry)) {
                    podIsRunning.run();
                  }
                });
  }

  private static boolean isRunning(LogEntry entry) {
    return entry.recorded().event() instanceof PodEvent.PodObserved seen
        && seen.observation().phase() == Observation.Phase.RUNNING;
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }
}

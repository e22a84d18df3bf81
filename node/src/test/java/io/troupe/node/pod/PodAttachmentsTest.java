package io.troupe.node.pod;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.PullPolicy;
import io.troupe.core.template.RestartPolicy;
import io.troupe.core.template.Security;
import io.troupe.core.template.Selector;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.container.ContainerSpec;
import io.troupe.node.container.RuntimeInfo;
import io.troupe.node.image.Credentials;
import io.troupe.node.image.ImagePulls;
import io.troupe.node.network.PodNetwork;
import io.troupe.node.sim.SimContainers;
import io.troupe.node.sim.SimImages;
import io.troupe.node.sim.SimVolumes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PodAttachmentsTest {
  private static final Ref POD = new Ref(Kind.POD, "demo:web:v1:a");
  private static final PodAttachment NETWORK =
      new PodAttachment("troupe", List.of("10.42.1.1"), "lb.local");

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SimImages images = new SimImages();
  private final SimContainers containers =
      new SimContainers(
          new RuntimeInfo("sim", "1", "a", "any", "simulated", "linux", Cpu.ZERO, Memory.ZERO, ""),
          images,
          InstantSource.system());
  private final PodAttachments attachments = PodAttachments.awaited();
  private final PodSpec spec =
      new PodSpec(
          new Ref(Kind.DEPLOYMENT, "demo:web:v1"),
          new PodTemplate(List.of(container("main"), container("side")), List.of(), 0),
          Selector.ANY,
          "hash");

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private PodTools tools(PodAttachments network) {
    return new PodTools(
        "a",
        "10.0.0.1",
        network,
        containers,
        new ImagePulls(images, Credentials.none(), threads),
        new SimVolumes(Memory.mebibytes(1)),
        new Semaphore(1),
        threads,
        Duration.ofMillis(1),
        Duration.ZERO,
        InstantSource.system());
  }

  private static ContainerTemplate container(String name) {
    return new ContainerTemplate(
        name,
        new Image("web:1", "", "", "", PullPolicy.MISSING),
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        Limits.NONE,
        Limits.NONE,
        RestartPolicy.ALWAYS,
        Security.NONE,
        Map.of(),
        List.of(),
        List.of());
  }

  private CompletableFuture<Outcome> run(List<ContainerInfo> known, Pass pass) {
    PodWork work = new PodWork(tools(attachments), POD);
    return CompletableFuture.supplyAsync(() -> work.run(spec, 1, known, Set.of(), pass), threads);
  }

  @Test
  void aPodWaitsUntilTheNetworkIsThere() throws Exception {
    CompletableFuture<Outcome> outcome = run(List.of(), new Pass(() -> {}));
    await().during(Duration.ofMillis(100)).until(() -> containers.list(Map.of()).isEmpty());
    assertThat(outcome).isNotDone();

    attachments.attach(NETWORK);

    assertThat(outcome.get(1, MINUTES).failure()).isEmpty();
    assertThat(outcome.get().containers()).hasSize(2).allMatch(ContainerInfo::running);
    assertThat(attachments.find()).contains(NETWORK);
  }

  @Test
  void aPodThatWaitsCanBeCalledOff() throws Exception {
    Pass pass = new Pass(() -> {});
    CompletableFuture<Outcome> outcome = run(List.of(), pass);
    await().during(Duration.ofMillis(50)).until(() -> !outcome.isDone());

    pass.cancel();

    assertThat(outcome.get(1, MINUTES)).isEqualTo(Outcome.done(List.of()));
  }

  @Test
  void aPodThatRunsNeedsNoNetworkToBeTakenOver() throws Exception {
    attachments.attach(NETWORK);
    List<ContainerInfo> running = run(List.of(), new Pass(() -> {})).get(1, MINUTES).containers();

    PodWork later = new PodWork(tools(PodAttachments.awaited()), POD);

    assertThat(later.run(spec, 1, running, Set.of(), new Pass(() -> {})).containers())
        .isEqualTo(running);
  }

  @Test
  void theFirstContainerGetsNetworkNameServersAndSearchListAndTheOthersJoinIt() {
    ContainerSpecs specs = new ContainerSpecs(tools(attachments), POD, spec, 1);
    List<ContainerTemplate> templates = spec.template().containers();

    ContainerSpec first = specs.first(templates.getFirst(), NETWORK);
    ContainerSpec other = specs.joining(templates.getLast(), "id-of-first");

    assertThat(first.attachment()).isEqualTo("troupe");
    assertThat(first.network()).isEmpty();
    assertThat(first.dns()).containsExactly("10.42.1.1");
    assertThat(first.dnsSearch()).containsExactly("demo.lb.local", "lb.local");
    assertThat(first.dnsOptions()).containsExactly("ndots:2");
    assertThat(other.network()).isEqualTo("id-of-first");
    assertThat(other.attachment()).isEmpty();
    assertThat(other.dns()).isEmpty();
    assertThat(other.dnsSearch()).isEmpty();
  }

  @Test
  void withoutADriverAllIsTheRuntimesOwnButNameServersThatAreSet() {
    PodAttachment none =
        PodAttachment.to(new PodNetwork.Attachment("", 0), List.of("9.9.9.9"), "lb.local");
    ContainerSpecs specs = new ContainerSpecs(tools(attachments), POD, spec, 1);

    ContainerSpec first = specs.first(spec.template().containers().getFirst(), none);

    assertThat(first.attachment()).isEmpty();
    assertThat(first.dns()).containsExactly("9.9.9.9");
    assertThat(first.dnsSearch()).isEmpty();
    assertThat(first.dnsOptions()).isEmpty();
    assertThat(PodAttachments.ofRuntime(List.of("9.9.9.9")).find()).contains(none);
  }
}

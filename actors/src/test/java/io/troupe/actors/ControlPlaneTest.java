package io.troupe.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.ControlPlane.Answer;
import io.troupe.actors.session.ToAgent;
import io.troupe.actors.view.View;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.decider.Reply;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.namespace.NamespaceState;
import io.troupe.core.node.NodeState;
import io.troupe.core.pod.PodState;
import io.troupe.core.pod.PodStatus;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import io.troupe.core.service.ServiceState;
import io.troupe.core.service.ServiceStatus;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PodTemplate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPlaneTest {
  private static final Ref DEMO = new Ref(Kind.NAMESPACE, "demo");
  private static final Ref WEB = new Ref(Kind.SERVICE, "demo:web");

  @TempDir Path directory;
  private ActorSystem<Void> system;
  private ControlPlane control;

  @BeforeEach
  void start() throws Exception {
    Config config =
        ConfigFactory.parseString(
            "troupe.journal.path = \"" + directory.resolve("troupe.db") + "\"");
    system = ActorSystem.create(Behaviors.empty(), "troupe", SystemConfig.of(config));
    control = ControlPlaneStart.start(system).toCompletableFuture().get(2, TimeUnit.MINUTES);
  }

  @AfterEach
  void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(2, TimeUnit.MINUTES);
  }

  private void restart() throws Exception {
    stop();
    start();
  }

  private Answer send(Ref to, Command command) {
    return control.send(to, command, Cause.of("tester", "request-1")).toCompletableFuture().join();
  }

  private void createNamespace() {
    assertThat(
            send(
                    DEMO,
                    new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null)))
                .reply())
        .isEqualTo(Reply.OK);
  }

  private static ServicePatch patch(@Nullable Integer replicas, String image) {
    ContainerTemplate container =
        ContainerTemplate.of("main", Image.named(image))
            .withLimits(new Limits(Cpu.millis(100), Memory.mebibytes(64)));
    return new ServicePatch(
        null,
        null,
        replicas,
        null,
        null,
        null,
        null,
        new TemplatePatch(
            new PodTemplate(List.of(container), List.of(), 10), Set.of(), Set.of(), false));
  }

  private Set<Ref> agent(String node, int pods) {
    Set<Ref> running = new ConcurrentSkipListSet<>();
    agent(node, pods, running);
    return running;
  }

  private ActorRef<ToAgent> agent(String node, int pods, Set<Ref> running) {
    return system.systemActorOf(
        PretendAgent.create(node, PretendAgent.room(pods), running, control.sessions()),
        "agent-" + node,
        Props.empty());
  }

  private void awaitReady(int replicas) {
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> {
          ServiceState state = (ServiceState) control.view().find(WEB).orElseThrow().state();
          assertThat(ServiceStatus.of(state)).isEqualTo(new ServiceStatus("ready", ""));
          assertThat(control.view().list(Kind.POD, "demo:web")).hasSize(replicas);
        });
  }

  @Test
  void runsAServiceScalesItAndRemovesIt() throws Exception {
    Set<Ref> running = agent("n1", 20);
    createNamespace();
    assertThat(send(WEB, new ServiceCommand.Create(patch(3, "web:1"))).reply()).isEqualTo(Reply.OK);
    awaitReady(3);
    assertThat(running).hasSize(3);
    for (int replicas : List.of(5, 1, 0, 2)) {
      send(WEB, new ServiceCommand.Scale(replicas));
      awaitReady(replicas);
      assertThat(running).hasSize(replicas);
    }
    send(WEB, new ServiceCommand.Remove());
    await().atMost(ONE_MINUTE).until(() -> control.view().find(WEB).isEmpty());
    await().atMost(ONE_MINUTE).until(() -> control.view().list(Kind.POD, "").isEmpty());
    assertThat(running).isEmpty();
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() {
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> {
          NodeState.Member node =
              (NodeState.Member)
                  control.view().find(new Ref(Kind.NODE, "n1")).orElseThrow().state();
          assertThat(node.ledger()).isEmpty();
          assertThat(node.allocated().pods()).isZero();
          NamespaceState.Present demo =
              (NamespaceState.Present) control.view().find(DEMO).orElseThrow().state();
          assertThat(demo.children()).isEmpty();
        });
  }

  @Test
  void replacesADeploymentOnlyWhenTheNewOneIsReady() {
    agent("n1", 20);
    createNamespace();
    send(WEB, new ServiceCommand.Create(patch(2, "web:1")));
    awaitReady(2);
    send(WEB, new ServiceCommand.Update(patch(null, "bad:2"), false));
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> {
          ServiceState state = (ServiceState) control.view().find(WEB).orElseThrow().state();
          assertThat(ServiceStatus.of(state).message()).isEqualTo("no such image");
        });
    assertThat(images("web:1")).isEqualTo(2);
    send(WEB, new ServiceCommand.Update(patch(null, "web:3"), false));
    awaitReady(2);
    assertThat(images("web:3")).isEqualTo(2);
  }

  private long images(String image) {
    return control.view().list(Kind.POD, "demo:web").stream()
        .map(View.Item::state)
        .map(state -> PodStatus.facts((PodState) state).orElseThrow())
        .filter(facts -> facts.spec().template().containers().get(0).image().name().equals(image))
        .count();
  }

  @Test
  void refusesWhatTheNamespaceDoesNotGrant() {
    assertThat(send(WEB, new ServiceCommand.Create(patch(1, "web:1"))).reply())
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo(Code.NOT_FOUND));
    assertThat(control.view().find(WEB)).isEmpty();
  }

  @Test
  void neverOverCommitsANodeUnderParallelCreates() {
    Set<Ref> running = agent("n1", 20);
    createNamespace();
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(
          control
              .send(
                  new Ref(Kind.SERVICE, "demo:s" + i),
                  new ServiceCommand.Create(patch(1, "web:1")),
                  Cause.by("tester"))
              .toCompletableFuture());
    }
    answers.forEach(CompletableFuture::join);
    await().atMost(ONE_MINUTE).until(() -> running.size() == 20);
    await()
        .atMost(ONE_MINUTE)
        .until(() ->
            control.view().list(Kind.POD, "").stream()
                    .filter(item ->
                        PodStatus.note((PodState) item.state())
                            .message()
                            .contains("no pod slot left"))
                    .count()
                == 80);
    agent("n2", 80);
    await()
        .atMost(ONE_MINUTE)
        .until(() ->
            control.view().list(Kind.POD, "").stream()
                .allMatch(item -> PodStatus.node((PodState) item.state()).isPresent()));
  }

  @Test
  void knowsEverythingAgainAfterARestart() throws Exception {
    Set<Ref> running = new ConcurrentSkipListSet<>();
    agent("n1", 20, running);
    createNamespace();
    send(WEB, new ServiceCommand.Create(patch(3, "web:1")));
    awaitReady(3);
    Set<Ref> before = Set.copyOf(running);
    restart();
    agent("n1", 20, running);
    awaitReady(3);
    send(WEB, new ServiceCommand.Scale(4));
    awaitReady(4);
    assertThat(running).containsAll(before).hasSize(4);
  }
}

package io.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.troupe.actors.session.Assignment;
import io.troupe.actors.session.NetworkNews;
import io.troupe.actors.session.PodReport;
import io.troupe.actors.session.ToAgent;
import io.troupe.actors.session.ToSession;
import io.troupe.actors.session.ToSession.Heartbeat;
import io.troupe.actors.session.ToSession.Hello;
import io.troupe.actors.session.ToSession.Report;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Fingerprint;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A node's session that says what a test tells it to, and takes every report unless told not to.
final class ScriptedSession {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final TestProbe<ToSession> probe;
  private final Map<Ref, Observation> seen = new HashMap<>();
  private final List<Report> reports = new ArrayList<>();
  private final List<Observation> story = new ArrayList<>();
  private ActorRef<ToAgent> agent;
  private long hellos;
  private boolean taking = true;

  ScriptedSession(ActorTestKit kit) {
    this.probe = kit.createTestProbe();
  }

  ActorRef<ToSession> ref() {
    return probe.ref();
  }

  void taking(boolean yes) {
    taking = yes;
  }

  Hello awaitHello() {
    return await(Hello.class, _ -> true);
  }

  /// Says something again and again until the agent says hello.
  void awaitHello(Runnable saying) {
    long before = hellos;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (hellos == before && System.nanoTime() < end) {
      saying.run();
      try {
        receive(Duration.ofMillis(100));
      } catch (AssertionError silence) {
        continue;
      }
    }
    assertThat(hellos).as("hellos that were heard").isGreaterThan(before);
  }

  Heartbeat awaitHeartbeat(long revision) {
    return await(Heartbeat.class, beat -> beat.revision() == revision);
  }

  Report awaitReport() {
    return await(Report.class, _ -> true);
  }

  <T extends ToSession> T await(Class<T> type, Predicate<T> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      ToSession message = receive(PATIENCE);
      if (type.isInstance(message) && wanted.test(type.cast(message))) {
        return type.cast(message);
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " came; pods are " + seen);
  }

  private ToSession receive(Duration patience) {
    ToSession message = probe.receiveMessage(patience);
    switch (message) {
      case Hello hello -> {
        agent = hello.agent();
        hellos = hello.number();
      }
      case Heartbeat _, ToSession.NetworkApplied _ -> {}
      case Report report -> {
        reports.add(report);
        for (PodReport pod : report.pods()) {
          seen.put(pod.pod(), pod.observation());
          story.add(pod.observation());
        }
        if (taking) {
          report.agent().tell(new ToAgent.ReportTaken(report.number()));
        }
      }
    }
    return message;
  }

  void say(ToAgent message) {
    agent.tell(message);
  }

  void snapshot(long revision, Assignment... run) {
    say(new ToAgent.Snapshot(hellos, revision, List.of(run), List.of(), Duration.ofSeconds(1)));
  }

  /// Tells everything there is of the network, which is nothing.
  void network(String session, long number) {
    Cidr pods = Cidr.parse("10.42.0.0/16");
    Cidr services = Cidr.parse("10.43.0.0/16");
    NetworkNews news =
        new NetworkNews(
            number, true, false, pods, services, List.of(), List.of(), List.of(), List.of());
    say(new ToAgent.Network(session, hellos, news));
  }

  void start(long after, Assignment... run) {
    say(new ToAgent.Delta(after, after + 1, List.of(run), List.of()));
  }

  void stop(long after, Ref... pods) {
    say(new ToAgent.Delta(after, after + 1, List.of(), List.of(pods)));
  }

  Observation awaitPhase(Ref pod, Phase phase) {
    return awaitObservation(pod, observation -> observation.phase() == phase);
  }

  Observation awaitObservation(Ref pod, Predicate<Observation> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Observation known = seen.get(pod);
    while (known == null || !wanted.test(known)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("pod " + pod + " is still " + known);
      }
      receive(PATIENCE);
      known = seen.get(pod);
    }
    return known;
  }

  /// Every observation reported so far.
  List<Observation> story() {
    return List.copyOf(story);
  }

  List<Report> reports() {
    return List.copyOf(reports);
  }

  static Ref pod(String name) {
    return new Ref(Kind.POD, "demo:web:d_v1:" + name);
  }

  static PodSpec spec(PodTemplate template) {
    return new PodSpec(
        new Ref(Kind.DEPLOYMENT, "demo:web:v1"),
        template,
        Selector.ANY,
        Fingerprint.of(List.of(template, Selector.ANY)));
  }

  static PodSpec spec(int grace, ContainerTemplate... containers) {
    return spec(new PodTemplate(List.of(containers), List.of(), grace));
  }

  static Assignment assign(Ref pod, PodSpec spec) {
    return new Assignment(pod, spec, 1);
  }
}

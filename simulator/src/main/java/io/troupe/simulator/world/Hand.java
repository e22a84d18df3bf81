package io.troupe.simulator.world;

import io.troupe.actors.session.ToAgent;
import io.troupe.actors.session.ToSession;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.PortBinding;
import io.troupe.core.template.Protocol;
import io.troupe.core.template.Selector;
import io.troupe.node.container.ContainerInfo;
import io.troupe.simulator.scenario.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Carries out the actions of a scenario.
final class Hand {
  private static final long MILLI = 1_000_000;
  private static final SortedMap<Integer, String> PORTS = new TreeMap<>(Map.of(80, "8080"));

  private final World world;
  private long manifests;
  private long reports;
  private boolean losesForGood;

  Hand(World world) {
    this.world = world;
  }

  void perform(Action action) {
    if (world.chronicle().listens()) {
      world.chronicle().note("* " + action);
    }
    switch (action) {
      case Action.User user -> user(user);
      case Action.Fault fault -> fault(fault);
    }
  }

  private void user(Action.User user) {
    switch (user) {
      case Action.Apply apply ->
          world
              .users()
              .wish(
                  service(apply.service()),
                  false,
                  request -> new ServiceCommand.Apply(patch(apply, request), false));
      case Action.Call(String service, String ip) ->
          world
              .users()
              .send(
                  service(service),
                  new ServiceCommand.Update(
                      new ServicePatch(
                          null, null, null, null, ip.equals("any") ? "" : ip, PORTS, null, null),
                      false));
      case Action.Redeploy(String service) ->
          world
              .users()
              .send(
                  service(service),
                  new ServiceCommand.Update(
                      new ServicePatch(null, null, null, null, null, null, null, null), true));
      case Action.Scale(String service, int replicas) ->
          world.users().send(service(service), new ServiceCommand.Scale(replicas));
      case Action.ScaleDeployment(String service, String deployment, int replicas) ->
          world
              .users()
              .send(service(service), new ServiceCommand.ScaleDeployment(deployment, replicas));
      case Action.Remove(String service) ->
          world.users().wish(service(service), true, _ -> new ServiceCommand.Remove());
      case Action.Retire(String service, String deployment) ->
          world.users().send(service(service), new ServiceCommand.RetireDeployment(deployment));
      case Action.AddDeployment add ->
          world
              .users()
              .send(
                  service(add.service()),
                  new ServiceCommand.AddDeployment(
                      add.name(), add.replicas(), null, template(add.image(), 1, 64, 0)));
      case Action.Quota(String namespace, int mebibytes) ->
          world
              .users()
              .send(
                  new Ref(Kind.NAMESPACE, namespace),
                  new NamespaceCommand.Update(
                      new NamespacePatch(
                          null,
                          null,
                          null,
                          null,
                          new NamespacePatch.QuotaPatch(Memory.mebibytes(mebibytes), null, null))));
      case Action.RemoveNamespace(String namespace) ->
          world.users().send(new Ref(Kind.NAMESPACE, namespace), new NamespaceCommand.Remove());
      case Action.CreateNamespace(String namespace) ->
          world
              .users()
              .send(
                  new Ref(Kind.NAMESPACE, namespace),
                  new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null)));
      case Action.RemoveNode(String node) ->
          world.users().send(new Ref(Kind.NODE, node), new NodeCommand.Remove());
      case Action.Label(String node, String value) ->
          world
              .users()
              .send(new Ref(Kind.NODE, node), new NodeCommand.SetMeta(null, Map.of("zone", value)));
    }
  }

  private static Ref service(String link) {
    return new Ref(Kind.SERVICE, link);
  }

  private ServicePatch patch(Action.Apply apply, String request) {
    Selector selector =
        apply.node().equals("any") ? Selector.ANY : new Selector(apply.node(), Map.of());
    return new ServicePatch(
        request,
        null,
        apply.replicas(),
        selector,
        null,
        world.overlay().isThere() && !apply.service().endsWith("s2") ? PORTS : null,
        null,
        new TemplatePatch(
            template(apply.image(), apply.containers(), apply.mebibytes(), apply.port()),
            Set.of(),
            Set.of(),
            false));
  }

  private static PodTemplate template(int image, int containers, int mebibytes, int port) {
    List<ContainerTemplate> all = new ArrayList<>();
    for (int c = 0; c < containers; c++) {
      String name = image == 9 ? "sim/broken:" + c : "web:" + image;
      ContainerTemplate container = ContainerTemplate.of("c" + c, Image.named(name));
      container =
          mebibytes == 0
              ? container
              : container.withLimits(new Limits(Cpu.millis(100), Memory.mebibytes(mebibytes)));
      all.add(port == 0 || c > 0 ? container : published(container, port));
    }
    return new PodTemplate(all, List.of(), 5);
  }

  private static ContainerTemplate published(ContainerTemplate container, int port) {
    return new ContainerTemplate(
        container.name(),
        container.image(),
        container.entrypoint(),
        container.command(),
        container.args(),
        container.workdir(),
        container.env(),
        List.of(new PortBinding("", port, 80, Protocol.TCP)),
        container.mounts(),
        container.limits(),
        container.requests(),
        container.restart(),
        container.security(),
        container.labels(),
        container.extraHosts(),
        container.dns());
  }

  private void fault(Action.Fault fault) {
    switch (fault) {
      case Action.CrashEntity(int which) -> crashEntity(which);
      case Action.CrashResource(String resource) -> crash(Ref.parse(resource));
      case Action.CrashSession(String node) ->
          world.members().values().forEach(member -> member.crashSession(node));
      case Action.CrashScheduler(String name) -> member(name, Member::crashScheduler);
      case Action.CrashBook(String name) -> member(name, Member::crashBook);
      case Action.CrashMember(String name, long downFor) ->
          member(name, member -> world.membership().crash(member, downFor));
      case Action.CrashAllMembers(long downFor) ->
          world.members().values().forEach(m -> world.membership().crash(m, downFor));
      case Action.CrashAgent(String node, long downFor) ->
          host(node, (host, lasts) -> crashAgent(host, lasts, false), downFor);
      case Action.Reboot(String node, long downFor) ->
          host(node, (host, lasts) -> crashAgent(host, lasts, true), downFor);
      case Action.Cut(String from, String to, long lasts) -> {
        world.network().cut(from, to);
        after(lasts, () -> world.network().heal(from, to));
      }
      case Action.Pause(String place, long lasts) -> pause(place, lasts);
      case Action.SlowJournal(long byUpTo, long lasts) -> {
        world.journal().slow(byUpTo * MILLI);
        after(lasts, () -> world.journal().slow(0));
      }
      case Action.RefusingJournal(long lasts) -> mood(Journal.Mood.REFUSING, lasts);
      case Action.DoubtfulJournal(long lasts) -> mood(Journal.Mood.DOUBTFUL, lasts);
      case Action.StaleView(String name, long by, long lasts) ->
          member(
              name,
              member -> {
                member.lag(by * MILLI);
                after(lasts, () -> member.lag(0));
              });
      case Action.StepClock(String place, long by) -> step(place, by);
      case Action.EndContainer(String node, int which, int exitCode) ->
          container(node, which, (host, info) -> host.end(info.id(), exitCode));
      case Action.LoseContainer(String node, int which) ->
          container(node, which, (host, info) -> host.vanish(info.id()));
      case Action.SlowRuntime(String node, long byUpTo, long lasts) ->
          host(
              node,
              (host, time) -> {
                host.slow(byUpTo * MILLI);
                after(time, () -> host.slow(0));
              },
              lasts);
      case Action.FailingRuntime(String node, int perThousand, long lasts) ->
          host(
              node,
              (host, time) -> {
                host.failing(perThousand);
                after(time, () -> host.failing(0));
              },
              lasts);
      case Action.LoseEvery(int nth, long lasts) -> {
        world.network().filter(message -> passes(message, nth));
        losesForGood = lasts == 0;
        if (!losesForGood) {
          after(lasts, () -> world.network().filter(_ -> true));
        }
      }
    }
  }

  private boolean passes(Object message, int nth) {
    return switch (message) {
      case ToAgent.Snapshot _, ToAgent.Delta _ -> ++manifests % nth != 0;
      case ToSession.Report _ -> ++reports % nth != 0;
      default -> true;
    };
  }

  private void after(long millis, Runnable what) {
    world.timeline().in(millis * MILLI, what);
  }

  private void mood(Journal.Mood mood, long lasts) {
    world.journal().mood(mood);
    after(lasts, () -> world.journal().mood(Journal.Mood.GOOD));
  }

  private void crashEntity(int which) {
    List<Ref> all = new ArrayList<>();
    world.members().values().forEach(member -> all.addAll(member.entities()));
    if (!all.isEmpty()) {
      crash(all.get(which % all.size()));
    }
  }

  private void crash(Ref entity) {
    world.members().values().forEach(member -> member.crash(entity));
  }

  private void member(String name, Consumer<Member> what) {
    Member member = world.members().get(name);
    if (member != null) {
      what.accept(member);
    }
  }

  private void host(String node, BiConsumer<Host, Long> what, long time) {
    Host host = world.hosts().get(node);
    if (host != null) {
      what.accept(host, time);
    }
  }

  private void crashAgent(Host host, long downFor, boolean reboot) {
    if (reboot) {
      host.reboot();
    } else {
      host.crashAgent();
    }
    if (downFor > 0) {
      after(downFor, host::startAgent);
    } else {
      host.abandon();
    }
  }

  private void pause(String place, long lasts) {
    long until = world.timeline().now() + lasts * MILLI;
    member(place, member -> member.place().pause(until));
    host(place, (host, _) -> host.place().pause(until), lasts);
  }

  private void step(String place, long by) {
    member(place, member -> member.place().step(by * MILLI));
    host(place, (host, _) -> host.place().step(by * MILLI), 0);
  }

  private void container(String node, int which, BiConsumer<Host, ContainerInfo> what) {
    Host host = world.hosts().get(node);
    if (host != null && !host.containers().isEmpty()) {
      what.accept(host, host.containers().get(which % host.containers().size()));
    }
  }

  /// All faults end but a loss for good, and what is down is started, but for abandoned machines.
  void calm() {
    world.network().weather(io.troupe.simulator.engine.Weather.CALM);
    if (!losesForGood) {
      world.network().filter(_ -> true);
    }
    world.network().healAll();
    world.journal().slow(0);
    world.journal().mood(Journal.Mood.GOOD);
    world.membership().startAll();
    world.members().values().forEach(member -> member.lag(0));
    for (Host host : world.hosts().values()) {
      host.slow(0);
      host.failing(0);
      if (!host.abandoned()) {
        host.startAgent();
      }
    }
  }

  /// A machine that a user has removed from the cluster joins again when its agent is restarted.
  void rejoin() {
    for (Host host : world.hosts().values()) {
      if (!host.abandoned()
          && !(world.checks().state(new Ref(Kind.NODE, host.name()))
              instanceof io.troupe.core.node.NodeState.Member)) {
        host.crashAgent();
        host.startAgent();
      }
    }
  }
}

package io.troupe.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.decider.Owed;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.namespace.NamespaceState;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.Reservation;
import io.troupe.core.placement.Fit;
import io.troupe.core.pod.PodState;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is lost, doubled, reordered or crashes on the way: in the end everything is as the
/// users want it, nobody owes anything, and each log alone gives the live state.
class ConvergenceTest {
  private static final Cause USER = Cause.of("user", "request");
  private static final Ref DEMO = new Ref(Kind.NAMESPACE, "demo");

  private static LongStream seeds() {
    return LongStream.range(0, Long.getLong("troupe.seeds", 300));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everythingComesToWhatTheUsersWant(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    World world = new World(random, 0.2 * random.nextDouble(), 0.2 * random.nextDouble());
    join(world, "n1");
    join(world, "n2");
    join(world, "n3");
    world.tell(
        DEMO, new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null)), USER);
    for (int step = 0; step < 400; step++) {
      happen(world, random);
      checkAlways(world);
    }
    List.of("n1", "n2", "n3").forEach(node -> join(world, node));
    world.settle();
    checkAtRest(world);
  }

  @Test
  void theSameSeedGivesTheSameLog() {
    assertThat(run(7).actors.states()).isEqualTo(run(7).actors.states());
  }

  private static World run(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    World world = new World(random, 0.1, 0.1);
    join(world, "n1");
    join(world, "n2");
    join(world, "n3");
    world.tell(
        DEMO, new NamespaceCommand.Create(new NamespacePatch(null, null, null, null, null)), USER);
    for (int step = 0; step < 200; step++) {
      happen(world, random);
    }
    return world;
  }

  private static void join(World world, String name) {
    world.machines.putIfAbsent(name, new World.Machine());
    world.tell(
        new Ref(Kind.NODE, name),
        new NodeCommand.Join(
            new NodeInfo("1", name, "x86_64", "Linux", "linux", "", "", "", List.of()),
            new Capacity(8, 80, Memory.mebibytes(8 * 64), Cpu.cpus(8), Memory.ZERO)),
        Cause.by("agent:" + name));
  }

  private static void happen(World world, RandomGenerator random) {
    Ref service = new Ref(Kind.SERVICE, "demo:s" + random.nextInt(3));
    String node = "n" + (1 + random.nextInt(3));
    Ref nodeRef = new Ref(Kind.NODE, node);
    switch (random.nextInt(40)) {
      case 0, 1 -> world.tell(service, apply(random), USER);
      case 2 -> world.tell(service, new ServiceCommand.Scale(random.nextInt(6)), USER);
      case 3 -> world.tell(service, new ServiceCommand.Remove(), USER);
      case 4 ->
          world.tell(
              service, new ServiceCommand.RetireDeployment("v" + (1 + random.nextInt(3))), USER);
      case 5 -> {
        world.machines.get(node).connected = false;
        world.tell(nodeRef, new NodeCommand.MarkOffline(), Cause.by(Cause.SYSTEM));
      }
      case 6 -> {
        world.machines.get(node).connected = true;
        world.tell(nodeRef, new NodeCommand.MarkOnline(), Cause.by(Cause.SYSTEM));
      }
      case 14 -> {
        if (random.nextInt(4) == 0) {
          world.tell(nodeRef, new NodeCommand.Remove(), USER);
        }
      }
      case 15 -> join(world, node);
      case 7, 8, 9 -> {
        List<Ref> all = List.copyOf(world.actors.states().keySet());
        world.crash(all.get(random.nextInt(all.size())));
      }
      case 10, 11, 12, 13 -> world.visit(node);
      default -> {
        if (!world.idle()) {
          world.step();
        }
      }
    }
  }

  private static Command apply(RandomGenerator random) {
    ContainerTemplate container =
        ContainerTemplate.of("main", Image.named("web:" + random.nextInt(3)))
            .withLimits(new Limits(Cpu.millis(500), Memory.mebibytes(64)));
    ServicePatch patch =
        new ServicePatch(
            null,
            null,
            random.nextInt(6),
            null,
            null,
            null,
            null,
            new TemplatePatch(
                new PodTemplate(List.of(container), List.of(), 10), Set.of(), Set.of(), false));
    return new ServiceCommand.Apply(patch, random.nextInt(8) == 0);
  }

  private static void checkAlways(World world) {
    world.actors.states().forEach(ConvergenceTest::checkLedger);
  }

  /// No node is over-committed, and what it says is allocated is the sum of its ledger.
  private static void checkLedger(Ref resource, State state) {
    if (state instanceof NodeState.Member member) {
      Capacity sum = Capacity.NONE;
      for (Reservation line : member.ledger().values()) {
        sum = Fit.add(sum, line.demand());
      }
      assertThat(member.allocated()).as(resource.toString()).isEqualTo(sum);
      assertThat(sum.pods()).isLessThanOrEqualTo(member.capacity().pods());
      assertThat(sum.memory()).isLessThanOrEqualTo(member.capacity().memory());
    }
  }

  private static void checkAtRest(World world) {
    Set<Ref> runningSomewhere = new TreeSet<>();
    for (Map.Entry<String, World.Machine> machine : world.machines.entrySet()) {
      for (Ref pod : machine.getValue().running) {
        assertThat(runningSomewhere.add(pod)).as("%s runs twice", pod).isTrue();
      }
    }
    world.actors.states().forEach((ref, state) -> checkAtRest(world, ref, state));
    Set<Ref> assigned = new TreeSet<>();
    world
        .actors
        .states()
        .forEach((ref, state) -> {
          if (state instanceof PodState.Assigned) {
            assigned.add(ref);
          }
        });
    Set<Ref> stray = new TreeSet<>(runningSomewhere);
    stray.removeAll(assigned);
    assertThat(stray).as(() -> story(world, stray)).isEmpty();
    assertThat(runningSomewhere).isEqualTo(assigned);
  }

  /// Everything in the logs that names one of the resources.
  private static String story(World world, Set<Ref> resources) {
    StringBuilder story = new StringBuilder();
    for (Ref resource : resources) {
      for (Ref other : world.actors.states().keySet()) {
        for (var recorded : world.actors.log(other)) {
          if (other.equals(resource) || recorded.event().toString().contains(resource.link())) {
            story.append(recorded.at()).append(' ').append(other).append(' ');
            story.append(recorded.event()).append('\n');
          }
        }
      }
    }
    return story.toString();
  }

  private static void checkAtRest(World world, Ref ref, State state) {
    assertThat(world.actors.replayed(ref)).isEqualTo(state);
    boolean pending = state instanceof PodState.Pending;
    assertThat(world.actors.owed(ref).stream().filter(owed -> !(owed instanceof Owed.Place)))
        .as("%s owes in %s", ref, state)
        .isEmpty();
    switch (state) {
      case ServiceState.Active active -> {
        assertThat(active.wish()).isNull();
        String status = ServiceStatus.of(active).state();
        assertThat(status).as("%s %s", ref, active).isIn("ready", "provision");
        if (status.equals("ready")) {
          assertThat(active.deployments()).as(ref.toString()).hasSize(1);
        }
      }
      case ServiceState.Destroying _ -> assertThat(state).as("%s hangs", ref).isNull();
      case NamespaceState.Present present ->
          present
              .children()
              .keySet()
              .forEach(child ->
                  assertThat(world.actors.state(child)).isInstanceOf(ServiceState.Active.class));
      default -> {}
    }
    if (pending) {
      assertThat(roomLeft(world)).as("%s waits while there is room", ref).isFalse();
    }
  }

  private static boolean roomLeft(World world) {
    return world.actors.states().values().stream()
        .filter(NodeState.Member.class::isInstance)
        .map(NodeState.Member.class::cast)
        .anyMatch(member -> member.allocated().pods() < member.capacity().pods());
  }
}

package io.troupe.http.history;

import io.troupe.core.Event;
import io.troupe.core.Ref;
import io.troupe.core.deployment.DeploymentEvent;
import io.troupe.core.deployment.DeploymentNote;
import io.troupe.core.namespace.NamespaceEvent;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.pool.PoolEvent;
import io.troupe.core.service.ServiceEvent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Each event in one sentence for people.
public final class Telling {
  private Telling() {}

  /// What has happened to the resource.
  public static String of(Ref self, Event event) {
    String subject = "%s %s ".formatted(self.kind().title(), self.link());
    String told =
        switch (event) {
          case NamespaceEvent namespace -> namespace(namespace);
          case ServiceEvent service -> service(service);
          case DeploymentEvent deployment -> deployment(deployment);
          case PodEvent pod -> PodTelling.of(pod);
          case NodeEvent node -> node(node);
          case PoolEvent pool -> pool(pool);
          default -> "recorded " + event.getClass().getSimpleName();
        };
    return subject + told + ".";
  }

  /// Whether an event only notes that one resource has heard another, so that it explains nothing.
  public static boolean isBookkeeping(Event event) {
    return switch (event) {
      case PodEvent.PodNoteTaken _,
          DeploymentEvent.DeploymentNoteTaken _,
          DeploymentEvent.PodConfirmed _,
          DeploymentEvent.RetirementConfirmed _,
          ServiceEvent.DeploymentConfirmed _,
          ServiceEvent.RetirementConfirmed _,
          ServiceEvent.ServiceDismissed _,
          NamespaceEvent.GrantConfirmed _,
          NodeEvent.OfferConfirmed _,
          NodeEvent.LossConfirmed _,
          PoolEvent.LeaseConfirmed _ ->
          true;
      default -> false;
    };
  }

  private static String namespace(NamespaceEvent event) {
    return switch (event) {
      case NamespaceEvent.NamespaceCreated _ -> "was created";
      case NamespaceEvent.NamespaceChanged _ -> "was changed by a user";
      case NamespaceEvent.ChildAdmitted(Ref child, var grant) ->
          "granted %s %s of processor and %s of memory%s"
              .formatted(
                  named(child),
                  grant.amount().cpu(),
                  grant.amount().memory(),
                  grant.limitsDefaulted() ? ", filling in limits that were not given" : "");
      case NamespaceEvent.GrantConfirmed(Ref child) ->
          "heard that " + named(child) + " has its grant";
      case NamespaceEvent.ChildDismissed(Ref child) ->
          "struck off %s, which is gone".formatted(named(child));
      case NamespaceEvent.NamespaceRemoved() -> "was removed";
    };
  }

  private static String service(ServiceEvent event) {
    return switch (event) {
      case ServiceEvent.ServiceRequested(var spec, long generation, _) ->
          generation == 1
              ? "was asked for with " + count(spec.replicas(), "replica")
              : "is to become something else, with " + count(spec.replicas(), "replica");
      case ServiceEvent.ServiceAdmitted(var spec, _, _) ->
          "was admitted with " + count(spec.replicas(), "replica");
      case ServiceEvent.ServiceRefused(_, var refusal) ->
          "was refused by its namespace: " + refusal.message();
      case ServiceEvent.DeploymentPlanned(String name, var spec) ->
          "planned deployment %s with %s".formatted(name, count(spec.replicas(), "pod"));
      case ServiceEvent.DeploymentConfirmed(String name, _) ->
          "heard that deployment " + name + " does as told";
      case ServiceEvent.DeploymentResized(String name, int replicas) ->
          "told deployment %s to keep %s".formatted(name, count(replicas, "pod"));
      case ServiceEvent.DeploymentRetired(String name, String reason) ->
          "gave up deployment " + name + because(reason);
      case ServiceEvent.RetirementConfirmed(String name) ->
          "heard that deployment " + name + " is ending";
      case ServiceEvent.DeploymentNoted(String name, DeploymentNote note) ->
          "heard that deployment %s is in state %s%s"
              .formatted(name, word(note.condition()), because(note.message()));
      case ServiceEvent.DeploymentActivated(String name) -> "is now served by deployment " + name;
      case ServiceEvent.ServiceDestroyRequested() -> "is to end, with all it runs";
      case ServiceEvent.ServiceRemoved() -> "is gone";
      case ServiceEvent.ServiceDismissed() -> "was struck off by its namespace";
      case ServiceEvent.AddressLeased(var address) -> "can be called at " + address;
      case ServiceEvent.AddressMissed(String problem) -> "has no address" + because(problem);
      case ServiceEvent.AddressReleased() -> "gave its address back";
    };
  }

  private static String deployment(DeploymentEvent event) {
    return switch (event) {
      case DeploymentEvent.DeploymentCreated(var spec) ->
          "was created to keep " + count(spec.replicas(), "pod");
      case DeploymentEvent.DeploymentScaled(int replicas, _) ->
          "is to keep " + count(replicas, "pod");
      case DeploymentEvent.PodsPlanned(List<Ref> pods) ->
          "planned %s: %s".formatted(count(pods.size(), "new pod"), names(pods));
      case DeploymentEvent.PodConfirmed(Ref pod) -> "heard that " + named(pod) + " exists";
      case DeploymentEvent.PodNoted(Ref pod, var note) ->
          "heard that %s is in state %s%s"
              .formatted(named(pod), word(note.condition()), because(note.message()));
      case DeploymentEvent.PodsRetired(List<Ref> pods, String reason) ->
          "gave up %s, %s%s".formatted(count(pods.size(), "pod"), names(pods), because(reason));
      case DeploymentEvent.RetirementConfirmed(Ref pod) ->
          "heard that " + named(pod) + " is ending";
      case DeploymentEvent.DeploymentDestroyRequested(String reason) ->
          "is to end" + because(reason);
      case DeploymentEvent.DeploymentRemoved _ -> "is gone";
      case DeploymentEvent.DeploymentNoteTaken _ -> "was heard by its service";
    };
  }

  private static String node(NodeEvent event) {
    return switch (event) {
      case NodeEvent.NodeJoined(_, var capacity) ->
          "joined with %s processors, %s of memory and room for %s"
              .formatted(capacity.cpu(), capacity.memory(), count(capacity.pods(), "pod"));
      case NodeEvent.NodeMetaChanged _ -> "was described or labelled by a user";
      case NodeEvent.NodeSuspected() -> "has missed heartbeats";
      case NodeEvent.NodeWentOffline() -> "was given up: its heartbeats have been missing too long";
      case NodeEvent.NodeWentOnline() -> "is heard again";
      case NodeEvent.PodReserved(Ref pod, _, _, _) -> "reserved room for " + named(pod);
      case NodeEvent.OfferConfirmed(Ref pod) -> "heard that " + named(pod) + " stands here";
      case NodeEvent.PodUnassigned(Ref pod) -> "told its agent to end " + named(pod);
      case NodeEvent.PodReleased(Ref pod) -> "has the room of %s back".formatted(named(pod));
      case NodeEvent.LossConfirmed(Ref pod) -> "heard that " + named(pod) + " knows of its loss";
      case NodeEvent.NodeRemoved() -> "was removed by a user";
      case NodeEvent.SubnetLeased(var subnet) -> "has " + subnet + " for its pods";
      case NodeEvent.SubnetMissed(String problem) -> "has no subnet" + because(problem);
      case NodeEvent.SubnetReleased() -> "gave its subnet back";
    };
  }

  private static String pool(PoolEvent event) {
    return switch (event) {
      case PoolEvent.PoolProvided(var range, int block) ->
          "gives out blocks of /%d from %s".formatted(block, range);
      case PoolEvent.BlockLeased(Ref owner, _, var block) ->
          "gave " + block + " to " + named(owner);
      case PoolEvent.LeaseConfirmed(Ref owner) -> "heard that " + named(owner) + " has its block";
      case PoolEvent.BlockReleased(Ref owner) -> "has the block of " + named(owner) + " back";
    };
  }

  static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String named(Ref ref) {
    return ref.kind().label() + " " + ref.link();
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private static String names(List<Ref> refs) {
    return refs.stream().map(Ref::name).collect(Collectors.joining(", "));
  }
}

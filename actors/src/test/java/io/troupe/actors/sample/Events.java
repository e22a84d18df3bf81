package io.troupe.actors.sample;

import static io.troupe.actors.sample.Values.CAPACITY;
import static io.troupe.actors.sample.Values.DEMAND;
import static io.troupe.actors.sample.Values.DEPLOYMENT_NOTE;
import static io.troupe.actors.sample.Values.DEPLOYMENT_SPEC;
import static io.troupe.actors.sample.Values.LABELS;
import static io.troupe.actors.sample.Values.LIMITS;
import static io.troupe.actors.sample.Values.NAMESPACE_SPEC;
import static io.troupe.actors.sample.Values.NODE_INFO;
import static io.troupe.actors.sample.Values.OBSERVATION;
import static io.troupe.actors.sample.Values.OTHER_POD;
import static io.troupe.actors.sample.Values.PLACEMENT;
import static io.troupe.actors.sample.Values.POD;
import static io.troupe.actors.sample.Values.POD_NOTE;
import static io.troupe.actors.sample.Values.POD_SPEC;
import static io.troupe.actors.sample.Values.REASONS;
import static io.troupe.actors.sample.Values.SERVICE;
import static io.troupe.actors.sample.Values.SERVICE_SPEC;

import io.troupe.core.decider.Refusal;
import io.troupe.core.deployment.DeploymentEvent;
import io.troupe.core.namespace.NamespaceEvent;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.pool.PoolEvent;
import io.troupe.core.service.ServiceEvent;
import java.util.List;

/// A sample of every event.
public final class Events {
  public static final List<NamespaceEvent> NAMESPACE =
      List.of(
          new NamespaceEvent.NamespaceCreated(NAMESPACE_SPEC),
          new NamespaceEvent.NamespaceChanged(NAMESPACE_SPEC),
          new NamespaceEvent.ChildAdmitted(
              SERVICE, new NamespaceEvent.Grant(4, LIMITS.times(3), true, true)),
          new NamespaceEvent.GrantConfirmed(SERVICE),
          new NamespaceEvent.ChildDismissed(SERVICE),
          new NamespaceEvent.NamespaceRemoved());

  public static final List<ServiceEvent> SERVICE_EVENTS =
      List.of(
          new ServiceEvent.ServiceRequested(SERVICE_SPEC, 4, "blue"),
          new ServiceEvent.ServiceAdmitted(SERVICE_SPEC, 4, "blue"),
          new ServiceEvent.ServiceRefused(
              4,
              new Refusal(
                  Refusal.Code.QUOTA,
                  "resources ram limit exceeded: 768MiB more would make 5GiB of the namespace's 4GiB")),
          new ServiceEvent.DeploymentPlanned("v3", DEPLOYMENT_SPEC),
          new ServiceEvent.DeploymentConfirmed("v3", 2),
          new ServiceEvent.DeploymentResized("v3", 5),
          new ServiceEvent.DeploymentRetired("v2", "replaced by v3"),
          new ServiceEvent.RetirementConfirmed("v2"),
          new ServiceEvent.DeploymentNoted("v3", DEPLOYMENT_NOTE),
          new ServiceEvent.DeploymentActivated("v3"),
          new ServiceEvent.ServiceDestroyRequested(),
          new ServiceEvent.ServiceRemoved(),
          new ServiceEvent.ServiceDismissed(),
          new ServiceEvent.AddressLeased(Ipv4.parse("10.43.0.1")),
          new ServiceEvent.AddressMissed("it is taken"),
          new ServiceEvent.AddressReleased());

  public static final List<DeploymentEvent> DEPLOYMENT =
      List.of(
          new DeploymentEvent.DeploymentCreated(DEPLOYMENT_SPEC),
          new DeploymentEvent.DeploymentScaled(5, 2),
          new DeploymentEvent.PodsPlanned(List.of(POD, OTHER_POD)),
          new DeploymentEvent.PodConfirmed(POD),
          new DeploymentEvent.PodNoted(POD, POD_NOTE),
          new DeploymentEvent.PodsRetired(List.of(POD, OTHER_POD), "scaled down"),
          new DeploymentEvent.RetirementConfirmed(POD),
          new DeploymentEvent.DeploymentDestroyRequested("replaced by v4"),
          new DeploymentEvent.DeploymentRemoved(3),
          new DeploymentEvent.DeploymentNoteTaken(DEPLOYMENT_NOTE));

  public static final List<PodEvent> POD_EVENTS =
      List.of(
          new PodEvent.PodCreated(POD_SPEC),
          new PodEvent.PodUnschedulable(REASONS),
          new PodEvent.PodAssigned("node-1.example.org", PLACEMENT),
          new PodEvent.PodObserved(OBSERVATION),
          new PodEvent.PodLost("node-1.example.org"),
          new PodEvent.PodDestroyRequested("scaled down"),
          new PodEvent.PodRemoved(),
          new PodEvent.PodNoteTaken(POD_NOTE));

  public static final List<NodeEvent> NODE =
      List.of(
          new NodeEvent.NodeJoined(NODE_INFO, CAPACITY),
          new NodeEvent.NodeMetaChanged("rack 4", LABELS),
          new NodeEvent.NodeSuspected(),
          new NodeEvent.NodeWentOffline(),
          new NodeEvent.NodeWentOnline(),
          new NodeEvent.PodReserved(POD, POD_SPEC, DEMAND, PLACEMENT),
          new NodeEvent.OfferConfirmed(POD),
          new NodeEvent.PodUnassigned(POD),
          new NodeEvent.PodReleased(POD),
          new NodeEvent.LossConfirmed(POD),
          new NodeEvent.NodeRemoved(),
          new NodeEvent.SubnetLeased(Cidr.parse("10.42.1.0/24")),
          new NodeEvent.SubnetMissed("all are taken"),
          new NodeEvent.SubnetReleased());

  public static final List<PoolEvent> POOL =
      List.of(
          new PoolEvent.PoolProvided(Cidr.parse("10.43.0.0/16"), 32),
          new PoolEvent.BlockLeased(SERVICE, 4, Cidr.parse("10.43.0.1/32")),
          new PoolEvent.LeaseConfirmed(SERVICE),
          new PoolEvent.BlockReleased(SERVICE));

  private Events() {}
}

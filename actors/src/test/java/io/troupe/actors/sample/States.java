package io.troupe.actors.sample;

import static io.troupe.actors.sample.Values.AT;
import static io.troupe.actors.sample.Values.CAPACITY;
import static io.troupe.actors.sample.Values.DEMAND;
import static io.troupe.actors.sample.Values.DEPLOYMENT_NOTE;
import static io.troupe.actors.sample.Values.DEPLOYMENT_SPEC;
import static io.troupe.actors.sample.Values.LABELS;
import static io.troupe.actors.sample.Values.LATER;
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

import io.troupe.core.Ref;
import io.troupe.core.State;
import io.troupe.core.deployment.DeploymentState;
import io.troupe.core.deployment.DeploymentState.Member.Stage;
import io.troupe.core.namespace.NamespaceEvent.Grant;
import io.troupe.core.namespace.NamespaceState;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.node.NodeState;
import io.troupe.core.node.Reservation;
import io.troupe.core.pod.PodState;
import io.troupe.core.pool.PoolState;
import io.troupe.core.service.Address;
import io.troupe.core.service.ServiceState;
import io.troupe.core.service.ServiceState.Child;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A sample of every state, as snapshots keep them.
public final class States {
  private static final ServiceState.Wish WISH = new ServiceState.Wish(SERVICE_SPEC, "blue");
  private static final SortedMap<String, Child> CHILDREN =
      new TreeMap<>(
          Map.of(
              "v2",
              new Child(
                  DEPLOYMENT_SPEC, true, 1, DEPLOYMENT_NOTE, Child.End.RETIRING, "replaced by v3"),
              "v3",
              new Child(DEPLOYMENT_SPEC, true, 2, DEPLOYMENT_NOTE, Child.End.NONE, "")));
  private static final DeploymentState.Facts DEPLOYMENT_FACTS =
      new DeploymentState.Facts(DEPLOYMENT_SPEC, AT, LATER, 8, DEPLOYMENT_NOTE, DEPLOYMENT_NOTE);
  private static final SortedMap<Ref, DeploymentState.Member> PODS =
      new TreeMap<>(
          Map.of(
              POD,
              new DeploymentState.Member(Stage.WANTED, POD_NOTE, ""),
              OTHER_POD,
              new DeploymentState.Member(Stage.RETIRED, POD_NOTE, "scaled down")));
  private static final PodState.Facts POD_FACTS =
      new PodState.Facts(POD_SPEC, AT, LATER, 3, POD_NOTE, POD_NOTE);
  private static final SortedMap<Ref, Reservation> LEDGER =
      new TreeMap<>(
          Map.of(
              POD,
              new Reservation(POD_SPEC, DEMAND, PLACEMENT, Reservation.Stage.CONFIRMED),
              OTHER_POD,
              new Reservation(POD_SPEC, DEMAND, PLACEMENT, Reservation.Stage.STOPPING)));

  private static final Address ADDRESS =
      new Address(Ipv4.parse("10.43.0.1"), "it is taken", true, 0);
  private static final NodeState.Subnet SUBNET =
      new NodeState.Subnet(Cidr.parse("10.42.1.0/24"), "", 7);
  private static final PoolState.Lease LEASE = new PoolState.Lease(Cidr.parse("10.43.0.1/32"), 4);

  public static final List<State> ALL =
      List.of(
          new NamespaceState.Absent(),
          new NamespaceState.Present(
              NAMESPACE_SPEC,
              new TreeMap<>(Map.of(SERVICE, new Grant(4, LIMITS, true, true))),
              LIMITS,
              AT,
              LATER),
          new ServiceState.Absent(3, 4),
          new ServiceState.Requested(WISH, 3, 4, AT),
          new ServiceState.Active(SERVICE_SPEC, WISH, CHILDREN, "v3", 3, 4, ADDRESS, AT, LATER),
          new ServiceState.Active(SERVICE_SPEC, null, CHILDREN, "", 3, 4, Address.NONE, AT, LATER),
          new ServiceState.Destroying(SERVICE_SPEC, CHILDREN, 3, 4, ADDRESS, AT, LATER),
          new ServiceState.Removed(3, 4),
          new DeploymentState.Absent(),
          new DeploymentState.Active(DEPLOYMENT_FACTS, PODS),
          new DeploymentState.Destroying(DEPLOYMENT_FACTS, PODS, "replaced by v4"),
          new DeploymentState.Removed(DEPLOYMENT_FACTS, "replaced by v4", 3),
          new DeploymentState.Removed(null, "destroyed before it was created", 3),
          new PodState.Absent(),
          new PodState.Pending(POD_FACTS, REASONS),
          new PodState.Assigned(POD_FACTS, "node-1.example.org", PLACEMENT, OBSERVATION),
          new PodState.Destroying(
              POD_FACTS,
              "node-1.example.org",
              OBSERVATION,
              "node node-1.example.org is lost",
              true),
          new PodState.Destroying(POD_FACTS, null, OBSERVATION, "scaled down", false),
          new PodState.Removed(POD_FACTS, "scaled down"),
          new PodState.Removed(null, "destroyed before it was created"),
          new NodeState.Absent(),
          new NodeState.Member(
              NODE_INFO,
              CAPACITY,
              CAPACITY,
              "rack 4",
              LABELS,
              NodeState.Liveness.SUSPECT,
              LEDGER,
              SUBNET,
              AT,
              LATER),
          new NodeState.Removed(LEDGER, SUBNET),
          new PoolState.Absent(),
          new PoolState.Open(
              Cidr.parse("10.43.0.0/16"),
              32,
              new TreeMap<>(Map.of(SERVICE, LEASE)),
              new TreeMap<>(Map.of(SERVICE, LEASE)),
              new TreeMap<>(Map.of(Ipv4.parse("10.43.0.1"), SERVICE)),
              Cidr.parse("10.43.0.1/32")));

  private States() {}
}

package io.troupe.actors.sample;

import static io.troupe.actors.sample.Values.CAPACITY;
import static io.troupe.actors.sample.Values.DEMAND;
import static io.troupe.actors.sample.Values.DEPLOYMENT_NOTE;
import static io.troupe.actors.sample.Values.DEPLOYMENT_SPEC;
import static io.troupe.actors.sample.Values.LABELS;
import static io.troupe.actors.sample.Values.LIMITS;
import static io.troupe.actors.sample.Values.NAMES;
import static io.troupe.actors.sample.Values.NODE_INFO;
import static io.troupe.actors.sample.Values.OBSERVATION;
import static io.troupe.actors.sample.Values.PLACEMENT;
import static io.troupe.actors.sample.Values.POD;
import static io.troupe.actors.sample.Values.POD_NOTE;
import static io.troupe.actors.sample.Values.POD_SPEC;
import static io.troupe.actors.sample.Values.REASONS;
import static io.troupe.actors.sample.Values.SELECTOR;
import static io.troupe.actors.sample.Values.SERVICE;
import static io.troupe.actors.sample.Values.TEMPLATE;

import io.troupe.core.Command;
import io.troupe.core.decider.Refusal;
import io.troupe.core.deployment.DeploymentCommand;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespacePatch;
import io.troupe.core.namespace.NamespacePatch.QuotaPatch;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import io.troupe.core.node.NodeCommand;
import io.troupe.core.pod.PodCommand;
import io.troupe.core.pool.PoolCommand;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A sample of every command.
public final class Commands {
  private static final QuotaPatch QUOTA =
      new QuotaPatch(Memory.mebibytes(4096), Cpu.cpus(8), Memory.mebibytes(100));
  private static final NamespacePatch NAMESPACE =
      new NamespacePatch("The shop", LABELS, "shop.example.org", QUOTA, QUOTA);
  private static final NamespacePatch NOTHING = new NamespacePatch(null, null, null, null, null);
  private static final ServicePatch PATCH =
      new ServicePatch(
          "The front",
          LABELS,
          3,
          SELECTOR,
          "10.96.0.10",
          new TreeMap<>(Map.of(80, "8080/tcp")),
          "rolling",
          new TemplatePatch(TEMPLATE, NAMES, NAMES, true));
  private static final ServicePatch BARE =
      new ServicePatch(null, null, null, null, null, null, null, null);

  public static final List<Command> ALL =
      List.of(
          new NamespaceCommand.Create(NAMESPACE),
          new NamespaceCommand.Create(NOTHING),
          new NamespaceCommand.Update(NAMESPACE),
          new NamespaceCommand.Remove(),
          new NamespaceCommand.Admit(SERVICE, 4, List.of(LIMITS, LIMITS), 3),
          new NamespaceCommand.ConfirmGrant(SERVICE, 4),
          new NamespaceCommand.Dismiss(SERVICE, 4),
          new ServiceCommand.Create(PATCH),
          new ServiceCommand.Create(BARE),
          new ServiceCommand.Update(PATCH, true),
          new ServiceCommand.Apply(PATCH, true),
          new ServiceCommand.Scale(5),
          new ServiceCommand.Remove(),
          new ServiceCommand.AddDeployment("blue", 5, SELECTOR, TEMPLATE),
          new ServiceCommand.AddDeployment("blue", 5, null, TEMPLATE),
          new ServiceCommand.ScaleDeployment("v3", 5),
          new ServiceCommand.RetireDeployment("v3"),
          new ServiceCommand.NoteDeployment("v3", DEPLOYMENT_NOTE, 3),
          new ServiceCommand.Admit(4, true),
          new ServiceCommand.Refuse(4, new Refusal(Refusal.Code.QUOTA, "too much")),
          new ServiceCommand.ConfirmDeployment("v3", 2),
          new ServiceCommand.ConfirmRetirement("v2"),
          new ServiceCommand.ConfirmDismissal(),
          new ServiceCommand.TakeAddress(Ipv4.parse("10.43.0.1"), 4),
          new ServiceCommand.MissAddress("it is taken"),
          new ServiceCommand.DropAddress(),
          new DeploymentCommand.Create(DEPLOYMENT_SPEC),
          new DeploymentCommand.Scale(5, 2, 3),
          new DeploymentCommand.NotePod(POD, POD_NOTE),
          new DeploymentCommand.Destroy("replaced by v4", 3),
          new DeploymentCommand.ConfirmPod(POD),
          new DeploymentCommand.ConfirmRetirement(POD),
          new DeploymentCommand.ConfirmNote(DEPLOYMENT_NOTE),
          new PodCommand.Create(POD_SPEC),
          new PodCommand.Assign("node-1.example.org", PLACEMENT),
          new PodCommand.ReportUnschedulable(REASONS),
          new PodCommand.Observe("node-1.example.org", OBSERVATION),
          new PodCommand.NodeLost("node-1.example.org"),
          new PodCommand.Destroy("scaled down"),
          new PodCommand.ConfirmNote(POD_NOTE),
          new PodCommand.ConfirmRelease("node-1.example.org"),
          new NodeCommand.Join(NODE_INFO, CAPACITY),
          new NodeCommand.SetMeta("rack 4", LABELS),
          new NodeCommand.SetMeta(null, null),
          new NodeCommand.Suspect(),
          new NodeCommand.MarkOffline(),
          new NodeCommand.MarkOnline(),
          new NodeCommand.Reserve(POD, POD_SPEC, DEMAND, PLACEMENT),
          new NodeCommand.Unassign(POD),
          new NodeCommand.Release(POD),
          new NodeCommand.ConfirmOffer(POD),
          new NodeCommand.WithdrawOffer(POD),
          new NodeCommand.ConfirmLoss(POD),
          new NodeCommand.TakeSubnet(Cidr.parse("10.42.1.0/24"), 7),
          new NodeCommand.MissSubnet("all are taken"),
          new NodeCommand.DropSubnet(),
          new NodeCommand.Remove(),
          new PoolCommand.Provide(Cidr.parse("10.43.0.0/16"), 32),
          new PoolCommand.Lease(SERVICE, 4, Ipv4.parse("10.43.0.1")),
          new PoolCommand.Lease(SERVICE, 4, null),
          new PoolCommand.Release(SERVICE, 4),
          new PoolCommand.ConfirmLease(SERVICE, Cidr.parse("10.43.0.1/32")),
          new PoolCommand.WithdrawLease(SERVICE, Cidr.parse("10.43.0.1/32")));

  private Commands() {}
}

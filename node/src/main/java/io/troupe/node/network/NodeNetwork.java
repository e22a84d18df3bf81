package io.troupe.node.network;

import com.typesafe.config.Config;
import io.troupe.core.network.Ipv4;
import io.troupe.core.node.NodeInfo.Driver;
import io.troupe.netlink.NetworkNamespace;
import io.troupe.node.container.RuntimeFailure;
import io.troupe.node.dns.DnsSettings;
import io.troupe.node.dns.NameServer;
import io.troupe.node.dns.Zone;
import io.troupe.node.network.proxy.Proxies;
import io.troupe.node.network.proxy.ProxySettings;
import io.troupe.node.pod.PodAttachment;
import io.troupe.node.pod.PodAttachments;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The network of a node that takes part in the cluster's, with the drivers that the settings ask
/// for. Services and names follow the plan: there are none before the node has a subnet. Names
/// alone are there at once after a restart of the agent, from what it remembers, so that pods find
/// their services also while nobody tells anything; the kernel has its rules still, and is left
/// alone until then.
public final class NodeNetwork implements NetworkRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(NodeNetwork.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final PodNetwork pods;
  private final ProxySettings proxies;
  private final DnsSettings names;
  private final NetworkMemory memory;
  private final PodAttachments attachments = PodAttachments.awaited();
  private final AtomicReference<Status> status;

  private @Nullable NetworkPlan plan;
  private @Nullable ServiceProxy proxy;
  private @Nullable Zone zone;
  private @Nullable NameServer server;

  /// How the drivers are, as nodes tell it.
  private record Status(String proxy, String reason, String problem) {
    Status with(String newProblem) {
      return new Status(proxy, reason, newProblem);
    }
  }

  private NodeNetwork(
      PodNetwork pods, ProxySettings proxies, DnsSettings names, NetworkMemory memory) {
    this.pods = pods;
    this.proxies = proxies;
    this.names = names;
    this.memory = memory;
    Proxies.Choice choice = Proxies.choose(proxies);
    this.status = new AtomicReference<>(new Status(choice.type(), choice.reason(), ""));
  }

  /// The network that the configuration asks for; nothing is changed yet, but names are served that
  /// are remembered.
  ///
  /// @param state where the agent keeps what outlives it
  /// @param dns name servers for pods, where the node has no network of its own
  public static NetworkRuntime open(
      Config whole, EngineNetworks engine, Path state, List<String> dns) {
    PodNetwork pods = PodNetworks.open(NetworkSettings.from(whole), engine);
    if (pods instanceof NoNetwork) {
      return new NoNetworkRuntime(dns);
    }
    NetworkMemory memory = new NetworkMemory(new NetworkFile(state), PAUSE);
    return with(pods, ProxySettings.from(whole), DnsSettings.from(whole), memory);
  }

  /// A network of parts, which it closes.
  static NodeNetwork with(
      PodNetwork pods, ProxySettings proxies, DnsSettings names, NetworkMemory memory) {
    NodeNetwork network = new NodeNetwork(pods, proxies, names, memory);
    memory.recall().ifPresent(network::serveRemembered);
    return network;
  }

  private void serveRemembered(RememberedNetwork known) {
    try {
      serveNames(known.plan());
    } catch (NetworkFailure e) {
      LOG.warn(
          "names are not served before the control plane has told this node its part of the"
              + " network: {}",
          e.getMessage());
      return;
    }
    plan = known.plan();
    Zone filled = zone;
    if (filled != null) {
      filled.replaceAll(known.endpoints());
    }
    LOG.info(
        "the names of {} services are served as they were known last, until the control plane tells"
            + " more",
        known.endpoints().size());
  }

  @Override
  public List<Driver> drivers() {
    Status now = status.get();
    String state = now.problem().isEmpty() ? "ready" : "error";
    return List.of(
        new Driver("cni", pods.type(), "", state, now.problem()),
        new Driver("cpi", now.proxy(), "", state, now.reason()));
  }

  @Override
  public PodAttachments attachments() {
    return attachments;
  }

  @Override
  public void apply(NetworkChange change) {
    NetworkPlan wanted = change.planAfter(plan);
    if (wanted == null) {
      return;
    }
    try {
      if (change.planned() && change.plan() != null) {
        connect(wanted);
      }
      services(wanted, change);
      memory.keep(wanted, change);
      status.updateAndGet(before -> before.with(""));
    } catch (NetworkFailure | RuntimeFailure e) {
      String problem = String.valueOf(e.getMessage());
      LOG.warn("the network is not what it is to be: {}", problem);
      status.updateAndGet(before -> before.with(problem));
      throw e;
    }
  }

  private void connect(NetworkPlan wanted) {
    PodNetwork.Attachment attachment = pods.apply(wanted);
    NetworkPlan before = plan;
    boolean other =
        before == null
            || !before.subnet().equals(wanted.subnet())
            || !before.services().equals(wanted.services())
            || !before.cluster().equals(wanted.cluster());
    if (other) {
      closeServices();
    }
    plan = wanted;
    serveNames(wanted);
    attachments.attach(
        PodAttachment.to(
            attachment, List.of(wanted.gateway().toString()), names.domain().toString(true)));
  }

  private void serveNames(NetworkPlan wanted) {
    if (server == null) {
      Ipv4 gateway = wanted.gateway();
      Zone fresh = new Zone(names, List.of(wanted.cluster(), wanted.services()), List.of(gateway));
      server = NameServer.start(names, fresh, List.of(inet(gateway)));
      zone = fresh;
    }
  }

  private static InetAddress inet(Ipv4 address) {
    try {
      return InetAddress.getByAddress(address.bytes());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private void services(NetworkPlan wanted, NetworkChange change) {
    ServiceProxy rules = proxy;
    boolean first = rules == null;
    if (rules == null) {
      Proxies.Chosen chosen = Proxies.open(proxies, NetworkNamespace.current(), wanted);
      rules = chosen.proxy();
      proxy = rules;
      LOG.info("services are called by {}: {}", rules.type(), chosen.reason());
      String type = rules.type();
      status.updateAndGet(before -> new Status(type, chosen.reason(), before.problem()));
    }
    Zone known = zone;
    if (change.all() || first) {
      rules.replaceAll(change.endpoints());
      if (known != null) {
        known.replaceAll(change.endpoints());
      }
    } else if (!(change.endpoints().isEmpty() && change.gone().isEmpty())) {
      rules.update(change.endpoints(), change.gone());
      if (known != null) {
        known.update(change.endpoints(), change.gone());
      }
    }
  }

  private void closeServices() {
    if (server != null) {
      server.close();
    }
    if (proxy != null) {
      proxy.close();
    }
    server = null;
    zone = null;
    proxy = null;
  }

  @Override
  public void close() {
    closeServices();
    memory.close();
    pods.close();
  }
}

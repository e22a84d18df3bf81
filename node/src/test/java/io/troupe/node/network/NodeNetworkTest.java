package io.troupe.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Endpoint;
import io.troupe.node.dns.DnsSettings;
import io.troupe.node.network.proxy.ProxySettings;
import io.troupe.node.pod.PodAttachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// What is left of the network when the agent has ended, and what it makes of that when it starts.
class NodeNetworkTest {
  private static final String WEB = "web.demo.lb.local.";
  private static final Endpoint OLD = TestNetworks.endpoint("demo:web", "10.43.0.7");
  private static final Endpoint NEW = TestNetworks.endpoint("demo:web", "10.43.0.8");
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir Path directory;

  private final int port = freePort();
  private final List<NetworkPlan> made = new ArrayList<>();
  private final List<NodeNetwork> open = new ArrayList<>();

  private static int freePort() {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  /// Notes plans.
  private final class Pods implements PodNetwork {
    @Override
    public String type() {
      return "noted";
    }

    @Override
    public Attachment apply(NetworkPlan plan) {
      made.add(plan);
      return new Attachment("noted", 1450);
    }

    @Override
    public void close() {}
  }

  private NodeNetwork start(Duration pause) {
    return start(pause, Map.of());
  }

  private NodeNetwork start(Duration pause, Map<String, Object> settings) {
    Config config =
        ConfigFactory.parseMap(settings)
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of("troupe.node.dns.port", port, "troupe.node.proxy.type", "none")))
            .withFallback(ConfigFactory.load());
    NodeNetwork network =
        NodeNetwork.with(
            new Pods(),
            ProxySettings.from(config),
            DnsSettings.from(config),
            new NetworkMemory(file(), pause));
    open.add(network);
    return network;
  }

  private NetworkFile file() {
    return new NetworkFile(directory);
  }

  @AfterEach
  void end() {
    open.forEach(NodeNetwork::close);
  }

  private static NetworkChange all(NetworkPlan plan, Endpoint... endpoints) {
    return new NetworkChange(plan, true, true, List.of(endpoints), List.of());
  }

  private List<String> answers(String name) {
    try {
      SimpleResolver resolver =
          new SimpleResolver(new InetSocketAddress(TestNetworks.PLAN.gateway().toString(), port));
      resolver.setTimeout(Duration.ofMinutes(1));
      Message query =
          Message.newQuery(Record.newRecord(Name.fromConstantString(name), Type.A, DClass.IN));
      return resolver.send(query).getSection(Section.ANSWER).stream()
          .map(Record::rdataToString)
          .toList();
    } catch (IOException unanswered) {
      throw new UncheckedIOException(unanswered);
    }
  }

  @Test
  void namesAreServedFromTheStartAsTheyWereKnownAndNothingElseIsDone() {
    NodeNetwork before = start(NEVER);
    before.apply(all(TestNetworks.PLAN, OLD));
    before.close();
    made.clear();
    start(NEVER);
    assertThat(answers(WEB)).containsExactly("10.43.0.7");
    assertThat(made).as("plans").isEmpty();
  }

  @Test
  void theFirstNewsReplaceWhatIsRemembered() {
    NodeNetwork before = start(NEVER);
    before.apply(all(TestNetworks.PLAN, OLD, TestNetworks.headless("demo:db")));
    before.close();
    NodeNetwork after = start(NEVER);
    assertThat(answers("db.demo.lb.local.")).hasSize(1);
    after.apply(all(TestNetworks.PLAN, NEW));
    assertThat(answers(WEB)).containsExactly("10.43.0.8");
    assertThat(answers("db.demo.lb.local.")).isEmpty();
    assertThat(made).hasSize(2);
  }

  @Test
  void aChangeIsWrittenAWhileAfterItWasMade() {
    NodeNetwork network = start(Duration.ofMillis(50));
    network.apply(all(TestNetworks.PLAN, OLD));
    network.apply(new NetworkChange(TestNetworks.PLAN, false, false, List.of(NEW), List.of()));
    NetworkFile file = file();
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() ->
            assertThat(file.read())
                .contains(new RememberedNetwork(TestNetworks.PLAN, List.of(NEW))));
    Ref gone = NEW.service();
    network.apply(new NetworkChange(TestNetworks.PLAN, false, false, List.of(), List.of(gone)));
    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() ->
            assertThat(file.read()).contains(new RememberedNetwork(TestNetworks.PLAN, List.of())));
  }

  @Test
  void servicesAreServedAndPodsSearchBelowTheDomainThatIsSet() {
    NodeNetwork network =
        start(
            NEVER,
            Map.of(
                "troupe.node.dns.domain",
                "corp.example",
                "troupe.node.dns.upstream",
                List.of("127.0.0.1:1")));
    network.apply(all(TestNetworks.PLAN, OLD));
    assertThat(answers("web.demo.corp.example.")).containsExactly("10.43.0.7");
    assertThat(answers(WEB)).isEmpty();
    assertThat(network.attachments().find().map(PodAttachment::domain)).contains("corp.example");
  }

  @Test
  void aDamagedFileIsAsNoneAndTheNextOneIsWhole() throws IOException {
    Files.writeString(file().path(), "not what was written\n");
    NodeNetwork network = start(NEVER);
    network.apply(all(TestNetworks.PLAN, OLD));
    assertThat(answers(WEB)).containsExactly("10.43.0.7");
    network.close();
    assertThat(file().read()).contains(new RememberedNetwork(TestNetworks.PLAN, List.of(OLD)));
  }

  @Test
  void aNodeWithoutThatAddressWaitsForNews() throws IOException {
    NetworkPlan elsewhere =
        new NetworkPlan(
            TestNetworks.PLAN.cluster(),
            TestNetworks.PLAN.services(),
            Cidr.parse("192.0.2.0/24"),
            TestNetworks.PLAN.host(),
            List.of());
    file().write(new RememberedNetwork(elsewhere, List.of(OLD)));
    NodeNetwork network = start(NEVER);
    network.apply(all(TestNetworks.PLAN, NEW));
    assertThat(answers(WEB)).containsExactly("10.43.0.8");
  }
}

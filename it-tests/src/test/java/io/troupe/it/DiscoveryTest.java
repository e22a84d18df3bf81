package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.persistence.cassandra.SharedCassandra;
import io.troupe.persistence.net.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Members that find each other by one name, as DNS would tell it: a file of hosts stands in for
/// it, read by the same resolver of the JDK.
class DiscoveryTest {
  private static final String NAME = "control.troupe.test";

  @TempDir Path directory;
  private final int port = FreePort.next();
  private Path hosts;

  @BeforeEach
  void writeHosts() throws IOException {
    hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 " + NAME + "\n");
  }

  private MemberProcess process(String role, String name, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(role, "--discover", NAME + ":" + port, "--name", name));
    arguments.addAll(List.of("--data", directory.resolve(name).toString()));
    arguments.addAll(List.of(more));
    return MemberProcess.of(directory.resolve(name), arguments.toArray(String[]::new))
        .set("jdk.net.hosts.file", hosts.toString());
  }

  /// Each at an address of its own, and all at the same port, as pods or machines of one name are.
  /// An agent finds the others when the first of the addresses is one where nobody is any more.
  @Test
  void threeControlMembersFindEachOtherByOneNameOfThreeAddresses() throws IOException {
    Files.writeString(
        hosts,
        IntStream.rangeClosed(1, 3)
            .mapToObj(i -> "127.0.0.%d %s\n".formatted(i, NAME))
            .collect(Collectors.joining()));
    Path settings =
        Files.writeString(
            directory.resolve("troupe.conf"),
            "troupe.cassandra { contact-points = [\"%s\"], keyspace = %s }"
                .formatted(SharedCassandra.contactPoint(), SharedCassandra.keyspace()));
    List<MemberProcess> all = new ArrayList<>();
    try {
      for (int i = 1; i <= 3; i++) {
        all.add(control(i, settings).launch());
      }
      for (MemberProcess one : all) {
        one.awaitReady();
      }
      all.add(process("agent", "n1", "--runtime", "sim").start());
      for (MemberProcess one : all.subList(0, 3)) {
        eventually(() ->
            assertThat(members(one))
                .containsExactlyInAnyOrderEntriesOf(
                    Map.of("c1", "up", "c2", "up", "c3", "up", "n1", "up")));
      }

      all.getFirst().kill();
      all.add(process("agent", "n2", "--runtime", "sim").start());
      for (MemberProcess one : all.subList(1, 3)) {
        eventually(
            () -> assertThat(members(one)).containsEntry("n1", "up").containsEntry("n2", "up"));
      }
    } finally {
      all.forEach(MemberProcess::close);
    }
  }

  private MemberProcess control(int number, Path settings) {
    List<String> more =
        new ArrayList<>(List.of("--control-members", "3", "--storage", "cassandra"));
    more.addAll(List.of("--host", "127.0.0." + number, "--port", String.valueOf(port)));
    more.addAll(List.of("--listen", "127.0.0.1:0", "--config", settings.toString()));
    return process("server", "c" + number, more.toArray(String[]::new));
  }

  private static Map<String, String> members(MemberProcess control) {
    Map<String, String> members = new TreeMap<>();
    for (JsonNode member : control.api().get("/v2/cluster/members").ok()) {
      members.put(member.path("name").asText(), member.path("status").asText());
    }
    return members;
  }

  private MemberProcess server() {
    String address = String.valueOf(port);
    return process(
        "server", "c1", "--control-members", "1", "--port", address, "--listen", "127.0.0.1:0");
  }

  @Test
  void anAgentFindsTheControlMemberByName() {
    try (MemberProcess control = server().start();
        MemberProcess agent = process("agent", "n1", "--runtime", "sim").start()) {
      assertThat(agent.isAlive()).isTrue();
      eventually(() ->
          assertThat(control.api().get("/v2/cluster/members").ok().findValuesAsText("name"))
              .containsExactlyInAnyOrder("c1", "n1"));
    }
  }
}

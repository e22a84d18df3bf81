package io.troupe.it;

import static io.troupe.it.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.net.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

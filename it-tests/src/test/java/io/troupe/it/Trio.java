package io.troupe.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.persistence.cassandra.SharedCassandra;
import io.troupe.persistence.net.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Three control members on Cassandra and two agents of simulated containers, each a process.
final class Trio implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<MemberProcess> control = new ArrayList<>();
  private final List<MemberProcess> agents = new ArrayList<>();
  private final List<Api> apis = new ArrayList<>();

  private Trio() {}

  /// Starts them; skips the test where there can be no Cassandra.
  static Trio start(Path directory) throws IOException {
    Distribution.command();
    Path settings = directory.resolve("troupe.conf");
    Files.writeString(
        settings,
        """
        troupe.cassandra { contact-points = ["%s"], keyspace = %s }
        # how long processes take to come back is not what is tested
        troupe.liveness { suspect-after = 10s, offline-after = 30s }
        """
            .formatted(SharedCassandra.contactPoint(), SharedCassandra.keyspace()));
    Trio trio = new Trio();
    int[] ports = IntStream.range(0, 6).map(_ -> FreePort.next()).toArray();
    String seeds =
        IntStream.range(0, 3)
            .mapToObj(i -> "127.0.0.1:" + ports[i])
            .collect(Collectors.joining(","));
    for (int i = 0; i < 3; i++) {
      String listen = "127.0.0.1:" + ports[3 + i];
      trio.apis.add(new Api("http://" + listen, "", PATIENCE));
      trio.control.add(
          MemberProcess.serverAt(
              listen,
              directory.resolve("c" + (i + 1)),
              ports[i],
              "--seed",
              seeds,
              "--storage",
              "cassandra",
              "--config",
              "" + settings));
    }
    for (int i = 1; i <= 2; i++) {
      trio.agents.add(MemberProcess.agent(directory.resolve("n" + i), seeds));
    }
    // none of them is left, however this ends
    Runtime.getRuntime().addShutdownHook(new Thread(trio::close));
    trio.control.forEach(MemberProcess::launch);
    trio.awaitAll("up");
    trio.agents.forEach(MemberProcess::start);
    return trio;
  }

  MemberProcess control(int number) {
    return control.get(number - 1);
  }

  List<MemberProcess> control() {
    return control;
  }

  /// The API of a control member.
  Api api(int number) {
    return apis.get(number - 1);
  }

  List<Api> apis() {
    return apis;
  }

  /// Returns when all three are ready, and each sees all three.
  void awaitAll(String status) {
    Eventually.within(
        START,
        () -> control.forEach(MemberProcess::assertRuns),
        () -> {
          for (Api api : apis) {
            assertThat(api.get("/v2/health/ready").status()).isEqualTo(200);
            assertThat(controlMembers(api).values()).containsExactly(status, status, status);
          }
        });
  }

  private static Map<String, String> controlMembers(Api api) {
    Map<String, String> members = new TreeMap<>();
    for (JsonNode member : api.get("/v2/cluster/members").ok()) {
      if (member.path("roles").toString().contains("control")) {
        members.put(member.path("name").asText(), member.path("status").asText());
      }
    }
    return members;
  }

  /// The version of each control member, as one of them tells it.
  List<String> versions() {
    return Api.elements(api(1).get("/v2/cluster/members").ok()).stream()
        .filter(member -> member.path("roles").toString().contains("control"))
        .map(member -> member.path("version").asText())
        .toList();
  }

  /// What all control members have said on their consoles.
  String said() {
    return control.stream().map(one -> "\n" + one.said()).collect(Collectors.joining());
  }

  @Override
  public void close() {
    agents.forEach(MemberProcess::close);
    control.forEach(MemberProcess::close);
  }
}

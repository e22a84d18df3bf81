package io.troupe.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.cli.FakeServer;
import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientTest {
  private FakeServer first;
  private FakeServer second;

  @BeforeEach
  void start() throws IOException {
    first = new FakeServer();
    second = new FakeServer();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private static String nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  private static Client client(String servers) {
    return new Client(servers, "", "");
  }

  @Test
  void goesToTheNextServerWhenNoConnectionCanBeMadeAndStaysThere() throws IOException {
    second.on("POST /x", 200, "{\"a\":1}");
    Client client = client(nobody() + ", " + second.url());
    assertThat(client.post("/x", Json.object()).path("a").asInt()).isEqualTo(1);
    assertThat(client.server()).isEqualTo(second.url());
    client.post("/x", Json.object());
    assertThat(second.requests).hasSize(2);
  }

  @Test
  void goesToTheNextServerWhenOneIsLeaving() {
    first.on("POST /x", 503, "{}");
    second.on("POST /x", 200, "{\"a\":2}");
    Client client = client(first.url() + "," + second.url());
    assertThat(client.post("/x", Json.object()).path("a").asInt()).isEqualTo(2);
  }

  @Test
  void doesNotRepeatElsewhereWhatAServerHasRefused() {
    first.on("POST /x", 400, "{\"message\":\"no\"}");
    Client client = client(first.url() + "," + second.url());
    assertThatThrownBy(() -> client.post("/x", Json.object())).isInstanceOf(Failure.class);
    assertThat(second.requests).isEmpty();
  }

  @Test
  void namesAllServersWhenNoneCanBeReached() throws IOException {
    String one = nobody();
    String other = nobody();
    assertThatThrownBy(() -> client(one + "," + other).get("/x"))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.message()).contains(one, other));
  }
}

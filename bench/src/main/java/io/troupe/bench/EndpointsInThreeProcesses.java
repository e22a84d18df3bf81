package io.troupe.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.SystemConfig;
import io.troupe.actors.link.AgentLink;
import io.troupe.actors.session.ToSession;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.node.AgentSettings;
import io.troupe.node.NodeAgent;
import io.troupe.node.Runtimes;
import io.troupe.node.network.NetworkRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `troupe server`, `troupe agent` with the pods, and here the agent with the rules, which is
/// linked to the server as any other agent is: by remoting over TCP on loopback. What the log says
/// comes by the API's watch; all processes have one clock.
final class EndpointsInThreeProcesses implements EndpointsPlatform {
  private static final int PORT = 29_730;
  private static final int API_PORT = 29_731;
  private static final String SEED = "127.0.0.1:" + PORT;
  private static final String DATA = "data:";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path directory;
  private final String troupe;
  private final List<Process> running = new ArrayList<>();
  private @Nullable ActorSystem<Void> system;

  /// None of them outlives this process, however it ends.
  ///
  /// @param troupe the command
  EndpointsInThreeProcesses(Path directory, String troupe) {
    this.directory = directory;
    this.troupe = troupe;
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "kill-members"));
  }

  @Override
  public void join(NetworkRuntime rules) {
    start("control", "server --port " + PORT + " --listen 127.0.0.1:" + API_PORT);
    Patience.until("the API is ready", () -> status("GET", "/v2/health/ready", "") == 200);
    start("there", "agent --runtime sim --seed " + SEED);
    agent(rules);
    Patience.until("two nodes joined", () -> count("node") == 2);
    apply("{kind: Namespace, meta: {name: %s}}".formatted(SPACE));
  }

  private synchronized void start(String name, String command) {
    List<String> line = new ArrayList<>(List.of(troupe));
    line.addAll(Arrays.asList(command.split(" ")));
    line.addAll(List.of("--name", name, "--data", directory.resolve(name).toString()));
    try {
      running.add(
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve(name + ".log").toFile())
              .start());
    } catch (IOException failed) {
      throw new IllegalStateException(troupe + " cannot be run", failed);
    }
  }

  /// As `troupe agent` sets one up, but for its drivers.
  private void agent(NetworkRuntime rules) {
    Map<String, Object> given = new HashMap<>();
    given.put("akka.remote.artery.canonical.hostname", "127.0.0.1");
    given.put("akka.remote.artery.canonical.port", 0);
    given.put("troupe.node.name", "here");
    given.put("troupe.node.runtime", "sim");
    given.put("troupe.node.sim.memory", "1MiB");
    given.put("troupe.node.state-root", directory.resolve("here").toString());
    Config config = SystemConfig.ofAgent(ConfigFactory.parseMap(given));
    AgentSettings settings = AgentSettings.from(config);
    ActorSystem<Void> agents = ActorSystem.create(Behaviors.empty(), "troupe", config);
    system = agents;
    CompletableFuture<AgentLink.Change> linked = new CompletableFuture<>();
    ActorRef<ToSession> sessions =
        AgentLink.start(
            agents,
            config.getString("troupe.cluster.name"),
            () -> CompletableFuture.completedStage(Set.of(SEED)),
            linked::complete);
    agents.systemActorOf(
        NodeAgent.create(settings, Runtimes.sim(settings, rules, InstantSource.system()), sessions),
        "agent",
        Props.empty());
    if (!(linked.join() instanceof AgentLink.Change.Connected)) {
      throw new IllegalStateException("the agent is not linked: " + linked.join());
    }
  }

  private int count(String kind) {
    return tree(send("GET", "/v2/resources/" + kind, "").body()).path("items").size();
  }

  @Override
  public void serve(int services) {
    for (int i = 0; i < services; i++) {
      apply(service("other-" + i));
    }
  }

  @Override
  public void serveMeasured() {
    apply(service("web"));
  }

  private static String service(String name) {
    return """
    {kind: Service, meta: {name: %s, namespace: %s}, spec: {replicas: 1, network: {ports: ["80:8080/tcp"]},
     template: {termination: 10, containers: [{name: main, image: {name: "registry.local/shop/web:1.27"},
     resources: {limits: {ram: 16mib, cpu: "0.01"}}}]}}}
    """
        .formatted(name, SPACE);
  }

  private void apply(String manifest) {
    require("/v2/apply", manifest);
  }

  @Override
  public void scale(int replicas) {
    require("/v2/services/%s/web/scale".formatted(SPACE), "{\"replicas\":%d}".formatted(replicas));
  }

  @Override
  public void follow(BiConsumer<Ref, Instant> began, BiConsumer<Ref, Instant> ceased) {
    HttpRequest watch = request("GET", "/v2/watch?kind=pod&namespace=" + SPACE, "");
    HttpResponse<Stream<String>> answer = send(watch, HttpResponse.BodyHandlers.ofLines());
    Thread.ofPlatform().daemon().name("watch").start(() -> read(answer.body(), began, ceased));
  }

  private static void read(
      Stream<String> lines, BiConsumer<Ref, Instant> began, BiConsumer<Ref, Instant> ceased) {
    try (lines) {
      lines
          .filter(line -> line.startsWith(DATA))
          .forEach(line -> tell(tree(line.substring(DATA.length())), began, ceased));
    } catch (UncheckedIOException closed) {
      // the end of the measurement; before it, pods that are waited for do not come
    }
  }

  private static void tell(
      JsonNode event, BiConsumer<Ref, Instant> began, BiConsumer<Ref, Instant> ceased) {
    Ref pod = new Ref(Kind.POD, event.at("/resource/self_link").asText());
    if (!EndpointsPlatform.isMeasured(pod)) {
      return;
    }
    Instant at = Instant.parse(event.path("at").asText());
    switch (event.path("type").asText()) {
      case "pod.PodObserved" -> {
        if (event.at("/event/observation/phase").asText().equals("RUNNING")) {
          began.accept(pod, at);
        }
      }
      case "pod.PodDestroyRequested" -> ceased.accept(pod, at);
      default -> {}
    }
  }

  private void require(String path, String body) {
    HttpResponse<String> answer = send("POST", path, body);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    }
  }

  /// The status of an answer, 0 when none came.
  private int status(String method, String path, String body) {
    try {
      return send(method, path, body).statusCode();
    } catch (IllegalStateException none) {
      return 0;
    }
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return send(request(method, path, body), HttpResponse.BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request, body);
    } catch (IOException none) {
      throw new IllegalStateException(none);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + API_PORT + path))
        .header("Content-Type", "application/yaml")
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  private synchronized void kill() {
    for (Process process : running) {
      process.destroyForcibly();
      process.onExit().join();
    }
    running.clear();
  }

  @Override
  public void close() {
    if (system != null) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
    client.shutdownNow();
    kill();
  }
}

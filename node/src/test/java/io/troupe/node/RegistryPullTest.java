package io.troupe.node;

import static io.troupe.node.ScriptedSession.assign;
import static io.troupe.node.ScriptedSession.pod;
import static io.troupe.node.ScriptedSession.spec;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import io.troupe.core.Ref;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.Observation.Phase;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PullPolicy;
import io.troupe.core.template.RestartPolicy;
import io.troupe.core.template.Security;
import io.troupe.node.container.ContainerInfo;
import io.troupe.node.docker.DockerConnection;
import io.troupe.node.docker.DockerContainers;
import io.troupe.node.docker.DockerImages;
import io.troupe.node.docker.RegistryLogins;
import io.troupe.node.docker.TestDocker;
import io.troupe.node.docker.TestRegistry;
import io.troupe.node.image.Credentials;
import io.troupe.node.image.ImageInfo;
import io.troupe.node.network.NoNetworkRuntime;
import io.troupe.node.pod.PodLabels;
import io.troupe.node.volume.DirectoryVolumes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pods whose image is in a real registry that asks who one is.
class RegistryPullTest {
  @TempDir Path scratch;

  private DockerConnection docker;
  private TestRegistry registry;
  private String hello;
  private DockerImages images;
  private Path logins;
  private ActorTestKit kit;
  private AgentSettings settings;
  private Runtimes runtimes;
  private ScriptedSession session;

  @BeforeEach
  void start() throws Exception {
    docker = TestDocker.require();
    registry = TestRegistry.require(docker, Files.createDirectory(scratch.resolve("registry")));
    hello = registry.host() + "/team/hello:1";
    logins = Files.createDirectory(scratch.resolve("logins"));
    images = new DockerImages(docker, new RegistryLogins(logins));
    kit = ActorTestKit.create();
    settings = AgentSettings.from(ConfigFactory.load()).withName("node-" + UUID.randomUUID());
    runtimes =
        new Runtimes(
            new DockerContainers(docker),
            images,
            new DirectoryVolumes(scratch.resolve("volumes")),
            Credentials.none(),
            new NoNetworkRuntime(List.of()),
            InstantSource.system());
    session = new ScriptedSession(kit);
    ActorRef<NodeAgent.Message> agent =
        kit.spawn(NodeAgent.create(settings, runtimes, session.ref()));
    assertThat(agent).isNotNull();
    session.awaitHello();
  }

  @AfterEach
  void clean() throws Exception {
    if (kit != null) {
      kit.shutdownTestKit();
      containers().forEach(info -> runtimes.containers().remove(info.id()));
    }
    if (registry != null) {
      registry.close();
    }
    if (runtimes != null) {
      runtimes.close();
    }
  }

  private List<ContainerInfo> containers() {
    return runtimes.containers().list(Map.of(PodLabels.NODE, settings.name()));
  }

  private static ContainerTemplate sleeper(Image image) {
    return new ContainerTemplate(
        "main",
        image,
        List.of(),
        List.of("sleep", "600"),
        List.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        Limits.NONE,
        Limits.NONE,
        RestartPolicy.ALWAYS,
        Security.NONE,
        Map.of(),
        List.of(),
        List.of());
  }

  private Image image(PullPolicy policy) {
    return new Image(hello, "", "", "", policy);
  }

  private void run(long revision, Ref pod, Image image) {
    session.snapshot(revision, assign(pod, spec(0, sleeper(image))));
  }

  private Observation fails(Image image) {
    run(1, pod("a"), image);
    return session.awaitPhase(pod("a"), Phase.ERROR);
  }

  /// Id of the image that a pod runs.
  private String runs(long revision, String name, Image image) {
    run(revision, pod(name), image);
    return session.awaitPhase(pod(name), Phase.RUNNING).containers().getFirst().imageId();
  }

  @Test
  void aLoginOnTheNodeIsWhatItTakes() throws Exception {
    ImageInfo pushed = registry.push(hello, "first");
    assertThat(images.present(hello)).isFalse();

    assertThat(fails(image(PullPolicy.MISSING)).message())
        .startsWith("image " + hello + " cannot be pulled: ")
        .contains("no basic auth credentials")
        .contains(logins.resolve("config.json") + " has no login for this registry")
        .contains("`docker login " + registry.host() + "`");

    registry.login(logins, registry.password());
    session.awaitPhase(pod("a"), Phase.RUNNING);
    assertThat(images.find(hello)).map(ImageInfo::id).contains(pushed.id());
  }

  @Test
  void onlyThePolicyAlwaysFetchesWhatHasChangedUnderATag() throws Exception {
    registry.login(logins, registry.password());
    ImageInfo first = registry.push(hello, "first");
    assertThat(runs(1, "a", image(PullPolicy.MISSING))).isEqualTo(first.id());
    ImageInfo second = pushBesides("second", first);

    assertThat(runs(2, "b", image(PullPolicy.MISSING))).isEqualTo(first.id());
    assertThat(runs(3, "c", image(PullPolicy.ALWAYS))).isEqualTo(second.id());
  }

  /// Pushes other content under the tag; the engine goes on with the first.
  private ImageInfo pushBesides(String mark, ImageInfo first) throws InterruptedException {
    ImageInfo second = registry.push(hello, mark);
    assertThat(second.id()).isNotEqualTo(first.id());
    registry.tag(first, hello);
    return second;
  }

  @Test
  void thePolicyNeverAsksNoRegistry() throws Exception {
    registry.login(logins, registry.password());
    registry.push(hello, "first");

    assertThat(fails(image(PullPolicy.NEVER)).message())
        .contains(hello + " is not on node", "policy is never to pull");
    assertThat(images.present(hello)).isFalse();
  }

  @Test
  void aDigestPinsTheContentWhateverTheTagSays() throws Exception {
    registry.login(logins, registry.password());
    ImageInfo first = registry.push(hello, "first");
    ImageInfo second = registry.push(hello, "second");
    String sha = first.digests().getFirst().replaceFirst(".*@", "");

    assertThat(runs(1, "a", new Image(hello, sha, "", "", PullPolicy.MISSING)))
        .isEqualTo(first.id())
        .isNotEqualTo(second.id());
  }

  @Test
  void aTagThatIsNotThereIsSaid() throws Exception {
    registry.login(logins, registry.password());
    registry.push(hello, "first");
    String missing = registry.host() + "/team/hello:9";

    assertThat(fails(new Image(missing, "", "", "", PullPolicy.MISSING)).message())
        .startsWith("image " + missing + " cannot be pulled: manifest for " + missing)
        .contains("not found")
        .doesNotContain("docker login");
  }

  @Test
  void aLoginThatIsNotAcceptedIsToBeRenewed() throws Exception {
    registry.login(logins, "wrong-one");
    registry.push(hello, "first");

    assertThat(fails(image(PullPolicy.MISSING)).message())
        .contains("does not accept the login in " + logins.resolve("config.json"))
        .contains("docker login " + registry.host())
        .doesNotContain("wrong-one");
  }

  @Test
  void aConfigurationThatCannotBeReadIsNamedAndNotQuoted() throws Exception {
    Files.writeString(logins.resolve("config.json"), "{\"auths\": {\"x\": {\"auth\": pa55word");

    assertThat(fails(image(PullPolicy.MISSING)).message())
        .contains(logins.resolve("config.json") + " is no configuration")
        .doesNotContain("pa55word");
  }

  @Test
  void aSecretIsRefusedAsThisReleaseHasNone() throws Exception {
    registry.login(logins, registry.password());
    registry.push(hello, "first");

    assertThat(fails(new Image(hello, "", "vault", "", PullPolicy.MISSING)).message())
        .contains("secret 'vault'", "no such secret");
    assertThat(images.present(hello)).isFalse();
  }
}

package io.troupe.actors.sample;

import io.troupe.core.Cause;
import io.troupe.core.EventId;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.deployment.DeploymentNote;
import io.troupe.core.deployment.DeploymentSpec;
import io.troupe.core.namespace.NamespaceSpec;
import io.troupe.core.namespace.Quota;
import io.troupe.core.node.Capacity;
import io.troupe.core.node.NodeInfo;
import io.troupe.core.placement.Demand;
import io.troupe.core.placement.Placement;
import io.troupe.core.pod.Observation;
import io.troupe.core.pod.PodNote;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.service.Network;
import io.troupe.core.service.ServiceSpec;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.EnvVar;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.Mount;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.PortBinding;
import io.troupe.core.template.Protocol;
import io.troupe.core.template.PullPolicy;
import io.troupe.core.template.RestartPolicy;
import io.troupe.core.template.Security;
import io.troupe.core.template.Selector;
import io.troupe.core.template.TemplateVolume;
import io.troupe.core.template.TemplateVolume.KeyFile;
import io.troupe.core.template.TemplateVolume.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The values that the samples are made of. They are in golden files: a change here is a change of
/// those.
final class Values {
  static final Instant AT = Instant.parse("2026-11-22T10:00:00.123456Z");
  static final Instant LATER = Instant.parse("2026-11-22T10:00:07.5Z");
  static final Ref NAMESPACE = new Ref(Kind.NAMESPACE, "demo");
  static final Ref SERVICE = new Ref(Kind.SERVICE, "demo:web");
  static final Ref DEPLOYMENT = new Ref(Kind.DEPLOYMENT, "demo:web:v3");
  static final Ref POD = new Ref(Kind.POD, "demo:web:d_v3:3f2a9c1");
  static final Ref OTHER_POD = new Ref(Kind.POD, "demo:web:d_v3:07be441");
  static final Ref NODE = new Ref(Kind.NODE, "node-1.example.org");
  static final Cause CAUSE = new Cause("alice", "3c2f7a10", new EventId(SERVICE, 17));

  static final Map<String, String> LABELS = Map.of("team", "shop", "tier", "front");
  static final Limits LIMITS = new Limits(Cpu.millis(500), Memory.mebibytes(256));
  static final Selector SELECTOR = new Selector("node-1.example.org", Map.of("disk", "ssd"));

  static final ContainerTemplate CONTAINER =
      new ContainerTemplate(
          "main",
          new Image(
              "registry.example:5000/team/web:3",
              "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
              "registry-login",
              "password",
              PullPolicy.ALWAYS),
          List.of("/bin/sh", "-c"),
          List.of("serve"),
          List.of("--port", "8080"),
          "/srv",
          List.of(
              new EnvVar.Plain("MODE", "production"),
              new EnvVar.FromSecret("DB_PASSWORD", "db", "password"),
              new EnvVar.FromConfig("GREETING", "texts", "greeting")),
          List.of(
              new PortBinding("0.0.0.0", 80, 8080, Protocol.TCP),
              new PortBinding("", 0, 53, Protocol.UDP),
              new PortBinding("", 0, 5060, Protocol.SCTP)),
          List.of(new Mount("scratch", "/tmp", "", false), new Mount("data", "/data", "web", true)),
          LIMITS,
          new Limits(Cpu.millis(250), Memory.mebibytes(128)),
          new RestartPolicy(RestartPolicy.When.ON_FAILURE, 5),
          new Security(true, "1000:1000"),
          LABELS,
          List.of("db:10.0.0.7"),
          List.of("10.0.0.2"));

  static final PodTemplate TEMPLATE =
      new PodTemplate(
          List.of(
              CONTAINER,
              ContainerTemplate.of("side", Image.named("busybox:1.37")).withLimits(LIMITS)),
          List.of(
              new TemplateVolume("scratch", "directory", new Source.PodDirectory()),
              new TemplateVolume("data", "volume", new Source.Claim("data", "sub")),
              new TemplateVolume(
                  "keys",
                  "secret",
                  new Source.SecretFiles("db", List.of(new KeyFile("password", "db/password")))),
              new TemplateVolume(
                  "texts",
                  "config",
                  new Source.ConfigFiles("texts", List.of(new KeyFile("greeting", "hello.txt"))))),
          30);

  static final Quota QUOTA = new Quota(Memory.mebibytes(4096), Cpu.cpus(8), Memory.mebibytes(100));
  static final NamespaceSpec NAMESPACE_SPEC =
      new NamespaceSpec("The shop", LABELS, "shop.example.org", QUOTA, QUOTA);
  static final ServiceSpec SERVICE_SPEC =
      new ServiceSpec(
          "The front",
          LABELS,
          3,
          SELECTOR,
          new Network("10.96.0.10", new TreeMap<>(Map.of(80, "8080/tcp", 53, "53/udp"))),
          "rolling",
          TEMPLATE,
          2);
  static final DeploymentSpec DEPLOYMENT_SPEC =
      new DeploymentSpec(SERVICE, 3, 5, 2, SELECTOR, TEMPLATE, "0a1b2c3d4e5f6071");
  static final DeploymentNote DEPLOYMENT_NOTE =
      new DeploymentNote(DeploymentNote.Condition.DEGRADATION, "exit code 1", 5, 9);
  static final PodSpec POD_SPEC = new PodSpec(DEPLOYMENT, TEMPLATE, SELECTOR, "0a1b2c3d4e5f6071");
  static final PodNote POD_NOTE = new PodNote(PodNote.Condition.STOPPED, "exit code 1", 4);

  static final List<Placement.FilterCount> REASONS =
      List.of(
          new Placement.FilterCount("not enough memory", 3),
          new Placement.FilterCount("suspect", 1));
  static final Placement PLACEMENT =
      new Placement(
          7,
          3,
          List.of(
              new Placement.Candidate("node-1.example.org", 912_345),
              new Placement.Candidate("node-2.example.org", -87_655)),
          REASONS,
          List.of("node-3.example.org"));
  static final Observation OBSERVATION =
      new Observation(
          Observation.Phase.STOPPED,
          "main ended with exit code 1 and is restarted in 2 s",
          "10.1.0.5",
          "192.0.2.10",
          List.of(
              new Observation.ContainerStatus(
                  "main",
                  "4c01db0b339c",
                  "registry.example:5000/team/web:3",
                  "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                  true,
                  2,
                  AT,
                  LATER,
                  1,
                  "exit code 1")));

  static final NodeInfo NODE_INFO =
      new NodeInfo(
          "0.1.0",
          "node-1.example.org",
          "x86_64",
          "Debian GNU/Linux 13",
          "linux",
          "203.0.113.9",
          "192.0.2.10",
          "10.1.0.0/24",
          List.of(new NodeInfo.Driver("cri", "docker", "28.5", "error", "not reachable")));
  static final Capacity CAPACITY =
      new Capacity(110, 220, Memory.mebibytes(16_384), Cpu.cpus(8), Memory.mebibytes(500_000));
  static final Demand DEMAND = Demand.of(TEMPLATE);

  static final Set<String> NAMES = Set.of("main");

  private Values() {}
}

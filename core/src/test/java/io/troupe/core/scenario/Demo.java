package io.troupe.core.scenario;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.deployment.DeploymentNote;
import io.troupe.core.deployment.DeploymentSpec;
import io.troupe.core.namespace.NamespacePatch;
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
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServicePatch.TemplatePatch;
import io.troupe.core.service.ServiceSpec;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.Image;
import io.troupe.core.template.Limits;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Selector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The namespace `demo` with its service `web`, in few words.
final class Demo {
  static final Ref NAMESPACE = new Ref(Kind.NAMESPACE, "demo");
  static final Ref WEB = new Ref(Kind.SERVICE, "demo:web");
  static final Ref NODE = new Ref(Kind.NODE, "n1");

  static final Placement PLACEMENT = new Placement(3, 2, List.of(), List.of(), List.of());
  static final NodeInfo INFO =
      new NodeInfo("1", "n1", "x86_64", "Linux", "linux", "", "10.0.0.1", "", List.of());

  private Demo() {}

  static Ref deployment(String name) {
    return new Ref(Kind.DEPLOYMENT, "demo:web:" + name);
  }

  static Ref pod(String token) {
    return new Ref(Kind.POD, "demo:web:d_v1:" + token);
  }

  static Limits limits(long millis, long mebibytes) {
    return new Limits(Cpu.millis(millis), Memory.mebibytes(mebibytes));
  }

  static Quota quota(long mebibytes, long millis) {
    return new Quota(Memory.mebibytes(mebibytes), Cpu.millis(millis), Memory.ZERO);
  }

  static NamespacePatch namespace(long mebibytes, long millis) {
    return new NamespacePatch(
        null,
        null,
        null,
        null,
        new NamespacePatch.QuotaPatch(Memory.mebibytes(mebibytes), Cpu.millis(millis), null));
  }

  static PodTemplate template(String image) {
    return template(image, limits(100, 64));
  }

  static PodTemplate template(String image, Limits limits) {
    return new PodTemplate(
        List.of(ContainerTemplate.of("main", Image.named(image)).withLimits(limits)),
        List.of(),
        10);
  }

  static ServicePatch patch(@Nullable Integer replicas, @Nullable PodTemplate template) {
    return new ServicePatch(
        null,
        null,
        replicas,
        null,
        null,
        null,
        null,
        template == null ? null : new TemplatePatch(template, Set.of(), Set.of(), true));
  }

  static ServicePatch patch(int replicas, String image) {
    return patch(replicas, template(image));
  }

  static ServiceSpec service(int replicas, String image) {
    return patch(replicas, image).applyTo(ServiceSpec.EMPTY);
  }

  static DeploymentSpec deploymentSpec(int version, int replicas, String image) {
    ServiceSpec spec = service(replicas, image);
    return new DeploymentSpec(
        WEB, version, replicas, 0, spec.selector(), spec.template(), spec.hash());
  }

  static PodSpec podSpec() {
    DeploymentSpec spec = deploymentSpec(1, 3, "web:1");
    return new PodSpec(deployment("v1"), spec.template(), Selector.ANY, spec.hash());
  }

  static Demand demand(String... hostPorts) {
    return new Demand(Memory.mebibytes(64), Cpu.millis(100), 1, Set.of(hostPorts));
  }

  /// Room for so many pods of [#demand].
  static Capacity room(int pods) {
    return new Capacity(
        pods, pods, Memory.mebibytes(64L * pods), Cpu.millis(100L * pods), Memory.ZERO);
  }

  static Observation seen(Observation.Phase phase, String message) {
    return new Observation(phase, message, "10.1.0.2", "10.0.0.1", List.of());
  }

  static PodNote podNote(PodNote.Condition condition, String message, long version) {
    return new PodNote(condition, message, version);
  }

  static DeploymentNote note(
      DeploymentNote.Condition condition, String message, int replicas, long version) {
    return new DeploymentNote(condition, message, replicas, version);
  }

  static Map<String, String> labels(String key, String value) {
    return Map.of(key, value);
  }
}

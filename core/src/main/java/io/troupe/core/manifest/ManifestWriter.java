package io.troupe.core.manifest;

import io.troupe.core.namespace.NamespaceSpec;
import io.troupe.core.namespace.Quota;
import io.troupe.core.service.Network;
import io.troupe.core.service.ServiceSpec;
import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Selector;
import java.util.List;
import java.util.Map;

/// Writes specifications as manifests that read back as the same specification: plain maps, lists,
/// strings, numbers and booleans in the order a person would write them. What is empty is left out.
public final class ManifestWriter {
  private ManifestWriter() {}

  /// The manifest of a namespace.
  public static Map<String, Object> namespace(String name, NamespaceSpec spec) {
    Map<String, Object> resources =
        new Plain().put("request", quota(spec.request())).put("limits", quota(spec.limits())).map();
    return new Plain()
        .put("kind", "Namespace")
        .put("version", "v1")
        .put("meta", meta(name, "", spec.description(), spec.labels()))
        .put("spec", new Plain().put("domain", spec.domain()).put("resources", resources).map())
        .map();
  }

  /// The manifest of a service.
  ///
  /// @param namespace empty to leave it out
  public static Map<String, Object> service(String name, String namespace, ServiceSpec spec) {
    Plain body =
        new Plain()
            .keep("replicas", spec.replicas())
            .put("selector", selector(spec.selector()))
            .put("strategy", new Plain().put("type", spec.strategy()).map())
            .put("network", network(spec.network()));
    if (!spec.template().equals(PodTemplate.EMPTY)) {
      body.put("template", template(spec.template()));
    }
    return new Plain()
        .put("kind", "Service")
        .put("version", "v1")
        .put("meta", meta(name, namespace, spec.description(), spec.labels()))
        .put("spec", body.map())
        .map();
  }

  /// A template alone, as it stands in `spec.template`.
  public static Map<String, Object> template(PodTemplate template) {
    return new Plain()
        .put("containers", template.containers().stream().map(ContainerWriter::container).toList())
        .put("volumes", template.volumes().stream().map(ContainerWriter::volume).toList())
        .keep("termination", template.terminationSeconds())
        .map();
  }

  private static Map<String, Object> meta(
      String name, String namespace, String description, Map<String, String> labels) {
    return new Plain()
        .put("name", name)
        .put("namespace", namespace)
        .put("description", description)
        .put("labels", labels)
        .map();
  }

  private static Map<String, Object> selector(Selector selector) {
    return new Plain().put("node", selector.node()).put("labels", selector.labels()).map();
  }

  private static Map<String, Object> network(Network network) {
    List<String> ports =
        network.ports().entrySet().stream()
            .map(port -> port.getKey() + ":" + port.getValue())
            .toList();
    return new Plain().put("ip", network.ip()).put("ports", ports).map();
  }

  private static Map<String, Object> quota(Quota quota) {
    return new Plain()
        .put("ram", Plain.exact(quota.memory()))
        .put("cpu", Plain.exact(quota.cpu()))
        .put("storage", Plain.exact(quota.storage()))
        .map();
  }
}

package io.troupe.node.pod;

import io.troupe.core.Ref;
import io.troupe.core.pod.PodSpec;
import io.troupe.core.template.ContainerTemplate;
import io.troupe.core.template.PodTemplate;
import io.troupe.node.container.ContainerInfo;
import java.util.Map;
import java.util.TreeMap;

/// The labels by which an agent knows its containers again. They are part of the contract between
/// releases: what one has started the next adopts.
public final class PodLabels {
  /// Self-link of the pod.
  public static final String POD = "io.troupe.pod";

  /// The container's name in its template.
  public static final String CONTAINER = "io.troupe.container";

  /// Fingerprint of the specification it was made for.
  public static final String HASH = "io.troupe.hash";

  /// Revision of the node's desired set that brought it.
  public static final String REVISION = "io.troupe.revision";

  /// Name of the node whose agent made it.
  public static final String NODE = "io.troupe.node";

  /// Self-link of the pod, where tools made for Last.Backend look for it.
  public static final String COMPATIBLE = "LBC";

  /// Seconds between stop signal and kill, for containers whose specification is not known any
  /// more.
  public static final String GRACE = "io.troupe.grace";

  private PodLabels() {}

  static Map<String, String> of(
      String node, Ref pod, ContainerTemplate container, PodSpec spec, long revision) {
    Map<String, String> labels = new TreeMap<>(container.labels());
    labels.put(POD, pod.link());
    labels.put(CONTAINER, container.name());
    labels.put(HASH, spec.hash());
    labels.put(GRACE, Integer.toString(spec.template().terminationSeconds()));
    labels.put(REVISION, Long.toString(revision));
    labels.put(NODE, node);
    labels.put(COMPATIBLE, pod.link());
    return labels;
  }

  static Map<String, String> ofPod(String node, Ref pod) {
    return Map.of(NODE, node, POD, pod.link());
  }

  /// Seconds of grace, the usual ones where the label is missing or no number.
  static int grace(ContainerInfo info) {
    String seconds = info.label(GRACE);
    return seconds.matches("[0-9]{1,6}")
        ? Integer.parseInt(seconds)
        : PodTemplate.DEFAULT_TERMINATION_SECONDS;
  }

  static boolean match(ContainerInfo info, String container, String hash) {
    return info.label(CONTAINER).equals(container) && info.label(HASH).equals(hash);
  }
}

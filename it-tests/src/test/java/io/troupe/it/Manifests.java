package io.troupe.it;

/// The plain manifests that most tests apply.
public final class Manifests {
  private Manifests() {}

  public static String namespace(String name) {
    return "kind: Namespace\nmeta: {name: %s}\n".formatted(name);
  }

  /// A service of pods with one small container that ends at once when told to.
  ///
  /// @param link as `demo:web`
  public static String service(String link, int replicas, String image) {
    return service(link, replicas, image, "8mib", "0.01");
  }

  /// The same, with what each pod asks of its node. It may use more of a processor than that: the
  /// start of a container, and of each command in one, counts as the container's own use.
  public static String service(String link, int replicas, String image, String ram, String cpu) {
    String[] parts = link.split(":");
    return """
    kind: Service
    meta: {name: %s, namespace: %s}
    spec:
      replicas: %d
      template:
        termination: 5
        containers:
          - name: main
            image: {name: "%s", policy: missing}
            entrypoint: /run
            resources:
              limits: {ram: %s, cpu: "0.5"}
              quota: {ram: %s, cpu: "%s"}
    """
        .formatted(parts[1], parts[0], replicas, image, ram, ram, cpu);
  }

  /// Several documents in one file.
  public static String all(String... documents) {
    return String.join("---\n", documents);
  }
}

package io.troupe.http.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON schemas of manifests, for the API's description.
public final class ManifestSchemas {
  private static final Map<String, Object> TEXT = Map.of("type", "string");
  private static final Map<String, Object> NUMBER = Map.of("type", "integer", "minimum", 0);
  private static final Map<String, Object> YES_NO = Map.of("type", "boolean");

  /// What means its text: `80` is as good as `"80"`.
  private static final Map<String, Object> SCALAR =
      Map.of("type", List.of("string", "number", "boolean"));

  private static final Map<String, Object> AMOUNT = Map.of("type", List.of("string", "number"));
  private static final Map<String, Object> TEXTS = list(SCALAR);
  private static final Map<String, Object> WORDS = either(TEXT, TEXTS);
  private static final Map<String, Object> LABELS = map(SCALAR);
  private static final Map<String, Object> KEY = object("name", TEXT, "key", TEXT);

  private ManifestSchemas() {}

  /// An object with these fields: name and schema in turns.
  public static Map<String, Object> object(Object... fields) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      properties.put((String) fields[i], fields[i + 1]);
    }
    return Map.of("type", "object", "properties", properties);
  }

  /// One of two forms that no value has both of.
  private static Map<String, Object> either(Object one, Object other) {
    return Map.of("oneOf", List.of(one, other));
  }

  private static Map<String, Object> list(Object items) {
    return Map.of("type", "array", "items", items);
  }

  private static Map<String, Object> map(Object values) {
    return Map.of("type", "object", "additionalProperties", values);
  }

  /// A service.
  public static Map<String, Object> service() {
    return manifest(
        object(
            "replicas", NUMBER,
            "selector", selector(),
            "network", object("ip", TEXT, "ports", either(TEXTS, LABELS)),
            "strategy", object("type", TEXT),
            "template", template()));
  }

  /// A deployment.
  public static Map<String, Object> deployment() {
    return manifest(object("replicas", NUMBER, "selector", selector(), "template", template()));
  }

  /// A namespace.
  public static Map<String, Object> namespace() {
    Map<String, Object> amounts = object("ram", AMOUNT, "cpu", AMOUNT, "storage", AMOUNT);
    return manifest(
        object("domain", TEXT, "resources", object("request", amounts, "limits", amounts)));
  }

  /// What a user says of a node.
  public static Map<String, Object> nodeMeta() {
    return object("meta", object("description", TEXT, "labels", LABELS));
  }

  /// An old apply: services by any key.
  public static Map<String, Object> apply() {
    return object("services", map(service()));
  }

  /// A manifest of any kind, as in a file.
  public static Map<String, Object> any() {
    return Map.of("anyOf", List.of(service(), namespace()));
  }

  private static Map<String, Object> manifest(Map<String, Object> spec) {
    return object(
        "kind", TEXT,
        "meta", object("name", TEXT, "namespace", TEXT, "description", TEXT, "labels", LABELS),
        "spec", spec);
  }

  private static Map<String, Object> selector() {
    return object("node", TEXT, "labels", LABELS);
  }

  private static Map<String, Object> template() {
    Map<String, Object> files =
        object("name", TEXT, "binds", list(object("key", TEXT, "file", TEXT)));
    return object(
        "containers", list(container()),
        "volumes",
            list(
                object(
                    "name", TEXT,
                    "type", TEXT,
                    "volume", object("name", TEXT, "subpath", TEXT),
                    "secret", files,
                    "config", files)),
        "termination", NUMBER);
  }

  private static Map<String, Object> container() {
    Map<String, Object> amounts = object("cpu", AMOUNT, "ram", AMOUNT);
    Map<String, Object> image =
        object("name", TEXT, "sha", TEXT, "secret", either(TEXT, KEY), "policy", TEXT);
    return object(
        "name", TEXT,
        "image", either(TEXT, image),
        "command", WORDS,
        "entrypoint", WORDS,
        "args", WORDS,
        "workdir", TEXT,
        "ports", TEXTS,
        "published", TEXTS,
        "env", list(object("name", TEXT, "value", SCALAR, "secret", KEY, "config", KEY)),
        "resources", object("limits", amounts, "quota", amounts),
        "restart", either(SCALAR, object("policy", SCALAR, "attempt", NUMBER)),
        "security", object("privileged", YES_NO, "user", TEXT),
        "volumes", list(object("name", TEXT, "mode", TEXT, "path", TEXT, "sub_path", TEXT)),
        "labels", LABELS,
        "extra_hosts", TEXTS,
        "dns", either(TEXTS, object("server", TEXTS)));
  }
}

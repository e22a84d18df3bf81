package io.troupe.http.resource;

import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.http.frame.ApiError;
import io.troupe.http.frame.Call;
import io.troupe.http.view.Resources;
import java.util.Locale;
import java.util.Optional;

/// Resources as the paths and queries of `/v2` name them.
public final class Naming {
  private Naming() {}

  /// The resource of `{kind}/{link}`; the link's parts are divided by `:` or an escaped `/`.
  ///
  /// @throws ApiError when there can be no such resource
  public static Ref resource(Call call) {
    Kind kind = kind(call.path("kind"));
    String link = call.path("link");
    String[] parts = link.replace('/', ':').split(":", -1);
    int expected = parts(kind);
    if (parts.length != expected) {
      throw ApiError.notFound(
          kind,
          "`%s` is no link of a %s; it has %d part(s), as in %s"
              .formatted(link, kind.label(), expected, example(kind)));
    }
    return Resources.ref(kind, parts);
  }

  private static int parts(Kind kind) {
    return switch (kind) {
      case NAMESPACE, NODE, POOL -> 1;
      case SERVICE -> 2;
      case DEPLOYMENT -> 3;
      case POD -> 4;
    };
  }

  private static String example(Kind kind) {
    return switch (kind) {
      case NAMESPACE -> "demo";
      case NODE -> "node-1";
      case POOL -> "services";
      case SERVICE -> "demo:web";
      case DEPLOYMENT -> "demo:web:v1";
      case POD -> "demo:web:d_v1:3f2a9c1";
    };
  }

  /// A kind in the singular or plural.
  ///
  /// @throws ApiError when there is no such kind
  public static Kind kind(String word) {
    String folded = word.toLowerCase(Locale.ROOT);
    for (Kind kind : Kind.values()) {
      if (folded.equals(kind.label()) || folded.equals(kind.label() + "s")) {
        return kind;
      }
    }
    throw ApiError.of(
        404,
        "Not Found",
        "Not Found",
        "there is no kind `"
            + word
            + "`; the kinds are namespace, service, deployment, pod, node and pool");
  }

  /// The kind of a query, if it names one.
  public static Optional<Kind> queried(Call call) {
    return call.query("kind").map(Naming::kind);
  }
}

package io.troupe.http.apply;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.troupe.core.manifest.Manifest;
import io.troupe.core.manifest.Manifest.NamespaceManifest;
import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.http.document.Documents;
import io.troupe.http.frame.ApiError;
import io.troupe.http.frame.Call;
import io.troupe.http.frame.Result;
import io.troupe.http.frame.Route;
import io.troupe.http.frame.Route.Body;
import io.troupe.http.template.ManifestSchemas;
import io.troupe.http.view.Resources;
import java.util.ArrayList;
import java.util.List;

/// Applies whole files.
public final class ApplyRoutes {
  private final Applying applying;

  /// What came of an apply.
  ///
  /// @param request the id under which the audit has it
  /// @param dry whether nothing was written
  public record ApplyView(String request, boolean dry, List<OutcomeView> results) {}

  /// What came of one manifest.
  ///
  /// @param action `created`, `changed`, `unchanged` or `refused`
  /// @param message why it was refused
  public record OutcomeView(
      String kind,
      String name,
      String namespace,
      String selfLink,
      String action,
      @JsonInclude(Include.NON_EMPTY) String message) {}

  private ApplyRoutes(Resources resources) {
    this.applying = new Applying(resources);
  }

  public static List<Route> of(Resources resources) {
    ApplyRoutes routes = new ApplyRoutes(resources);
    return List.of(
        Route.post("/v2/apply", routes::apply)
            .summary("Creates or changes everything that the manifests describe")
            .query("redeploy", "boolean", "make new deployments even when nothing changes")
            .query("dry", "boolean", "only say what would be done")
            .query("namespace", "string", "where services go that do not say; else default")
            .takes(
                new Body(
                    "One or several manifests; nothing is written unless all are right",
                    ManifestSchemas.any(),
                    List.of("application/yaml", "application/json")))
            .answers(ApplyView.class)
            .error(400, "Malformed, an unknown field, or a wrong value: see the problems")
            .error(404, "A namespace does not exist and is not among the manifests")
            .error(413, "The body is too long"));
  }

  private Result apply(Call call) {
    String fallback = call.query("namespace").orElse("default");
    List<Manifest> manifests = Manifests.read(Documents.manifests(call));
    List<Planned> planned = new ArrayList<>();
    for (Manifest manifest : manifests) {
      planned.add(
          switch (manifest) {
            case NamespaceManifest namespace -> Planned.of(namespace);
            case ServiceManifest service -> Planned.of(service, fallback);
          });
    }
    applying.requireNamespaces(planned);
    boolean dry = call.flag("dry");
    boolean redeploy = call.flag("redeploy");
    List<OutcomeView> results = new ArrayList<>();
    int status = 200;
    for (Planned one : Planned.namespacesFirst(planned)) {
      try {
        String action =
            dry ? applying.rehearse(one, redeploy) : applying.apply(one, redeploy, call.cause());
        results.add(one.outcome(action, ""));
      } catch (ApiError refused) {
        results.add(one.outcome("refused", refused.detail()));
        status = status == 200 ? refused.code(true) : status;
      }
    }
    return new Result.View(status, new ApplyView(call.caller().request(), dry, results));
  }
}

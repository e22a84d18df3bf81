package io.troupe.http.service;

import io.troupe.actors.ControlPlane.Answer;
import io.troupe.actors.view.View;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.core.manifest.ManifestReader;
import io.troupe.core.manifest.Mode;
import io.troupe.core.manifest.Naming;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServicePatch;
import io.troupe.core.service.ServiceState;
import io.troupe.http.ApiSettings;
import io.troupe.http.document.Documents;
import io.troupe.http.frame.ApiError;
import io.troupe.http.frame.Call;
import io.troupe.http.frame.Result;
import io.troupe.http.frame.Route;
import io.troupe.http.template.ManifestSchemas;
import io.troupe.http.view.Resources;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Services: the old routes, and the two short cuts of the new API.
public final class ServiceRoutes {
  private static final String SERVICES = "/namespace/{namespace}/service";
  private static final String SERVICE = SERVICES + "/{service}";
  private static final String MISSING = "Namespace or service not found";
  private static final String MALFORMED = "Malformed, a field is wrong, or over the quota";
  private static final int MOST_REPLICAS = 10_000;
  private static final ManifestReader STRICT = new ManifestReader(Mode.STRICT);

  private final Resources resources;
  private final ApiSettings settings;
  private final ManifestReader reader = new ManifestReader(Mode.TOLERANT);

  private ServiceRoutes(Resources resources, ApiSettings settings) {
    this.resources = resources;
    this.settings = settings;
  }

  public static List<Route> of(Resources resources, ApiSettings settings) {
    ServiceRoutes routes = new ServiceRoutes(resources, settings);
    return List.of(
        Route.get(SERVICES, routes::list)
            .summary("All services of a namespace by name")
            .answersList(ServiceView.class)
            .error(404, "Namespace not found"),
        Route.post(SERVICES, routes::create)
            .summary("Creates a service")
            .takes("The service", ManifestSchemas.service())
            .answers(ServiceView.class)
            .error(400, MALFORMED + ", or the name is taken")
            .error(404, "Namespace not found"),
        Route.get(SERVICE, routes::get)
            .summary("One service with its deployments and pods")
            .answers(ServiceView.class)
            .error(404, MISSING),
        Route.put(SERVICE, routes::update)
            .summary("Changes a service; what is left out stays, but for the selector")
            .query("redeploy", "boolean", "make a new deployment even when nothing changes")
            .takes("What changes", ManifestSchemas.service())
            .answers(ServiceView.class)
            .error(400, MALFORMED)
            .error(404, MISSING),
        Route.delete(SERVICE, routes::remove)
            .summary("Removes a service with everything it runs")
            .error(404, MISSING),
        Route.post("/v2/services/{namespace}/{service}/scale", routes::scale)
            .summary("Changes the number of pods")
            .takes(
                "The number of pods", ManifestSchemas.object("replicas", Map.of("type", "integer")))
            .answers(ServiceView.class)
            .error(400, MALFORMED)
            .error(404, MISSING),
        Route.post("/v2/services/{namespace}/{service}/redeploy", routes::redeploy)
            .summary("Makes a new deployment of what the service is")
            .answers(ServiceView.class)
            .error(404, MISSING));
  }

  private Result list(Call call) {
    Ref namespace = resources.namespace(call.path("namespace"));
    return Result.ok(
        resources.control().view().list(Kind.SERVICE, namespace.link()).stream()
            .map(this::view)
            .flatMap(Optional::stream)
            .toList());
  }

  private Result create(Call call) {
    ServiceManifest manifest =
        Documents.value(call, reader.service(Documents.json(call), Naming.REQUIRED));
    Ref namespace = resources.namespace(call.path("namespace"));
    Ref service = Resources.ref(Kind.SERVICE, namespace.name(), manifest.name());
    return told(call, service, new ServiceCommand.Create(manifest.patch()));
  }

  private Result get(Call call) {
    View.Item item = service(call);
    return Result.ok(view(item).orElseThrow(() -> Resources.missing(item.resource())));
  }

  private Result update(Call call) {
    ServiceManifest manifest =
        Documents.value(call, reader.service(Documents.json(call), Naming.OPTIONAL));
    return told(
        call,
        service(call).resource(),
        new ServiceCommand.Update(manifest.patch(), call.flag("redeploy")));
  }

  private Result remove(Call call) {
    resources.command(service(call).resource(), new ServiceCommand.Remove(), call.cause());
    return new Result.Empty();
  }

  private Result scale(Call call) {
    Integer replicas =
        Documents.value(call, STRICT.deployment(Documents.json(call), Naming.OPTIONAL)).replicas();
    if (replicas == null) {
      throw ApiError.badParameter(
          "replicas", "say how many: {\"replicas\": N} with N from 0 to " + MOST_REPLICAS);
    }
    return told(call, service(call).resource(), new ServiceCommand.Scale(replicas));
  }

  private Result redeploy(Call call) {
    View.Item item = service(call);
    return told(call, item.resource(), new ServiceCommand.Update(unchanged(item.state()), true));
  }

  /// A patch that leaves everything as it is: a selector that is not given would be reset.
  private static ServicePatch unchanged(Object state) {
    var selector = state instanceof ServiceState.Active active ? active.spec().selector() : null;
    return new ServicePatch(null, null, null, selector, null, null, null, null);
  }

  private View.Item service(Call call) {
    return resources.service(call.path("namespace"), call.path("service"));
  }

  private Result told(Call call, Ref service, ServiceCommand command) {
    Answer answer = resources.command(service, command, call.cause());
    return Result.ok(
        view(Resources.item(service, answer)).orElseThrow(() -> Resources.missing(service)));
  }

  private Optional<ServiceView> view(View.Item item) {
    return item.state() instanceof ServiceState state
        ? ServiceView.of(item.resource(), state, resources.now(), settings)
        : Optional.empty();
  }
}

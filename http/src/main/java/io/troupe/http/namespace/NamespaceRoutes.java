package io.troupe.http.namespace;

import io.troupe.actors.ControlPlane.Answer;
import io.troupe.actors.view.View;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.manifest.ApplyReader;
import io.troupe.core.manifest.Manifest.NamespaceManifest;
import io.troupe.core.manifest.Manifest.ServiceManifest;
import io.troupe.core.manifest.ManifestReader;
import io.troupe.core.manifest.Mode;
import io.troupe.core.manifest.Naming;
import io.troupe.core.namespace.NamespaceCommand;
import io.troupe.core.namespace.NamespaceState;
import io.troupe.core.service.ServiceCommand;
import io.troupe.http.ApiSettings;
import io.troupe.http.document.Documents;
import io.troupe.http.frame.Call;
import io.troupe.http.frame.Result;
import io.troupe.http.frame.Route;
import io.troupe.http.template.ManifestSchemas;
import io.troupe.http.view.Resources;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Namespaces, and what is applied to them in one go.
public final class NamespaceRoutes {
  private static final String NAMESPACE = "/namespace/{namespace}";
  private static final String MISSING = "Namespace not found";
  private static final String MALFORMED = "Malformed, or a field is wrong";

  private final Resources resources;
  private final ApiSettings settings;
  private final ManifestReader reader = new ManifestReader(Mode.TOLERANT);

  private NamespaceRoutes(Resources resources, ApiSettings settings) {
    this.resources = resources;
    this.settings = settings;
  }

  public static List<Route> of(Resources resources, ApiSettings settings) {
    NamespaceRoutes routes = new NamespaceRoutes(resources, settings);
    return List.of(
        Route.get("/namespace", routes::list)
            .summary("All namespaces by name")
            .answersList(NamespaceView.class),
        Route.post("/namespace", routes::create)
            .summary("Creates a namespace")
            .takes("The namespace", ManifestSchemas.namespace())
            .answers(NamespaceView.class)
            .error(400, MALFORMED + ", or the name is taken"),
        Route.get(NAMESPACE, routes::get)
            .summary("One namespace")
            .answers(NamespaceView.class)
            .error(404, MISSING),
        Route.put(NAMESPACE, routes::update)
            .summary("Changes a namespace; what is left out stays")
            .takes("What changes", ManifestSchemas.namespace())
            .answers(NamespaceView.class)
            .error(400, MALFORMED)
            .error(404, MISSING),
        Route.delete(NAMESPACE, routes::remove)
            .summary("Removes an empty namespace")
            .error(403, "It is not empty")
            .error(404, MISSING),
        Route.put(NAMESPACE + "/apply", routes::apply)
            .summary("Creates or changes many resources of a namespace")
            .query("redeploy", "boolean", "make new deployments even when nothing changes")
            .takes("Manifests by kind; their names are in them", ManifestSchemas.apply())
            .answersMap(Map.class)
            .error(400, MALFORMED)
            .error(404, MISSING));
  }

  private Result list(Call call) {
    return Result.ok(
        resources.control().view().list(Kind.NAMESPACE, "").stream()
            .filter(item -> item.state() instanceof NamespaceState.Present)
            .map(this::view)
            .toList());
  }

  private Result create(Call call) {
    NamespaceManifest manifest =
        Documents.value(call, reader.namespace(Documents.json(call), Naming.REQUIRED));
    Ref namespace = Resources.ref(Kind.NAMESPACE, manifest.name());
    return view(
        namespace,
        resources.command(namespace, new NamespaceCommand.Create(manifest.patch()), call.cause()));
  }

  private Result get(Call call) {
    return Result.ok(view(resources.require(namespace(call))));
  }

  private Result update(Call call) {
    NamespaceManifest manifest =
        Documents.value(call, reader.namespace(Documents.json(call), Naming.OPTIONAL));
    Ref namespace = namespace(call);
    return view(
        namespace,
        resources.command(namespace, new NamespaceCommand.Update(manifest.patch()), call.cause()));
  }

  private Result remove(Call call) {
    resources.command(namespace(call), new NamespaceCommand.Remove(), call.cause());
    return new Result.Empty();
  }

  private Result apply(Call call) {
    List<ServiceManifest> services =
        Documents.value(call, new ApplyReader(Mode.TOLERANT).read(Documents.json(call)));
    Ref namespace = resources.namespace(call.path("namespace"));
    SortedMap<String, Boolean> applied = new TreeMap<>();
    for (ServiceManifest manifest : services) {
      Ref service = Resources.ref(Kind.SERVICE, namespace.name(), manifest.name());
      resources.command(
          service, new ServiceCommand.Apply(manifest.patch(), call.flag("redeploy")), call.cause());
      applied.put(service.link(), true);
    }
    return Result.ok(applied.isEmpty() ? Map.of() : Map.of("services", applied));
  }

  private static Ref namespace(Call call) {
    return Resources.ref(Kind.NAMESPACE, call.path("namespace"));
  }

  private Result view(Ref namespace, Answer answer) {
    return Result.ok(view(Resources.item(namespace, answer)));
  }

  private NamespaceView view(View.Item item) {
    if (item.state() instanceof NamespaceState.Present present) {
      return NamespaceView.of(item.resource(), present, settings);
    }
    throw Resources.missing(item.resource());
  }
}

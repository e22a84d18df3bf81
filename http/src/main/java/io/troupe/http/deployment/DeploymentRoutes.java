package io.troupe.http.deployment;

import io.troupe.actors.ControlPlane.Answer;
import io.troupe.actors.view.View;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.deployment.DeploymentSpec;
import io.troupe.core.manifest.DeploymentManifest;
import io.troupe.core.manifest.ManifestReader;
import io.troupe.core.manifest.Mode;
import io.troupe.core.manifest.Naming;
import io.troupe.core.service.ServiceCommand;
import io.troupe.core.service.ServiceState;
import io.troupe.core.service.ServiceState.Child;
import io.troupe.core.service.ServiceStatus;
import io.troupe.core.template.PodTemplate;
import io.troupe.http.ApiSettings;
import io.troupe.http.document.Documents;
import io.troupe.http.frame.ApiError;
import io.troupe.http.frame.Call;
import io.troupe.http.frame.Result;
import io.troupe.http.frame.Route;
import io.troupe.http.pod.PodView;
import io.troupe.http.template.ManifestSchemas;
import io.troupe.http.view.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Deployments and their pods. A deployment belongs to its service: whatever changes one is asked
/// of the service.
public final class DeploymentRoutes {
  private static final String DEPLOYMENTS = "/namespace/{namespace}/service/{service}/deployment";
  private static final String DEPLOYMENT = DEPLOYMENTS + "/{deployment}";
  private static final String MISSING = "Namespace, service or deployment not found";

  private final Resources resources;
  private final ApiSettings settings;
  private final ManifestReader reader = new ManifestReader(Mode.TOLERANT);

  /// A deployment as its service knows it.
  private record Known(View.Item service, String name, Child child) {
    Ref ref() {
      return new Ref(Kind.DEPLOYMENT, service.resource().link() + ":" + name);
    }
  }

  private DeploymentRoutes(Resources resources, ApiSettings settings) {
    this.resources = resources;
    this.settings = settings;
  }

  public static List<Route> of(Resources resources, ApiSettings settings) {
    DeploymentRoutes routes = new DeploymentRoutes(resources, settings);
    return List.of(
        Route.get(DEPLOYMENTS, routes::list)
            .summary("All deployments of a service by name")
            .answersList(DeploymentView.class)
            .error(404, "Namespace or service not found"),
        Route.post(DEPLOYMENTS, routes::create)
            .summary("Runs a deployment made by hand, which replaces the serving one when ready")
            .takes("The deployment", ManifestSchemas.deployment())
            .answers(DeploymentView.class)
            .error(400, "Malformed, a field is wrong, over the quota, or the name is taken")
            .error(404, "Namespace or service not found"),
        Route.get(DEPLOYMENT, routes::get)
            .summary("One deployment with its pods")
            .answers(DeploymentView.class)
            .error(404, MISSING),
        Route.put(DEPLOYMENT, routes::update)
            .summary("Changes the number of pods of a deployment")
            .takes("The deployment; its template is fixed", ManifestSchemas.deployment())
            .answers(DeploymentView.class)
            .error(400, "Malformed, over the quota, or another template")
            .error(404, MISSING),
        Route.delete(DEPLOYMENT, routes::remove)
            .summary("Ends a deployment; where it was the current one, a new one follows")
            .answers(DeploymentView.class)
            .error(404, MISSING),
        Route.get(DEPLOYMENT + "/pod", routes::pods)
            .summary("All pods of a deployment by name")
            .answersList(PodView.class)
            .error(404, MISSING));
  }

  private Result list(Call call) {
    View.Item service = service(call);
    List<DeploymentView> views = new ArrayList<>();
    deployments(service)
        .forEach((name, child) -> view(new Known(service, name, child)).ifPresent(views::add));
    return Result.ok(views);
  }

  private Result create(Call call) {
    DeploymentManifest manifest =
        Documents.value(call, reader.deployment(Documents.json(call), Naming.REQUIRED));
    View.Item service = service(call);
    PodTemplate template = manifest.template();
    if (template == null || template.containers().isEmpty()) {
      throw ApiError.badParameter("spec", "the deployment runs nothing; give it a container");
    }
    Integer replicas = manifest.replicas();
    Answer answer =
        resources.command(
            service.resource(),
            new ServiceCommand.AddDeployment(
                manifest.name(),
                replicas == null ? replicas(service) : replicas,
                manifest.selector(),
                template),
            call.cause());
    return answered(service.resource(), answer, manifest.name());
  }

  private static int replicas(View.Item service) {
    return service.state() instanceof ServiceState.Active active ? active.spec().replicas() : 1;
  }

  private Result get(Call call) {
    Known known = known(call);
    return Result.ok(view(known).orElseThrow(() -> Resources.missing(known.ref())));
  }

  private Result update(Call call) {
    DeploymentManifest manifest =
        Documents.value(call, reader.deployment(Documents.json(call), Naming.OPTIONAL));
    Known known = known(call);
    DeploymentSpec spec = known.child().spec();
    boolean otherTemplate =
        manifest.template() != null && !manifest.template().equals(spec.template());
    boolean otherSelector =
        manifest.selector() != null && !manifest.selector().equals(spec.selector());
    if (otherTemplate || otherSelector) {
      throw ApiError.badParameter(
          otherTemplate ? "template" : "selector",
          "what a deployment runs, and where, is fixed; change it in service `%s`, which makes a"
                  .formatted(known.service().resource().link())
              + " new deployment");
    }
    Integer replicas = manifest.replicas();
    if (replicas == null) {
      return get(call);
    }
    Ref service = known.service().resource();
    Answer answer =
        resources.command(
            service, new ServiceCommand.ScaleDeployment(known.name(), replicas), call.cause());
    return answered(service, answer, known.name());
  }

  private Result remove(Call call) {
    Known known = known(call);
    resources.command(
        known.service().resource(),
        new ServiceCommand.RetireDeployment(known.name()),
        call.cause());
    return Result.ok(
        view(known)
            .orElseGet(() -> DeploymentView.planned(known.ref(), known.child().spec(), settings))
            .ending("removed by a user"));
  }

  private Result pods(Call call) {
    Known known = known(call);
    return Result.ok(
        resources
            .control()
            .view()
            .list(Kind.POD, known.service().resource().link() + ":d_" + known.name())
            .stream()
            .map(PodView::of)
            .flatMap(Optional::stream)
            .toList());
  }

  private Result answered(Ref service, Answer answer, String name) {
    View.Item item = Resources.item(service, answer);
    Child child = deployments(item).get(name);
    Known known = child == null ? known(item, name) : new Known(item, name, child);
    return Result.ok(view(known).orElseThrow(() -> Resources.missing(known.ref())));
  }

  private View.Item service(Call call) {
    return resources.service(call.path("namespace"), call.path("service"));
  }

  private Known known(Call call) {
    return known(service(call), call.path("deployment"));
  }

  private static Known known(View.Item service, String name) {
    Ref deployment =
        Resources.ref(
            Kind.DEPLOYMENT, service.resource().namespace(), service.resource().name(), name);
    Child child = deployments(service).get(name);
    if (child == null) {
      throw Resources.missing(deployment);
    }
    return new Known(service, name, child);
  }

  private static SortedMap<String, Child> deployments(View.Item service) {
    if (service.state() instanceof ServiceState state) {
      return ServiceStatus.deployments(state);
    }
    throw Resources.missing(service.resource());
  }

  private Optional<DeploymentView> view(Known known) {
    Optional<DeploymentView> view =
        resources
            .find(known.ref())
            .flatMap(item -> DeploymentView.of(item, resources.now(), settings))
            .map(found -> found.withReplicas(known.child().spec().replicas()));
    return view.isEmpty() && known.child().wanted()
        ? Optional.of(DeploymentView.planned(known.ref(), known.child().spec(), settings))
        : view;
  }
}

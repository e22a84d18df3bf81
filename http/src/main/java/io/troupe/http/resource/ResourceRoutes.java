package io.troupe.http.resource;

import io.troupe.actors.view.View;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.http.frame.Call;
import io.troupe.http.frame.Result;
import io.troupe.http.frame.Route;
import io.troupe.http.node.UsageView;
import io.troupe.http.view.Picture;
import io.troupe.http.view.Resources;
import io.troupe.http.view.Views;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Any resource, now or then.
public final class ResourceRoutes {
  private static final String RESOURCES = "/v2/resources/{kind}";

  private final Resources resources;
  private final Views views;

  /// Resources of one kind.
  ///
  /// @param revision what they are as of
  public record ListView(long revision, List<Object> items) {}

  private ResourceRoutes(Resources resources, Views views) {
    this.resources = resources;
    this.views = views;
  }

  public static List<Route> of(Resources resources, Views views) {
    ResourceRoutes routes = new ResourceRoutes(resources, views);
    return List.of(
        Route.get(RESOURCES, routes::list)
            .summary("All resources of a kind by link")
            .query("namespace", "string", "only those of one namespace")
            .query("scope", "string", "only those below a link, as demo:web")
            .answers(ListView.class)
            .error(404, "There is no such kind"),
        Route.get(RESOURCES + "/{link}", routes::get)
            .summary("One resource, now or at a moment of the past")
            .query("at", "string", "a revision of the log, or an RFC 3339 time")
            .query(
                "stale",
                "boolean",
                "as this member saw it last, even if the resource cannot be asked now")
            .answers(StampedView.class)
            .error(400, "The moment is none")
            .error(404, "There is no such resource, or was none then"));
  }

  private Result list(Call call) {
    Kind kind = Naming.kind(call.path("kind"));
    String scope = call.query("scope").or(() -> call.query("namespace")).orElse("");
    View view = resources.control().view();
    long revision = view.revision();
    return Result.ok(
        new ListView(
            revision,
            view.list(kind, scope.replace('/', ':')).stream()
                .map(item -> views.view(item, resources.now()))
                .flatMap(Optional::stream)
                .toList()));
  }

  private Result get(Call call) {
    Ref resource = Naming.resource(call);
    Picture picture =
        call.query("at")
            .<Picture>map(at -> new Past(resources.control().log(), Moment.parse(at)))
            .orElseGet(() -> call.flag("stale") ? resources.now() : resources.current(resource));
    View.Item item = picture.find(resource).orElseThrow(() -> Resources.missing(resource));
    Object view = views.view(item, picture).orElseThrow(() -> Resources.missing(resource));
    UsageView usage = call.query("at").isEmpty() ? usage(resource) : null;
    return Result.ok(new StampedView(view, item.revision(), item.seq(), usage));
  }

  private @Nullable UsageView usage(Ref resource) {
    return resource.kind() == Kind.NODE
        ? Resources.await(resources.control().usage(resource.link()))
            .map(UsageView::of)
            .orElse(null)
        : null;
  }
}

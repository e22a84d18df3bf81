package io.troupe.http.view;

import io.troupe.actors.ControlPlane;
import io.troupe.actors.ControlPlane.Answer;
import io.troupe.actors.ControlPlaneUnavailable;
import io.troupe.actors.Deciders;
import io.troupe.actors.view.View;
import io.troupe.core.Cause;
import io.troupe.core.Command;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.core.decider.Reply;
import io.troupe.http.frame.ApiError;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// How routes reach resources: by name, with an error where there is none, and by commands whose
/// refusals are errors. Its calls may block; handlers are on virtual threads.
public final class Resources {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
  private static final long PATIENCE_SECONDS = 45;

  private final ControlPlane control;

  public Resources(ControlPlane control) {
    this.control = control;
  }

  public ControlPlane control() {
    return control;
  }

  /// The moment called now.
  public Picture now() {
    return control.view()::find;
  }

  /// The moment called now, of which one resource has itself been asked: whatever any member has
  /// answered about it before is in the picture.
  ///
  /// @throws ControlPlaneUnavailable when no answer comes
  public Picture current(Ref resource) {
    await(control.read(resource));
    return now();
  }

  /// A resource by the parts of its self-link.
  ///
  /// @throws ApiError when no resource can be called so
  public static Ref ref(Kind kind, String... parts) {
    for (String part : parts) {
      if (!PART.matcher(part).matches()) {
        throw ApiError.notFound(
            kind, "there can be no %s called `%s`".formatted(kind.label(), part));
      }
    }
    return new Ref(kind, String.join(":", parts));
  }

  /// A resource that must exist.
  ///
  /// @throws ApiError when it does not
  public View.Item require(Ref resource) {
    return find(resource).orElseThrow(() -> missing(resource));
  }

  /// A resource, if it exists.
  public Optional<View.Item> find(Ref resource) {
    return control
        .view()
        .find(resource)
        .filter(item -> Deciders.exists(resource.kind(), item.state()));
  }

  public static ApiError missing(Ref resource) {
    return ApiError.notFound(
        resource.kind(),
        "%s `%s` does not exist".formatted(resource.kind().label(), resource.link()));
  }

  /// A namespace that must exist.
  ///
  /// @throws ApiError when it does not
  public Ref namespace(String name) {
    Ref namespace = ref(Kind.NAMESPACE, name);
    require(namespace);
    return namespace;
  }

  /// A service whose namespace must exist and which must itself.
  ///
  /// @throws ApiError when one does not
  public View.Item service(String namespace, String name) {
    namespace(namespace);
    return require(ref(Kind.SERVICE, namespace, name));
  }

  /// Sends a command and waits for its answer.
  ///
  /// @throws ApiError when it is refused
  /// @throws ControlPlaneUnavailable when no answer comes
  public Answer command(Ref to, Command command, Cause cause) {
    Answer answer = await(control.send(to, command, cause));
    return switch (answer.reply()) {
      case Reply.Accepted _ -> answer;
      case Reply.Pending _ ->
          throw ApiError.of(
              409,
              "Conflict",
              "not yet possible",
              "%s `%s` is busy with an earlier request; try again"
                  .formatted(to.kind().label(), to.link()));
      case Reply.Refused(var refusal) -> throw ApiError.refused(to.kind(), refusal);
    };
  }

  /// The resource as it stood when it answered.
  public static View.Item item(Ref resource, Answer answer) {
    return new View.Item(resource, answer.state(), answer.seq(), 0);
  }

  /// Waits for the control plane.
  public static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    } catch (TimeoutException late) {
      throw new ControlPlaneUnavailable("the control plane gives no answer; try again", late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneUnavailable("the server is stopping; try again", stopped);
    }
  }
}

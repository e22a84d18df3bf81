package io.troupe.http.frame;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.Query;
import io.troupe.core.Cause;
import io.troupe.core.manifest.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One request on its way through its handler. Used by one thread.
public final class Call {
  private static final Set<String> TRUE = Set.of("true", "1", "t");

  private final HttpRequest request;
  private final Query query;
  private final Map<String, String> parameters;
  private final byte[] body;
  private final Caller caller;
  private final List<String> warnings = new ArrayList<>();

  Call(HttpRequest request, Map<String, String> parameters, byte[] body, Caller caller) {
    this.request = request;
    this.query = request.getUri().query();
    this.parameters = parameters;
    this.body = body;
    this.caller = caller;
  }

  /// A segment of the path.
  public String path(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no parameter " + name);
    }
    return value;
  }

  /// A query parameter, empty when absent or blank.
  public Optional<String> query(String name) {
    return query.get(name).filter(value -> !value.isBlank());
  }

  /// A query parameter that says yes: `true`, `1` or `t`.
  public boolean flag(String name) {
    return query(name).filter(value -> TRUE.contains(value.toLowerCase(Locale.ROOT))).isPresent();
  }

  /// A whole number from the query.
  ///
  /// @throws ApiError when it is given and is none
  public Optional<Long> number(String name) {
    return query(name)
        .map(value -> {
          try {
            return Long.valueOf(value.strip());
          } catch (NumberFormatException e) {
            throw ApiError.badParameter(name, "`" + name + "=" + value + "` is no whole number");
          }
        });
  }

  public Optional<String> header(String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }

  public byte[] body() {
    return body;
  }

  public Caller caller() {
    return caller;
  }

  /// The beginning of the chain of causes that this request starts.
  public Cause cause() {
    return Cause.of(caller.principal(), caller.request());
  }

  /// Tells the client of what was passed over for its sake.
  public void warn(List<Problem> passedOver) {
    passedOver.forEach(problem -> warnings.add(problem.toString()));
  }

  List<String> warnings() {
    return warnings;
  }
}

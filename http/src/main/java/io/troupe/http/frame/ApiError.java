package io.troupe.http.frame;

import io.troupe.core.Kind;
import io.troupe.core.decider.Refusal;
import io.troupe.core.manifest.Problem;
import java.util.List;
import java.util.Locale;

/// An answer that is an error. The old routes show their clients the short message they know, and
/// the explanation beside it; the routes under `/v2` show the explanation.
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String BAD_REQUEST = "Bad Request";

  private final int code;
  private final int modernCode;
  private final String status;
  private final String detail;
  private final transient List<Problem> problems;
  private boolean elsewhere;

  private ApiError(
      int code,
      int modernCode,
      String status,
      String message,
      String detail,
      List<Problem> problems) {
    super(message, null, false, false);
    this.code = code;
    this.modernCode = modernCode;
    this.status = status;
    this.detail = detail;
    this.problems = List.copyOf(problems);
  }

  /// An error that is the same on all routes.
  public static ApiError of(int code, String status, String message, String detail) {
    return new ApiError(code, code, status, message, detail, List.of());
  }

  public static ApiError notFound(Kind kind, String detail) {
    return of(404, "Not Found", kind.title() + " not found", detail);
  }

  public static ApiError badRequest(String message) {
    return of(400, BAD_REQUEST, message, message);
  }

  /// @param attribute the field, as in `Bad name parameter`
  public static ApiError badParameter(String attribute, String detail) {
    return of(400, "Bad Parameter", "Bad " + attribute + " parameter", detail);
  }

  /// The control plane gives no answer, or takes no writes.
  public static ApiError unavailable(String detail) {
    return of(503, "Service Unavailable", detail, detail);
  }

  /// This member takes no requests now, and has not begun with this one: another one may be asked.
  public static ApiError elsewhere(String detail) {
    ApiError error = unavailable(detail);
    error.elsewhere = true;
    return error;
  }

  /// Whether the request can be sent to another member as it is.
  boolean isElsewhere() {
    return elsewhere;
  }

  /// A body that is no JSON or YAML at all, or says something impossible.
  public static ApiError problems(List<Problem> problems) {
    Problem first =
        problems.stream()
            .filter(problem -> problem.fault() == Problem.Fault.SHAPE)
            .findFirst()
            .orElse(problems.getFirst());
    String detail = first.toString();
    if (problems.size() > 1) {
      detail += " (and %d more)".formatted(problems.size() - 1);
    }
    return switch (first.fault()) {
      case SHAPE -> new ApiError(400, 400, "Incorrect Json", "Incorrect json", detail, problems);
      case VALUE, UNKNOWN_FIELD ->
          new ApiError(
              400,
              400,
              "Bad Parameter",
              "Bad " + first.attribute() + " parameter",
              detail,
              problems);
      case QUANTITY, UNSUPPORTED ->
          new ApiError(400, 400, BAD_REQUEST, first.message(), detail, problems);
    };
  }

  /// What a resource's refusal is to the client.
  ///
  /// @param kind the kind of the resource that was asked
  public static ApiError refused(Kind kind, Refusal refusal) {
    String why = refusal.message();
    return switch (refusal.code()) {
      case INVALID -> of(400, BAD_REQUEST, why, why);
      case NOT_FOUND -> notFound(subject(kind, why), why);
      case NOT_UNIQUE -> of(400, "Not Unique", "Name is already in use", why);
      case FORBIDDEN -> of(403, "Forbidden", "Forbidden", why);
      case QUOTA -> of(400, BAD_REQUEST, beforeColon(why), why);
      case CONFLICT -> new ApiError(400, 409, BAD_REQUEST, why, why, List.of());
      case NO_ROOM -> of(409, "Conflict", why, why);
    };
  }

  /// A resource may answer for another: a service for its namespace or its deployment.
  private static Kind subject(Kind asked, String why) {
    String folded = why.toLowerCase(Locale.ROOT);
    for (Kind kind : Kind.values()) {
      if (folded.startsWith(kind.label() + " ")) {
        return kind;
      }
    }
    return asked;
  }

  private static String beforeColon(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  /// @param modern whether the route is one of `/v2`
  public int code(boolean modern) {
    return modern ? modernCode : code;
  }

  public String status() {
    return code(true) == 409 ? "Conflict" : status;
  }

  /// The reason phrase that belongs to the code.
  String status(boolean modern) {
    return modern ? status() : status;
  }

  /// What was wrong, where, and what to do.
  public String detail() {
    return detail;
  }

  public List<Problem> problems() {
    return problems;
  }

  /// The short message that old clients know.
  public String summary() {
    return String.valueOf(getMessage());
  }
}

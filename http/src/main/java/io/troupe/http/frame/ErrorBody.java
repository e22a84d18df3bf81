package io.troupe.http.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.troupe.core.manifest.Problem;
import java.util.List;

/// The body of every error.
///
/// @param code the HTTP status
/// @param detail the explanation, where the message is the short one of the old API
/// @param problems what is wrong with the input, one by one
public record ErrorBody(
    int code,
    String status,
    String message,
    @JsonInclude(Include.NON_EMPTY) String detail,
    @JsonInclude(Include.NON_EMPTY) List<ProblemView> problems) {
  /// One thing that is wrong with the input.
  ///
  /// @param document which document of the body, counted from 0
  /// @param line 0 when unknown
  /// @param column 0 when unknown
  /// @param path the field, from the root of its document
  public record ProblemView(
      int document, int line, int column, String path, String message, String remedy) {
    public static ProblemView of(Problem problem) {
      return new ProblemView(
          Math.max(0, problem.location().document() - 1),
          problem.location().line(),
          problem.location().column(),
          problem.path(),
          problem.message(),
          problem.remedy());
    }
  }

  static ErrorBody of(ApiError error, boolean modern) {
    boolean same = modern || error.detail().equals(error.summary());
    return new ErrorBody(
        error.code(modern),
        error.status(modern),
        modern && !error.detail().isEmpty() ? error.detail() : error.summary(),
        same ? "" : error.detail(),
        error.problems().stream().map(ProblemView::of).toList());
  }
}

package io.troupe.http.frame;

/// Answers one route's calls. Runs on a virtual thread of the call's own and may block it.
@FunctionalInterface
public interface Handler {
  /// @throws ApiError to answer with an error
  Result answer(Call call);
}

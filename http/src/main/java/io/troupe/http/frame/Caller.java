package io.troupe.http.frame;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who calls, and under which id.
///
/// @param principal as it stands in the audit
/// @param request the id of the request, the caller's own or a new one
public record Caller(String principal, String request) {
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
  private static final String BEARER = "Bearer ";

  static String requestId(HttpRequest request) {
    return header(request, "X-Request-Id")
        .filter(id -> SANE.matcher(id).matches())
        .orElseGet(RequestId::next);
  }

  /// The caller, empty when it may not call.
  ///
  /// @param token the cluster's secret, empty for none
  static Optional<Caller> of(HttpRequest request, String id, String token) {
    if (!token.isEmpty() && !given(request).filter(given -> equal(given, token)).isPresent()) {
      return Optional.empty();
    }
    String principal =
        header(request, "X-Troupe-User")
            .filter(user -> USER.matcher(user).matches())
            .map(user -> "user:" + user)
            .orElse(token.isEmpty() ? "anonymous" : "admin");
    return Optional.of(new Caller(principal, id));
  }

  /// The token of a request: the query parameter when it is there, right or wrong, else the header.
  private static Optional<String> given(HttpRequest request) {
    Optional<String> query = request.getUri().query().get("x-lastbackend-token");
    return query.isPresent()
        ? query
        : header(request, "Authorization")
            .filter(value -> value.startsWith(BEARER))
            .map(value -> value.substring(BEARER.length()));
  }

  private static Optional<String> header(HttpRequest request, String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }

  /// Takes the same time wherever the two differ.
  private static boolean equal(String given, String expected) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }
}

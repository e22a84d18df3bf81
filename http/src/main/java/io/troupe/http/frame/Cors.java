package io.troupe.http.frame;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.List;

/// Lets pages of any origin read the API, as the old one does: the token is what protects it.
final class Cors {
  private static final HttpHeader CREDENTIALS =
      RawHeader.create("Access-Control-Allow-Credentials", "true");
  private static final HttpHeader METHODS =
      RawHeader.create("Access-Control-Allow-Methods", "OPTIONS,GET,POST,PUT,DELETE");
  private static final HttpHeader HEADERS =
      RawHeader.create(
          "Access-Control-Allow-Headers",
          "X-CSRF-Auth, Authorization, Content-Type, x-lastbackend, Origin, X-Requested-With,"
              + " Content-HostPath, Accept, X-Request-Id, X-Troupe-User, Last-Event-ID");

  private Cors() {}

  static HttpResponse allow(HttpRequest request, HttpResponse response) {
    String origin = request.getHeader("Origin").map(HttpHeader::value).orElse("");
    return response.addHeaders(
        List.of(
            RawHeader.create("Access-Control-Allow-Origin", origin),
            CREDENTIALS,
            METHODS,
            HEADERS));
  }
}

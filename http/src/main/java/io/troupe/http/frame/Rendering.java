package io.troupe.http.frame;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Connection;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.List;

/// Results and errors as HTTP responses.
public final class Rendering {
  private static final int MOST_WARNINGS = 20;
  private static final String RETRY_SECONDS = "2";

  private Rendering() {}

  public static HttpResponse answer(Result result) {
    return switch (result) {
      case Result.View(int status, Object body) -> json(status, Json.bytes(body));
      case Result.Empty() -> empty(StatusCodes.OK);
      case Result.Content(String type, var bytes) ->
          HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.parse(type), bytes));
      case Result.Stream(String type, var content) ->
          HttpResponse.create()
              .addHeader(RawHeader.create("Cache-Control", "no-cache"))
              .withEntity(HttpEntities.create(ContentTypes.parse(type), content));
    };
  }

  /// @param modern whether the message is to be the explanation
  public static HttpResponse error(ApiError error, boolean modern) {
    int code = error.code(modern);
    HttpResponse response = json(code, Json.bytes(ErrorBody.of(error, modern)));
    if (code != 503) {
      return response;
    }
    HttpResponse later = response.addHeader(RawHeader.create("Retry-After", RETRY_SECONDS));
    return error.isElsewhere() ? later.addHeader(Connection.create("close")) : later;
  }

  private static HttpResponse json(int status, byte[] body) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
  }

  static HttpResponse empty(StatusCode status) {
    return HttpResponse.create().withStatus(status);
  }

  /// Names what was passed over in the request.
  static HttpResponse warn(HttpResponse response, List<String> warnings) {
    List<HttpHeader> headers =
        warnings.stream()
            .limit(MOST_WARNINGS)
            .map(Rendering::quotable)
            .map(text -> (HttpHeader) RawHeader.create("Warning", "299 - \"" + text + "\""))
            .toList();
    return headers.isEmpty() ? response : response.addHeaders(headers);
  }

  private static String quotable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?").replace("\\", "\\\\").replace("\"", "\\\"");
  }
}

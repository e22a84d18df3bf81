package io.troupe.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/// What the API answered.
///
/// @param body an empty object where the answer had no body
public record Answer(String request, int status, HttpHeaders headers, JsonNode body) {
  /// The body of an answer that must be 200.
  public JsonNode ok() {
    assertThat(status).as("%s answered %s", request, body).isEqualTo(200);
    return body;
  }

  /// The body of an answer that must be an error of this status.
  public JsonNode refused(int expected) {
    assertThat(status).as("%s answered %s", request, body).isEqualTo(expected);
    return body;
  }

  public String message() {
    return body.path("message").asText();
  }
}

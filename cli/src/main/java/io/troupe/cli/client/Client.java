package io.troupe.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;

/// One API server, asked over HTTP. Calls block. Every refusal and every trouble on the way is a
/// [Failure] that says what to do.
///
/// It uses `HttpURLConnection`, which starts in a tenth of the time that `java.net.http` takes.
public final class Client {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 30_000;

  private final String server;
  private final String token;
  private final String user;

  /// @param server its URL without a path
  /// @param token empty for none
  /// @param user who works here, for the audit
  public Client(String server, String token, String user) {
    String scheme = server.contains("://") ? server : "http://" + server;
    this.server = scheme.endsWith("/") ? scheme.substring(0, scheme.length() - 1) : scheme;
    this.token = token;
    this.user = user;
  }

  /// The server's URL.
  public String server() {
    return server;
  }

  public JsonNode get(String path) {
    return exchange("GET", path, "", "").orFail();
  }

  public JsonNode delete(String path) {
    return exchange("DELETE", path, "", "").orFail();
  }

  /// Posts a JSON body.
  public JsonNode post(String path, JsonNode body) {
    return exchange("POST", path, "application/json", body.toString()).orFail();
  }

  /// Posts a body of some type; refusals are for the caller to look at.
  public Answer offer(String path, String type, String body) {
    return exchange("POST", path, type, body);
  }

  /// Opens an answer that goes on for as long as the server has something to say.
  ///
  /// @param silence after how many milliseconds without a byte the connection counts as broken, 0
  ///   for never
  public InputStream stream(String path, String accept, int silence) {
    HttpURLConnection connection = open("GET", path);
    connection.setRequestProperty("Accept", accept);
    connection.setReadTimeout(silence);
    try {
      int status = connection.getResponseCode();
      if (status >= 300) {
        answer(status, body(connection)).orFail();
      }
      return connection.getInputStream();
    } catch (IOException broken) {
      throw unreachable(broken);
    }
  }

  private Answer exchange(String method, String path, String type, String body) {
    HttpURLConnection connection = open(method, path);
    connection.setReadTimeout(ANSWER_MILLIS);
    try {
      if (!type.isEmpty()) {
        connection.setRequestProperty("Content-Type", type);
        connection.setDoOutput(true);
        byte[] bytes = body.getBytes(UTF_8);
        connection.setFixedLengthStreamingMode(bytes.length);
        try (var out = connection.getOutputStream()) {
          out.write(bytes);
        }
      }
      int status = connection.getResponseCode();
      return answer(status, body(connection));
    } catch (IOException broken) {
      throw unreachable(broken);
    }
  }

  private HttpURLConnection open(String method, String path) {
    try {
      var connection = (HttpURLConnection) URI.create(server + path).toURL().openConnection();
      connection.setRequestMethod(method);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setUseCaches(false);
      connection.setInstanceFollowRedirects(false);
      connection.setRequestProperty("Accept", "application/json");
      if (!token.isEmpty()) {
        connection.setRequestProperty("Authorization", "Bearer " + token);
      }
      if (!user.isEmpty()) {
        connection.setRequestProperty("X-Troupe-User", user);
      }
      return connection;
    } catch (IOException | IllegalArgumentException | ClassCastException bad) {
      throw Failure.usage(
          "'"
              + server
              + "' is no server's address: write it as http://HOST:PORT (--server, "
              + "TROUPE_SERVER or `troupe config set-context`)");
    }
  }

  private static String body(HttpURLConnection connection) throws IOException {
    InputStream error = connection.getErrorStream();
    InputStream in =
        error != null || connection.getResponseCode() >= 400 ? error : connection.getInputStream();
    if (in == null) {
      return "";
    }
    try (in) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private Answer answer(int status, String body) {
    if (status == 401) {
      throw new Failure(
          Exit.DENIED,
          server
              + " does not accept the token: give the right one with --token, TROUPE_TOKEN or "
              + "`troupe config set-context NAME --token TOKEN`");
    }
    try {
      return new Answer(status, Json.parse(body, "the answer"));
    } catch (Failure notJson) {
      throw Failure.failed(
          server
              + " answered "
              + status
              + " with something that is not JSON: is this Troupe's"
              + " port?");
    }
  }

  private Failure unreachable(IOException cause) {
    if (cause instanceof SocketTimeoutException) {
      return new Failure(
          Exit.UNREACHABLE,
          server + " did not answer in time: look at it with `troupe get nodes`, or into its log");
    }
    return new Failure(
        Exit.UNREACHABLE,
        "cannot reach "
            + server
            + " ("
            + cause.getMessage()
            + "): is Troupe running there? Start it with `troupe dev`, or name another server with"
            + " --server");
  }

  /// A text as one segment of a path or one value of a query.
  public static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("%3A", ":");
  }
}

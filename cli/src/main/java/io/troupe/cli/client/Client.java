package io.troupe.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The API of a cluster, asked over HTTP at one of its members. Calls block. Every refusal and
/// every trouble on the way is a [Failure] that says what to do.
///
/// With several addresses it keeps to one as long as that can be reached. It goes to the next when
/// no connection can be made, or when the member says that it is starting, leaving or cut off: then
/// nothing has been done yet, and the request can be sent again.
///
/// It uses `HttpURLConnection`, which starts in a tenth of the time that `java.net.http` takes.
public final class Client {
  private static final int CONNECT_MILLIS = 3_000;
  private static final int ANSWER_MILLIS = 30_000;

  private final List<String> servers;
  private final String token;
  private final String user;
  private volatile int current;

  /// @param servers URLs without a path, one or more separated by commas
  /// @param token empty for none
  /// @param user who works here, for the audit
  public Client(String servers, String token, String user) {
    this.servers = Arrays.stream(servers.split(",")).map(String::strip).map(Client::url).toList();
    this.token = token;
    this.user = user;
  }

  private static String url(String server) {
    String scheme = server.contains("://") ? server : "http://" + server;
    return scheme.endsWith("/") ? scheme.substring(0, scheme.length() - 1) : scheme;
  }

  /// The URL of the server it works with at present.
  public String server() {
    return servers.get(current);
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
    return anywhere(() -> {
      HttpURLConnection connection = open("GET", path);
      connection.setRequestProperty("Accept", accept);
      connection.setReadTimeout(silence);
      int status = connection.getResponseCode();
      if (status >= 300) {
        String body = body(connection);
        if (servers.size() > 1) {
          requireOpen(connection);
        }
        answer(status, body).orFail();
      }
      return connection.getInputStream();
    });
  }

  /// Something asked of a server.
  @FunctionalInterface
  private interface Attempt<T> {
    T make() throws IOException;
  }

  /// A member answers that it takes no requests: it has done nothing.
  private static final class Closed extends IOException {
    private static final long serialVersionUID = 1L;

    Closed() {
      super("it takes no requests now");
    }
  }

  private static void requireOpen(HttpURLConnection connection) throws IOException {
    if (connection.getResponseCode() == 503
        && "close".equalsIgnoreCase(connection.getHeaderField("Connection"))) {
      throw new Closed();
    }
  }

  private <T> T anywhere(Attempt<T> attempt) {
    for (int tried = 1; ; tried++) {
      try {
        return attempt.make();
      } catch (ConnectException | UnknownHostException | NoRouteToHostException | Closed away) {
        if (tried >= servers.size()) {
          throw unreachable(away);
        }
      } catch (SocketTimeoutException late) {
        // a time-out says "connect timed out" when nothing was sent, "Read timed out" when it was
        String why = String.valueOf(late.getMessage()).toLowerCase(Locale.ROOT);
        if (!why.startsWith("connect") || tried >= servers.size()) {
          throw unreachable(late);
        }
      } catch (IOException broken) {
        throw unreachable(broken);
      }
      current = (current + 1) % servers.size();
    }
  }

  private Answer exchange(String method, String path, String type, String body) {
    return anywhere(() -> {
      HttpURLConnection connection = open(method, path);
      connection.setReadTimeout(ANSWER_MILLIS);
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
      String said = body(connection);
      if (servers.size() > 1) {
        requireOpen(connection);
      }
      return answer(status, said);
    });
  }

  private HttpURLConnection open(String method, String path) {
    try {
      var connection = (HttpURLConnection) URI.create(server() + path).toURL().openConnection();
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
              + server()
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
          server()
              + " does not accept the token: give the right one with --token, TROUPE_TOKEN or "
              + "`troupe config set-context NAME --token TOKEN`");
    }
    try {
      return new Answer(status, Json.parse(body, "the answer"));
    } catch (Failure notJson) {
      throw Failure.failed(
          server()
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
          server()
              + " did not answer in time: look at it with `troupe get nodes`, or into its log");
    }
    return new Failure(
        Exit.UNREACHABLE,
        "cannot reach "
            + String.join(", ", servers)
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

package io.troupe.node.network.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.netlink.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `wrk` with four connections, until it is told to end.
record Load(Process process) implements AutoCloseable {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");

  static Load start(NetworkNamespace namespace, String url) throws IOException {
    return new Load(
        new ProcessBuilder(
                "nsenter",
                "--net=" + namespace.path(),
                "wrk",
                "-t1",
                "-c4",
                "-d300s",
                "--timeout=10s",
                url)
            .redirectErrorStream(true)
            .start());
  }

  /// Ends it; no request may have failed.
  ///
  /// @return how many requests were answered
  int end() throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).inheritIO().start().waitFor();
    String summary = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(summary).isZero();
    assertThat(summary).doesNotContain("Socket errors").doesNotContain("Non-2xx");
    Matcher requests = REQUESTS.matcher(summary);
    assertThat(requests.find()).as(summary).isTrue();
    return Integer.parseInt(requests.group(1));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

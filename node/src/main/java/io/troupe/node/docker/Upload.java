package io.troupe.node.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request that carries bytes of known length. The client's own commands send them in pieces of
/// unknown length, which the engine's import takes for cut off.
final class Upload extends DockerHttpClient.Request {
  private final String path;
  private final byte[] body;
  private final String type;

  Upload(String path, byte[] body, String type) {
    this.path = path;
    this.body = body;
    this.type = type;
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public byte @Nullable [] bodyBytes() {
    return body;
  }

  @Override
  public @Nullable InputStream hijackedInput() {
    return null;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("Content-Type", type);
  }
}

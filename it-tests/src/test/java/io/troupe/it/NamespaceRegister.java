package io.troupe.it;

import io.troupe.it.history.Register;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;

/// A namespace's description as a register, over an API that may be away.
///
/// @param api who is to be asked now
record NamespaceRegister(String name, Supplier<Api> api) implements Register {
  @Override
  public boolean write(String value) {
    return asked(client ->
            client.put("/namespace/" + name, "{\"meta\":{\"description\":\"" + value + "\"}}"))
        .isPresent();
  }

  @Override
  public Optional<String> read() {
    return asked(client -> client.get("/v2/resources/namespace/" + name))
        .map(answer -> answer.body().at("/meta/description").asText());
  }

  private interface Request {
    Answer of(Api api);
  }

  /// @return the answer, none when it did not come or is that the control plane is not available
  private Optional<Answer> asked(Request request) {
    try {
      Answer answer = request.of(api.get());
      if (answer.status() == 503) {
        return Optional.empty();
      }
      answer.ok();
      return Optional.of(answer);
    } catch (UncheckedIOException broken) {
      return Optional.empty();
    }
  }
}

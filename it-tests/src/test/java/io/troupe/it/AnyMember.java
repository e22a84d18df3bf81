package io.troupe.it;

import io.troupe.it.history.Register;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// A namespace's description as a register of several control members. It asks any of them and goes
/// to the next when no connection can be made, or when the member says 503 and closes the
/// connection: then nothing has been done. Whatever else goes wrong leaves unknown what was done.
public record AnyMember(String namespace, List<Api> members) implements Register {
  private static final int TRIES = 60;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  @Override
  public boolean write(String value) {
    String body = "{\"meta\":{\"description\":\"" + value + "\"}}";
    return asked(api -> api.put("/namespace/" + namespace, body)).isPresent();
  }

  @Override
  public Optional<String> read() {
    return asked(api -> api.get("/v2/resources/namespace/" + namespace))
        .map(answer -> answer.body().at("/meta/description").asText());
  }

  /// @return the answer, none when nobody knows
  private Optional<Answer> asked(Function<Api, Answer> request) {
    int first = ThreadLocalRandom.current().nextInt(members.size());
    for (int tried = 0; tried < TRIES; tried++) {
      try {
        Answer answer = request.apply(members.get((first + tried) % members.size()));
        if (answer.status() != 503) {
          answer.ok();
          return Optional.of(answer);
        }
        if (!"close".equals(answer.headers().firstValue("connection").orElse(""))) {
          return Optional.empty();
        }
      } catch (UncheckedIOException broken) {
        if (!(broken.getCause() instanceof ConnectException)) {
          return Optional.empty();
        }
      }
      if (tried % members.size() == members.size() - 1) {
        LockSupport.parkNanos(ROUND_NANOS);
      }
    }
    return Optional.empty();
  }
}

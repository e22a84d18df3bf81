package io.troupe.http.watch;

import io.troupe.core.Cause;
import io.troupe.core.Kind;
import io.troupe.core.Ref;
import io.troupe.http.frame.Call;
import io.troupe.http.resource.Naming;
import io.troupe.persistence.codec.Vocabulary;
import io.troupe.persistence.history.LogEntry;
import java.util.Optional;
import java.util.function.Predicate;

/// Which events a watcher wants; what is not given lets everything through.
record Filter(
    Optional<Kind> kind,
    Optional<String> namespace,
    Optional<String> link,
    Optional<String> name,
    Optional<String> principal,
    Optional<String> request,
    Optional<String> type,
    Vocabulary vocabulary)
    implements Predicate<LogEntry> {
  static Filter of(Call call, Vocabulary vocabulary) {
    return new Filter(
        Naming.queried(call),
        call.query("namespace"),
        call.query("link").map(link -> link.replace('/', ':')),
        call.query("name"),
        call.query("principal"),
        call.query("request"),
        call.query("type"),
        vocabulary);
  }

  @Override
  public boolean test(LogEntry entry) {
    Ref resource = entry.id().resource();
    Cause cause = entry.recorded().cause();
    return kind.filter(wanted -> wanted != resource.kind()).isEmpty()
        && allows(namespace, resource.namespace())
        && allows(link, resource.link())
        && allows(name, resource.name())
        && allows(principal, cause.principal())
        && (request.isEmpty() || request.get().equals(cause.request()))
        && (type.isEmpty()
            || type.get().equals(vocabulary.id(entry.recorded().event().getClass())));
  }

  private static boolean allows(Optional<String> wanted, String found) {
    return wanted.isEmpty() || wanted.get().equals(found);
  }
}

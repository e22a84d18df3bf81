package io.troupe.cli.command;

import io.troupe.cli.client.Kinds;
import io.troupe.cli.client.Located;
import io.troupe.cli.terminal.Failure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/// One resource, named as `KIND NAME`, `KIND/NAME`, `NAMESPACE/NAME` or by its self-link.
final class OneTarget {
  @Parameters(
      arity = "1..2",
      paramLabel = "TARGET",
      description =
          "KIND/NAME, KIND NAME, NAMESPACE/SERVICE or a self-link; a pod by the start of"
              + " its name.")
  List<String> words = new ArrayList<>();

  Located locate(Session session) {
    if (words.size() == 1) {
      return session.locate(null, words.getFirst());
    }
    if (words.size() > 2) {
      throw Failure.usage("name one resource only, as KIND NAME or KIND/NAME");
    }
    return session.locate(Kinds.require(words.getFirst()), words.getLast());
  }
}

package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Client;
import io.troupe.cli.client.Json;
import io.troupe.cli.client.Kinds;
import io.troupe.cli.client.Located;
import io.troupe.cli.output.Ages;
import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Deletes resources by name or by manifest.
@Command(name = "delete", description = "Delete resources by name, or those that manifests name.")
public final class DeleteCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ServerOptions server = new ServerOptions();

  @Parameters(arity = "0..*", paramLabel = "KIND NAME...", description = "Also KIND/NAME ...")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "SOURCE",
      description = "A file, directory, URL, or - for the standard input. May be repeated.")
  private List<String> sources = new ArrayList<>();

  @Option(names = "--wait", description = "Wait until they are gone.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long to wait (default ${DEFAULT-VALUE}).")
  private String timeout = "60s";

  @Option(names = "--ignore-not-found", description = "What is not there counts as deleted.")
  private boolean lenient;

  public DeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Session session = server.open(terminal);
    List<Located> targets = new ArrayList<>(sources.isEmpty() ? List.of() : named(session));
    targets.addAll(typed(session));
    if (targets.isEmpty()) {
      throw Failure.usage("name what to delete: `troupe delete service web`, or -f FILE");
    }
    for (Located target : targets) {
      delete(session, target);
    }
    if (wait) {
      var patience = Ages.duration(timeout);
      targets.forEach(target -> Await.deleted(session, target, patience));
    }
    return Exit.OK;
  }

  private List<Located> typed(Session session) {
    if (words.isEmpty()) {
      return List.of();
    }
    boolean kindFirst = words.size() > 1 && Kinds.find(words.getFirst()).isPresent();
    if (!kindFirst) {
      return words.stream().map(word -> session.locate(null, word)).toList();
    }
    String kind = Kinds.require(words.getFirst());
    return words.stream().skip(1).map(word -> session.locate(kind, word)).toList();
  }

  /// What the manifests name, services before the namespaces they are in.
  private List<Located> named(Session session) {
    List<Located> services = new ArrayList<>();
    List<Located> namespaces = new ArrayList<>();
    for (JsonNode document : Documents.of(Manifests.read(sources, terminal).body())) {
      String kind = Kinds.require(Json.text(document, "kind"));
      String name = Json.text(document, "meta.name");
      if (kind.equals("namespace")) {
        namespaces.add(new Located(kind, name));
      } else {
        String given = Json.text(document, "meta.namespace");
        services.add(
            new Located(kind, (given.isEmpty() ? session.namespace() : given) + ":" + name));
      }
    }
    services.addAll(namespaces);
    return services;
  }

  private void delete(Session session, Located target) {
    try {
      remove(session.client(), target);
      terminal.line(target.title() + " deleted");
    } catch (Failure failure) {
      if (!lenient || failure.exit() != Exit.NOT_FOUND) {
        throw new Failure(failure.exit(), target.title() + ": " + failure.message());
      }
      terminal.line(target.title() + " was not there");
    }
  }

  static void remove(Client client, Located target) {
    client.delete(
        switch (target.kind()) {
          case "namespace" -> "/namespace/" + part(target, 0);
          case "service" -> "/namespace/" + part(target, 0) + "/service/" + part(target, 1);
          case "deployment" ->
              "/namespace/"
                  + part(target, 0)
                  + "/service/"
                  + part(target, 1)
                  + "/deployment/"
                  + part(target, 2);
          case "node" -> "/cluster/node/" + Client.encode(target.link());
          default ->
              throw Failure.usage(
                  "a pod belongs to its deployment, which would replace it: use `troupe redeploy`"
                      + " or `troupe scale`");
        });
  }

  private static String part(Located target, int index) {
    return Client.encode(target.part(index));
  }
}

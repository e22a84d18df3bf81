package io.troupe.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Manifest files joined into one body, so that the server checks all of them before it stores
/// anything, with the way back from a line of the body to the file it came from.
final class Manifests {
  /// One file's place in the body.
  ///
  /// @param first the line of the body that is the file's first, counted from 1
  private record Piece(String origin, int first) {}

  private final StringBuilder body = new StringBuilder();
  private final List<Piece> pieces = new ArrayList<>();
  private int lines;

  private Manifests() {}

  /// Reads files, directories, URLs and `-` for the standard input, in the order given.
  static Manifests read(List<String> sources, Terminal terminal) {
    Manifests manifests = new Manifests();
    for (String source : sources) {
      try {
        manifests.addSource(source, terminal);
      } catch (MalformedInputException binary) {
        throw Failure.failed(source + " is not text in UTF-8: is it a manifest?");
      } catch (IOException unreadable) {
        throw Failure.failed("cannot read " + source + ": " + reason(unreadable));
      }
    }
    return manifests;
  }

  private static String reason(IOException unreadable) {
    return unreadable instanceof AccessDeniedException
        ? "it is not yours to read"
        : String.valueOf(unreadable.getMessage());
  }

  private void addSource(String source, Terminal terminal) throws IOException {
    if (source.equals("-")) {
      add("standard input", new String(terminal.in().readAllBytes(), UTF_8));
    } else if (source.startsWith("http://") || source.startsWith("https://")) {
      add(source, download(source));
    } else if (Files.isDirectory(Path.of(source))) {
      addDirectory(Path.of(source));
    } else if (Files.exists(Path.of(source))) {
      add(source, Files.readString(Path.of(source)));
    } else {
      throw new Failure(Exit.NOT_FOUND, "there is no file or directory " + source);
    }
  }

  private void addDirectory(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files = entries.filter(Manifests::isManifest).sorted().toList();
    }
    if (files.isEmpty()) {
      throw Failure.failed("there is no .yml, .yaml or .json file in " + directory);
    }
    for (Path file : files) {
      add(file.toString(), Files.readString(file));
    }
  }

  private static boolean isManifest(Path file) {
    String name = file.getFileName().toString();
    boolean named = name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".json");
    return named && Files.isRegularFile(file);
  }

  private static String download(String url) throws IOException {
    var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(10_000);
    connection.setReadTimeout(30_000);
    if (connection.getResponseCode() != 200) {
      throw new IOException("the answer is " + connection.getResponseCode());
    }
    try (var in = connection.getInputStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private void add(String origin, String text) {
    if (!pieces.isEmpty()) {
      append("---\n");
    }
    pieces.add(new Piece(origin, lines + 1));
    append(text.endsWith("\n") ? text : text + "\n");
  }

  private void append(String text) {
    body.append(text);
    lines += (int) text.chars().filter(c -> c == '\n').count();
  }

  /// All of it.
  String body() {
    return body.toString();
  }

  /// A place in the body as a place in a file: `web.yml:7:3`.
  ///
  /// @param line in the body, 0 for unknown
  /// @param column 0 for unknown
  String place(int line, int column) {
    Piece piece = pieces.getFirst();
    for (Piece candidate : pieces) {
      piece = candidate.first() <= Math.max(1, line) ? candidate : piece;
    }
    if (line <= 0) {
      return pieces.size() == 1 ? piece.origin() : "the manifests";
    }
    int own = line - piece.first() + 1;
    return piece.origin() + ":" + own + (column > 0 ? ":" + column : "");
  }
}

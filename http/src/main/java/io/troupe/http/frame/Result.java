package io.troupe.http.frame;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import akka.util.ByteString;

/// What a handler answers when all went well.
public sealed interface Result {
  /// A view.
  record View(int status, Object body) implements Result {}

  /// Ready-made content.
  ///
  /// @param type the media type, with its charset
  record Content(String type, ByteString bytes) implements Result {}

  /// Nothing: the 200 of an old route that has nothing to say.
  record Empty() implements Result {}

  /// Content as it comes, at the reader's pace.
  record Stream(String type, Source<ByteString, NotUsed> content) implements Result {}

  static Result ok(Object view) {
    return new View(200, view);
  }
}

package io.troupe.persistence.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/// Reads a type from one scalar. What the form refuses is reported with its place in the input.
final class ScalarDeserializer extends StdDeserializer<Object> {
  private static final long serialVersionUID = 1;

  /// How the scalar comes in; refuses with an [IllegalArgumentException] or a date's own exception.
  @FunctionalInterface
  interface Form {
    @Nullable Object read(JsonParser in, DeserializationContext context) throws IOException;
  }

  private final transient Form form;

  ScalarDeserializer(Class<?> type, Form form) {
    super(type);
    this.form = form;
  }

  @Override
  public @Nullable Object deserialize(JsonParser in, DeserializationContext context)
      throws IOException {
    try {
      return form.read(in, context);
    } catch (IllegalArgumentException | DateTimeException refused) {
      return context.handleInstantiationProblem(handledType(), null, refused);
    }
  }

  @Override
  public @Nullable Object deserializeWithType(
      JsonParser in, DeserializationContext context, TypeDeserializer type) throws IOException {
    return deserialize(in, context);
  }
}

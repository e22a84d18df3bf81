package io.troupe.persistence.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/// Writes a type as one scalar, be it a value or the key of a map.
final class ScalarSerializer extends StdSerializer<Object> {
  private static final long serialVersionUID = 1;

  /// How the scalar gets out.
  @FunctionalInterface
  interface Form {
    void write(Object value, JsonGenerator out, SerializerProvider provider) throws IOException;
  }

  private final transient Form form;

  ScalarSerializer(Class<?> type, Form form) {
    super(type, false);
    this.form = form;
  }

  @Override
  public void serialize(Object value, JsonGenerator out, SerializerProvider provider)
      throws IOException {
    form.write(value, out, provider);
  }

  @Override
  public void serializeWithType(
      Object value, JsonGenerator out, SerializerProvider provider, TypeSerializer type)
      throws IOException {
    form.write(value, out, provider);
  }
}

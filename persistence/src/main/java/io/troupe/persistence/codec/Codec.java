package io.troupe.persistence.codec;

import akka.actor.typed.ActorRefResolver;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.troupe.core.Event;
import io.troupe.core.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Writes and reads the records of a [Vocabulary], as CBOR or as JSON. Safe for use by many
/// threads; make one and keep it, because it learns each class once.
///
/// What is null, absent or an empty collection is not written; a missing collection is read as an
/// empty one. Where a collection may be null, only null is not written. Unknown fields are ignored
/// and unknown enum constants read as null, so that old and new releases can talk to each other.
public final class Codec {
  private final ObjectMapper mapper;
  private final Map<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();
  private final Map<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();
  private final Map<Class<?>, ObjectWriter> recordedWriters = new ConcurrentHashMap<>();
  private final Map<Class<?>, ObjectReader> recordedReaders = new ConcurrentHashMap<>();

  private Codec(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /// The compact binary form, without actor references.
  public static Codec cbor(Vocabulary vocabulary) {
    return cbor(vocabulary, Codec::noActors);
  }

  /// The compact binary form; the supplier is asked when the first actor reference is met.
  public static Codec cbor(Vocabulary vocabulary, Supplier<ActorRefResolver> actors) {
    return new Codec(configured(CBORMapper.builder(), vocabulary, actors).build());
  }

  /// The readable form.
  public static Codec json(Vocabulary vocabulary) {
    return new Codec(configured(JsonMapper.builder(), vocabulary, Codec::noActors).build());
  }

  private static ActorRefResolver noActors() {
    throw new IllegalArgumentException("an actor reference can only be written for the wire");
  }

  private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configured(
      B builder, Vocabulary vocabulary, Supplier<ActorRefResolver> actors) {
    return builder
        .annotationIntrospector(new DomainIntrospector(vocabulary))
        .accessorNaming(new ComponentNaming())
        .addModule(new Jdk8Module())
        .addModule(new DomainModule(actors))
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
  }

  /// The underlying mapper, for views that put domain values into a larger document.
  public ObjectMapper mapper() {
    return mapper;
  }

  /// Writes a value as its own class, which the reader has to know.
  public byte[] write(Object value) {
    return bytes(writers.computeIfAbsent(value.getClass(), mapper::writerFor), value);
  }

  /// Writes a value with the name of its type where the declared one leaves it open.
  public byte[] write(Object value, Class<?> declared) {
    return bytes(writers.computeIfAbsent(declared, mapper::writerFor), value);
  }

  /// Reads what was written as this class.
  public <T> T read(byte[] bytes, Class<T> type) {
    return type.cast(value(readers.computeIfAbsent(type, mapper::readerFor), bytes, type));
  }

  /// Writes an event in its envelope; the reader has to know the event's class.
  public byte[] writeRecorded(Recorded<?> recorded) {
    return bytes(
        recordedWriters.computeIfAbsent(
            recorded.event().getClass(), event -> mapper.writerFor(envelope(event))),
        recorded);
  }

  /// Reads an event in its envelope.
  public Recorded<?> readRecorded(byte[] bytes, Class<? extends Event> event) {
    ObjectReader reader =
        recordedReaders.computeIfAbsent(event, type -> mapper.readerFor(envelope(type)));
    return (Recorded<?>) value(reader, bytes, event);
  }

  private JavaType envelope(Class<?> event) {
    return mapper.getTypeFactory().constructParametricType(Recorded.class, event);
  }

  private static byte[] bytes(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsBytes(value);
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "cannot write a %s: %s".formatted(value.getClass().getName(), failed.getMessage()),
          failed);
    }
  }

  private static Object value(ObjectReader reader, byte[] bytes, Class<?> type) {
    try {
      return reader.readValue(bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "cannot read a %s: %s".formatted(type.getName(), failed.getMessage()), failed);
    }
  }
}

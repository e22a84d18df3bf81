package io.troupe.core.template;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The hash of a specification's meaning: equal for equal values, whatever order maps or sets were
/// written in and whatever their [Form], and unchanged when a later version adds a component whose
/// value is empty, zero, false or a record of such. A record in a component declared by a sealed
/// interface is never empty: which of the alternatives it is counts. Two templates are the same
/// template when their fingerprints are equal; agents label containers with it.
public final class Fingerprint {
  private Fingerprint() {}

  /// The first 16 hex digits of the SHA-256 of the value's canonical text.
  ///
  /// @param value records, enums, collections, maps, strings, numbers and booleans, in any depth
  public static String of(Object value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text(value).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void write(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Record record -> writeRecord(out, record);
      case Set<?> items -> {
        out.append('[');
        items.stream()
            .map(Fingerprint::text)
            .sorted()
            .forEach(item -> out.append(item).append(','));
        out.append(']');
      }
      case Collection<?> items -> {
        out.append('[');
        for (Object item : items) {
          write(out, item);
          out.append(',');
        }
        out.append(']');
      }
      case Map<?, ?> map -> {
        out.append('{');
        map.entrySet().stream()
            .sorted((a, b) -> String.valueOf(a.getKey()).compareTo(String.valueOf(b.getKey())))
            .forEach(entry -> {
              write(out, entry.getKey());
              out.append('=');
              write(out, entry.getValue());
              out.append(',');
            });
        out.append('}');
      }
      default -> {
        String text = value.toString();
        out.append(text.length()).append(':').append(text);
      }
    }
  }

  private static String text(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    write(text, value);
    return text.toString();
  }

  private static void writeRecord(StringBuilder out, Record record) {
    out.append(record.getClass().getSimpleName()).append('(');
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = read(record, component);
      if (!isEmpty(component, value) && !component.isAnnotationPresent(Form.class)) {
        out.append(component.getName()).append('=');
        write(out, value);
        out.append(',');
      }
    }
    out.append(')');
  }

  private static boolean isEmpty(RecordComponent component, @Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String text -> text.isEmpty();
      case Collection<?> items -> items.isEmpty();
      case Map<?, ?> map -> map.isEmpty();
      case Boolean flag -> !flag;
      case Number number -> number.doubleValue() == 0;
      case Record record -> !component.getType().isInterface() && isEmpty(record);
      default -> false;
    };
  }

  private static boolean isEmpty(Record record) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      if (!isEmpty(component, read(record, component))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Object read(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}

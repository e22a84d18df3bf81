package io.troupe.persistence.codec;

import io.troupe.core.EventId;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A type's form as one text, which `toString` writes.
///
/// @param parse reads what `toString` wrote
record TextForm(Function<String, Object> parse) {
  private static final Map<Class<?>, TextForm> REGISTERED =
      Map.of(
          Ref.class, new TextForm(Ref::parse),
          EventId.class, new TextForm(TextForm::eventId),
          Ipv4.class, new TextForm(Ipv4::parse),
          Cidr.class, new TextForm(Cidr::parse));

  /// The form of a type that is always written as text.
  static @Nullable TextForm ofValue(Class<?> type) {
    return REGISTERED.get(type);
  }

  /// The form of a type as key of a map: the registered one, or its own `toString` with a public
  /// static `parse(String)`.
  static @Nullable TextForm ofKey(Class<?> type) {
    TextForm registered = REGISTERED.get(type);
    return registered != null ? registered : ownParse(type);
  }

  private static @Nullable TextForm ownParse(Class<?> type) {
    try {
      Method parse = type.getDeclaredMethod("parse", String.class);
      if (!Modifier.isStatic(parse.getModifiers()) || parse.getReturnType() != type) {
        return null;
      }
      parse.setAccessible(true);
      return new TextForm(text -> call(parse, text));
    } catch (NoSuchMethodException absent) {
      return null;
    }
  }

  private static Object call(Method parse, String text) {
    try {
      return parse.invoke(null, text);
    } catch (InvocationTargetException | IllegalAccessException failed) {
      throw new IllegalArgumentException(
          "'%s' is no %s".formatted(text, parse.getDeclaringClass().getSimpleName()), failed);
    }
  }

  private static EventId eventId(String text) {
    int hash = text.lastIndexOf('#');
    if (hash < 0) {
      throw new IllegalArgumentException("not an event id: '" + text + "'");
    }
    return new EventId(
        Ref.parse(text.substring(0, hash)), Long.parseLong(text.substring(hash + 1)));
  }
}

package io.troupe.persistence.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A value type around one scalar, as `Memory(long bytes)`, which is stored as that scalar. Records
/// of a sealed family and records around a collection are objects even with one component, so that
/// they can grow a second one.
record FlatRecord(Constructor<?> constructor, Method accessor, Class<?> component) {
  private static final Set<Class<?>> SCALARS =
      Set.of(
          String.class,
          Boolean.class,
          Integer.class,
          Long.class,
          Double.class,
          BigDecimal.class,
          BigInteger.class,
          Instant.class,
          Duration.class);

  /// The flat form of a type, if it has one.
  static @Nullable FlatRecord of(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null
        || components.length != 1
        || TextForm.ofValue(type) != null
        || isInFamily(type)) {
      return null;
    }
    return isScalar(components[0].getType()) ? of(type, components[0]) : null;
  }

  private static FlatRecord of(Class<?> type, RecordComponent component) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(component.getType());
      constructor.setAccessible(true);
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return new FlatRecord(constructor, accessor, component.getType());
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(
          "a record without canonical constructor: " + type, impossible);
    }
  }

  private static boolean isScalar(Class<?> type) {
    return type.isPrimitive()
        || type.isEnum()
        || SCALARS.contains(type)
        || TextForm.ofValue(type) != null
        || of(type) != null;
  }

  private static boolean isInFamily(Class<?> type) {
    if (TypeNames.isNeededFor(type)) {
      return true;
    }
    for (Class<?> parent : type.getInterfaces()) {
      if (isInFamily(parent)) {
        return true;
      }
    }
    return false;
  }

  Object value(Object instance) {
    try {
      return accessor.invoke(instance);
    } catch (InvocationTargetException | IllegalAccessException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /// Calls the canonical constructor.
  ///
  /// @throws IllegalArgumentException when it refuses the value
  Object instance(@Nullable Object value) {
    try {
      return constructor.newInstance(value);
    } catch (InvocationTargetException refused) {
      throw new IllegalArgumentException(
          "'%s' is no %s: %s"
              .formatted(
                  value,
                  constructor.getDeclaringClass().getSimpleName(),
                  refused.getCause() == null ? "" : refused.getCause().getMessage()),
          refused);
    } catch (ReflectiveOperationException failed) {
      throw new IllegalStateException(failed);
    }
  }
}

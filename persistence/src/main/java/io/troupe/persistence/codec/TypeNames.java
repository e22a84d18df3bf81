package io.troupe.persistence.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// The names of the types that a value declared as one sealed interface, or one open marker, can
/// have.
final class TypeNames extends TypeIdResolverBase {
  private final Class<?> base;
  private final Map<String, Class<?>> types = new HashMap<>();
  private final Map<Class<?>, String> names = new HashMap<>();

  TypeNames(JavaType base, Vocabulary vocabulary) {
    super(base, TypeFactory.defaultInstance());
    this.base = base.getRawClass();
    if (Vocabulary.MARKERS.contains(this.base)) {
      vocabulary.types(this.base).forEach(this::add);
    } else {
      Vocabulary.concrete(this.base).forEach(type -> add(type.getSimpleName(), type));
    }
  }

  /// Whether values declared as this type need their name beside them.
  static boolean isNeededFor(Class<?> declared) {
    return Vocabulary.MARKERS.contains(declared) || (declared.isSealed() && !declared.isEnum());
  }

  private void add(String name, Class<?> type) {
    Class<?> other = types.putIfAbsent(name, type);
    if (other != null) {
      throw new IllegalArgumentException(
          "%s and %s have the same name within %s"
              .formatted(other.getName(), type.getName(), base.getName()));
    }
    names.put(type, name);
  }

  @Override
  public String idFromValue(Object value) {
    Class<?> type =
        value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    String name = names.get(type);
    if (name == null) {
      throw new IllegalArgumentException(
          "%s is in no registered family of %s; list its sealed root in troupe.vocabulary"
              .formatted(type.getName(), base.getSimpleName()));
    }
    return name;
  }

  @Override
  public String idFromValueAndType(Object value, Class<?> suggested) {
    return idFromValue(value);
  }

  @Override
  public JavaType typeFromId(DatabindContext context, String id) throws IOException {
    Class<?> type = types.get(id);
    if (type == null) {
      throw new IOException(
          "no %s is known by the name '%s'; was it written by a newer release?"
              .formatted(base.getSimpleName(), id));
    }
    return context.constructSpecializedType(_baseType, type);
  }

  @Override
  public String getDescForKnownTypeIds() {
    return types.keySet().toString();
  }

  @Override
  public JsonTypeInfo.Id getMechanism() {
    return JsonTypeInfo.Id.CUSTOM;
  }
}

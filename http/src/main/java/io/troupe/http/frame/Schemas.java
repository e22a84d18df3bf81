package io.troupe.http.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// JSON schemas of views, read off their records. Collects what it has described, so that each
/// record stands once in a document.
final class Schemas {
  private static final Map<String, Object> ANYTHING = Map.of();

  private final SortedMap<String, Object> components = new TreeMap<>();

  /// All records described so far, by name.
  SortedMap<String, Object> components() {
    return components;
  }

  Map<String, Object> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic);
    }
    return type instanceof Class<?> plain ? ofClass(plain) : ANYTHING;
  }

  private Map<String, Object> ofGeneric(ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() instanceof Class<?> raw && Collection.class.isAssignableFrom(raw)) {
      return list(of(arguments[0]));
    }
    return map(of(arguments[arguments.length - 1]));
  }

  static Map<String, Object> list(Object items) {
    return Map.of("type", "array", "items", items);
  }

  static Map<String, Object> map(Object values) {
    return Map.of("type", "object", "additionalProperties", values);
  }

  private Map<String, Object> ofClass(Class<?> type) {
    if (type == String.class || type.isEnum()) {
      return Map.of("type", "string");
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return Map.of("type", "integer");
    }
    if (type == boolean.class || type == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (Map.class.isAssignableFrom(type)) {
      return map(ANYTHING);
    }
    if (!type.isRecord()) {
      return ANYTHING;
    }
    String name = name(type);
    if (!components.containsKey(name)) {
      components.put(name, ANYTHING);
      components.put(name, record(type));
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  /// `PodView.Meta` becomes `PodMeta`.
  private static String name(Class<?> type) {
    String own = type.getSimpleName().replaceFirst("View$", "");
    Class<?> outer = type.getEnclosingClass();
    return outer == null ? own : name(outer) + own;
  }

  private Map<String, Object> record(Class<?> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    boolean sparse = type.isAnnotationPresent(JsonInclude.class);
    for (RecordComponent component : type.getRecordComponents()) {
      JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
      String name =
          given == null ? SnakeCaseStrategy.INSTANCE.translate(component.getName()) : given.value();
      properties.put(name, of(component.getGenericType()));
      boolean always =
          component.getType().isPrimitive()
              || !(sparse || component.getAccessor().isAnnotationPresent(JsonInclude.class));
      if (always) {
        required.add(name);
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }
}

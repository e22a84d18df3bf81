package io.troupe.persistence.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads off the Java types what other projects say with annotations: which values carry the name
/// of their type, which components are left out when empty, and what a missing one means. A
/// collection marked [Nullable] is left out only when it is null.
final class DomainIntrospector extends NopAnnotationIntrospector {
  /// The property that holds a type's name. No record component can have this name.
  static final String TYPE = "@type";

  private static final Set<Class<?>> OPTIONALS =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  private final Vocabulary vocabulary;

  DomainIntrospector(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  @Override
  public @Nullable TypeResolverBuilder<?> findTypeResolver(
      MapperConfig<?> config, AnnotatedClass annotated, JavaType base) {
    if (!TypeNames.isNeededFor(annotated.getRawType())) {
      return null;
    }
    return new StdTypeResolverBuilder()
        .init(JsonTypeInfo.Id.CUSTOM, new TypeNames(base, vocabulary))
        .inclusion(JsonTypeInfo.As.PROPERTY)
        .typeProperty(TYPE);
  }

  @Override
  public JsonInclude.Value findPropertyInclusion(Annotated annotated) {
    return isContainer(annotated) || OPTIONALS.contains(annotated.getRawType())
        ? JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS)
        : JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS);
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated annotated) {
    return isContainer(annotated)
        ? JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)
        : JsonSetter.Value.empty();
  }

  /// Whether a component is a collection that may be empty but is never absent.
  private static boolean isContainer(Annotated annotated) {
    Class<?> type = annotated.getRawType();
    return (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type))
        && !isNullable(annotated);
  }

  /// Whether a component is marked [Nullable], so that absent and empty are two things.
  private static boolean isNullable(Annotated annotated) {
    if (!(annotated instanceof AnnotatedMember member) || !member.getDeclaringClass().isRecord()) {
      return false;
    }
    RecordComponent[] components = member.getDeclaringClass().getRecordComponents();
    return member instanceof AnnotatedParameter parameter
        ? isNullable(components[parameter.getIndex()])
        : Arrays.stream(components)
            .filter(component -> component.getName().equals(member.getName()))
            .anyMatch(DomainIntrospector::isNullable);
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }
}

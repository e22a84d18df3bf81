package io.troupe.persistence.codec;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.core.json.PackageVersion;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.KeyDeserializers;
import com.fasterxml.jackson.databind.ser.Serializers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The scalar forms of the domain: times, references, value types around one scalar, and actor
/// references.
final class DomainModule extends Module {
  private final Supplier<ActorRefResolver> actors;

  /// @param actors asked for only when an actor reference is met
  DomainModule(Supplier<ActorRefResolver> actors) {
    this.actors = actors;
  }

  @Override
  public String getModuleName() {
    return "troupe-domain";
  }

  @Override
  public Version version() {
    return PackageVersion.VERSION;
  }

  @Override
  public void setupModule(SetupContext context) {
    context.addSerializers(new Writing());
    context.addKeySerializers(new KeyWriting());
    context.addDeserializers(new Reading());
    context.addKeyDeserializers(new KeyReading());
  }

  private final class Writing extends Serializers.Base {
    @Override
    public @Nullable JsonSerializer<?> findSerializer(
        SerializationConfig config, JavaType javaType, BeanDescription description) {
      Class<?> type = javaType.getRawClass();
      if (type == Instant.class || type == Duration.class) {
        return new ScalarSerializer(type, Times::write);
      }
      if (ActorRef.class.isAssignableFrom(type)) {
        return new ScalarSerializer(
            type,
            (value, out, provider) ->
                out.writeString(actors.get().toSerializationFormat((ActorRef<?>) value)));
      }
      if (TextForm.ofValue(type) != null) {
        return new ScalarSerializer(
            type, (value, out, provider) -> out.writeString(value.toString()));
      }
      FlatRecord flat = FlatRecord.of(type);
      return flat == null
          ? null
          : new ScalarSerializer(
              type,
              (value, out, provider) -> provider.defaultSerializeValue(flat.value(value), out));
    }
  }

  private static final class KeyWriting extends Serializers.Base {
    @Override
    public @Nullable JsonSerializer<?> findSerializer(
        SerializationConfig config, JavaType javaType, BeanDescription description) {
      Class<?> type = javaType.getRawClass();
      FlatRecord flat = FlatRecord.of(type);
      if (flat != null) {
        JavaType component = config.constructType(flat.component());
        return new ScalarSerializer(
            type,
            (value, out, provider) ->
                provider
                    .findKeySerializer(component, null)
                    .serialize(flat.value(value), out, provider));
      }
      return TextForm.ofKey(type) == null
          ? null
          : new ScalarSerializer(
              type, (value, out, provider) -> out.writeFieldName(value.toString()));
    }
  }

  private final class Reading extends Deserializers.Base {
    @Override
    public @Nullable JsonDeserializer<?> findBeanDeserializer(
        JavaType javaType, DeserializationConfig config, BeanDescription description) {
      Class<?> type = javaType.getRawClass();
      if (type == Instant.class) {
        return new ScalarDeserializer(type, (in, context) -> Times.instant(in));
      }
      if (type == Duration.class) {
        return new ScalarDeserializer(type, (in, context) -> Times.duration(in));
      }
      if (ActorRef.class.isAssignableFrom(type)) {
        return new ScalarDeserializer(
            type, (in, context) -> actors.get().resolveActorRef(in.getText()));
      }
      TextForm text = TextForm.ofValue(type);
      if (text != null) {
        return new ScalarDeserializer(type, (in, context) -> text.parse().apply(in.getText()));
      }
      FlatRecord flat = FlatRecord.of(type);
      if (flat == null) {
        return null;
      }
      JavaType component = config.constructType(flat.component());
      return new ScalarDeserializer(
          type, (in, context) -> flat.instance(context.readValue(in, component)));
    }

    @Override
    public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
      return type == Instant.class
          || type == Duration.class
          || ActorRef.class.isAssignableFrom(type)
          || TextForm.ofValue(type) != null
          || FlatRecord.of(type) != null;
    }
  }

  private static final class KeyReading implements KeyDeserializers {
    @Override
    public @Nullable KeyDeserializer findKeyDeserializer(
        JavaType javaType, DeserializationConfig config, BeanDescription description) {
      Class<?> type = javaType.getRawClass();
      FlatRecord flat = FlatRecord.of(type);
      if (flat != null) {
        JavaType component = config.constructType(flat.component());
        return new Key(
            type,
            (key, context) ->
                flat.instance(
                    context.findKeyDeserializer(component, null).deserializeKey(key, context)));
      }
      TextForm text = TextForm.ofKey(type);
      return text == null ? null : new Key(type, (key, context) -> text.parse().apply(key));
    }
  }

  /// Reads a key of a map; what the form refuses is reported with its place in the input.
  private static final class Key extends KeyDeserializer {
    /// How the key comes in.
    @FunctionalInterface
    interface Form {
      Object read(String key, DeserializationContext context) throws IOException;
    }

    private final Class<?> type;
    private final Form form;

    Key(Class<?> type, Form form) {
      this.type = type;
      this.form = form;
    }

    @Override
    public @Nullable Object deserializeKey(String key, DeserializationContext context)
        throws IOException {
      try {
        return form.read(key, context);
      } catch (IllegalArgumentException refused) {
        return context.handleInstantiationProblem(type, key, refused);
      }
    }
  }
}

package io.troupe.actors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.sample.Commands;
import io.troupe.actors.sample.Messages;
import io.troupe.actors.sample.States;
import io.troupe.core.Command;
import io.troupe.core.Event;
import io.troupe.core.State;
import io.troupe.persistence.codec.Codec;
import io.troupe.persistence.codec.Codecs;
import io.troupe.persistence.golden.GoldenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Members of an older build and of this one are in one cluster while it is upgraded: what they
/// send each other, and the snapshots they share, read back. See [GoldenFiles] for what to do when
/// this fails.
class EveryMessageOfAnOlderBuildReadsTest {
  private static final ActorTestKit KIT = ActorTestKit.create("samples", ConfigFactory.load());
  private static final GoldenFiles GOLDEN =
      GoldenFiles.in(Path.of("src", "test", "resources", "golden-messages"));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static List<Class<?>> families() throws ClassNotFoundException {
    List<Class<?>> families = new java.util.ArrayList<>();
    for (Object name :
        ConfigFactory.load().getConfig("troupe.vocabulary").root().unwrapped().values()) {
      Class<?> family = Class.forName(name.toString());
      if (!Event.class.isAssignableFrom(family)) {
        families.add(family);
      }
    }
    return families;
  }

  @ParameterizedTest
  @MethodSource("families")
  void everyTypeReadsBack(Class<?> family) {
    check(family);
  }

  private static <T> void check(Class<T> family) {
    List<T> samples =
        Stream.<List<?>>of(States.ALL, Commands.ALL, new Messages(KIT).all())
            .flatMap(List::stream)
            .filter(family::isInstance)
            .<T>map(family::cast)
            .toList();
    assertThat(samples).isNotEmpty();
    boolean ofDomain =
        Command.class.isAssignableFrom(family) || State.class.isAssignableFrom(family);
    String segment = family.getPackageName().replaceFirst(".*\\.", "");
    GOLDEN.check(
        family,
        samples,
        ofDomain ? family.getSimpleName() : segment + "." + family.getSimpleName(),
        new OnTheWire(Codecs.of(KIT.system()).cbor()));
  }

  /// As it is sent, but that actors are not told apart: their names are those of this run.
  private record OnTheWire(Codec cbor) implements GoldenFiles.Form {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ACTOR = Pattern.compile("\"akka://[^\"]*\"");

    @Override
    public JsonNode tree(Object value, Class<?> root) throws IOException {
      String text = JSON.writeValueAsString(cbor.mapper().readTree(cbor.write(value, root)));
      return JSON.readTree(ACTOR.matcher(text).replaceAll("\"akka://samples/user/somebody\""));
    }

    @Override
    public Object value(JsonNode tree, Class<?> root) throws IOException {
      return cbor.read(cbor.mapper().writeValueAsBytes(tree), root);
    }
  }
}

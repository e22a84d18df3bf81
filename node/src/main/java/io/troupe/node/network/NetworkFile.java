package io.troupe.node.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.troupe.core.Ref;
import io.troupe.core.network.Cidr;
import io.troupe.core.network.Ipv4;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a [RememberedNetwork] is kept: a line that names format, version and checksum (CRC-32C),
/// and then JSON. A file of another version or with other bytes than were written counts for
/// nothing.
///
/// @param directory where the file is, made when that is first written
record NetworkFile(Path directory) {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkFile.class);
  private static final String NAME = "network.json";
  private static final String FORMAT = "troupe-network 1 ";

  /// Built with the first file there is, since most processes never see one.
  private static final class Form {
    static final ObjectMapper JSON =
        JsonMapper.builder()
            .addModule(module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static SimpleModule module() {
      SimpleModule module = new SimpleModule();
      asText(module, Ref.class, Ref::parse);
      asText(module, Ipv4.class, Ipv4::parse);
      asText(module, Cidr.class, Cidr::parse);
      return module;
    }

    private static <T> void asText(SimpleModule module, Class<T> type, Function<String, T> parse) {
      module.addSerializer(type, ToStringSerializer.instance);
      module.addDeserializer(
          type,
          new JsonDeserializer<>() {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
              String text = parser.getValueAsString();
              return parse.apply(text == null ? "" : text);
            }
          });
    }
  }

  Path path() {
    return directory.resolve(NAME);
  }

  /// Reads what was written last. What cannot be used is told to the log, and left where it is.
  Optional<RememberedNetwork> read() {
    if (!Files.exists(path())) {
      return Optional.empty();
    }
    try {
      return Optional.of(decode(Files.readAllBytes(path())));
    } catch (IOException | IllegalArgumentException unusable) {
      LOG.warn(
          "what the agent remembers of the network cannot be used: {}: {}; until the control plane"
              + " answers, this node's name server knows no services. The file is written anew with"
              + " the next news",
          path(),
          unusable.getMessage());
      return Optional.empty();
    }
  }

  private static RememberedNetwork decode(byte[] bytes) throws IOException {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    String head = new String(bytes, 0, end, UTF_8);
    if (!head.startsWith(FORMAT)) {
      throw new IllegalArgumentException("it does not begin with '" + FORMAT.strip() + "'");
    }
    byte[] body = Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length);
    if (!head.equals(head(body))) {
      throw new IllegalArgumentException("its checksum is not that of what is in it");
    }
    return parse(body);
  }

  private static RememberedNetwork parse(byte[] body) throws IOException {
    try {
      RememberedNetwork read = Form.JSON.readValue(body, RememberedNetwork.class);
      if (read == null || read.plan() == null) {
        throw new IllegalArgumentException("there is no plan in it");
      }
      return read;
    } catch (JsonProcessingException unknown) {
      throw new IllegalArgumentException(unknown.getOriginalMessage(), unknown);
    }
  }

  private static String head(byte[] body) {
    CRC32C sum = new CRC32C();
    sum.update(body);
    return FORMAT + "%08x".formatted(sum.getValue());
  }

  /// Writes the file anew. Whenever the machine stops, the file is the old one or the new one.
  ///
  /// @throws IOException when the file system takes it not
  void write(RememberedNetwork network) throws IOException {
    byte[] body = Form.JSON.writeValueAsBytes(network);
    Files.createDirectories(directory);
    Path fresh = directory.resolve(NAME + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writeAll(channel, ByteBuffer.wrap((head(body) + "\n").getBytes(UTF_8)));
      writeAll(channel, ByteBuffer.wrap(body));
      channel.force(true);
    }
    Files.move(fresh, path(), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}

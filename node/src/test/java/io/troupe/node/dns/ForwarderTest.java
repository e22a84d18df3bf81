package io.troupe.node.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ForwarderTest {
  private static final Path NOWHERE = Path.of("/nonexistent/resolv.conf");

  private final FakeUpstream upstream = new FakeUpstream();
  private final AtomicLong clock = new AtomicLong(System.nanoTime());
  private Forwarder forwarder = forwarder(upstream.address());

  ForwarderTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    forwarder.close();
    upstream.close();
  }

  private Forwarder forwarder(InetSocketAddress... servers) {
    return new Forwarder(Endpoints.settings(servers), Set.of(), NOWHERE, clock::get);
  }

  private void askInstead(InetSocketAddress... servers) {
    forwarder.close();
    forwarder = forwarder(servers);
  }

  /// The same, for servers of which some say nothing. Whoever answers may be too late as well, when
  /// this process stands still.
  private void askHastily(InetSocketAddress... servers) {
    forwarder.close();
    DnsSettings settings = Endpoints.settings(Duration.ofMillis(700), servers);
    forwarder = new Forwarder(settings, Set.of(), NOWHERE, clock::get);
  }

  @Test
  void anAnswerIsPassedOnWithoutAuthority() throws Exception {
    Message answer = ask("normal.example.");

    assertThat(data(answer)).containsExactly("192.0.2.0");
    assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
    assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
  }

  @Test
  void anAnswerIsKeptWhileItMayBeAndGrowsOld() throws Exception {
    ask("normal.example.");
    clock.addAndGet(TimeUnit.SECONDS.toNanos(20));
    Message later = known("normal.example.");
    assertThat(later.getSection(Section.ANSWER).getFirst().getTTL()).isEqualTo(40);

    clock.addAndGet(TimeUnit.SECONDS.toNanos(40));
    assertThat(forwarder.find(Question.of(query("normal.example.")))).isEmpty();
    ask("normal.example.");
    assertThat(upstream.asked).hasValue(2);
  }

  @Test
  void thatThereIsNothingIsKeptAsLongAsItsZoneSays() throws Exception {
    assertThat(ask("none.example.").getRcode()).isEqualTo(Rcode.NXDOMAIN);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(29));
    assertThat(known("none.example.").getRcode()).isEqualTo(Rcode.NXDOMAIN);

    clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(forwarder.find(Question.of(query("none.example.")))).isEmpty();
  }

  @Test
  void noMoreAnswersAreKeptThanThereIsRoomFor() throws Exception {
    for (int i = 0; i < 130; i++) {
      ask("normal" + i + ".example.");
    }

    assertThat(forwarder.kept()).isEqualTo(100);
    assertThat(forwarder.find(Question.of(query("normal29.example.")))).isEmpty();
    assertThat(forwarder.find(Question.of(query("normal30.example.")))).isPresent();
  }

  @Test
  void manyWhoAskTheSameAtOnceWaitForOneAnswer() throws Exception {
    List<CompletableFuture<Message>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(start("slow.example."));
    }
    await().atMost(ONE_MINUTE).until(() -> upstream.asked.get() > 0);
    assertThat(forwarder.underWay()).isEqualTo(1);
    upstream.release.countDown();

    for (CompletableFuture<Message> one : all) {
      assertThat(data(one.get(1, TimeUnit.MINUTES))).containsExactly("192.0.2.0");
    }
    assertThat(upstream.asked).hasValue(1);
    assertThat(forwarder.underWay()).isZero();
  }

  @Test
  void answersToOtherQuestionsAreNotBelieved() throws Exception {
    assertThat(data(ask("forged.example."))).containsExactly("192.0.2.0");
  }

  @Test
  void anAnswerThatWasCutOffIsFetchedOverTcp() throws Exception {
    Message answer = ask("long.example.");
    assertThat(answer.getHeader().getFlag(Flags.TC)).isTrue();

    Query query = query("long.example.");
    Reply reply = new Reply();
    forwarder
        .find(Question.of(query))
        .orElseThrow()
        .write(query, Reply.LARGEST, reply, clock.get());
    assertThat(data(message(reply))).hasSize(200);
  }

  @Test
  void aPartOfAnAnswerIsNoneWhenTheRestCannotBeHad() throws Exception {
    Message answer = ask("udp.example.");

    assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(data(answer)).isEmpty();
    assertThat(data(ask("normal.example."))).hasSize(1);
  }

  @Test
  void aServerThatDoesNotKnowEdnsIsAskedWithoutIt() throws Exception {
    assertThat(data(ask("old.example."))).containsExactly("192.0.2.0");
  }

  @Test
  void aFailureIsPassedOnAndNotKept() throws Exception {
    assertThat(ask("failing.example.").getRcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(forwarder.kept()).isZero();
  }

  @Test
  void theNextServerIsAskedWhenOneIsGone() throws Exception {
    askInstead(nobody(), upstream.address());

    assertThat(data(ask("normal.example."))).containsExactly("192.0.2.0");
  }

  @Test
  void theNextServerIsAskedWhenOneIsSilent() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      askHastily(
          new InetSocketAddress(silent.getLocalAddress(), silent.getLocalPort()),
          upstream.address());

      await()
          .atMost(ONE_MINUTE)
          .untilAsserted(
              () -> assertThat(data(ask("normal.example."))).containsExactly("192.0.2.0"));
    }
  }

  @Test
  void whileAllServersAreGoneTheAnswerIsAFailureAtOnce() throws Exception {
    askInstead(nobody());
    assertThat(ask("normal.example.").getRcode()).isEqualTo(Rcode.SERVFAIL);

    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertThat(ask("normal" + i + ".example.").getRcode()).isEqualTo(Rcode.SERVFAIL);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void aServerThatIsSilentAgainAndAgainIsLeftAloneForAWhile() throws Exception {
    askHastily(upstream.address());
    clock.addAndGet(1);
    ask("silent1.example.");
    ask("silent2.example.");
    await().atMost(ONE_MINUTE).until(() -> upstream.asked.get() == 3);
    assertThat(ask("normal.example.").getRcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(upstream.asked).hasValue(3);

    await()
        .atMost(ONE_MINUTE)
        .untilAsserted(() -> {
          clock.addAndGet(TimeUnit.SECONDS.toNanos(5));
          assertThat(data(ask("normal.example."))).containsExactly("192.0.2.0");
        });
    assertThat(data(ask("normal2.example."))).containsExactly("192.0.2.0");
  }

  @Test
  void withoutServersTheAnswerIsAFailure() throws Exception {
    askInstead();

    assertThat(ask("normal.example.").getRcode()).isEqualTo(Rcode.SERVFAIL);
  }

  @Test
  void theServersOfAFileAreReadAgainWhenItChanges(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("resolv.conf");
    Files.writeString(file, "search example\n# none yet\nnameserver 127.0.0.1\n");
    Upstreams servers =
        new Upstreams(List.of(), Set.of(new InetSocketAddress("127.0.0.1", 53)), file, clock::get);
    assertThat(servers.servers()).isEmpty();

    Files.writeString(file, "nameserver 127.0.0.1\nnameserver 192.0.2.53\nnameserver x\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    clock.addAndGet(TimeUnit.SECONDS.toNanos(5));
    assertThat(servers.servers())
        .extracting(Upstream::address)
        .containsExactly(new InetSocketAddress("192.0.2.53", 53));
  }

  @Test
  void aServerThatListensEverywhereDoesNotAskThisMachine() throws Exception {
    InetSocketAddress other = new InetSocketAddress("192.0.2.53", 53);
    Upstreams servers =
        new Upstreams(
            List.of(new InetSocketAddress("127.0.0.53", 53), other),
            Set.of(new InetSocketAddress("0.0.0.0", 53)),
            NOWHERE,
            clock::get);

    assertThat(servers.servers()).extracting(Upstream::address).containsExactly(other);
  }

  /// A port on loopback that has just been given up.
  private static InetSocketAddress nobody() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }
  }

  private static Query query(String name) {
    Record question = Record.newRecord(Name.fromConstantString(name), Type.A, DClass.IN);
    byte[] wire = Message.newQuery(question).toWire();
    Query query = new Query();
    assertThat(query.decode(wire, wire.length)).isEqualTo(Query.Form.SOUND);
    return query;
  }

  private CompletableFuture<Message> start(String name) {
    Query query = query(name);
    CompletableFuture<Message> done = new CompletableFuture<>();
    forwarder.ask(
        Question.of(query),
        answer -> {
          Reply reply = new Reply();
          answer.write(query, query.size(), reply, clock.get());
          done.complete(message(reply));
        });
    return done;
  }

  private Message ask(String name) throws Exception {
    return start(name).get(1, TimeUnit.MINUTES);
  }

  private Message known(String name) {
    Query query = query(name);
    Reply reply = new Reply();
    forwarder.find(Question.of(query)).orElseThrow().write(query, query.size(), reply, clock.get());
    return message(reply);
  }

  private static Message message(Reply reply) {
    try {
      return new Message(Arrays.copyOf(reply.bytes(), reply.length()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> data(Message answer) {
    return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }
}

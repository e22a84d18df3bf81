package io.troupe.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Conversations with a kernel that answers as a test says.
class NetlinkSocketTest {
  private static final int OBJECT = 16;
  private static final int MULTI = 2;
  private static final int INTERRUPTED = 0x10;
  private static final int ACK_TLVS = 0x200;

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final NetlinkSocket socket = new NetlinkSocket(kernel, Duration.ofMillis(20));
  private final Request request = Request.of(18, 0, () -> "list things", out -> out.u32(7));

  @Test
  void readsADumpOfSeveralDatagrams() {
    kernel.answer(object(1, MULTI, 10), object(1, MULTI, 11));
    kernel.answer(object(1, MULTI, 12), done(1, 0));

    assertThat(socket.dump(request, m -> m.payload().s32(0))).containsExactly(10, 11, 12);
    assertThat(kernel.sent)
        .containsExactly(new byte[] {20, 0, 0, 0, 18, 0, 1, 3, 1, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0});
  }

  @Test
  void readsADumpAgainThatAChangeInterrupted() {
    kernel.answer(object(1, MULTI, 10), object(1, MULTI | INTERRUPTED, 11), done(1, 0));
    kernel.answer(object(2, MULTI, 20), done(2, 0));

    assertThat(socket.dump(request, m -> m.payload().s32(0))).containsExactly(20);
  }

  @Test
  void givesUpADumpThatIsInterruptedEachTime() {
    for (int i = 1; i <= 20; i++) {
      kernel.answer(object(i, MULTI | INTERRUPTED, 10), done(i, 0));
    }
    assertThatExceptionOfType(NetlinkException.DumpInterrupted.class)
        .isThrownBy(() -> socket.dump(request, Message::type))
        .matches(e -> e.is(Errno.EINTR))
        .withMessage("list things: the list changed under each of 20 attempts to read it");
  }

  @Test
  void passesOnTheErrorADumpEndsWith() {
    kernel.answer(object(1, MULTI, 10), done(1, -22));
    assertThatExceptionOfType(NetlinkException.Refused.class)
        .isThrownBy(() -> socket.dump(request, Message::type))
        .matches(e -> e.is(Errno.EINVAL));
  }

  @Test
  void quotesTheKernelsText() {
    byte[] text =
        message(2, ACK_TLVS, 1, out -> out.u32(-34).zeros(16).string(1, "no room for that"));
    kernel.answer(text);
    assertThatExceptionOfType(NetlinkException.Refused.class)
        .isThrownBy(() -> socket.execute(request))
        .withMessage(
            "cannot list things: ERANGE (Numerical result out of range);"
                + " the kernel says: no room for that")
        .satisfies(e -> {
          assertThat(e.errno().name()).isEqualTo("ERANGE");
          assertThat(e.kernelText()).contains("no room for that");
          assertThat(e.request()).isEqualTo("list things");
        });
  }

  @Test
  void timesOutAndThenIgnoresTheLateAnswer() {
    assertThatExceptionOfType(NetlinkException.TimedOut.class)
        .isThrownBy(() -> socket.execute(request))
        .withMessage("no answer from the kernel within 20 ms to: list things");
    kernel.answer(object(1, 0, 99), ack(1));
    kernel.answer(object(2, 0, 42), ack(2));

    int late = socket.query(request, m -> m.payload().s32(0));
    assertThat(late).isEqualTo(42);
  }

  @Test
  void saysThatAnAcknowledgementCameWithoutTheAnswer() {
    kernel.answer(ack(1));
    assertThatExceptionOfType(NetlinkException.Malformed.class)
        .isThrownBy(() -> socket.query(request, Message::type));
  }

  @Test
  void refusesBytesThatAreNoMessage() {
    kernel.answer(new byte[] {99, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0});
    assertThatExceptionOfType(NetlinkException.Malformed.class)
        .isThrownBy(() -> socket.execute(request))
        .withMessageContaining("length 99");
  }

  @Test
  void namesTheFirstChangeOfABatchThatFailed() {
    Request begin = Request.of(16, 0, () -> "begin", out -> {});
    Request end = Request.of(17, 0, () -> "end", out -> {});
    List<Request> changes = List.of(named("one"), named("two"), named("three"));
    kernel.answer(error(4, -2));
    kernel.answer(error(3, -17));

    assertThatExceptionOfType(NetlinkException.Refused.class)
        .isThrownBy(() -> socket.transact(begin, changes, end))
        .withMessage("cannot two: EEXIST (File exists)");
  }

  @Test
  void asksForTheAcknowledgementOfABatchsLastChangeOnly() {
    Request frame = Request.of(16, 0, () -> "frame", out -> {});
    kernel.answer(ack(3));
    socket.transact(frame, List.of(named("one"), named("two")), frame);

    assertThat(Message.read(kernel.sent.getLast()))
        .extracting(message -> message.flags() & Request.ACK)
        .containsExactly(0, 0, Request.ACK, 0);
  }

  @Test
  void doesWhatItCanOfManyRequestsAndThenThrowsEachFailure() {
    kernel.answer(ack(1), error(2, -17));
    kernel.answer(error(3, -2), ack(4));

    assertThatExceptionOfType(NetlinkException.Refused.class)
        .isThrownBy(() ->
            socket.executeAll(List.of(named("one"), named("two"), named("three"), named("four"))))
        .withMessage("cannot two: EEXIST (File exists)")
        .satisfies(e ->
            assertThat(e.getSuppressed())
                .singleElement()
                .hasToString(
                    "io.troupe.netlink.NetlinkException$Refused: cannot three: ENOENT (No such"
                        + " file or directory)"));
    assertThat(kernel.sent).hasSize(1);
  }

  @Test
  void sendsManyRequestsInSeveralDatagrams() {
    List<Request> requests = new ArrayList<>();
    for (int i = 1; i <= 130; i++) {
      requests.add(named("request " + i));
      kernel.answer(ack(i));
    }
    socket.executeAll(requests);

    assertThat(kernel.sent)
        .extracting(datagram -> Message.read(datagram).size())
        .containsExactly(64, 64, 2);
  }

  private static Request named(String words) {
    return Request.of(20, 0, () -> words, out -> out.u32(0));
  }

  private static byte[] object(int sequence, int flags, int value) {
    return message(OBJECT, flags, sequence, out -> out.u32(value));
  }

  private static byte[] done(int sequence, int error) {
    return message(3, MULTI, sequence, out -> out.u32(error));
  }

  private static byte[] ack(int sequence) {
    return error(sequence, 0);
  }

  private static byte[] error(int sequence, int error) {
    return message(2, 0, sequence, out -> out.u32(error).zeros(16));
  }

  private static byte[] message(int type, int flags, int sequence, PayloadWriter.Part body) {
    PayloadWriter inside = new PayloadWriter();
    body.writeTo(inside);
    return new PayloadWriter()
        .u32(16 + inside.size())
        .u16(type)
        .u16(flags)
        .u32(sequence)
        .u32(0)
        .bytes(inside.toBytes())
        .toBytes();
  }

  private static final class ScriptedKernel implements Transport {
    private final Deque<byte[]> answers = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();

    void answer(byte[]... messages) {
      PayloadWriter datagram = new PayloadWriter();
      for (byte[] message : messages) {
        datagram.bytes(message);
      }
      answers.add(datagram.toBytes());
    }

    @Override
    public void send(byte[] datagram, int length, Supplier<String> words) {
      sent.add(java.util.Arrays.copyOf(datagram, length));
    }

    @Override
    public byte @Nullable [] receive(Duration timeout, Supplier<String> words) {
      return answers.poll();
    }

    @Override
    public void option(int option, int value) {}

    @Override
    public void close() {}
  }
}

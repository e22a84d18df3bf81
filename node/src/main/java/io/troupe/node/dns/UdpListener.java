package io.troupe.node.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A UDP socket and the thread that reads it and answers what can be answered at once. Several of
/// them share an address (SO_REUSEPORT); the kernel spreads the clients over them.
final class UdpListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
  private static final int LARGEST_QUERY = 4096;
  private static final int SOCKET_BUFFER = 1 << 20;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DatagramChannel channel;
  private final NameService names;
  private final Thread reader;

  private UdpListener(DatagramChannel channel, NameService names, String name) {
    this.channel = channel;
    this.names = names;
    this.reader = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /// Binds; [#start] begins to answer.
  ///
  /// @throws IOException when the address cannot be had
  static UdpListener bind(InetSocketAddress address, NameService names, int number)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
      channel.bind(address);
      return new UdpListener(channel, names, "dns-udp-" + number);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  void start() {
    reader.start();
  }

  private void run() {
    Session session = new Session();
    while (channel.isOpen()) {
      try {
        session.next();
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("Name server cannot read its socket; tries again: {}", e.toString());
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (RuntimeException e) {
        LOG.error("A query was not answered because of a defect", e);
      }
    }
  }

  /// What one reader uses again and again.
  private final class Session implements NameService.Client {
    private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST_QUERY);
    private final ByteBuffer out = ByteBuffer.allocateDirect(Query.LARGEST_DATAGRAM);
    private final byte[] message = new byte[LARGEST_QUERY];
    private final Query query = new Query();
    private final Reply reply = new Reply();
    private SocketAddress from = new InetSocketAddress(0);

    private void next() throws IOException {
      in.clear();
      from = channel.receive(in);
      in.flip();
      int length = in.remaining();
      in.get(message, 0, length);
      if (names.handle(message, length, query, reply, this)) {
        out.clear();
        out.put(reply.bytes(), 0, reply.length()).flip();
        send(out, from);
      }
    }

    @Override
    public int limit(Query asked) {
      return asked.size();
    }

    @Override
    public Consumer<Reply> later() {
      SocketAddress client = from;
      return late -> {
        try {
          send(ByteBuffer.wrap(late.bytes(), 0, late.length()), client);
        } catch (ClosedChannelException e) {
          LOG.debug("An answer came after the end", e);
        }
      };
    }
  }

  /// A client that cannot be reached does not get its answer; it will ask again if it is there.
  private void send(ByteBuffer bytes, SocketAddress client) throws ClosedChannelException {
    try {
      channel.send(bytes, client);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      LOG.debug("{} cannot be answered", client, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

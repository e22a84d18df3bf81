package io.troupe.node.dns;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's connection. Its queries are read one after the other and answered as soon as there is
/// an answer, in whatever order; no more of them are read while many are unanswered.
final class TcpConnection implements Runnable, NameService.Client, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
  private static final int MOST_UNANSWERED = 32;

  private final Socket socket;
  private final NameService names;
  private final Consumer<TcpConnection> ended;
  private final Semaphore unanswered = new Semaphore(MOST_UNANSWERED);
  private final ReentrantLock writing = new ReentrantLock();
  private volatile long lastUse = System.nanoTime();

  /// @param ended told when it is closed, perhaps more than once
  TcpConnection(Socket socket, NameService names, Consumer<TcpConnection> ended) {
    this.socket = socket;
    this.names = names;
    this.ended = ended;
  }

  InetAddress client() {
    return socket.getInetAddress();
  }

  /// When a whole query was last read, or a whole answer written, by `System.nanoTime()`.
  long lastUse() {
    return lastUse;
  }

  @Override
  public void run() {
    try (this) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      Query query = new Query();
      Reply reply = new Reply();
      while (true) {
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        lastUse = System.nanoTime();
        if (message.length < Query.HEADER) {
          return; // Nothing sound can follow.
        }
        unanswered.acquire();
        if (names.handle(message, message.length, query, reply, this)) {
          write(reply);
          unanswered.release();
        } else if (message[2] < 0) {
          unanswered.release(); // An answer, which nobody answers.
        }
      }
    } catch (EOFException e) {
      LOG.trace("Connection has ended", e);
    } catch (IOException e) {
      LOG.debug("Connection is broken", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int limit(Query query) {
    return Reply.LARGEST;
  }

  @Override
  public Consumer<Reply> later() {
    return late -> {
      try {
        write(late);
      } catch (IOException e) {
        LOG.debug("An answer came after the connection's end", e);
        close();
      } finally {
        unanswered.release();
      }
    };
  }

  private void write(Reply reply) throws IOException {
    byte[] framed = new byte[reply.length() + 2];
    framed[0] = (byte) (reply.length() >> 8);
    framed[1] = (byte) reply.length();
    System.arraycopy(reply.bytes(), 0, framed, 2, reply.length());
    writing.lock();
    try {
      socket.getOutputStream().write(framed);
    } finally {
      writing.unlock();
    }
    lastUse = System.nanoTime();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("Connection did not close well", e);
    }
    ended.accept(this);
  }
}

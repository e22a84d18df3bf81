package io.troupe.node.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A TCP socket and the connections it has accepted (RFC 7766), a bounded number of them, in all
/// and for each client. One on which nothing was asked or answered for a while is closed, whatever
/// it is blocked in.
final class TcpListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
  private static final int MOST_CONNECTIONS = 256;
  private static final int MOST_OF_ONE_CLIENT = 64;
  private static final int BACKLOG = 128;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ServerSocket socket;
  private final NameService names;
  private final long idleNanos;
  private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();
  private final Map<InetAddress, Integer> clients = new ConcurrentHashMap<>();
  private final Thread acceptor;
  private final Thread sweeper;

  private TcpListener(ServerSocket socket, NameService names, Duration idle) {
    this.socket = socket;
    this.names = names;
    this.idleNanos = idle.toNanos();
    acceptor = Thread.ofVirtual().name("dns-tcp-accept").unstarted(this::accept);
    sweeper = Thread.ofVirtual().name("dns-tcp-idle").unstarted(this::sweep);
  }

  /// Binds; [#start] begins to answer.
  ///
  /// @param idle how long a connection may be still
  /// @throws IOException when the address cannot be had
  static TcpListener bind(InetSocketAddress address, NameService names, Duration idle)
      throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
      return new TcpListener(socket, names, idle);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  void start() {
    acceptor.start();
    sweeper.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        take(socket.accept());
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.warn("Name server cannot take a connection; tries again: {}", e.toString());
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  private void take(Socket client) {
    InetAddress address = client.getInetAddress();
    int ofOne = clients.merge(address, 1, Integer::sum);
    TcpConnection connection = new TcpConnection(client, names, this::forget);
    connections.add(connection);
    if (ofOne > MOST_OF_ONE_CLIENT || connections.size() > MOST_CONNECTIONS || socket.isClosed()) {
      LOG.debug("Connection of {} is closed: there are too many", address);
      connection.close();
      return;
    }
    Thread.ofVirtual().name("dns-tcp").start(connection);
  }

  private void forget(TcpConnection connection) {
    if (connections.remove(connection)) {
      clients.computeIfPresent(
          connection.client(), (address, count) -> count > 1 ? count - 1 : null);
    }
  }

  private void sweep() {
    long step = Math.max(idleNanos / 8, TimeUnit.MILLISECONDS.toNanos(10));
    while (!socket.isClosed()) {
      LockSupport.parkNanos(step);
      long now = System.nanoTime();
      for (TcpConnection connection : connections) {
        if (now - connection.lastUse() > idleNanos) {
          connection.close();
        }
      }
    }
  }

  /// How many connections there are.
  int connections() {
    return connections.size();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    LockSupport.unpark(sweeper);
    connections.forEach(TcpConnection::close);
    try {
      acceptor.join();
      sweeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.forEach(TcpConnection::close);
  }
}

package io.troupe.cli.lab;

import io.troupe.cli.terminal.Exit;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Joins two links and holds back each frame for a time. It runs as a process of the lab's network
/// while a host's link is delayed; many kernels have no `netem`, all have packet sockets.
@Command(name = "relay", hidden = true, description = "Join two links, with a delay.")
final class RelayCommand implements Callable<Integer> {
  private static final int MOST_FRAMES = 20_000;

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LINK")
  private String one = "";

  @Parameters(index = "1", paramLabel = "LINK")
  private String other = "";

  @Parameters(index = "2", paramLabel = "MILLISECONDS")
  private int delay;

  RelayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// A frame, and when it may go on.
  private record Late(long at, ByteBuffer frame) {}

  @Override
  public Integer call() {
    try {
      PacketSocket left = PacketSocket.open(one);
      PacketSocket right = PacketSocket.open(other);
      Thread back = carry(right, left);
      carry(left, right).join();
      back.join();
      return Exit.OK;
    } catch (IOException impossible) {
      throw Failure.failed("cannot join " + one + " and " + other + ": " + impossible);
    } catch (InterruptedException interrupted) {
      throw Failure.failed("interrupted");
    }
  }

  private Thread carry(PacketSocket from, PacketSocket to) {
    BlockingQueue<Late> underway = new LinkedBlockingQueue<>(MOST_FRAMES);
    Thread.ofPlatform().daemon().start(() -> deliver(underway, to));
    return Thread.ofPlatform().start(() -> take(from, underway));
  }

  private void take(PacketSocket from, BlockingQueue<Late> underway) {
    try {
      while (true) {
        ByteBuffer frame = from.receive();
        if (frame.hasRemaining()) {
          // what does not fit is lost, as on a link that is full
          boolean kept =
              underway.offer(
                  new Late(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay), frame));
          if (!kept) {
            terminal.remark("a frame was lost: too many are under way");
          }
        }
      }
    } catch (IOException broken) {
      terminal.remark(String.valueOf(broken));
    }
  }

  private void deliver(BlockingQueue<Late> underway, PacketSocket to) {
    try {
      while (true) {
        Late next = underway.take();
        TimeUnit.NANOSECONDS.sleep(next.at() - System.nanoTime());
        to.send(next.frame());
      }
    } catch (IOException | InterruptedException broken) {
      terminal.remark(String.valueOf(broken));
    }
  }
}

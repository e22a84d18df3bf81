package io.troupe.node.network.overlay;

import io.troupe.netlink.NetworkNamespace;
import io.troupe.node.network.NetworkFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The program `iptables`, run inside a network namespace. It is used for Docker's chains only: of
/// its two kinds, the kernel's old tables and nftables, Docker takes the one that the program
/// stands for, and so must we.
record Iptables(NetworkNamespace namespace, String program) {
  private static final List<String> WAIT_FOR_LOCK = List.of("-w", "10");

  /// What it answered: exit code 0 and what it printed, or another one and its complaint.
  record Answer(int code, String text) {
    boolean isYes() {
      return code == 0;
    }
  }

  /// @throws NetworkFailure when the program is not there
  Answer run(List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(WAIT_FOR_LOCK);
    words.addAll(arguments);
    try {
      // a child process begins in the namespace of the thread that starts it
      Process process =
          namespace.call(() -> new ProcessBuilder(words).redirectErrorStream(true).start());
      process.getOutputStream().close();
      byte[] printed = process.getInputStream().readAllBytes();
      return new Answer(process.waitFor(), new String(printed, StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new NetworkFailure(
          "cannot run "
              + program
              + ", which lets packets between pods pass Docker's firewall; install the package"
              + " iptables: "
              + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NetworkFailure("interrupted while " + program + " ran", e);
    }
  }

  /// @throws NetworkFailure when it does not do it
  void require(List<String> arguments) {
    Answer answer = run(arguments);
    if (!answer.isYes()) {
      throw new NetworkFailure(
          "`"
              + program
              + " "
              + String.join(" ", arguments)
              + "` failed, so packets between pods may be dropped: "
              + answer.text());
    }
  }
}

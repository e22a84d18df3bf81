package io.troupe.cli.lab;

import io.troupe.cli.quickstart.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The Docker Engine of a host. On the host it is at the usual place; from this machine it is
/// reached by a socket in the lab's directory, also while the host is cut off.
///
/// @param cgroup under which the containers of the host are
record HostEngine(Daemon daemon, String cgroup) {
  private static final Duration START = Duration.ofSeconds(40);

  static String cgroup(String lab, LabHost host) {
    return "/" + Remains.CGROUP + "/" + lab + "/" + host.name();
  }

  Path socket() {
    return daemon.directory().resolve("docker.sock");
  }

  Engine engine() {
    return Engine.at("unix://" + socket());
  }

  void start(Scripts scripts) {
    daemon.start(
        scripts,
        Map.of(),
        List.of(
            "dockerd",
            "--host=unix:///run/docker.sock",
            "--host=unix://" + socket(),
            "--data-root=/var/lib/docker",
            "--exec-root=/run/docker",
            "--pidfile=/run/docker.pid",
            "--exec-opt=native.cgroupdriver=cgroupfs",
            "--cgroup-parent=" + cgroup));
  }

  void awaitAnswer() {
    daemon.await(START, () -> engine().trouble().isEmpty(), "answering");
  }
}

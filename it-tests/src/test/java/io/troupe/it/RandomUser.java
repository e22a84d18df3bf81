package io.troupe.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Somebody who gives random commands on one service, and remembers what was answered.
final class RandomUser {
  private static final int MOST_COMMANDS = 4;
  private static final int MOST_REPLICAS = 3;

  private final String service;
  private final Random random;

  /// What the service may be: what was answered last, and what was asked for without an answer.
  private final List<Optional<Wish>> possible = new ArrayList<>(List.of(Optional.empty()));

  private record Wish(int replicas, String image) {}

  RandomUser(String service, Random random) {
    this.service = service;
    this.random = random;
  }

  String service() {
    return service;
  }

  /// Gives a few commands, until one is not answered.
  void work(Api api) {
    for (int i = random.nextInt(1, MOST_COMMANDS + 1); i > 0; i--) {
      Optional<Wish> before = possible.getLast();
      int replicas = random.nextInt(MOST_REPLICAS + 1);
      String image = random.nextBoolean() ? TestImage.ONE : TestImage.TWO;
      int choice = before.isEmpty() ? 0 : random.nextInt(5);
      Optional<Wish> after =
          switch (choice) {
            case 0, 1 -> Optional.of(new Wish(replicas, image));
            case 2, 3 -> Optional.of(new Wish(replicas, before.get().image()));
            default -> Optional.empty();
          };
      possible.add(after);
      int status;
      try {
        status =
            switch (choice) {
              case 0, 1 -> api.apply(Manifests.service(service, replicas, image)).status();
              case 2, 3 -> api.scale(service, replicas).status();
              default -> api.deleteService(service).status();
            };
      } catch (UncheckedIOException unanswered) {
        return;
      }
      if (status == 200) {
        possible.clear();
        possible.add(after);
      } else {
        // refused, as a service that is still being removed cannot be created
        assertThat(status).isBetween(400, 499);
        possible.removeLast();
      }
    }
  }

  /// Takes in which of the possible things the service is, after a restart.
  void look(Api api, String when) {
    Optional<Wish> now =
        api.find("service", service)
            .filter(view -> !view.at("/status/state").asText().equals("destroy"))
            .map(view ->
                new Wish(
                    view.at("/spec/replicas").asInt(),
                    view.at("/spec/template/containers/0/image/name").asText()));
    assertThat(possible).as("%s %s", service, when).contains(now);
    possible.clear();
    possible.add(now);
  }

  /// Checks that the containers are what the service says.
  void assertServed(Api api, List<Container> containers, String when) {
    Optional<Wish> wish = possible.getLast();
    assertThat(containers).as("%s %s", service, when).hasSize(wish.map(Wish::replicas).orElse(0));
    assertThat(containers)
        .as("%s %s", service, when)
        .allSatisfy(container -> {
          assertThat(container.getState()).isEqualTo("running");
          assertThat(container.getImage()).isEqualTo(wish.get().image());
        });
    assertThat(api.find("service", service).map(view -> view.at("/status/state").asText()))
        .as("%s %s", service, when)
        .isEqualTo(wish.map(_ -> "ready"));
  }
}

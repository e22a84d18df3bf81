package io.troupe.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.node.container.RuntimeFailure;
import org.junit.jupiter.api.Test;

/// What every driver of [ImageStore] does.
public abstract class ImageStoreContract {
  protected abstract ImageStore open();

  /// The reference of an image that is here.
  protected abstract String here();

  /// The reference of an image that no registry has.
  protected abstract String missing();

  @Test
  void findsByNameAndById() {
    ImageStore images = open();

    ImageInfo image = images.find(here()).orElseThrow();

    assertThat(image.names()).contains(here());
    assertThat(images.find(image.id())).contains(image);
    assertThat(images.present(here())).isTrue();
  }

  @Test
  void listsWhatHasAName() {
    assertThat(open().list()).anyMatch(image -> image.names().contains(here()));
  }

  @Test
  void saysWhyAPullFails() {
    ImageStore images = open();

    assertThat(images.present(missing())).isFalse();
    assertThatThrownBy(() -> images.pull(missing(), null))
        .isInstanceOf(RuntimeFailure.class)
        .hasMessageStartingWith("image " + missing() + " cannot be pulled: ");
  }

  @Test
  void neverShowsCredentials() {
    ImageStore images = open();
    RegistryAuth auth = new RegistryAuth("somebody", "pa55word");

    assertThat(auth.toString()).doesNotContain("somebody", "pa55word");
    assertThatThrownBy(() -> images.pull(missing(), auth))
        .satisfies(e -> {
          for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("pa55word");
          }
        });
  }

  @Test
  void removesWhatIsNotThere() {
    ImageStore images = open();

    images.remove(missing());

    assertThat(images.present(missing())).isFalse();
  }
}

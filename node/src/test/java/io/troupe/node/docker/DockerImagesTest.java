package io.troupe.node.docker;

import io.troupe.node.image.ImageStore;
import io.troupe.node.image.ImageStoreContract;
import org.junit.jupiter.api.AfterEach;

class DockerImagesTest extends ImageStoreContract {
  private DockerConnection docker;

  @Override
  protected ImageStore open() {
    docker = TestDocker.require();
    return new DockerImages(docker);
  }

  @AfterEach
  void close() {
    if (docker != null) {
      docker.close();
    }
  }

  @Override
  protected String here() {
    return TestDocker.IMAGE;
  }

  /// A registry on a port where nobody listens.
  @Override
  protected String missing() {
    return "127.0.0.1:9/troupe/nowhere:1";
  }
}

package io.troupe.node.sim;

import io.troupe.node.image.ImageStore;
import io.troupe.node.image.ImageStoreContract;

class SimImagesTest extends ImageStoreContract {
  @Override
  protected ImageStore open() {
    SimImages images = new SimImages();
    images.pull(here(), null);
    return images;
  }

  @Override
  protected String here() {
    return "sim/web:1";
  }

  @Override
  protected String missing() {
    return "sim/missing:1";
  }
}

package io.troupe.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.troupe.actors.sample.Events;
import io.troupe.core.Event;
import io.troupe.core.deployment.DeploymentEvent;
import io.troupe.core.namespace.NamespaceEvent;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.pod.PodEvent;
import io.troupe.core.pool.PoolEvent;
import io.troupe.core.service.ServiceEvent;
import io.troupe.persistence.golden.GoldenFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every event that was ever stored reads back: see [GoldenFiles] for what to do when this fails.
class EveryStoredEventReadsBackTest {
  private static final GoldenFiles GOLDEN =
      GoldenFiles.in(Path.of("src", "test", "resources", "golden"));

  @Test
  void everyFamilyOfEventsHasItsTestHere() throws Exception {
    Set<Class<?>> tested =
        Set.of(
            NamespaceEvent.class,
            ServiceEvent.class,
            DeploymentEvent.class,
            PodEvent.class,
            NodeEvent.class,
            PoolEvent.class);
    for (Map.Entry<String, Object> entry :
        ConfigFactory.load().getConfig("troupe.vocabulary").root().unwrapped().entrySet()) {
      Class<?> family = Class.forName(entry.getValue().toString());
      if (Event.class.isAssignableFrom(family)) {
        assertThat(tested).as("golden files of " + family).contains(family);
      }
    }
  }

  @Test
  void everyNamespaceEventReadsBack() {
    GOLDEN.check(NamespaceEvent.class, Events.NAMESPACE);
  }

  @Test
  void everyServiceEventReadsBack() {
    GOLDEN.check(ServiceEvent.class, Events.SERVICE_EVENTS);
  }

  @Test
  void everyDeploymentEventReadsBack() {
    GOLDEN.check(DeploymentEvent.class, Events.DEPLOYMENT);
  }

  @Test
  void everyPodEventReadsBack() {
    GOLDEN.check(PodEvent.class, Events.POD_EVENTS);
  }

  @Test
  void everyNodeEventReadsBack() {
    GOLDEN.check(NodeEvent.class, Events.NODE);
  }

  @Test
  void everyPoolEventReadsBack() {
    GOLDEN.check(PoolEvent.class, Events.POOL);
  }
}

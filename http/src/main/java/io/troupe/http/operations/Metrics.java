package io.troupe.http.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.troupe.actors.ControlPlane;
import io.troupe.core.Kind;
import io.troupe.http.frame.Gate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The figures of this member, in the text form of Prometheus.
public final class Metrics implements Gate.Observer, AutoCloseable {
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Map<Answered, Timer> timers = new ConcurrentHashMap<>();

  private record Answered(String route, String method, int status) {}

  /// Those of the process; those of the control plane come by [#watch].
  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /// Adds the figures of a control plane.
  public void watch(ControlPlane control) {
    Gauge.builder("troupe_view_revision", control, plane -> plane.view().revision())
        .description("The newest revision of the log that lists show")
        .register(registry);
    Gauge.builder("troupe_journal_writable", control, plane -> plane.health().writable() ? 1 : 0)
        .description("Whether the journal takes writes")
        .register(registry);
    Gauge.builder("troupe_ready", control, plane -> plane.health().ready() ? 1 : 0)
        .description("Whether commands are taken and lists are complete")
        .register(registry);
    for (Kind kind : Kind.values()) {
      Gauge.builder("troupe_resources", control, plane -> plane.view().list(kind, "").size())
          .tag("kind", kind.label())
          .description("Resources there are")
          .register(registry);
    }
  }

  @Override
  public void answered(String route, String method, int status, long nanos) {
    timers
        .computeIfAbsent(new Answered(route, method, status), this::timer)
        .record(Duration.ofNanos(nanos));
  }

  private Timer timer(Answered answered) {
    return Timer.builder("troupe_http_requests")
        .description("Requests answered, and how long that took")
        .tag("route", answered.route())
        .tag("method", answered.method())
        .tag("status", Integer.toString(answered.status()))
        .serviceLevelObjectives(LATENCIES)
        .register(registry);
  }

  /// Everything as text.
  String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}

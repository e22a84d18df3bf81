package io.troupe.cli.platform;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the platform's log goes. Set up by code: reading a logback.xml would cost a tenth of the
/// whole start.
final class LogSetup {
  private static final String PATTERN =
      "%date{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{30} - %message%n";
  private static final String SIZE = "10MB";
  private static final int KEPT = 5;

  private LogSetup() {}

  /// Has no log, for a command whose answer says everything.
  static void none() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  /// Writes the log to a file, and keeps the last few when it grows.
  static void toFile(Path file) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();

    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();

    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);

    FixedWindowRollingPolicy files = new FixedWindowRollingPolicy();
    files.setContext(context);
    files.setParent(appender);
    files.setFileNamePattern(file + ".%i");
    files.setMinIndex(1);
    files.setMaxIndex(KEPT);
    files.start();

    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf(SIZE));
    size.start();

    appender.setRollingPolicy(files);
    appender.setTriggeringPolicy(size);
    appender.start();

    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
    context.getLogger("akka").setLevel(Level.WARN);
    context.getLogger("com.datastax").setLevel(Level.WARN);
    context.getLogger("com.github.dockerjava").setLevel(Level.WARN);
    context.getLogger("org.apache.hc").setLevel(Level.WARN);
  }
}

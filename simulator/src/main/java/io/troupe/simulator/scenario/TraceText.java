package io.troupe.simulator.scenario;

import io.troupe.simulator.engine.Weather;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A scenario as text, one thing a line, which people read and tests keep:
///
/// ```
/// seed 42
/// world 3 members 2 hosts 8 slots 60000 ms
/// network 4 subnets 6 addresses
/// weather 20 loss 0 doubling 100 lateness
/// only
/// fate LOST m1>node|n1:Join#0
/// at 2100 Apply demo:s0 2 1 1 64 0 any
/// ```
///
/// Without a line `network` the machines take no part in it. `only` says that nothing happens to
/// messages but the fates that follow. Lines that begin with `#` are for the reader.
public final class TraceText {
  private static final Map<String, Class<?>> VERBS =
      Stream.of(Action.User.class, Action.Fault.class)
          .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
          .collect(Collectors.toMap(Class::getSimpleName, type -> type, (a, b) -> a, TreeMap::new));

  private TraceText() {}

  /// The text of a scenario.
  public static String write(Scenario scenario) {
    StringBuilder text = new StringBuilder();
    Weather weather = scenario.weather();
    text.append("seed ").append(scenario.seed()).append('\n');
    text.append(
        "world %d members %d hosts %d slots %d ms\n"
            .formatted(scenario.members(), scenario.hosts(), scenario.slots(), scenario.lasts()));
    if (scenario.pools().networked()) {
      text.append(
          "network %d subnets %d addresses\n"
              .formatted(scenario.pools().subnets(), scenario.pools().addresses()));
    }
    text.append(
        "weather %d loss %d doubling %d lateness\n"
            .formatted(weather.loss(), weather.doubling(), weather.lateness()));
    Map<String, Weather.Fate> only = weather.only();
    if (only != null) {
      text.append("only\n");
      only.forEach((channel, fate) ->
          text.append("fate ").append(fate).append(' ').append(channel).append('\n'));
    }
    for (Scenario.Timed timed : scenario.actions()) {
      text.append("at ").append(timed.at()).append(' ').append(write(timed.action())).append('\n');
    }
    return text.toString();
  }

  private static String write(Action action) {
    StringBuilder line = new StringBuilder(action.getClass().getSimpleName());
    for (RecordComponent component : action.getClass().getRecordComponents()) {
      try {
        line.append(' ').append(component.getAccessor().invoke(action));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return line.toString();
  }

  /// Reads what [#write] has written.
  ///
  /// @throws IllegalArgumentException with the line that makes no sense
  public static Scenario read(String text) {
    long seed = 0;
    String[] world = {};
    String[] weather = {};
    Scenario.Pools pools = Scenario.Pools.NONE;
    boolean only = false;
    Map<String, Weather.Fate> fates = new LinkedHashMap<>();
    List<Scenario.Timed> actions = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      String[] words = line.split(" +");
      switch (words[0]) {
        case "", "#" -> {}
        case "seed" -> seed = Long.parseLong(words[1]);
        case "world" -> world = words;
        case "network" -> pools = new Scenario.Pools(number(words[1]), number(words[3]));
        case "weather" -> weather = words;
        case "only" -> only = true;
        case "fate" -> fates.put(words[2], Weather.Fate.valueOf(words[1]));
        case "at" ->
            actions.add(
                new Scenario.Timed(
                    Long.parseLong(words[1]),
                    action(line, Arrays.copyOfRange(words, 2, words.length))));
        default -> throw new IllegalArgumentException("not a line of a trace: " + line);
      }
    }
    if (world.length != 9 || weather.length != 7) {
      throw new IllegalArgumentException("a trace needs a line `world` and a line `weather`");
    }
    Weather read = Weather.of(number(weather[1]), number(weather[3]), number(weather[5]));
    return new Scenario(
        seed,
        number(world[1]),
        number(world[3]),
        number(world[5]),
        pools,
        number(world[7]),
        only ? read.only(fates) : read,
        actions);
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }

  private static Action action(String line, String[] words) {
    Class<?> type = VERBS.get(words[0]);
    if (type == null || type.getRecordComponents().length != words.length - 1) {
      throw new IllegalArgumentException("not an action: " + line);
    }
    Object[] values = new Object[words.length - 1];
    for (int i = 0; i < values.length; i++) {
      Class<?> component = type.getRecordComponents()[i].getType();
      String word = words[i + 1];
      values[i] =
          component == int.class
              ? (Object) Integer.valueOf(word)
              : component == long.class ? (Object) Long.valueOf(word) : word;
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructors()[0];
      return (Action) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("not an action: " + line, e);
    }
  }
}

package io.troupe.cli.lab;

import io.troupe.cli.terminal.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What lab to make.
///
/// @param name also of its link on this machine
/// @param directory where all labs are kept, each in a directory of its own
/// @param hosts how many
/// @param control how many of them, the first ones, are control members
/// @param engines whether each host runs a Docker Engine
/// @param platform whether Troupe is started
/// @param clocks whether the clocks of Troupe's processes can be stepped
/// @param disk how much each host can store of Troupe's data, as `64m`; empty for no limit
/// @param settings configuration for every process of Troupe, as `troupe.node.slots=5`
public record LabPlan(
    String name,
    Path directory,
    Subnet subnet,
    int hosts,
    int control,
    boolean engines,
    boolean platform,
    boolean clocks,
    String disk,
    List<String> settings) {
  /// Where labs are kept.
  public static final Path USUAL_DIRECTORY = Path.of("/var/lib/troupe-lab");

  /// What a lab is called when nothing is said.
  public static final String USUAL_NAME = "lab";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,10}");
  private static final Pattern SIZE = Pattern.compile("\\d+[kmg]");
  private static final Pattern SETTING = Pattern.compile("troupe\\.[\\w.-]+=\\S+");

  public LabPlan {
    requireName(name);
    if (hosts < 1 || hosts > Subnet.MOST_HOSTS) {
      throw Failure.usage("a lab has 1 to " + Subnet.MOST_HOSTS + " hosts, not " + hosts);
    }
    if (control < 1 || control > hosts) {
      throw Failure.usage(
          "of " + hosts + " hosts 1 to " + hosts + " can be control members, not " + control);
    }
    if (!disk.isEmpty() && !SIZE.matcher(disk).matches()) {
      throw Failure.usage("'" + disk + "' is no size of a disk: give one as 64m");
    }
    for (String setting : settings) {
      if (!SETTING.matcher(setting).matches()) {
        throw Failure.usage("'" + setting + "' is no setting: give one as troupe.node.slots=5");
      }
    }
    settings = List.copyOf(settings);
  }

  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw Failure.usage(
          "'" + name + "' cannot name a lab: use up to 11 of a-z, 0-9 and '-', a letter first");
    }
  }

  /// The usual lab of so many hosts: one control member, agents on all, Docker on each.
  public static LabPlan of(int hosts) {
    return new LabPlan(
        USUAL_NAME,
        USUAL_DIRECTORY,
        new Subnet("10.213.0"),
        hosts,
        1,
        true,
        true,
        false,
        "",
        List.of());
  }

  /// The same lab under another name and with other addresses.
  public LabPlan named(String other, Subnet addresses) {
    return new LabPlan(
        other, directory, addresses, hosts, control, engines, platform, clocks, disk, settings);
  }

  /// The same lab, kept elsewhere.
  public LabPlan in(Path elsewhere) {
    return new LabPlan(
        name, elsewhere, subnet, hosts, control, engines, platform, clocks, disk, settings);
  }

  /// The same lab with so many control members, which needs storage that all of them reach.
  public LabPlan withControl(int members) {
    return new LabPlan(
        name, directory, subnet, hosts, members, engines, platform, clocks, disk, settings);
  }

  /// The same lab without Docker Engines.
  public LabPlan withoutEngines() {
    return new LabPlan(
        name, directory, subnet, hosts, control, false, platform, clocks, disk, settings);
  }

  /// The same lab without Troupe.
  public LabPlan withoutPlatform() {
    return new LabPlan(
        name, directory, subnet, hosts, control, engines, false, clocks, disk, settings);
  }

  /// The same lab, in which the clocks of Troupe's processes can be stepped.
  public LabPlan withClocks() {
    return new LabPlan(
        name, directory, subnet, hosts, control, engines, platform, true, disk, settings);
  }

  /// The same lab with a limit on what each host can store of Troupe's data.
  public LabPlan withDisk(String size) {
    return new LabPlan(
        name, directory, subnet, hosts, control, engines, platform, clocks, size, settings);
  }

  /// The same lab with configuration for every process of Troupe.
  public LabPlan withSettings(List<String> more) {
    return new LabPlan(
        name, directory, subnet, hosts, control, engines, platform, clocks, disk, more);
  }
}

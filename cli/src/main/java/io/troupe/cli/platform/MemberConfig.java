package io.troupe.cli.platform;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.troupe.actors.SystemConfig;
import io.troupe.actors.cluster.ClusterSettings;
import io.troupe.actors.cluster.Membership;
import io.troupe.cli.command.VersionCommand;
import io.troupe.cli.terminal.Failure;
import io.troupe.cli.terminal.Terminal;
import io.troupe.node.AgentSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The configuration of a server or an agent: what the options say, over the configuration file,
/// over Troupe's set-up of Akka and the defaults of each module; system properties win over all.
/// What Akka has to know follows from the section `troupe.cluster`.
final class MemberConfig {
  private static final Set<String> ROLES = Set.of("control", "node", "ingress");

  private MemberConfig() {}

  /// Of a process with these settings given.
  static Config of(JoinOptions options, Map<String, Object> more, Terminal terminal) {
    Map<String, Object> given = new LinkedHashMap<>(options.settings(terminal));
    given.putAll(more);
    Config own = ConfigFactory.parseMap(given);
    var file = options.file();
    if (file != null) {
      try {
        own = own.withFallback(ConfigFactory.parseFile(file.toFile()));
      } catch (ConfigException unreadable) {
        throw Failure.failed("the configuration file is wrong: " + unreadable.getMessage());
      }
    }
    Config known = SystemConfig.of(own);
    check(known);
    Map<String, Object> akka = new LinkedHashMap<>(remoting(known));
    boolean control = roles(known).contains(Membership.CONTROL);
    if (control) {
      akka.putAll(cluster(known));
    }
    Config whole = ConfigFactory.parseMap(akka).withFallback(own);
    return control ? SystemConfig.ofMember(whole) : SystemConfig.ofAgent(whole);
  }

  /// What the process is to do.
  static List<String> roles(Config config) {
    return config.getStringList("troupe.cluster.roles");
  }

  private static void check(Config known) {
    for (String role : roles(known)) {
      if (!ROLES.contains(role)) {
        throw Failure.usage("there is no role '" + role + "': use control, node and ingress");
      }
    }
    boolean alone =
        known.getStringList("troupe.cluster.seeds").isEmpty()
            && known.getString("troupe.cluster.discover").isEmpty();
    if (alone && !roles(known).contains(Membership.CONTROL)) {
      throw Failure.usage(
          "where is the control plane? Name its members with --seed HOST:PORT, or with --discover");
    }
    if (roles(known).equals(List.of("ingress"))) {
      throw Failure.usage(
          "this release has nothing to do for role ingress alone: add control or node");
    }
  }

  private static Map<String, Object> remoting(Config known) {
    Map<String, Object> akka = new LinkedHashMap<>();
    String host = known.getString("troupe.cluster.host");
    int port = known.getInt("troupe.cluster.port");
    String bind = known.getString("troupe.cluster.bind");
    akka.put("akka.remote.artery.canonical.hostname", host);
    akka.put("akka.remote.artery.canonical.port", port);
    if (!bind.isEmpty()) {
      Endpoint bound = Endpoint.parse(bind, "--bind", port);
      akka.put("akka.remote.artery.bind.hostname", bound.host());
      akka.put("akka.remote.artery.bind.port", bound.port());
    }
    akka.put("akka.cluster.app-version", VersionCommand.version());
    akka.put("troupe.api.cluster-name", known.getString("troupe.cluster.name"));
    return akka;
  }

  private static Map<String, Object> cluster(Config known) {
    List<String> seeds = known.getStringList("troupe.cluster.seeds");
    int members = known.getInt("troupe.cluster.control-members");
    if (members == 0 && !known.getString("troupe.cluster.discover").isEmpty()) {
      throw Failure.usage(
          "how many control members are there to be? DNS cannot tell: give --control-members N");
    }
    int all = members > 0 ? members : Math.max(1, seeds.size());
    int quorum = ClusterSettings.quorum(all);
    String self =
        known.getString("troupe.cluster.host") + ":" + known.getInt("troupe.cluster.port");
    if (members == 0 && !seeds.isEmpty() && !seeds.contains(self)) {
      throw Failure.usage(
          "this member is reached at %s, which is none of the seeds (%s): name every control member with --seed, and this one's own address with --host and --port; or, to run an agent, use `troupe agent`"
              .formatted(self, String.join(", ", seeds)));
    }
    List<String> tagged = new ArrayList<>(roles(known));
    tagged.add(Membership.NAME_TAG + AgentSettings.from(known).name());
    tagged.add(Membership.SINCE_TAG + System.currentTimeMillis());
    Map<String, Object> akka = new LinkedHashMap<>();
    akka.put("troupe.cluster.control-members", all);
    akka.put("akka.cluster.roles", tagged);
    akka.put("akka.cluster.role.control.min-nr-of-members", quorum);
    akka.put("akka.cluster.split-brain-resolver.static-quorum.quorum-size", quorum);
    return akka;
  }
}

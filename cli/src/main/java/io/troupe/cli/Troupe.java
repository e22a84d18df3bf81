package io.troupe.cli;

import picocli.CommandLine.Command;

/// The command itself: what its help says. Every deed is a subcommand.
@Command(
    name = "troupe",
    description = "A container platform in which every resource is an actor.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%n",
    footer = {
      "Names: KIND NAME, KIND/NAME, NAMESPACE/SERVICE or a self-link; a pod by the start of its name.",
      "Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 not found, 4 server unreachable,",
      "            5 timed out, 6 token not accepted.",
      "Environment: TROUPE_SERVER, TROUPE_TOKEN, TROUPE_NAMESPACE, NO_COLOR.",
      "Begin with `troupe quickstart`, or with `troupe dev` and `troupe apply -f FILE`."
    })
final class Troupe {}

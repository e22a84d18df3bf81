/// One class per subcommand of the client. Each asks the API and prints; none holds state.
@NullMarked
package io.troupe.cli.command;

import org.jspecify.annotations.NullMarked;

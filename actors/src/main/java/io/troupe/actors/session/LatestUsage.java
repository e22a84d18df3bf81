package io.troupe.actors.session;

import io.troupe.core.node.Usage;
import io.troupe.persistence.codec.Wire;
import org.jspecify.annotations.Nullable;

/// A session's answer to [SessionMessage.ReadUsage].
///
/// @param usage null when the agent has told none yet, or is not heard any more
public record LatestUsage(@Nullable Usage usage) implements Wire {}

package io.troupe.core.manifest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a user says of a node; absent parts stay.
public record NodeMeta(@Nullable String description, @Nullable Map<String, String> labels) {}

package io.troupe.core.manifest;

import io.troupe.core.template.PodTemplate;
import io.troupe.core.template.Selector;
import org.jspecify.annotations.Nullable;

/// A deployment that a user makes or changes by hand.
///
/// @param name empty where the request's path decides
/// @param template absent only in a change
public record DeploymentManifest(
    String name,
    @Nullable Integer replicas,
    @Nullable Selector selector,
    @Nullable PodTemplate template) {}

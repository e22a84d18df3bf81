package io.troupe.http.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.troupe.http.node.UsageView;
import org.jspecify.annotations.Nullable;

/// A resource's view, with its place in the log beside the view's own fields.
///
/// @param revision of the resource's last event
/// @param seq number of the resource's last event
/// @param usage of a node now, what of its machine is in use; left out where that is not known
public record StampedView(
    @JsonUnwrapped Object view,
    long revision,
    long seq,
    @JsonInclude(Include.NON_NULL) @Nullable UsageView usage) {}

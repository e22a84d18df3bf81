package io.troupe.http.resource;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/// A resource's view, with its place in the log beside the view's own fields.
///
/// @param revision of the resource's last event
/// @param seq number of the resource's last event
public record StampedView(@JsonUnwrapped Object view, long revision, long seq) {}

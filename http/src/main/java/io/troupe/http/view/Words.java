package io.troupe.http.view;

/// What many views have: a state in one word, and why.
///
/// @param message empty while all is well
public record Words(String state, String message) {}

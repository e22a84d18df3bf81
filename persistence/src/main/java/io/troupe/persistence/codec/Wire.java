package io.troupe.persistence.codec;

/// A message that may travel between members of the cluster. Its family is registered with the
/// [Vocabulary] (`troupe.vocabulary` in the configuration), which makes [DomainSerializer] carry
/// it.
public interface Wire {}

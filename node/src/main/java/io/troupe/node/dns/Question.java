package io.troupe.node.dns;

/// What is asked, whoever asks it. The class is always IN.
record Question(WireName name, int type) {
  static Question of(Query query) {
    return new Question(query.name().copy(), query.type());
  }
}

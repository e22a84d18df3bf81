package io.troupe.node.dns;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Answers of upstream servers for as long as they may be kept; of more than it has room for, those
/// nobody has asked for longest go first. Thread-safe.
final class AnswerCache {
  /// Longer answers are rare and not kept, which bounds what all of them take.
  private static final int LARGEST = 8192;

  private final Map<Question, Answer> answers;

  AnswerCache(int size) {
    answers =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Question, Answer> eldest) {
            return size() > size;
          }
        };
  }

  /// @param now in nanoseconds of the clock that the answers were taken by
  synchronized Optional<Answer> find(Question question, long now) {
    Answer answer = answers.get(question);
    if (answer == null) {
      return Optional.empty();
    }
    if (answer.isCurrent(now)) {
      return Optional.of(answer);
    }
    answers.remove(question);
    return Optional.empty();
  }

  /// Keeps an answer, if it is one to keep.
  synchronized void put(Question question, Answer answer, long now) {
    if (answer.isCurrent(now) && answer.size() <= LARGEST) {
      answers.put(question, answer);
    }
  }

  synchronized int size() {
    return answers.size();
  }
}

package io.troupe.http.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.troupe.core.template.Selector;
import java.util.Map;

/// Which nodes may run it; empty for any.
@JsonInclude(Include.NON_EMPTY)
public record SelectorView(String node, Map<String, String> labels) {
  public static SelectorView of(Selector selector) {
    return new SelectorView(selector.node(), selector.labels());
  }
}

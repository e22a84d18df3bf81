package io.troupe.it.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every rule by its name.
final class Rules {
  static final Map<String, ArchRule> ALL = all();

  private Rules() {}

  private static Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    for (Class<?> room : List.of(ModuleRules.class, CoreRules.class, HouseRules.class)) {
      for (var field : new ArrayList<>(List.of(room.getDeclaredFields()))) {
        if (field.getType() == ArchRule.class) {
          try {
            rules.put(field.getName(), (ArchRule) field.get(null));
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
    return rules;
  }
}

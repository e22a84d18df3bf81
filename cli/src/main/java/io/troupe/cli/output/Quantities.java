package io.troupe.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.client.Json;
import java.util.Locale;

/// A node's use of what it has: `3/110`, `0.300/2.000`, `96MiB/3.8GiB`.
final class Quantities {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Quantities() {}

  static String plain(JsonNode node, String resource) {
    return pair(used(node, resource).asText("0"), capacity(node, resource).asText(""));
  }

  static String cpu(JsonNode node) {
    return pair(cpuText(used(node, "cpu")), cpuText(capacity(node, "cpu")));
  }

  static String memory(JsonNode node) {
    return pair(memoryText(used(node, "ram")), memoryText(capacity(node, "ram")));
  }

  private static JsonNode used(JsonNode node, String resource) {
    return Json.at(node, "status.allocated." + resource);
  }

  private static JsonNode capacity(JsonNode node, String resource) {
    return Json.at(node, "status.capacity." + resource);
  }

  private static String pair(String used, String capacity) {
    return capacity.isEmpty() || capacity.equals("0") ? used : used + "/" + capacity;
  }

  /// Numbers are nano-CPUs; texts are printed as they are.
  private static String cpuText(JsonNode value) {
    return value.isNumber()
        ? String.format(Locale.ROOT, "%.2f", value.asDouble() / 1e9)
        : value.asText("");
  }

  /// Numbers are bytes; texts are printed as they are.
  private static String memoryText(JsonNode value) {
    if (!value.isNumber()) {
      return value.asText("");
    }
    double amount = value.asDouble();
    int unit = 0;
    while (amount >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(
        Locale.ROOT, amount < 10 && unit > 0 ? "%.1f%s" : "%.0f%s", amount, UNITS[unit]);
  }
}

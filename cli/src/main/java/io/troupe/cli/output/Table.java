package io.troupe.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Rows under a heading, in columns as wide as they must be. Cells may hold colour codes, which
/// take no room.
public final class Table {
  private static final String GAP = "   ";
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  private final List<List<String>> rows = new ArrayList<>();

  public Table(List<String> titles) {
    rows.add(List.copyOf(titles));
  }

  /// Adds a row with a cell for each title.
  public void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /// The lines, without blanks at their ends.
  public List<String> lines() {
    int[] widths = widths();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private int[] widths() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      line.append(cell);
      if (i < row.size() - 1) {
        line.append(" ".repeat(widths[i] - width(cell))).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.indexOf('\u001b') < 0
        ? cell.length()
        : COLOUR.matcher(cell).replaceAll("").length();
  }
}

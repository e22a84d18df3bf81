package io.troupe.http.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.troupe.core.manifest.Location;
import io.troupe.core.manifest.Tree;
import io.troupe.core.manifest.Tree.Mapping;
import io.troupe.core.manifest.Tree.Scalar;
import io.troupe.core.manifest.Tree.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreesTest {
  private static List<Tree> yaml(String text) {
    return YamlTrees.read(text, new Building(true));
  }

  private static List<Tree> json(String text) {
    return JsonTrees.read(text.getBytes(StandardCharsets.UTF_8), new Building(true));
  }

  private static Malformed malformedYaml(String text) {
    return catchThrowableOfType(Malformed.class, () -> yaml(text));
  }

  private static Malformed malformedJson(String text) {
    return catchThrowableOfType(Malformed.class, () -> json(text));
  }

  @Test
  void knowsWhereEveryYamlNodeStands() {
    Mapping root = (Mapping) yaml("a: 1\nb:\n  - x\n  - c: 'y'\n").getFirst();
    assertThat(root.entries().get(1).location()).isEqualTo(new Location(1, 2, 1));
    Sequence list = (Sequence) root.entries().get(1).value();
    Mapping inner = (Mapping) list.items().get(1);
    Scalar leaf = (Scalar) inner.entries().getFirst().value();
    assertThat(leaf).isEqualTo(new Scalar("b[1].c", new Location(1, 4, 8), Scalar.Type.TEXT, "y"));
  }

  @Test
  void knowsWhereEveryJsonNodeStands() {
    Mapping root = (Mapping) json("{\"a\": 1,\n \"b\": [true, null]}").getFirst();
    assertThat(root.entries().get(1).location()).isEqualTo(new Location(1, 2, 2));
    Sequence list = (Sequence) root.entries().get(1).value();
    assertThat(list.items())
        .containsExactly(
            new Scalar("b[0]", new Location(1, 2, 8), Scalar.Type.BOOL, "true"),
            new Scalar("b[1]", new Location(1, 2, 14), Scalar.Type.NULL, "null"));
  }

  @Test
  void takesPlainYamlScalarsForWhatTheyLookLike() {
    Mapping root =
        (Mapping)
            yaml("a: 12\nb: '12'\nc: true\nd: ~\ne: 1.5\nf: 2026-11-22\ng: yes\nh:\n").getFirst();
    assertThat(root.entries())
        .extracting(entry -> ((Scalar) entry.value()).type())
        .containsExactly(
            Scalar.Type.NUMBER,
            Scalar.Type.TEXT,
            Scalar.Type.BOOL,
            Scalar.Type.NULL,
            Scalar.Type.NUMBER,
            Scalar.Type.TEXT,
            Scalar.Type.TEXT,
            Scalar.Type.NULL);
  }

  @Test
  void countsDocumentsAndLeavesOutEmptyOnes() {
    List<Tree> documents = yaml("---\na: 1\n---\n---\nb: 2\n");
    assertThat(documents).extracting(tree -> tree.location().document()).containsExactly(1, 3);
    assertThat(json("{} {}")).extracting(tree -> tree.location().document()).containsExactly(1, 2);
  }

  @Test
  void saysWhereYamlBreaksOff() {
    Malformed malformed = malformedYaml("a: 1\nb: [1, 2\nc: 3\n");
    assertThat(malformed.problem().location().line()).isEqualTo(3);
    assertThat(malformed).hasMessageStartingWith("malformed YAML: ");
    assertThat(malformedYaml("a: b: c\n").problem().location()).isEqualTo(new Location(1, 1, 5));
  }

  @Test
  void saysWhereJsonBreaksOff() {
    assertThat(malformedJson("{\"a\": 1,\n  \"b\" 2}").problem().location().line()).isEqualTo(2);
    assertThat(malformedJson("{\"a\": ").problem().message()).startsWith("malformed JSON");
  }

  @Test
  void refusesAKeyThatIsGivenTwice() {
    assertThat(malformedYaml("a: 1\na: 2\n").problem().toString())
        .contains("`a` is given twice, first at line 1, column 1", "line 2, column 1");
    assertThat(malformedJson("{\"a\":1,\"a\":2}").problem().path()).isEqualTo("a");
  }

  @Test
  void followsAliasesAndGivesThemTheirNewPath() {
    Mapping root = (Mapping) yaml("a: &x {k: v}\nb: *x\n").getFirst();
    Mapping copy = (Mapping) root.entries().get(1).value();
    assertThat(copy.entries().getFirst().value().path()).isEqualTo("b.k");
    assertThat(malformedYaml("a: *nope\n")).isNotNull();
  }

  @Test
  void staysSmallWhateverTheAliasesMultiply() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String before = "*a" + (i - 1);
      laughs.append("a%d: &a%d [".formatted(i, i));
      laughs.append(String.join(", ", java.util.Collections.nCopies(10, before))).append("]\n");
    }
    assertThat(malformedYaml(laughs.toString())).hasMessageContaining("more than 200000 values");
  }

  @Test
  void refusesWhatIsNestedTooDeep() {
    String deep = "[".repeat(5000) + "]".repeat(5000);
    assertThat(malformedYaml(deep)).hasMessageContaining("nested deeper than 64");
    assertThat(malformedJson(deep)).hasMessageContaining("nested deeper than 64");
  }
}

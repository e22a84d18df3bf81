package io.troupe.core.manifest;

import io.troupe.core.manifest.Problem.Fault;
import io.troupe.core.namespace.NamespacePatch.QuotaPatch;
import io.troupe.core.quantity.Cpu;
import io.troupe.core.quantity.Memory;
import io.troupe.core.template.Limits;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Amounts with units. An empty text is no amount given.
final class AmountReader {
  private AmountReader() {}

  static Limits limits(Fields fields) {
    Cpu cpu = cpu(fields);
    Memory memory = memory(fields, "ram", "memory");
    return new Limits(cpu == null ? Cpu.ZERO : cpu, memory == null ? Memory.ZERO : memory);
  }

  static QuotaPatch quota(Fields fields) {
    return new QuotaPatch(memory(fields, "ram", "memory"), cpu(fields), memory(fields, "storage"));
  }

  private static @Nullable Cpu cpu(Fields fields) {
    return amount(fields, Cpu::parse, "cpu");
  }

  private static @Nullable Memory memory(Fields fields, String... names) {
    return amount(fields, Memory::parse, names);
  }

  private static <A> @Nullable A amount(
      Fields fields, Function<String, A> parser, String... names) {
    Tree tree = fields.find(names);
    if (tree == null) {
      return null;
    }
    if (!(tree instanceof Tree.Scalar scalar) || scalar.type() == Tree.Scalar.Type.BOOL) {
      fields.findings().shape(tree, "an amount");
      return null;
    }
    if (scalar.raw().isBlank()) {
      return null;
    }
    try {
      return parser.apply(scalar.raw());
    } catch (IllegalArgumentException e) {
      fields.findings().add(quantityProblem(tree, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static Problem quantityProblem(Tree tree, String message) {
    int remedy = message.indexOf("; ");
    return Problem.at(
        Fault.QUANTITY,
        tree.path(),
        tree.location(),
        remedy < 0 ? message : message.substring(0, remedy),
        remedy < 0 ? "" : message.substring(remedy + 2));
  }
}

package io.troupe.netlink.nftables;

import io.troupe.netlink.PayloadWriter;
import io.troupe.netlink.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Changes to a ruleset that the kernel makes all at once or not at all, in this order.
///
/// The verbs are those of `nft`: *add* is content with what exists already, *create* is not,
/// *delete* fails for what is missing, *flush* empties. Not safe for use by several threads.
public final class Batch {
  /// As many elements go into a message, whose list of them must stay below 64 KiB.
  private static final int ELEMENTS_AT_A_TIME = 128;

  private static final int ELEMENT_TABLE = 1;
  private static final int ELEMENT_SET = 2;
  private static final int ELEMENT_LIST = 3;
  private static final int ELEMENT_SET_ID = 4;

  private final List<Request> requests = new ArrayList<>();

  /// An empty batch.
  public Batch() {}

  List<Request> requests() {
    return requests;
  }

  public boolean isEmpty() {
    return requests.isEmpty();
  }

  public Batch tableAdd(Table table) {
    return table(NftMessage.NEW_TABLE, Request.CREATE, "add", table);
  }

  public Batch tableCreate(Table table) {
    return table(NftMessage.NEW_TABLE, Request.CREATE | Request.EXCLUSIVE, "create", table);
  }

  /// Deletes a table with all that is in it.
  public Batch tableDelete(Table table) {
    return table(NftMessage.DEL_TABLE, 0, "delete", table);
  }

  /// Deletes the rules of a table; chains and sets stay.
  public Batch tableFlush(Table table) {
    return add(
        NftMessage.DEL_RULE,
        table,
        0,
        () -> "flush table " + table,
        out -> NftRule.writeFilter(out, table, ""));
  }

  public Batch chainAdd(Chain chain) {
    return add(
        NftMessage.NEW_CHAIN,
        chain.table(),
        Request.CREATE,
        () -> "add chain " + chain,
        chain::writeTo);
  }

  /// Deletes a chain, which must be without rules and nothing may jump to.
  public Batch chainDelete(Chain chain) {
    return add(
        NftMessage.DEL_CHAIN, chain.table(), 0, () -> "delete chain " + chain, chain::writeKey);
  }

  /// Deletes the rules of a chain.
  public Batch chainFlush(Chain chain) {
    return add(
        NftMessage.DEL_RULE,
        chain.table(),
        0,
        () -> "flush chain " + chain,
        out -> NftRule.writeFilter(out, chain.table(), chain.name()));
  }

  public Batch setAdd(NftSet set) {
    return add(
        NftMessage.NEW_SET, set.table(), Request.CREATE, () -> "add set " + set, set::writeTo);
  }

  public Batch setDelete(NftSet set) {
    return add(NftMessage.DEL_SET, set.table(), 0, () -> "delete set " + set, set::writeKey);
  }

  /// Deletes the elements of a set.
  public Batch setFlush(NftSet set) {
    return add(
        NftMessage.DEL_ELEMENT,
        set.table(),
        0,
        () -> "flush set " + set,
        out -> elementKey(out, set));
  }

  /// Adds elements; a key that maps to something else already is refused (`EEXIST`).
  public Batch elementAdd(NftSet set, List<Element> elements) {
    return elements(NftMessage.NEW_ELEMENT, Request.CREATE, "add", set, elements);
  }

  public Batch elementDelete(NftSet set, List<Element> elements) {
    return elements(NftMessage.DEL_ELEMENT, 0, "delete", set, elements);
  }

  /// Adds a rule at the end of its chain.
  public Batch ruleAdd(NftRule rule) {
    return rule(NftMessage.NEW_RULE, Request.CREATE | Request.APPEND, "add", rule);
  }

  /// Adds a rule at the beginning of its chain.
  public Batch ruleInsert(NftRule rule) {
    return rule(NftMessage.NEW_RULE, Request.CREATE, "insert", rule);
  }

  /// Puts a rule in the place of the one whose handle it has.
  public Batch ruleReplace(NftRule rule) {
    requireHandle(rule);
    return rule(NftMessage.NEW_RULE, Request.REPLACE, "replace", rule);
  }

  /// Deletes the rule with this handle.
  public Batch ruleDelete(NftRule rule) {
    requireHandle(rule);
    return add(
        NftMessage.DEL_RULE,
        rule.table(),
        0,
        () -> "delete rule " + rule.handle() + " of " + rule.table() + " " + rule.chain(),
        rule::writeKey);
  }

  private Batch table(int message, int flags, String verb, Table table) {
    return add(
        message,
        table,
        flags,
        () -> verb + " table " + table,
        out -> out.string(Table.NAME, table.name()));
  }

  private Batch rule(int message, int flags, String verb, NftRule rule) {
    return add(
        message,
        rule.table(),
        flags,
        () ->
            verb
                + " rule of chain "
                + rule.table()
                + " "
                + rule.chain()
                + (rule.comment().isEmpty() ? "" : " (" + rule.comment() + ")"),
        rule::writeTo);
  }

  private Batch elements(int message, int flags, String verb, NftSet set, List<Element> elements) {
    for (int i = 0; i < elements.size(); i += ELEMENTS_AT_A_TIME) {
      List<Element> some =
          List.copyOf(elements.subList(i, Math.min(i + ELEMENTS_AT_A_TIME, elements.size())));
      add(
          message,
          set.table(),
          flags,
          () -> verb + " elements of " + set,
          out -> {
            elementKey(out, set);
            if (set.batchId() != 0) {
              out.be32(ELEMENT_SET_ID, set.batchId());
            }
            out.nest(ELEMENT_LIST, list -> some.forEach(element -> element.writeTo(list)));
          });
    }
    return this;
  }

  private Batch add(
      int message, Table table, int flags, Supplier<String> words, PayloadWriter.Part body) {
    requests.add(NftMessage.request(message, table.family(), flags, words, body));
    return this;
  }

  static void elementKey(PayloadWriter out, NftSet set) {
    out.string(ELEMENT_TABLE, set.table().name()).string(ELEMENT_SET, set.name());
  }

  private static void requireHandle(NftRule rule) {
    if (rule.handle() == 0) {
      throw new IllegalArgumentException(
          "a rule is replaced or deleted by its handle: take the rule from ruleList");
    }
  }
}

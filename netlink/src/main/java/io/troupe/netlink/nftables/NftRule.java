package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.Message;
import io.troupe.netlink.Payload;
import io.troupe.netlink.PayloadWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A rule of a chain: expressions, and a comment that `nft` shows and that may carry an owner's
/// mark.
///
/// `handle` is the number by which the kernel knows a rule that exists; 0 before.
public record NftRule(
    Table table, String chain, List<Expression> expressions, String comment, long handle) {
  private static final int TABLE = 1;
  private static final int CHAIN = 2;
  private static final int HANDLE = 3;
  private static final int EXPRESSIONS = 4;
  private static final int USERDATA = 7;
  private static final int ELEMENT = 1;
  private static final int COMMENT = 0;
  private static final int LONGEST_COMMENT = 128;

  public NftRule {
    expressions = List.copyOf(expressions);
    if (comment.getBytes(StandardCharsets.UTF_8).length > LONGEST_COMMENT) {
      throw new IllegalArgumentException(
          "the comment '" + comment + "' is longer than " + LONGEST_COMMENT + " bytes");
    }
  }

  public static NftRule of(Chain chain, List<Expression> expressions) {
    return new NftRule(chain.table(), chain.name(), expressions, "", 0);
  }

  public static NftRule of(Chain chain, Expression... expressions) {
    return of(chain, List.of(expressions));
  }

  public NftRule withComment(String text) {
    return new NftRule(table, chain, expressions, text, handle);
  }

  public NftRule withHandle(long number) {
    return new NftRule(table, chain, expressions, comment, number);
  }

  void writeKey(PayloadWriter out) {
    out.string(TABLE, table.name()).string(CHAIN, chain);
    if (handle != 0) {
      out.be64(HANDLE, handle);
    }
  }

  void writeTo(PayloadWriter out) {
    writeKey(out);
    out.nest(EXPRESSIONS, list -> expressions.forEach(one -> expression(list, one)));
    if (!comment.isEmpty()) {
      UserData.write(out, USERDATA, COMMENT, comment);
    }
  }

  static NftRule read(Message message) {
    Attributes attributes = NftMessage.attributes(message);
    return new NftRule(
        Table.of(message, attributes.string(TABLE)),
        attributes.string(CHAIN),
        attributes.nested(EXPRESSIONS).all().stream()
            .map(Attributes.Attribute::value)
            .map(Payload::attributes)
            .map(Expression::read)
            .toList(),
        attributes.map(USERDATA, data -> UserData.string(data, COMMENT)).orElse(""),
        attributes.networkNumber(HANDLE, 0));
  }

  /// The requests for a chain's or table's rules name it by the same attributes.
  static void writeFilter(PayloadWriter out, Table table, String chain) {
    out.string(TABLE, table.name());
    if (!chain.isEmpty()) {
      out.string(CHAIN, chain);
    }
  }

  private static void expression(PayloadWriter list, Expression expression) {
    list.nest(
        ELEMENT,
        one ->
            one.string(Expression.NAME, expression.kernelName())
                .nest(Expression.DATA, expression::writeTo));
  }
}

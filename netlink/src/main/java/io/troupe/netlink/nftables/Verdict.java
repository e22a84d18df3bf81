package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// What becomes of a packet; a jump or goto names the chain to go on in.
public record Verdict(Kind kind, String chain) implements Data {
  public static final Verdict ACCEPT = new Verdict(Kind.ACCEPT, "");
  public static final Verdict DROP = new Verdict(Kind.DROP, "");
  public static final Verdict RETURN = new Verdict(Kind.RETURN, "");

  private static final int CODE = 1;
  private static final int CHAIN = 2;

  /// `NF_*` of `linux/netfilter.h` and `NFT_*` of `linux/netfilter/nf_tables.h`.
  public enum Kind {
    DROP(0),
    ACCEPT(1),
    CONTINUE(-1),
    BREAK(-2),
    JUMP(-3),
    GOTO(-4),
    RETURN(-5);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      return CONTINUE;
    }
  }

  /// Goes on in `chain` and comes back after it.
  public static Verdict jump(String chain) {
    return new Verdict(Kind.JUMP, chain);
  }

  /// Goes on in `chain` and does not come back.
  public static Verdict goTo(String chain) {
    return new Verdict(Kind.GOTO, chain);
  }

  @Override
  public void writeTo(PayloadWriter out) {
    out.nest(
        Data.VERDICT,
        in -> {
          in.be32(CODE, kind.code);
          if (!chain.isEmpty()) {
            in.string(CHAIN, chain);
          }
        });
  }

  static Verdict read(Attributes attributes) {
    return new Verdict(Kind.of((int) attributes.networkNumber(CODE, 0)), attributes.string(CHAIN));
  }
}

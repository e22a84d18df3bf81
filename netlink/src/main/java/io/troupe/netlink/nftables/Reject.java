package io.troupe.netlink.nftables;

import io.troupe.netlink.Attributes;
import io.troupe.netlink.PayloadWriter;

/// Drops a packet and tells its sender: by a TCP reset, or by ICMP with a code.
public record Reject(Answer answer, int code) implements Expression {
  static final String NAME = "reject";

  private static final int TYPE = 1;
  private static final int ICMP_CODE = 2;

  /// `NFT_REJECT_*`.
  public enum Answer {
    ICMP(0),
    TCP_RESET(1),
    /// ICMP or ICMPv6 as the packet needs; for tables of family inet.
    ICMP_OF_EITHER(2);

    private final int number;

    Answer(int number) {
      this.number = number;
    }

    static Answer of(int number) {
      return switch (number) {
        case 0 -> ICMP;
        case 1 -> TCP_RESET;
        default -> ICMP_OF_EITHER;
      };
    }
  }

  public static Reject tcpReset() {
    return new Reject(Answer.TCP_RESET, 0);
  }

  /// "Port unreachable" by ICMP (`ICMP_PORT_UNREACH`), for tables of family ip.
  public static Reject icmpPortUnreachable() {
    return new Reject(Answer.ICMP, 3);
  }

  /// "Port unreachable" by ICMP or ICMPv6 (`NFT_REJECT_ICMPX_PORT_UNREACH`).
  public static Reject portUnreachable() {
    return new Reject(Answer.ICMP_OF_EITHER, 1);
  }

  @Override
  public String kernelName() {
    return NAME;
  }

  @Override
  public void writeTo(PayloadWriter out) {
    out.be32(TYPE, answer.number);
    if (answer != Answer.TCP_RESET) {
      out.u8(ICMP_CODE, code);
    }
  }

  static Reject read(Attributes data) {
    return new Reject(
        Answer.of((int) data.networkNumber(TYPE, 0)), (int) data.networkNumber(ICMP_CODE, 0));
  }
}

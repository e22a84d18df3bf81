package io.troupe.node.dns;

import io.troupe.core.network.Ipv4;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

/// Encodes records as they stand in answers (RFC 1035, 3.2.1): name, type, class, TTL, data. Names
/// within data are never compressed, as RFC 2782 asks for SRV.
///
/// @param ttl in seconds
record ResourceRecord(int ttl) {
  /// A pointer to the question's name, which stands right after the header.
  private static final byte[] QUESTION = {(byte) 0xC0, Query.HEADER};

  private static final int FIXED = 10;
  private static final int REFRESH_SECONDS = 3600;
  private static final int RETRY_SECONDS = 600;
  private static final int EXPIRE_SECONDS = 86_400;

  /// An address of the name asked for.
  byte[] address(Ipv4 address) {
    return named(QUESTION, Type.A, address.bytes());
  }

  /// An address of another name.
  byte[] address(WireName owner, Ipv4 address) {
    return named(owner.bytes(), Type.A, address.bytes());
  }

  /// The name that the one asked for leads to: PTR, NS.
  byte[] reference(int type, WireName target) {
    return named(QUESTION, type, target.bytes());
  }

  /// A server of the service asked for, of the same priority and weight as its others.
  byte[] server(int port, WireName target) {
    byte[] data =
        ByteBuffer.allocate(6 + target.length())
            .putShort((short) 0)
            .putShort((short) 1)
            .putShort((short) port)
            .put(target.bytes())
            .array();
    return named(QUESTION, Type.SRV, data);
  }

  /// What stands for all that a name has (RFC 8482, 4.2).
  byte[] anything() {
    byte[] cpu = "RFC8482".getBytes(StandardCharsets.US_ASCII);
    byte[] data =
        ByteBuffer.allocate(cpu.length + 2).put((byte) cpu.length).put(cpu).put((byte) 0).array();
    return named(QUESTION, Type.HINFO, data);
  }

  /// The start of authority, without the name it belongs to. Its TTL says how long it may be kept
  /// that something is not there (RFC 2308, 3).
  byte[] authority(WireName server, WireName contact, int serial) {
    byte[] data =
        ByteBuffer.allocate(server.length() + contact.length() + 20)
            .put(server.bytes())
            .put(contact.bytes())
            .putInt(serial)
            .putInt(REFRESH_SECONDS)
            .putInt(RETRY_SECONDS)
            .putInt(EXPIRE_SECONDS)
            .putInt(ttl)
            .array();
    return named(new byte[0], Type.SOA, data);
  }

  private byte[] named(byte[] owner, int type, byte[] data) {
    return ByteBuffer.allocate(owner.length + FIXED + data.length)
        .put(owner)
        .putShort((short) type)
        .putShort((short) DClass.IN)
        .putInt(ttl)
        .putShort((short) data.length)
        .put(data)
        .array();
  }
}

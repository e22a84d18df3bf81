package io.troupe.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
  @Test
  void padsAttributesAndCountsOnlyTheirOwnBytes() {
    PayloadWriter out = new PayloadWriter().string(3, "abc").u8(4, 1).nest(5, in -> in.be16(6, 80));
    assertThat(HexFormat.of().formatHex(out.toBytes()))
        .isEqualTo("0800030061626300" + "0500040001000000" + "0c000580" + "0600060000500000");
  }

  @Test
  void readsWhatItWrote() {
    PayloadWriter out =
        new PayloadWriter().string(1, "vx0").u64(2, -2L).be32(3, 0x01020304).flag(4).u16(5, 65535);
    Attributes attributes = Payload.of(out.toBytes()).attributes();

    assertThat(attributes.string(1)).isEqualTo("vx0");
    assertThat(attributes.number(2, 0)).isEqualTo(-2L);
    assertThat(attributes.networkNumber(3, 0)).isEqualTo(0x01020304);
    assertThat(attributes.has(4)).isTrue();
    assertThat(attributes.integer(5)).hasValue(65535);
    assertThat(attributes.integer(6)).isEmpty();
    assertThat(attributes.string(6)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void growsWhereverAFieldReachesTheEndOfItsRoom(int width) {
    for (int before = 500; before < 530; before++) {
      PayloadWriter out = new PayloadWriter().zeros(before);
      switch (width) {
        case 1 -> out.u8(0x7f);
        case 2 -> out.u16(0x7f);
        case 4 -> out.u32(0x7f);
        default -> out.u64(0x7f);
      }
      Payload written = Payload.of(out.toBytes());
      assertThat(written.length()).isEqualTo(before + width);
      assertThat(written.from(before).number()).isEqualTo(0x7f);
    }
  }

  @Test
  void refusesAnAttributeNoLengthFieldCanHold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PayloadWriter().nest(9, in -> in.zeros(70_000)))
        .withMessageContaining("attribute 9")
        .withMessageContaining("split the request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0300010000000000", "ffff0100", "0000000000000000"})
  void refusesAttributesWhoseLengthIsWrong(String hex) {
    Payload payload = Payload.of(HexFormat.of().parseHex(hex));
    assertThatExceptionOfType(NetlinkException.Malformed.class).isThrownBy(payload::attributes);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void meetsRandomBytesWithMessagesOrMalformedAndNothingElse(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 16) {
        bytes[0] = (byte) bytes.length;
        bytes[1] = bytes[2] = bytes[3] = 0;
      }
      try {
        for (Message message : Message.read(bytes)) {
          message.payload().attributes().all();
        }
      } catch (NetlinkException.Malformed e) {
        assertThat(e.errno()).isEqualTo(Errno.EBADMSG);
      }
    }
  }

  @Test
  void readsAndPrintsAddresses() {
    assertThat(MacAddress.parse("02:00:5e:10:00:ff")).hasToString("02:00:5e:10:00:ff");
    assertThat(MacAddress.of(new byte[] {-1, 0, 0, 0, 0, 1})).hasToString("ff:00:00:00:00:01");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MacAddress.parse("02:00"))
        .withMessageContaining("six hex pairs");
    assertThat(IpPrefix.parse("10.1.2.3/20").network()).hasToString("10.1.0.0/20");
    assertThat(IpPrefix.parse("fd00::ffff/100").network()).hasToString("fd00:0:0:0:0:0:0:0/100");
    assertThat(IpPrefix.parse("10.1.2.3")).hasToString("10.1.2.3/32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IpPrefix.parse("10.1.2.3/33"))
        .withMessageContaining("10.1.2.3/33");
    assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.parse("example.org/8"));
  }

  @Test
  void keepsAMappedIpv4AddressAnIpv6Address() {
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff0a010203");
    IpPrefix prefix = new IpPrefix(Payload.of(mapped).address(), 96);
    assertThat(prefix.isIpv4()).isFalse();
    assertThat(prefix.network().address().getAddress())
        .isEqualTo(HexFormat.of().parseHex("00000000000000000000ffff00000000"));
  }

  @Test
  void knowsTheNamesOfErrorNumbers() {
    assertThat(Errno.of(17)).hasToString("EEXIST (File exists)").isEqualTo(Errno.EEXIST);
    assertThat(Errno.of(524).name()).isEqualTo("ENOTSUPP");
    assertThat(Errno.of(4000)).hasToString("E4000 (error 4000)");
  }
}

package io.troupe.node.dns;

import static io.troupe.node.dns.Endpoints.at;
import static io.troupe.node.dns.Endpoints.draining;
import static io.troupe.node.dns.Endpoints.headless;
import static io.troupe.node.dns.Endpoints.pod;
import static io.troupe.node.dns.Endpoints.pods;
import static io.troupe.node.dns.Endpoints.service;
import static io.troupe.node.dns.Endpoints.zone;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.core.network.Cidr;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ZoneTest {
  private static final String WEB = "web.demo.lb.local.";

  @Test
  void aServiceIsFoundByItsNameAndNamespace() throws IOException {
    Message answer = ask(zone(at("demo:web", "10.96.0.7")), WEB, Type.A);

    assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(answer.getHeader().getFlag(Flags.QR)).isTrue();
    assertThat(text(answer, Section.ANSWER))
        .containsExactly("web.demo.lb.local.\t5\tIN\tA\t10.96.0.7");
  }

  @Test
  void aServiceWithoutPodsKeepsItsAddress() throws IOException {
    assertThat(data(ask(zone(at("demo:web", "10.96.0.7")), WEB, Type.A)))
        .containsExactly("10.96.0.7");
  }

  @Test
  void theNameOfAHeadlessServiceStandsForThePodsThatServe() throws IOException {
    Zone zone =
        zone(
            headless(
                "demo:db",
                pod("demo:db:d_v1:aaa", "10.42.1.2"),
                pod("demo:db:d_v1:bbb", "10.42.2.2"),
                draining("demo:db:d_v1:ccc", "10.42.3.2")));

    assertThat(data(ask(zone, "db.demo.lb.local.", Type.A)))
        .containsExactlyInAnyOrder("10.42.1.2", "10.42.2.2");
  }

  @Test
  void everyPodOfAHeadlessServiceComesFirstSometimes() throws IOException {
    Zone zone = zone(headless("demo:db", pods(3)));
    Set<String> first = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      first.add(data(ask(zone, "db.demo.lb.local.", Type.A)).getFirst());
    }

    assertThat(first).containsExactlyInAnyOrder("10.42.1.0", "10.42.1.1", "10.42.1.2");
  }

  @Test
  void aHeadlessServiceWithoutPodsHasANameAndNoAddress() throws IOException {
    assertNoData(ask(zone(headless("demo:db")), "db.demo.lb.local.", Type.A));
  }

  @Test
  void eachPodHasANameAlsoWhileItDrains() throws IOException {
    Zone zone =
        zone(
            at(
                "demo:web",
                "10.96.0.7",
                pod("demo:web:d_v1:3f2a9c1", "10.42.1.2"),
                draining("demo:web:d_v1:bbb", "10.42.2.2")));

    assertThat(data(ask(zone, "3f2a9c1.web.demo.lb.local.", Type.A))).containsExactly("10.42.1.2");
    assertThat(data(ask(zone, "bbb.web.demo.lb.local.", Type.A))).containsExactly("10.42.2.2");
  }

  @Test
  void aPortLeadsToTheServiceWithItsAddressBesides() throws IOException {
    Message answer = ask(zone(at("demo:web", "10.96.0.7")), "_80._tcp." + WEB, Type.SRV);

    assertThat(data(answer)).containsExactly("0 1 80 web.demo.lb.local.");
    assertThat(text(answer, Section.ADDITIONAL))
        .containsExactly("web.demo.lb.local.\t5\tIN\tA\t10.96.0.7");
    assertThat(data(ask(zone(at("demo:web", "10.96.0.7")), "_5353._udp." + WEB, Type.SRV)))
        .containsExactly("0 1 5353 web.demo.lb.local.");
  }

  @Test
  void aPortOfAHeadlessServiceLeadsToThePortOfEachPod() throws IOException {
    Zone zone =
        zone(
            headless(
                "demo:db",
                pod("demo:db:d_v1:aaa", "10.42.1.2"),
                pod("demo:db:d_v1:bbb", "10.42.2.2")));
    Message answer = ask(zone, "_80._tcp.db.demo.lb.local.", Type.SRV);

    assertThat(data(answer))
        .containsExactlyInAnyOrder(
            "0 1 8080 aaa.db.demo.lb.local.", "0 1 8080 bbb.db.demo.lb.local.");
    assertThat(text(answer, Section.ADDITIONAL))
        .containsExactlyInAnyOrder(
            "aaa.db.demo.lb.local.\t5\tIN\tA\t10.42.1.2",
            "bbb.db.demo.lb.local.\t5\tIN\tA\t10.42.2.2");
  }

  @Test
  void addressesLeadBackToNames() throws IOException {
    Zone zone = zone(at("demo:web", "10.96.0.7", pod("demo:web:d_v1:3f2a9c1", "10.42.1.2")));

    assertThat(data(ask(zone, "7.0.96.10.in-addr.arpa.", Type.PTR))).containsExactly(WEB);
    assertThat(data(ask(zone, "2.1.42.10.in-addr.arpa.", Type.PTR)))
        .containsExactly("3f2a9c1.web.demo.lb.local.");
  }

  @Test
  void addressesOfTheRangesThatNobodyHasHaveNoName() throws IOException {
    assertNoName(ask(zone(), "9.0.96.10.in-addr.arpa.", Type.PTR), "96.10.in-addr.arpa.");
  }

  @Test
  void addressesOutsideTheRangesAreForOthersToName() {
    Zone zone = zone(at("demo:web", "192.0.2.1"));

    assertThat(isAnswered(zone, "1.2.0.192.in-addr.arpa.")).isFalse();
    assertThat(isAnswered(zone, "10.in-addr.arpa.")).isFalse();
  }

  @Test
  void aRangeThatEndsWithinAnOctetIsAnsweredForExactly() throws IOException {
    Zone zone = new Zone(Endpoints.settings(), List.of(Cidr.parse("172.16.0.0/12")), List.of());

    assertThat(isAnswered(zone, "1.0.15.172.in-addr.arpa.")).isFalse();
    assertThat(isAnswered(zone, "1.0.32.172.in-addr.arpa.")).isFalse();
    assertNoName(ask(zone, "1.0.16.172.in-addr.arpa.", Type.PTR), "16.172.in-addr.arpa.");
    assertNoName(ask(zone, "1.0.31.172.in-addr.arpa.", Type.PTR), "31.172.in-addr.arpa.");
  }

  @Test
  void aNameThatIsNotThereIsDeniedWithTheStartOfAuthority() throws IOException {
    Zone zone = zone(at("demo:web", "10.96.0.7"));

    assertNoName(ask(zone, "shop.demo.lb.local.", Type.A), "lb.local.");
    assertNoName(ask(zone, "web.other.lb.local.", Type.A), "lb.local.");
    assertNoName(ask(zone, "x.y.web.demo.lb.local.", Type.A), "lb.local.");
  }

  @Test
  void otherTypesOfANameThatIsThereAreEmpty() throws IOException {
    Zone zone = zone(at("demo:web", "10.96.0.7"));

    assertNoData(ask(zone, WEB, Type.AAAA));
    assertNoData(ask(zone, WEB, Type.TXT));
    assertNoData(ask(zone, WEB, Type.SOA));
  }

  @Test
  void namesBetweenExistWithoutRecordsForAsLongAsThereAreSomeBelow() throws IOException {
    Zone zone = zone(at("demo:web", "10.96.0.7"), at("demo:api", "10.96.0.8"));

    assertNoData(ask(zone, "demo.lb.local.", Type.A));
    assertNoData(ask(zone, "_tcp." + WEB, Type.SRV));
    assertNoData(ask(zone, "0.96.10.in-addr.arpa.", Type.PTR));

    zone.update(List.of(), List.of(service("demo:web")));
    assertNoData(ask(zone, "demo.lb.local.", Type.A));
    assertNoName(ask(zone, "_tcp." + WEB, Type.SRV), "lb.local.");

    zone.update(List.of(), List.of(service("demo:api")));
    assertNoName(ask(zone, "demo.lb.local.", Type.A), "lb.local.");
    assertNoName(ask(zone, "0.96.10.in-addr.arpa.", Type.PTR), "96.10.in-addr.arpa.");
  }

  @Test
  void theApexHasItsAuthorityAndItsServer() throws IOException {
    Zone zone = zone();

    assertThat(data(ask(zone, "lb.local.", Type.SOA)).getFirst())
        .startsWith("ns.lb.local. hostmaster.lb.local. ");
    Message servers = ask(zone, "lb.local.", Type.NS);
    assertThat(data(servers)).containsExactly("ns.lb.local.");
    assertThat(text(servers, Section.ADDITIONAL)).hasSize(1);
    assertThat(data(ask(zone, "ns.lb.local.", Type.A))).containsExactly("10.42.1.1");
    assertThat(data(ask(zone, "96.10.in-addr.arpa.", Type.NS))).containsExactly("ns.lb.local.");
    assertNoData(ask(zone, "lb.local.", Type.A));
  }

  @Test
  void theSerialGrowsWithEachChangeOnly() throws IOException {
    Zone zone = zone(at("demo:web", "10.96.0.7"));
    long before = serial(zone);

    zone.replaceAll(List.of(at("demo:web", "10.96.0.7")));
    assertThat(serial(zone)).isEqualTo(before);
    zone.replaceAll(List.of(at("demo:web", "10.96.0.8")));
    assertThat(serial(zone)).isEqualTo(before + 1);
  }

  @Test
  void allTypesAtOnceGetTheShortestAnswer() throws IOException {
    Zone zone = zone(headless("demo:db", pods(50)));

    assertThat(data(ask(zone, "db.demo.lb.local.", Type.ANY))).containsExactly("\"RFC8482\" \"\"");
    assertNoData(ask(zone, "demo.lb.local.", Type.ANY));
  }

  @Test
  void caseDoesNotMatterAndIsGivenBack() throws IOException {
    Zone zone = zone(at("Demo:Web", "10.96.0.7"));
    Message answer = ask(zone, "wEb.dEMO.Lb.locAL.", Type.A);

    assertThat(answer.getQuestion().getName()).hasToString("wEb.dEMO.Lb.locAL.");
    assertThat(text(answer, Section.ANSWER))
        .containsExactly("wEb.dEMO.Lb.locAL.\t5\tIN\tA\t10.96.0.7");
  }

  @Test
  void servicesWhoseNamesDifferInCaseOnlyShareTheName() throws IOException {
    Zone zone = zone(at("demo:web", "10.96.0.7"), at("demo:WEB", "10.96.0.8"));
    assertThat(data(ask(zone, WEB, Type.A))).containsExactlyInAnyOrder("10.96.0.7", "10.96.0.8");

    zone.update(List.of(), List.of(service("demo:WEB")));
    assertThat(data(ask(zone, WEB, Type.A))).containsExactly("10.96.0.7");
  }

  @Test
  void aServiceThatWasMadeAgainHasItsNewAddressAtOnce() throws IOException {
    Zone zone = zone(at("demo:web", "10.96.0.7"));

    zone.update(List.of(), List.of(service("demo:web")));
    assertNoName(ask(zone, WEB, Type.A), "lb.local.");
    zone.update(List.of(at("demo:web", "10.96.0.9")), List.of());

    assertThat(data(ask(zone, WEB, Type.A))).containsExactly("10.96.0.9");
    assertThat(data(ask(zone, "9.0.96.10.in-addr.arpa.", Type.PTR))).containsExactly(WEB);
    assertNoName(ask(zone, "7.0.96.10.in-addr.arpa.", Type.PTR), "96.10.in-addr.arpa.");
  }

  @Test
  void aServiceThatIsGoneAndMadeAgainInOneChangeStays() throws IOException {
    Zone zone = zone(at("demo:web", "10.96.0.7"));

    zone.update(List.of(at("demo:web", "10.96.0.9")), List.of(service("demo:web")));

    assertThat(data(ask(zone, WEB, Type.A))).containsExactly("10.96.0.9");
  }

  @Test
  void anAddressThatHasPassedToAnotherServiceLeadsToThatOne() throws IOException {
    Zone zone = zone(at("demo:web", "10.96.0.7"));

    zone.update(List.of(at("demo:api", "10.96.0.7")), List.of(service("demo:web")));

    assertThat(data(ask(zone, "7.0.96.10.in-addr.arpa.", Type.PTR)))
        .containsExactly("api.demo.lb.local.");
  }

  @Test
  void whatANewWholeDoesNotHaveIsGone() throws IOException {
    Zone zone =
        zone(
            at("demo:web", "10.96.0.7", pod("demo:web:d_v1:aaa", "10.42.1.2")),
            at("demo:api", "10.96.0.8"));

    zone.replaceAll(List.of(at("demo:web", "10.96.0.7")));

    assertNoName(ask(zone, "api.demo.lb.local.", Type.A), "lb.local.");
    assertNoName(ask(zone, "aaa.web.demo.lb.local.", Type.A), "lb.local.");
    assertThat(data(ask(zone, WEB, Type.A))).containsExactly("10.96.0.7");
  }

  @Test
  void aNameThatDnsCannotSayHarmsNoOther() throws IOException {
    Zone zone = zone(at("demo:" + "x".repeat(64), "10.96.0.8"), at("demo:web", "10.96.0.7"));

    assertThat(data(ask(zone, WEB, Type.A))).containsExactly("10.96.0.7");
  }

  @Test
  void anAnswerThatIsTooLongSaysSoAndHasWhatFits() throws IOException {
    Message answer = ask(zone(headless("demo:db", pods(100))), "db.demo.lb.local.", Type.A);

    assertThat(answer.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(answer.numBytes()).isBetween(490, 512);
    assertThat(data(answer)).hasSizeGreaterThan(25).doesNotHaveDuplicates();
  }

  private static long serial(Zone zone) throws IOException {
    return ((SOARecord) ask(zone, "lb.local.", Type.SOA).getSection(Section.ANSWER).getFirst())
        .getSerial();
  }

  private static boolean isAnswered(Zone zone, String name) {
    return zone.answer(decoded(name, Type.PTR), Query.SMALLEST, new Reply());
  }

  private static Query decoded(String name, int type) {
    byte[] wire =
        Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN)).toWire();
    Query query = new Query();
    assertThat(query.decode(wire, wire.length)).isEqualTo(Query.Form.SOUND);
    return query;
  }

  private static Message ask(Zone zone, String name, int type) throws IOException {
    Query query = decoded(name, type);
    Reply reply = new Reply();
    assertThat(zone.answer(query, query.size(), reply)).isTrue();
    reply.finish();
    byte[] wire = Arrays.copyOf(reply.bytes(), reply.length());
    Message answer = new Message(wire);
    assertThat(answer.getHeader().getID()).isEqualTo(query.id());
    return answer;
  }

  private static void assertNoData(Message answer) {
    assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(answer.getSection(Section.ANSWER)).isEmpty();
    assertThat(answer.getSection(Section.AUTHORITY)).singleElement().isInstanceOf(SOARecord.class);
  }

  private static void assertNoName(Message answer, String apex) {
    assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(answer.getSection(Section.ANSWER)).isEmpty();
    SOARecord authority = (SOARecord) answer.getSection(Section.AUTHORITY).getFirst();
    assertThat(authority.getName()).hasToString(apex);
    assertThat(authority.getTTL()).isEqualTo(5);
    assertThat(authority.getMinimum()).isEqualTo(5);
  }

  private static List<String> data(Message answer) {
    return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  private static List<String> text(Message answer, int section) {
    return answer.getSection(section).stream()
        .map(record -> record.toString().replaceAll("\t+", "\t"))
        .toList();
  }
}

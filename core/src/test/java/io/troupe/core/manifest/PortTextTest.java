package io.troupe.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.troupe.core.template.PortBinding;
import io.troupe.core.template.Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortTextTest {
  @ParameterizedTest
  @CsvSource({
    "80, '', 0, 80, TCP",
    "80/tcp, '', 0, 80, TCP",
    "53/UDP, '', 0, 53, UDP",
    ":80, '', 0, 80, TCP",
    "8080:80, '', 8080, 80, TCP",
    "8080:80/udp, '', 8080, 80, UDP",
    "8080:, '', 8080, 8080, TCP",
    "0.0.0.0:80, 0.0.0.0, 80, 80, TCP",
    "10.0.0.1:8080:80/sctp, 10.0.0.1, 8080, 80, SCTP",
    "10.0.0.1::80, 10.0.0.1, 0, 80, TCP",
    "[::1]:8080:80, ::1, 8080, 80, TCP"
  })
  void readsContainerPorts(String text, String ip, int host, int container, Protocol protocol) {
    assertThat(PortText.binding(text)).isEqualTo(new PortBinding(ip, host, container, protocol));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http",
        ":",
        "/tcp",
        "80/xyz",
        "0",
        "65536",
        "99999999999",
        "1:2:3",
        "1.2.3.999:1:2",
        "-1",
        "80:65536"
      })
  void refusesWhatIsNoContainerPort(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PortText.binding(text));
  }

  @ParameterizedTest
  @CsvSource({
    "80:8080/tcp, 80, 8080/tcp",
    "443, 443, 443",
    "53:53/udp, 53, 53/udp",
    "80/tcp, 80, 80/tcp",
    "80:80/*, 80, 80/*"
  })
  void readsServicePorts(String text, int external, String target) {
    assertThat(PortText.service(text).getKey()).isEqualTo(external);
    assertThat(PortText.service(text).getValue()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http:80", "80:http", "80:81:82", "0:80", "80:70000", "80:80/xyz"})
  void refusesWhatIsNoServicePort(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PortText.service(text));
  }
}

package io.troupe.node.volume;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Names of resources as names of files, and back, without loss: `:` is written `+`, letters,
/// digits, `_`, `-` and inner dots stay, every other byte of the UTF-8 form is `%` and two hex
/// digits.
final class FileNames {
  private FileNames() {}

  static String encode(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c == ':') {
        out.append('+');
      } else if (plain(c) || (c == '.' && !out.isEmpty())) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    return out.toString();
  }

  static String decode(String file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < file.length(); i++) {
      char c = file.charAt(i);
      if (c == '%' && i + 2 < file.length()) {
        out.write(HexFormat.fromHexDigits(file, i + 1, i + 3));
        i += 2;
      } else {
        out.write(c == '+' ? ':' : c);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static boolean plain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}

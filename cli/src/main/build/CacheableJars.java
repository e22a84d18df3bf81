import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/// Changes the jars of a distribution, in place, so that the JVM's AOT cache can hold more of them.
///
/// Lambdas that can be serialized, all of Scala's and those of Akka's functions for Java, are made by
/// `LambdaMetafactory.altMetafactory`, Scala's with a bridge too; the cache knows only those of
/// `metafactory`, so each start would spin a thousand classes. Nothing here serializes a function, and
/// callers of Scala's function types know no other method than the one they declare, so both are left
/// out. Signatures of jars are left out as well: the cache refuses signed classes, and Akka reads each
/// manifest, with all its digests, at each start. So is each `reference.conf`, which is mostly comments:
/// those go too.
///
/// A changed jar says so in `META-INF/CHANGES-BY-TROUPE.txt`. Run by `assemble.sh`, with ASM on the
/// class path.
public final class CacheableJars {
  private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final String PLAIN =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
          + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;)"
          + "Ljava/lang/invoke/CallSite;";
  private static final int SERIALIZABLE = 1;
  private static final int BRIDGES = 4;

  private final Path jar;
  private int lambdas;
  private int signatures;
  private int comments;

  private CacheableJars(Path jar) {
    this.jar = jar;
  }

  /// @param jars their paths
  public static void main(String[] jars) throws IOException {
    int changed = 0;
    for (String jar : jars) {
      changed += new CacheableJars(Path.of(jar)).change();
    }
    if (changed == 0) {
      throw new IllegalStateException("no lambda to change among " + jars.length + " jars");
    }
  }

  /// @return how many lambdas were changed
  private int change() throws IOException {
    Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
    try (ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(fresh))) {
      for (ZipEntry entry : Collections.list(from.entries())) {
        if (isSignature(entry.getName())) {
          signatures++;
        } else {
          write(to, entry.getName(), changed(entry, from.getInputStream(entry).readAllBytes()));
        }
      }
      write(to, "META-INF/CHANGES-BY-TROUPE.txt", notice().getBytes(UTF_8));
    }
    if (lambdas + signatures + comments == 0) {
      Files.delete(fresh);
    } else {
      Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    }
    return lambdas;
  }

  private static boolean isSignature(String name) {
    return name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
  }

  private byte[] changed(ZipEntry entry, byte[] content) throws IOException {
    if (hasLambdas(entry, content)) {
      return plain(content);
    }
    return switch (entry.getName()) {
      case JarFile.MANIFEST_NAME -> withoutDigests(content);
      case "reference.conf" -> withoutComments(new String(content, UTF_8)).getBytes(UTF_8);
      default -> content;
    };
  }

  private byte[] withoutDigests(byte[] content) throws IOException {
    Manifest manifest = new Manifest(new ByteArrayInputStream(content));
    boolean signed =
        manifest.getEntries().values().removeIf(one ->
            one.keySet().stream().allMatch(name -> name.toString().endsWith("-Digest")));
    if (!signed) {
      return content;
    }
    signatures++;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }

  /// Those that have a line of their own; a text over several lines could hold what looks like one.
  private String withoutComments(String text) {
    if (text.contains("\"\"\"")) {
      return text;
    }
    List<String> lines =
        text.lines().filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#")).toList();
    comments += Math.toIntExact(text.lines().count()) - lines.size();
    return String.join("\n", lines) + "\n";
  }

  private static boolean hasLambdas(ZipEntry entry, byte[] content) {
    return entry.getName().endsWith(".class")
        && new String(content, ISO_8859_1).contains("altMetafactory");
  }

  private static void write(ZipOutputStream to, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    to.putNextEntry(entry);
    to.write(content);
    to.closeEntry();
  }

  private String notice() {
    return """
        Changed for the distribution of Troupe, from the jar of this name on Maven Central:
        lambdas that are no longer serializable: %d
        signature files and lists of digests left out: %d
        lines of comments left out of reference.conf: %d
        """
        .formatted(lambdas, signatures, comments);
  }

  private byte[] plain(byte[] content) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(content)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new PlainLambdas(
                    super.visitMethod(access, name, descriptor, signature, thrown));
              }
            },
            0);
    return writer.toByteArray();
  }

  private final class PlainLambdas extends MethodVisitor {
    PlainLambdas(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      if (bootstrap.getOwner().equals(FACTORY)
          && bootstrap.getName().equals("altMetafactory")
          && isOnlySerializable(descriptor, arguments)) {
        lambdas++;
        Handle plain = new Handle(Opcodes.H_INVOKESTATIC, FACTORY, "metafactory", PLAIN, false);
        super.visitInvokeDynamicInsn(
            name, descriptor, plain, arguments[0], arguments[1], arguments[2]);
      } else {
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
      }
    }

    /// Arguments are type, body, erased type, flags, and with bridges their number and types.
    private boolean isOnlySerializable(String descriptor, Object... arguments) {
      int flags = (int) arguments[3];
      boolean bridged = (flags & BRIDGES) != 0 && (int) arguments[4] > 0;
      return (flags & ~(SERIALIZABLE | BRIDGES)) == 0
          && (!bridged || descriptor.contains(")Lscala/Function"));
    }
  }
}

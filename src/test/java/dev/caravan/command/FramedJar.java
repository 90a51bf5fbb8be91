package dev.caravan.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Copies a jar and converts its old classes to the format of Java 17, for the distribution. Classes of Java 5 have no
 * stack map frames, so Java verifies them at each start with its slow verifier. An archive of classes that Java 25
 * links ahead of time can't contain them.
 */
final class FramedJar {

    /** The format of Java 6, the first format with frames. */
    private static final int FIRST_WITH_FRAMES = 50;

    private FramedJar() {}

    /** @param arguments the jar, whose classes are on the class path, and the target folder */
    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path copy = Path.of(arguments[1], jar.getFileName().toString());
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                ZipEntry same = new ZipEntry(entry.getName());
                same.setTimeLocal(entry.getTimeLocal());
                out.putNextEntry(same);
                out.write(entry.getName().endsWith(".class") ? framed(content) : content);
            }
        }
    }

    private static byte[] framed(byte[] classFile) {
        if (!isOld(classFile)) {
            return classFile;
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public void visit(
                                    int format,
                                    int access,
                                    String name,
                                    String signature,
                                    String parent,
                                    String[] interfaces) {
                                super.visit(Opcodes.V17, access, name, signature, parent, interfaces);
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    /** Returns whether a class has no frames, from its first 8 bytes, which end with its format. */
    static boolean isOld(byte[] classFile) {
        return classFile[6] == 0 && classFile[7] < FIRST_WITH_FRAMES;
    }
}

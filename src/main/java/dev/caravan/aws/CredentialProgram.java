package dev.caravan.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.component.wire.KeyJson;
import dev.caravan.job.Printable;
import dev.caravan.store.DaemonThreads;
import dev.caravan.store.DeniedException;
import dev.caravan.store.Session;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A program that prints an access key as {@code credential_process} does (AWS SDKs Reference Guide, "Process credential
 * provider"). The SDK's provider has no time limit, uses a shell, and repeats stderr, which may hold secrets.
 */
public final class CredentialProgram implements Supplier<Session> {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final KeyJson KEY = new KeyJson("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration");

    private final List<String> command;
    private final String name;
    private final Duration longest;

    public CredentialProgram(List<String> command) {
        this(command, LONGEST);
    }

    CredentialProgram(List<String> command, Duration longest) {
        this.command = command;
        this.name = "the credential process " + Printable.quoted(command.get(0));
        this.longest = longest;
    }

    @Override
    public Session get() {
        Process process;
        try {
            process =
                    new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        } catch (IOException e) {
            throw failed(" can't be started: " + Printable.of(String.valueOf(e.getMessage())));
        }
        try {
            process.getOutputStream().close();
            return session(output(process));
        } catch (IOException e) {
            throw new TransientException(name + ": its output can't be read: " + Printable.of(e.getMessage()));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Reads the output in another thread, since a read from a pipe has no timeout. */
    private String output(Process process) throws IOException {
        long deadline = System.nanoTime() + longest.toNanos();
        InputStream stdout = process.getInputStream();
        FutureTask<byte[]> read = new FutureTask<>(() -> stdout.readNBytes(LONGEST_ANSWER + 1));
        new DaemonThreads("credential-process").newThread(read).start();
        try {
            byte[] bytes = read.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            if (bytes.length > LONGEST_ANSWER) {
                throw failed(" prints more than " + LONGEST_ANSWER + " bytes");
            }
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw failed(" ends with exit code " + process.exitValue() + "; run it by hand to see why");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            throw new TransientException(name + " does not end within " + longest.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(name + ": interrupted");
        }
    }

    private Session session(String output) {
        try {
            JsonNode root = KeyJson.object(output);
            if (root.path("Version").asInt() != 1) {
                throw new IllegalArgumentException("its Version is not 1");
            }
            return KEY.read(root);
        } catch (IllegalArgumentException e) {
            throw failed(" prints no access key: " + e.getMessage());
        }
    }

    private StoreException failed(String what) {
        return DeniedException.ofCaller(name + what, 0, "NoCredentials");
    }
}

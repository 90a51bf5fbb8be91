package dev.caravan;

import static dev.caravan.local.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadThreadsTest {

    private final StringWriter err = new StringWriter();
    private final List<Integer> codes = new ArrayList<>();
    private final DeadThreads dead = new DeadThreads(new PrintWriter(err, true), codes::add);

    private void end(Throwable e) {
        dead.uncaughtException(new Thread(() -> {}, "caravan-slot-1"), e);
    }

    @Test
    void aProcessWithoutFurtherThreadsEnds() {
        end(new OutOfMemoryError(
                "unable to create native thread: possibly out of memory or process/resource limits reached"));
        assertThat(codes).containsExactly(2);
        assertThat(err.toString())
                .isEqualTo("caravan: no more threads can be started: lower --slots and --part-slots, or raise the limit"
                        + " of processes (ulimit -u, or that of the container)\n");
    }

    @Test
    void otherErrorsOfJavaEndTheProcess() {
        end(new StackOverflowError());
        assertThat(codes).containsExactly(2);
        assertThat(err.toString())
                .isEqualTo("caravan: the thread caravan-slot-1 ended: java.lang.StackOverflowError\n");
    }

    @Test
    void anExceptionOfAThreadIsShownAndEndsOnlyThatThread() {
        end(new IllegalStateException("a fault"));
        assertThat(codes).isEmpty();
        assertThat(err.toString())
                .startsWith("caravan: the thread caravan-slot-1 ended:\njava.lang.IllegalStateException: a fault\n");
    }
}

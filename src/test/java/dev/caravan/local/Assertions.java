package dev.caravan.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractBooleanAssert;
import org.assertj.core.api.AbstractByteArrayAssert;
import org.assertj.core.api.AbstractCollectionAssert;
import org.assertj.core.api.AbstractDoubleAssert;
import org.assertj.core.api.AbstractDurationAssert;
import org.assertj.core.api.AbstractInstantAssert;
import org.assertj.core.api.AbstractIntegerAssert;
import org.assertj.core.api.AbstractLongAssert;
import org.assertj.core.api.AbstractPathAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.AtomicIntegerAssert;
import org.assertj.core.api.AtomicLongAssert;
import org.assertj.core.api.AtomicReferenceAssert;
import org.assertj.core.api.IterableAssert;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.MapAssert;
import org.assertj.core.api.ObjectArrayAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.api.OptionalAssert;

/**
 * The forms of AssertJ's {@code assertThat} that the tests use. AssertJ has 101 of them, and the compiler tries each
 * one at each call, which takes a third of the tests' compilation.
 */
public final class Assertions {
    private Assertions() {}

    public static AbstractBooleanAssert<?> assertThat(boolean actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AbstractIntegerAssert<?> assertThat(int actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AbstractLongAssert<?> assertThat(long actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AbstractDoubleAssert<?> assertThat(double actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AbstractBooleanAssert<?> assertThat(Boolean actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AbstractIntegerAssert<?> assertThat(Integer actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AbstractLongAssert<?> assertThat(Long actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AbstractByteArrayAssert<?> assertThat(byte[] actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AbstractStringAssert<?> assertThat(String actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AbstractPathAssert<?> assertThat(Path actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AbstractInstantAssert<?> assertThat(Instant actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AbstractDurationAssert<?> assertThat(Duration actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static <T extends Throwable> AbstractThrowableAssert<?, T> assertThat(T actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AtomicIntegerAssert assertThat(AtomicInteger actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static AtomicLongAssert assertThat(AtomicLong actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static <T> AtomicReferenceAssert<T> assertThat(AtomicReference<T> actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static <E> OptionalAssert<E> assertThat(Optional<E> actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static <E> IterableAssert<E> assertThat(Iterable<? extends E> actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static <E> AbstractCollectionAssert<?, Collection<? extends E>, E, ObjectAssert<E>> assertThat(
            Collection<? extends E> actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static <E> ListAssert<E> assertThat(List<? extends E> actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static <E> ListAssert<E> assertThat(Stream<? extends E> actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static <K, V> MapAssert<K, V> assertThat(Map<K, V> actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static <T> ObjectArrayAssert<T> assertThat(T[] actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }

    public static <T> ObjectAssert<T> assertThat(T actual) {
        return org.assertj.core.api.Assertions.assertThat(actual);
    }
}

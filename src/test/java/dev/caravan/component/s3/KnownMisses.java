package dev.caravan.component.s3;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Inverts the tests that a server is known to fail: each must fail with the known message. */
final class KnownMisses implements InvocationInterceptor {

    /**
     * One test that a server fails.
     *
     * @param test the method's name
     * @param argument of a parameterized test; empty if it has none
     * @param how a part of the failure's message
     * @param why what the server does
     */
    record Miss(String test, String argument, String how, String why) {

        private boolean is(String method, List<Object> arguments) {
            return test.equals(method)
                    && argument.equals(
                            arguments.isEmpty() ? "" : arguments.get(0).toString());
        }
    }

    private final List<Miss> misses;

    KnownMisses(List<Miss> misses) {
        this.misses = misses;
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        judge(invocation, method);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        judge(invocation, method);
    }

    private void judge(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method) throws Throwable {
        Optional<Miss> known = misses.stream()
                .filter(miss -> miss.is(method.getExecutable().getName(), method.getArguments()))
                .findFirst();
        if (known.isEmpty()) {
            invocation.proceed();
            return;
        }
        Miss miss = known.get();
        try {
            invocation.proceed();
        } catch (Throwable failure) {
            if (String.valueOf(failure.getMessage()).contains(miss.how())) {
                return;
            }
            throw failure;
        }
        throw new AssertionError("passed: take this off the list of known misses: " + miss);
    }
}

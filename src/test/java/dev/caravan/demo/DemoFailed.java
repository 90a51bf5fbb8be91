package dev.caravan.demo;

/** Thrown if a result of the demo is wrong. The message gives the reason. */
final class DemoFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    DemoFailed(String message) {
        super(message);
    }

    DemoFailed(String message, Throwable cause) {
        super(message, cause);
    }
}

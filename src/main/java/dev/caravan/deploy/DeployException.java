package dev.caravan.deploy;

/** The stack can't be deployed or removed. The message is one line that says what is wrong and what to do. */
public final class DeployException extends Exception {

    DeployException(String message) {
        super(message);
    }

    DeployException(String message, Throwable cause) {
        super(message, cause);
    }
}

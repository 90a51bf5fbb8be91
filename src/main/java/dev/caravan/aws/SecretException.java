package dev.caravan.aws;

/** A secret can't be read, or doesn't hold an access key. The message is one line, safe to show, without any of the content. */
public final class SecretException extends Exception {

    SecretException(String message, Throwable cause) {
        super(message, cause);
    }
}

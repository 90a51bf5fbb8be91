package dev.caravan.finder.inventory;

/** An inventory can't be read. The message is one line for people. */
public final class InventoryException extends Exception {

    private final boolean wrong;

    private InventoryException(String message, boolean wrong, Throwable cause) {
        super(message, cause);
        this.wrong = wrong;
    }

    /** What was named is no inventory, or not one of this source. */
    static InventoryException wrong(String message) {
        return new InventoryException(message, true, null);
    }

    /** The inventory can't be read to its end, or not be trusted. */
    static InventoryException unread(String message, Throwable cause) {
        return new InventoryException(message, false, cause);
    }

    /** Returns whether another inventory must be named. */
    public boolean isWrong() {
        return wrong;
    }
}

package dev.caravan.finder.inventory;

/** Signals an unreadable inventory. The message is one line. */
public final class InventoryException extends Exception {

    private final boolean wrong;

    private InventoryException(String message, boolean wrong, Throwable cause) {
        super(message, cause);
        this.wrong = wrong;
    }

    /** Describes a file that is no inventory, or not one of this source. */
    static InventoryException wrong(String message) {
        return new InventoryException(message, true, null);
    }

    /** Describes an inventory that can't be read completely or trusted. */
    static InventoryException unread(String message, Throwable cause) {
        return new InventoryException(message, false, cause);
    }

    /** Returns whether another inventory must be configured. */
    public boolean isWrong() {
        return wrong;
    }
}

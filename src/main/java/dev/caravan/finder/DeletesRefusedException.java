package dev.caravan.finder;

/** Signals deletions that look like a mistake after two complete listings; nothing is deleted. */
public final class DeletesRefusedException extends RuntimeException {

    private DeletesRefusedException(String message) {
        super(message);
    }

    static DeletesRefusedException tooMany(String destination, long extras, int maxDelete) {
        return new DeletesRefusedException(destination + ": nothing was deleted: at least " + extras
                + " objects are at the destination only, more than the " + maxDelete
                + " that may be deleted. Check that the source is the right one, then raise --max-delete");
    }

    static DeletesRefusedException emptySource(String source, String destination, long extras) {
        return new DeletesRefusedException(destination + ": nothing was deleted: the source " + source
                + " lists no object at all, but the destination has " + extras
                + ". Check the source's bucket and prefix; to empty a destination, delete its objects there");
    }
}

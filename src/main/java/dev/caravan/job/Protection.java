package dev.caravan.job;

/**
 * Protects the destination and limits the run.
 *
 * @param immutable whether nothing is overwritten there
 * @param backupPrefix folder of the destination's bucket for copies of overwritten and deleted objects; empty for none
 * @param limits that end the run
 * @param stopAfter number of first objects with the same failure that end the run; 0 for never
 */
public record Protection(boolean immutable, String backupPrefix, RunLimits limits, int stopAfter) {

    /** The longest prefix in bytes, which leaves room for an object's key and the end of a backup's name. */
    private static final int LONGEST_PREFIX = 512;

    public boolean isBackup(String key) {
        return !backupPrefix.isEmpty() && key.startsWith(backupPrefix);
    }

    static Protection read(OptionReader options, Side source, Side destination) {
        boolean immutable = options.flag(JobOption.IMMUTABLE);
        String delete = options.setting(JobOption.DELETE).name();
        if (immutable && options.flag(JobOption.DELETE)) {
            options.wrong(
                    JobOption.IMMUTABLE,
                    "keeps every object of the destination, and " + delete + " deletes some; leave out one of the two");
        }
        String prefix = options.text(JobOption.BACKUP_PREFIX);
        if (immutable && !prefix.isEmpty()) {
            options.wrong(
                    JobOption.BACKUP_PREFIX,
                    "has nothing to keep with "
                            + options.setting(JobOption.IMMUTABLE).name()
                            + ", which overwrites nothing; leave out one of the two");
        }
        if (!prefix.isEmpty() && source != null && destination != null) {
            prefix = backupPrefix(options, prefix, source, destination);
        }
        return new Protection(immutable, prefix, RunLimits.read(options), options.count(JobOption.STOP_AFTER));
    }

    /** Returns the backup folder; it may lie in the destination's folder but contain no object of either side. */
    private static String backupPrefix(OptionReader options, String text, Side source, Side destination) {
        String path = text;
        if (StoreUrl.isOne(text)) {
            try {
                StoreUrl url = StoreUrl.parse(text);
                if (url.type() != destination.type() || !url.bucket().equals(destination.bucket())) {
                    options.wrong(
                            JobOption.BACKUP_PREFIX,
                            Printable.of(text) + " is not in the bucket of the destination, "
                                    + Printable.of(destination.bucket()));
                }
                path = url.path();
            } catch (IllegalArgumentException e) {
                options.wrong(JobOption.BACKUP_PREFIX, e.getMessage());
            }
        }
        String prefix = StoreUrl.folder(path);
        if (prefix.isEmpty() || destination.prefix().startsWith(prefix)) {
            options.wrong(
                    JobOption.BACKUP_PREFIX,
                    Printable.of(text) + " holds the destination's own objects; name a folder beside or below "
                            + Printable.of(destination.url()));
        } else if (source.location().equals(destination.location())
                && (prefix.startsWith(source.prefix()) || source.prefix().startsWith(prefix))) {
            options.wrong(
                    JobOption.BACKUP_PREFIX,
                    Printable.of(text) + " and the source " + Printable.of(source.url())
                            + " overlap: backups would be copied too");
        }
        if (KeyLength.bytes(prefix) > LONGEST_PREFIX) {
            options.wrong(
                    JobOption.BACKUP_PREFIX,
                    "has more than " + LONGEST_PREFIX + " bytes, and a key behind it would be too long");
        }
        return prefix;
    }
}

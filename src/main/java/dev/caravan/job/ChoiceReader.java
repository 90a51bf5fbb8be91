package dev.caravan.job;

import dev.caravan.job.Settings.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the options that select objects. */
record ChoiceReader(OptionReader options) {

    /** @param source null if it is invalid */
    Choice read(Side source) {
        String keysFrom = options.text(JobOption.KEYS_FROM);
        if (!keysFrom.equals(Choice.STANDARD_INPUT)) {
            file(JobOption.KEYS_FROM, keysFrom, source);
        }
        Choice choice = new Choice(
                options.list(JobOption.INCLUDE),
                options.list(JobOption.EXCLUDE),
                options.list(JobOption.INCLUDE_REGEX),
                options.list(JobOption.EXCLUDE_REGEX),
                file(JobOption.FILTER_FROM, options.text(JobOption.FILTER_FROM), source),
                prefixes(source),
                prefixList(source),
                keysFrom,
                options.flag(JobOption.KEYS_NULL),
                file(JobOption.INVENTORY, options.text(JobOption.INVENTORY), source),
                limits());
        oneOf(
                !choice.prefixes().isEmpty(),
                JobOption.PREFIX,
                !choice.prefixList().isEmpty(),
                JobOption.PREFIX_LIST);
        oneOf(!keysFrom.isEmpty(), JobOption.KEYS_FROM, !choice.prefixes().isEmpty(), JobOption.PREFIX);
        oneOf(!keysFrom.isEmpty(), JobOption.KEYS_FROM, !choice.prefixList().isEmpty(), JobOption.PREFIX_LIST);
        oneOf(!keysFrom.isEmpty(), JobOption.KEYS_FROM, !choice.inventory().isEmpty(), JobOption.INVENTORY);
        if (keysFrom.isEmpty() && choice.keysNull()) {
            options.wrong(JobOption.KEYS_NULL, "goes with --keys-from only");
        }
        if (!keysFrom.isEmpty()) {
            keys(keysFrom);
        }
        return choice;
    }

    private void oneOf(boolean isOne, JobOption one, boolean isOther, JobOption other) {
        if (isOne && isOther) {
            options.wrong(one, "is set, and so is " + options.setting(other).name() + "; which of the two?");
        }
    }

    private void keys(String from) {
        if (options.flag(JobOption.DELETE)) {
            options.wrong(
                    JobOption.KEYS_FROM,
                    "can't go with --delete: a list of keys doesn't tell what the source no longer has");
        }
        boolean again = options.flag(JobOption.COUNT_FIRST)
                || !options.text(JobOption.SCHEDULE).isBlank();
        if (again && from.equals(Choice.STANDARD_INPUT)) {
            options.wrong(
                    JobOption.KEYS_FROM, "- can be read once only, but --count-first and --schedule read it again");
        }
    }

    /** Returns full prefixes: each is given relative to the source's folder. */
    private List<String> prefixes(Side source) {
        List<String> said = options.list(JobOption.PREFIX);
        if (source == null || said.isEmpty()) {
            return List.of();
        }
        String folder = new KeyMapping(source.prefix(), "").folder();
        List<String> full = said.stream().map(each -> folder + each).toList();
        for (String prefix : full) {
            if (KeyLength.isTooLong(prefix)) {
                options.wrong(JobOption.PREFIX, "is longer than a key can be, " + KeyLength.MOST_BYTES + " bytes");
            } else if (!prefix.startsWith(source.prefix())) {
                options.wrong(
                        JobOption.PREFIX,
                        Printable.of(prefix) + " doesn't begin with the source's prefix "
                                + Printable.of(source.prefix()));
            }
        }
        return full;
    }

    private String prefixList(Side source) {
        String list = options.text(JobOption.PREFIX_LIST);
        String bucket = options.text(JobOption.PREFIX_LIST_BUCKET);
        boolean key = !StoreUrl.isOne(list)
                && !bucket.isEmpty()
                && options.setting(JobOption.PREFIX_LIST).origin() != Origin.COMMAND_LINE;
        return file(JobOption.PREFIX_LIST, key && !list.isEmpty() ? "s3://" + bucket + "/" + list : list, source);
    }

    /** Returns the name of a readable file, or of an object in Amazon S3 or at the source's provider. */
    private String file(JobOption option, String name, Side source) {
        if (StoreUrl.isOne(name)) {
            try {
                StoreUrl place = StoreUrl.parse(name);
                if (place.path().isEmpty()) {
                    options.wrong(option, "the key is missing, as in s3://bucket/key");
                } else if (place.type() != StoreType.S3 && source != null && place.type() != source.type()) {
                    options.wrong(
                            option,
                            Printable.of(name) + " can't be read: only s3:// and stores of the source's kind can");
                }
            } catch (IllegalArgumentException e) {
                options.wrong(option, e.getMessage());
            }
        } else if (!name.isEmpty() && (!Files.isReadable(Path.of(name)) || Files.isDirectory(Path.of(name)))) {
            options.wrong(option, "there is no readable file " + Printable.of(name));
        }
        return name;
    }

    private Limits limits() {
        Limits limits = new Limits(
                options.read(JobOption.MIN_SIZE) instanceof Long least ? least : Limits.NONE.minSize(),
                options.read(JobOption.MAX_SIZE) instanceof Long most ? most : Limits.NONE.maxSize(),
                (Moment) options.read(JobOption.NEWER_THAN),
                (Moment) options.read(JobOption.OLDER_THAN),
                storageClasses());
        if (limits.minSize() > limits.maxSize()) {
            options.wrong(JobOption.MIN_SIZE, "is more than --max-size: no object has such a size");
        }
        Instant now = Instant.now();
        if (limits.newerThan() != null
                && limits.olderThan() != null
                && !limits.newerThan().at(now).isBefore(limits.olderThan().at(now))) {
            options.wrong(
                    JobOption.NEWER_THAN,
                    "is not before --older-than: no object was modified after the one and before the other");
        }
        return limits;
    }

    private Set<String> storageClasses() {
        List<String> classes = options.list(JobOption.SOURCE_STORAGE_CLASS);
        for (String name : classes) {
            if (!name.matches("[A-Za-z0-9_-]+")) {
                options.wrong(JobOption.SOURCE_STORAGE_CLASS, Printable.of(name) + " is not a storage class");
            }
        }
        return classes.stream().map(name -> name.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
    }
}
